//! Links for clients: `slm_client_link`.

use jiff::Timestamp;
use slm_domain::{ClientLink, LinkTarget};
use sqlx::SqliteConnection;

use super::readable::readable;
use super::units::usable_name;
use super::{BEGIN_DURABLE, Store};
use crate::StoreError;

/// A row as it may stand in a file that somebody else was at.
#[derive(sqlx::FromRow)]
struct LinkRow {
    id: i64,
    token: String,
    name: String,
    unit_id: Option<String>,
    group_name: Option<String>,
    created_us: i64,
}

impl Store {
    /// All links for clients, in the order of their numbers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn client_links(&self) -> Result<Vec<ClientLink>, StoreError> {
        let rows = sqlx::query("SELECT * FROM slm_client_link ORDER BY id").fetch_all(&self.readers).await;
        let rows: Vec<LinkRow> = readable("slm_client_link", &rows.map_err(|error| self.explain(error))?);
        Ok(rows.into_iter().filter_map(LinkRow::into_link).collect())
    }

    /// Keeps a new link, and gives its number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn create_client_link(
        &self,
        token: &str,
        name: &str,
        target: &LinkTarget,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let id = insert(&mut transaction, token, name, target, at).await;
        let id = id.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(id)
    }

    /// Takes a link back. `false` when there is none of this number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_client_link(&self, id: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let deleted = sqlx::query("DELETE FROM slm_client_link WHERE id = ?")
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(deleted.rows_affected() > 0)
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    token: &str,
    name: &str,
    target: &LinkTarget,
    at: Timestamp,
) -> sqlx::Result<i64> {
    let (unit, group) = match target {
        LinkTarget::Unit(unit) => (Some(unit.as_str()), None),
        LinkTarget::Group(group) => (None, Some(group.as_str())),
    };
    sqlx::query_scalar(
        "INSERT INTO slm_client_link (token, name, unit_id, group_name, created_us) VALUES (?, ?, ?, ?, ?)
         RETURNING id",
    )
    .bind(token)
    .bind(name)
    .bind(unit)
    .bind(group)
    .bind(at.as_microsecond())
    .fetch_one(connection)
    .await
}

impl LinkRow {
    fn into_link(self) -> Option<ClientLink> {
        let target = match (self.unit_id, self.group_name) {
            (Some(unit), _) => LinkTarget::Unit(usable_name("slm_client_link", Some(&unit))?),
            (None, group) => LinkTarget::Group(group?),
        };
        Some(ClientLink {
            id: self.id,
            token: self.token,
            name: self.name,
            target,
            created_at: Timestamp::from_microsecond(self.created_us).ok()?,
        })
    }
}
