use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use nl43_proto::{Dod, DrdFrame, FrequencyWeighting, RunState, TimeWeighting};
use serde_json::Value;
use slm_domain::alert::{Comparison, Severity};
use slm_domain::{AlertEdge, KnownSettings, RunView};
use slm_feed::{Epoch, GapReason, Since};

use super::super::form::Wishes;
use super::*;

const AT: &str = "2026-06-09T17:13:21.5Z";

fn unit() -> UnitId {
    UnitId::new("north gate").unwrap()
}

fn stamp() -> Stamp {
    Stamp { epoch: "e1".parse::<Epoch>().unwrap(), seq: 42, at: AT.parse().unwrap() }
}

fn form(query: &str) -> Form {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(key, value)| (key.to_owned(), Value::from(value))).collect();
    Wishes::read(&query).unwrap().form
}

fn reading(sample: Sample) -> LiveEvent {
    let at: Timestamp = AT.parse().unwrap();
    let run =
        RunView { word: Some(RunState::Start), started_at: Some("2026-06-09T17:00:00Z".parse().unwrap()) };
    let settings = KnownSettings {
        frequency_weighting: Some(FrequencyWeighting::A),
        time_weighting: Some(TimeWeighting::F),
        percentiles: Some([5, 10, 50, 90, 95]),
    };
    let reading = Arc::new(Reading { at, seen: Instant::now(), sample, run, settings });
    LiveEvent::Reading { reading, recovered: true }
}

/// A snapshot with odd blanks, no Ltm5 and an overload.
fn dod() -> LiveEvent {
    let main = " 46.2, 61.7, 90.1, 73.0, 41.0, 66.6, 64.1, 58.9, 45.6, 43.3, 88.0, 62.0, 61.9, -.-,1,0";
    let sub = " -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-, -.-,0,0";
    let line = [main, sub, sub, sub].join(",");
    reading(Sample::Dod(Arc::new(Dod::decode(&line).unwrap())))
}

fn drd() -> LiveEvent {
    let channel = " 46.2, 61.7, 73.0, 41.0, 88.0, -.-,0,0";
    let line = format!("600,{channel},{channel},{channel},{channel}");
    reading(Sample::Drd(Arc::new(DrdFrame::decode(&line).unwrap())))
}

