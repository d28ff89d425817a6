//! Routes that talk to a meter.

use std::sync::Arc;
use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::support::Service;

/// A meter as unit `gate` of a service that does not poll it on its own.
async fn service_with(config: MeterConfig) -> (Service, SimMeter) {
    let meter = SimMeter::start(config).await.unwrap();
    let service = Service::start_with(&[]).await;
    service.add_meter("gate", &meter).await;
    (service, meter)
}

/// The lines that reached the meter after the question that every change of configuration asks.
fn lines(meter: &SimMeter) -> Vec<Arc<str>> {
    let lines = meter.journal().lines();
    assert_eq!(lines.first().map(|line| &**line), Some("Sleep Mode?"));
    assert_eq!(meter.journal().spacing_violations(), []);
    assert_eq!(meter.journal().max_connections(), 1);
    lines[1..].to_vec()
}

fn expect(lines: &[Arc<str>], expected: &[&str]) {
    assert_eq!(lines.iter().map(|line| &**line).collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn live_reads_the_meter_and_stores_the_reading() {
    let (service, meter) = service_with(MeterConfig::immediate().measuring()).await;
    let live = service.get("/api/nl43/gate/live").await;
    insta::assert_json_snapshot!(
        live,
        { ".body.data.raw_payload" => "[line]", ".body.data.measurement_start_time" => "[time]" },
        @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "unit_id": "gate",
          "measurement_state": "Start",
          "measurement_start_time": "[time]",
          "counter": null,
          "lp": "60.0",
          "leq": "60.0",
          "lmax": "60.0",
          "lmin": "60.0",
          "lpeak": "72.0",
          "ln1": "60.0",
          "ln2": "60.0",
          "battery_level": null,
          "power_source": null,
          "sd_remaining_mb": null,
          "sd_free_ratio": null,
          "raw_payload": "[line]"
        }
      }
    }
    "#
    );
    expect(&lines(&meter), &["DOD?", "Measure?"]);
    let status = service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_eq!(status["lp"], live["body"]["data"]["lp"]);
    assert_eq!(status["raw_payload"], live["body"]["data"]["raw_payload"]);
    assert_eq!(status["measurement_state"], "Start");
}

#[tokio::test]
async fn start_measures_until_stop() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    let started = service.act("/api/nl43/gate/start").await;
    assert_eq!(started, json!({"code": 200, "body": {"status": "ok", "message": "Measurement started"}}));
    assert!(meter.is_measuring());
    expect(&lines(&meter), &["Sleep Mode?", "Measure,Start", "DOD?", "Measure?"]);

    let stopped = service.act("/api/nl43/gate/stop").await;
    assert_eq!(stopped, json!({"code": 200, "body": {"status": "ok", "message": "Measurement stopped"}}));
    assert!(!meter.is_measuring());
    let status = service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_eq!(status["measurement_state"], "Stop");
    assert_eq!(status["measurement_start_time"], Value::Null);
    expect(&lines(&meter)[4..], &["Measure,Stop", "DOD?", "Measure?"]);
}

#[tokio::test]
async fn stop_of_a_stopped_meter_is_a_success() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    meter.faults().wrong_result_code(4);
    let answer = service.act("/api/nl43/gate/stop").await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(meter.journal().count("Measure,Stop"), 1);
}

#[tokio::test]
async fn start_wakes_a_sleeping_meter() {
    let (service, meter) = service_with(MeterConfig::immediate().setting("Sleep Mode", "On")).await;
    service.act("/api/nl43/gate/start").await;
    // Creating the unit has woken it already.
    expect(&lines(&meter), &["Sleep Mode,Off", "Sleep Mode?", "Measure,Start", "DOD?", "Measure?"]);
}

#[tokio::test]
async fn measurement_state_is_the_meters_word() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    insta::assert_json_snapshot!(service.get("/api/nl43/gate/measurement-state").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "measurement_state": "Stop",
        "is_measuring": false
      }
    }
    "#);
    expect(&lines(&meter), &["Measure?"]);
}

#[tokio::test]
async fn result_codes_are_told_in_words() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    for (code, words) in
        [(1, "Command error"), (2, "Parameter error"), (3, "Spec/type error"), (4, "Status error")]
    {
        meter.faults().wrong_result_code(code);
        let answer = service.get("/api/nl43/gate/measurement-state").await;
        assert_eq!(answer["code"], 502);
        let detail = answer["body"]["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{detail}");
        meter.faults().heal();
    }
    meter.faults().wrong_result_code(1);
    let answer = service.act("/api/nl43/gate/start").await;
    assert_eq!(answer["code"], 502);
    assert_eq!(meter.journal().max_connections(), 1);
    assert_eq!(meter.journal().totals().connections, 1, "a refusal is an answer, the connection stays");
}

#[tokio::test]
async fn silence_is_a_time_out() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    meter.faults().hold_replies();
    let answer = service.get("/api/nl43/gate/live").await;
    assert_eq!(answer["code"], 504);
    assert_eq!(answer["body"]["detail"], "Device communication timeout");
    assert_eq!(answer["body"]["error"], "timed_out");
}

#[tokio::test]
async fn an_answer_that_is_no_reading_is_invalid_data() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    meter.faults().wrong_field_count();
    let answer = service.get("/api/nl43/gate/live").await;
    assert_eq!(answer["code"], 502);
    assert_eq!(answer["body"]["detail"], "Device returned invalid data");
    assert_eq!(service.get("/api/nl43/gate/status").await["code"], 404, "nothing is stored");
}

