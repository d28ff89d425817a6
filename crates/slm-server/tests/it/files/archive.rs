//! Folders as archives.

use std::num::NonZeroU64;

use nl43_sim::FilesConfig;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Rig, Unzipped, archive, failure, hex};

const FOLDER: &str = "/NL-43/Auto_0019";

#[tokio::test]
async fn a_folder_comes_with_all_below_it_and_a_manifest() {
    let rig = Rig::new().await;
    let card = rig.card();
    card.put(&format!("{FOLDER}/settings.rnh"), "[Store]\r\n").unwrap();
    card.put(&format!("{FOLDER}/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd"), "52.4,\r\n".repeat(10_000))
        .unwrap();
    card.put_sized(&format!("{FOLDER}/Auto_Lp_01/NL_0001_SLM_Lp _0019_0002.rnd"), 12_000_000).unwrap();
    card.make_folder(&format!("{FOLDER}/empty")).unwrap();
    let response = rig.folder(FOLDER).await;
    assert_eq!(response.headers()["content-type"], "application/zip");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"Auto_0019.zip\"");
    assert!(response.headers().contains_key("x-operation-id"));
    let archive = archive(response).await;
    let mut names = archive.names();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd",
            "Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0002.rnd",
            "Auto_0019/empty/",
            "Auto_0019/settings.rnh",
        ]
    );
    assert_eq!(archive.manifest["complete"], true);
    assert_eq!(archive.manifest["unit_id"], "gate");
    assert_eq!(archive.manifest["folder"], FOLDER);
    assert_eq!(archive.manifest["failures"], json!([]));
    for file in archive.manifest["files"].as_array().unwrap() {
        let expected = card.content(file["path"].as_str().unwrap()).unwrap().to_vec();
        let (_, content) = archive.files.iter().find(|(name, _)| file["name"] == name.as_str()).unwrap();
        assert!(*content == expected, "{file}");
        assert_eq!(file["size"], expected.len());
        assert_eq!(file["sha256"], hex(&Sha256::digest(&expected)));
        assert_eq!(file["attempts"], 1);
    }
}

#[tokio::test]
async fn an_empty_folder_is_an_archive_and_a_missing_one_is_not() {
    let rig = Rig::new().await;
    rig.card().make_folder("/NL-43/Auto_0001").unwrap();
    let empty = archive(rig.folder("/NL-43/Auto_0001").await).await;
    assert_eq!(empty.manifest["complete"], true);
    assert_eq!(empty.names(), Vec::<&str>::new());
    let (status, body) = failure(rig.folder("/NL-43/Auto_0002").await).await;
    assert_eq!((status, &body["error"]), (502, &json!("not_found")), "{body}");
    rig.card().put("/NL-43/file", "x").unwrap();
    assert_eq!(failure(rig.folder("/NL-43/file").await).await.0, 502, "a file is no folder");
}

#[tokio::test]
async fn what_was_fetched_before_is_not_fetched_again() {
    let rig = Rig::new().await;
    let long_ago = rig.card().clock() - jiff::SignedDuration::from_hours(48);
    for name in ["a", "b", "c"] {
        let path = format!("{FOLDER}/{name}.rnd");
        rig.card().put_sized(&path, 100_000).unwrap();
        if name != "c" {
            rig.card().set_modified(&path, long_ago).unwrap();
        }
    }
    rig.fault("ftp-deny=b.rnd");
    let (status, body) = failure(rig.folder(FOLDER).await).await;
    assert_eq!(status, 502);
    assert_eq!(body["files"][0]["path"], format!("{FOLDER}/b.rnd"));
    rig.meter.faults().heal();
    let archive = archive(rig.folder(FOLDER).await).await;
    let attempts = |name: &str| {
        let files = archive.manifest["files"].as_array().unwrap();
        files.iter().find(|file| file["name"] == name).unwrap()["attempts"].clone()
    };
    assert_eq!(attempts("Auto_0019/a.rnd"), 0);
    assert_eq!(attempts("Auto_0019/b.rnd"), 1);
    assert_eq!(attempts("Auto_0019/c.rnd"), 1, "in this minute it may have been written again");
    assert_eq!(archive.files.len(), 3);
}

