//! What a file is, and whether it is sound.

use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::super::{explain, maintenance, open, schema};
use super::{absolute, companion, open_to_read};
use crate::StoreError;

/// What a database file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub size_bytes: u64,
    /// Size of the write-ahead log beside it, not yet part of the file.
    pub journal_bytes: u64,
    /// Contradictions in it, at most twenty; none means that it is sound.
    pub findings: Vec<String>,
    /// Whether it is a database of this service or of the one it replaces.
    pub is_ours: bool,
    /// Version of this service that opened it last; `None` when none did.
    pub opened_by: Option<String>,
    /// Number of the last change to the tables that this service made; `None` when it made none.
    pub migration: Option<i64>,
    /// The last one that this version knows.
    pub known_migration: i64,
    /// Tables and columns that are added when the service opens it.
    pub missing: Vec<String>,
    /// Every table with the number of its rows, by name.
    pub tables: Vec<(String, u64)>,
}

impl Examination {
    /// Whether a newer version than this one has changed its tables.
    pub fn is_newer(&self) -> bool {
        self.migration.is_some_and(|migration| migration > self.known_migration)
    }

    /// Refuses a file that this version cannot work with.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::NotOurs`] or [`StoreError::Newer`].
    pub fn usable(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        if !self.findings.is_empty() {
            return Err(StoreError::Damaged { path, findings: self.findings.join("; ") });
        }
        match self.migration {
            _ if !self.is_ours => Err(StoreError::NotOurs { path }),
            Some(version) if self.is_newer() => Err(StoreError::Newer { path, version }),
            _ => Ok(()),
        }
    }
}

/// Looks through a whole file, indices and all, and changes nothing. Somebody may work in it meanwhile.
///
/// # Errors
/// The file is not there or is no database. Damage is no error but a finding.
pub async fn examine(path: &Path) -> Result<Examination, StoreError> {
    let path = absolute(path)?;
    let mut connection = open_to_read(&path).await?;
    let findings = match maintenance::findings(&mut connection, "PRAGMA integrity_check(20)").await {
        Ok(findings) => findings,
        Err(error) => match explain(&path, error) {
            StoreError::Damaged { findings, .. } => vec![findings],
            other => return Err(other),
        },
    };
    let is_damaged = !findings.is_empty();
    let size = |path: &Path| path.metadata().map_or(0, |found| found.len());
    let mut examination = Examination {
        size_bytes: size(&path),
        journal_bytes: size(&companion(&path, "-wal")),
        findings,
        is_ours: false,
        opened_by: None,
        migration: None,
        known_migration: open::newest_migration(),
        missing: Vec::new(),
        tables: Vec::new(),
        path: path.clone(),
    };
    match read(&mut connection, &mut examination).await {
        // What a damaged file holds is told as far as it can be read.
        Err(error) if !is_damaged => return Err(explain(&path, error)),
        _ => {}
    }
    connection.close().await.map_err(|error| explain(&path, error))?;
    Ok(examination)
}

async fn read(connection: &mut SqliteConnection, found: &mut Examination) -> sqlx::Result<()> {
    // One moment for all of it.
    let mut transaction = connection.begin().await?;
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .fetch_all(&mut *transaction)
    .await?;
    let missing = schema::missing(&mut transaction).await?;
    found.is_ours = missing.has_units;
    found.missing = missing.names;
    if names.iter().any(|name| name == open::MIGRATION_TABLE) {
        let newest = format!("SELECT max(version) FROM {} WHERE success", open::MIGRATION_TABLE);
        found.migration = sqlx::query_scalar(AssertSqlSafe(newest)).fetch_one(&mut *transaction).await?;
    }
    if names.iter().any(|name| name == "slm_meta") {
        found.opened_by = sqlx::query_scalar("SELECT value FROM slm_meta WHERE key = 'opened_by'")
            .fetch_optional(&mut *transaction)
            .await?;
    }
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let count = AssertSqlSafe(format!("SELECT count(*) FROM \"{quoted}\""));
        let rows: i64 = sqlx::query_scalar(count).fetch_one(&mut *transaction).await?;
        found.tables.push((name, rows.unsigned_abs()));
    }
    transaction.commit().await
}
