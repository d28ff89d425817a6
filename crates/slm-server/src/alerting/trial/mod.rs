//! Trying a rule on what was recorded of a unit, before it is kept.
//!
//! Readings are looked at as they came, page by page. Where they are no longer kept, their minutes are: those decide limits on
//! energy means and extremes of windows, and nothing that is shorter. When the unit did not answer is known from the events of
//! its connection: those decide rules on connectivity, and that data were missing for no other reason.

mod contacts;

use std::ops::Range;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use slm_domain::UnitId;
use slm_domain::aggregate::{Aggregate, Resolution};
use slm_domain::alert::{
    Fact, Figure, Frame, Levels, Metric, RuleDefinition, Span, Stretch, Trial, TrialRun, WindowMetric,
};
use slm_store::{Store, StoreError};

use super::rules::recorded_frame;
use contacts::Contacts;

/// What is to be tried.
pub(crate) struct TrialQuery {
    pub(crate) unit: UnitId,
    pub(crate) rule: RuleDefinition,
    pub(crate) zone: TimeZone,
    /// Half-open.
    pub(crate) range: Range<Timestamp>,
    /// Readings further apart have a gap between them.
    pub(crate) max_gap: Duration,
    /// Whether a rule tells of the unit's outages at present.
    pub(crate) is_ruled: bool,
    /// Since when all outages are kept.
    pub(crate) outages_from: Timestamp,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) trial: Trial,
    /// Readings that were looked at.
    pub(crate) readings: usize,
    /// Minutes that were looked at in the place of readings.
    pub(crate) minutes: usize,
    /// Times without an answer that were looked at.
    pub(crate) outages: usize,
    /// What could not be decided, and why, in words.
    pub(crate) undecided: Vec<String>,
}

/// Readings or minutes that are read at once; evaluating them takes some hundredths of a second.
const PAGE: usize = 5_000;
/// Outages that are looked at; a year of one an hour.
const OUTAGES: u32 = 10_000;
/// A minute that is missing is a gap.
const MINUTE_GAP: Duration = Duration::from_secs(90);

impl TrialQuery {
    /// Runs the rule.
    ///
    /// # Cancel safety
    /// Nothing goes on but the page under way when the future is dropped.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn run(self, store: &Store) -> Result<Tried, StoreError> {
        let mut run = TrialRun::new(&self.rule, self.unit.clone(), self.zone.clone());
        let mut tried =
            Tried { trial: Trial::default(), readings: 0, minutes: 0, outages: 0, undecided: Vec::new() };
        if let Some(reason) = never_decided(&self.rule.metric) {
            tried.undecided.push(reason.to_owned());
            return Ok(tried);
        }
        let mut contacts = self.contacts(store, &mut tried).await?;
        if self.rule.metric == Metric::Connectivity {
            tried.outages = contacts.outages();
            run = evaluate(run, contacts.rest()).await;
            tried.trial = run.finish(Some(self.range.end));
            return Ok(tried);
        }
        let first = store.levels(&self.unit, self.range.clone(), 1).await?;
        let readings_from = first.first().map_or(self.range.end, |levels| levels.at);
        // The minute in which readings begin is theirs.
        let minutes = self.range.start..Resolution::Minute.start_of(readings_from).max(self.range.start);
        run = self.run_minutes(store, run, minutes, &mut tried).await?;
        // Before, nothing tells of the unit itself.
        contacts.skip_to(readings_from);
        tried.outages = contacts.outages();
        run = self.run_readings(store, run, readings_from, &mut contacts, &mut tried).await?;
        run = evaluate(run, contacts.rest()).await;
        tried.trial = run.finish(Some(self.range.end));
        Ok(tried)
    }

    /// When the unit did not answer, where that decides something.
    async fn contacts(&self, store: &Store, tried: &mut Tried) -> Result<Contacts, StoreError> {
        if !matches!(self.rule.metric, Metric::Connectivity | Metric::NoData) {
            return Ok(Contacts::new(&[], self.range.end));
        }
        let outages = store.outages(&self.unit, self.range.clone(), OUTAGES).await?;
        if outages.len() >= OUTAGES as usize {
            tried.undecided.push(format!("only the first {OUTAGES} outages of the unit were looked at"));
        }
        if self.is_ruled || outages.iter().any(|outage| outage.is_of_rule) {
            tried.undecided.push(
                "while a rule tells of the unit's outages, they are known as it tells them: those shorter than its delay are \
                 missing, the others begin later by it"
                    .to_owned(),
            );
        }
        if self.range.start < self.outages_from {
            tried
                .undecided
                .push(format!("outages that ended before {} are no longer kept", self.outages_from));
        }
        Ok(Contacts::new(&outages, self.range.end))
    }

    async fn run_minutes(
        &self,
        store: &Store,
        mut run: TrialRun,
        mut range: Range<Timestamp>,
        tried: &mut Tried,
    ) -> Result<TrialRun, StoreError> {
        let is_decided = minutes_decide(&self.rule.metric);
        loop {
            let limit = if is_decided { PAGE } else { 1 };
            let page = store.aggregates(&self.unit, Resolution::Minute, range.clone(), limit).await?;
            if !is_decided {
                if !page.is_empty() {
                    let until = range.end;
                    tried.undecided.push(format!(
                        "before {until} only minutes are kept, which do not decide this metric: nothing was looked at"
                    ));
                }
                return Ok(run);
            }
            let is_last = page.len() < PAGE;
            tried.minutes += page.len();
            if let Some(last) = page.last() {
                range.start = last.start.saturating_add(SignedDuration::from_secs(1)).unwrap_or(last.start);
            }
            run = evaluate(run, page.iter().map(minute_frame).collect()).await;
            if is_last {
                if tried.minutes > 0 {
                    let until = range.end;
                    tried.undecided.push(format!(
                        "before {until} only minutes are kept: times are right to the minute there"
                    ));
                }
                return Ok(run);
            }
        }
    }

    async fn run_readings(
        &self,
        store: &Store,
        mut run: TrialRun,
        from: Timestamp,
        contacts: &mut Contacts,
        tried: &mut Tried,
    ) -> Result<TrialRun, StoreError> {
        let mut from = from;
        loop {
            let page = store.readings(&self.unit, from..self.range.end, PAGE).await?;
            tried.readings += page.len();
            let last = page.last().filter(|_| page.len() == PAGE).map(|last| last.at);
            let frames = page.iter().map(|row| recorded_frame(row, self.max_gap));
            run = evaluate(run, contacts.merged(frames)).await;
            match last {
                Some(last) => from = last.saturating_add(SignedDuration::from_micros(1)).unwrap_or(last),
                None => return Ok(run),
            }
        }
    }
}

