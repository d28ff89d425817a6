//! Figures of windows, kept up to date reading by reading: each costs the same, however long the window.

mod aligned;
mod change;
mod class_times;
mod rolling;
mod tally;
#[cfg(test)]
mod tests;

pub(super) use aligned::Aligned;
pub(super) use change::Change;
pub(super) use rolling::Rolling;
pub use rolling::WindowStep;
pub(super) use tally::Assessment;
pub use tally::Tally;

use super::{Figure, Span, WindowMetric};

/// What a window has taken in, as plain parts to be kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WindowSnapshot {
    /// The clock-aligned window under way: its first moment and the first after it. Of a rolling one, twice the moment
    /// at which it last began empty.
    pub window: Option<(jiff::Timestamp, jiff::Timestamp)>,
    /// What the clock-aligned window holds.
    pub tally: Tally,
    /// Whether the breach of the clock-aligned window has been counted.
    pub counted: bool,
    /// What a rolling window holds, oldest first.
    pub steps: Vec<WindowStep>,
    /// Percentiles only: step (0 in an aligned window), class of 0.1 dB above -20 dB, and milliseconds.
    pub samples: Vec<(i64, u16, u32)>,
    /// Changes only: earlier levels, oldest first.
    pub points: Vec<(jiff::Timestamp, f64)>,
}
