//! The instrument's list of commands: 168 of NL-43/NL-53/NL-63 and 14 that only NL-42/NL-52 have.
//!
//! Source: NL-43/NL-53 communication guide, section 5.6, pp. 34–38. Where the values of a setting are not known for
//! certain, the entry says so, and any value is sent: the instrument decides.

mod notes;
mod table;

use std::fmt;

pub use table::CATALOGUE;

use crate::{MeterClock, level::trim_blanks};

/// One command of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its name on the wire. Case does not matter, blanks do.
    pub name: &'static str,
    /// Which forms it has.
    pub kind: Kind,
    /// What it is about.
    pub category: Category,
    /// The option that brings it.
    pub option: Module,
    /// Its values.
    pub params: Params,
    /// Changing it may cut the very connection it is sent over.
    pub cuts_link: bool,
    /// Known by NL-42 and NL-52 only.
    pub nl42_only: bool,
}

/// Which forms a command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `NAME,VALUE` only.
    Set,
    /// `NAME?` only.
    Request,
    /// Both.
    SetRequest,
}

impl Kind {
    /// Whether it has the form `NAME,VALUE`.
    pub const fn can_set(self) -> bool {
        matches!(self, Self::Set | Self::SetRequest)
    }

    /// Whether it has the form `NAME?`.
    pub const fn can_request(self) -> bool {
        matches!(self, Self::Request | Self::SetRequest)
    }
}

/// What a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Identity, clock, language.
    System,
    /// What the screen shows.
    Display,
    /// Batteries and sleep.
    Power,
    /// The card.
    SdCard,
    /// Measurement set-up.
    Measure,
    /// Measuring and storing.
    Store,
    /// Waveform recording.
    Wave,
    /// Electrical inputs and outputs, serial ports.
    Io,
    /// Network.
    Lan,
    /// Records of levels.
    Output,
}

/// The option under which the instrument's list has a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Module {
    /// None is needed.
    Base,
    /// NX-43EX, extended functions.
    Ex,
    /// NX-43RT, octave analysis.
    Rt,
    /// NX-43WR, waveform recording.
    Wr,
}

/// What a setting takes, or a request answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Params {
    /// One of these words.
    Words(&'static [&'static str]),
    /// These words are known; there are more.
    SomeWords(&'static [&'static str]),
    /// A whole number between these.
    Integer(i32, i32),
    /// A number from 0 to 9999, sent with four digits.
    FourDigits,
    /// `YYYY/MM/DD hh:mm:ss`.
    Clock,
    /// `a.b.c.d`.
    Ipv4,
    /// A record of levels.
    Record,
    /// Any text.
    Text,
    /// Not known.
    Unknown,
}

impl Params {
    /// Whether a value is among those known to be right; `None` when that cannot be told.
    pub fn accepts(&self, value: &str) -> Option<bool> {
        let value = trim_blanks(value);
        let is_word = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
        match *self {
            Self::Words(words) => Some(is_word(words)),
            Self::SomeWords(words) => is_word(words).then_some(true),
            Self::Integer(least, most) => {
                Some(value.parse().is_ok_and(|number: i32| (least..=most).contains(&number)))
            }
            Self::FourDigits => Some(value.parse::<crate::StoreName>().is_ok()),
            Self::Clock => Some(value.parse::<MeterClock>().is_ok()),
            Self::Ipv4 => Some(is_ipv4(value)),
            Self::Record | Self::Text | Self::Unknown => None,
        }
    }
}

impl Entry {
    /// The value as the instrument would print it: its own capitals, four digits, no blanks around.
    pub fn canonical(&self, value: &str) -> String {
        let value = trim_blanks(value);
        let own = match self.params {
            Params::Words(words) | Params::SomeWords(words) => {
                words.iter().find(|word| word.eq_ignore_ascii_case(value)).map(|word| (*word).to_owned())
            }
            Params::FourDigits => value.parse::<crate::StoreName>().ok().map(|number| number.to_string()),
            _ => None,
        };
        own.unwrap_or_else(|| value.to_owned())
    }
}

