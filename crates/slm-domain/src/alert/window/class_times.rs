//! How long the level lay in each class of 0.1 dB: percentiles that can forget.

use slm_acoustics::LevelHistogram;

/// Milliseconds per class of 0.1 dB. Unlike counts they take samples of any length, and like counts they are exact, so
/// what was added can be taken away.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ClassTimes {
    /// By class, from the lowest; grown on first use.
    times: Vec<u32>,
    /// Sums of [`BLOCK`] classes each, so that a percentile is found in few steps.
    blocks: Vec<u32>,
    total: u32,
}

impl ClassTimes {
    /// The class of a level.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the classes")]
    pub(super) fn class(level: f64) -> u16 {
        let clamped = level.clamp(LevelHistogram::LOWEST, LevelHistogram::HIGHEST);
        ((clamped - LevelHistogram::LOWEST) * 10.0 + GUARD).floor() as u16
    }

    /// Adds time, at most some days in all.
    pub(super) fn add(&mut self, class: u16, milliseconds: u32) {
        if self.times.is_empty() {
            self.times = vec![0; LevelHistogram::CLASSES];
            self.blocks = vec![0; LevelHistogram::CLASSES.div_ceil(BLOCK)];
        }
        let class = usize::from(class).min(LevelHistogram::CLASSES - 1);
        for sum in [&mut self.times[class], &mut self.blocks[class / BLOCK], &mut self.total] {
            *sum = sum.saturating_add(milliseconds);
        }
    }

    /// Takes time away that was added.
    pub(super) fn take_away(&mut self, class: u16, milliseconds: u32) {
        let class = usize::from(class);
        let (Some(time), Some(block)) = (self.times.get_mut(class), self.blocks.get_mut(class / BLOCK))
        else {
            return;
        };
        for sum in [time, block, &mut self.total] {
            *sum = sum.saturating_sub(milliseconds);
        }
    }

    pub(super) fn clear(&mut self) {
        self.times.fill(0);
        self.blocks.fill(0);
        self.total = 0;
    }

    /// The level exceeded during `milliseconds` in all, interpolated inside its class; `None` when less was recorded.
    pub(super) fn exceeded_during(&self, milliseconds: f64) -> Option<f64> {
        if milliseconds > f64::from(self.total) {
            return None;
        }
        let mut above = 0;
        let reaches = |above: u32, time: u32| time > 0 && f64::from(above) + f64::from(time) >= milliseconds;
        for (block, sum) in self.blocks.iter().enumerate().rev() {
            if !reaches(above, *sum) {
                above += sum;
                continue;
            }
            let classes = self.times.iter().enumerate().skip(block * BLOCK).take(BLOCK);
            for (class, time) in classes.rev() {
                if reaches(above, *time) {
                    let upper_edge = LevelHistogram::LOWEST + (class + 1) as f64 / 10.0;
                    return Some(upper_edge - 0.1 * (milliseconds - f64::from(above)) / f64::from(*time));
                }
                above += time;
            }
        }
        None
    }

    /// The classes with any time in them, upwards.
    pub(super) fn classes(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        (0..).zip(self.times.iter().copied()).filter(|(_, time)| *time > 0)
    }
}

/// Classes of a block: about the root of their number.
const BLOCK: usize = 48;
/// Absorbs binary noise, so that 59.9 falls into its own class.
const GUARD: f64 = 1e-6;
