//! A server with a meter for each operation, so that none is spoilt by what another did.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use nl43_proto::catalogue;
use nl43_sim::{MeterConfig, SimMeter};
use reqwest::Method;
use serde_json::{Value, json};
use slm_testkit::Scene;

use super::values::Known;

/// A running server, and the units that all share.
pub(super) struct World {
    pub(super) scene: Scene,
}

/// A unit with a meter of its own.
pub(super) struct Place {
    pub(super) unit: String,
    pub(super) meter: SimMeter,
    pub(super) known: Known,
}

impl Place {
    /// Learns what only one operation understands by a name.
    pub(super) fn suit(&mut self, path: &str) {
        let files = ["/NL-43/Auto_0001/Auto_0001.rnd", "/NL-43/Auto_0002/Auto_Leq/A B.rnd"];
        let folders = ["/NL-43/Auto_0001", "/NL-43"];
        let is_folder = path.ends_with("/download-folder");
        self.known.set("remote_path", if is_folder { json!(folders) } else { json!(files) });
    }
}

impl World {
    pub(super) async fn new() -> Result<Self> {
        let scene = Scene::with(&[("SLMM_COMMAND_PAUSE_S", "0.2"), ("CLIENT_LINKS", "true")]).await?;
        let gone = json!({"unit_id": "gone", "host": "127.0.0.1", "tcp_port": 1, "ftp_port": 1, "poll_enabled": false});
        let off = json!({"unit_id": "off", "host": "127.0.0.1", "tcp_enabled": false, "ftp_port": 1});
        for unit in [gone, off] {
            let (status, answer) = scene.post("/api/nl43/roster", &unit).await?;
            ensure!(status == 200, "{answer}");
        }
        Ok(Self { scene })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.scene.address()
    }

    /// Adds a unit and its meter, with files on its card.
    pub(super) async fn place(&self, unit: &str) -> Result<Place> {
        // What can be paused is being measured; most settings ask for the opposite.
        let measuring = unit.ends_with("pause") || unit.ends_with("resume");
        let config =
            MeterConfig { journal_entries: 10_000, measuring, ..MeterConfig::immediate().with_files() };
        let meter = SimMeter::start(config.setting("FTP", "On")).await?;
        for name in ["Auto_0001/Auto_0001.rnd", "Auto_0002/Auto_Leq/A B.rnd", "Manual_0001/x.rnd"] {
            meter
                .card()
                .put(&format!("/NL-43/{name}"), vec![b'x'; 2_000])
                .map_err(|error| anyhow::anyhow!("{error}"))?;
        }
        let place = Place { unit: unit.to_owned(), known: known(unit, &meter)?, meter };
        self.restore(&place).await?;
        // Something to show for those who ask for the last state.
        let path = format!("/api/nl43/{unit}/status");
        self.scene.post(&path, &json!({"measurement_state": "Stop", "lp": "60.0"})).await?;
        Ok(place)
    }

    /// A channel, for those who are reached by one.
    pub(super) async fn channel(&self) -> Result<Value> {
        let body = json!({"name": "Log", "kind": "log"});
        let (status, answer) = self.scene.post("/api/nl43/_delivery/channels", &body).await?;
        ensure!(status == 200, "{answer}");
        Ok(answer["channel"]["id"].clone())
    }

    /// The token of a link to a unit, for those who follow one.
    pub(super) async fn token(&self, unit: &str) -> Result<Value> {
        let body = json!({"name": "Neighbours", "unit_id": unit});
        let (status, answer) = self.scene.post("/api/nl43/_links", &body).await?;
        ensure!(status == 200, "{answer}");
        Ok(answer["link"]["token"].clone())
    }

    /// Gives a unit the configuration it began with.
    pub(super) async fn restore(&self, place: &Place) -> Result<()> {
        let body = json!({
            "host": "127.0.0.1", "tcp_port": place.meter.addr().port(), "tcp_enabled": true,
            "ftp_enabled": true, "ftp_port": ftp_port(&place.meter)?, "poll_enabled": false,
            "ftp_username": "", "ftp_password": "",
        });
        let path = format!("/api/nl43/{}/config", place.unit);
        let (status, answer) = self.scene.request(Method::PUT, &path, Some(&body)).await?;
        ensure!(status == 200, "{answer}");
        Ok(())
    }
}

/// Addresses stay on this machine and lead to meters of the test; the rest is what makes a request succeed.
fn known(unit: &str, meter: &SimMeter) -> Result<Known> {
    let is_roster = unit.ends_with("roster");
    Ok(Known::new(json!({
        "unit_id": if is_roster { new_units() } else { json!(unit) },
        // New units would all wait for one meter.
        "tcp_enabled": if is_roster { json!([false, false, false, true]) } else { json!([true, true, false, null]) },
        "host": "127.0.0.1",
        "tcp_port": [meter.addr().port(), unserved_port()?],
        "ftp_port": [ftp_port(meter)?, unserved_port()?],
        "units": [unit, "all"],
        "since": "1:1",
        "fields": "lp,leq",
        "values": "numbers",
        "hours": [2.0, 0.1, 48],
        "path": ["/", "/NL-43"],
        "download_path": Value::Null,
        "name": ["Battery Level", "Frequency Weighting (Main)", "Store Name", "language", "TCP"],
        "value": [null, null, "A", "0042"],
        "datetime": ["2026/06/09 12:00:00", "2026/06/09,12:00:00"],
        "weighting": ["A", "F"],
        "channel": ["Main", "Sub1"],
        "threshold_db": 70.0,
        "comparison": ["above", "below"],
        "metric": ["lp", "leq"],
        "schedule_start": ["22:00", null],
        "schedule_end": ["07:00", null],
        "schedule_days": ["0,1,6", null],
        "channels": "log",
        "index": [0, 42, 9999],
        // A link shows a unit or a group.
        "group": Value::Null,
        "step": ["5", "15"],
        // Nothing is sent anywhere.
        "kind": "log",
        "state": ["all", "dead", null],
        "limit": [1, 50],
    })))
}

/// A port that nobody listens on, at least for now. Units at one address share a line, so each gets its own.
fn unserved_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Names for units to be added.
fn new_units() -> Value {
    (0..100).map(|number| format!("new-{number}")).collect()
}

fn ftp_port(meter: &SimMeter) -> Result<u16> {
    Ok(meter.ftp_addr().context("these meters serve their files")?.port())
}

/// Lines that are in no list of the instrument's commands.
pub(super) fn strange_lines(meter: &SimMeter) -> Vec<String> {
    let lines = meter.journal().lines();
    lines.iter().filter(|line| !is_catalogued(line)).map(|line| format!("{line:?}")).collect()
}

fn is_catalogued(line: &str) -> bool {
    let is_plain = line.len() < 128 && line.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let (name, is_query) = match (line.strip_suffix('?'), line.split_once(',')) {
        (Some(name), _) => (name, true),
        (None, Some((name, _))) => (name, false),
        (None, None) => (line, false),
    };
    let entry = catalogue::CATALOGUE.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    let is_known =
        entry.is_some_and(|entry| if is_query { entry.kind.can_request() } else { entry.kind.can_set() });
    // The compatible API offers it, the instrument's list does not.
    is_plain && (is_known || line == "Reset")
}
