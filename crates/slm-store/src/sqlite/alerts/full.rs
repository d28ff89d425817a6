//! Rules with all their fields, shelves, and questions for events and incidents.

use jiff::Timestamp;
use slm_domain::UnitId;

use super::super::{BEGIN_DURABLE, Store};
use super::{events, full_rules, incidents, rules};
use crate::{
    EventQuery, IncidentQuery, IncidentTimeline, StoreError, StoredAlarmRule, StoredEvent, StoredIncident,
    StoredRule, StoredShelf,
};

impl Store {
    /// Keeps a new rule with all its fields, and gives its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn create_alarm_rule(&self, document: &str, at: Timestamp) -> Result<i64, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let id = full_rules::insert(&mut transaction, document, at).await;
        let id = id.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(id)
    }

    /// Replaces a rule as a whole; its open events are closed by whoever evaluates it. `false` when there is none of
    /// this number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn replace_alarm_rule(
        &self,
        id: i64,
        document: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let replaced = full_rules::replace(&mut transaction, id, document, at).await;
        let replaced = replaced.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(replaced)
    }

    /// Deletes a rule; its events stay, and the open ones are closed by whoever evaluates it. `false` when there is none
    /// of this number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_alarm_rule(&self, id: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let deleted = full_rules::delete(&mut transaction, id).await;
        let deleted = deleted.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(deleted)
    }

    /// All rules with all their fields, in the order of their creation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn alarm_rules(&self) -> Result<Vec<StoredAlarmRule>, StoreError> {
        full_rules::select(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// The compatible rules of all units, in the order of their creation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn all_rules(&self) -> Result<Vec<StoredRule>, StoreError> {
        rules::select_all(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// Keeps that a rule is not told of for a while; what was kept of the same is replaced.
    ///
    /// # Errors
    /// The database failed.
    pub async fn shelve_rule(&self, stored: &StoredShelf) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let kept = async {
            full_rules::drop_ended(&mut transaction, stored.shelf.note.at).await?;
            full_rules::shelve(&mut transaction, stored).await
        };
        kept.await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// Keeps that a rule is told of again: at a unit, or at all.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unshelve_rule(&self, rule: i64, unit: Option<&UnitId>) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let dropped = full_rules::unshelve(&mut transaction, rule, unit).await;
        dropped.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// The rules that are not told of for a while; some may be over.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rule_shelves(&self) -> Result<Vec<StoredShelf>, StoreError> {
        full_rules::shelves(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// Events as they are asked for, of the largest numbers first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn search_events(&self, query: &EventQuery) -> Result<Vec<StoredEvent>, StoreError> {
        events::search(&self.readers, query).await.map_err(|error| self.explain(error))
    }

    /// One event of any unit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn alert_event(&self, id: i64) -> Result<Option<StoredEvent>, StoreError> {
        events::find(&self.readers, id).await.map_err(|error| self.explain(error))
    }

    /// Incidents as they are asked for, of the largest numbers first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn incidents(&self, query: &IncidentQuery) -> Result<Vec<StoredIncident>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        incidents::search(&mut transaction, query).await.map_err(|error| self.explain(error))
    }

    /// One incident with what happened in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn incident(&self, id: i64) -> Result<Option<IncidentTimeline>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        incidents::find(&mut transaction, id).await.map_err(|error| self.explain(error))
    }

    /// Ends incidents of which nothing is open any more, as when another program has ended their events.
    ///
    /// # Errors
    /// The database failed.
    pub async fn settle_incidents(&self, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        incidents::settle_all(&mut transaction, at).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }
}
