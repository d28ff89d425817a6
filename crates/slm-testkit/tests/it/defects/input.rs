//! Requests that nobody should have to trust.

use reqwest::Method;
use serde_json::json;
use slm_testkit::Scene;

use super::quick;

/// Values were pasted into the command line.
#[tokio::test]
async fn d11_no_value_becomes_a_command() {
    let (scene, meter) = quick().await;
    let before = meter.journal().lines().len();
    let harms = ["A\r\nReset", "A\nReset", "A\u{1a}", "A\0", "Ä", "A,B"];
    for (path, key) in [
        ("clock", "datetime"),
        ("frequency-weighting", "weighting"),
        ("frequency-weighting", "channel"),
        ("time-weighting", "weighting"),
        ("measurement-time", "preset"),
        ("leq-interval", "preset"),
        ("lp-interval", "preset"),
        ("index-number", "index"),
    ] {
        for harm in harms {
            let mut body =
                json!({"datetime": "2026/06/09 12:00:00", "weighting": "A", "preset": "1h", "index": 1});
            body[key] = json!(harm);
            let path = format!("/api/nl43/gate/{path}");
            let (code, answer) = scene.request(Method::PUT, &path, Some(&body)).await.unwrap();
            assert_eq!(code, 422, "{path} {key} {harm:?}: {answer}");
        }
    }
    for harm in ["Main%0d%0aReset", "Main%1a", "%00"] {
        for path in ["frequency-weighting", "time-weighting"] {
            let (code, _) = scene.get(&format!("/api/nl43/gate/{path}?channel={harm}")).await.unwrap();
            assert_eq!(code, 422, "{path} {harm}");
        }
    }
    assert_eq!(meter.journal().lines().len(), before, "nothing was sent");
}

/// Rules were stored unread, and a bad one silenced the good ones.
#[tokio::test]
async fn d25_nonsense_in_a_rule_is_refused() {
    let scene = Scene::start().await.unwrap();
    for (key, value) in [
        ("metric", json!("lq")),
        ("comparison", json!("over")),
        ("schedule_start", json!("abc")),
        ("schedule_days", json!("7")),
        ("duration_s", json!(-1)),
        ("clear_margin_db", json!(-0.5)),
        ("cooldown_s", json!(-1)),
    ] {
        let mut rule = json!({"threshold_db": 70, "schedule_end": "07:00", "schedule_start": "22:00"});
        rule[key] = value;
        let (code, answer) = scene.post("/api/nl43/gate/alerts/rules", &rule).await.unwrap();
        assert!(matches!(code, 400 | 422), "{key}: {code} {answer}");
    }
    let (_, rules) = scene.get("/api/nl43/gate/alerts/rules").await.unwrap();
    assert_eq!(rules["rules"], json!([]));
}

/// A name in the roster could create files anywhere.
#[tokio::test]
async fn d30_a_name_that_is_a_path_is_refused() {
    let scene = Scene::start().await.unwrap();
    for unit in ["../../../x", "..", ".", "a/b", "/etc/x", "a\u{0}b"] {
        let body = json!({"unit_id": unit, "host": "127.0.0.1", "tcp_enabled": false});
        assert_eq!(scene.post("/api/nl43/roster", &body).await.unwrap().0, 422, "{unit:?}");
    }
    let outside = scene.folder().parent().unwrap().join("x.log");
    assert!(!outside.exists());
}

/// Numbers that are none reached the database.
#[tokio::test]
async fn d32_not_every_number_is_one() {
    let scene = Scene::start().await.unwrap();
    for text in ["NaN", "inf", "-Infinity", "1e999"] {
        let rule = json!({"threshold_db": text});
        let (code, answer) = scene.post("/api/nl43/gate/alerts/rules", &rule).await.unwrap();
        assert_eq!(code, 422, "{text}: {answer}");
        assert_eq!(
            scene.get(&format!("/api/nl43/gate/history?hours={text}")).await.unwrap().0,
            422,
            "{text}"
        );
    }
}

/// `limit=-1` was everything.
#[tokio::test]
async fn d33_lists_are_bounded() {
    let scene = Scene::start().await.unwrap();
    for list in ["logs", "alerts/events"] {
        let path = format!("/api/nl43/gate/{list}?limit=-1");
        let (code, answer) = scene.get(&path).await.unwrap();
        let is_empty = code == 200 && answer["pagination"]["limit"] == 0;
        assert!(code == 422 || is_empty, "{path}: {code} {answer}");
        assert_eq!(scene.get(&format!("/api/nl43/gate/{list}?limit=999999999")).await.unwrap().0, 200);
    }
    let (_, logs) = scene.get("/api/nl43/gate/logs?limit=5000").await.unwrap();
    assert_eq!(logs["pagination"]["limit"], 1000);
}
