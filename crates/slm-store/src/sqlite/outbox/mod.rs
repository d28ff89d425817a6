//! Channels, recipients, and messages on their way: `slm_channel`, `slm_recipient`, `slm_message`, `slm_outbox`,
//! `slm_delivery`.

mod channels;
mod claim;
mod ends;
mod enqueue;
mod incident;
mod lists;
mod outcome;
mod recipients;
mod take;

use jiff::Timestamp;
use slm_domain::delivery::{ChannelDraft, Recipient};

use super::{BEGIN_DURABLE, Store};
use crate::{
    Attempted, ChannelDeletion, Claimed, DeliveryEntry, OutboxCounts, OutboxEntry, OutboxState, Outgoing,
    StoreError, StoredChannel, Terms, UnendedAlarm,
};

pub(super) use ends::tell_end;
pub(super) use enqueue::{People, enqueue, withdraw_escalation};

/// One write as a transaction that is on the disk when it returns.
macro_rules! durably {
    ($store:expr, $transaction:ident => $work:expr) => {{
        let mut $transaction = $store.begin(BEGIN_DURABLE).await?;
        let done = $work.await.map_err(|error| $store.explain(error))?;
        $store.commit($transaction).await?;
        Ok(done)
    }};
}

impl Store {
    /// All channels, in the order of their numbers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn channels(&self) -> Result<Vec<StoredChannel>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        channels::select(&mut transaction).await.map_err(|error| self.explain(error))
    }

    /// Keeps a new channel, and gives its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn create_channel(&self, draft: &ChannelDraft) -> Result<i64, StoreError> {
        durably!(self, transaction => channels::insert(&mut transaction, draft))
    }

    /// Replaces a channel as a whole. `false` when there is none of this number and kind.
    ///
    /// # Errors
    /// The database failed.
    pub async fn replace_channel(&self, id: i64, draft: &ChannelDraft) -> Result<bool, StoreError> {
        durably!(self, transaction => channels::update(&mut transaction, id, draft))
    }

    /// Deletes a channel that reaches nobody.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_channel(&self, id: i64) -> Result<ChannelDeletion, StoreError> {
        durably!(self, transaction => channels::delete(&mut transaction, id))
    }

    /// All recipients that make sense, in the order of their numbers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn recipients(&self) -> Result<Vec<Recipient>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        recipients::select(&mut transaction).await.map_err(|error| self.explain(error))
    }

    /// Keeps a new recipient, and gives its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn create_recipient(&self, recipient: &Recipient) -> Result<i64, StoreError> {
        durably!(self, transaction => recipients::insert(&mut transaction, recipient))
    }

    /// Replaces a recipient; what waits for it goes where it is now. `false` when there is none of its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn replace_recipient(&self, recipient: &Recipient) -> Result<bool, StoreError> {
        durably!(self, transaction => recipients::update(&mut transaction, recipient))
    }

    /// Deletes a recipient; what waits for it is dead. `false` when there was none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_recipient(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        durably!(self, transaction => recipients::delete(&mut transaction, id, now))
    }

    /// Puts messages on their way to all they concern, all or none, and says how many ways there are. A message whose
    /// key is known is nothing new. What is told about an alarm's change is put on its way in the change's own transaction.
    ///
    /// # Errors
    /// The database failed.
    pub async fn enqueue(&self, outgoing: &[Outgoing], now: Timestamp) -> Result<u64, StoreError> {
        durably!(self, transaction => async {
            let (mut people, mut ways) = (People::default(), 0);
            for one in outgoing {
                ways += enqueue(&mut transaction, &mut people, one, now).await?;
            }
            Ok(ways)
        })
    }

    /// Takes out what is due: of each channel so much that no more than its room is under way. In order for each alarm and
    /// recipient; what goes beyond a recipient's pace is put together or waits, and so does what is more of an incident that
    /// the recipient was told of.
    ///
    /// # Errors
    /// The database failed.
    pub async fn claim_due(&self, now: Timestamp, terms: Terms<'_>) -> Result<Vec<Claimed>, StoreError> {
        durably!(self, transaction => claim::claim(&mut transaction, now, terms))
    }

    /// Tells those who were told of incidents that are over and were not told so, as when other programs ended them; says
    /// to how many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_ends(&self, now: Timestamp) -> Result<u64, StoreError> {
        durably!(self, transaction => ends::tell_all(&mut transaction, now))
    }

    /// When something is due next, apart from what is under way and what has to wait for that.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        claim::next_due(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// Notes what became of attempts, all or none, and says how many of their rows were being sent.
    ///
    /// # Errors
    /// The database failed.
    pub async fn note_attempts(&self, attempted: &[Attempted]) -> Result<u64, StoreError> {
        durably!(self, transaction => async {
            let mut noted = 0;
            for one in attempted {
                noted += u64::from(outcome::note(&mut transaction, one).await?);
            }
            Ok(noted)
        })
    }

    /// What was being sent when the service ended becomes due again; says how much there was.
    ///
    /// # Errors
    /// The database failed.
    pub async fn release_claimed(&self, now: Timestamp) -> Result<u64, StoreError> {
        durably!(self, transaction => outcome::release(&mut transaction, now))
    }

    /// The newest messages to recipients in a state, or in any: newest first, older than the row `before`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outbox(
        &self,
        state: Option<OutboxState>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<OutboxEntry>, StoreError> {
        lists::entries(&self.readers, state, before, limit).await.map_err(|error| self.explain(error))
    }

    /// One message to a recipient; `None` when it is not there.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outbox_entry(&self, id: i64) -> Result<Option<OutboxEntry>, StoreError> {
        lists::entry(&self.readers, id).await.map_err(|error| self.explain(error))
    }

    /// The newest attempts of one row of the outbox, or of all: newest first, older than the attempt `before`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn deliveries(
        &self,
        outbox: Option<i64>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<DeliveryEntry>, StoreError> {
        lists::attempts(&self.readers, outbox, before, limit).await.map_err(|error| self.explain(error))
    }

    /// How many messages to recipients stand where.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outbox_counts(&self, now: Timestamp) -> Result<OutboxCounts, StoreError> {
        lists::counts(&self.readers, now).await.map_err(|error| self.explain(error))
    }

    /// Alarms that people were told of and whose event is not open any more, although nobody was told of its end: what
    /// they were told first, and when and why it ended.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unended_alarms(&self) -> Result<Vec<UnendedAlarm>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        lists::unended(&mut transaction).await.map_err(|error| self.explain(error))
    }

    /// How many messages of each channel stand where.
    ///
    /// # Errors
    /// The database failed.
    pub async fn outbox_counts_by_channel(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(StoredChannel, OutboxCounts)>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        let counted = async {
            let mut counted = Vec::new();
            for channel in channels::select(&mut transaction).await? {
                let counts = lists::counts_of_channel(&mut transaction, channel.id, now).await?;
                counted.push((channel, counts));
            }
            Ok(counted)
        };
        counted.await.map_err(|error| self.explain(error))
    }

    /// Begins again with what did not arrive. `false` when the row is not dead, or not there.
    ///
    /// # Errors
    /// The database failed.
    pub async fn send_again(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        durably!(self, transaction => outcome::send_again(&mut transaction, id, now))
    }

    /// Forgets what did not arrive. `false` when the row is not dead, or not there.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_dead(&self, id: i64) -> Result<bool, StoreError> {
        durably!(self, transaction => outcome::forget_dead(&mut transaction, id))
    }

    /// Removes what ended before a moment, in small transactions; what is open stays. Says how many rows went.
    pub(super) async fn purge_outbox(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut purged = 0;
        loop {
            let some: Result<Option<u64>, StoreError> =
                durably!(self, transaction => outcome::purge_some(&mut transaction, before));
            let Some(some) = some? else { return Ok(purged) };
            purged += some;
        }
    }
}
