//! What those are told who were told of an incident before: updates, and in the end that all is over.

use std::fmt::Write;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Figure, Message, MessageKind};
use crate::alert::Severity;

/// An incident as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Its number.
    pub incident: i64,
    /// The worst of its events.
    pub severity: Severity,
    /// When it began.
    pub began: Timestamp,
    /// When it ended; `None` while something of it is open.
    pub ended: Option<Timestamp>,
    /// Its events, oldest first.
    pub events: Vec<StandingEvent>,
    /// Events of it that are not among these.
    pub more: u32,
}

/// An event of an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct StandingEvent {
    /// Name of its rule.
    pub name: String,
    /// When it began.
    pub began: Option<Timestamp>,
    /// When it ended; `None` while it is open.
    pub ended: Option<Timestamp>,
    /// Why it ended, when the value was not the reason.
    pub reason: Option<String>,
    /// The worst of it.
    pub peak: Option<Figure>,
    /// Who takes care of it.
    pub by: Option<String>,
}

/// What is put together into one message.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What happened since this recipient was told last, in its order; nothing when only the end is new.
    pub news: &'a [Message],
    /// The first that this recipient was told, which more is told of.
    pub first: Option<&'a Message>,
    /// Where the incident stands.
    pub standing: &'a Standing,
    /// Whether the incident is over, and this is the last of it.
    pub is_end: bool,
}

impl Message {
    /// What happened of an incident since a recipient was told last, as one message under this key.
    pub fn of_incident(key: &str, told: Told<'_>) -> Self {
        let words = Words { told, zone: told.zone() };
        let (standing, last) = (told.standing, told.news.last());
        let at = last.map_or_else(|| standing.ended.unwrap_or(standing.began), |last| last.at);
        let like = last.or(told.first);
        let kind = match last {
            Some(last) if told.is_end && told.news.len() == 1 && last.kind == MessageKind::Closed => {
                last.kind
            }
            _ if told.is_end => MessageKind::Cleared,
            _ => MessageKind::Update,
        };
        let peak = if told.is_end { words.highest().cloned() } else { None };
        let message = Self {
            thread: like.and_then(|like| like.thread.clone()),
            severity: told.severity(),
            unit: like.and_then(|like| like.unit.clone()),
            event: None,
            incident: Some(standing.incident),
            title: words.title(),
            text: words.text(),
            began: Some(standing.began),
            ended: standing.ended.filter(|_| told.is_end),
            value: last.and_then(|last| last.value.clone()),
            threshold: last.and_then(|last| last.threshold.clone()),
            peak: peak.or_else(|| last.and_then(|last| last.peak.clone())),
            series: last.and_then(|last| last.series.clone()),
            by: told.news.iter().rev().find_map(|one| one.by.clone()),
            link: like.and_then(|like| like.link.clone()),
            zone: words.zone.clone(),
            ..Self::new(key, like.map_or(key, |like| like.alarm.as_str()), kind, at)
        };
        message.bounded()
    }
}

impl Told<'_> {
    fn zone(&self) -> TimeZone {
        self.news.last().or(self.first).map_or(TimeZone::UTC, |like| like.zone.clone())
    }

    fn severity(&self) -> Severity {
        let gravest = self.news.iter().map(|one| one.severity).max();
        gravest.unwrap_or(self.standing.severity)
    }
}

struct Words<'a> {
    told: Told<'a>,
    zone: TimeZone,
}

