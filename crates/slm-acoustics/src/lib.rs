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
//! It leaves to other crates: windows and calendars, limits and verdicts, where levels come from, how they are shown.

mod accumulator;
mod energy;
mod exposure;
mod histogram;
mod rounding;

pub use accumulator::{Accumulator, Interval};
pub use energy::{
    Difference, energy_difference, energy_mean, energy_sum, from_energy, to_energy, weighted_energy_mean,
};
pub use exposure::{leq_from_events, sound_exposure_level};
pub use histogram::LevelHistogram;
pub use rounding::{round_tenth, tenths};
