//! Values of the instrument's settings, each spelled as on the wire.

mod clock;
mod percentile;
mod store;
mod switch;
mod weighting;

pub use clock::{ClockError, MeterClock};
pub use percentile::{Percent, PercentileSlot};
pub use store::{Overwrite, StoreMode, StoreName};
pub use switch::{OnOff, RunState, StartStop};
pub use weighting::{Channel, FrequencyWeighting, TimeWeighting};

/// A text that is none of a setting's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the known values")]
pub struct UnknownValue;

/// Gives an enum its words on the wire: `as_str`, `ALL`, `Display`, and `FromStr` without regard to case.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::setting::UnknownValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str().eq_ignore_ascii_case(text))
                    .ok_or($crate::setting::UnknownValue)
            }
        }
    };
}
pub(crate) use words;
