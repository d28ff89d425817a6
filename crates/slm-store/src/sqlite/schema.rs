//! The tables of the compatible service, and how a file of any of its versions is brought up to date.

use std::collections::HashSet;

use sqlx::{AssertSqlSafe, SqliteConnection};

/// A table both services read and write. Its columns keep names, types and meaning for ever.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The primary key, first of the columns.
    pub(super) key: &'static str,
    columns: &'static [Column],
    /// Columns with an index `ix_<table>_<column>`.
    indexed: &'static [&'static str],
}

struct Column {
    name: &'static str,
    declared: &'static str,
    /// What rows get when the column is added to an older file: null counts as this.
    added_with: Option<&'static str>,
}

const fn column(name: &'static str, declared: &'static str) -> Column {
    Column { name, declared, added_with: None }
}

const fn with_default(name: &'static str, declared: &'static str, default: &'static str) -> Column {
    Column { name, declared, added_with: Some(default) }
}

/// All tables of the compatible service, version 0.4.0.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "nl43_config",
        key: "unit_id",
        columns: &[
            column("unit_id", "VARCHAR NOT NULL"),
            column("host", "VARCHAR"),
            column("tcp_port", "INTEGER"),
            column("tcp_enabled", "BOOLEAN"),
            column("ftp_enabled", "BOOLEAN"),
            with_default("ftp_port", "INTEGER", "21"),
            column("ftp_username", "VARCHAR"),
            column("ftp_password", "VARCHAR"),
            column("web_enabled", "BOOLEAN"),
            with_default("poll_interval_seconds", "INTEGER", "60"),
            with_default("poll_enabled", "BOOLEAN", "1"),
            with_default("monitor_enabled", "BOOLEAN", "1"),
        ],
        indexed: &["unit_id"],
    },
    Table {
        name: "nl43_status",
        key: "unit_id",
        columns: &[
            column("unit_id", "VARCHAR NOT NULL"),
            column("last_seen", "DATETIME"),
            column("measurement_state", "VARCHAR"),
            column("measurement_start_time", "DATETIME"),
            column("counter", "VARCHAR"),
            column("lp", "VARCHAR"),
            column("leq", "VARCHAR"),
            column("lmax", "VARCHAR"),
            column("lmin", "VARCHAR"),
            column("lpeak", "VARCHAR"),
            column("ln1", "VARCHAR"),
            column("ln2", "VARCHAR"),
            column("battery_level", "VARCHAR"),
            column("power_source", "VARCHAR"),
            column("sd_remaining_mb", "VARCHAR"),
            column("sd_free_ratio", "VARCHAR"),
            column("raw_payload", "TEXT"),
            with_default("is_reachable", "BOOLEAN", "1"),
            with_default("consecutive_failures", "INTEGER", "0"),
            column("last_poll_attempt", "DATETIME"),
            column("last_success", "DATETIME"),
            column("last_error", "TEXT"),
            with_default("start_time_sync_attempted", "BOOLEAN", "0"),
        ],
        indexed: &["unit_id"],
    },
    Table {
        name: "device_logs",
        key: "id",
        columns: &[
            column("id", "INTEGER NOT NULL"),
            column("unit_id", "VARCHAR NOT NULL"),
            column("timestamp", "DATETIME"),
            column("level", "VARCHAR"),
            column("category", "VARCHAR"),
            column("message", "TEXT NOT NULL"),
        ],
        indexed: &["unit_id", "timestamp"],
    },
    Table {
        name: "alert_rules",
        key: "id",
        columns: &[
            column("id", "INTEGER NOT NULL"),
            column("unit_id", "VARCHAR NOT NULL"),
            column("name", "VARCHAR NOT NULL"),
            column("metric", "VARCHAR NOT NULL"),
            column("comparison", "VARCHAR NOT NULL"),
            column("threshold_db", "FLOAT NOT NULL"),
            column("duration_s", "INTEGER NOT NULL"),
            column("clear_margin_db", "FLOAT NOT NULL"),
            column("cooldown_s", "INTEGER NOT NULL"),
            column("schedule_start", "VARCHAR"),
            column("schedule_end", "VARCHAR"),
            column("schedule_days", "VARCHAR"),
            column("channels", "VARCHAR NOT NULL"),
            column("recipients", "TEXT"),
            column("enabled", "BOOLEAN"),
            column("created_at", "DATETIME"),
        ],
        indexed: &["unit_id"],
    },
    Table {
        name: "alert_events",
        key: "id",
        columns: &[
            column("id", "INTEGER NOT NULL"),
            column("rule_id", "INTEGER NOT NULL"),
            column("unit_id", "VARCHAR NOT NULL"),
            column("rule_name", "VARCHAR"),
            column("metric", "VARCHAR NOT NULL"),
            column("threshold_db", "FLOAT NOT NULL"),
            column("onset_at", "DATETIME"),
            column("onset_value", "FLOAT"),
            column("peak_value", "FLOAT"),
            column("clear_at", "DATETIME"),
            column("status", "VARCHAR"),
            column("acknowledged_at", "DATETIME"),
            column("acknowledged_by", "VARCHAR"),
            column("notes", "TEXT"),
        ],
        indexed: &["rule_id", "unit_id", "onset_at"],
    },
    Table {
        name: "nl43_readings",
        key: "id",
        columns: &[
            column("id", "INTEGER NOT NULL"),
            column("unit_id", "VARCHAR NOT NULL"),
            column("timestamp", "DATETIME"),
            column("lp", "VARCHAR"),
            column("leq", "VARCHAR"),
            column("lmax", "VARCHAR"),
            column("ln1", "VARCHAR"),
            column("ln2", "VARCHAR"),
        ],
        indexed: &["unit_id", "timestamp"],
    },
];

