//! What the store does for cycles and campaigns.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::campaign::Campaign;

use super::{BEGIN_DURABLE, Store, campaigns, operations};
use crate::{CampaignRun, OperationRow, StoreError};

impl Store {
    /// Creates or replaces an operation; the oldest of its unit make room.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_operation(&self, row: &OperationRow) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        operations::put(&mut transaction, row).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// Marks operations that still ran when the service ended, and says how many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn interrupt_operations(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let marked =
            operations::interrupt(&mut transaction, now).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(marked)
    }

    /// Makes due again what waited for its turn when the service ended, and every stop that ran; starts that ran are
    /// marked as interrupted, and given.
    ///
    /// # Errors
    /// The database failed.
    pub async fn interrupt_runs(&self, now: Timestamp) -> Result<Vec<CampaignRun>, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let interrupted =
            campaigns::interrupt_runs(&mut transaction, now).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(interrupted)
    }

    /// One operation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn operation(&self, id: &str) -> Result<Option<OperationRow>, StoreError> {
        operations::find(&self.readers, id).await.map_err(|error| self.explain(error))
    }

    /// The newest operations of each unit, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn operations(&self, per_unit: u32) -> Result<Vec<OperationRow>, StoreError> {
        operations::newest(&self.readers, per_unit).await.map_err(|error| self.explain(error))
    }

    /// All campaigns, in the order of their numbers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        campaigns::select(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// Stores a new campaign and gives its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_campaign(&self, campaign: &Campaign) -> Result<i64, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let id = campaigns::insert(&mut transaction, campaign).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(id)
    }

    /// Replaces a campaign; `false` when there is none of its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update_campaign(&self, campaign: &Campaign) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let known =
            campaigns::update(&mut transaction, campaign).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(known)
    }

    /// Removes a campaign of the unit; its runs stay. `false` when there is none of its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_campaign(&self, unit: &UnitId, id: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let known =
            campaigns::delete(&mut transaction, unit, id).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(known)
    }

    /// Notes what became due of all campaigns, and that everything due until `now` has been dealt with, together. Gives the
    /// numbers of each campaign's runs; `None` for what was dealt with before.
    ///
    /// # Errors
    /// The database failed; nothing is noted.
    pub async fn open_runs(
        &self,
        due: &[(i64, Vec<CampaignRun>)],
        now: Timestamp,
    ) -> Result<Vec<Vec<Option<i64>>>, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let mut all = Vec::with_capacity(due.len());
        for (campaign, runs) in due {
            let mut numbers = Vec::with_capacity(runs.len());
            for run in runs {
                let number = campaigns::insert_run(&mut transaction, run, now).await;
                numbers.push(number.map_err(|error| self.explain(error))?);
            }
            campaigns::checked(&mut transaction, *campaign, now)
                .await
                .map_err(|error| self.explain(error))?;
            all.push(numbers);
        }
        self.commit(transaction).await?;
        Ok(all)
    }

    /// Notes how a run stands.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update_run(&self, run: &CampaignRun) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        campaigns::update_run(&mut transaction, run).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// The newest runs of a campaign, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn runs(
        &self,
        unit: &UnitId,
        campaign: i64,
        limit: u32,
    ) -> Result<Vec<CampaignRun>, StoreError> {
        campaigns::runs(&self.readers, unit, campaign, limit).await.map_err(|error| self.explain(error))
    }
}