fn json(event: &LiveEvent, form: Form) -> Option<Value> {
    let bytes = Frames::default().encode(&unit(), &stamp(), event, form.into())?;
    Some(serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn the_compatible_frame_has_levels_as_printed() {
    insta::assert_json_snapshot!(json(&dod(), Form::default()), { ".raw_payload" => "…" }, @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "measurement_state": "Start",
      "measurement_start_time": "2026-06-09T17:00:00",
      "counter": null,
      "lp": "46.2",
      "leq": "61.7",
      "lmax": "73.0",
      "lmin": "41.0",
      "lpeak": "88.0",
      "ln1": "66.6",
      "ln2": "64.1",
      "raw_payload": "…",
      "feed_status": "ok",
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn numbers_bring_what_only_we_have() {
    insta::assert_json_snapshot!(json(&dod(), form("values=numbers")), { ".raw_payload" => "…" }, @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "measurement_state": "Start",
      "measurement_start_time": "2026-06-09T17:00:00",
      "counter": null,
      "lp": 46.2,
      "leq": 61.7,
      "lmax": 73.0,
      "lmin": 41.0,
      "lpeak": 88.0,
      "ln1": 66.6,
      "ln2": 64.1,
      "le": 90.1,
      "ln3": 58.9,
      "ln4": 45.6,
      "ln5": 43.3,
      "over": true,
      "under": false,
      "frequency_weighting": "A",
      "time_weighting": "F",
      "ln_percent": [
        5,
        10,
        50,
        90,
        95
      ],
      "recovered": true,
      "raw_payload": "…",
      "feed_status": "ok",
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn a_projection_has_only_what_was_asked_for() {
    insta::assert_json_snapshot!(json(&dod(), form("fields=leq,ltm5&values=numbers")), @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "leq": 61.7,
      "ltm5": null,
      "over": true,
      "under": false,
      "feed_status": "ok",
      "epoch": "e1",
      "seq": 42
    }
    "#);
    insta::assert_json_snapshot!(json(&dod(), form("fields=lp,le,state")), @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "measurement_state": "Start",
      "measurement_start_time": "2026-06-09T17:00:00",
      "lp": "46.2",
      "le": "90.1",
      "feed_status": "ok",
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn a_stream_frame_has_a_counter_and_no_feed_status() {
    let form = Form { stream: true, ..Form::default() };
    insta::assert_json_snapshot!(json(&drd(), form), { ".raw_payload" => "…" }, @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "measurement_state": "Measure",
      "run_state": "Start",
      "measurement_start_time": "2026-06-09T17:00:00",
      "counter": "600",
      "lp": "46.2",
      "leq": "61.7",
      "lmax": "73.0",
      "lmin": "41.0",
      "lpeak": "88.0",
      "ln1": null,
      "ln2": null,
      "raw_payload": "…",
      "stream_ln": null,
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn the_monitor_takes_only_lp_from_the_stream() {
    let frame = json(&drd(), Form::default()).unwrap();
    assert_eq!(frame["lp"], "46.2");
    assert_eq!(frame["leq"], Value::Null, "that of 100 ms is not that of the measurement");
    assert_eq!(frame["counter"], Value::Null);
    assert_eq!(frame["feed_status"], "ok");
}

#[test]
fn percentiles_of_the_stream_need_a_hundred_records() {
    let frames = Frames::default();
    let stream_ln = |seq: u64, numbers: bool| {
        let form = Form { stream: true, numbers, ..Form::default() };
        let stamp = Stamp { seq, ..stamp() };
        let bytes = frames.encode(&unit(), &stamp, &drd(), form.into()).unwrap();
        serde_json::from_slice::<Value>(&bytes).unwrap()["stream_ln"].clone()
    };
    for seq in 1..100 {
        assert_eq!(stream_ln(seq, false), Value::Null);
        assert_eq!(stream_ln(seq, true), Value::Null, "the same record in another form counts once");
    }
    let expected = json!({"n": [5, 10, 50, 90, 95], "levels": [46.3, 46.3, 46.3, 46.2, 46.2]});
    assert_eq!(stream_ln(100, false), expected);
}

#[test]
fn an_unreachable_frame_has_no_levels() {
    let event = LiveEvent::Unreachable { at: AT.parse().unwrap(), reason: "connection refused".into() };
    insta::assert_json_snapshot!(json(&event, Form::default()), @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "feed_status": "unreachable",
      "reason": "connection refused",
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn alerts_are_for_those_who_asked() {
    let event = LiveEvent::Alert(AlertNotice {
        at: AT.parse().unwrap(),
        edge: AlertEdge::Onset,
        is_quiet: false,
        rule_id: Some(3),
        rule: "Environment".into(),
        severity: Severity::Warning,
        metric: "lp".into(),
        unit: "dB".into(),
        value: Some(88.5),
        comparison: Comparison::Above,
        threshold: Some(70.0),
    });
    assert_eq!(json(&event, Form::default()), None);
    insta::assert_json_snapshot!(json(&event, form("events=1")), @r#"
    {
      "event": "alert",
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "at": "2026-06-09T17:13:21.500000",
      "edge": "onset",
      "quiet": false,
      "rule_id": 3,
      "rule": "Environment",
      "severity": "warning",
      "metric": "lp",
      "unit": "dB",
      "comparison": "above",
      "threshold_db": 70.0,
      "level_db": 88.5,
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn a_gap_names_the_history() {
    let since = Since { epoch: "e0".parse().unwrap(), seq: 7 };
    let gap = Gap { reason: GapReason::EpochChanged, since, missed: None };
    let bytes = Frames::default().gap(&unit(), &stamp(), &gap, Encoding(0));
    insta::assert_json_snapshot!(serde_json::from_slice::<Value>(&bytes).unwrap(), @r#"
    {
      "event": "gap",
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "reason": "epoch_changed",
      "since": "e0:7",
      "missed": null,
      "history": "/api/nl43/north%20gate/history",
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn a_heartbeat_says_whether_the_unit_answers() {
    let bytes = Frames::default().heartbeat(&unit(), &stamp(), false, Encoding(0));
    insta::assert_json_snapshot!(serde_json::from_slice::<Value>(&bytes).unwrap(), @r#"
    {
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "feed_status": "unreachable",
      "heartbeat": true,
      "epoch": "e1",
      "seq": 42
    }
    "#);
}

#[test]
fn every_frame_can_be_read_with_the_shapes_we_publish() {
    let read = |event: &LiveEvent, form: Form| json(event, form).unwrap();
    for query in ["", "values=numbers", "fields=lp"] {
        let frame: slm_api_types::MonitorFrame = serde_json::from_value(read(&dod(), form(query))).unwrap();
        assert_eq!(frame.seq, Some(42));
    }
    let stream = Form { stream: true, ..Form::default() };
    let frame: slm_api_types::StreamFrame = serde_json::from_value(read(&drd(), stream)).unwrap();
    assert_eq!(frame.counter, "600");
}

#[test]
fn operations_are_shown_to_those_who_ask_for_events() {
    let at: Timestamp = AT.parse().unwrap();
    let id = slm_domain::operation::OperationId::numbered(1, 7);
    let kind = slm_domain::operation::OperationKind::StopCycle;
    let mut operation = Operation::new(id, unit(), kind, &["stop", "download"], at);
    operation.begin_step("stop", at);
    operation.begin_step("download", at);
    operation.bytes_done = 10;
    let event = LiveEvent::Operation(Arc::new(operation));
    assert_eq!(json(&event, Form::default()), None);
    let frame = json(&event, form("events=1")).unwrap();
    assert_eq!(
        (&frame["event"], &frame["unit_id"], &frame["seq"]),
        (&"operation".into(), &"north gate".into(), &42.into())
    );
    let operation = &frame["operation"];
    assert_eq!(
        (&operation["operation_id"], &operation["state"]),
        (&"op-1-0000000000000007".into(), &"running".into())
    );
    assert_eq!((&operation["steps"][1]["state"], &operation["bytes_done"]), (&"running".into(), &10.into()));
}

#[test]
fn runs_of_campaigns_are_shown_to_those_who_ask_for_events() {
    let notice = CampaignNotice {
        campaign: 3,
        name: "Nights".into(),
        action: slm_domain::campaign::Action::Start,
        due: "2026-06-09T17:00:00Z".parse().unwrap(),
        state: "missed",
        operation: None,
        detail: Some("the grace time had passed".into()),
    };
    let event = LiveEvent::Campaign(Arc::new(notice));
    assert_eq!(json(&event, Form::default()), None);
    insta::assert_json_snapshot!(json(&event, form("events=1")), @r#"
    {
      "event": "campaign",
      "unit_id": "north gate",
      "timestamp": "2026-06-09T17:13:21.500000",
      "campaign_id": 3,
      "name": "Nights",
      "action": "start",
      "due": "2026-06-09T17:00:00",
      "state": "missed",
      "operation_id": null,
      "detail": "the grace time had passed",
      "epoch": "e1",
      "seq": 42
    }
    "#);
}
