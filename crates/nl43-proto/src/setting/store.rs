use std::{fmt, str::FromStr};

use super::{UnknownValue, words};

/// Where a measurement's data go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreMode {
    /// Kept until `Manual Store,Start` puts them on the card.
    Manual,
    /// Written to the card while measuring.
    Auto,
    /// As `Auto`, by the clock. Known from NL-42/NL-52.
    TimerAuto,
}

words!(StoreMode { Manual = "Manual", Auto = "Auto", TimerAuto = "Timer Auto" });

/// Whether data exist already where the next measurement would be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overwrite {
    /// The target is free.
    None,
    /// Storing would overwrite.
    Exist,
}

words!(Overwrite { None = "None", Exist = "Exist" });

/// Four-digit number: of the folder (`Store Name`) or of the instrument (`Index Number`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoreName(u16);

impl StoreName {
    /// 0 to 9999; `None` otherwise.
    pub const fn new(number: u16) -> Option<Self> {
        if number <= 9999 { Some(Self(number)) } else { None }
    }

    /// The number.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The following number; 0 comes after 9999.
    #[must_use]
    pub const fn next(self) -> Self {
        Self((self.0 + 1) % 10_000)
    }
}

impl fmt::Display for StoreName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

impl FromStr for StoreName {
    type Err = UnknownValue;

    /// One to four digits: whether the instrument pads with zeros is not certain.
    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        if (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_| UnknownValue)
        } else {
            Err(UnknownValue)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn store_names_have_four_digits() {
        let name = StoreName::new(42).unwrap();
        assert_eq!(name.to_string(), "0042");
        assert_eq!("42".parse(), Ok(name));
        assert_eq!("0042".parse(), Ok(name));
        assert_eq!(StoreName::new(10_000), None);
        assert_eq!(StoreName::new(9999).unwrap().next().number(), 0);
        for text in ["", "00042", "-1", "+1", "4 2", "12a"] {
            assert_eq!(text.parse::<StoreName>(), Err(UnknownValue), "{text:?}");
        }
    }
}