impl Words<'_> {
    fn title(&self) -> String {
        let standing = self.told.standing;
        let what = match self.told.news {
            [one] => plain(&one.title).to_owned(),
            _ => format!("[{}] {}", self.told.severity(), self.subject()),
        };
        if let (true, Some(ended)) = (self.told.is_end, standing.ended) {
            let lasted = lasted(standing.began, ended);
            // What was ended by the deletion of its rule need not be quiet.
            let is_clear = standing.events.iter().all(|event| event.reason.is_none());
            let word = if is_clear { "All clear" } else { "Closed" };
            return match self.told.news {
                [_] if standing.events.len() == 1 => format!("{word}: {what}"),
                _ => format!("{word}: [{}] {}, over after {lasted}", standing.severity, self.subject()),
            };
        }
        let cared_for = self.told.news.iter().all(|one| one.kind == MessageKind::Acknowledged);
        let by = self.told.news.last().and_then(|one| one.by.as_deref()).filter(|_| cared_for);
        let open = standing.events.iter().filter(|event| event.ended.is_none()).count();
        match (by, self.told.news.len()) {
            (Some(by), _) => {
                format!("Update: {by} takes care of it: [{}] {}", self.told.severity(), self.subject())
            }
            (None, 1) => format!("Update: {what} ({open} open)"),
            (None, changes) => format!("Update: {what}: {changes} changes ({open} open)"),
        }
    }

    /// Of which unit, and the first of its events.
    fn subject(&self) -> String {
        let like = self.told.news.last().or(self.told.first);
        let unit = like.and_then(|like| like.unit.as_ref()).map(|unit| format!("{unit}: "));
        let events = &self.told.standing.events;
        let first = events.first().map_or("alarm", |event| event.name.as_str());
        let others =
            events.len().saturating_sub(1) + usize::try_from(self.told.standing.more).unwrap_or_default();
        let others = if others > 0 { format!(" and {others} more") } else { String::new() };
        format!("{}{first}{others}", unit.unwrap_or_default())
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let news = self.told.news;
        for one in news {
            let text_of = if one.text.is_empty() { plain(&one.title) } else { &one.text };
            // Writing into a text does not fail.
            let _ = match news {
                [_] => writeln!(text, "{text_of}"),
                _ => writeln!(text, "{}  {text_of}", self.time(one.at)),
            };
        }
        let standing = self.told.standing;
        let is_all = standing.events.len() == 1 && standing.more == 0;
        if is_all && !news.is_empty() {
            return text.trim_end().to_owned();
        }
        if !news.is_empty() {
            text.push('\n');
        }
        match (self.told.is_end, standing.ended) {
            (true, Some(ended)) => self.all_over(&mut text, ended),
            _ => self.what_is_open(&mut text),
        }
        text.trim_end().to_owned()
    }

    fn all_over(&self, text: &mut String, ended: Timestamp) {
        let standing = self.told.standing;
        let (began, lasted) = (self.moment(standing.began), lasted(standing.began, ended));
        let _ = writeln!(text, "All is over after {lasted}, from {began} to {}.", self.moment(ended));
        if let Some(peak) = self.highest() {
            let _ = writeln!(text, "Highest peak: {peak}.");
        }
        for event in &standing.events {
            self.line(text, event);
        }
        if standing.more > 0 {
            let _ = writeln!(text, "and {} more", standing.more);
        }
    }

    fn what_is_open(&self, text: &mut String) {
        let events = &self.told.standing.events;
        let (open, over): (Vec<_>, Vec<_>) = events.iter().partition(|event| event.ended.is_none());
        let _ =
            writeln!(text, "{}", if open.is_empty() { "Nothing is open any more." } else { "Still open:" });
        for event in open {
            self.line(text, event);
        }
        if !over.is_empty() {
            let _ = writeln!(text, "Over:");
            for event in over {
                self.line(text, event);
            }
        }
        if self.told.standing.more > 0 {
            let _ = writeln!(text, "and {} more", self.told.standing.more);
        }
    }

    fn line(&self, text: &mut String, event: &StandingEvent) {
        let began = event.began.map(|at| format!(" since {}", self.time(at)));
        let mut line = match (event.began, event.ended) {
            (Some(began), Some(ended)) => {
                format!("- {}: {} to {}", event.name, self.time(began), self.time(ended))
            }
            _ => format!("- {}{}", event.name, began.unwrap_or_default()),
        };
        let peak = event.peak.as_ref().map(|peak| format!("peak {peak}"));
        let reason = event.reason.as_ref().map(|reason| format!("closed: {reason}"));
        let by = event.by.as_ref().map(|by| format!("{by} takes care of it"));
        for more in [peak, reason, by.filter(|_| event.ended.is_none())].into_iter().flatten() {
            let _ = write!(line, ", {more}");
        }
        let _ = writeln!(text, "{line}");
    }

    /// The highest of the events' peaks that are of one unit of measurement.
    fn highest(&self) -> Option<&Figure> {
        let peaks = || self.told.standing.events.iter().filter_map(|event| event.peak.as_ref());
        let first = peaks().next()?;
        let alike = peaks().all(|peak| peak.unit == first.unit);
        peaks().filter(|_| alike).max_by(|one, other| one.value.total_cmp(&other.value))
    }

    fn moment(&self, at: Timestamp) -> String {
        self.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The time alone, where the day is that of the begin.
    fn time(&self, at: Timestamp) -> String {
        let (shown, began) = (self.zone.to_datetime(at), self.zone.to_datetime(self.told.standing.began));
        let pattern = if shown.date() == began.date() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        shown.strftime(pattern).to_string()
    }
}

/// A title without what it says of its incident, which the update says itself.
fn plain(title: &str) -> &str {
    title.split(" (incident since ").next().unwrap_or(title)
}

fn lasted(began: Timestamp, ended: Timestamp) -> String {
    words_of(ended.duration_since(began).unsigned_abs())
}

fn words_of(length: Duration) -> String {
    let seconds = length.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}min {seconds}s"),
        (hours, minutes, seconds) => format!("{hours}h {minutes}min {seconds}s"),
    }
}

#[cfg(test)]
mod tests;
