//! What was recorded, laid out in steps: from aggregates as far as there are any, from readings for the rest.

mod parts;
mod tail;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_domain::UnitId;
use slm_domain::series::{Period, Series, Step};
use slm_store::{Store, StoreError};

use parts::Parts;
pub(crate) use tail::Tail;

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct SeriesQuery {
    pub(crate) unit: UnitId,
    pub(crate) period: Period,
    pub(crate) zone: TimeZone,
    /// The first step holds this instant.
    pub(crate) start: Timestamp,
    /// The last step begins before it.
    pub(crate) end: Timestamp,
}

/// Steps, a page at a time.
pub(crate) struct SeriesReader {
    /// `None` when the last step was given out.
    series: Option<Series>,
    parts: Parts,
}

/// Steps that are given out at once, about: a page is a few hundred kilobytes at most.
const PAGE: usize = 2_000;

impl SeriesReader {
    pub(crate) fn new(store: Store, query: SeriesQuery) -> Self {
        let SeriesQuery { unit, period, zone, start, end } = query;
        // Whole steps, also where the range begins within one.
        let start = period.window(&zone, start).start;
        let last = end.saturating_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(end);
        let end_of_last = period.window(&zone, last).end;
        let parts = match period.resolution(&zone, start, end_of_last) {
            Some(resolution) => Parts::aggregates(store, unit, resolution, start..end_of_last),
            None => Parts::readings(store, unit, period.seconds().into(), start..end_of_last),
        };
        Self { series: Some(Series::new(period, zone, start, end)), parts }
    }

    /// Only what comes before the frames of a feed.
    pub(crate) fn before(self, tail: Tail) -> Self {
        Self { parts: self.parts.before(tail), ..self }
    }

    /// When the newest reading before those frames was taken; `None` when none was lately.
    pub(crate) fn newest_reading(&self) -> Option<Timestamp> {
        self.parts.newest_reading()
    }

    /// The next steps; none when there are no more.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn next(&mut self) -> Result<Vec<Step>, StoreError> {
        let mut steps = Vec::new();
        while let Some(series) = &mut self.series
            && steps.len() < PAGE
        {
            let next = self.parts.peek().await?.map_or(Timestamp::MAX, |part| part.start);
            if let Some(step) = series.step_before(next) {
                steps.push(step);
            } else if let Some(part) = self.parts.take() {
                series.add(&part);
            } else {
                self.series = None;
            }
        }
        Ok(steps)
    }
}

#[cfg(test)]
mod tests;
