//! One channel: weightings, time weighting and the statistics of a measurement.

use std::collections::VecDeque;

use slm_acoustics::{Accumulator, Interval, from_energy, to_energy};

use crate::sound::Emission;

const STEP_S: f64 = 0.1;
const STEPS_PER_SECOND: u64 = 10;
/// Steps of one block of Ltm5.
const TAKT_STEPS: u64 = 50;
/// Quietest level that is ever shown: the microphone's own noise, so that silence has a level too.
const FLOOR_DB: f64 = 5.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum FrequencyWeighting {
    #[default]
    A,
    C,
    Z,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TimeWeighting {
    #[default]
    F,
    S,
    I,
}

impl FrequencyWeighting {
    /// Level of the emission through this weighting.
    fn level(self, emission: &Emission) -> f64 {
        match self {
            Self::A => emission.leq,
            Self::C => emission.leq + emission.low_frequency,
            // A little more below the C weighting's corner, in the same proportion.
            Self::Z => emission.leq + 1.2 * emission.low_frequency,
        }
    }
}

/// An exponential detector; impulse rises fast and falls slowly.
#[derive(Debug, Clone, Copy)]
struct Detector {
    rise: f64,
    fall: f64,
    energy: Option<f64>,
}

impl Detector {
    fn new(weighting: TimeWeighting) -> Self {
        let (rise_s, fall_s): (f64, f64) = match weighting {
            TimeWeighting::F => (0.125, 0.125),
            TimeWeighting::S => (1.0, 1.0),
            TimeWeighting::I => (0.035, 1.5),
        };
        Self { rise: 1.0 - (-STEP_S / rise_s).exp(), fall: 1.0 - (-STEP_S / fall_s).exp(), energy: None }
    }

    /// Takes one step of sound in; a settled sound shows its full level at once.
    fn step(&mut self, input: f64, settled: bool) {
        self.energy = Some(match self.energy {
            Some(energy) if !settled => {
                let share = if input > energy { self.rise } else { self.fall };
                energy + (input - energy) * share
            }
            _ => input,
        });
    }

    fn level(&self) -> f64 {
        self.energy.and_then(from_energy).unwrap_or(FLOOR_DB).max(FLOOR_DB)
    }
}

/// What a channel shows of its latest 100 ms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shown {
    pub(crate) lp: f64,
    pub(crate) leq: f64,
    pub(crate) max: f64,
    pub(crate) min: f64,
    pub(crate) peak: f64,
    pub(crate) impulse: f64,
}

impl Shown {
    /// Highest peak that is not an overload, in dB.
    const OVERLOAD_PEAK: f64 = 141.0;
    /// Highest level that is not an overload, in dB.
    const OVERLOAD: f64 = 138.0;
    /// Lowest level of the range, in dB.
    const UNDER_RANGE: f64 = 25.0;

    pub(crate) fn is_over(&self) -> bool {
        self.max > Self::OVERLOAD || self.peak > Self::OVERLOAD_PEAK
    }

    pub(crate) fn is_under(&self) -> bool {
        self.min < Self::UNDER_RANGE
    }
}

#[derive(Debug)]
pub(crate) struct Channel {
    frequency: FrequencyWeighting,
    time: TimeWeighting,
    detector: Detector,
    impulse: Detector,
    /// Ltm5 takes the maxima of F, whatever is displayed.
    fast: Detector,
    shown: Shown,
    statistics: Option<Box<Statistics>>,
}

impl Channel {
    /// A channel that has settled on the first emission.
    pub(crate) fn new(frequency: FrequencyWeighting, time: TimeWeighting, emission: &Emission) -> Self {
        let mut channel = Self {
            frequency,
            time,
            detector: Detector::new(time),
            impulse: Detector::new(TimeWeighting::I),
            fast: Detector::new(TimeWeighting::F),
            shown: Shown { lp: 0.0, leq: 0.0, max: 0.0, min: 0.0, peak: 0.0, impulse: 0.0 },
            statistics: None,
        };
        channel.hear(&Emission { settled: true, ..*emission });
        channel
    }

    /// Changes the weightings; the detector goes on from where it stands.
    pub(crate) fn weigh(&mut self, frequency: FrequencyWeighting, time: TimeWeighting) {
        if (frequency, time) != (self.frequency, self.time) {
            self.frequency = frequency;
            self.time = time;
            self.detector = Detector { energy: self.detector.energy, ..Detector::new(time) };
        }
    }

    pub(crate) fn weightings(&self) -> (FrequencyWeighting, TimeWeighting) {
        (self.frequency, self.time)
    }

    /// Takes in one step without counting it.
    pub(crate) fn hear(&mut self, emission: &Emission) {
        let leq = self.frequency.level(emission).max(FLOOR_DB);
        let input = to_energy(leq);
        let before = self.detector.energy.map(|_| self.detector.level());
        self.detector.step(input, emission.settled);
        self.impulse.step(input, emission.settled);
        self.fast.step(input, emission.settled);
        let lp = self.detector.level();
        let before = if emission.settled { lp } else { before.unwrap_or(lp) };
        let max = lp.max(before);
        let peak = leq.max(max) + emission.crest;
        self.shown = Shown { lp, leq, max, min: lp.min(before), peak, impulse: self.impulse.level() };
    }

