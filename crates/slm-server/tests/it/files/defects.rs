//! Defects of the service before that are not to come back: D27, D29, D30, D41.

use serde_json::json;

use super::{Rig, archive, failure};
use crate::support::{mistake, mistakes};

const FOLDER: &str = "/NL-43/Auto_0019";

/// D27: missing and truncated files, and folders that are not there, were a 200 with an incomplete archive.
#[tokio::test]
async fn d27_an_archive_that_lacks_something_is_no_success() {
    for (fault, words) in [("ftp-deny=b.rnd", "550"), ("ftp-short=10", "10 of"), ("ftp-cut=10", "426")] {
        let rig = Rig::new().await;
        for name in ["a", "b"] {
            rig.card().put_sized(&format!("{FOLDER}/{name}.rnd"), 1000).unwrap();
        }
        rig.fault(fault);
        let (status, body) = failure(rig.folder(FOLDER).await).await;
        assert_eq!(status, 502, "{fault}");
        assert_eq!(body["detail"], "Failed to communicate with device");
        let files = body["files"].as_array().unwrap();
        assert!(files.iter().any(|file| file["path"] == format!("{FOLDER}/b.rnd")), "{body}");
        assert!(files[0]["reason"].as_str().unwrap().contains(words), "{body}");
    }
    let rig = Rig::new().await;
    assert_eq!(failure(rig.folder("/NL-43/Auto_9999").await).await.0, 502);
}

/// D29, D30: a unit's name is never a path.
#[tokio::test]
async fn d29_a_unit_s_name_is_one_folder_whatever_it_is() {
    let rig = Rig::new().await;
    for name in ["..", ".", "../../../x", "a/b", "a\\b"] {
        let body = json!({"unit_id": name, "host": "127.0.0.1", "tcp_enabled": false});
        let refused = rig.service.post("/api/nl43/roster", body).await;
        assert_eq!(mistakes(&refused), mistake("body.unit_id", "value_error"), "{name}");
    }
    rig.card().put("/slmm.db", "not a database").unwrap();
    let names = ["..%2F..", ".spool", "C:", "%2e%2e"];
    for name in names {
        super::add_unit(&rig.service, name, &rig.meter).await;
        let unit = name.bytes().fold(String::new(), |unit, byte| unit + &format!("%{byte:02X}"));
        let path = format!("/api/nl43/{unit}/ftp/download");
        assert_eq!(rig.service.post(&path, json!({"remote_path": "/slmm.db"})).await["code"], 200, "{name}");
    }
    assert_eq!(rig.service.get("/api/nl43/roster").await["code"], 200, "the database is whole");
    let folder = rig.service.stop().await;
    let downloads = folder.path().join("data/downloads");
    let mut found: Vec<_> = std::fs::read_dir(&downloads)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".spool")
        .collect();
    found.sort_unstable();
    assert_eq!(found, ["%252e%252e", "%2E.%252F.%2E", "%2Espool", "C%3A"]);
    for name in found {
        assert_eq!(std::fs::read(downloads.join(name).join("slmm.db")).unwrap(), b"not a database");
    }
    assert_ne!(std::fs::read(folder.path().join("data/slmm.db")).unwrap(), b"not a database");
}

/// D41: names of a listing were joined to local paths.
#[tokio::test]
async fn d41_names_of_a_listing_lead_nowhere_else() {
    for name in ["../x", "/etc/x", "..", "a\\..\\x"] {
        let rig = Rig::new().await;
        rig.card().put(&format!("{FOLDER}/a.rnd"), "x").unwrap();
        rig.fault(&format!("ftp-list-name={name}"));
        let listed =
            rig.service.get(&format!("/api/nl43/gate/ftp/files?path={FOLDER}")).await["body"].clone();
        for file in listed["files"].as_array().unwrap() {
            assert!(file["path"].as_str().unwrap().starts_with(FOLDER), "{listed}");
            assert!(!file["name"].as_str().unwrap().contains(['/', '\\']), "{listed}");
        }
        let answer = rig.folder_with(json!({"remote_path": FOLDER, "partial": true})).await;
        let archive = archive(answer).await;
        assert!(archive.names().iter().all(|name| name.starts_with("Auto_0019/")), "{:?}", archive.names());
        assert!(!archive.names().iter().any(|name| name.contains("..") || name.contains('\\')));
    }
}
