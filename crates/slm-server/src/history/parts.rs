//! The aggregates that steps are put together from, in the order of their time.

use std::collections::VecDeque;
use std::ops::Range;

use jiff::{SignedDuration, Timestamp};
use slm_domain::UnitId;
use slm_domain::aggregate::{Aggregate, AggregateBuilder, Resolution};
use slm_store::{Store, StoreError};

use super::tail::Tail;

/// Aggregates or readings that are read at once.
const PAGE: usize = 5_000;
/// Read before and after a range: what a reading stands for may begin before it or end within it.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// A queue that fills itself.
pub(super) struct Parts {
    store: Store,
    unit: UnitId,
    /// What is still to be read.
    range: Range<Timestamp>,
    source: Source,
    ready: VecDeque<Aggregate>,
    /// Where a feed takes over.
    tail: Option<Tail>,
}

enum Source {
    Aggregates(Resolution),
    Readings(Box<AggregateBuilder>),
    Nothing,
}

impl Parts {
    /// Aggregates of a length, and minutes from readings after the newest.
    pub(super) fn aggregates(
        store: Store,
        unit: UnitId,
        resolution: Resolution,
        range: Range<Timestamp>,
    ) -> Self {
        Self {
            store,
            unit,
            range,
            source: Source::Aggregates(resolution),
            ready: VecDeque::new(),
            tail: None,
        }
    }

    /// Stretches of so many seconds, from readings.
    pub(super) fn readings(store: Store, unit: UnitId, seconds: i64, range: Range<Timestamp>) -> Self {
        let mut parts =
            Self { store, unit, range, source: Source::Nothing, ready: VecDeque::new(), tail: None };
        let from = parts.range.start;
        parts.go_on_with_readings(seconds, from);
        parts
    }

    /// Ends where a feed takes over.
    pub(super) fn before(self, tail: Tail) -> Self {
        Self { tail: Some(tail), ..self }
    }

    /// When the newest reading was taken that belongs to what was given out, as far as it was looked at.
    pub(super) fn newest_reading(&self) -> Option<Timestamp> {
        self.tail.as_ref().and_then(Tail::newest)
    }

    /// The next one.
    pub(super) async fn peek(&mut self) -> Result<Option<&Aggregate>, StoreError> {
        while self.ready.is_empty() {
            match &self.source {
                Source::Aggregates(resolution) => self.read_aggregates(*resolution).await?,
                Source::Readings(_) => self.read_readings().await?,
                Source::Nothing => break,
            }
        }
        Ok(self.ready.front())
    }

    pub(super) fn take(&mut self) -> Option<Aggregate> {
        self.ready.pop_front()
    }

    async fn read_aggregates(&mut self, resolution: Resolution) -> Result<(), StoreError> {
        let now = Timestamp::now();
        let end = self.tail.as_ref().map_or(self.range.end, |tail| tail.whole_until(resolution));
        let end = end.max(self.range.start).min(self.range.end);
        let (until, page) = loop {
            let until = self.store.aggregated_until(&self.unit, now).await?;
            let page = self.store.aggregates(&self.unit, resolution, self.range.start..end, PAGE).await?;
            // A minute that ends between the two questions would be counted twice, or not at all.
            if page.len() == PAGE || self.store.aggregated_until(&self.unit, now).await? == until {
                break (until, page);
            }
        };
        match page.last() {
            Some(last) if page.len() == PAGE => {
                self.range.start =
                    last.start.saturating_add(SignedDuration::from_secs(1)).unwrap_or(last.start);
            }
            _ => {
                let from = until.map_or(self.range.start, |until| until.max(self.range.start));
                if end == self.range.end || from <= end {
                    self.go_on_with_readings(Resolution::Minute.seconds(), from);
                } else if resolution == Resolution::Minute {
                    self.go_on_with_readings(Resolution::Minute.seconds(), end);
                } else {
                    self.range.start = end;
                    self.source = Source::Aggregates(Resolution::Minute);
                }
            }
        }
        self.ready.extend(page);
        Ok(())
    }

    fn go_on_with_readings(&mut self, seconds: i64, from: Timestamp) {
        self.source = if from < self.range.end {
            Source::Readings(Box::new(AggregateBuilder::of_seconds(seconds).open_from(from)))
        } else {
            Source::Nothing
        };
        self.range.start = from.saturating_sub(MARGIN).unwrap_or(from);
    }

    async fn read_readings(&mut self) -> Result<(), StoreError> {
        let Source::Readings(builder) = &mut self.source else { return Ok(()) };
        let until = self.range.end.saturating_add(MARGIN).unwrap_or(self.range.end);
        let page = self.store.levels(&self.unit, self.range.start..until, PAGE).await?;
        let last = page.last().filter(|_| page.len() == PAGE).map(|last| last.at);
        let page = match &mut self.tail {
            Some(tail) => tail.put_in(page, self.range.start, last.is_none()),
            None => page,
        };
        let mut done = Vec::new();
        for levels in &page {
            builder.add(levels, &mut done);
        }
        if let Some(last) = last {
            self.range.start = last.saturating_add(SignedDuration::from_micros(1)).unwrap_or(last);
        } else {
            done.extend(builder.finish());
            self.source = Source::Nothing;
        }
        let end = self.range.end;
        self.ready.extend(done.into_iter().filter(|part| part.start < end));
        Ok(())
    }
}
