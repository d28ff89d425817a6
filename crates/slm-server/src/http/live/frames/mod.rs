//! The JSON of live frames.
//!
//! Without wishes a client gets the compatible frames: levels as texts exactly as printed, and beside the known keys
//! only `seq` and `epoch`.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use nl43_proto::{Flag, FrequencyWeighting, Level, Quantity, TimeWeighting};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::json;
use slm_domain::campaign::CampaignNotice;
use slm_domain::operation::Operation;
use slm_domain::{AlertNotice, LiveEvent, Reading, Sample, StreamLevels, UnitId};
use slm_feed::{Encoding, FrameEncoder, Gap, Stamp};

use super::form::{Field, Form};
use crate::http::operation::of_operation;
use crate::http::time::{iso_utc, iso_utc_of};

/// Levels of a compatible frame, in its order.
const LEVELS: [Quantity; 7] = [
    Quantity::Lp,
    Quantity::Leq,
    Quantity::Lmax,
    Quantity::Lmin,
    Quantity::Lpeak,
    Quantity::Ln1,
    Quantity::Ln2,
];

/// Levels that frames with numbers have besides.
const MORE_LEVELS: [Quantity; 4] = [Quantity::Le, Quantity::Ln3, Quantity::Ln4, Quantity::Ln5];

/// Levels that must be asked for by name.
const RARE_LEVELS: [Quantity; 3] = [Quantity::Lieq, Quantity::LeqMov, Quantity::Ltm5];

/// Longest data frame seen is about 700 bytes.
const USUAL_BYTES: usize = 1024;

/// Gives frames their JSON.
#[derive(Default)]
pub(crate) struct Frames {
    /// Levels of each unit that streams, and the last record counted.
    streams: Mutex<HashMap<UnitId, (Stamp, StreamLevels)>>,
}

impl Frames {
    /// Forgets a deleted unit.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).remove(unit);
    }

    /// Counts a record of the stream, once however many forms it is asked for in, and gives the percentiles so far.
    fn percentiles(&self, unit: &UnitId, stamp: &Stamp, reading: &Reading) -> Option<[f64; 5]> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, levels) =
            streams.entry(unit.clone()).or_insert_with(|| (before(stamp), StreamLevels::default()));
        if last.epoch != stamp.epoch {
            (*last, *levels) = (before(stamp), StreamLevels::default());
        }
        if stamp.seq > last.seq {
            *last = stamp.clone();
            levels.record(reading);
        }
        levels.percentiles()
    }
}

fn before(stamp: &Stamp) -> Stamp {
    Stamp { seq: stamp.seq.saturating_sub(1), ..stamp.clone() }
}

impl FrameEncoder for Frames {
    fn encode(&self, unit: &UnitId, stamp: &Stamp, event: &LiveEvent, encoding: Encoding) -> Option<Bytes> {
        let form = Form::from(encoding);
        match event {
            LiveEvent::Reading { reading, recovered } => {
                let percentiles = if form.stream { self.percentiles(unit, stamp, reading) } else { None };
                let data = DataFrame { unit, stamp, reading, recovered: *recovered, form, percentiles };
                Some(json_bytes(&data))
            }
            LiveEvent::Unreachable { reason, .. } => Some(json_bytes(&json!({
                "unit_id": unit.as_str(),
                "timestamp": iso_utc(stamp.at),
                "feed_status": "unreachable",
                "reason": reason,
                "epoch": stamp.epoch.as_str(),
                "seq": stamp.seq,
            }))),
            LiveEvent::Alert(notice) => form.events.then(|| alert(unit, stamp, notice)),
            LiveEvent::Campaign(notice) => form.events.then(|| campaign_frame(unit, stamp, notice)),
            LiveEvent::Operation(operation) => form.events.then(|| operation_frame(unit, stamp, operation)),
            LiveEvent::StreamGap { reason, .. } => form.events.then(|| {
                json_bytes(&json!({
                    "event": "gap",
                    "unit_id": unit.as_str(),
                    "timestamp": iso_utc(stamp.at),
                    "reason": reason,
                    "epoch": stamp.epoch.as_str(),
                    "seq": stamp.seq,
                }))
            }),
            LiveEvent::StreamError { error, detail, .. } => Some(json_bytes(&json!({
                "error": error,
                "detail": detail,
                "unit_id": unit.as_str(),
            }))),
        }
    }

