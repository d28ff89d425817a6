//! `slm_alarm_event`: what the columns of `alert_events` have no place for.

use jiff::Timestamp;
use slm_domain::alert::{Note, Severity};
use sqlx::SqliteConnection;

use crate::{AlarmEvent, EventDetails};

/// The columns of a row, all null where there is none.
#[derive(sqlx::FromRow)]
pub(super) struct DetailsRow {
    severity: Option<String>,
    dimension: Option<String>,
    metric_text: Option<String>,
    comparison: Option<String>,
    peak_us: Option<i64>,
    exceedances: Option<i64>,
    acknowledged_note: Option<String>,
    incident_id: Option<i64>,
}

/// Creates or brings up to date.
pub(super) async fn put(connection: &mut SqliteConnection, id: i64, event: &AlarmEvent) -> sqlx::Result<()> {
    let note = event.acknowledged.as_ref().and_then(|note| note.text.as_deref());
    sqlx::query(
        "INSERT INTO slm_alarm_event (event_id, severity, dimension, metric_text, comparison, peak_us, exceedances,
            acknowledged_note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (event_id) DO UPDATE SET peak_us = excluded.peak_us, exceedances = excluded.exceedances,
            acknowledged_note = iif(?9, excluded.acknowledged_note, acknowledged_note)",
    )
    .bind(id)
    .bind(event.severity.as_str())
    .bind(event.dimension)
    .bind(&event.metric_text)
    .bind(event.comparison.as_str())
    .bind(event.peak_at.map(Timestamp::as_microsecond))
    .bind(event.exceedances)
    .bind(note)
    .bind(event.acknowledged.is_some())
    .execute(connection)
    .await?;
    Ok(())
}

/// Creates the details of a connection's event.
pub(super) async fn put_connection(connection: &mut SqliteConnection, id: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO slm_alarm_event (event_id, severity, dimension, metric_text, comparison, exceedances)
         VALUES (?, ?, '', 'connectivity', 'above', 1) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(Severity::default().as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what was said with an acknowledgement. An event of an older writer has no place for it.
pub(super) async fn acknowledge(connection: &mut SqliteConnection, id: i64, note: &Note) -> sqlx::Result<()> {
    sqlx::query("UPDATE slm_alarm_event SET acknowledged_note = ? WHERE event_id = ?")
        .bind(note.text.as_deref())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

impl DetailsRow {
    pub(super) fn into_details(self) -> Option<EventDetails> {
        let severity = self.severity?;
        Some(EventDetails {
            severity: severity_of(&severity),
            dimension: self.dimension.unwrap_or_default(),
            metric_text: self.metric_text.unwrap_or_default(),
            comparison: self.comparison.unwrap_or_default(),
            peak_at: self.peak_us.and_then(|at| Timestamp::from_microsecond(at).ok()),
            exceedances: self.exceedances.and_then(|count| u32::try_from(count).ok()).unwrap_or_default(),
            acknowledged_note: self.acknowledged_note,
            incident: self.incident_id,
        })
    }
}

/// An unknown word counts as the usual one.
fn severity_of(word: &str) -> Severity {
    Severity::ALL.into_iter().find(|severity| severity.as_str() == word).unwrap_or_default()
}
