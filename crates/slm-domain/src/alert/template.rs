//! The text of a message with places for its facts: `{unit}: {metric} is {value} dB`.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// A text whose places all have a meaning. `{{` and `}}` are braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Place(Place),
}

/// What a place in a template is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The unit's name.
    Unit,
    /// The rule's name.
    Rule,
    /// How grave: `info`, `warning`, `critical`.
    Severity,
    /// What is looked at: `LP`, `Leq,15min`.
    Metric,
    /// `above` or `below`.
    Comparison,
    /// The threshold, a number.
    Threshold,
    /// The value of this moment, a number.
    Value,
    /// The worst value so far, a number.
    Peak,
    /// When that was, site time.
    PeakAt,
    /// `dB`, `s`, `MB`: what the numbers are.
    Dimension,
    /// What happened: `raised`, `cleared`…
    Event,
    /// When, site time.
    At,
    /// When the event began, site time.
    Onset,
    /// The value it began with, a number.
    OnsetValue,
    /// How long it has lasted: `1h 5min 3s`.
    Duration,
    /// Why it was closed.
    Reason,
    /// Who acknowledged or shelved it.
    By,
    /// What they noted.
    Note,
}

/// A text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A place that nothing fills.
    #[error("unknown placeholder {{{name}}}; expected one of {}", names())]
    Unknown {
        /// What stands between the braces.
        name: String,
    },
    /// A brace without its other one.
    #[error("a brace at character {0} stands alone; write {{{{ or }}}} for a brace")]
    Brace(usize),
    /// Too long.
    #[error("expected at most {} characters", Template::MAX_CHARS)]
    TooLong,
    /// Control characters.
    #[error("expected a text without control characters other than line ends")]
    Control,
}

impl Template {
    /// Longest text, characters.
    pub const MAX_CHARS: usize = 2_000;

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text with its places filled.
    pub fn fill<F: fmt::Display>(&self, mut fact: impl FnMut(Place) -> F) -> String {
        let mut filled = String::with_capacity(self.text.len() * 2);
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                // Writing into a string does not fail.
                Part::Place(place) => drop(write!(filled, "{}", fact(*place))),
            }
        }
        filled
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        if text.chars().count() > Self::MAX_CHARS {
            return Err(TemplateError::TooLong);
        }
        if text.chars().any(|character| character.is_control() && character != '\n') {
            return Err(TemplateError::Control);
        }
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            plain.push_str(&rest[..brace]);
            let here = &rest[brace..];
            let alone = || TemplateError::Brace(text[..text.len() - here.len()].chars().count() + 1);
            if let Some(after) = here.strip_prefix("{{").or_else(|| here.strip_prefix("}}")) {
                plain.push_str(&here[..1]);
                rest = after;
                continue;
            }
            let inner = here.strip_prefix('{').ok_or_else(alone)?;
            let (name, after) = inner.split_once('}').ok_or_else(alone)?;
            let place = Place::ALL.into_iter().find(|place| place.name() == name);
            let place =
                place.ok_or_else(|| TemplateError::Unknown { name: name.chars().take(40).collect() })?;
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Place(place));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { text: text.to_owned(), parts })
    }
}

impl Place {
    /// All there are.
    pub const ALL: [Self; 18] = [
        Self::Unit,
        Self::Rule,
        Self::Severity,
        Self::Metric,
        Self::Comparison,
        Self::Threshold,
        Self::Value,
        Self::Peak,
        Self::PeakAt,
        Self::Dimension,
        Self::Event,
        Self::At,
        Self::Onset,
        Self::OnsetValue,
        Self::Duration,
        Self::Reason,
        Self::By,
        Self::Note,
    ];

    /// What stands between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Rule => "rule",
            Self::Severity => "severity",
            Self::Metric => "metric",
            Self::Comparison => "comparison",
            Self::Threshold => "threshold",
            Self::Value => "value",
            Self::Peak => "peak",
            Self::PeakAt => "peak_at",
            Self::Dimension => "dimension",
            Self::Event => "event",
            Self::At => "at",
            Self::Onset => "onset",
            Self::OnsetValue => "onset_value",
            Self::Duration => "duration",
            Self::Reason => "reason",
            Self::By => "by",
            Self::Note => "note",
        }
    }
}

fn names() -> String {
    Place::ALL.map(|place| format!("{{{}}}", place.name())).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, TemplateError> {
        text.parse::<Template>().map(|template| template.fill(|place| format!("<{}>", place.name())))
    }

    #[test]
    fn places_are_filled_and_braces_written_twice() {
        assert_eq!(filled("{unit}: {metric} {value}").unwrap(), "<unit>: <metric> <value>");
        assert_eq!(filled("{{{unit}}} {{}}").unwrap(), "{<unit>} {}");
        assert_eq!(filled("").unwrap(), "");
        let all: String = Place::ALL.map(|place| format!("{{{}}}", place.name())).concat();
        assert_eq!(filled(&all).unwrap(), all.replace('{', "<").replace('}', ">"));
    }

    #[test]
    fn what_nothing_fills_is_named() {
        assert_eq!(filled("{unit} {Value}"), Err(TemplateError::Unknown { name: "Value".to_owned() }));
        assert_eq!(filled("{}"), Err(TemplateError::Unknown { name: String::new() }));
        assert!(filled("{colour}").unwrap_err().to_string().contains("{colour}; expected one of {unit}"));
        assert_eq!(filled("ä{unit"), Err(TemplateError::Brace(2)));
        assert_eq!(filled("a}"), Err(TemplateError::Brace(2)));
        assert_eq!(filled("a\tb"), Err(TemplateError::Control));
        assert_eq!(filled(&"x".repeat(2_001)), Err(TemplateError::TooLong));
    }
}
