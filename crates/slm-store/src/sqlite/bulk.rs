//! Insert statements of many rows.

use std::sync::Arc;

use sqlx::error::BoxDynError;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, SqliteConnection};

/// SQLite takes at most this many variables in a statement.
const MAX_VARIABLES: usize = 32_766;

/// Largest statement; beyond it nothing is gained.
const MAX_ROWS: usize = 512;

/// One statement in sizes of 1, 2, 4 … rows: a batch of any length uses few texts, and a connection prepares each once.
pub(super) struct Bulk {
    /// The text for 2ⁿ rows.
    texts: Vec<Arc<str>>,
}

impl Bulk {
    /// `head` is `INSERT INTO table (columns)`, `tail` what follows the values.
    pub(super) fn new(head: &str, columns: usize, tail: &str) -> Self {
        let row = format!("({})", vec!["?"; columns].join(","));
        let most = MAX_ROWS.min(MAX_VARIABLES / columns);
        let sizes = std::iter::successors(Some(1_usize), |rows| rows.checked_mul(2));
        let texts = sizes
            .take_while(|rows| *rows <= most)
            .map(|rows| format!("{head} VALUES {} {tail}", vec![row.as_str(); rows].join(",")).into())
            .collect();
        Self { texts }
    }

    /// Inserts all rows, the largest statements first.
    pub(super) async fn insert<T>(
        &self,
        connection: &mut SqliteConnection,
        mut rows: &[T],
        bind: impl Fn(&mut SqliteArguments, &T) -> Result<(), BoxDynError>,
    ) -> sqlx::Result<()> {
        while let Some(largest) = rows.len().checked_ilog2() {
            let power = usize::try_from(largest).unwrap_or(0).min(self.texts.len() - 1);
            let (now, later) = rows.split_at(1 << power);
            let mut arguments = SqliteArguments::default();
            for row in now {
                bind(&mut arguments, row).map_err(sqlx::Error::Encode)?;
            }
            let text = AssertSqlSafe(Arc::clone(&self.texts[power]));
            sqlx::query_with(text, arguments).execute(&mut *connection).await?;
            rows = later;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_stay_below_the_limit_of_variables() {
        for columns in [1, 5, 23, 100, 20_000] {
            let bulk = Bulk::new("INSERT INTO t", columns, "");
            let variables = bulk.texts.last().unwrap().matches('?').count();
            assert!(variables <= MAX_VARIABLES, "{columns} columns, {variables} variables");
        }
    }

    #[test]
    fn the_text_of_two_rows() {
        let bulk = Bulk::new("INSERT INTO t (a, b)", 2, "ON CONFLICT DO NOTHING");
        assert_eq!(&*bulk.texts[1], "INSERT INTO t (a, b) VALUES (?,?),(?,?) ON CONFLICT DO NOTHING");
    }
}
