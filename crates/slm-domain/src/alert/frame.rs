//! What the engine is fed with: facts about a unit, with their times.

use std::time::Duration;

use jiff::Timestamp;
use nl43_proto::reply::BatteryState;
use nl43_proto::{Flag, FrequencyWeighting, Quantity, TimeWeighting};

use crate::{Reading, Sample};

/// A fact about a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// When it was so.
    pub at: Timestamp,
    /// Values of this kind that lie further apart than this have a gap between them: about twice the time at which
    /// they are expected now.
    pub max_gap: Duration,
    /// What was so.
    pub fact: Fact,
}

/// What was so.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are levels, and none is kept")]
pub enum Fact {
    /// Levels.
    Levels(Levels),
    /// Slow facts about the instrument.
    Instrument(InstrumentFacts),
    /// The unit answers, or not, or nobody asks it. A reading says that it answers, with a level or without.
    Contact(Contact),
    /// The instrument's settings have changed, and levels of before cannot be compared with those of now.
    Reconfigured,
    /// Nothing but the time.
    Time,
}

/// Whether a unit answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Contact {
    /// Nothing is known yet.
    #[default]
    Unknown,
    /// It answers.
    Answers,
    /// It does not.
    Lost,
    /// Nobody asks it: on standby, or switched off.
    Rests,
}

/// Levels of one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    shown: [Option<f64>; Quantity::ALL.len()],
    /// The figures of the time that ends with this moment, where the source integrates it; `None`: a sample of the
    /// level, which stands for the time since the last one.
    pub stretch: Option<Stretch>,
    /// What the levels are, as far as it is known.
    pub weighting: Weighting,
    /// Overload: levels are lower bounds. It counts in windows; a level by itself is judged as it is shown.
    pub over: bool,
    /// Under-range: levels are upper bounds, in windows.
    pub under: bool,
}

/// Weightings of levels. Those with others cannot be compared. `None`: not known, and taken for the last known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weighting {
    /// The A in LAF.
    pub frequency: Option<FrequencyWeighting>,
    /// The F in it.
    pub time: Option<TimeWeighting>,
}

/// Figures of a short time, dB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// How long.
    pub length: Duration,
    /// Energy mean.
    pub leq: f64,
    /// Highest level, where it is known.
    pub max: Option<f64>,
    /// Lowest level, where it is known.
    pub min: Option<f64>,
    /// Peak, where it is known.
    pub peak: Option<f64>,
}

/// Slow facts about an instrument. `None`: not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct InstrumentFacts {
    /// How full the batteries are.
    pub battery: Option<BatteryState>,
    /// Free space on the card, MB.
    pub card_free_megabytes: Option<f64>,
    /// Free share of the card, percent.
    pub card_free_percent: Option<f64>,
    /// The instrument's clock minus the server's, seconds.
    pub clock_offset_seconds: Option<f64>,
}

/// Levels outside of this are no levels.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = -100.0..=300.0;
/// Length of one record of the stream.
const RECORD: Duration = Duration::from_millis(100);

impl Frame {
    /// Nothing but the time.
    pub fn time(at: Timestamp) -> Self {
        Self { at, max_gap: Duration::ZERO, fact: Fact::Time }
    }

    /// A reading of a running feed.
    pub fn reading(reading: &Reading, max_gap: Duration) -> Self {
        Self { at: reading.at, max_gap, fact: Fact::Levels(Levels::of(reading)) }
    }
}

impl Weighting {
    /// Takes in what is known now, and tells whether levels of before are others.
    pub(super) fn follow(&mut self, now: Self) -> bool {
        let before = *self;
        *self = Self { frequency: now.frequency.or(before.frequency), time: now.time.or(before.time) };
        let is_other = before.frequency.is_some_and(|was| self.frequency != Some(was));
        is_other || before.time.is_some_and(|was| self.time != Some(was))
    }
}

impl Levels {
    /// No level at all.
    pub const NONE: Self = Self {
        shown: [None; Quantity::ALL.len()],
        stretch: None,
        weighting: Weighting { frequency: None, time: None },
        over: false,
        under: false,
    };

    /// What a reading shows. A record of the stream has the values of its own 100 ms: only its Lp is shown, the others
    /// count in windows.
    pub fn of(reading: &Reading) -> Self {
        let level = |quantity| reading.level(quantity).map(nl43_proto::Level::decibels);
        let settings = &reading.settings;
        let weighting = Weighting { frequency: settings.frequency_weighting, time: settings.time_weighting };
        let flags = Self::NONE.flagged(reading.over() == Flag::Yes, reading.under() == Flag::Yes);
        let flags = flags.weighted(weighting);
        match &reading.sample {
            Sample::Dod(_) => Quantity::ALL
                .into_iter()
                .fold(flags, |levels, quantity| levels.with(quantity, level(quantity))),
            Sample::Drd(_) => {
                let stretch = level(Quantity::Leq).or_else(|| level(Quantity::Lp)).map(|leq| Stretch {
                    length: RECORD,
                    leq,
                    max: level(Quantity::Lmax),
                    min: level(Quantity::Lmin),
                    peak: level(Quantity::Lpeak),
                });
                flags.integrated(stretch).with(Quantity::Lp, level(Quantity::Lp))
            }
        }
    }

    /// These levels with another one. What is not a number between -100 and 300 dB is none.
    #[must_use]
    pub fn with(mut self, quantity: Quantity, level: Option<f64>) -> Self {
        self.shown[quantity as usize] = level.filter(|level| PLAUSIBLE.contains(level));
        self
    }

    /// These levels as bounds: of an overloaded instrument, or of one under its range.
    #[must_use]
    pub fn flagged(self, over: bool, under: bool) -> Self {
        Self { over, under, ..self }
    }

    /// These levels with what they are.
    #[must_use]
    pub fn weighted(self, weighting: Weighting) -> Self {
        Self { weighting, ..self }
    }

    /// These levels with the figures of the time that ends with them.
    #[must_use]
    pub fn integrated(self, stretch: Option<Stretch>) -> Self {
        Self { stretch, ..self }
    }

    /// The level shown.
    pub fn level(&self, quantity: Quantity) -> Option<f64> {
        self.shown[quantity as usize]
    }

    /// Whether there is any level.
    pub fn is_any(&self) -> bool {
        self.stretch.is_some() || self.shown.iter().any(Option::is_some)
    }
}

impl InstrumentFacts {
    /// The battery as a number: 4 full, 3 middle, 2 low, 1 dead, 0 empty.
    pub(super) fn battery_rank(&self) -> Option<f64> {
        self.battery.map(|battery| match battery {
            BatteryState::Full => 4.0,
            BatteryState::Middle => 3.0,
            BatteryState::Low => 2.0,
            BatteryState::Dead => 1.0,
            BatteryState::Empty => 0.0,
        })
    }
}
