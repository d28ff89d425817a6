//! Files on a meter's card.

use jiff::civil::{DateTime, datetime};
use nl43_sim::{Fault, MeterConfig};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answers, hold};
use crate::files::Unzipped;
use crate::support::answer;

const FOLDER: &str = "/NL-43/Auto_0042";

/// A meter whose card holds a measurement of long ago.
async fn with_card() -> Answers {
    let config = MeterConfig::immediate().with_files().setting("FTP", "On");
    let answers = Answers::with(config, &[("TIMEZONE_OFFSET", "0"), ("FTP_RETRIES", "0")]).await;
    let at: DateTime = datetime(2024, 12, 24, 0, 0, 0, 0);
    let card = answers.meter.card();
    card.put_at(&format!("{FOLDER}/NL_0001_SLM_Lp _0042_0001.rnd"), "52.4\r\n", at).unwrap();
    card.put_at(&format!("{FOLDER}/settings.rnh"), "[Store]\r\n", at).unwrap();
    card.set_modified(FOLDER, at).unwrap();
    for (unit, port) in [("gate", answers.meter.ftp_addr().unwrap().port()), ("gone", 1)] {
        let changed = json!({"ftp_port": port, "ftp_enabled": true});
        assert_eq!(answers.service.put(&format!("/api/nl43/{unit}/config"), changed).await["code"], 200);
    }
    answers
}

/// A download's status, the headers that clients read, and its content or failure.
async fn downloaded(answers: &Answers, path: &str, body: Value) -> Value {
    let path = format!("/api/nl43/{path}");
    let response = answers.service.send(Method::POST, &path, Some(body)).await;
    let header = |name: &str| {
        let value = response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (name.to_owned(), json!(value))
    };
    let names = ["content-type", "content-disposition", "content-length"];
    if !response.status().is_success() {
        return answer(response).await;
    }
    let headers: serde_json::Map<_, _> = names.into_iter().map(header).collect();
    let bytes = response.bytes().await.unwrap().to_vec();
    let content = if bytes.starts_with(b"PK") {
        let archive = Unzipped::read(bytes);
        json!({"names": archive.names(), "manifest": archive.manifest})
    } else {
        json!(String::from_utf8(bytes).unwrap())
    };
    json!({"code": 200, "headers": headers, "content": content})
}

#[tokio::test]
async fn post_ftp_enable() {
    let mut answers = Answers::new().await;
    answers.post("switched on", "gate/ftp/enable", None).await;
    answers.gates(Method::POST, "ftp/enable", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_ftp_disable() {
    let mut answers = Answers::new().await;
    answers.post("switched off", "gate/ftp/disable", None).await;
    answers.gates(Method::POST, "ftp/disable", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_ftp_status() {
    let mut answers = Answers::new().await;
    answers.get("off", "gate/ftp/status").await;
    answers.service.act("/api/nl43/gate/ftp/enable").await;
    answers.get("on", "gate/ftp/status").await;
    answers.gates(Method::GET, "ftp/status", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_ftp_files() {
    let mut answers = with_card().await;
    answers.get("root", "gate/ftp/files").await;
    answers.get("folder", "gate/ftp/files?path=/NL-43/Auto_0042").await;
    answers.get("no such folder", "gate/ftp/files?path=/NL-43/Auto_0043").await;
    answers.get("path that leads elsewhere", "gate/ftp/files?path=/NL-43/../x").await;
    answers.get("unknown unit", "nobody/ftp/files").await;
    answers.get("no meter there", "gone/ftp/files").await;
    hold!(answers);
}

#[tokio::test]
async fn get_ftp_latest_measurement_time() {
    let mut answers = with_card().await;
    answers.get("newest", "gate/ftp/latest-measurement-time").await;
    answers.meter.card().remove(FOLDER).unwrap();
    answers.get("none", "gate/ftp/latest-measurement-time").await;
    answers.get("FTP disabled", "off/ftp/latest-measurement-time").await;
    answers.get("unknown unit", "nobody/ftp/latest-measurement-time").await;
    answers.get("no meter there", "gone/ftp/latest-measurement-time").await;
    hold!(answers);
}

#[tokio::test]
async fn post_ftp_download() {
    let mut answers = with_card().await;
    let path = format!("{FOLDER}/NL_0001_SLM_Lp _0042_0001.rnd");
    for (case, unit, path) in [
        ("file", "gate", path.as_str()),
        ("no such file", "gate", "/NL-43/nothing.rnd"),
        ("no file name", "gate", "/"),
        ("path that leads elsewhere", "gate", "/NL-43/../slmm.db"),
        ("unknown unit", "nobody", path.as_str()),
        ("no meter there", "gone", path.as_str()),
    ] {
        let told = downloaded(&answers, &format!("{unit}/ftp/download"), json!({"remote_path": path})).await;
        answers.note(case, told);
    }
    answers.post("no path", "gate/ftp/download", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn post_ftp_download_folder() {
    let mut answers = with_card().await;
    let route = |unit: &str| format!("{unit}/ftp/download-folder");
    for (case, unit, path) in [
        ("folder", "gate", FOLDER),
        ("no such folder", "gate", "/NL-43/Auto_0043"),
        ("no folder name", "gate", "/"),
        ("path that leads elsewhere", "gate", "/NL-43/.."),
        ("unknown unit", "nobody", FOLDER),
        ("no meter there", "gone", FOLDER),
    ] {
        let told = downloaded(&answers, &route(unit), json!({"remote_path": path})).await;
        answers.note(case, told);
    }
    answers
        .meter
        .card()
        .put_at(&format!("{FOLDER}/denied.rnd"), "x", datetime(2024, 12, 24, 0, 0, 0, 0))
        .unwrap();
    answers.meter.faults().apply(&"ftp-deny=denied.rnd".parse::<Fault>().unwrap());
    for (case, partial) in [("a file is denied", false), ("a file is denied, partial", true)] {
        let body = json!({"remote_path": FOLDER, "partial": partial});
        let told = downloaded(&answers, &route("gate"), body).await;
        answers.note(case, told);
    }
    answers.post("no path", &route("gate"), json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn post_sync_start_time() {
    let mut answers = with_card().await;
    answers.post("no status", "gate/sync-start-time", None).await;
    answers.service.act("/api/nl43/gate/start").await;
    answers.post("synced", "gate/sync-start-time", None).await;
    answers.meter.card().remove(FOLDER).unwrap();
    answers.post("no measurement", "gate/sync-start-time", None).await;
    answers.post("unknown unit", "nobody/sync-start-time", None).await;
    answers.post("no meter there", "gone/sync-start-time", None).await;
    hold!(answers);
}
