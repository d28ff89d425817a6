//! What is told.

mod alarm;
mod update;
mod words;

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use alarm::ConnectionEnd;
pub use update::{Standing, StandingEvent, Told};
pub use words::{MessageKind, Stage, UnknownWord};

use crate::UnitId;
use crate::alert::Severity;

/// One thing that people are told, whole: no channel has to ask for more.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Names it for good: the same message told again has the same key, so that a receiver can tell that it knows it.
    pub key: String,
    /// What it belongs to, mostly an event from its onset to its end. Messages of one alarm reach a recipient in their order.
    pub alarm: String,
    /// The incident that it belongs to, by name: e-mails of one incident are one conversation.
    pub thread: Option<String>,
    /// What happened.
    pub kind: MessageKind,
    /// How much it matters.
    pub severity: Severity,
    /// The unit it is about.
    pub unit: Option<UnitId>,
    /// Number of the event it is about.
    pub event: Option<i64>,
    /// Number of the incident the event belongs to.
    pub incident: Option<i64>,
    /// Where it stands in that incident.
    pub position: Option<Position>,
    /// One line; the subject of an e-mail.
    pub title: String,
    /// What happened, in sentences.
    pub text: String,
    /// When it happened.
    pub at: Timestamp,
    /// When the event began.
    pub began: Option<Timestamp>,
    /// When the event ended.
    pub ended: Option<Timestamp>,
    /// What was measured.
    pub value: Option<Figure>,
    /// The limit it is compared with.
    pub threshold: Option<Figure>,
    /// The worst of the event so far.
    pub peak: Option<Figure>,
    /// The last minutes, for a chart.
    pub series: Option<Series>,
    /// Who acknowledged.
    pub by: Option<String>,
    /// How many steps of escalation led here; 0 for those who are told first.
    pub escalation: u32,
    /// Where more can be seen.
    pub link: Option<String>,
    /// The zone in which its times are shown.
    pub zone: TimeZone,
}

impl Message {
    /// Longest title, in characters.
    pub const TITLE_CHARS: usize = 200;
    /// Longest text, in characters.
    pub const TEXT_CHARS: usize = 20_000;
    /// Most samples of a series.
    pub const SAMPLES: usize = 600;

    /// A message without figures, its times shown in UTC.
    pub fn new(key: impl Into<String>, alarm: impl Into<String>, kind: MessageKind, at: Timestamp) -> Self {
        Self {
            key: key.into(),
            alarm: alarm.into(),
            thread: None,
            kind,
            severity: Severity::default(),
            unit: None,
            event: None,
            incident: None,
            position: None,
            title: String::new(),
            text: String::new(),
            at,
            began: None,
            ended: None,
            value: None,
            threshold: None,
            peak: None,
            series: None,
            by: None,
            escalation: 0,
            link: None,
            zone: TimeZone::UTC,
        }
    }

    /// The message within its limits: a longer title or text is cut, of a longer series the end is kept.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.title = one_line(&cut(&self.title, Self::TITLE_CHARS));
        self.text = cut(&self.text, Self::TEXT_CHARS);
        if let Some(series) = &mut self.series {
            let surplus = series.samples.len().saturating_sub(Self::SAMPLES);
            series.samples.drain(..surplus);
        }
        self
    }
}

/// Where a message stands in its incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Whether it is the first, one more, or the last.
    pub stage: Stage,
    /// Events of the incident that were open after it.
    pub open: u32,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is, as `LAeq,15min`.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Its unit, as `dB`.
    pub unit: String,
}

impl fmt::Display for Figure {
    /// The number as people are shown levels: to a tenth, with its unit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", slm_acoustics::round_tenth(self.value))?;
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", self.unit) }
    }
}

/// Values over the last minutes, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is.
    pub name: String,
    /// Unit of its values.
    pub unit: String,
    /// Its values; at most [`Message::SAMPLES`].
    pub samples: Vec<Sample>,
}

/// A value of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// When.
    pub at: Timestamp,
    /// What; `None` where nothing was measured.
    pub value: Option<f64>,
}

/// The beginning of a text, with a mark where something is missing.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A title becomes a header of an e-mail: it has no second line.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

impl Series {
    /// Its least and its greatest value; `None` when it has none.
    pub fn extremes(&self) -> Option<[Figure; 2]> {
        let values =
            || self.samples.iter().filter_map(|sample| sample.value).filter(|value| value.is_finite());
        let figure = |value| Figure { name: self.name.clone(), value, unit: self.unit.clone() };
        Some([figure(values().reduce(f64::min)?), figure(values().reduce(f64::max)?)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_cut_to_its_limits() {
        let at = Timestamp::UNIX_EPOCH;
        let sample = |number: u32| Sample { at, value: Some(f64::from(number)) };
        let message = Message {
            title: "loud\r\nBcc: all".to_owned(),
            text: "ö".repeat(30_000),
            series: Some(Series {
                name: "Lp".to_owned(),
                unit: "dB".to_owned(),
                samples: (0..700).map(sample).collect(),
            }),
            ..Message::new("1", "a", MessageKind::Raised, at)
        };
        let message = message.bounded();
        assert_eq!(message.title, "loud  Bcc: all");
        assert_eq!(message.text.chars().count(), Message::TEXT_CHARS);
        assert!(message.text.ends_with('…'));
        let samples = message.series.unwrap().samples;
        assert_eq!((samples.len(), samples[0].value), (600, Some(100.0)), "the end is kept");
    }
}