    /// Takes in one step and counts it into the measurement.
    pub(crate) fn measure(&mut self, emission: &Emission) {
        self.hear(emission);
        let (shown, fast) = (self.shown, self.fast.level());
        if let Some(statistics) = &mut self.statistics {
            statistics.add(&shown, fast);
        }
    }

    pub(crate) fn begin(&mut self, moving_seconds: Option<u64>) {
        self.statistics = Some(Box::new(Statistics::new(moving_seconds)));
    }

    pub(crate) fn forget(&mut self) {
        self.statistics = None;
    }

    pub(crate) fn shown(&self) -> &Shown {
        &self.shown
    }

    /// The running or finished measurement, once it covers any time.
    pub(crate) fn statistics(&self) -> Option<&Statistics> {
        self.statistics.as_deref().filter(|statistics| statistics.totals.seconds() > 0.0)
    }
}

/// Figures of a measurement.
#[derive(Debug)]
pub(crate) struct Statistics {
    totals: Accumulator,
    impulse_energy: f64,
    over: bool,
    under: bool,
    takt: Takt,
    moving: Option<MovingMean>,
}

impl Statistics {
    fn new(moving_seconds: Option<u64>) -> Self {
        Self {
            totals: Accumulator::new(),
            impulse_energy: 0.0,
            over: false,
            under: false,
            takt: Takt::default(),
            moving: moving_seconds.map(MovingMean::new),
        }
    }

    fn add(&mut self, shown: &Shown, fast: f64) {
        self.totals.add(&Interval {
            seconds: STEP_S,
            leq: shown.leq,
            lp: shown.lp,
            max: shown.max,
            min: shown.min,
            peak: Some(shown.peak),
            over: shown.is_over(),
            under: shown.is_under(),
        });
        self.impulse_energy += STEP_S * to_energy(shown.impulse);
        self.over |= shown.is_over();
        self.under |= shown.is_under();
        self.takt.add(fast);
        if let Some(moving) = &mut self.moving {
            moving.add(to_energy(shown.leq));
        }
    }

    pub(crate) fn totals(&self) -> &Accumulator {
        &self.totals
    }

    /// Level of slot percentage `percent`; never outside the extremes that the meter prints beside it.
    pub(crate) fn percentile(&self, percent: f64) -> Option<f64> {
        let level = self.totals.histogram().percentile_of_few(percent)?;
        Some(level.clamp(self.totals.min()?, self.totals.max()?))
    }

    pub(crate) fn impulse_leq(&self) -> Option<f64> {
        from_energy(self.impulse_energy / self.totals.seconds())
    }

    pub(crate) fn takt_maximal(&self) -> Option<f64> {
        self.takt.level()
    }

    pub(crate) fn moving_leq(&self) -> Option<f64> {
        self.moving.as_ref().and_then(MovingMean::level)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    pub(crate) fn is_under(&self) -> bool {
        self.under
    }
}

/// Energy mean of the maxima of consecutive 5 s blocks.
#[derive(Debug, Default)]
struct Takt {
    energy: f64,
    blocks: u64,
    steps: u64,
    loudest: f64,
}

impl Takt {
    fn add(&mut self, level: f64) {
        self.loudest = self.loudest.max(level);
        self.steps += 1;
        if self.steps == TAKT_STEPS {
            self.energy += to_energy(self.loudest);
            self.blocks += 1;
            (self.steps, self.loudest) = (0, 0.0);
        }
    }

    fn level(&self) -> Option<f64> {
        if self.blocks == 0 { None } else { from_energy(self.energy / self.blocks as f64) }
    }
}

/// Leq over the latest seconds, one energy a second.
#[derive(Debug)]
struct MovingMean {
    seconds: u64,
    kept: VecDeque<f64>,
    current: f64,
    steps: u64,
}

impl MovingMean {
    /// Longest interval, an hour; longer ones are cut to it.
    const LONGEST_S: u64 = 3600;

    fn new(seconds: u64) -> Self {
        Self { seconds: seconds.clamp(1, Self::LONGEST_S), kept: VecDeque::new(), current: 0.0, steps: 0 }
    }

    fn add(&mut self, energy: f64) {
        self.current += energy / STEPS_PER_SECOND as f64;
        self.steps += 1;
        if self.steps == STEPS_PER_SECOND {
            self.kept.push_back(self.current);
            (self.current, self.steps) = (0.0, 0);
            if self.kept.len() as u64 > self.seconds {
                self.kept.pop_front();
            }
        }
    }

    fn level(&self) -> Option<f64> {
        from_energy(self.kept.iter().sum::<f64>() / self.kept.len() as f64)
    }
}
