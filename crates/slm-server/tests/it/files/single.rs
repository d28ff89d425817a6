//! Single files.

use std::num::NonZeroU64;
use std::time::Duration;

use nl43_sim::FilesConfig;
use serde_json::json;

use super::{Rig, add_unit, eventually, failure};

#[tokio::test]
async fn a_file_is_answered_and_a_copy_stays() {
    let rig = Rig::new().await;
    let name = "NL_0001_SLM_Lp _0019_0001.rnd";
    rig.card().put_sized(&format!("/NL-43/Auto_0019/{name}"), 700_000).unwrap();
    let content = rig.card().content(&format!("/NL-43/Auto_0019/{name}")).unwrap().to_vec();
    let response = rig.file(&format!("/NL-43/Auto_0019/{name}")).await;
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("content-length"), "700000");
    assert_eq!(header("content-disposition"), format!("attachment; filename=\"{name}\""));
    let operation = header("x-operation-id");
    assert!(response.bytes().await.unwrap() == content);
    let path = format!("/api/nl43/gate/operations/{operation}");
    eventually("the operation ends", async || {
        rig.service.get(&path).await["body"]["data"]["state"] == "done"
    })
    .await;
    let folder = rig.service.stop().await;
    let copy = std::fs::read(folder.path().join("data/downloads/gate").join(name)).unwrap();
    assert!(copy == content);
}

#[tokio::test]
async fn a_link_brings_what_a_request_does() {
    let rig = Rig::new().await;
    rig.card().put_sized("/NL-43/Auto_0019/a.rnd", 70_000).unwrap();
    let get = async |route: &str| {
        rig.service.send(reqwest::Method::GET, &format!("/api/nl43/gate/ftp/{route}"), None).await
    };
    let file = get("download?remote_path=%2FNL-43%2FAuto_0019%2Fa.rnd").await;
    assert_eq!(file.headers()["content-disposition"], "attachment; filename=\"a.rnd\"");
    assert!(file.bytes().await.unwrap() == rig.card().content("/NL-43/Auto_0019/a.rnd").unwrap().to_vec());
    let folder = get("download-folder?remote_path=%2FNL-43%2FAuto_0019&partial=true").await;
    assert_eq!(folder.headers()["content-disposition"], "attachment; filename=\"Auto_0019.zip\"");
    assert_eq!(folder.headers()["content-type"], "application/zip");
    assert!(folder.bytes().await.unwrap().starts_with(b"PK"));
    assert_eq!(get("download").await.status(), 422);
    assert_eq!(get("download-folder?remote_path=%2FNL-43&partial=perhaps").await.status(), 422);
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let rig = Rig::new().await;
    rig.card().put("/empty.txt", "").unwrap();
    let response = rig.file("/empty.txt").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-length"], "0");
    assert_eq!(response.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_transfer_that_breaks_is_gone_on_with() {
    let rig = Rig::new().await;
    rig.card().put_sized("/NL-43/a.rnd", 2_000_000).unwrap();
    let content = rig.card().content("/NL-43/a.rnd").unwrap().to_vec();
    let faults =
        ["ftp-cut=1500000@once", "ftp-short=1500000@once", "ftp-stall=1500000@once", "ftp-close=RETR@once"];
    for (days, fault) in (1_i32..).zip(faults) {
        rig.fault(fault);
        let response = rig.file("/NL-43/a.rnd").await;
        assert_eq!(response.status(), 200, "{fault}");
        assert!(response.bytes().await.unwrap() == content, "{fault}");
        // Another file as far as the listing tells, or it would not be fetched again.
        rig.card().put_sized("/NL-43/a.rnd", 2_000_000).unwrap();
        let at = rig.card().clock().checked_sub(jiff::Span::new().days(days)).unwrap();
        rig.card().set_modified("/NL-43/a.rnd", at).unwrap();
    }
}

#[tokio::test]
async fn who_leaves_frees_the_meter() {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(200_000), ..FilesConfig::default() };
    let rig = Rig::with(files, &[]).await;
    rig.card().put_sized("/NL-43/long.wav", 500_000_000).unwrap();
    let request = tokio::time::timeout(Duration::from_secs(1), rig.file("/NL-43/long.wav")).await;
    assert!(request.is_err(), "it takes three quarters of an hour");
    // The session of the download would be in the way for half a minute.
    let listed = tokio::time::timeout(Duration::from_secs(5), rig.service.get("/api/nl43/gate/ftp/files"));
    assert_eq!(listed.await.unwrap()["code"], 200);
    let folder = rig.service.stop().await;
    let spool = folder.path().join("data/downloads/.spool");
    assert_eq!(std::fs::read_dir(spool).unwrap().count(), 0, "nothing half is left");
}

#[tokio::test]
async fn an_operator_ends_a_download() {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(200_000), ..FilesConfig::default() };
    let rig = Rig::with(files, &[]).await;
    rig.card().put_sized("/NL-43/long.wav", 500_000_000).unwrap();
    let end = async {
        let path = "/api/nl43/gate/operations";
        let mut id = String::new();
        eventually("the operation is listed", async || {
            let listed = rig.service.get(path).await["body"]["operations"][0]["operation_id"].clone();
            id = listed.as_str().unwrap_or_default().to_owned();
            !id.is_empty()
        })
        .await;
        rig.service.delete(&format!("{path}/{id}")).await
    };
    let (response, ended) = tokio::join!(rig.file("/NL-43/long.wav"), end);
    assert_eq!(ended["code"], 200, "{ended}");
    let (status, body) = failure(response).await;
    assert_eq!((status, &body["error"]), (503, &json!("cancelled")));
    let log = rig.service.get("/api/nl43/gate/logs?category=ftp").await;
    let entry = &log["body"]["logs"][0];
    assert_eq!(entry["message"], "Download of /NL-43/long.wav failed: ended by an operator", "{log}");
}

