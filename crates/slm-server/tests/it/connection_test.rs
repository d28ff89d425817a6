//! Trying an address before a unit is made of it, and the service at a glance.

use nl43_sim::{MeterConfig, SimMeter};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Service, answer, mistakes};

const PATH: &str = "/api/nl43/_connection-test";

async fn service() -> Service {
    Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2"), ("TIMEZONE_OFFSET", "Europe/Berlin")]).await
}

fn at(meter: &SimMeter) -> Value {
    json!({"host": meter.addr().ip().to_string(), "tcp_port": meter.addr().port()})
}

fn step<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let steps = answer["body"]["steps"].as_array().unwrap();
    steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step {name}: {answer}"))
}

#[tokio::test]
async fn a_meter_that_nobody_has_says_who_it_is_over_one_connection() {
    let service = service().await;
    let meter = SimMeter::start(MeterConfig::immediate().setting("Sleep Mode", "On")).await.unwrap();
    let answer = service.post(PATH, at(&meter)).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!((&answer["body"]["reachable"], &answer["body"]["held_by"]), (&json!(true), &json!(null)));
    assert_eq!(answer["body"]["instrument"]["model"], "NL-43");
    assert_eq!(step(&answer, "Connection")["ok"], true);
    assert_eq!(step(&answer, "Sleep mode")["ok"], false);
    assert!(step(&answer, "Sleep mode")["advice"].as_str().unwrap().contains("drop off the network"));
    assert_eq!(meter.journal().totals().max_connections, 1);
    // The unit that is made of it finds the meter free.
    service.add_meter("gate", &meter).await;
    assert_eq!(service.get("/api/nl43/gate/live").await["code"], 200);
    assert_eq!(meter.journal().totals().max_connections, 1);
}

#[tokio::test]
async fn a_meter_that_a_unit_has_is_asked_over_its_line() {
    let service = service().await;
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    service.add_meter("gate", &meter).await;
    assert_eq!(service.get("/api/nl43/gate/live").await["code"], 200);
    // By another name of the same address.
    let body = json!({"host": "localhost", "tcp_port": meter.addr().port()});
    let answer = service.post(PATH, body).await;
    assert_eq!((&answer["body"]["reachable"], &answer["body"]["held_by"]), (&json!(true), &json!("gate")));
    assert!(step(&answer, "Address")["detail"].as_str().unwrap().contains("gate"), "{answer}");
    assert_eq!(step(&answer, "Connection")["ok"], true);
    assert_eq!(meter.journal().totals().max_connections, 1);
    let connects = meter.journal().totals().connections;
    let off = json!({"tcp_enabled": false});
    assert_eq!(service.put("/api/nl43/gate/config", off).await["code"], 200);
    let answer = service.post(PATH, at(&meter)).await;
    assert_eq!((&answer["body"]["reachable"], &answer["body"]["held_by"]), (&json!(false), &json!("gate")));
    assert_eq!(meter.journal().totals().connections, connects, "a line that is off is left alone");
}

#[tokio::test]
async fn an_address_where_nobody_is_gets_an_advice() {
    let service = service().await;
    let answer = service.post(PATH, json!({"host": "127.0.0.1", "tcp_port": 1})).await;
    assert_eq!((&answer["code"], &answer["body"]["reachable"]), (&json!(200), &json!(false)));
    assert_eq!(answer["body"]["instrument"], json!(null));
    let connection = step(&answer, "Connection");
    assert!(connection["detail"].as_str().unwrap().starts_with("refused"), "{answer}");
    assert!(!connection["advice"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn the_file_port_is_looked_at_where_files_are_wanted() {
    let service = service().await;
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let mut body = at(&meter);
    body["ftp_enabled"] = json!(true);
    body["ftp_port"] = json!(1);
    let answer = service.post(PATH, body).await;
    assert!(step(&answer, "File port")["detail"].as_str().unwrap().contains("port 1"), "{answer}");
}

#[tokio::test]
async fn there_is_one_test_at_a_time() {
    let service = service().await;
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let both = [(); 2].map(|()| service.send(Method::POST, PATH, Some(at(&meter))));
    let [one, other] = futures_util::future::join_all(both).await.try_into().unwrap();
    let mut codes = [one.status().as_u16(), other.status().as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [200, 409]);
    assert_eq!(meter.journal().totals().max_connections, 1);
    let refused = if one.status() == 409 { one } else { other };
    assert!(answer(refused).await["body"]["detail"].as_str().unwrap().contains("test runs"));
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let service = service().await;
    let answer = service.post(PATH, json!({"host": "a/b", "tcp_port": 0, "ftp_port": "x"})).await;
    let places: Vec<_> = mistakes(&answer).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["body.host", "body.tcp_port", "body.ftp_port"]);
    assert_eq!(mistakes(&service.post(PATH, json!({})).await)[0].0, "body.host");
}

#[tokio::test]
async fn the_service_is_shown_at_a_glance() {
    let tiles = ("MAP_TILE_URL", "https://tiles.example.org/{z}/{x}/{y}.png");
    let service = Service::start_with(&[tiles, ("TIMEZONE_OFFSET", "5.5")]).await;
    service.add_disabled_unit("off").await;
    let body = service.get("/api/nl43/_system/info").await["body"].clone();
    assert_eq!(body["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&body["zone"], &body["zone_name"]), (&json!("+05:30"), &json!("UTC+5:30")));
    assert_eq!((&body["tile_url"], &body["tile_attribution"]), (&json!(tiles.1), &json!(null)));
    assert_eq!((&body["client_links"], &body["standby"]), (&json!(false), &json!(false)));
    assert_eq!((&body["units"], &body["units_reachable"]), (&json!(1), &json!(0)));
    assert_eq!(body["database"]["path"], service.database().display().to_string());
    let stored = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../slm-store/migrations/sqlite"));
    assert_eq!(body["database"]["schema"], stored.unwrap().count());
    assert!(
        body["database"]["size_bytes"].as_u64().unwrap()
            + body["database"]["journal_bytes"].as_u64().unwrap()
            > 0
    );
    assert!(body["now"].as_str().unwrap() >= body["started_at"].as_str().unwrap());
    assert_eq!(body["writer"]["lost"], 0);
}
