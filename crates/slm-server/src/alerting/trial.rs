//! Trying a rule on what was recorded of a unit, before it is kept.
//!
//! Readings are looked at as they came, page by page. Where they are no longer kept, their minutes are: those decide limits on
//! energy means and extremes of windows, and nothing that is shorter.

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

/// What is to be tried.
pub(crate) struct TrialQuery {
    pub(crate) unit: UnitId,
    pub(crate) rule: RuleDefinition,
    pub(crate) zone: TimeZone,
    /// Half-open.
    pub(crate) range: Range<Timestamp>,
    /// Readings further apart have a gap between them.
    pub(crate) max_gap: Duration,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) trial: Trial,
    /// Readings that were looked at.
    pub(crate) readings: usize,
    /// Minutes that were looked at in the place of readings.
    pub(crate) minutes: usize,
    /// What could not be decided, and why, in words.
    pub(crate) undecided: Vec<String>,
}

/// Readings or minutes that are read at once; evaluating them takes some hundredths of a second.
const PAGE: usize = 5_000;
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
        let mut tried = Tried { trial: Trial::default(), readings: 0, minutes: 0, undecided: Vec::new() };
        if let Some(reason) = never_decided(&self.rule.metric) {
            tried.undecided.push(reason.to_owned());
            return Ok(tried);
        }
        let first = store.levels(&self.unit, self.range.clone(), 1).await?;
        let readings_from = first.first().map_or(self.range.end, |levels| levels.at);
        // The minute in which readings begin is theirs.
        let minutes = self.range.start..Resolution::Minute.start_of(readings_from).max(self.range.start);
        run = self.run_minutes(store, run, minutes, &mut tried).await?;
        run = self.run_readings(store, run, readings_from, &mut tried).await?;
        tried.trial = run.finish(Some(self.range.end));
        Ok(tried)
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
        tried: &mut Tried,
    ) -> Result<TrialRun, StoreError> {
        let mut from = from;
        loop {
            let page = store.readings(&self.unit, from..self.range.end, PAGE).await?;
            tried.readings += page.len();
            let last = page.last().filter(|_| page.len() == PAGE).map(|last| last.at);
            let frames = page.iter().map(|row| recorded_frame(row, self.max_gap)).collect();
            run = evaluate(run, frames).await;
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
        Metric::Level(_) | Metric::Window(_) | Metric::Change { .. } | Metric::NoData => None,
        Metric::Battery | Metric::CardFreeMegabytes | Metric::CardFreePercent | Metric::ClockOffset => {
            Some("only the last state of the instrument is kept, not how it was over time")
        }
        Metric::Connectivity => Some("readings do not tell whether a unit did not answer or was not asked"),
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
mod tests {
    use slm_domain::aggregate::AggregateBuilder;
    use slm_domain::alert::RuleDraft;
    use slm_store::{Batch, ReadingRow, ReadingSource};

    use super::*;

    fn at(second: i64) -> Timestamp {
        "2026-06-09T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
    }

    /// An hour of 60 dB with 80 dB from minute 20 to minute 30.
    fn row(unit: &UnitId, second: i64) -> ReadingRow {
        let lp = if (1200..1800).contains(&second) { 80.0 } else { 60.0 };
        ReadingRow { lp: Some(lp), ..ReadingRow::new(unit.clone(), at(second), ReadingSource::Dod) }
    }

    /// A store that has minutes of all of it, and readings from a second on.
    async fn store(folder: &tempfile::TempDir, unit: &UnitId, readings_from: i64) -> Store {
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let (mut builder, mut minutes) = (AggregateBuilder::default(), Vec::new());
        let rows: Vec<_> = (0..=3600).map(|second| row(unit, second)).collect();
        for row in &rows {
            builder.add(&row.levels(), &mut minutes);
        }
        let minutes = minutes.into_iter().map(|minute| (unit.clone(), minute)).collect();
        let readings = rows.into_iter().filter(|row| row.at >= at(readings_from)).collect();
        store.record(&Batch { readings, minutes, ..Batch::default() }).await.unwrap();
        store
    }

    async fn tried(rule: RuleDraft, readings_from: i64) -> (Vec<(i64, Option<i64>)>, Tried) {
        let folder = tempfile::tempdir().unwrap();
        let unit = UnitId::new("gate").unwrap();
        let store = store(&folder, &unit, readings_from).await;
        let query = TrialQuery {
            unit,
            rule: rule.check().unwrap(),
            zone: TimeZone::UTC,
            range: at(0)..at(3601),
            max_gap: Duration::from_secs(3),
        };
        let tried = query.run(&store).await.unwrap();
        let second = |time: Timestamp| time.duration_since(at(0)).as_secs();
        let events = tried.trial.events.iter();
        let events = events.map(|one| (second(one.event.onset_at), one.ended.map(|(at, _)| second(at))));
        (events.collect(), tried)
    }

    fn quarter_hour() -> RuleDraft {
        RuleDraft { window: Some("aligned".to_owned()), window_s: Some(900), ..RuleDraft::new("leq_t", 75.0) }
    }

    #[tokio::test]
    async fn readings_give_the_events_that_there_would_have_been() {
        let (events, tried) = tried(RuleDraft::new("lp", 70.0), 0).await;
        assert_eq!(events, [(1200, Some(1800))]);
        assert_eq!((tried.readings, tried.minutes), (3601, 0));
        assert!(tried.undecided.is_empty(), "{:?}", tried.undecided);
    }

    #[tokio::test]
    async fn minutes_decide_windows_where_readings_are_gone() {
        let (exact, whole) = tried(quarter_hour(), 0).await;
        let (coarse, gone) = tried(quarter_hour(), 2400).await;
        assert_eq!((exact.len(), coarse.len()), (1, 1), "{exact:?} {coarse:?}");
        assert!((exact[0].0 - coarse[0].0).abs() <= 60, "{exact:?} {coarse:?}");
        assert_eq!(exact[0].1, coarse[0].1);
        assert!(whole.undecided.is_empty());
        assert_eq!((gone.readings, gone.minutes, gone.undecided.len()), (1201, 40, 1));
    }

    #[tokio::test]
    async fn what_minutes_do_not_decide_is_said() {
        let (events, tried) = tried(RuleDraft::new("lp", 70.0), 2400).await;
        assert_eq!((events.len(), tried.minutes), (0, 0));
        assert!(
            tried.undecided[0].starts_with("before 2026-06-09T12:40:00Z only minutes"),
            "{:?}",
            tried.undecided
        );
    }

    #[tokio::test]
    async fn what_is_not_recorded_is_said() {
        let battery = RuleDraft { comparison: "below".to_owned(), ..RuleDraft::new("battery", 2.0) };
        assert_eq!(tried(battery, 0).await.1.undecided.len(), 1);
    }
}
