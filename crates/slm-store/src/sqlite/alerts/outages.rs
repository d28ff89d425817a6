//! Times in which a unit did not answer, as its events tell.

use std::ops::Range;

use jiff::Timestamp;
use slm_domain::UnitId;
use sqlx::{Executor, Sqlite};

use super::super::readable::readable;
use super::super::text_time::{from_column, to_lower_bound, to_text};
use super::events::CONNECTION;
use crate::Outage;

#[derive(sqlx::FromRow)]
struct OutageRow {
    onset_at: Option<String>,
    clear_at: Option<String>,
    note: Option<String>,
    is_of_rule: bool,
}

/// The first outages that touch a range, in the order in which they began.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    range: Range<Timestamp>,
    limit: u32,
) -> sqlx::Result<Vec<Outage>> {
    let rows = sqlx::query(
        "SELECT CAST(onset_at AS TEXT) AS onset_at, CAST(clear_at AS TEXT) AS clear_at, CAST(notes AS TEXT) AS note,
            rule_id <> ?5 AS is_of_rule
         FROM alert_events
         WHERE unit_id = ?1 AND metric = 'connectivity' AND onset_at < ?3
            AND iif(coalesce(status, 'active') = 'active', clear_at IS NULL, clear_at > ?2)
         ORDER BY onset_at, id LIMIT ?4",
    )
    .bind(unit.as_str())
    .bind(to_text(range.start))
    .bind(to_lower_bound(range.end))
    .bind(limit)
    .bind(CONNECTION)
    .fetch_all(executor)
    .await?;
    Ok(readable("alert_events", &rows).into_iter().filter_map(OutageRow::into_outage).collect())
}

impl OutageRow {
    fn into_outage(self) -> Option<Outage> {
        Some(Outage {
            since: from_column(self.onset_at.as_deref())?,
            until: from_column(self.clear_at.as_deref()),
            note: self.note,
            is_of_rule: self.is_of_rule,
        })
    }
}
