use super::*;

const DOD: &str = concat!(
    "46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.0, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,1,0,",
    "  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,-,-,",
    "  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,-,-,",
    "  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,-,-"
);

fn body(text: &str) -> Body {
    Frame::parse(text).unwrap().body
}

#[test]
fn a_compatible_frame_is_completed_from_the_meters_line() {
    let text = format!(
        r#"{{"unit_id":"a","timestamp":"2026-06-09T17:13:21.123456","measurement_state":"Start",
        "measurement_start_time":"2026-06-09T17:00:00","counter":null,"lp":"46.2","leq":"43.7","lmax":"44.1","lmin":"43.4",
        "lpeak":"-.-","ln1":"44.2","ln2":"44.0","raw_payload":"{DOD}","feed_status":"ok"}}"#
    );
    let frame = Frame::parse(&text).unwrap();
    assert_eq!(frame.at.unwrap().to_string(), "2026-06-09T17:13:21.123456Z");
    let Body::Reading { levels, meter } = frame.body else { panic!("{frame:?}") };
    assert_eq!(levels.lp.as_deref(), Some("46.2"));
    assert_eq!(levels.lpeak, None, "no value, and none made up from elsewhere");
    assert_eq!(levels.slots, ["44.2", "44.0", "43.7", "43.4", "43.3"].map(|text| Some(text.to_owned())));
    assert!(levels.over && !levels.under);
    assert_eq!(levels.slot_name(1), "LN2");
    assert_eq!(meter.measuring, Some(true));
    assert_eq!(meter.started.unwrap().to_string(), "2026-06-09T17:00:00Z");
}

#[test]
fn numbers_percentages_and_position_are_read() {
    let text = r#"{"unit_id":"a","timestamp":"2026-06-09T17:13:21","feed_status":"ok","lp":46.0,"leq":null,
        "ln_percent":[5,10,50,90,95],"over":false,"measurement_state":"Stop","epoch":"k3","seq":17,"dropped":4}"#;
    let frame = Frame::parse(text).unwrap();
    assert_eq!(frame.position, Some(FeedPosition { unit_id: "a".into(), epoch: "k3".into(), seq: 17 }));
    assert_eq!(frame.dropped, 4);
    let Body::Reading { levels, meter } = frame.body else { panic!("{frame:?}") };
    assert_eq!((levels.lp.as_deref(), levels.leq.as_deref()), (Some("46.0"), None));
    assert_eq!(levels.slot_name(0), "L5");
    assert_eq!(meter, Meter { measuring: Some(false), started: None });
}

#[test]
fn frames_without_levels_are_told_apart() {
    let stamp = r#""unit_id":"a","timestamp":"2026-06-09T17:13:21""#;
    let check =
        |rest: &str, expected: Body| assert_eq!(body(&format!("{{{stamp},{rest}}}")), expected, "{rest}");
    check(r#""feed_status":"unreachable""#, Body::Unreachable { reason: None });
    check(
        r#""feed_status":"unreachable","reason":"refused""#,
        Body::Unreachable { reason: Some("refused".into()) },
    );
    check(r#""feed_status":"ok","heartbeat":true"#, Body::Heartbeat { reachable: true });
    check(r#""feed_status":"unreachable","heartbeat":true"#, Body::Heartbeat { reachable: false });
    check(r#""event":"gap","reason":"too old""#, Body::Gap { reason: "too old".into() });
    check(r#""event":"hello","units":[],"missing":[]"#, Body::Hello);
    check(r#""event":"something new""#, Body::Other);
    check(
        r#""event":"alert","edge":"onset","rule":"loud","metric":"lp","comparison":"above","threshold_db":85,"level_db":88.12"#,
        Body::Alert("alert onset: loud, lp 88.1 dB (threshold 85.0 dB)".into()),
    );
    check(
        r#""event":"alert","edge":"shelved","quiet":true,"rule":"loud","metric":"lp","comparison":"above","threshold_db":85,"level_db":null"#,
        Body::Alert("alert shelved: loud, lp (threshold 85.0 dB), quiet".into()),
    );
}

#[test]
fn an_error_frame_refuses() {
    assert_eq!(
        body(r#"{"error":"NL43 config not found","unit_id":"x"}"#),
        Body::Refused("NL43 config not found".into())
    );
    assert_eq!(body(r#"{"error":"Failed","detail":"refused"}"#), Body::Refused("Failed: refused".into()));
}

#[test]
fn what_is_no_object_is_no_frame() {
    for text in ["", "null", "[1]", "\"lp\"", "{", "17"] {
        assert_eq!(Frame::parse(text), None, "{text}");
    }
    assert_eq!(body("{}"), Body::Other);
}