    fn heartbeat(&self, unit: &UnitId, stamp: &Stamp, reachable: bool, _: Encoding) -> Bytes {
        json_bytes(&json!({
            "unit_id": unit.as_str(),
            "timestamp": iso_utc(stamp.at),
            "feed_status": if reachable { "ok" } else { "unreachable" },
            "heartbeat": true,
            "epoch": stamp.epoch.as_str(),
            "seq": stamp.seq,
        }))
    }

    fn gap(&self, unit: &UnitId, stamp: &Stamp, gap: &Gap, _: Encoding) -> Bytes {
        let segment = percent_encoded(unit.as_str());
        json_bytes(&json!({
            "event": "gap",
            "unit_id": unit.as_str(),
            "timestamp": iso_utc(stamp.at),
            "reason": gap.reason.as_str(),
            "since": gap.since.to_string(),
            "missed": gap.missed,
            "history": format!("/api/nl43/{segment}/history"),
            "epoch": stamp.epoch.as_str(),
            "seq": stamp.seq,
        }))
    }
}

fn alert(unit: &UnitId, stamp: &Stamp, notice: &AlertNotice) -> Bytes {
    json_bytes(&json!({
        "event": "alert",
        "unit_id": unit.as_str(),
        "timestamp": iso_utc(stamp.at),
        "at": iso_utc(notice.at),
        "edge": notice.edge.as_str(),
        "quiet": notice.is_quiet,
        "rule_id": notice.rule_id,
        "rule": notice.rule,
        "severity": notice.severity.as_str(),
        "metric": notice.metric,
        "unit": notice.unit,
        "comparison": notice.comparison.to_string(),
        "threshold_db": notice.threshold,
        "level_db": notice.value,
        "epoch": stamp.epoch.as_str(),
        "seq": stamp.seq,
    }))
}

fn campaign_frame(unit: &UnitId, stamp: &Stamp, notice: &CampaignNotice) -> Bytes {
    json_bytes(&json!({
        "event": "campaign",
        "unit_id": unit.as_str(),
        "timestamp": iso_utc(stamp.at),
        "campaign_id": notice.campaign,
        "name": notice.name,
        "action": notice.action.as_str(),
        "due": iso_utc(notice.due),
        "state": notice.state,
        "operation_id": notice.operation,
        "detail": notice.detail,
        "epoch": stamp.epoch.as_str(),
        "seq": stamp.seq,
    }))
}

fn operation_frame(unit: &UnitId, stamp: &Stamp, operation: &Operation) -> Bytes {
    json_bytes(&json!({
        "event": "operation",
        "unit_id": unit.as_str(),
        "timestamp": iso_utc(stamp.at),
        "operation": of_operation(operation),
        "epoch": stamp.epoch.as_str(),
        "seq": stamp.seq,
    }))
}

fn json_bytes(value: &impl Serialize) -> Bytes {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    // Writing JSON with text keys into memory cannot fail.
    if serde_json::to_writer(&mut bytes, value).is_err() {
        bytes = b"{}".to_vec();
    }
    bytes.into()
}

/// A unit's name as a path segment.
pub(crate) fn percent_encoded(name: &str) -> String {
    let mut segment = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                segment.push(char::from(byte));
            }
            // Writing into a text cannot fail.
            _ => drop(write!(segment, "%{byte:02X}")),
        }
    }
    segment
}

/// A frame with levels.
struct DataFrame<'a> {
    unit: &'a UnitId,
    stamp: &'a Stamp,
    reading: &'a Reading,
    recovered: bool,
    form: Form,
    percentiles: Option<[f64; 5]>,
}

