//! Rows of a table that others wrote too.

use sqlx::FromRow;
use sqlx::sqlite::SqliteRow;

/// The rows that can be read. One that cannot (text that is no UTF-8, a number that is too large) stays in the file and is
/// left out with a line in the log: it must not hold up the others, least of all a start.
pub(super) fn readable<R: for<'r> FromRow<'r, SqliteRow>>(table: &str, rows: &[SqliteRow]) -> Vec<R> {
    let read = |row| {
        R::from_row(row)
            .inspect_err(|error| tracing::warn!(table, %error, "a row cannot be read and is left out"))
    };
    rows.iter().filter_map(|row| read(row).ok()).collect()
}
