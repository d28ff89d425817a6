//! What a meter said when asked.

use std::{collections::BTreeMap, time::Duration};

use crate::ClientError;
use jiff::Timestamp;

/// One question and what came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The data line as printed, or why there is none.
    pub outcome: Result<String, ClientError>,
    /// From sending the question to the end of the answer, for whatever was answered.
    pub turnaround: Option<Duration>,
    /// This computer's time when the answer was complete.
    pub at: Timestamp,
}

/// All answers of one examination, by the question's name on the wire.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeMap<&'static str, Answer>);

impl Answers {
    pub(crate) fn insert(&mut self, question: &'static str, answer: Answer) {
        self.0.insert(question, answer);
    }

    /// What came back for a question, if it was asked.
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// What the meter printed, trimmed; `None` where it did not answer the question.
    pub fn said(&self, question: &str) -> Option<&str> {
        self.text(question).ok()
    }

    /// The answer's text, trimmed; the error in words where there is none.
    pub(crate) fn text(&self, question: &str) -> Result<&str, Silence> {
        match self.get(question) {
            None => Err(Silence::NotAsked),
            Some(Answer { outcome: Ok(text), .. }) => Ok(text.trim()),
            Some(Answer { outcome: Err(ClientError::Refused { code, .. }), .. }) => {
                Err(Silence::Refused(format!("{code}, {}", code.meaning())))
            }
            Some(Answer { outcome: Err(error), .. }) => Err(Silence::Failed(error.to_string())),
        }
    }

    /// Every measured turnaround, shortest first.
    pub fn turnarounds(&self) -> Vec<Duration> {
        let mut all: Vec<_> = self.0.values().filter_map(|answer| answer.turnaround).collect();
        all.sort_unstable();
        all
    }

    /// How many questions got no answer in time or a senseless one.
    pub(crate) fn failures(&self) -> usize {
        self.0
            .values()
            .filter(|answer| !matches!(answer.outcome, Ok(_) | Err(ClientError::Refused { .. })))
            .count()
    }

    /// Every question with what came back.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Answer)> {
        self.0.iter().map(|(question, answer)| (*question, answer))
    }
}

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// The meter answered with a result code.
    Refused(String),
    /// No answer, or none that makes sense.
    Failed(String),
    NotAsked,
}

impl Silence {
    /// In words, after a colon.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Refused(code) => format!("the meter refuses to tell ({code})"),
            Self::Failed(error) => error.clone(),
            Self::NotAsked => "not asked".to_owned(),
        }
    }
}
