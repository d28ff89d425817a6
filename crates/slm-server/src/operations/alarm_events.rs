//! Taking note of events and incidents.

use slm_domain::alert::{Comparison, Note};
use slm_domain::{AlertEdge, AlertNotice, UnitId};
use slm_store::{EventQuery, EventState, StoredEvent};

use super::configure::to_the_end;
use crate::alerting::publish;
use crate::app::App;
use crate::http::ApiError;

/// Open events of a unit; it has no more rules than that.
const MOST_OPEN: u32 = 1_000;

/// Notes that somebody takes care of an event of a unit.
///
/// # Errors
/// The unit has no such event; the database failed.
pub(crate) async fn acknowledge_event(app: &App, unit: UnitId, id: i64, note: Note) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        // The event is in the database before it can be acknowledged.
        let event = app.store.alert_event(id).await?.filter(|event| event.unit == unit);
        acknowledge(&app, &event.ok_or(ApiError::NoAlertEvent)?, note).await
    })
    .await
}

/// Notes that somebody takes care of every open event of an incident.
///
/// # Errors
/// There is no such incident; the database failed.
pub(crate) async fn acknowledge_incident(app: &App, id: i64, note: Note) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let incident = app.store.incident(id).await?.ok_or(ApiError::NoIncident)?.incident;
        let open = EventQuery {
            unit: Some(incident.unit),
            state: Some(EventState::Open),
            limit: MOST_OPEN,
            ..EventQuery::default()
        };
        let is_of_it =
            |event: &StoredEvent| event.details.as_ref().and_then(|details| details.incident) == Some(id);
        for event in app.store.search_events(&open).await?.into_iter().filter(is_of_it) {
            acknowledge(&app, &event, note.clone()).await?;
        }
        Ok(())
    })
    .await
}

/// The engine tells of a rule's open event and writes all that follows; of the others there is the row alone.
async fn acknowledge(app: &App, event: &StoredEvent, note: Note) -> Result<(), ApiError> {
    let is_open = event.status != "cleared";
    if is_open
        && event.rule_id != 0
        && app.observer.rules.acknowledge(&event.unit, event.rule_id, note.clone()).await
    {
        return Ok(());
    }
    let known = app.store.acknowledge_event(&event.unit, event.id, &note).await?;
    let known = known.ok_or(ApiError::NoAlertEvent)?;
    if known.is_open && known.rule_id == 0 {
        app.observer.connections.acknowledge(&event.unit);
    }
    publish(&app.fleet, &event.unit, notice_of(event, &note));
    Ok(())
}

/// What those who watch are told of an event that was taken note of, by its row.
fn notice_of(event: &StoredEvent, note: &Note) -> AlertNotice {
    let plain = AlertNotice::of_connection(AlertEdge::Acknowledged, note.at);
    if event.rule_id == 0 {
        return plain;
    }
    let details = event.details.as_ref();
    let is_below = details.is_some_and(|details| details.comparison == Comparison::Below.as_str());
    AlertNotice {
        is_quiet: true,
        rule_id: Some(event.rule_id),
        rule: event.rule_name.clone().unwrap_or_default(),
        severity: details.map(|details| details.severity).unwrap_or_default(),
        metric: event.metric.clone(),
        unit: details.map_or_else(|| "dB".to_owned(), |details| details.dimension.clone()).into(),
        comparison: if is_below { Comparison::Below } else { Comparison::Above },
        threshold: event.threshold_db.filter(|_| event.metric != plain.metric),
        ..plain
    }
}
