//! Answers taken for what they are not.

use std::time::Duration;

use nl43_sim::{Fault, MeterConfig};
use serde_json::{Value, json};
use slm_testkit::{PATIENCE, Scene};

use super::script::{Script, snapshot, told};
use super::{QUICK, act, eventually, quick, status, with_meter};

/// Empty fields were dropped, and what followed moved up.
#[tokio::test]
async fn d12_an_empty_field_keeps_its_place() {
    let scene = Scene::with(&[QUICK]).await.unwrap();
    let shown = snapshot(&["60.0", "61.0", "", "63.0", "64.0", "65.0", "66.0"]);
    let script = Script::start(move |asked| if asked == "DOD?" { told(&shown) } else { told("Start") }).await;
    script.join(&scene, "gate").await;
    let (code, live) = scene.get("/api/nl43/gate/live").await.unwrap();
    assert_eq!(code, 200, "{live}");
    let levels = ["lp", "leq", "lmax", "lmin", "ln1", "ln2"].map(|key| live["data"][key].clone());
    assert_eq!(levels, ["60.0", "61.0", "63.0", "64.0", "65.0", "66.0"].map(|level| json!(level)));
}

/// Any line with a comma was a reading.
#[tokio::test]
async fn d13_what_is_no_reading_is_not_stored() {
    let scene = Scene::with(&[QUICK]).await.unwrap();
    let script = Script::start(|asked| told(if asked == "DOD?" { "<html>,</html>" } else { "Stop" })).await;
    script.join(&scene, "gate").await;
    let (code, answer) = scene.get("/api/nl43/gate/live").await.unwrap();
    assert_eq!((code, &answer["detail"]), (502, &json!("Device returned invalid data")));
    assert_eq!(scene.get("/api/nl43/gate/status").await.unwrap().0, 404);
}

/// After a stop the next poll wrote the old state back.
#[tokio::test]
async fn d14_a_stop_is_not_undone_by_the_next_poll() {
    let (scene, meter) = quick().await;
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    act(&scene, "/api/nl43/gate/start").await;
    viewer.find(|frame| frame["measurement_state"] == "Start").await.unwrap();
    act(&scene, "/api/nl43/gate/stop").await;
    let polled = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", polled + 3, PATIENCE).await);
    let after = status(&scene).await;
    assert_eq!(after["measurement_state"], "Stop");
    assert_eq!(after["measurement_start_time"], Value::Null);
    let states = |log: &Value| log["logs"].as_array().is_some_and(|logs| logs.len() >= 2);
    let log = eventually(&scene, "/api/nl43/gate/logs?category=STATE", states).await;
    assert_eq!(log["logs"].as_array().unwrap().len(), 2, "one start and one stop: {log}");
}

/// Settings were repeated on a new connection, whatever they were; a start counted as failed when only reading back did.
#[tokio::test]
async fn d15_a_setting_is_sent_once() {
    let (scene, meter) = quick().await;
    assert_eq!(scene.get("/api/nl43/gate/battery").await.unwrap().0, 200);
    meter.faults().drop_link_after(3);
    act(&scene, "/api/nl43/gate/store").await;
    assert!(meter.journal().wait_for("Manual Store,Start", 1, PATIENCE).await);
    assert_eq!(scene.get("/api/nl43/gate/battery").await.unwrap().0, 200);
    assert_eq!(meter.journal().count("Manual Store,Start"), 1);

    meter.faults().wrong_field_count();
    assert_eq!(act(&scene, "/api/nl43/gate/start").await.0, 200);
    assert_eq!(meter.journal().count("Measure,Start"), 1);
    assert!(meter.is_measuring());
}

/// A result code counted as a broken connection.
#[tokio::test]
async fn d16_a_result_code_is_an_answer() {
    let scene = Scene::start().await.unwrap();
    let meter = nl43_sim::SimMeter::start(MeterConfig::immediate()).await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let (code, stopped) = act(&scene, "/api/nl43/gate/stop").await;
    assert_eq!((code, &stopped["message"]), (200, &json!("Measurement stopped")), "stopped already");
    let (code, refused) = act(&scene, "/api/nl43/gate/store").await;
    assert_eq!(code, 502);
    assert!(refused["detail"].as_str().unwrap().contains("Status error"), "{refused}");
    for line in ["Measure,Stop", "Manual Store,Start"] {
        assert_eq!(meter.journal().count(line), 1, "{line}");
    }
    assert_eq!(meter.journal().totals().connections, 1);
    assert_eq!(meter.journal().spacing_violations(), []);
}

/// Silence was a 502 without a word.
#[tokio::test]
async fn d17_silence_has_a_reason() {
    let (scene, meter) = quick().await;
    meter.faults().hold_replies();
    let (code, answer) = scene.get("/api/nl43/gate/battery").await.unwrap();
    assert_eq!(code, 504);
    assert!(answer["detail"].as_str().unwrap().contains("Battery Level?"), "{answer}");
}

/// A state that could not be read was measuring, and so was whatever streamed.
#[tokio::test]
async fn d18_measuring_is_never_made_up() {
    let (scene, meter) = quick().await;
    meter.faults().apply(&"command=Measure?:1".parse::<Fault>().unwrap());
    assert_eq!(scene.get("/api/nl43/gate/live").await.unwrap().0, 200);
    let unknown = status(&scene).await;
    assert_eq!(unknown["measurement_state"], "unknown", "{unknown}");
    assert_eq!(unknown["measurement_start_time"], Value::Null);
    meter.faults().heal();

    assert_eq!(scene.get("/api/nl43/gate/live").await.unwrap().0, 200);
    let mut stream = scene.socket("/api/nl43/gate/stream").await.unwrap();
    let record = stream.find(|frame| frame.get("counter").is_some_and(Value::is_string)).await.unwrap();
    assert_eq!(record["measurement_state"], "Measure", "the frame keeps its word");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(status(&scene).await["measurement_state"], "Stop", "the unit does not");
}

/// With echoes on nothing worked.
#[tokio::test]
async fn d34_echoes_are_skipped() {
    let (scene, meter) = with_meter(MeterConfig::immediate().setting("Echo", "On")).await;
    let (code, battery) = scene.get("/api/nl43/gate/battery").await.unwrap();
    assert_eq!((code, &battery["battery_level"]), (200, &json!("Full")));
    assert_eq!(act(&scene, "/api/nl43/gate/start").await.0, 200);
    assert!(meter.is_measuring());
    assert_eq!(meter.journal().totals().connections, 1);
}
