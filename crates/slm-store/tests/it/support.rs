//! A folder a test, and a way past the store.

use std::path::PathBuf;

use jiff::Timestamp;
use slm_domain::{UnitId, UnitStatus};
use slm_store::{Batch, DeviceLog, LogCategory, LogLevel, ReadingRow, ReadingSource, Store, TrailRow};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};

/// A folder that goes with the test.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("data/slmm.db")
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(self.path()).await.unwrap()
    }

    /// The file as any other program sees it.
    pub(crate) async fn raw(&self) -> SqliteConnection {
        std::fs::create_dir_all(self.path().parent().unwrap()).unwrap();
        let options = SqliteConnectOptions::new().filename(self.path()).create_if_missing(true);
        options.connect().await.unwrap()
    }
}

pub(crate) async fn run(connection: &mut SqliteConnection, script: &str) {
    sqlx::raw_sql(AssertSqlSafe(script)).execute(connection).await.unwrap();
}

/// The rows of a query, their columns joined by `|`.
pub(crate) async fn lines(connection: &mut SqliteConnection, columns: &str, rest: &str) -> Vec<String> {
    let text = format!("SELECT concat_ws('|', {columns}) FROM {rest}");
    sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(connection).await.unwrap()
}

pub(crate) async fn count(connection: &mut SqliteConnection, table: &str) -> usize {
    lines(connection, "1", table).await.len()
}

pub(crate) fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// So many milliseconds after the beginning of a test's time.
pub(crate) fn after(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_781_000_000_000 + milliseconds).unwrap()
}

pub(crate) fn reading(unit: &UnitId, at: Timestamp, lp: f64) -> ReadingRow {
    ReadingRow { lp: Some(lp), ..ReadingRow::new(unit.clone(), at, ReadingSource::Dod) }
}

pub(crate) fn readings(rows: Vec<ReadingRow>) -> Batch {
    Batch { readings: rows, ..Batch::default() }
}

pub(crate) fn sample(unit: &UnitId, at: Timestamp, lp: &str) -> TrailRow {
    TrailRow {
        unit: unit.clone(),
        at,
        lp: Some(lp.to_owned()),
        leq: Some("-.-".to_owned()),
        lmax: None,
        ln1: None,
        ln2: None,
    }
}

pub(crate) fn log(unit: &UnitId, at: Timestamp, message: &str) -> DeviceLog {
    DeviceLog {
        unit: unit.clone(),
        at,
        level: LogLevel::Info,
        category: LogCategory::General,
        message: message.to_owned(),
    }
}

/// A state with every field known.
pub(crate) fn full_status() -> UnitStatus {
    let text = |text: &str| Some(text.to_owned());
    UnitStatus {
        last_seen: Some(at("2026-06-09T17:13:21.123456Z")),
        measurement_state: text("Start"),
        measurement_start_time: Some(at("2026-06-09T17:00:00Z")),
        counter: text("600"),
        lp: text("65.2"),
        leq: text("61.0"),
        lmax: text("88.8"),
        lmin: text("40.1"),
        lpeak: text("101.3"),
        ln1: text("70.0"),
        ln2: text("-.-"),
        battery_level: text("Full"),
        power_source: text("I"),
        sd_remaining_mb: text("14900"),
        sd_free_ratio: text("97"),
        raw_payload: text(" 65.2, 61.0,  -.-, 88.8"),
        is_reachable: Some(false),
        consecutive_failures: 3,
        last_poll_attempt: Some(at("2026-06-09T17:14:00.5Z")),
        last_success: Some(at("2026-06-09T17:13:21.123456Z")),
        last_error: text("no answer to `DOD?` in time"),
        frequency_weighting: None,
    }
}
