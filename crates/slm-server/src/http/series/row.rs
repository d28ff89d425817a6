//! A step as values.

use jiff::Timestamp;
use slm_domain::series::Step;

use super::SeriesRequest;

/// What every form writes of a step.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) start: Timestamp,
    /// In the order that was asked for, dB.
    pub(super) levels: Vec<Option<f64>>,
    /// Share of the step, of which nothing is missing that is still to come.
    pub(super) coverage: f64,
    /// Shares of what was measured.
    pub(super) over: f64,
    pub(super) under: f64,
    /// Whether the Leq is that of polled levels; `None` where nothing was measured.
    pub(super) sampled: Option<bool>,
    /// Of the Leq, dB; none of one that was measured without a gap.
    pub(super) uncertainty: Option<f64>,
}

/// Names of the columns after the levels.
pub(super) const OTHERS: [&str; 5] = ["coverage", "over", "under", "sampled", "uncertainty"];

impl Row {
    pub(super) fn new(step: &Step, request: &SeriesRequest) -> Self {
        let figures = &step.figures;
        let share = |seconds: f64| {
            if figures.seconds() > 0.0 { thousandths(seconds / figures.seconds()) } else { 0.0 }
        };
        let sampling = step.sampling(request.sound);
        Self {
            start: step.window.start,
            levels: request.metrics.iter().map(|metric| step.level(*metric).map(hundredths)).collect(),
            coverage: thousandths(step.coverage(request.now)),
            over: share(figures.over_seconds()),
            under: share(figures.under_seconds()),
            sampled: (figures.samples() > 0).then_some(sampling.is_some()),
            uncertainty: step
                .metered()
                .map(|metered| hundredths(metered.uncertainty_db))
                .or(sampling.flatten().map(|error| error.standard_db)),
        }
    }
}

/// Levels are measured to tenths; a mean has a digit more.
pub(crate) fn hundredths(level: f64) -> f64 {
    (level * 100.0).round() / 100.0
}

fn thousandths(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
