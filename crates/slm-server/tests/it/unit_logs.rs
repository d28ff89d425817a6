//! The log files of the units.

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::json;

use crate::support::Service;

#[tokio::test]
async fn a_unit_s_file_tells_what_happened_and_nothing_of_good_polls() {
    let settings = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("TIMEZONE_OFFSET", "2"), ("TIMEZONE_NAME", "CEST")];
    let service = Service::start_with(&settings).await;
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let unit = json!({"unit_id": "north gate", "host": meter.addr().ip(), "tcp_port": meter.addr().port(), "poll_enabled": false});
    assert_eq!(service.post("/api/nl43/roster", unit).await["code"], 200);
    for _ in 0..3 {
        assert_eq!(service.get("/api/nl43/north%20gate/live").await["code"], 200);
    }
    assert_eq!(service.act("/api/nl43/north%20gate/start").await["code"], 200);
    let kept = service.stop().await;
    let text = std::fs::read_to_string(kept.path().join("data/logs/north gate.log")).unwrap();
    assert!(text.contains("Measurement STARTED"), "{text}");
    for line in text.lines() {
        let (time, rest) = line.split_at("2026-06-09 17:13:21".len());
        assert!(time.parse::<jiff::civil::DateTime>().is_ok(), "{line}");
        assert!(rest.starts_with(" CEST [INFO] [") || rest.starts_with(" CEST [WARNING] ["), "{line}");
        assert!(!line.contains("DOD"), "{line}");
    }
    assert!(text.lines().count() < 10, "{text}");
}
