//! What those hear who follow a unit while a cycle runs.

use serde_json::{Value, json};

use super::{begin, gate, has_ended, recorder, text, wait_for};
use crate::support::{Socket, next_frame, open_socket};

/// The next frame of an operation; readings come between them.
async fn next_of_operation(socket: &mut Socket) -> Value {
    loop {
        let frame = next_frame(socket).await.unwrap();
        if frame["event"] == "operation" {
            return frame["operation"].clone();
        }
    }
}

#[tokio::test]
async fn each_step_is_told_to_those_who_ask_for_events() {
    let (service, _meter) = gate(recorder()).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor?events=1").await;
    let id = begin(&service, "start-cycle", json!({})).await;
    let mut entered: Vec<String> = Vec::new();
    let last = loop {
        let shown = next_of_operation(&mut socket).await;
        assert_eq!((text(&shown["operation_id"]), text(&shown["kind"])), (id.as_str(), "start-cycle"));
        if shown["state"] != "running" {
            break shown;
        }
        let steps = shown["steps"].as_array().unwrap();
        let running = steps.iter().find(|step| step["state"] == "running");
        entered.extend(running.map(|step| text(&step["name"]).to_owned()));
        entered.dedup();
    };
    assert_eq!(entered, ["wake", "check", "clock", "store_name", "start", "confirm"]);
    let known = wait_for(&service, &id, has_ended).await;
    assert_eq!((&last["state"], &last["meter_state"]), (&json!("done"), &known["meter_state"]), "{last}");
}

#[tokio::test]
async fn the_bytes_of_a_stop_cycle_are_told_and_who_does_not_ask_hears_nothing() {
    let (service, meter) = gate(recorder().measuring()).await;
    meter.card().put_sized("/NL-43/Auto_0001/long.wav", 300_000).unwrap();
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor?events=1").await;
    let mut plain = open_socket(&service, "/api/nl43/gate/monitor").await;
    let id = begin(&service, "stop-cycle", json!({})).await;
    let last = loop {
        let shown = next_of_operation(&mut socket).await;
        if shown["state"] != "running" {
            break shown;
        }
    };
    assert_eq!((text(&last["operation_id"]), &last["state"]), (id.as_str(), &json!("done")), "{last}");
    assert!(last["bytes_done"].as_u64() >= Some(300_000), "{last}");
    // Its own frames come in order: what it gets after the end shows what it was not told before.
    let ended = text(&last["ended"]).to_owned();
    loop {
        let frame = next_frame(&mut plain).await.unwrap();
        assert!(frame.get("event").is_none(), "{frame}");
        if text(&frame["timestamp"]) > ended.as_str() {
            break;
        }
    }
}
