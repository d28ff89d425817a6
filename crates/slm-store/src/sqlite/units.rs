//! Configuration of units: `nl43_config`, and beside it `slm_unit` for what the old roster has no column for.

use std::time::Duration;

use slm_domain::{UnitConfig, UnitId};
use sqlx::{Executor, Sqlite, SqliteConnection};

use super::readable::readable;

const SELECT: &str = "
    SELECT CAST(c.unit_id AS TEXT) AS unit_id, CAST(host AS TEXT) AS host, CAST(tcp_port AS INTEGER) AS tcp_port,
        CAST(tcp_enabled AS INTEGER) AS tcp_enabled, CAST(ftp_enabled AS INTEGER) AS ftp_enabled,
        CAST(ftp_port AS INTEGER) AS ftp_port, CAST(ftp_username AS TEXT) AS ftp_username,
        CAST(ftp_password AS TEXT) AS ftp_password, CAST(web_enabled AS INTEGER) AS web_enabled,
        CAST(poll_interval_seconds AS INTEGER) AS poll_interval_seconds,
        CAST(poll_enabled AS INTEGER) AS poll_enabled, CAST(monitor_enabled AS INTEGER) AS monitor_enabled, deactivated
    FROM nl43_config c LEFT JOIN slm_unit u ON u.unit_id = c.unit_id
    WHERE ?1 IS NULL OR c.unit_id = ?1
    ORDER BY c.rowid";

const INSERT: &str = "
    INSERT INTO nl43_config (unit_id, host, tcp_port, tcp_enabled, ftp_enabled, ftp_port, ftp_username, ftp_password,
        web_enabled, poll_interval_seconds, poll_enabled, monitor_enabled)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const UPSERT: &str = "
    INSERT INTO nl43_config (unit_id, host, tcp_port, tcp_enabled, ftp_enabled, ftp_port, ftp_username, ftp_password,
        web_enabled, poll_interval_seconds, poll_enabled, monitor_enabled)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (unit_id) DO UPDATE SET host = excluded.host, tcp_port = excluded.tcp_port,
        tcp_enabled = excluded.tcp_enabled, ftp_enabled = excluded.ftp_enabled, ftp_port = excluded.ftp_port,
        ftp_username = excluded.ftp_username, ftp_password = excluded.ftp_password,
        web_enabled = excluded.web_enabled, poll_interval_seconds = excluded.poll_interval_seconds,
        poll_enabled = excluded.poll_enabled, monitor_enabled = excluded.monitor_enabled";

/// A row as it may stand in a file of any version; null counts as the column's default.
#[derive(sqlx::FromRow)]
struct ConfigRow {
    unit_id: Option<String>,
    host: Option<String>,
    tcp_port: Option<i64>,
    tcp_enabled: Option<bool>,
    ftp_enabled: Option<bool>,
    ftp_port: Option<i64>,
    ftp_username: Option<String>,
    ftp_password: Option<String>,
    web_enabled: Option<bool>,
    poll_interval_seconds: Option<i64>,
    poll_enabled: Option<bool>,
    monitor_enabled: Option<bool>,
    deactivated: Option<bool>,
}

/// The units, in the order of their creation; all of them, or the one named.
///
/// A row whose name cannot name a unit stays in the file and is left out.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    only: Option<&UnitId>,
) -> sqlx::Result<Vec<UnitConfig>> {
    let rows = sqlx::query(SELECT).bind(only.map(UnitId::as_str)).fetch_all(executor).await?;
    Ok(readable("nl43_config", &rows).into_iter().filter_map(ConfigRow::into_config).collect())
}

/// Creates the unit; fails with a unique violation when there is one of that name.
pub(super) async fn insert(connection: &mut SqliteConnection, unit: &UnitConfig) -> sqlx::Result<()> {
    write(connection, INSERT, unit).await
}

/// Creates or replaces the unit.
pub(super) async fn upsert(connection: &mut SqliteConnection, unit: &UnitConfig) -> sqlx::Result<()> {
    write(connection, UPSERT, unit).await
}