#[tokio::test]
async fn the_service_ends_in_time_with_a_download_under_way() {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(200_000), ..FilesConfig::default() };
    let rig = Rig::with(files, &[]).await;
    rig.card().put_sized("/NL-43/A/long.wav", 500_000_000).unwrap();
    let client = rig.service.client.clone();
    let body = json!({"remote_path": "/NL-43/A"});
    let request = client.post(rig.service.url("/api/nl43/gate/ftp/download-folder")).json(&body).send();
    let download = tokio::spawn(request);
    rig.file_command("RETR").await;
    let began = tokio::time::Instant::now();
    rig.service.stop().await;
    assert!(began.elapsed() < Duration::from_secs(10));
    // Told so, or cut off; never a success.
    if let Ok(response) = download.await.unwrap() {
        assert_eq!(response.status(), 503);
    }
}

#[tokio::test]
async fn one_meter_has_one_session_however_many_ask() {
    let rig = Rig::new().await;
    // The simulated meter closes the fifth client at once.
    let twin = "twin";
    add_unit(&rig.service, twin, &rig.meter).await;
    let ask = |number: usize| {
        let unit = if number.is_multiple_of(2) { "gate" } else { twin };
        let url = rig.service.url(&format!("/api/nl43/{unit}/ftp/files"));
        let client = rig.service.client.clone();
        async move { client.get(url).send().await.unwrap().status().as_u16() }
    };
    let answers = futures_util::future::join_all((0..30).map(ask)).await;
    assert!(answers.contains(&200));
    assert!(answers.iter().all(|status| [200, 503].contains(status)), "{answers:?}");
    assert!(answers.contains(&503), "thirty are more than may wait");
}

#[tokio::test]
async fn a_file_that_nobody_has_is_told() {
    let rig = Rig::new().await;
    rig.card().put("/NL-43/a.rnd", "x").unwrap();
    let (status, body) = failure(rig.file("/NL-43/b.rnd").await).await;
    assert_eq!(status, 502);
    assert_eq!(body["detail"], "Failed to communicate with device");
    assert_eq!(body["error"], "not_found");
    assert_eq!(body["reason"], "there is no file /NL-43/b.rnd on the card");
}
