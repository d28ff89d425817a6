//! What is shown of a step.

use std::fmt;
use std::str::FromStr;

use slm_acoustics::Accumulator;

/// A figure of a step, dB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeriesMetric {
    /// Energy mean over the covered time.
    Leq,
    /// Sound exposure level of the covered time.
    Le,
    /// Highest time-weighted level.
    Lmax,
    /// Lowest time-weighted level.
    Lmin,
    /// Highest peak level.
    Lpeak,
    /// Level exceeded during so many percent of the covered time, 1 to 99.
    Percentile(u8),
}

impl SeriesMetric {
    /// Those that are shown unless others are asked for.
    pub const USUAL: [Self; 7] = [
        Self::Leq,
        Self::Lmax,
        Self::Lmin,
        Self::Lpeak,
        Self::Percentile(10),
        Self::Percentile(50),
        Self::Percentile(90),
    ];

    /// The figure in dB, of samples where levels were sampled; `None` where nothing was measured, or too little for it.
    pub fn of(self, figures: &Accumulator) -> Option<f64> {
        match self {
            Self::Leq => figures.leq(),
            Self::Le => figures.le(),
            Self::Lmax => figures.max(),
            Self::Lmin => figures.min(),
            Self::Lpeak => figures.peak(),
            Self::Percentile(percent) => figures.percentile(f64::from(percent)),
        }
    }

    /// Whether it takes the distribution of levels.
    pub const fn is_percentile(self) -> bool {
        matches!(self, Self::Percentile(_))
    }
}

/// No figure of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("should be leq, le, lmax, lmin, lpeak or a percentile l1 to l99")]
pub struct SeriesMetricError;

impl FromStr for SeriesMetric {
    type Err = SeriesMetricError;

    fn from_str(text: &str) -> Result<Self, SeriesMetricError> {
        let percentile = || {
            let digits =
                text.strip_prefix('l').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            let percent: u8 = digits.parse().ok()?;
            (1..=99).contains(&percent).then_some(Self::Percentile(percent))
        };
        Ok(match text {
            "leq" => Self::Leq,
            "le" => Self::Le,
            "lmax" => Self::Lmax,
            "lmin" => Self::Lmin,
            "lpeak" => Self::Lpeak,
            _ => percentile().ok_or(SeriesMetricError)?,
        })
    }
}

impl fmt::Display for SeriesMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leq => f.write_str("leq"),
            Self::Le => f.write_str("le"),
            Self::Lmax => f.write_str("lmax"),
            Self::Lmin => f.write_str("lmin"),
            Self::Lpeak => f.write_str("lpeak"),
            Self::Percentile(percent) => write!(f, "l{percent}"),
        }
    }
}
