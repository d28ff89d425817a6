//! Nothing that could end a line, stop a stream or begin a second value reaches a meter.

use serde_json::{Value, json};

use super::{brisk, expect_lines, gate};
use crate::support::{mistake, mistakes};

/// Texts that are no value of a command.
const ATTACKS: [&str; 10] =
    ["A\r\nReset", "A\nReset", "A\r", "A\u{1a}", "A\0", "A,On", "caf\u{e9}", "\u{7f}", "", "   "];

#[tokio::test]
async fn texts_of_bodies_are_refused_before_anything_is_sent() {
    let (service, meter) = gate(brisk()).await;
    for attack in ATTACKS {
        for (path, key) in [
            ("clock", "datetime"),
            ("frequency-weighting", "weighting"),
            ("time-weighting", "weighting"),
            ("measurement-time", "preset"),
            ("leq-interval", "preset"),
            ("lp-interval", "preset"),
        ] {
            for unit in ["gate", "nobody"] {
                let got = service.put(&format!("/api/nl43/{unit}/{path}"), json!({key: attack})).await;
                assert_eq!(mistakes(&got), mistake(&format!("body.{key}"), "value_error"), "{attack:?}");
            }
        }
        for path in ["frequency-weighting", "time-weighting"] {
            let body = json!({"weighting": "A", "channel": attack});
            let got = service.put(&format!("/api/nl43/gate/{path}"), body).await;
            assert_eq!(mistakes(&got), mistake("body.channel", "value_error"), "{attack:?}");
        }
    }
    expect_lines(&meter, &[]);
}

#[tokio::test]
async fn texts_of_queries_are_refused_too() {
    let (service, meter) = gate(brisk()).await;
    for attack in
        ["Main)%0D%0AReset", "Main%0A", "Main%1A", "Main%00", "Main),On", "M%C3%A4in", "Main%20", ""]
    {
        for path in ["frequency-weighting", "time-weighting"] {
            let got = service.get(&format!("/api/nl43/gate/{path}?channel={attack}")).await;
            assert_eq!(mistakes(&got), mistake("query.channel", "value_error"), "{attack:?}");
        }
    }
    expect_lines(&meter, &[]);
}

#[tokio::test]
async fn values_of_other_types_are_named() {
    let (service, meter) = gate(brisk()).await;
    let check = async |path: &str, body: Value, place: &str, kind: &str| {
        let got = service.put(&format!("/api/nl43/gate/{path}"), body).await;
        assert_eq!(mistakes(&got), mistake(place, kind));
    };
    check("clock", json!({}), "body.datetime", "missing").await;
    check("clock", json!({"datetime": 7}), "body.datetime", "string_type").await;
    check("clock", json!({"datetime": null}), "body.datetime", "string_type").await;
    check("clock", json!({"datetime": "2026/06/09"}), "body.datetime", "value_error").await;
    check("lp-interval", json!({"preset": ["100ms"]}), "body.preset", "string_type").await;
    check("lp-interval", json!({"preset": "x".repeat(65)}), "body.preset", "value_error").await;
    check("time-weighting", json!({"channel": "Main"}), "body.weighting", "missing").await;
    check("index-number", json!({"index": "four"}), "body.index", "int_parsing").await;
    check("index-number", json!({"index": 4.5}), "body.index", "int_from_float").await;
    check("index-number", json!({"index": true}), "body.index", "int_type").await;
    for index in [json!(-1), json!(10_000), json!(1e300)] {
        let got = service.put("/api/nl43/gate/index-number", json!({"index": index})).await;
        assert_eq!(got, json!({"code": 400, "body": {"detail": "Index must be between 0000 and 9999"}}));
    }
    expect_lines(&meter, &[]);
}

#[tokio::test]
async fn the_gates_come_after_the_fields() {
    let (service, _meter) = gate(brisk()).await;
    service.add_disabled_unit("dark").await;
    let weighting = json!({"weighting": "A"});
    let unknown = service.put("/api/nl43/nobody/frequency-weighting", weighting.clone()).await;
    assert_eq!(unknown, json!({"code": 404, "body": {"detail": "NL43 config not found"}}));
    let dark = service.put("/api/nl43/dark/frequency-weighting", weighting).await;
    assert_eq!(
        dark,
        json!({"code": 403, "body": {"detail": "TCP communication is disabled for this device"}})
    );
    for path in ["pause", "resume", "reset", "store", "sleep", "wake", "clock/sync"] {
        assert_eq!(service.act(&format!("/api/nl43/nobody/{path}")).await["code"], 404);
        assert_eq!(service.act(&format!("/api/nl43/dark/{path}")).await["code"], 403);
    }
}
