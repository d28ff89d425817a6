//! What readings do to the database, and what they leave alone.

use std::time::{Duration, Instant};

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::json;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::support::{Service, next_frame, open_socket};

const QUICK: &[(&str, &str)] = &[("SLMM_COMMAND_PAUSE_S", "0.2"), ("MONITOR_TRAIL_SAMPLE_S", "0.1")];

#[tokio::test]
async fn d44_a_database_that_cannot_be_written_holds_up_neither_viewers_nor_requests() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    let mut viewer = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut viewer).await.unwrap();

    let options = SqliteConnectOptions::new().filename(service.database());
    let mut other = options.connect().await.unwrap();
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    let before = service.get("/api/nl43/gate/history").await["body"]["count"].take();
    let begin = Instant::now();
    for _ in 0..5 {
        let asked = Instant::now();
        next_frame(&mut viewer).await.unwrap();
        assert_eq!(service.get("/api/nl43/gate/status").await["code"], 200);
        assert_eq!(service.get("/health").await["code"], 200);
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    }
    let held = begin.elapsed();
    let during = service.get("/api/nl43/gate/history").await["body"]["count"].take();
    assert_eq!(during, before, "nothing was written in {held:?}");

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let written = async {
        while service.get("/api/nl43/gate/history").await["body"]["count"].as_u64() < Some(5) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), written).await.expect("what waited is written");
    service.stop().await;
}

#[tokio::test]
async fn d47_readings_leave_alone_what_only_a_client_knows() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    let known =
        json!({"battery_level": "80", "power_source": "E", "sd_remaining_mb": "1234", "sd_free_ratio": "55"});
    service.post("/api/nl43/gate/status", known.clone()).await;
    assert_eq!(service.get("/api/nl43/gate/live").await["code"], 200);
    let shown = service.get("/api/nl43/gate/status").await["body"]["data"].take();
    assert_eq!(shown["lp"], "60.0");
    for (key, value) in known.as_object().unwrap() {
        assert_eq!(&shown[key], value, "{key}");
    }
    let service = service.restart().await;
    let kept = service.get("/api/nl43/gate/status").await["body"]["data"].take();
    assert_eq!(kept["power_source"], "E");
    service.stop().await;
}
