//! What a rule looks at.

use std::fmt;
use std::time::Duration;

use nl43_proto::Quantity;

use super::ClockTime;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Metric {
    /// A level as the instrument shows it, dB.
    Level(Quantity),
    /// A figure of a window, dB.
    Window(WindowMetric),
    /// How much a level has risen within a time, dB; negative when it fell.
    Change {
        /// Which level.
        quantity: Quantity,
        /// Within this time.
        over: Duration,
    },
    /// How full the batteries are: 4 full, 3 middle, 2 low, 1 dead, 0 empty.
    Battery,
    /// Free space on the card, MB.
    CardFreeMegabytes,
    /// Free share of the card, percent.
    CardFreePercent,
    /// How far the instrument's clock is off, seconds, whatever the direction.
    ClockOffset,
    /// Whether the unit answers: breached while it does not. It has no value and no threshold.
    Connectivity,
    /// Seconds since the last reading with a level, while the unit is expected to give some.
    NoData,
}

/// A figure of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowMetric {
    /// Which figure.
    pub figure: Figure,
    /// Of which window.
    pub span: Span,
    /// Covered share of a whole window, 0 to 1, from which the figure of what was measured counts as the window's.
    /// Below it a figure counts only when it is proven, whatever was missed.
    pub required_coverage: f64,
    /// Level that was not exceeded by what was missed, dB, as the operator knows it; `None`: it may have been anything.
    pub ceiling_db: Option<f64>,
}

impl WindowMetric {
    /// Covered share that counts as a whole window, unless a rule says otherwise.
    pub const USUAL_COVERAGE: f64 = 0.9;

    /// A figure of a window with the usual coverage and no ceiling.
    pub fn new(figure: Figure, span: Span) -> Self {
        Self { figure, span, required_coverage: Self::USUAL_COVERAGE, ceiling_db: None }
    }
}

/// Which figure of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Energy mean.
    Leq,
    /// Highest time-weighted level.
    Max,
    /// Lowest time-weighted level.
    Min,
    /// Highest peak.
    Peak,
    /// Level exceeded during so many percent of the time, 1 to 99.
    Percentile(u8),
}

/// Which window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// The last so many seconds at every moment. It moves in steps of a 900th of it, between a second and a minute.
    Rolling(Duration),
    /// One after another, aligned to the clock on the wall: of up to an hour to the full hour, longer ones to midnight.
    Aligned {
        /// Length in minutes.
        minutes: u32,
    },
    /// From one time of the day to another, or to the next day's when that is not later.
    Daily {
        /// Begin.
        from: ClockTime,
        /// End.
        to: ClockTime,
    },
}

impl Metric {
    /// The unit of its value and threshold.
    pub const fn unit(&self) -> &'static str {
        match self {
            Self::Level(_) | Self::Window(_) | Self::Change { .. } => "dB",
            Self::CardFreeMegabytes => "MB",
            Self::CardFreePercent => "%",
            Self::ClockOffset | Self::NoData => "s",
            Self::Battery | Self::Connectivity => "",
        }
    }

    /// Whether it is a level, or made of levels.
    pub const fn is_level(&self) -> bool {
        matches!(self, Self::Level(_) | Self::Window(_) | Self::Change { .. })
    }

    /// Longest pause between readings with which it can be decided; `None`: any will do.
    pub fn longest_pause(&self) -> Option<Duration> {
        match self {
            Self::Window(WindowMetric { figure: Figure::Percentile(_), span, .. }) => {
                Some(span.length() / SAMPLES_OF_PERCENTILE)
            }
            Self::Window(WindowMetric { span, .. }) => Some(span.length() / SAMPLES_OF_WINDOW),
            Self::Change { over, .. } => Some(*over / 2),
            Self::Level(_)
            | Self::Battery
            | Self::CardFreeMegabytes
            | Self::CardFreePercent
            | Self::ClockOffset
            | Self::Connectivity
            | Self::NoData => None,
        }
    }

    /// Whether its windows follow the clock: then each has one answer, and delays mean nothing.
    pub const fn is_aligned(&self) -> bool {
        matches!(self, Self::Window(WindowMetric { span: Span::Aligned { .. } | Span::Daily { .. }, .. }))
    }
}

/// As people read it: `LP`, `Leq,15min`, `L90,1h`, `LP change in 10s`.
impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(quantity) => f.write_str(&quantity.key().to_uppercase()),
            Self::Window(window) => write!(f, "{},{}", window.figure, window.span),
            Self::Change { quantity, over } => {
                write!(f, "{} change in {}", quantity.key().to_uppercase(), Length(*over))
            }
            Self::Battery => f.write_str("battery"),
            Self::CardFreeMegabytes | Self::CardFreePercent => f.write_str("free space on the card"),
            Self::ClockOffset => f.write_str("clock offset"),
            Self::Connectivity => f.write_str("connectivity"),
            Self::NoData => f.write_str("time without data"),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leq => f.write_str("Leq"),
            Self::Max => f.write_str("Lmax"),
            Self::Min => f.write_str("Lmin"),
            Self::Peak => f.write_str("Lpeak"),
            Self::Percentile(percent) => write!(f, "L{percent}"),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rolling(length) => write!(f, "{} rolling", Length(*length)),
            Self::Aligned { minutes } => {
                write!(f, "{}", Length(Duration::from_secs(u64::from(*minutes) * 60)))
            }
            Self::Daily { from, to } => write!(f, "{from}-{to}"),
        }
    }
}

impl Span {
    /// How long a window is; one of the day may be an hour longer or shorter when the clocks are changed.
    pub fn length(&self) -> Duration {
        let minute_of = |at: &ClockTime| {
            u64::from(at.time().hour().unsigned_abs()) * 60 + u64::from(at.time().minute().unsigned_abs())
        };
        match self {
            Self::Rolling(length) => *length,
            Self::Aligned { minutes } => Duration::from_secs(u64::from(*minutes) * 60),
            Self::Daily { from, to } => {
                let minutes = (minute_of(to) + DAY - minute_of(from)) % DAY;
                Duration::from_secs(60 * if minutes == 0 { DAY } else { minutes })
            }
        }
    }
}

/// Minutes of a day.
const DAY: u64 = 24 * 60;
/// Samples that a figure of a window is to have at least.
const SAMPLES_OF_WINDOW: u32 = 10;
/// The same of a percentile, which has none below 100: some are lost to other questions and to gaps.
const SAMPLES_OF_PERCENTILE: u32 = 150;

/// A length of time in its largest whole unit.
pub(super) struct Length(pub(super) Duration);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs() {
            seconds if seconds > 0 && seconds.is_multiple_of(3600) => write!(f, "{}h", seconds / 3600),
            seconds if seconds > 0 && seconds.is_multiple_of(60) => write!(f, "{}min", seconds / 60),
            seconds => write!(f, "{seconds}s"),
        }
    }
}