/// A folder whose first file is larger than the head start of an answer, and whose second is denied.
async fn denied_late() -> Rig {
    let rig = Rig::new().await;
    rig.card().put_sized(&format!("{FOLDER}/a.wav"), 40 << 20).unwrap();
    rig.card().put_sized(&format!("{FOLDER}/b.rnd"), 1000).unwrap();
    rig.fault("ftp-deny=b.rnd");
    rig
}

#[tokio::test]
async fn a_failure_after_the_answer_has_begun_cuts_it_off() {
    let rig = denied_late().await;
    let mut response = rig.folder(FOLDER).await;
    assert_eq!(response.status(), 200);
    let operation = response.headers()["x-operation-id"].to_str().unwrap().to_owned();
    let mut came = Vec::new();
    let end = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => came.extend_from_slice(&chunk),
            end => break end,
        }
    };
    assert!(end.is_err(), "no clean end");
    // What came is an archive all the same, and says what is missing.
    let archive = Unzipped::read(came);
    assert_eq!(archive.names(), ["Auto_0019/a.wav"]);
    assert_eq!(archive.manifest["complete"], false);
    assert_eq!(archive.manifest["failures"][0]["path"], format!("{FOLDER}/b.rnd"));
    let shown = rig.service.get(&format!("/api/nl43/gate/operations/{operation}")).await;
    assert_eq!(shown["body"]["data"]["state"], "failed", "{shown}");
}

#[tokio::test]
async fn a_large_file_that_fails_half_way_cuts_the_answer_off() {
    let rig = Rig::with(FilesConfig::default(), &[("FTP_RETRIES", "0")]).await;
    rig.card().put_sized(&format!("{FOLDER}/a.wav"), 60 << 20).unwrap();
    rig.fault("ftp-cut=50000000");
    for partial in [false, true] {
        let response = rig.folder_with(json!({"remote_path": FOLDER, "partial": partial})).await;
        assert_eq!(response.status(), 200);
        assert!(response.bytes().await.is_err(), "partial: {partial}");
    }
    let response = rig.file(&format!("{FOLDER}/a.wav")).await;
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err(), "fewer bytes than announced");
}

#[tokio::test]
async fn a_large_file_that_breaks_half_way_is_gone_on_with() {
    let rig = Rig::new().await;
    let path = format!("{FOLDER}/a.wav");
    rig.card().put_sized(&path, 60 << 20).unwrap();
    rig.fault("ftp-cut=50000000@once");
    let archive = archive(rig.folder(FOLDER).await).await;
    assert!(archive.files[0].1 == rig.card().content(&path).unwrap().to_vec());
    assert_eq!(archive.manifest["files"][0]["attempts"], 2);
}

#[tokio::test]
async fn how_much_is_missing_is_told_behind_a_partial_archive() {
    let rig = denied_late().await;
    let mut socket = tokio::net::TcpStream::connect(rig.service.address).await.unwrap();
    let body = json!({"remote_path": FOLDER, "partial": true}).to_string();
    let request = format!(
        "POST /api/nl43/gate/ftp/download-folder HTTP/1.1\r\nhost: slmm\r\nconnection: close\r\nte: trailers\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    let head = String::from_utf8_lossy(&answer[..1000]);
    assert!(head.starts_with("HTTP/1.1 200 OK") && head.contains("trailer: x-slmm-incomplete"), "{head}");
    assert!(answer.ends_with(b"0\r\nx-slmm-incomplete: 1\r\n\r\n"), "a clean end");
}

#[tokio::test]
async fn a_file_that_grows_meanwhile_is_taken_as_it_is_then() {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(100_000), ..FilesConfig::default() };
    let rig = Rig::with(files, &[]).await;
    let card = rig.card();
    card.put_sized(&format!("{FOLDER}/a.rnd"), 200_000).unwrap();
    card.put(&format!("{FOLDER}/b.rnd"), "1,52.4\r\n").unwrap();
    let grow = async {
        // Listed by then, and not fetched yet.
        rig.file_command("RETR").await;
        card.put(&format!("{FOLDER}/b.rnd"), "1,52.4\r\n2,52.5\r\n").unwrap();
    };
    let (response, ()) = tokio::join!(rig.folder(FOLDER), grow);
    let archive = archive(response).await;
    assert_eq!(archive.files[1].1, b"1,52.4\r\n2,52.5\r\n");
    let file = &archive.manifest["files"][1];
    assert_eq!((&file["size"], &file["listed_size"]), (&json!(16), &json!(8)));
    assert_eq!(archive.manifest["complete"], true);
}

