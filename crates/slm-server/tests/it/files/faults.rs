//! What goes wrong with a meter's FTP server, and what people are told.

use std::time::Duration;

use serde_json::Value;

use super::{Rig, failure};

async fn told(rig: &Rig, fault: &str) -> Value {
    rig.fault(fault);
    let began = tokio::time::Instant::now();
    let (status, body) = failure(rig.file("/NL-43/a.rnd").await).await;
    assert_eq!(status, 502, "{fault}: {body}");
    assert_eq!(body["detail"], "Failed to communicate with device", "{fault}");
    assert!(began.elapsed() < Duration::from_secs(20), "{fault} took {:?}", began.elapsed());
    rig.meter.faults().heal();
    rig.meter.faults().settled().await;
    body
}

async fn rig() -> Rig {
    let rig = Rig::with(nl43_sim::FilesConfig::default(), &[("FTP_RETRIES", "1")]).await;
    rig.card().put_sized("/NL-43/a.rnd", 1_000_000).unwrap();
    rig
}

#[tokio::test]
async fn each_step_that_fails_is_named() {
    let rig = rig().await;
    for (fault, phase, words) in [
        ("ftp-login-fail", "login", "Login Fail"),
        ("ftp-close=LIST", "transfer", "session was lost"),
        ("ftp-stall=5000", "transfer", "5000 bytes came, then nothing"),
        ("ftp-cut=5000", "transfer", "gave up sending"),
        ("ftp-short=5000", "transfer", "5000 of 1000000 bytes came"),
        ("ftp-deny=a.rnd", "command", "550"),
    ] {
        let body = told(&rig, fault).await;
        assert_eq!(body["phase"], phase, "{fault}: {body}");
        assert!(body["reason"].as_str().unwrap().contains(words), "{fault}: {body}");
    }
    let listed = rig.service.get("/api/nl43/gate/ftp/files").await;
    assert_eq!(listed["code"], 200, "the meter is as good as before");
}

#[tokio::test]
async fn a_blocked_data_connection_is_told_with_what_is_blocked() {
    let settings = [("FTP_ANNOUNCED_ADDRESS", "127.0.0.1"), ("FTP_PORTS", "47310-47319")];
    let rig = Rig::with(nl43_sim::FilesConfig::default(), &settings).await;
    rig.card().put("/NL-43/a.rnd", "x").unwrap();
    let body = told(&rig, "ftp-no-data").await;
    assert_eq!(body["phase"], "data_connection");
    assert_eq!(
        body["reason"],
        "login worked, the data connection never came: the meter cannot reach 127.0.0.1:47310–47319"
    );
}

#[tokio::test]
async fn a_stranger_s_data_connection_is_not_taken() {
    let rig = rig().await;
    let body = told(&rig, "ftp-wrong-peer").await;
    assert_eq!(body["phase"], "data_connection");
    assert!(body["reason"].as_str().unwrap().contains("was not taken"), "{body}");
}

#[tokio::test]
async fn a_garbled_listing_is_no_empty_folder() {
    let rig = rig().await;
    told(&rig, "ftp-garble-list").await;
}

#[tokio::test]
async fn a_server_that_is_off_is_told() {
    let rig = rig().await;
    assert_eq!(rig.service.act("/api/nl43/gate/ftp/disable").await["code"], 200);
    let (status, body) = failure(rig.file("/NL-43/a.rnd").await).await;
    assert_eq!((status, body["phase"].as_str()), (502, Some("connect")));
    assert!(body["reason"].as_str().unwrap().contains("switched off"), "{body}");
    let newest = rig.service.get("/api/nl43/gate/ftp/latest-measurement-time").await;
    assert!(newest["body"]["detail"].as_str().unwrap().starts_with("FTP connection failed: "), "{newest}");
    let synced = rig.service.act("/api/nl43/gate/sync-start-time").await;
    assert_eq!(synced["code"], 502);
    assert!(
        synced["body"]["detail"].as_str().unwrap().starts_with("Failed to sync start time: "),
        "{synced}"
    );
}
