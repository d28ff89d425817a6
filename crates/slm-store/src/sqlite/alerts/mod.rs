//! Alert rules, events and incidents: `alert_rules`, `alert_events`, and our own tables beside them.

mod details;
mod events;
mod full;
mod full_rules;
mod incidents;
mod outages;
mod purge;
mod rules;
mod states;

use std::ops::Range;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{Note, RuleText};

use super::{BEGIN_DURABLE, BEGIN_QUICK, Store, outbox};

pub(super) use events::{EndOfEvent, end_of_alarm as end_of, of_alarm as event_of};
pub(super) use incidents::{newest as newest_incident, one as incident, open_of as open_of_incident};

use crate::{
    AcknowledgedEvent, AlarmWrite, ConnectionEdge, ConnectionEdgeKind, KeptAlarms, Outage, StoreError,
    StoredEvent, StoredRule,
};

/// Note of an event that was open when its rule was replaced.
const RULE_CHANGED: &str = "Rule changed";
/// Note of an event that was open when its rule was switched off.
const RULE_DISABLED: &str = "Rule disabled";
/// Note of an event that was open when its rule was deleted.
const RULE_DELETED: &str = "Rule deleted";

impl Store {
    /// Adds a rule to a unit, which need not be configured.
    ///
    /// # Errors
    /// The database failed.
    pub async fn create_rule(
        &self,
        unit: &UnitId,
        rule: &RuleText,
        at: Timestamp,
    ) -> Result<StoredRule, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let id =
            rules::insert(&mut transaction, unit, rule, at).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(StoredRule { id, unit: unit.clone(), rule: rule.clone() })
    }

    /// Replaces a unit's rule as a whole and closes its open event. `false` when the unit has no such rule.
    ///
    /// # Errors
    /// The database failed.
    pub async fn replace_rule(
        &self,
        unit: &UnitId,
        id: i64,
        rule: &RuleText,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let replaced = async {
            let found = rules::replace(&mut transaction, unit, id, rule).await?;
            if found {
                let reason = if rule.enabled { RULE_CHANGED } else { RULE_DISABLED };
                events::close_of_rule(&mut transaction, unit, id, at, Some(reason)).await?;
            }
            Ok(found)
        };
        let replaced = replaced.await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(replaced)
    }

    /// Deletes a unit's rule and closes its open event; its events stay. `false` when the unit has no such rule.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_rule(&self, unit: &UnitId, id: i64, at: Timestamp) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let deleted = async {
            let found = rules::delete(&mut transaction, unit, id).await?;
            if found {
                events::close_of_rule(&mut transaction, unit, id, at, Some(RULE_DELETED)).await?;
                full_rules::unshelve_all(&mut transaction, id).await?;
            }
            Ok(found)
        };
        let deleted = deleted.await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(deleted)
    }

    /// A unit's rules in the order of their creation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rules(&self, unit: &UnitId) -> Result<Vec<StoredRule>, StoreError> {
        rules::select(&self.readers, unit).await.map_err(|error| self.explain(error))
    }

    /// The units that have an enabled rule.
    ///
    /// # Errors
    /// The database failed.
    pub async fn units_with_enabled_rules(&self) -> Result<Vec<UnitId>, StoreError> {
        rules::units_with_enabled(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// The newest `limit` events of a unit, newest onset first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn alert_events(&self, unit: &UnitId, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        events::select(&self.readers, unit, limit).await.map_err(|error| self.explain(error))
    }

    /// The first `limit` times in a range in which a unit did not answer, in the order in which they began.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outages(
        &self,
        unit: &UnitId,
        range: Range<Timestamp>,
        limit: u32,
    ) -> Result<Vec<Outage>, StoreError> {
        outages::select(&self.readers, unit, range, limit).await.map_err(|error| self.explain(error))
    }

    /// Removes the events that ended before a moment, with their incidents; says how many events went.
    pub(super) async fn purge_events(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut purged = 0;
        loop {
            let mut transaction = self.begin(BEGIN_QUICK).await?;
            let some = purge::some(&mut transaction, before).await;
            let Some(some) = some.map_err(|error| self.explain(error))? else { return Ok(purged) };
            self.commit(transaction).await?;
            purged += some;
        }
    }

    /// Notes that somebody knows of an event. `None` when the unit has no such event.
    ///
    /// # Errors
    /// The database failed.
    pub async fn acknowledge_event(
        &self,
        unit: &UnitId,
        id: i64,
        note: &Note,
    ) -> Result<Option<AcknowledgedEvent>, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let known = events::acknowledge(&mut transaction, unit, id, note);
        let known = known.await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(known)
    }

    /// Opens and closes the events of units' connections, in order, and puts what is told of them on its way; all or none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn record_connections(&self, edges: &[ConnectionEdge]) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let mut people = outbox::People::default();
        for edge in edges {
            let written = async {
                events::connection(&mut transaction, edge).await?;
                if let Some(message) = &edge.message {
                    outbox::enqueue(&mut transaction, &mut people, message, edge.at).await?;
                }
                if edge.kind != ConnectionEdgeKind::Lost {
                    outbox::tell_end(&mut transaction, &mut people, &edge.unit, edge.at).await?;
                }
                Ok(())
            };
            written.await.map_err(|error| self.explain(error))?;
        }
        self.commit(transaction).await
    }

    /// The units whose connection has an open event, and since when.
    ///
    /// # Errors
    /// The database failed.
    pub async fn units_with_open_connection_event(
        &self,
    ) -> Result<Vec<(UnitId, Option<Timestamp>)>, StoreError> {
        events::units_with_open_connection(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// Writes what happened to alarms, each together with where its unit's rules stand since, and puts what is told of it on
    /// its way; all or nothing.
    ///
    /// The same may be handed over again. An event that has ended stays as it ended.
    ///
    /// # Errors
    /// The database failed.
    pub async fn record_alarms(&self, writes: &[AlarmWrite]) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let mut people = outbox::People::default();
        let written = async {
            for write in writes {
                for event in &write.events {
                    events::put(&mut transaction, &write.unit, event).await?;
                    if let Some(message) = &event.message {
                        outbox::enqueue(&mut transaction, &mut people, message, write.at).await?;
                    }
                    if let Some(alarm) = &event.called_off {
                        outbox::withdraw_escalation(&mut transaction, alarm, write.at).await?;
                    }
                    if event.ended.is_some() {
                        outbox::tell_end(&mut transaction, &mut people, &write.unit, write.at).await?;
                    }
                }
                for (id, note) in &write.closed {
                    events::close(&mut transaction, &write.unit, *id, write.at, note).await?;
                }
                states::put(&mut transaction, write).await?;
            }
            Ok(())
        };
        written.await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// The units of which there is a rule, an open event of one, or a state.
    ///
    /// # Errors
    /// The database failed.
    pub async fn units_with_alarms(&self) -> Result<Vec<UnitId>, StoreError> {
        states::units(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// What is kept of a unit's alarms, as of one moment.
    ///
    /// # Errors
    /// The database failed.
    pub async fn alarms(&self, unit: &UnitId) -> Result<KeptAlarms, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        let kept = async {
            let rules = rules::select(&mut *transaction, unit).await?;
            let open = events::select_open(&mut *transaction, unit).await?;
            let state = states::select(&mut *transaction, unit).await?;
            Ok(KeptAlarms { rules, open, state })
        };
        kept.await.map_err(|error| self.explain(error))
    }
}
