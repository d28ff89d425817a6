//! One reading: the levels an instrument printed, with their time and the state of the measurement.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use nl43_proto::{Dod, DrdFrame, Flag, FrequencyWeighting, Level, Quantity, RunState, TimeWeighting};

/// Levels of one instant as a unit's feed carries them.
#[derive(Debug, Clone)]
pub struct Reading {
    /// When the last byte of the answer arrived.
    pub at: Timestamp,
    /// The same moment on the monotonic clock.
    pub seen: Instant,
    /// What the instrument printed.
    pub sample: Sample,
    /// State of the measurement at that time, as far as known.
    pub run: RunView,
    /// Settings that say what the levels are, as far as the instrument has been asked.
    pub settings: KnownSettings,
}

/// Settings of the main channel without which a level is not fully named. `None`: not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownSettings {
    /// Frequency weighting, as the A in `LAeq`.
    pub frequency_weighting: Option<FrequencyWeighting>,
    /// Time weighting, as the F in LAF.
    pub time_weighting: Option<TimeWeighting>,
    /// What LN1…LN5 are set to.
    pub percentiles: Option<PercentileSettings>,
}

/// Percentages of the slots LN1…LN5.
pub type PercentileSettings = [u8; 5];

/// The answer a reading was taken from.
#[derive(Debug, Clone)]
pub enum Sample {
    /// A snapshot of the displayed values.
    Dod(Arc<Dod>),
    /// A record of the 10 Hz stream; its levels are those of 100 ms.
    Drd(Arc<DrdFrame>),
}

impl Reading {
    /// The main channel's value exactly as printed, without outer blanks; `None` where the answer has no such field.
    pub fn text(&self, quantity: Quantity) -> Option<&str> {
        match &self.sample {
            Sample::Dod(dod) => dod.text(quantity),
            Sample::Drd(frame) => frame.text(quantity),
        }
    }

    /// The main channel's value in dB; `None` where the instrument had none.
    pub fn level(&self, quantity: Quantity) -> Option<Level> {
        match &self.sample {
            Sample::Dod(dod) => dod.main().level(quantity),
            Sample::Drd(frame) => frame.main().level(quantity),
        }
    }

    /// The whole data line, outer blanks trimmed.
    pub fn raw(&self) -> &str {
        match &self.sample {
            Sample::Dod(dod) => dod.raw(),
            Sample::Drd(frame) => frame.raw(),
        }
    }

    /// Overload: the levels are lower bounds.
    pub fn over(&self) -> Flag {
        match &self.sample {
            Sample::Dod(dod) => dod.main().over,
            Sample::Drd(frame) => frame.main().over,
        }
    }

    /// Under-range: the levels are upper bounds.
    pub fn under(&self) -> Flag {
        match &self.sample {
            Sample::Dod(dod) => dod.main().under,
            Sample::Drd(frame) => frame.main().under,
        }
    }

    /// Record number of the stream, 1 to 600; a snapshot has none.
    pub fn counter(&self) -> Option<u16> {
        match &self.sample {
            Sample::Dod(_) => None,
            Sample::Drd(frame) => Some(frame.counter()),
        }
    }
}

/// What is known of the measurement's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunView {
    /// The last state read; `None` until the instrument was asked.
    pub word: Option<RunState>,
    /// When a change to measuring was first seen; `None` while stopped or when the start was not seen.
    pub started_at: Option<Timestamp>,
}

/// A change of the measurement's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunChange {
    /// From not measuring to measuring.
    Started,
    /// From measuring to stopped.
    Stopped,
}

impl RunView {
    /// Takes a state that was read at `at`, and says what changed.
    ///
    /// `Start` and `Measure` both mean measuring; one for the other is no change.
    pub fn observe(&mut self, word: RunState, at: Timestamp) -> Option<RunChange> {
        let was_measuring = self.is_measuring();
        // A start that became known before the first state was read.
        let known = self.started_at.filter(|_| self.word.is_none());
        self.word = Some(word);
        match (was_measuring, word.is_measuring()) {
            (false, true) => {
                self.started_at = known.or(Some(at));
                Some(RunChange::Started)
            }
            (true, false) => {
                self.started_at = None;
                Some(RunChange::Stopped)
            }
            _ => None,
        }
    }

    /// Takes the start of the running measurement from another source. A stopped one has none.
    pub fn start_known(&mut self, at: Timestamp) {
        if self.word.is_none_or(RunState::is_measuring) {
            self.started_at = Some(at);
        }
    }

    /// Whether a measurement is known to be running.
    pub fn is_measuring(&self) -> bool {
        self.word.is_some_and(RunState::is_measuring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_start_from_elsewhere_stays_until_the_stop() {
        let mut run = RunView::default();
        run.start_known(at(-3600));
        run.observe(RunState::Start, at(0));
        assert_eq!(run.started_at, Some(at(-3600)), "known before the first state");
        run.start_known(at(-7200));
        run.observe(RunState::Measure, at(1));
        assert_eq!(run.started_at, Some(at(-7200)), "corrected");
        run.observe(RunState::Stop, at(2));
        run.start_known(at(-3600));
        assert_eq!(run.started_at, None, "nothing runs");
    }

    #[test]
    fn measure_for_start_is_no_change() {
        let mut run = RunView::default();
        assert_eq!(run.observe(RunState::Start, at(0)), Some(RunChange::Started));
        assert_eq!(run.observe(RunState::Measure, at(5)), None);
        assert_eq!(run.started_at, Some(at(0)));
        assert_eq!(run.observe(RunState::Stop, at(9)), Some(RunChange::Stopped));
        assert_eq!(run.started_at, None);
    }

    #[test]
    fn a_first_stop_is_no_change() {
        assert_eq!(RunView::default().observe(RunState::Stop, at(0)), None);
    }
}
