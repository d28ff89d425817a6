//! How long the level lay in each class of 0.1 dB: percentiles that can forget.

use slm_acoustics::LevelHistogram;

/// Milliseconds per class of 0.1 dB. Unlike counts they take samples of any length, and like counts they are exact, so
/// what was added can be taken away.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ClassTimes {
    /// By class, from the lowest; grown on first use.
    times: Vec<u32>,
    /// The lowest and the highest class ever used.
    used: Option<(u16, u16)>,
    total: u64,
}

impl ClassTimes {
    /// The class of a level.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the classes")]
    pub(super) fn class(level: f64) -> u16 {
        let clamped = level.clamp(LevelHistogram::LOWEST, LevelHistogram::HIGHEST);
        ((clamped - LevelHistogram::LOWEST) * 10.0 + GUARD).floor() as u16
    }

    pub(super) fn add(&mut self, class: u16, milliseconds: u32) {
        if self.times.is_empty() {
            self.times = vec![0; LevelHistogram::CLASSES];
        }
        self.times[usize::from(class)] += milliseconds;
        self.total += u64::from(milliseconds);
        let (lowest, highest) = self.used.unwrap_or((class, class));
        self.used = Some((lowest.min(class), highest.max(class)));
    }

    pub(super) fn take_away(&mut self, class: u16, milliseconds: u32) {
        self.times[usize::from(class)] -= milliseconds;
        self.total -= u64::from(milliseconds);
    }

    pub(super) fn clear(&mut self) {
        self.times.fill(0);
        (self.used, self.total) = (None, 0);
    }

    /// The level exceeded during `milliseconds` in all, interpolated inside its class; `None` when less was recorded.
    pub(super) fn exceeded_during(&self, milliseconds: f64) -> Option<f64> {
        let (lowest, highest) = self.used?;
        if milliseconds > self.total as f64 {
            return None;
        }
        let mut above = 0.0;
        for class in (lowest..=highest).rev() {
            let time = f64::from(self.times[usize::from(class)]);
            if time > 0.0 && above + time >= milliseconds {
                let upper_edge = LevelHistogram::LOWEST + f64::from(class + 1) / 10.0;
                return Some(upper_edge - 0.1 * (milliseconds - above) / time);
            }
            above += time;
        }
        None
    }

    /// The classes with any time in them, upwards.
    pub(super) fn classes(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        let (lowest, highest) = self.used.unwrap_or((1, 0));
        (lowest..=highest).map(|class| (class, self.times[usize::from(class)])).filter(|(_, time)| *time > 0)
    }
}

/// Absorbs binary noise, so that 59.9 falls into its own class.
const GUARD: f64 = 1e-6;
