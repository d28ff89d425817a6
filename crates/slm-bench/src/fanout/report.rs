//! Figures of the fan-out benchmark.

use std::fmt;
use std::time::Duration;

use anyhow::ensure;

use crate::figures::median;

/// One turn of one side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phase {
    pub(crate) cpu: Duration,
    pub(crate) frames: u64,
}

impl Phase {
    fn micros_per_frame(self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.frames.max(1) as f64
    }
}

/// All turns of one side.
#[derive(Debug, Default)]
pub(crate) struct Side {
    pub(crate) phases: Vec<Phase>,
    /// Resident memory before the first subscriber.
    pub(crate) before: u64,
    /// Resident memory per subscriber once all are connected.
    pub(crate) idle_bytes: f64,
    /// The same after the last.
    pub(crate) loaded_bytes: f64,
    /// Subscribers at the end.
    pub(crate) alive: u64,
}

impl Side {
    fn micros_per_frame(&self) -> f64 {
        median(self.phases.iter().map(|phase| phase.micros_per_frame()))
    }
}

/// Both sides at one number of subscribers.
#[derive(Debug)]
pub(crate) struct Size {
    pub(crate) subscribers: usize,
    pub(crate) ours: Side,
    pub(crate) floor: Side,
}

impl Size {
    /// Median over neighbouring turns, so that a machine that changes its pace counts on both sides.
    pub(crate) fn ratio(&self) -> f64 {
        median(self.ratios())
    }

    fn ratios(&self) -> impl Iterator<Item = f64> {
        let pairs = self.ours.phases.iter().zip(&self.floor.phases);
        pairs.map(|(ours, floor)| ours.micros_per_frame() / floor.micros_per_frame())
    }

    fn frames_per_turn(side: &Side) -> f64 {
        median(side.phases.iter().map(|phase| phase.frames as f64))
    }
}

/// Stands over the lines of [`Size`].
pub(crate) const HEADER: &str = "\
subscribers | µs/frame ours  floor | ratio (min…max)    | KiB/subscriber idle loaded floor | frames/turn ours   floor";

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let low = self.ratios().fold(f64::INFINITY, f64::min);
        let high = self.ratios().fold(0.0, f64::max);
        write!(
            f,
            "{:>11} | {:>13.2} {:>6.2} | {:>5.2} ({low:.2}…{high:.2}) | {:>19.1} {:>6.1} {:>5.1} | {:>16.0} {:>7.0}",
            self.subscribers,
            self.ours.micros_per_frame(),
            self.floor.micros_per_frame(),
            self.ratio(),
            self.ours.idle_bytes / 1024.0,
            self.ours.loaded_bytes / 1024.0,
            self.floor.loaded_bytes / 1024.0,
            Self::frames_per_turn(&self.ours),
            Self::frames_per_turn(&self.floor),
        )
    }
}

/// Holds the figures against the targets.
pub(crate) fn check(sizes: &[Size]) -> anyhow::Result<()> {
    for size in sizes.iter().filter(|size| size.subscribers >= 1_000) {
        let (n, kib) = (size.subscribers, size.ours.loaded_bytes / 1024.0);
        ensure!(size.ours.alive == n as u64, "{n} subscribers: {} left at the end", size.ours.alive);
        ensure!(size.ratio() <= 1.2, "{n} subscribers: {:.2} times the floor, more than 1.2", size.ratio());
        ensure!(kib <= 8.0, "{n} subscribers: {kib:.1} KiB each, more than 8");
    }
    Ok(())
}