/// The table that a database of any version has.
const UNITS: &str = "nl43_config";

/// What stands in the way of an upgrade.
pub(super) enum UpgradeError {
    /// The table has not even its key.
    Foreign {
        table: &'static str,
        column: &'static str,
    },
    Sql(sqlx::Error),
}

impl From<sqlx::Error> for UpgradeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

/// Adds the tables, columns and indices that are missing, and names the tables and columns it added.
///
/// To be called within a transaction.
pub(super) async fn upgrade(connection: &mut SqliteConnection) -> Result<Vec<String>, UpgradeError> {
    let mut added = Vec::new();
    for table in TABLES {
        let present = columns_of(connection, table.name).await?;
        if present.is_empty() {
            sqlx::raw_sql(AssertSqlSafe(table.create())).execute(&mut *connection).await?;
            added.push(table.name.to_owned());
        } else if present.contains(table.key) {
            for missing in table.columns.iter().filter(|column| !present.contains(column.name)) {
                sqlx::raw_sql(AssertSqlSafe(table.add(missing))).execute(&mut *connection).await?;
                added.push(format!("{}.{}", table.name, missing.name));
            }
        } else {
            return Err(UpgradeError::Foreign { table: table.name, column: table.key });
        }
        for column in table.indexed {
            sqlx::raw_sql(AssertSqlSafe(table.index(column))).execute(&mut *connection).await?;
        }
    }
    Ok(added)
}

/// What an upgrade would add.
pub(super) struct Missing {
    /// Whether the table that every version has is there.
    pub(super) has_units: bool,
    /// Tables and columns.
    pub(super) names: Vec<String>,
}

/// Looks for what is missing, and adds nothing.
pub(super) async fn missing(connection: &mut SqliteConnection) -> sqlx::Result<Missing> {
    let mut missing = Missing { has_units: false, names: Vec::new() };
    for table in TABLES {
        let present = columns_of(connection, table.name).await?;
        if present.is_empty() {
            missing.names.push(table.name.to_owned());
            continue;
        }
        missing.has_units |= table.name == UNITS && present.contains(table.key);
        let columns = table.columns.iter().filter(|column| !present.contains(column.name));
        missing.names.extend(columns.map(|column| format!("{}.{}", table.name, column.name)));
    }
    Ok(missing)
}

/// Names of a table's columns, in lower case; none when there is no such table.
async fn columns_of(connection: &mut SqliteConnection, table: &str) -> sqlx::Result<HashSet<String>> {
    let names: Vec<String> = sqlx::query_scalar("SELECT lower(name) FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(connection)
        .await?;
    Ok(names.into_iter().collect())
}

impl Table {
    fn create(&self) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|column| format!("\t{} {}", column.name, column.declared)).collect();
        format!("CREATE TABLE {} (\n{},\n\tPRIMARY KEY ({})\n)", self.name, columns.join(",\n"), self.key)
    }

    /// A column added later cannot be `NOT NULL`: the rows that are there have no value for it.
    fn add(&self, column: &Column) -> String {
        let declared = column.declared.trim_end_matches(" NOT NULL");
        let default = column.added_with.map_or(String::new(), |value| format!(" DEFAULT {value}"));
        format!("ALTER TABLE {} ADD COLUMN {} {declared}{default}", self.name, column.name)
    }

    fn index(&self, column: &str) -> String {
        format!("CREATE INDEX IF NOT EXISTS ix_{0}_{column} ON {0} ({column})", self.name)
    }
}