impl fmt::Display for Params {
    /// What is expected, as a message tells it: `one of Off, On`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Words(words) => write!(f, "one of {}", words.join(", ")),
            Self::SomeWords(words) => write!(f, "a word such as {}", words.join(", ")),
            Self::Integer(i32::MIN, i32::MAX) => f.write_str("a whole number"),
            Self::Integer(least, i32::MAX) => write!(f, "a whole number from {least}"),
            Self::Integer(least, most) => write!(f, "a whole number from {least} to {most}"),
            Self::FourDigits => f.write_str("a number from 0 to 9999"),
            Self::Clock => f.write_str("YYYY/MM/DD hh:mm:ss"),
            Self::Ipv4 => f.write_str("an address such as 192.168.0.10"),
            Self::Record => f.write_str("a record of levels"),
            Self::Text | Self::Unknown => f.write_str("a text"),
        }
    }
}

/// Four numbers from 0 to 255; unlike the standard library's parser, zeros in front are fine.
fn is_ipv4(value: &str) -> bool {
    let is_octet = |part: &str| part.parse::<u8>().is_ok() && !part.starts_with('+');
    value.split('.').count() == 4 && value.split('.').all(is_octet)
}

/// The command of this name, however it is capitalised.
pub fn find(name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_can_stand_on_the_wire() {
        let names: HashSet<_> = CATALOGUE.iter().map(|entry| entry.name.to_ascii_lowercase()).collect();
        assert_eq!(names.len(), CATALOGUE.len());
        for entry in &CATALOGUE {
            assert!(
                entry.name.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b','),
                "{}",
                entry.name
            );
        }
    }

    #[test]
    fn the_list_is_complete() {
        let count = |wanted: fn(&Entry) -> bool| CATALOGUE.iter().filter(|entry| wanted(entry)).count();
        assert_eq!(CATALOGUE.len(), 182);
        assert_eq!(count(|entry| entry.nl42_only), 14);
        assert_eq!(count(|entry| entry.kind == Kind::Set), 1);
        assert_eq!(count(|entry| entry.kind == Kind::Request), 21);
        assert_eq!(count(|entry| entry.option == Module::Ex), 36);
        assert_eq!(count(|entry| entry.option == Module::Rt), 34);
        assert_eq!(count(|entry| entry.option == Module::Wr), 29);
        assert_eq!(count(|entry| entry.cuts_link), 10);
    }

    #[test]
    fn names_are_found_in_any_case_but_not_without_their_blanks() {
        assert_eq!(find("manual store").map(|entry| entry.name), Some("Manual Store"));
        assert_eq!(find("ManualStore"), None);
    }

    #[test]
    fn values_become_the_instruments_own() {
        let canonical = |name: &str, value: &str| find(name).unwrap().canonical(value);
        assert_eq!(canonical("Backlight", " on"), "On");
        assert_eq!(canonical("Store Name", "42"), "0042");
        assert_eq!(canonical("Store Mode", "Timer Auto"), "Timer Auto");
        assert_eq!(find("Percentile 1").unwrap().params.to_string(), "a whole number from 1 to 99");
        assert_eq!(find("Pause").unwrap().params.to_string(), "one of Off, On");
    }

    #[test]
    fn values_are_judged_where_they_are_known() {
        let accepts = |name: &str, value: &str| find(name).unwrap().params.accepts(value);
        assert_eq!(accepts("Echo", "off"), Some(true));
        assert_eq!(accepts("Echo", "1"), Some(false));
        assert_eq!(accepts("Store Mode", "Timer Auto"), None);
        assert_eq!(accepts("Percentile 1", "100"), Some(false));
        assert_eq!(accepts("Store Name", "0042"), Some(true));
        assert_eq!(accepts("Clock", "2025/12/24,20:34:05"), Some(false));
        assert_eq!(accepts("Ethernet IP", "192.168.0.10"), Some(true));
        assert_eq!(accepts("Ethernet IP", "192.168.000.010"), Some(true));
        assert_eq!(accepts("Ethernet IP", "192.168.0.256"), Some(false));
        assert_eq!(accepts("Ethernet IP", "192.168.0.+1"), Some(false));
        assert_eq!(accepts("Ethernet IP", "192.168.0"), Some(false));
    }
}
