//! Acoustic figures, pure: energy means, exposure, percentiles from histograms, extremes.
//!
//! Levels are decibels re 20 µPa as `f64`; energy is the relative energy `10^(L/10)`. Everything is computed in
//! energy with full precision and rounded once, where it is shown ([`round_tenth`]). Whatever accumulates also merges,
//! so a day is exactly the sum of its seconds.
//!
//! ```
//! use slm_acoustics::{Accumulator, Interval, energy_mean, round_tenth};
//!
//! // Two equal times at 60 and 70 dB: 67.4 dB, not 65.
//! assert_eq!(round_tenth(energy_mean([60.0, 70.0]).unwrap()), 67.4);
//!
//! let mut measurement = Accumulator::new();
//! for tenth in 0..600 {
//!     measurement.add(&Interval::steady(0.1, 50.0 + f64::from(tenth % 10)));
//! }
//! assert_eq!(round_tenth(measurement.seconds()), 60.0);
//! assert!(measurement.min() <= measurement.leq() && measurement.leq() <= measurement.max());
//! assert_eq!(measurement.histogram().percentile(90.0), Some(51.0));
//! ```
//!
//! Windows are half-open and follow the site's clock ([`calendar`]); a limit on a window has an [`EnergyBudget`] while it
//! lasts and a three-way [`Verdict`] afterwards, because what was missed may decide. [`scheme`] holds national ratings.
//!
//! It leaves to other crates: where levels come from, what is done about a limit, how figures are stored and shown.

mod accumulator;
mod budget;
pub mod calendar;
mod energy;
mod event;
mod exposure;
mod histogram;
mod indicator;
mod rounding;
mod running;
mod sampling;
pub mod scheme;
mod verdict;
mod window;

pub use accumulator::{Accumulator, AccumulatorParts, Interval};
pub use budget::EnergyBudget;
pub use energy::{
    Difference, energy_difference, energy_mean, energy_sum, from_energy, to_energy, weighted_energy_mean,
};
pub use event::{Event, EventRule, events};
pub use exposure::{leq_from_events, sound_exposure_level};
pub use histogram::LevelHistogram;
pub use indicator::{DayHours, EveningWeight, RatedPart, cnel, lden, ldn, rating_level};
pub use rounding::{round_tenth, tenths};
pub use running::{RunningDifference, RunningLeq, running_difference};
pub use sampling::{Character, SamplingError, sampling_error};
pub use verdict::{Bounds, Limit, Measured, Verdict};
pub use window::RollingWindow;
