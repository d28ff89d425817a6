//! Folders as archives.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Rig, archive, failure, hex};

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
    for name in ["a", "b", "c"] {
        rig.card().put_sized(&format!("{FOLDER}/{name}.rnd"), 100_000).unwrap();
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
    assert_eq!(archive.files.len(), 3);
}

#[tokio::test]
async fn a_failure_after_the_answer_has_begun_cuts_it_off() {
    let rig = Rig::new().await;
    rig.card().put_sized(&format!("{FOLDER}/a.wav"), 40 << 20).unwrap();
    rig.card().put_sized(&format!("{FOLDER}/b.rnd"), 1000).unwrap();
    rig.fault("ftp-stall=500");
    rig.fault("ftp-deny=b.rnd");
    rig.meter.faults().heal();
    rig.fault("ftp-deny=b.rnd");
    let response = rig.folder(FOLDER).await;
    if response.status() == 502 {
        // Both were through before the answer began.
        return;
    }
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err(), "no clean end");
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
