//! The last known state of a unit, as the roster and `status` show it.

use jiff::Timestamp;
use nl43_proto::{FrequencyWeighting, Quantity, RunState};

use crate::{Observation, Reading};

/// Everything known of a unit without asking it. Texts are the instrument's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitStatus {
    /// Time of the last reading.
    pub last_seen: Option<Timestamp>,
    /// `Start`, `Stop`, `Measure`, `unknown`, or what a client posted.
    pub measurement_state: Option<String>,
    /// When the change to measuring was seen.
    pub measurement_start_time: Option<Timestamp>,
    /// Record number of the stream.
    pub counter: Option<String>,
    /// Instantaneous level.
    pub lp: Option<String>,
    /// Equivalent continuous level.
    pub leq: Option<String>,
    /// Maximum.
    pub lmax: Option<String>,
    /// Minimum.
    pub lmin: Option<String>,
    /// Peak.
    pub lpeak: Option<String>,
    /// Frequency weighting of the main channel; not stored.
    pub frequency_weighting: Option<FrequencyWeighting>,
    /// Percentile slot 1.
    pub ln1: Option<String>,
    /// Percentile slot 2.
    pub ln2: Option<String>,
    /// Battery, the instrument's word.
    pub battery_level: Option<String>,
    /// Power source.
    pub power_source: Option<String>,
    /// Free space on the card, MB.
    pub sd_remaining_mb: Option<String>,
    /// Free share of the card, percent.
    pub sd_free_ratio: Option<String>,
    /// The whole data line of the last reading.
    pub raw_payload: Option<String>,
    /// Whether polls succeed; `None` before the first.
    pub is_reachable: Option<bool>,
    /// Failed polls in a row.
    pub consecutive_failures: u32,
    /// Time of the last poll.
    pub last_poll_attempt: Option<Timestamp>,
    /// Time of the last good poll.
    pub last_success: Option<Timestamp>,
    /// Why the last poll failed.
    pub last_error: Option<String>,
}

impl UnitStatus {
    /// Takes a fact in. Only what the fact knows is changed.
    pub fn apply(&mut self, observation: &Observation) {
        match observation {
            Observation::Reading { reading, .. } => self.take_reading(reading),
            Observation::RunState { view, .. } => {
                self.measurement_state = view.word.map(|word| word.as_str().to_owned());
                self.measurement_start_time = view.started_at;
            }
            Observation::PollSucceeded { at } => {
                self.last_poll_attempt = Some(*at);
                self.last_success = Some(*at);
                self.is_reachable = Some(true);
                self.consecutive_failures = 0;
                self.last_error = None;
            }
            Observation::PollFailed { at, error, consecutive } => {
                self.last_poll_attempt = Some(*at);
                self.consecutive_failures = *consecutive;
                self.last_error = Some(error.clone());
            }
            Observation::Unreachable { error, .. } => {
                self.is_reachable = Some(false);
                self.last_error = Some(error.clone());
            }
            Observation::Recovered { .. } => self.is_reachable = Some(true),
            Observation::Housekeeping { values, .. } => {
                keep(&mut self.battery_level, values.battery_level.as_ref());
                keep(&mut self.sd_remaining_mb, values.sd_free_mb.as_ref());
                keep(&mut self.sd_free_ratio, values.sd_free_percent.as_ref());
            }
            Observation::Line { .. } => {}
        }
    }

    fn take_reading(&mut self, reading: &Reading) {
        let text = |quantity| reading.text(quantity).map(str::to_owned);
        self.last_seen = Some(reading.at);
        self.counter = reading.counter().map(|counter| counter.to_string());
        self.lp = text(Quantity::Lp);
        self.leq = text(Quantity::Leq);
        self.lmax = text(Quantity::Lmax);
        self.lmin = text(Quantity::Lmin);
        self.lpeak = text(Quantity::Lpeak);
        // The stream has no percentiles; those of the last snapshot stay.
        keep(&mut self.ln1, text(Quantity::Ln1).as_ref());
        keep(&mut self.ln2, text(Quantity::Ln2).as_ref());
        self.frequency_weighting = reading.settings.frequency_weighting.or(self.frequency_weighting);
        self.raw_payload = Some(reading.raw().to_owned());
        if let Some(word) = reading.run.word {
            self.measurement_state = Some(word.as_str().to_owned());
            self.measurement_start_time = reading.run.started_at;
        } else if self.measurement_state.is_none() {
            self.measurement_state = Some("unknown".to_owned());
        }
    }

    /// The measuring state this status stands for, if it is one.
    pub fn run_state(&self) -> Option<RunState> {
        self.measurement_state.as_deref().and_then(|word| word.parse().ok())
    }
}

/// A known value replaces; an unknown one leaves what was there.
fn keep(slot: &mut Option<String>, value: Option<&String>) {
    if let Some(value) = value {
        slot.replace(value.clone());
    }
}
