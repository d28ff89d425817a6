//! What a stop cycle brings.

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use nl43_sim::{FilesConfig, SimMeter};
use serde_json::{Value, json};

use super::{
    add, begin, fault, has_ended, heard, lines, operation, recorder, restart, steps, text, wait_for,
};
use crate::files::Unzipped;
use crate::support::{Service, mistakes};

const PATH: &str = "/api/nl43/gate/stop-cycle";

/// A meter that has measured into `Auto_0002`, by a start cycle.
async fn measuring() -> (Service, SimMeter) {
    let meter = SimMeter::start(recorder()).await.unwrap();
    let settings = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("FTP_RETRIES", "0"), ("FTP_CONTROL_TIMEOUT_S", "3")];
    let service = Service::start_with(&settings).await;
    add(&service, &meter).await;
    let started = service.post("/api/nl43/gate/start-cycle", json!({"sync_clock": false})).await;
    assert_eq!((&started["code"], &started["body"]["new_index"]), (&json!(200), &json!(2)), "{started}");
    (service, meter)
}

fn usual(service: &Service, meter: &SimMeter) -> PathBuf {
    let address = meter.addr();
    service.data().join(format!("downloads/{}:{}/Auto_0002.zip", address.ip(), address.port()))
}

fn beside(path: &Path, ending: &str) -> String {
    std::fs::read_to_string(format!("{}{ending}", path.display())).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_measurement_is_fetched_whole_and_sealed() {
    let (service, meter) = measuring().await;
    let before = lines(&meter).len();
    let answer = service.act(PATH).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(
        lines(&meter)[before..],
        ["Measure,Stop", "FTP,Off", "FTP,On", "FTP?", "Store Name?", "DOD?", "Measure?"]
    );
    let body = &answer["body"];
    let archive = usual(&service, &meter);
    assert_eq!(text(&body["local_path"]), archive.to_str().unwrap());
    assert_eq!((&body["download_attempted"], &body["download_success"]), (&json!(true), &json!(true)));
    assert_eq!((&body["downloaded_folder"], &body["ftp_verified"]), (&json!("Auto_0002"), &json!(true)));
    assert_eq!(body.get("download_error"), None);

    let unzipped = Unzipped::read(std::fs::read(&archive).unwrap());
    assert!(unzipped.names().iter().any(|name| name.starts_with("Auto_0002/")), "{:?}", unzipped.names());
    let sha256 = text(&body["sha256"]);
    assert_eq!(beside(&archive, ".sha256"), format!("{sha256}  Auto_0002.zip\n"));
    let manifest: Value = serde_json::from_str(&beside(&archive, ".json")).unwrap();
    assert_eq!((&manifest["sha256"], &manifest["files"]), (&body["sha256"], &body["files"]));
    assert_eq!(manifest["folder"], "/NL-43/Auto_0002");
    let shown = operation(&service, &answer).await;
    assert!(steps(&shown).iter().all(|step| step.ends_with(": done")), "{:?}", steps(&shown));
    assert!(shown["bytes_total"].as_u64().unwrap() > 0);
    assert_eq!(shown["bytes_done"], shown["bytes_total"]);
}

/// A meter whose files take long to come, and which measures.
async fn slow(bytes: u64) -> (Service, SimMeter) {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(20_000), ..FilesConfig::default() };
    let (service, meter) = super::gate(nl43_sim::MeterConfig { files, ..recorder() }).await;
    let started = service.post("/api/nl43/gate/start-cycle", json!({"sync_clock": false})).await;
    assert_eq!(started["body"]["new_index"], 2, "{started}");
    meter.card().put_sized("/NL-43/Auto_0002/long.wav", bytes).unwrap();
    (service, meter)
}

#[tokio::test]
async fn the_next_cycles_do_not_wait_for_the_files_of_the_one_before() {
    let (service, meter) = slow(300_000).await;
    let first = begin(&service, "stop-cycle", json!({})).await;
    wait_for(&service, &first, |shown| shown["steps"][6]["state"] == "running").await;
    let started = service.post("/api/nl43/gate/start-cycle", json!({"sync_clock": false})).await;
    assert_eq!((&started["code"], &started["body"]["new_index"]), (&json!(200), &json!(3)), "{started}");
    // It stops at once, and has its files fetched after the first's, whose server it leaves on.
    let second = begin(&service, "stop-cycle", json!({})).await;
    heard(&meter, "Measure,Stop", 2).await;
    let still = wait_for(&service, &second, |shown| shown["steps"][1]["detail"].is_string()).await;
    assert!(text(&still["steps"][1]["detail"]).contains("earlier cycle"), "{still}");
    assert_eq!(wait_for(&service, &first, |_| true).await["state"], "running", "too fast to tell");
    let first = wait_for(&service, &first, has_ended).await;
    assert_eq!(
        (&first["state"], &first["result"]["downloaded_folder"]),
        (&json!("done"), &json!("Auto_0002"))
    );
    assert_eq!(first["result"]["download_success"], true);
    let second = wait_for(&service, &second, has_ended).await;
    assert_eq!(
        (&second["state"], &second["result"]["downloaded_folder"]),
        (&json!("done"), &json!("Auto_0003"))
    );
    assert_eq!(meter.journal().count("FTP,Off"), 1, "not under the first one's files");
    assert_eq!(meter.journal().spacing_violations(), []);
}

