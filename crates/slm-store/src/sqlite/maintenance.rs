//! Looking after the file itself.

use sqlx::{Executor, Sqlite};

/// Runs one of the pragmas that look through the file; no finding means that all is well.
pub(super) async fn findings(
    executor: impl Executor<'_, Database = Sqlite>,
    pragma: &'static str,
) -> sqlx::Result<Vec<String>> {
    let lines: Vec<String> = sqlx::query_scalar(pragma).fetch_all(executor).await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Brings the write-ahead log into the file and empties it, unless somebody still reads from it.
pub(super) async fn empty_journal(executor: impl Executor<'_, Database = Sqlite>) -> sqlx::Result<()> {
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(executor).await?;
    Ok(())
}