#[tokio::test]
async fn a_file_that_does_not_fit_into_the_spool_is_told() {
    let rig = Rig::with(FilesConfig::default(), &[("DOWNLOADS_SPOOL_MB", "1")]).await;
    for (name, bytes) in [("a", 600_000), ("b", 600_000), ("c", 600_000)] {
        rig.card().put_sized(&format!("{FOLDER}/{name}.rnd"), bytes).unwrap();
    }
    assert_eq!(archive(rig.folder(FOLDER).await).await.files.len(), 3, "one makes room for the next");
    rig.card().put_sized(&format!("{FOLDER}/d.rnd"), 1_000_001).unwrap();
    let (status, body) = failure(rig.folder(FOLDER).await).await;
    assert_eq!(status, 502);
    assert!(body["files"][0]["reason"].as_str().unwrap().contains("DOWNLOADS_SPOOL_MB"), "{body}");
    let (status, body) = failure(rig.file(&format!("{FOLDER}/d.rnd")).await).await;
    assert_eq!((status, &body["error"]), (507, &json!("storage")));
}

#[tokio::test]
async fn a_partial_archive_is_taken_by_those_who_ask_for_it() {
    let rig = Rig::new().await;
    for name in ["a", "b", "c"] {
        rig.card().put_sized(&format!("{FOLDER}/{name}.rnd"), 1000).unwrap();
    }
    rig.fault("ftp-deny=b.rnd");
    let response = rig.folder_with(json!({"remote_path": FOLDER, "partial": true})).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-slmm-incomplete"], "1");
    let archive = archive(response).await;
    assert_eq!(archive.names(), ["Auto_0019/a.rnd", "Auto_0019/c.rnd"]);
    assert_eq!(archive.manifest["complete"], false);
    let missing = &archive.manifest["failures"][0];
    assert_eq!(missing["path"], format!("{FOLDER}/b.rnd"));
    assert!(missing["reason"].as_str().unwrap().contains("550"), "{missing}");
    rig.fault("ftp-login-fail");
    let refused = rig.folder_with(json!({"remote_path": FOLDER, "partial": true})).await;
    assert_eq!(refused.status(), 502, "nothing at all is no partial success");
}

#[tokio::test]
async fn many_small_files_do_not_wait_for_each_other() {
    let rig = Rig::new().await;
    for number in 0..300 {
        rig.card().put(&format!("{FOLDER}/{number:04}.rnd"), vec![b'x'; 3000]).unwrap();
    }
    let began = tokio::time::Instant::now();
    let archive = archive(rig.folder(FOLDER).await).await;
    assert_eq!(archive.files.len(), 300);
    assert!(began.elapsed() < std::time::Duration::from_secs(9), "the head start is not sat out");
}

#[tokio::test]
async fn a_file_written_again_within_its_minute_comes_as_it_is_now() {
    let rig = Rig::new().await;
    let path = format!("{FOLDER}/settings.rnh");
    let clock = rig.card().clock();
    for content in ["one", "two"] {
        rig.card().put_at(&path, content, clock).unwrap();
        let archive = archive(rig.folder(FOLDER).await).await;
        assert_eq!(archive.files[0].1, content.as_bytes());
        let file = rig.file(&path).await.bytes().await.unwrap();
        assert_eq!(file, content.as_bytes());
    }
}