/// Files that did not come are fetched by a restart, whatever the meter does meanwhile.
#[tokio::test]
async fn missing_files_are_fetched_while_the_next_measurement_runs() {
    let (service, meter) = measuring().await;
    fault(&meter, "ftp-deny=Auto_0002");
    let failed = service.act(PATH).await;
    assert_eq!(failed["body"]["download_success"], false, "{failed}");
    let shown = operation(&service, &failed).await;
    meter.faults().heal();
    assert_eq!(service.act("/api/nl43/gate/start-cycle").await["code"], 200);
    let again = restart(&service, &shown).await;
    assert_eq!((&again["code"], &again["body"]["download_success"]), (&json!(200), &json!(true)), "{again}");
    assert!(meter.is_measuring(), "left alone");
}

#[tokio::test]
async fn a_download_that_fails_is_told_and_made_up_for() {
    let (service, meter) = measuring().await;
    fault(&meter, "ftp-deny=Auto_0002");
    let answer = service.act(PATH).await;
    assert_eq!(answer["code"], 200, "{answer}");
    let body = &answer["body"];
    assert_eq!((&body["stopped"], &body["download_success"]), (&json!(true), &json!(false)));
    assert!(text(&body["download_error"]).contains("Auto_0002"), "{body}");
    assert_eq!((&body["local_path"], &body["downloaded_folder"]), (&json!(null), &json!(null)));
    assert!(!usual(&service, &meter).exists());
    let shown = operation(&service, &answer).await;
    assert_eq!(shown["state"], "failed");
    let states = steps(&shown);
    assert_eq!(states[6..], ["download: failed", "verify: skipped", "reading: done"]);
    let before = lines(&meter).len();

    meter.faults().heal();
    let again = restart(&service, &shown).await;
    assert_eq!((&again["code"], &again["body"]["download_success"]), (&json!(200), &json!(true)), "{again}");
    assert_eq!(
        lines(&meter)[before..],
        ["Measure?", "FTP?", "FTP?", "DOD?", "Measure?"],
        "nothing is told again"
    );
    assert!(usual(&service, &meter).exists());
}

#[tokio::test]
async fn a_server_that_lets_nobody_in_is_named() {
    let (service, meter) = measuring().await;
    fault(&meter, "ftp-login-fail");
    let answer = service.act(PATH).await;
    assert_eq!(
        (&answer["code"], &answer["body"]["download_success"]),
        (&json!(200), &json!(false)),
        "{answer}"
    );
    assert_eq!(answer["body"]["ftp_verified"], false);
    let shown = operation(&service, &answer).await;
    assert_eq!(steps(&shown)[4], "ftp_login: skipped");
    assert!(text(&shown["steps"][4]["detail"]).contains("530"), "{shown}");
}

#[tokio::test]
async fn the_archive_goes_where_it_is_wanted_and_overwrites_nothing() {
    let (service, meter) = measuring().await;
    let wanted = service.data().join("mine/a.zip");
    let body = json!({"download_path": wanted, "toggle_ftp": false});
    let answer = service.post(PATH, body.clone()).await;
    assert_eq!(answer["body"]["local_path"], wanted.to_str().unwrap(), "{answer}");
    assert!(!usual(&service, &meter).exists());
    let again = service.post(PATH, body).await;
    assert_eq!(again["body"]["download_success"], true, "{again}");
    let folder = wanted.parent().unwrap();
    let names = names(folder);
    assert_eq!(names.len(), 6, "the older three are kept beside: {names:?}");
    assert!(names.contains(&"a.zip".to_owned()) && names.contains(&"a.zip.sha256".to_owned()), "{names:?}");
    for (path, expected) in
        [(folder.to_owned(), folder.join("Auto_0002.zip")), (folder.join("b"), folder.join("b"))]
    {
        let answer = service.post(PATH, json!({"download_path": path, "toggle_ftp": false})).await;
        assert_eq!(answer["body"]["local_path"], expected.to_str().unwrap(), "{answer}");
        assert!(expected.is_file());
    }
}

#[tokio::test]
async fn an_older_archive_stays_where_it_is_until_the_new_one_is_whole() {
    let (service, meter) = measuring().await;
    let archive = usual(&service, &meter);
    std::fs::create_dir_all(archive.parent().unwrap()).unwrap();
    std::fs::write(&archive, "the one before").unwrap();
    fault(&meter, "ftp-deny=Auto_0002");
    let answer = service.act(PATH).await;
    assert_eq!(answer["body"]["download_success"], false, "{answer}");
    assert_eq!(std::fs::read(&archive).unwrap(), b"the one before");
    assert_eq!(names(archive.parent().unwrap()), ["Auto_0002.zip"]);
}

