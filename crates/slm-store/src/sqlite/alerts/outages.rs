//! Times in which a unit did not answer, as its events tell.

use std::ops::Range;

use jiff::Timestamp;
use slm_domain::UnitId;
use sqlx::{Executor, Sqlite};

use super::super::readable::readable;
use super::super::text_time::{from_column, to_lower_bound};
use crate::Outage;

/// The first outages that touch a range, in the order in which they began.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    range: Range<Timestamp>,
    limit: u32,
) -> sqlx::Result<Vec<Outage>> {
    let rows = sqlx::query(
        "SELECT CAST(onset_at AS TEXT), CAST(clear_at AS TEXT), CAST(notes AS TEXT) FROM alert_events
         WHERE unit_id = ?1 AND metric = 'connectivity' AND onset_at < ?3 AND (clear_at IS NULL OR clear_at >= ?2)
         ORDER BY onset_at, id LIMIT ?4",
    )
    .bind(unit.as_str())
    .bind(to_lower_bound(range.start))
    .bind(to_lower_bound(range.end))
    .bind(limit)
    .fetch_all(executor)
    .await?;
    let found: Vec<(Option<String>, Option<String>, Option<String>)> = readable("alert_events", &rows);
    let outage = |(onset, end, reason): (Option<String>, Option<String>, Option<String>)| {
        let until = from_column(end.as_deref());
        Some(Outage {
            since: from_column(onset.as_deref())?,
            until,
            has_answered: until.is_some() && reason.is_none(),
        })
    };
    Ok(found.into_iter().filter_map(outage).collect())
}
