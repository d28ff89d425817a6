//! Listings, and what is read off them.

use jiff::Span;
use nl43_sim::FilesConfig;
use serde_json::{Value, json};

use super::Rig;
use crate::support::{mistake, mistakes};

#[tokio::test]
async fn folders_are_listed_with_names_sizes_and_times() {
    let rig = Rig::new().await;
    rig.card().put("/NL-43/Auto_0019/NL_0001_SLM_Lp _0019_0001.rnd", "52.4").unwrap();
    let root = rig.service.get("/api/nl43/gate/ftp/files").await;
    assert_eq!(root["code"], 200, "{root}");
    assert_eq!(root["body"]["path"], "/");
    assert_eq!(root["body"]["files"][0]["path"], "/NL-43");
    let listed = rig.service.get("/api/nl43/gate/ftp/files?path=/NL-43/Auto_0019/").await["body"].clone();
    assert_eq!(listed["count"], 1);
    let file = &listed["files"][0];
    assert_eq!(file["name"], "NL_0001_SLM_Lp _0019_0001.rnd");
    assert_eq!(file["path"], "/NL-43/Auto_0019/NL_0001_SLM_Lp _0019_0001.rnd");
    assert_eq!((&file["size"], &file["is_dir"]), (&json!(4), &json!(false)));
}

#[tokio::test]
async fn a_passive_server_is_served_too() {
    let files = FilesConfig { passive: true, ..FilesConfig::default() };
    for mode in ["auto", "passive", "active"] {
        let rig = Rig::with(files.clone(), &[("FTP_MODE", mode)]).await;
        rig.card().put("/NL-43/a.rnd", "x").unwrap();
        let listed = rig.service.get("/api/nl43/gate/ftp/files?path=/NL-43").await;
        assert_eq!(listed["body"]["count"], 1, "{mode}: {listed}");
    }
}

/// D26: a listing has no year and no zone; a meter whose clock is ahead is not a year behind.
#[tokio::test]
async fn d26_a_date_up_to_a_day_ahead_is_this_years() {
    let rig = Rig::new().await;
    let ahead = rig.card().clock().checked_add(Span::new().hours(5)).unwrap();
    rig.card().make_folder("/NL-43/Auto_0042").unwrap();
    rig.card().set_modified("/NL-43/Auto_0042", ahead).unwrap();
    rig.card().make_folder("/NL-43/Auto_0041").unwrap();
    let listed = rig.service.get("/api/nl43/gate/ftp/files?path=/NL-43").await["body"]["files"].clone();
    let folder = listed.as_array().unwrap().iter().find(|file| file["name"] == "Auto_0042").unwrap();
    let minute = ahead.strftime("%Y-%m-%dT%H:%M:00").to_string();
    assert_eq!(folder["modified_timestamp"], json!(minute));
    let newest = rig.service.get("/api/nl43/gate/ftp/latest-measurement-time").await["body"].clone();
    assert_eq!(newest, json!({"status": "ok", "latest_folder": "Auto_0042", "latest_timestamp": minute}));
}

#[tokio::test]
async fn the_site_s_zone_is_that_of_the_meter_s_clock() {
    let rig = Rig::with(FilesConfig::default(), &[("TIMEZONE_OFFSET", "Europe/Berlin")]).await;
    let july = jiff::civil::datetime(2024, 7, 1, 0, 0, 0, 0);
    let january = jiff::civil::datetime(2024, 1, 1, 0, 0, 0, 0);
    for (name, at) in [("/NL-43/summer", july), ("/NL-43/winter", january)] {
        rig.card().put_at(name, "x", at).unwrap();
    }
    let listed = rig.service.get("/api/nl43/gate/ftp/files?path=/NL-43").await["body"]["files"].clone();
    assert_eq!(listed[0]["modified_timestamp"], "2024-06-30T22:00:00", "{listed}");
    assert_eq!(listed[1]["modified_timestamp"], "2023-12-31T23:00:00", "{listed}");
}

