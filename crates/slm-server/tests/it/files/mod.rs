//! Files on a meter's card, through the whole service.

mod archive;
mod defects;
mod faults;
mod listing;
mod single;

use std::io::{Cursor, Read as _};
use std::time::Duration;

use nl43_sim::{Card, Fault, FilesConfig, MeterConfig, SimMeter};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::Service;

/// A service with one unit, `gate`, whose meter has files.
pub(crate) struct Rig {
    pub(crate) service: Service,
    pub(crate) meter: SimMeter,
}

/// Times that a failure is waited for, as short as a busy machine allows.
const QUICK: [(&str, &str); 4] = [
    ("FTP_CONTROL_TIMEOUT_S", "2"),
    ("FTP_DATA_CONNECT_TIMEOUT_S", "0.5"),
    ("FTP_STALL_TIMEOUT_S", "0.5"),
    ("SLMM_COMMAND_PAUSE_S", "0.2"),
];

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::with(FilesConfig::default(), &[]).await
    }

    /// With another file server, and other settings.
    pub(crate) async fn with(files: FilesConfig, settings: &[(&str, &str)]) -> Self {
        let config = MeterConfig { files, ..MeterConfig::immediate().with_files() };
        let config = config.setting("FTP", "On");
        let meter = SimMeter::start(config).await.unwrap();
        let zone = [("TIMEZONE_OFFSET", "0")];
        let service = Service::start_with(&[&QUICK[..], &zone, settings].concat()).await;
        add_unit(&service, "gate", &meter).await;
        Self { service, meter }
    }

    /// Waits until the meter's file server has got such a command.
    pub(crate) async fn file_command(&self, begin: &str) {
        let has_come = |journal: &nl43_sim::Journal| {
            journal.file_commands().iter().any(|(_, line)| line.starts_with(begin))
        };
        assert!(
            self.meter.journal().wait_until(Duration::from_secs(30), has_come).await,
            "{begin} never came"
        );
    }

    pub(crate) fn card(&self) -> Card {
        self.meter.card()
    }

    pub(crate) fn fault(&self, fault: &str) {
        self.meter.faults().apply(&fault.parse::<Fault>().unwrap());
    }

    pub(crate) async fn file(&self, path: &str) -> Response {
        let body = json!({"remote_path": path});
        self.service.send(Method::POST, "/api/nl43/gate/ftp/download", Some(body)).await
    }

    pub(crate) async fn folder(&self, path: &str) -> Response {
        self.folder_with(json!({"remote_path": path})).await
    }

    pub(crate) async fn folder_with(&self, body: Value) -> Response {
        self.service.send(Method::POST, "/api/nl43/gate/ftp/download-folder", Some(body)).await
    }
}

/// A unit for a meter with files.
pub(crate) async fn add_unit(service: &Service, name: &str, meter: &SimMeter) {
    let body = json!({
        "unit_id": name,
        "host": meter.addr().ip().to_string(),
        "tcp_port": meter.addr().port(),
        "ftp_port": meter.ftp_addr().unwrap().port(),
        "ftp_enabled": true,
        "poll_enabled": false,
    });
    assert_eq!(service.post("/api/nl43/roster", body).await["code"], 200);
}

/// Names and contents of an archive; the manifest apart.
pub(crate) struct Unzipped {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) manifest: Value,
}

impl Unzipped {
    pub(crate) fn read(bytes: Vec<u8>) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = Vec::new();
        let mut manifest = Value::Null;
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            // Its end checks the checksum.
            file.read_to_end(&mut content).unwrap();
            let name = file.name().unwrap().into_owned();
            if name.ends_with("/MANIFEST.json") {
                manifest = serde_json::from_slice(&content).unwrap();
            } else {
                files.push((name, content));
            }
        }
        Self { files, manifest }
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.files.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// A 200 with an archive.
pub(crate) async fn archive(response: Response) -> Unzipped {
    assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
    Unzipped::read(response.bytes().await.unwrap().to_vec())
}

/// A failure's status and body.
pub(crate) async fn failure(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}: {} bytes", text.len())))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Waits until something is so.
pub(crate) async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let until = tokio::time::Instant::now() + Duration::from_mins(1);
    while !is_so().await {
        assert!(tokio::time::Instant::now() < until, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
