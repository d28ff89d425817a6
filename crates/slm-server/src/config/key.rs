//! What the operator can set: one [`Key`] each, from which reading, error messages and reference follow.

use std::fmt;
use std::time::Duration;

/// One thing that can be set.
///
/// To add one: a constant in its section's file, named in that file's `SECTION`, read in its `read`. File, environment,
/// command line, `slmm config` and the reference know it then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Its path in the file and after `--set`, as in `http.port`. Durations and levels end with their unit.
    pub name: &'static str,
    /// The environment variable.
    pub variable: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What holds when it is not set, as one would write it in the environment. Empty: see `doc`.
    pub default: &'static str,
    /// What it means, for the operator. Markdown, one paragraph.
    pub doc: &'static str,
    /// Whether the service that this one replaces has the variable too.
    pub compatible: bool,
    /// Whether its value is never shown.
    pub secret: bool,
}

impl Key {
    /// A variable of the service that this one replaces. Text unless said otherwise.
    pub(super) const fn compatible(name: &'static str, variable: &'static str) -> Self {
        Self { compatible: true, ..Self::ours(name, variable) }
    }

    /// A variable of our own. Text unless said otherwise.
    pub(super) const fn ours(name: &'static str, variable: &'static str) -> Self {
        let kind = Kind::Text { expected: "text" };
        Self { name, variable, kind, default: "", doc: "", compatible: false, secret: false }
    }

    /// True or false.
    pub(super) const fn boolean(self) -> Self {
        Self { kind: Kind::Boolean, ..self }
    }

    /// A whole number within these limits.
    pub(super) const fn whole(self, least: u64, most: u64) -> Self {
        Self { kind: Kind::Whole { least, most }, ..self }
    }

    /// A number within these limits.
    pub(super) const fn number(self, least: f64, most: f64) -> Self {
        Self { kind: Kind::Number { least, most }, ..self }
    }

    /// A duration of at least so many units, which the name ends with.
    pub(super) const fn duration(self, unit: TimeUnit, least: f64) -> Self {
        Self { kind: Kind::Duration { unit, least, or_never: false }, ..self }
    }

    /// The same in seconds.
    pub(super) const fn seconds(self, least: f64) -> Self {
        self.duration(TimeUnit::Seconds, least)
    }

    /// The same, where -1 means never.
    pub(super) const fn seconds_or_never(self, least: f64) -> Self {
        Self { kind: Kind::Duration { unit: TimeUnit::Seconds, least, or_never: true }, ..self }
    }

    /// Text of a form that the words describe, as in "an IP address or a host name".
    pub(super) const fn text(self, expected: &'static str) -> Self {
        Self { kind: Kind::Text { expected }, ..self }
    }

    /// Texts separated by commas; in the file, an array of strings as well.
    pub(super) const fn list(self, expected: &'static str) -> Self {
        Self { kind: Kind::List { expected }, ..self }
    }

    /// A number or a word.
    pub(super) const fn number_or_text(self, expected: &'static str) -> Self {
        Self { kind: Kind::NumberOrText { expected }, ..self }
    }

    /// What holds when it is not set.
    pub(super) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    /// What it means.
    pub(super) const fn doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    /// Never to be shown.
    #[cfg_attr(not(test), expect(dead_code, reason = "no setting is secret yet"))]
    pub(super) const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// True or false.
    Boolean,
    /// A whole number.
    Whole {
        /// The smallest.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// A number.
    Number {
        /// The smallest.
        least: f64,
        /// The largest.
        most: f64,
    },
    /// A length of time.
    Duration {
        /// What is counted.
        unit: TimeUnit,
        /// The shortest, in that unit.
        least: f64,
        /// Whether -1 is allowed and means never.
        or_never: bool,
    },
    /// Text.
    Text {
        /// Which.
        expected: &'static str,
    },
    /// Texts separated by commas.
    List {
        /// Which.
        expected: &'static str,
    },
    /// A number, or a text.
    NumberOrText {
        /// Which.
        expected: &'static str,
    },
}

/// Says what is expected, to follow that word.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("true or false"),
            Self::Whole { least, most } => write!(f, "a whole number from {least} to {most}"),
            Self::Number { least, most } => write!(f, "a number from {least} to {most}"),
            Self::Duration { unit, least, or_never } => {
                write!(f, "a number of {unit}, at least {least}")?;
                if *or_never { f.write_str(", or -1 for never") } else { Ok(()) }
            }
            Self::Text { expected } | Self::List { expected } | Self::NumberOrText { expected } => {
                f.write_str(expected)
            }
        }
    }
}

/// What a duration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl TimeUnit {
    pub(super) fn length(self) -> Duration {
        match self {
            Self::Seconds => Duration::from_secs(1),
            Self::Hours => Duration::from_hours(1),
            Self::Days => Duration::from_hours(24),
        }
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seconds => "seconds",
            Self::Hours => "hours",
            Self::Days => "days",
        })
    }
}

/// Keys that belong together: a table of the file.
#[derive(Debug)]
pub struct Section {
    /// The table's name, which the names of its keys begin with.
    pub name: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
}
