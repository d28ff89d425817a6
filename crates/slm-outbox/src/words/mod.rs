//! Messages as people read them.

mod html;
mod text;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_domain::delivery::{Figure, Message, Series};

pub(crate) use html::html;
pub(crate) use text::text;

/// A moment on the clock of the message's zone.
fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// What is known of it besides its text: what, and how much.
fn facts(message: &Message) -> Vec<(&'static str, String)> {
    let time = |at: Option<Timestamp>| at.map(|at| moment(at, &message.zone));
    let named = |figure: &Figure| format!("{figure} ({})", figure.name);
    let facts = [
        ("Unit", message.unit.as_ref().map(ToString::to_string)),
        ("Severity", Some(message.severity.as_str().to_owned())),
        ("Value", message.value.as_ref().map(named)),
        ("Limit", message.threshold.as_ref().map(ToString::to_string)),
        ("Peak", message.peak.as_ref().map(ToString::to_string)),
        ("Began", time(message.began)),
        ("Ended", time(message.ended)),
        ("Told", Some(moment(message.at, &message.zone))),
        ("Acknowledged by", message.by.clone()),
    ];
    facts.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

/// What a chart shows, in words; `None` when it would show nothing.
pub(crate) fn caption(series: &Series, zone: &TimeZone) -> Option<String> {
    let (first, last) = (series.samples.first()?, series.samples.last()?);
    let [low, high] = series.extremes()?;
    let (from, to) = (moment(first.at, zone), moment(last.at, zone));
    Some(format!("{} from {from} to {to}: {low} to {high}", series.name))
}

/// Words of an escalation.
fn escalated(message: &Message) -> Option<String> {
    (message.escalation > 0).then(|| format!("Nobody has acknowledged this (step {}).", message.escalation))
}