/// Somebody's download that goes on and on; its operation, and the request.
async fn endless_download(service: &Service, meter: &SimMeter) -> (String, tokio::task::JoinHandle<()>) {
    assert_eq!(service.act("/api/nl43/gate/ftp/enable").await["code"], 200);
    meter.card().put("/NL-43/long.wav", "x".repeat(1000)).unwrap();
    fault(meter, "ftp-stall=1");
    let body = json!({"remote_path": "/NL-43/long.wav"});
    let request = service.client.post(service.url("/api/nl43/gate/ftp/download")).json(&body).send();
    let download = tokio::spawn(async { drop(request.await) });
    let mut id = String::new();
    let begins = async || {
        let shown = service.get("/api/nl43/gate/operations").await;
        let operations = shown["body"]["operations"].as_array().unwrap();
        let begun =
            operations.iter().find(|one| one["kind"] == "download" && one["steps"][1]["state"] == "running");
        id = begun.map(|one| text(&one["operation_id"]).to_owned()).unwrap_or_default();
        begun.is_some()
    };
    crate::files::eventually("the download begins", begins).await;
    (id, download)
}

fn waits(cycle: &Value) -> bool {
    let detail = cycle["steps"][1]["detail"].as_str();
    detail.is_some_and(|detail| detail.starts_with("waits up to 30 minutes"))
}

#[tokio::test]
async fn a_cycle_waits_for_somebody_s_download_and_does_not_cut_it() {
    let (service, meter) = measuring().await;
    let (download, request) = endless_download(&service, &meter).await;
    let before = lines(&meter).len();
    let without_files = service.post(PATH, json!({"download": false})).await;
    assert_eq!(without_files["code"], 200, "{without_files}");
    let told = lines(&meter)[before..].to_vec();
    assert!(
        !told.iter().any(|line| line.starts_with("FTP,")),
        "one that wants no files does not wait: {told:?}"
    );
    let before = lines(&meter).len();
    let id = begin(&service, "stop-cycle", json!({})).await;
    wait_for(&service, &id, waits).await;
    let told = async || lines(&meter)[before..] == ["Measure,Stop", "Store Name?"];
    crate::files::eventually("FTP is left alone", told).await;
    let download = format!("/api/nl43/gate/operations/{download}");
    assert_eq!(service.get(&download).await["body"]["data"]["state"], "running", "nobody is cut off");

    meter.faults().heal();
    assert_eq!(service.delete(&download).await["code"], 200);
    let ended = wait_for(&service, &id, has_ended).await;
    assert_eq!(ended["state"], "done", "{ended}");
    assert_eq!(lines(&meter)[before + 2..before + 4], ["FTP?", "FTP?"], "a server that works is left on");
    assert!(usual(&service, &meter).exists());
    request.await.unwrap();
}

#[tokio::test]
async fn an_operator_ends_a_cycle_that_waits() {
    let (service, meter) = measuring().await;
    let (_, request) = endless_download(&service, &meter).await;
    let id = begin(&service, "stop-cycle", json!({})).await;
    wait_for(&service, &id, waits).await;
    assert_eq!(service.delete(&format!("/api/nl43/gate/operations/{id}")).await["code"], 200);
    let ended = wait_for(&service, &id, has_ended).await;
    assert_eq!(ended["state"], "cancelled");
    request.abort();
}

#[tokio::test]
async fn d31_nothing_is_written_outside_the_data_folder() {
    let (service, meter) = measuring().await;
    let before = lines(&meter).len();
    let outside = service.data().parent().unwrap().join("out.zip");
    let climbing = service.data().join("downloads/../../out.zip");
    let database = service.data().join("slmm.db");
    for path in [outside.clone(), climbing, database, "../out.zip".into(), "/out.zip".into()] {
        let wrong = service.post(PATH, json!({"download_path": path, "toggle_ftp": 7})).await;
        assert_eq!(mistakes(&wrong).len(), 2, "{path:?}: {wrong}");
    }
    assert_eq!(lines(&meter).len(), before, "and nothing is sent");
    assert!(!outside.exists());
}

#[tokio::test]
async fn an_operator_ends_a_download() {
    let (service, meter) = measuring().await;
    fault(&meter, "ftp-stall=1");
    let id = begin(&service, "stop-cycle", json!({})).await;
    wait_for(&service, &id, |shown| shown["steps"][6]["state"] == "running").await;
    assert_eq!(service.delete(&format!("/api/nl43/gate/operations/{id}")).await["code"], 200);
    let ended = wait_for(&service, &id, has_ended).await;
    assert_eq!(ended["state"], "cancelled");
    assert_eq!(
        ended["meter_state"],
        "The meter does not measure. Its store name is 0002. Its FTP server is on."
    );
    assert!(!usual(&service, &meter).exists());
}

#[tokio::test]
async fn a_meter_of_another_model_has_a_folder_of_its_own() {
    let config = nl43_sim::MeterConfig { model: nl43_sim::Model::Nl53, ..recorder() };
    let meter = SimMeter::start(config).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    add(&service, &meter).await;
    assert_eq!(service.act("/api/nl43/gate/start-cycle").await["code"], 200);
    let answer = service.act(PATH).await;
    assert_eq!(answer["body"]["download_success"], true, "{answer}");
}