impl Serialize for DataFrame<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("unit_id", self.unit.as_str())?;
        map.serialize_entry("timestamp", &iso_utc(self.stamp.at))?;
        if self.wants(Field::State) {
            self.serialize_state(&mut map)?;
        }
        if self.form.stream {
            map.serialize_entry("counter", &self.reading.counter().map(|counter| counter.to_string()))?;
        } else if self.form.fields.is_none() {
            map.serialize_entry("counter", &())?;
        }
        self.serialize_levels(&mut map)?;
        if self.form.numbers {
            self.serialize_flags(&mut map)?;
        }
        if self.wants(Field::Raw) {
            map.serialize_entry("raw_payload", self.reading.raw())?;
        }
        if self.form.stream {
            self.serialize_percentiles(&mut map)?;
        } else {
            map.serialize_entry("feed_status", "ok")?;
        }
        map.serialize_entry("epoch", self.stamp.epoch.as_str())?;
        map.serialize_entry("seq", &self.stamp.seq)?;
        map.end()
    }
}

impl DataFrame<'_> {
    fn wants(&self, field: Field) -> bool {
        self.form.fields.is_none_or(|fields| fields.contains(field))
    }

    /// Whether the reading has what the feed means by a quantity. On the monitor feed that is the value of the whole
    /// measurement; a record of the stream has the values of its own 100 ms, of which only Lp is the same.
    fn knows(&self, quantity: Quantity) -> bool {
        self.form.stream || quantity == Quantity::Lp || matches!(self.reading.sample, Sample::Dod(_))
    }

    fn serialize_state<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let run = &self.reading.run;
        let word = run.word.map(nl43_proto::RunState::as_str);
        if self.form.stream {
            // Existing clients know no other word on a stream; the truth stands beside it.
            map.serialize_entry("measurement_state", "Measure")?;
            map.serialize_entry("run_state", &word)?;
        } else {
            map.serialize_entry("measurement_state", word.unwrap_or("unknown"))?;
        }
        map.serialize_entry("measurement_start_time", &iso_utc_of(run.started_at))
    }

    fn serialize_levels<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let more = MORE_LEVELS.into_iter().filter(|_| self.form.numbers || self.form.fields.is_some());
        // The rare ones only by name.
        let rare = RARE_LEVELS.into_iter().filter(|_| self.form.fields.is_some());
        for quantity in LEVELS.into_iter().chain(more).chain(rare) {
            if !self.wants(Field::Level(quantity)) {
                continue;
            }
            let known = self.knows(quantity);
            if self.form.numbers {
                let level = self.reading.level(quantity).filter(|_| known).map(Level::decibels);
                map.serialize_entry(quantity.key(), &level)?;
            } else {
                map.serialize_entry(quantity.key(), &self.reading.text(quantity).filter(|_| known))?;
            }
        }
        Ok(())
    }

    fn serialize_flags<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("over", &flag(self.reading.over()))?;
        map.serialize_entry("under", &flag(self.reading.under()))?;
        if self.form.fields.is_some() {
            return Ok(());
        }
        let settings = &self.reading.settings;
        map.serialize_entry(
            "frequency_weighting",
            &settings.frequency_weighting.map(FrequencyWeighting::as_str),
        )?;
        map.serialize_entry("time_weighting", &settings.time_weighting.map(TimeWeighting::as_str))?;
        map.serialize_entry("ln_percent", &settings.percentiles)?;
        map.serialize_entry("recovered", &self.recovered)
    }

    fn serialize_percentiles<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let rounded = self.percentiles.map(|levels| levels.map(|level| (level * 10.0).round() / 10.0));
        let value = rounded.map(|levels| json!({"n": StreamLevels::PERCENTS, "levels": levels}));
        map.serialize_entry("stream_ln", &value)
    }
}

fn flag(flag: Flag) -> Option<bool> {
    match flag {
        Flag::No => Some(false),
        Flag::Yes => Some(true),
        Flag::Off => None,
    }
}

#[cfg(test)]
mod tests;