#[tokio::test]
async fn the_newest_measurement_is_asked_of_units_with_ftp_only() {
    let rig = Rig::new().await;
    let path = "/api/nl43/gate/ftp/latest-measurement-time";
    rig.card().make_folder("/NL-43/Manual_0001").unwrap();
    assert_eq!(rig.service.get(path).await["body"]["latest_folder"], Value::Null);
    rig.service.put("/api/nl43/gate/config", json!({"ftp_enabled": false})).await;
    let refused = rig.service.get(path).await;
    assert_eq!(refused["code"], 403);
    assert_eq!(refused["body"]["detail"], "FTP is disabled for this device");
    assert_eq!(rig.service.get("/api/nl43/gate/ftp/files").await["code"], 200, "only that route asks for it");
}

#[tokio::test]
async fn the_start_of_a_measurement_is_taken_from_the_card() {
    let rig = Rig::new().await;
    let path = "/api/nl43/gate/sync-start-time";
    // The card of the simulated meter begins with the model's folder.
    let soft = rig.service.act(path).await;
    assert_eq!((&soft["code"], &soft["body"]["status"]), (&json!(200), &json!("error")), "{soft}");
    rig.card().make_folder("/NL-43/Auto_0042").unwrap();
    let earlier = rig.card().clock().checked_sub(Span::new().hours(3)).unwrap();
    rig.card().set_modified("/NL-43/Auto_0042", earlier).unwrap();
    rig.card().make_folder("/NL-43/Screenshot").unwrap();
    let soft = rig.service.act(path).await["body"].clone();
    assert_eq!(soft, json!({"status": "error", "message": "Device status not found in database"}));

    assert_eq!(rig.service.act("/api/nl43/gate/start").await["code"], 200);
    let seen = rig.service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    let synced = rig.service.act(path).await["body"].clone();
    let minute = earlier.strftime("%Y-%m-%dT%H:%M:00").to_string();
    assert_eq!(synced["message"], "Start time synced from FTP");
    assert_eq!(synced["folder"], "Auto_0042");
    assert_eq!(synced["start_time"], json!(minute));
    assert_eq!(synced["old_start_time"], seen["measurement_start_time"]);
    let log = rig.service.get("/api/nl43/gate/logs?category=SYNC").await["body"]["logs"].clone();
    let words = log[0]["message"].as_str().unwrap();
    assert!(words.starts_with(&format!("Measurement start set to {minute}, of folder Auto_0042")), "{log}");
    rig.service.get("/api/nl43/gate/live").await;
    let status = rig.service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_eq!(status["measurement_start_time"], json!(minute), "the next reading does not undo it");
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_refused_before_anything_is_sent() {
    let rig = Rig::new().await;
    rig.meter.faults().power_loss(std::time::Duration::from_hours(1));
    for path in ["/NL-43/../..", "/a%0D%0ADELE%20b", "/a%00", "..%5C..", "/./x", "/%1a"] {
        let answer = rig.service.get(&format!("/api/nl43/gate/ftp/files?path={path}")).await;
        assert_eq!(mistakes(&answer), mistake("query.path", "value_error"), "{path}");
    }
    for route in ["download", "download-folder"] {
        let route = format!("/api/nl43/gate/ftp/{route}");
        for path in ["/NL-43/../x", "/a\r\nDELE b", "/a\u{1a}", "\\x"] {
            let answer = rig.service.post(&route, json!({"remote_path": path})).await;
            assert_eq!(mistakes(&answer), mistake("body.remote_path", "value_error"), "{path}");
        }
        for path in ["/", "", "//"] {
            let answer = rig.service.post(&route, json!({"remote_path": path})).await;
            assert_eq!(answer["code"], 400, "{path}");
            assert_eq!(answer["body"]["detail"], "Invalid remote path");
        }
        let answer = rig.service.post(&route, json!({})).await;
        assert_eq!(mistakes(&answer), mistake("body.remote_path", "missing"));
        let answer = rig.service.post(&route, json!({"remote_path": 7})).await;
        assert_eq!(mistakes(&answer), mistake("body.remote_path", "string_type"));
    }
    let answer = rig.service.post("/api/nl43/gate/ftp/download", json!({"remote_path": "/NL-43/"})).await;
    assert_eq!(answer["code"], 400, "a folder's path names no file");
}
