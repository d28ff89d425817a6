//! What happened beside what was expected.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_domain::alert::{Trial, TriedEvent};

use super::series::{duration, later, time};
use super::text::{ExpectText, WhenText};

/// An event that is expected. `None`: it may be anything.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expected {
    onset: Timestamp,
    clear: Option<Timestamp>,
    is_open: bool,
    ended: Option<String>,
    value: Option<f64>,
    peak: Option<f64>,
    peak_at: Option<Timestamp>,
    exceedances: Option<u32>,
}

/// How much may be off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    pub(super) seconds: f64,
    pub(super) decibels: f64,
}

pub(super) fn read(texts: &[ExpectText], begin: Timestamp, zone: &TimeZone) -> Result<Vec<Expected>, String> {
    let when = |text: &WhenText| match text {
        WhenText::Seconds(seconds) => later(begin, duration(*seconds)?),
        WhenText::Time(text) => time(text, zone),
    };
    let read = |(number, text): (usize, &ExpectText)| {
        let at = |name: &str, text: &WhenText| {
            when(text).map_err(|reason| format!("expect.{number}.{name}: {reason}"))
        };
        if text.open && (text.clear.is_some() || text.ended.is_some()) {
            return Err(format!("expect.{number}.open: an open event has no end"));
        }
        Ok(Expected {
            onset: at("onset", &text.onset)?,
            clear: text.clear.as_ref().map(|text| at("clear", text)).transpose()?,
            is_open: text.open,
            ended: text.ended.clone(),
            value: text.value,
            peak: text.peak,
            peak_at: text.peak_at.as_ref().map(|text| at("peak_at", text)).transpose()?,
            exceedances: text.exceedances,
        })
    };
    texts.iter().enumerate().map(read).collect()
}

/// In words; none when all is as expected.
pub(super) fn differences(
    trial: &Trial,
    expected: &[Expected],
    tolerance: Tolerance,
    begin: Timestamp,
) -> Vec<String> {
    let show = Show { begin, tolerance };
    // An event that is not expected, or is missing, must not make all later ones wrong.
    let mut told = Vec::new();
    let mut happened = (1..).zip(&trial.events).peekable();
    for expected in expected {
        while let Some((number, event)) = happened.next_if(|(_, event)| show.is_before(event, expected)) {
            told.push(format!("event {number} was not expected: {}", show.event(event)));
        }
        match happened.next_if(|(_, event)| show.same(event.event.onset_at, expected.onset)) {
            Some((number, event)) => {
                let wrong = show.compare(event, expected);
                told.extend(wrong.into_iter().map(|wrong| format!("event {number}: {wrong}")));
            }
            None => told
                .push(format!("an event was expected at {}, and there was none", show.time(expected.onset))),
        }
    }
    for (number, event) in happened {
        told.push(format!("event {number} was not expected: {}", show.event(event)));
    }
    if trial.more > 0 {
        told.push(format!("{} more events were not looked at", trial.more));
    }
    told
}

struct Show {
    begin: Timestamp,
    tolerance: Tolerance,
}

impl Show {
    fn is_before(&self, event: &TriedEvent, expected: &Expected) -> bool {
        event.event.onset_at < expected.onset && !self.same(event.event.onset_at, expected.onset)
    }

    fn same(&self, one: Timestamp, other: Timestamp) -> bool {
        one.duration_since(other).as_secs_f64().abs() <= self.tolerance.seconds + 1e-9
    }

    fn compare(&self, event: &TriedEvent, expected: &Expected) -> Vec<String> {
        let mut wrong = Vec::new();
        match (&event.ended, expected.clear) {
            (Some((at, _)), Some(clear)) if !self.same(*at, clear) => {
                wrong.push(format!("it ended at {}, not at {}", self.time(*at), self.time(clear)));
            }
            (None, Some(clear)) => wrong.push(format!("it did not end at {}: it is open", self.time(clear))),
            _ => {}
        }
        if let Some((at, _)) = &event.ended
            && expected.is_open
        {
            wrong.push(format!("it ended at {}, and should be open", self.time(*at)));
        }
        if let Some(ended) = &expected.ended {
            let is = how(event);
            if is != *ended {
                wrong.push(format!("it ended with {is:?}, not with {ended:?}"));
            }
        }
        let peak = event.event.peak;
        let values = [
            ("began with", event.event.onset_value, expected.value),
            ("had the peak", peak.map(|peak| peak.value), expected.peak),
        ];
        for (what, is, expected) in values {
            let Some(expected) = expected else { continue };
            if is.is_none_or(|is| (is - expected).abs() > self.tolerance.decibels + 1e-9) {
                wrong.push(format!("it {what} {}, not {expected:.2}", number(is)));
            }
        }
        if let Some(at) = expected.peak_at
            && peak.is_none_or(|peak| !self.same(peak.at, at))
        {
            let is = peak.map_or("at no time".to_owned(), |peak| format!("at {}", self.time(peak.at)));
            wrong.push(format!("it had its peak {is}, not at {}", self.time(at)));
        }
        if let Some(count) = expected.exceedances
            && count != event.event.exceedances
        {
            wrong.push(format!("it has {} exceedances, not {count}", event.event.exceedances));
        }
        wrong
    }

    fn event(&self, event: &TriedEvent) -> String {
        let end = match &event.ended {
            Some((at, _)) => format!("{} at {}", how(event), self.time(*at)),
            None => "open at the end".to_owned(),
        };
        let peak = number(event.event.peak.map(|peak| peak.value));
        format!("onset at {}, peak {peak}, {end}", self.time(event.event.onset_at))
    }

    /// `612 s (2026-06-09T20:10:12Z)`.
    fn time(&self, at: Timestamp) -> String {
        let seconds = at.duration_since(self.begin).as_secs_f64();
        format!("{seconds} s ({at})")
    }
}

fn how(event: &TriedEvent) -> String {
    match &event.ended {
        Some((_, Some(reason))) => reason.to_string(),
        Some((_, None)) => "cleared".to_owned(),
        None => "open".to_owned(),
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or("none".to_owned(), |value| format!("{value:.2}"))
}
