use std::{fmt, str::FromStr};

use super::UnknownValue;

/// One of the five slots LN1…LN5. Which percentage a slot holds is a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PercentileSlot(u8);

impl PercentileSlot {
    /// The five slots.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// Slot 1 to 5; `None` for other numbers.
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 5 { Some(Self(number)) } else { None }
    }

    /// 1 to 5.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for PercentileSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The percentage of a slot: a level exceeded during so much of the time. Tenths are kept, should a meter print them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent(u16);

impl Percent {
    /// Whole percents, 1 to 99; `None` otherwise.
    pub const fn new(percent: u8) -> Option<Self> {
        // `u16::from` is not const yet.
        if percent >= 1 && percent <= 99 { Some(Self(percent as u16 * 10)) } else { None }
    }

    /// The percentage when it is a whole one.
    pub fn whole(self) -> Option<u8> {
        if self.0.is_multiple_of(10) { u8::try_from(self.0 / 10).ok() } else { None }
    }

    /// Tenths of a percent, 1 to 999.
    pub const fn tenths(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, tenth) => write!(f, "{whole}.{tenth}"),
        }
    }
}

impl FromStr for Percent {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str, most: usize| {
            let good = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if good { part.parse::<u16>().map_err(|_| UnknownValue) } else { Err(UnknownValue) }
        };
        match digits(whole, 3)? * 10 + digits(tenth, 1)? {
            tenths @ 1..=999 => Ok(Self(tenths)),
            _ => Err(UnknownValue),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_survive_printing() {
        for percent in (1..=99).filter_map(Percent::new) {
            assert_eq!(percent.to_string().parse(), Ok(percent));
        }
        assert_eq!("99.9".parse::<Percent>().map(Percent::tenths), Ok(999));
        assert_eq!("99.9".parse::<Percent>().map(Percent::whole), Ok(None));
        assert_eq!("05".parse::<Percent>().map(Percent::whole), Ok(Some(5)));
    }

    #[test]
    fn what_no_slot_can_hold_is_refused() {
        for text in ["", "0", "0.0", "100", "-5", "+5", "5.", ".5", "5.25", "5%", "Stop"] {
            assert_eq!(text.parse::<Percent>(), Err(UnknownValue), "{text:?}");
        }
    }
}