/// Takes frames off the threads that serve everybody.
async fn evaluate(mut run: TrialRun, frames: Vec<Frame>) -> TrialRun {
    let work = move || {
        for frame in &frames {
            run.take(frame);
        }
        run
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(run) => run,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Why nothing that is recorded decides a metric.
fn never_decided(metric: &Metric) -> Option<&'static str> {
    match metric {
        Metric::Level(_)
        | Metric::Window(_)
        | Metric::Change { .. }
        | Metric::NoData
        | Metric::Connectivity => None,
        Metric::Battery | Metric::CardFreeMegabytes | Metric::CardFreePercent | Metric::ClockOffset => {
            Some("only the last state of the instrument is kept, not how it was over time")
        }
    }
}

/// Whether minutes decide a metric as readings do.
fn minutes_decide(metric: &Metric) -> bool {
    match metric {
        Metric::Window(WindowMetric { figure: Figure::Percentile(_), .. }) => false,
        Metric::Window(WindowMetric { span: Span::Rolling(length), .. }) => {
            length.as_secs().is_multiple_of(60) && length.as_secs() > 0
        }
        Metric::Window(_) => true,
        Metric::Level(_)
        | Metric::Change { .. }
        | Metric::NoData
        | Metric::Battery
        | Metric::CardFreeMegabytes
        | Metric::CardFreePercent
        | Metric::ClockOffset
        | Metric::Connectivity => false,
    }
}

/// A minute as one fact: what was measured of it stands at its end.
pub(super) fn minute_frame(minute: &Aggregate) -> Frame {
    let figures = &minute.figures;
    let length = Resolution::Minute.seconds();
    let at = minute.start.saturating_add(SignedDuration::from_secs(length)).unwrap_or(minute.start);
    let stretch = figures.leq().map(|leq| Stretch {
        length: Duration::from_secs_f64(figures.seconds().clamp(0.0, 60.0)),
        leq,
        max: figures.max(),
        min: figures.min(),
        peak: figures.peak(),
    });
    let bounds = Levels::NONE.flagged(figures.over_seconds() > 0.0, figures.under_seconds() > 0.0);
    Frame { at, max_gap: MINUTE_GAP, fact: Fact::Levels(bounds.integrated(stretch)) }
}

#[cfg(test)]
mod tests;