async fn write(
    connection: &mut SqliteConnection,
    statement: &'static str,
    unit: &UnitConfig,
) -> sqlx::Result<()> {
    sqlx::query(statement)
        .bind(unit.id.as_str())
        .bind(&unit.host)
        .bind(unit.tcp_port)
        .bind(unit.tcp_enabled)
        .bind(unit.ftp_enabled)
        .bind(unit.ftp_port)
        .bind(&unit.ftp_username)
        .bind(&unit.ftp_password)
        .bind(unit.web_enabled)
        .bind(i64::try_from(unit.poll_interval.as_secs()).unwrap_or(i64::MAX))
        .bind(unit.poll_enabled)
        .bind(unit.monitor_enabled)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO slm_unit (unit_id, deactivated) VALUES (?, ?)
         ON CONFLICT (unit_id) DO UPDATE SET deactivated = excluded.deactivated",
    )
    .bind(unit.id.as_str())
    .bind(unit.deactivated)
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes configuration, profile, status and campaigns; `false` when the unit had no configuration.
pub(super) async fn delete(connection: &mut SqliteConnection, unit: &UnitId) -> sqlx::Result<bool> {
    let configured = sqlx::query("DELETE FROM nl43_config WHERE unit_id = ?")
        .bind(unit.as_str())
        .execute(&mut *connection)
        .await?;
    for statement in [
        "DELETE FROM slm_unit WHERE unit_id = ?",
        "DELETE FROM slm_unit_profile WHERE unit_id = ?",
        "DELETE FROM slm_unit_group WHERE unit_id = ?",
        "DELETE FROM nl43_status WHERE unit_id = ?",
        // It would show a meter that is given this name later.
        "DELETE FROM slm_client_link WHERE unit_id = ?",
        // They would act on a meter that is given this name later.
        "DELETE FROM slm_campaign WHERE unit_id = ?",
    ] {
        sqlx::query(statement).bind(unit.as_str()).execute(&mut *connection).await?;
    }
    Ok(configured.rows_affected() > 0)
}

/// The name of a row, unless it is one that could be taken for a path; such rows are left alone.
pub(super) fn usable_name(table: &str, name: Option<&str>) -> Option<UnitId> {
    let name = name.unwrap_or_default();
    UnitId::new(name)
        .inspect_err(
            |error| tracing::warn!(table, name, %error, "a row is left out: its name cannot name a unit"),
        )
        .ok()
}

impl ConfigRow {
    fn into_config(self) -> Option<UnitConfig> {
        let id = usable_name("nl43_config", self.unit_id.as_deref())?;
        let defaults = UnitConfig::new(id, self.host.unwrap_or_else(|| "127.0.0.1".to_owned()));
        Some(UnitConfig {
            tcp_port: port(self.tcp_port, defaults.tcp_port),
            tcp_enabled: self.tcp_enabled.unwrap_or(defaults.tcp_enabled),
            ftp_enabled: self.ftp_enabled.unwrap_or(defaults.ftp_enabled),
            ftp_port: port(self.ftp_port, defaults.ftp_port),
            ftp_username: self.ftp_username,
            ftp_password: self.ftp_password,
            web_enabled: self.web_enabled.unwrap_or(defaults.web_enabled),
            poll_enabled: self.poll_enabled.unwrap_or(defaults.poll_enabled),
            poll_interval: interval(self.poll_interval_seconds).unwrap_or(defaults.poll_interval),
            monitor_enabled: self.monitor_enabled.unwrap_or(defaults.monitor_enabled),
            deactivated: self.deactivated.unwrap_or(defaults.deactivated),
            ..defaults
        })
    }
}

/// A port that cannot be one counts as not given, so that the unit stays visible and can be corrected.
fn port(stored: Option<i64>, default: u16) -> u16 {
    stored.and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0).unwrap_or(default)
}

fn interval(stored: Option<i64>) -> Option<Duration> {
    stored
        .and_then(|seconds| u64::try_from(seconds).ok())
        .filter(|seconds| *seconds > 0)
        .map(Duration::from_secs)
}
