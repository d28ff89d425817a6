//! The server's live frames, as far as a watcher needs them.
//!
//! Read leniently: an unknown frame is no reason to stop watching, and a level may come as text or as a number.

use jiff::{Timestamp, civil, tz::TimeZone};
use nl43_proto::{Dod, Flag, Quantity};
use serde::de::DeserializeOwned;
use serde_json::Value;
use slm_api_types::{AlertFrame, ErrorFrame, FeedPosition, FeedStatus, GapFrame, MonitorFrame};

#[cfg(test)]
mod tests;

/// One message of the feed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Frame {
    /// The server's time of it.
    pub(crate) at: Option<Timestamp>,
    /// Where to resume after it.
    pub(crate) position: Option<FeedPosition>,
    /// Frames the server left out before this one because we were slow.
    pub(crate) dropped: u64,
    pub(crate) body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Reading {
        levels: Box<Levels>,
        meter: Meter,
    },
    Unreachable {
        reason: Option<String>,
    },
    Heartbeat {
        reachable: bool,
    },
    /// The first frame; its time is the server's now.
    Hello,
    /// Frames are missing before this place.
    Gap {
        reason: String,
    },
    /// An alert rule's edge, in words.
    Alert(String),
    /// The server will not serve this unit.
    Refused(String),
    Other,
}

/// Levels as the meter printed them; `None` where it printed no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Levels {
    pub(crate) lp: Option<String>,
    pub(crate) leq: Option<String>,
    pub(crate) lmax: Option<String>,
    pub(crate) lmin: Option<String>,
    pub(crate) lpeak: Option<String>,
    /// Slots LN1 to LN5.
    pub(crate) slots: [Option<String>; 5],
    /// Which percentage each slot is set to, once the server has read it.
    pub(crate) percentages: Option<[u8; 5]>,
    pub(crate) over: bool,
    pub(crate) under: bool,
}

impl Levels {
    /// A slot's name: `L10` where the percentage is known, `LN2` otherwise.
    pub(crate) fn slot_name(&self, index: usize) -> String {
        match self.percentages.and_then(|all| all.get(index).copied()) {
            Some(percentage) => format!("L{percentage}"),
            None => format!("LN{}", index + 1),
        }
    }
}

/// What the meter is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meter {
    /// Measuring or stopped, where known.
    pub(crate) measuring: Option<bool>,
    pub(crate) started: Option<Timestamp>,
}

impl Frame {
    /// Reads one message; `None` for text that is no JSON object.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok().filter(Value::is_object)?;
        Some(Self {
            at: value.get("timestamp").and_then(Value::as_str).and_then(parse_time),
            position: read(&value),
            dropped: value.get("dropped").and_then(Value::as_u64).unwrap_or(0),
            body: body(&value).unwrap_or(Body::Other),
        })
    }
}

fn body(value: &Value) -> Option<Body> {
    if let Some(event) = value.get("event").and_then(Value::as_str) {
        return match event {
            "hello" => Some(Body::Hello),
            "gap" => read::<GapFrame>(value).map(|gap| Body::Gap { reason: gap.reason }),
            "alert" => read::<AlertFrame>(value).map(|alert| Body::Alert(describe_alert(&alert))),
            _ => None,
        };
    }
    if value.get("error").is_some() {
        let ErrorFrame { error, detail, .. } = read(value)?;
        return Some(Body::Refused(detail.map_or(error.clone(), |detail| format!("{error}: {detail}"))));
    }
    let frame: MonitorFrame = read(value)?;
    let reachable = frame.feed_status == FeedStatus::Ok;
    Some(match (frame.heartbeat, reachable) {
        (Some(true), reachable) => Body::Heartbeat { reachable },
        (_, false) => Body::Unreachable { reason: frame.reason },
        (_, true) => Body::Reading { levels: Box::new(levels(&frame)), meter: meter(&frame) },
    })
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

fn meter(frame: &MonitorFrame) -> Meter {
    let measuring = match frame.measurement_state.as_deref() {
        Some("Start" | "Measure") => Some(true),
        Some("Stop") => Some(false),
        _ => None,
    };
    Meter { measuring, started: frame.measurement_start_time.as_deref().and_then(parse_time) }
}

fn levels(frame: &MonitorFrame) -> Levels {
    let slots = [&frame.ln1, &frame.ln2, &frame.ln3, &frame.ln4, &frame.ln5];
    let mut levels = Levels {
        lp: level(frame.lp.as_ref()),
        leq: level(frame.leq.as_ref()),
        lmax: level(frame.lmax.as_ref()),
        lmin: level(frame.lmin.as_ref()),
        lpeak: level(frame.lpeak.as_ref()),
        slots: slots.map(|slot| level(slot.as_ref())),
        percentages: frame.ln_percent.as_deref().and_then(|all| all.try_into().ok()),
        over: frame.over.unwrap_or(false),
        under: frame.under.unwrap_or(false),
    };
    if let Some(dod) = frame.raw_payload.as_deref().and_then(|line| Dod::decode(line).ok()) {
        complete(&mut levels, &dod);
    }
    levels
}

/// Adds what the compatible frame leaves out: three of the slots and the range flags.
fn complete(levels: &mut Levels, dod: &Dod) {
    let quantities = [Quantity::Ln1, Quantity::Ln2, Quantity::Ln3, Quantity::Ln4, Quantity::Ln5];
    for (slot, quantity) in levels.slots.iter_mut().zip(quantities) {
        if slot.is_none() {
            *slot = dod.main().level(quantity).map(|level| level.to_string());
        }
    }
    levels.over |= dod.main().over == Flag::Yes;
    levels.under |= dod.main().under == Flag::Yes;
}

fn level(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => {
            let text = text.trim();
            text.parse::<f64>().is_ok().then(|| text.to_owned())
        }
        Value::Number(number) => number.as_f64().map(|level| format!("{level:.1}")),
        _ => None,
    }
}

fn describe_alert(alert: &AlertFrame) -> String {
    let AlertFrame { edge, quiet, rule, metric, unit, level_db, threshold_db, .. } = alert;
    let unit = unit.as_deref().unwrap_or("dB");
    let figure = |value: f64| format!("{value:.1} {unit}").trim_end().to_owned();
    let value = level_db.map(|level| format!(" {}", figure(level))).unwrap_or_default();
    let limit = threshold_db.map(|limit| format!(" (threshold {})", figure(limit))).unwrap_or_default();
    let quiet = if *quiet { ", quiet" } else { "" };
    format!("alert {edge}: {rule}, {metric}{value}{limit}{quiet}")
}

/// Times come as UTC without a zone; one with a zone is understood as well.
fn parse_time(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let civil: civil::DateTime = text.parse().ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}
