//! Sound levels as the instrument prints them: one decimal, or a mark for "no value".

use std::{fmt, str::FromStr};

/// A level in tenths of a decibel, between −20.0 dB and 200.0 dB.
///
/// Tenths are what the instrument prints, so nothing is rounded on the way.
///
/// ```
/// use nl43_proto::Level;
///
/// let level: Level = "46.2".parse()?;
/// assert_eq!(level.tenths(), 462);
/// assert_eq!(level.to_string(), "46.2");
/// # Ok::<(), nl43_proto::LevelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(i16);

impl Level {
    /// The lowest level taken for one: −20.0 dB.
    pub const MIN: Self = Self(-200);
    /// The highest level taken for one: 200.0 dB.
    pub const MAX: Self = Self(2000);

    /// A level of so many tenths of a decibel, brought into [`Level::MIN`]…[`Level::MAX`].
    pub const fn from_tenths(tenths: i16) -> Self {
        if tenths < Self::MIN.0 {
            Self::MIN
        } else if tenths > Self::MAX.0 {
            Self::MAX
        } else {
            Self(tenths)
        }
    }

    /// Tenths of a decibel.
    pub const fn tenths(self) -> i16 {
        self.0
    }

    /// Decibels.
    pub fn decibels(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// Reads one level field of a record, padding included: `None` for an empty field and for a no-data mark.
    ///
    /// # Errors
    /// [`LevelError`] for everything that is neither.
    pub fn from_field(field: &str) -> Result<Option<Self>, LevelError> {
        let field = trim_blanks(field);
        if field.bytes().all(|byte| byte == b'-' || byte == b'.') {
            return Ok(None);
        }
        Self::parse(field).map(Some)
    }

    /// Optional minus sign, one to three digits, point, one digit.
    fn parse(text: &str) -> Result<Self, LevelError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let [whole @ .., b'.', tenth] = unsigned.as_bytes() else { return Err(LevelError::Form) };
        if whole.is_empty() || whole.len() > 3 {
            return Err(LevelError::Form);
        }
        let mut tenths: i16 = 0;
        for digit in whole.iter().chain([tenth]) {
            if !digit.is_ascii_digit() {
                return Err(LevelError::Form);
            }
            tenths = tenths * 10 + i16::from(digit - b'0');
        }
        if unsigned.len() < text.len() {
            tenths = -tenths;
        }
        let level = Self(tenths);
        if level < Self::MIN || level > Self::MAX { Err(LevelError::Range) } else { Ok(level) }
    }
}

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(text: &str) -> Result<Self, LevelError> {
        Self::parse(text)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let tenths = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{}", tenths / 10, tenths % 10))
    }
}

/// Why a text is no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LevelError {
    /// Not of the form `46.2`.
    #[error("not a number with one decimal")]
    Form,
    /// Beyond what a sound level meter can mean.
    #[error("outside -20.0 to 200.0 dB")]
    Range,
}

/// Overload or under-range, as a record prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Flag {
    /// `0`: no.
    No,
    /// `1`: yes.
    Yes,
    /// `-`: the channel is switched off.
    #[default]
    Off,
}

impl Flag {
    /// Reads one flag field of a record.
    ///
    /// An empty field says nothing, which is what [`Flag::Off`] stands for.
    ///
    /// # Errors
    /// [`FlagError`] for everything but `0`, `1`, `-` and nothing.
    pub fn from_field(field: &str) -> Result<Self, FlagError> {
        match trim_blanks(field) {
            "0" => Ok(Self::No),
            "1" => Ok(Self::Yes),
            "-" | "" => Ok(Self::Off),
            _ => Err(FlagError),
        }
    }

    /// The character in a record.
    pub const fn as_char(self) -> char {
        match self {
            Self::No => '0',
            Self::Yes => '1',
            Self::Off => '-',
        }
    }

    /// Whether it is raised.
    pub const fn is_raised(self) -> bool {
        matches!(self, Self::Yes)
    }
}

/// A flag field that is none of `0`, `1`, `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of 0, 1, -")]
pub struct FlagError;

pub(crate) fn trim_blanks(text: &str) -> &str {
    text.trim_matches(' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(field: &str, expected: Result<Option<i16>, LevelError>) {
        assert_eq!(Level::from_field(field).map(|level| level.map(Level::tenths)), expected, "{field:?}");
    }

    #[test]
    fn printed_levels_are_read() {
        check(" 46.2", Ok(Some(462)));
        check("100.2", Ok(Some(1002)));
        check("  9.8", Ok(Some(98)));
        check(" -3.1", Ok(Some(-31)));
        check("-20.0", Ok(Some(-200)));
        check("200.0", Ok(Some(2000)));
    }

    #[test]
    fn marks_and_empty_fields_are_no_value() {
        for field in ["  -.-", " --.-", "-", "", "   "] {
            check(field, Ok(None));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for field in
            ["46", "46.", ".2", "46.25", "4 6.2", "+46.2", "46,2", "1046.2", "NaN", "4x.2", "--3.1", "R+0000"]
        {
            check(field, Err(LevelError::Form));
        }
        check("-20.1", Err(LevelError::Range));
        check("200.1", Err(LevelError::Range));
    }

    #[test]
    fn flags_are_three_characters() {
        assert_eq!(Flag::from_field("0"), Ok(Flag::No));
        assert_eq!(Flag::from_field("1"), Ok(Flag::Yes));
        assert_eq!(Flag::from_field("-"), Ok(Flag::Off));
        assert_eq!(Flag::from_field(""), Ok(Flag::Off));
        assert_eq!(Flag::from_field("2"), Err(FlagError));
        assert_eq!(Flag::from_field("00"), Err(FlagError));
    }

    #[test]
    fn width_is_honoured() {
        assert_eq!(format!("{:>5}", Level::from_tenths(98)), "  9.8");
    }

    proptest! {
        #[test]
        fn a_level_survives_printing(tenths in -200_i16..=2000) {
            let level = Level::from_tenths(tenths);
            prop_assert_eq!(level.to_string().parse(), Ok(level));
            prop_assert_eq!(Level::from_field(&format!("{level:>5}")), Ok(Some(level)));
        }

        #[test]
        fn a_value_is_always_what_the_text_says(text in "\\PC{0,8}") {
            if let Ok(Some(level)) = Level::from_field(&text) {
                let said: f64 = text.trim().parse().unwrap();
                prop_assert!((said - level.decibels()).abs() < 1e-9);
            }
        }
    }
}
