//! Opening a file: folder, connections, upgrade.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, SqliteConnection};

use super::explain;
use super::schema::{self, UpgradeError};
use crate::StoreError;

/// Long enough for a checkpoint on a slow disk, short enough to say that another program holds the lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Routes that read at the same time; each connection has a thread.
const READERS: u32 = 4;

/// The write-ahead log is cut back to this after a burst.
const JOURNAL_BYTES: u32 = 64 * 1024 * 1024;

/// Pages of write-ahead log before they are brought into the file. Each unit fills a page of its own, some forty
/// seconds long: brought over every second, a thousand units would rewrite a thousand pages to add a row to each.
const CHECKPOINT_PAGES: u32 = 8_000;

/// Holds the page being filled of each of some thousand units.
const WRITER_CACHE_PAGES: u32 = 4_000;

/// Ours, not the default `_sqlx_migrations`: the file belongs to another program as well.
pub(super) const MIGRATION_TABLE: &str = "slm_migration";

/// The connections: one that writes, several that only read.
pub(super) async fn open(path: &Path) -> Result<(SqlitePool, SqlitePool), StoreError> {
    prepare_folder(path)?;
    let writer = one_writer(path).await.map_err(|error| explain(path, error))?;
    upgrade(path, &writer).await?;
    use_journal(path, &writer).await.map_err(|error| explain(path, error))?;
    Ok((writer, readers(path)))
}

fn prepare_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Err(StoreError::IsFolder { path: path.to_owned() });
    }
    let Some(folder) = path.parent() else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|reason| StoreError::Folder { path: folder.to_owned(), reason })
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        // What a statement of many rows overwrites is kept until it ends: without this, in a file of its own.
        .pragma("temp_store", "MEMORY")
        .thread_name(|id| format!("slm-store-{id}"))
        .disable_statement_logging()
}

async fn one_writer(path: &Path) -> sqlx::Result<SqlitePool> {
    let options = options(path)
        .create_if_missing(true)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES.to_string())
        .pragma("cache_size", WRITER_CACHE_PAGES.to_string())
        .pragma("journal_size_limit", JOURNAL_BYTES.to_string());
    kept(1).connect_with(options).await
}

fn readers(path: &Path) -> SqlitePool {
    kept(READERS).connect_lazy_with(options(path).pragma("query_only", "ON"))
}

/// A pool whose connections stay: there is no network between us and a file.
fn kept(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Brings the file up to date in one transaction: compatible tables first, then ours.
async fn upgrade(path: &Path, writer: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction =
        writer.begin_with(super::BEGIN_DURABLE).await.map_err(|error| explain(path, error))?;
    let added = schema::upgrade(&mut transaction).await.map_err(|error| match error {
        UpgradeError::Foreign { table, column } => {
            StoreError::ForeignTable { path: path.to_owned(), table, column }
        }
        UpgradeError::Sql(error) => failed_upgrade(path, error),
    })?;
    own_tables(&mut transaction).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => StoreError::Newer { path: path.to_owned(), version },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            failed_upgrade(path, error)
        }
        other => StoreError::Upgrade { path: path.to_owned(), source: other.into() },
    })?;
    transaction.commit().await.map_err(|error| explain(path, error))?;
    if !added.is_empty() {
        tracing::info!(path = %path.display(), added = added.join(", "), "database brought up to date");
    }
    Ok(())
}

/// Turns the write-ahead log on, which the file then remembers: only now, so that a file we refuse stays as it was.
async fn use_journal(path: &Path, writer: &SqlitePool) -> sqlx::Result<()> {
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode = WAL").fetch_one(writer).await?;
    if mode != "wal" {
        tracing::warn!(path = %path.display(), mode, "no write-ahead log on this file system: readers wait for writers");
    }
    Ok(())
}

/// The changes to the tables that this version knows.
fn migrator() -> Migrator {
    let mut migrator: Migrator = sqlx::migrate!("migrations/sqlite");
    migrator.dangerous_set_table_name(MIGRATION_TABLE);
    migrator
}

/// Number of the last of them.
pub(super) fn newest_migration() -> i64 {
    migrator().iter().map(|migration| migration.version).max().unwrap_or_default()
}

async fn own_tables(connection: &mut SqliteConnection) -> Result<(), MigrateError> {
    let migrator = migrator();
    migrator.run(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO slm_meta (key, value) VALUES ('opened_by', ?1)
         ON CONFLICT (key) DO UPDATE SET value = ?1 WHERE value <> ?1",
    )
    .bind(env!("CARGO_PKG_VERSION"))
    .execute(connection)
    .await?;
    Ok(())
}

/// Damage, locks and full disks keep their own names; anything else is a failed upgrade.
fn failed_upgrade(path: &Path, error: sqlx::Error) -> StoreError {
    match explain(path, error) {
        StoreError::Database { path, source } => StoreError::Upgrade { path, source },
        known => known,
    }
}
