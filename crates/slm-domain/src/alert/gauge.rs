//! What keeps a rule's value up to date.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_acoustics::EnergyBudget;
use slm_acoustics::calendar::Window;

use super::window::{Aligned, Assessment, Change, Rolling, WindowSnapshot};
use super::{Comparison, Condition, Figure, InstrumentFacts, Metric, RuleDefinition, Span, WindowMetric};

/// What keeps a rule's value up to date, by its metric.
#[derive(Debug, Clone)]
pub(super) enum Gauge {
    /// The value of a frame is the rule's value.
    Direct,
    Rolling(Rolling),
    Aligned(Clocked),
    Change(Change),
    Contact,
    /// The moment since which there has been no data.
    NoData(Option<Timestamp>),
}

/// The clock-aligned windows of a rule.
#[derive(Debug, Clone)]
pub(super) struct Clocked {
    pub(super) windows: Aligned,
    /// Whether the breach of the window under way has been counted.
    pub(super) counted: bool,
}

impl Gauge {
    pub(super) fn new(rule: &RuleDefinition, zone: &TimeZone) -> Self {
        match rule.metric {
            Metric::Window(metric @ WindowMetric { span: Span::Rolling(length), .. }) => {
                let seconds = i64::try_from(length.as_secs()).unwrap_or(1).max(1);
                Self::Rolling(Rolling::new(metric, seconds))
            }
            Metric::Window(metric) => {
                let zone = rule.scope.zone.as_ref().unwrap_or(zone).clone();
                Self::Aligned(Clocked { windows: Aligned::new(metric, zone), counted: false })
            }
            Metric::Change { over, .. } => Self::Change(Change::new(over)),
            Metric::Connectivity => Self::Contact,
            Metric::NoData => Self::NoData(None),
            Metric::Level(_)
            | Metric::Battery
            | Metric::CardFreeMegabytes
            | Metric::CardFreePercent
            | Metric::ClockOffset => Self::Direct,
        }
    }

    /// Forgets all levels.
    pub(super) fn clear(&mut self) {
        match self {
            Self::Rolling(window) => window.clear(),
            Self::Aligned(clocked) => {
                clocked.windows.close();
                clocked.counted = false;
            }
            Self::Change(change) => change.clear(),
            Self::Direct | Self::Contact | Self::NoData(_) => {}
        }
    }

    pub(super) fn snapshot(&self) -> WindowSnapshot {
        match self {
            Self::Rolling(window) => window.snapshot(),
            Self::Aligned(clocked) => {
                WindowSnapshot { counted: clocked.counted, ..clocked.windows.snapshot() }
            }
            Self::Change(change) => change.snapshot(),
            Self::NoData(since) => {
                WindowSnapshot { window: since.map(|since| (since, since)), ..WindowSnapshot::default() }
            }
            Self::Direct | Self::Contact => WindowSnapshot::default(),
        }
    }

    /// The snapshot of what holds some numbers; of what may hold thousands, when it began.
    pub(super) fn brief_snapshot(&self) -> WindowSnapshot {
        match self {
            Self::Rolling(window) => window.brief_snapshot(),
            _ => self.snapshot(),
        }
    }

    pub(super) fn restore(&mut self, kept: &WindowSnapshot) {
        match self {
            Self::Rolling(window) => window.restore(kept),
            Self::Aligned(clocked) => {
                clocked.windows.restore(kept);
                clocked.counted = kept.counted;
            }
            Self::Change(change) => change.restore(kept),
            Self::NoData(since) => *since = kept.window.map(|(since, _)| since),
            Self::Direct | Self::Contact => {}
        }
    }

    /// The clock-aligned window under way.
    pub(super) fn window(&self) -> Option<Window> {
        match self {
            Self::Aligned(clocked) => clocked.windows.current(),
            _ => None,
        }
    }
}

/// What an instrument's facts say about a metric.
pub(super) fn instrument_value(metric: &Metric, facts: &InstrumentFacts) -> Option<f64> {
    let value = match metric {
        Metric::Battery => facts.battery_rank(),
        Metric::CardFreeMegabytes => facts.card_free_megabytes,
        Metric::CardFreePercent => facts.card_free_percent,
        Metric::ClockOffset => facts.clock_offset_seconds.map(f64::abs),
        _ => None,
    };
    value.filter(|value| value.is_finite())
}

/// The level that decides: the proven one, or what was measured.
pub(super) fn deciding(assessment: &Assessment, comparison: Comparison) -> Option<f64> {
    let range = assessment.range;
    let nearer = if comparison.is_upper() { range.low } else { range.high };
    nearer.or(assessment.measured)
}

/// What a limit on a clock-aligned energy mean still allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// The window under way.
    pub window: Window,
    /// The limit, dB.
    pub limit_db: f64,
    /// Energy mean of what was measured of the window, dB.
    pub leq_db: Option<f64>,
    /// Covered seconds.
    pub covered_seconds: f64,
    /// Share of the limit's energy that is used up; more than 1 is the overrun.
    pub used: f64,
    /// Energy mean that may still be emitted until the window ends, dB; `None`: none.
    pub allowed_db: Option<f64>,
    /// Seconds until the limit's energy is used up at the present level; `None`: the window ends before, or there is
    /// no present level.
    pub seconds_to_breach: Option<f64>,
}

impl Clocked {
    pub(super) fn budget(
        &self,
        metric: &Metric,
        condition: &Condition,
        now: Timestamp,
        level: Option<f64>,
    ) -> Option<Budget> {
        let is_mean = matches!(metric, Metric::Window(WindowMetric { figure: Figure::Leq, .. }));
        let window = self.windows.current().filter(|window| is_mean && window.contains(now))?;
        let budget = EnergyBudget { limit: condition.threshold, window_seconds: window.seconds() };
        let tally = self.windows.tally();
        let energy = tally.energy_seconds();
        let passed = now.duration_since(window.start).as_secs_f64();
        let to_breach = level.map(|level| budget.seconds_to_breach(energy, level));
        Some(Budget {
            window,
            limit_db: condition.threshold,
            leq_db: self.windows.assess(false)?.measured,
            covered_seconds: tally.covered as f64 / 1000.0,
            used: budget.used(energy),
            allowed_db: budget.allowed(energy, passed),
            seconds_to_breach: to_breach.filter(|seconds| *seconds <= window.seconds() - passed),
        })
    }
}