#[tokio::test]
async fn an_idle_connection_is_shown_and_closed_on_request() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(&[]).await;
    service.add_meter("gate", &meter).await;
    service.get("/api/nl43/gate/measurement-state").await;
    let key = meter.addr().to_string();
    let pool = service.get("/api/nl43/_connections/status").await["body"]["pool"].clone();
    assert_eq!(pool["active_connections"], 1);
    assert_eq!(pool["connections"][&key]["port"], meter.addr().port());
    let closed = service.act("/api/nl43/gate/disconnect").await;
    assert_eq!(closed["body"]["device_key"], key);
    assert_eq!(closed["body"]["disconnected"], true);
    assert!(
        meter.journal().wait_until(Duration::from_secs(5), |journal| journal.open_connections() == 0).await
    );
}

#[tokio::test]
async fn a_deleted_or_moved_unit_lets_its_meter_go() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let other = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(&[]).await;
    service.add_meter("gate", &meter).await;
    service.act("/api/nl43/gate/monitor/start").await;
    assert!(meter.journal().wait_for("DOD?", 1, Duration::from_secs(5)).await);

    service.put("/api/nl43/gate/config", json!({"tcp_port": other.addr().port()})).await;
    assert!(
        other.journal().wait_for("DOD?", 1, Duration::from_secs(8)).await,
        "the feed goes on at the new address"
    );
    assert!(
        meter.journal().wait_until(Duration::from_secs(10), |journal| journal.open_connections() == 0).await
    );

    service.delete("/api/nl43/gate/config").await;
    assert!(
        other.journal().wait_until(Duration::from_secs(10), |journal| journal.open_connections() == 0).await
    );
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));
    assert_eq!(service.get("/api/nl43/gate/status").await["code"], 404);
}

#[tokio::test]
async fn a_monitored_unit_is_kept_alive_after_a_restart() {
    let meter = SimMeter::start(MeterConfig::immediate().measuring()).await.unwrap();
    let service = Service::start_with(&[]).await;
    service.add_meter("gate", &meter).await;
    assert_eq!(
        service.get("/api/nl43/_monitor/status").await["body"]["monitors"],
        json!({}),
        "not when created"
    );
    let service = service.restart().await;
    let monitors = service.get("/api/nl43/_monitor/status").await["body"]["monitors"].clone();
    assert_eq!(monitors["gate"]["keepalive"], true);
    assert!(meter.journal().wait_for("DOD?", 1, Duration::from_secs(8)).await);
    assert!(meter.journal().max_connections() <= 1);
}

#[tokio::test]
async fn health_knows_a_meter_that_answers() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    service.act("/api/nl43/gate/monitor/start").await;
    assert!(meter.journal().wait_for("Measure?", 1, Duration::from_secs(8)).await);
    let health = service.get("/health/devices").await["body"].clone();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["devices"][0]["source"], "pool");
    let page = service.get("/metrics").await["body"].clone();
    assert!(page.as_str().unwrap().contains("slmm_unit_reachable{unit=\"gate\"} 1"), "{page}");
    assert_eq!(meter.journal().max_connections(), 1);
}

#[tokio::test]
async fn standby_lets_every_meter_go() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(&[]).await;
    service.add_meter("gate", &meter).await;
    service.act("/api/nl43/gate/monitor/start").await;
    assert!(meter.journal().wait_for("DOD?", 1, Duration::from_secs(5)).await);
    service.act("/api/nl43/_system/standby").await;
    assert_eq!(service.get("/api/nl43/_system/status").await["body"]["active_connections"], 0);
    assert!(
        meter.journal().wait_until(Duration::from_secs(5), |journal| journal.open_connections() == 0).await
    );
    let answer = service.get("/api/nl43/gate/measurement-state").await;
    assert_eq!(answer["code"], 200, "explicit requests are still served: {answer}");
}

#[tokio::test]
async fn a_failed_confirmation_is_no_failed_start() {
    let (service, meter) = service_with(MeterConfig::immediate()).await;
    let starting = tokio::spawn({
        let url = service.url("/api/nl43/gate/start");
        let client = service.client.clone();
        async move { client.post(url).send().await.unwrap().status().as_u16() }
    });
    assert!(meter.journal().wait_for("Measure,Start", 1, Duration::from_secs(8)).await);
    // Of answers without fields it leaves alone.
    meter.faults().wrong_field_count();
    assert_eq!(starting.await.unwrap(), 200);
    assert!(meter.is_measuring());
    assert_eq!(meter.journal().count("Measure,Start"), 1);
}

#[tokio::test]
async fn a_unit_whose_line_is_switched_off_lets_its_meter_go() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(&[]).await;
    service.add_meter("gate", &meter).await;
    service.act("/api/nl43/gate/monitor/start").await;
    assert!(meter.journal().wait_for("DOD?", 1, Duration::from_secs(5)).await);
    service.put("/api/nl43/gate/config", json!({"tcp_enabled": false})).await;
    assert!(
        meter.journal().wait_until(Duration::from_secs(10), |journal| journal.open_connections() == 0).await
    );
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));
    service.put("/api/nl43/gate/config", json!({"tcp_enabled": true})).await;
    assert_eq!(
        service.get("/api/nl43/_monitor/status").await["body"]["monitors"],
        json!({}),
        "no feed by itself"
    );
}
