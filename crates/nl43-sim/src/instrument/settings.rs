//! The settings of the whole catalogue: what each takes, and what it is set to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::entry::Values;

/// Values by name; only those that differ from the factory's are kept.
#[derive(Debug, Default)]
pub(super) struct Settings {
    changed: BTreeMap<&'static str, Box<str>>,
    previous_generation: bool,
}

impl Settings {
    pub(super) fn new(previous_generation: bool) -> Self {
        Self { changed: BTreeMap::new(), previous_generation }
    }

    /// Current value, as the meter prints it.
    pub(super) fn get(&self, name: &'static str) -> Cow<'_, str> {
        match self.changed.get(name) {
            Some(value) => Cow::Borrowed(value),
            None => factory(name, self.previous_generation),
        }
    }

    pub(super) fn is_on(&self, name: &'static str) -> bool {
        self.get(name) == "On"
    }

    pub(super) fn number(&self, name: &'static str) -> Option<u64> {
        self.get(name).trim().parse().ok()
    }

    pub(super) fn put(&mut self, name: &'static str, value: &str) {
        self.changed.insert(name, value.into());
    }
}

impl Values {
    /// How the meter prints a value it was given; `None` for one it does not take.
    pub(super) fn canonical(&self, value: &str) -> Option<String> {
        let plain =
            !value.is_empty() && value.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b',');
        if !plain {
            return None;
        }
        match self {
            Self::Words { words, complete } => {
                let known =
                    words.iter().find(|word| word.eq_ignore_ascii_case(value)).map(|word| (*word).to_owned());
                known.or_else(|| (!complete).then(|| value.to_owned()))
            }
            Self::Integer { min, max, zero_pad } => {
                let number: i64 = value.parse().ok().filter(|number| (min..=max).contains(&number))?;
                Some(format!("{number:0width$}", width = usize::from(*zero_pad)))
            }
            Self::Clock => super::clock::parse(value).map(super::clock::print),
            Self::Address => value.parse::<std::net::Ipv4Addr>().ok().map(|address| address.to_string()),
            Self::Text => Some(value.to_owned()),
        }
    }
}

/// What a setting is before anybody changed it.
fn factory(name: &'static str, previous_generation: bool) -> Cow<'static, str> {
    let value = match name {
        "Display Leq" | "Display LE" | "Display Lpeak" | "Display Lmax" | "Display Lmin" | "Display LN1"
        | "Display LN2" | "Display LN3" | "Display LN4" | "Display LN5" | "Display Ly" | "LCD"
        | "Backlight" | "TCP" | "Ethernet" => "On",
        "Frequency Weighting (Sub1)" | "Frequency Weighting (Sub)" => "C",
        "Frequency Weighting (Sub2)" | "Frequency Weighting (Wave)" => "Z",
        "Language" => "English",
        "Index Number" if previous_generation => "001",
        "Index Number" => "0001",
        "Store Name" => "0001",
        "Store Mode" => "Manual",
        "Manual Address" => "1",
        "Lp Store Interval" => "100ms",
        "Leq Calculation Interval Preset" => "10m",
        "Moving Leq Interval Preset" => "10m",
        "Measurement Time Preset Manual" | "Measurement Time Preset Auto" => "24h",
        "Percentile 1" => "5",
        "Percentile 2" => "10",
        "Percentile 3" => "50",
        "Percentile 4" => "90",
        "Percentile 5" => "95",
        "Output Level Range Upper" | "Output Range Upper" => "110",
        "Output Level Range Lower" => "30",
        "Wave Rec Range Upper" => "130",
        "Baud Rate" => "38400",
        "Backlight Auto Off" | "LCD Auto Off" => "Off",
        "Ethernet IP" => "192.168.0.10",
        "Ethernet Subnet" => "255.255.255.0",
        "Ethernet Gateway" => "192.168.0.1",
        "Timer Auto Start Time" | "Timer Auto Stop Time" => "2025/01/01 00:00:00",
        "Octave Mode" => "SLM",
        "Ly Type" => "LCpeak",
        _ => return plain_factory(name),
    };
    Cow::Borrowed(value)
}

/// The first thing a setting takes: the first word (`Off` where there is one), the smallest number above zero.
fn plain_factory(name: &'static str) -> Cow<'static, str> {
    match super::entry::find(name).map(|entry| entry.values) {
        Some(Values::Words { words, .. }) => Cow::Borrowed(
            words.iter().find(|word| **word == "Off").or(words.first()).copied().unwrap_or("Off"),
        ),
        Some(Values::Integer { min, max, .. }) => Cow::Owned(1.clamp(min, max).to_string()),
        Some(Values::Clock) => Cow::Borrowed("2025/01/01 00:00:00"),
        Some(Values::Address) => Cow::Borrowed("0.0.0.0"),
        Some(Values::Text) | None => Cow::Borrowed("Off"),
    }
}
