//! Units for people: `slm_unit_profile`, `slm_unit_group`.

use std::collections::HashMap;

use slm_domain::{Position, ProfileDraft, UnitId, UnitProfile};
use sqlx::{Executor, Sqlite, SqliteConnection};

use super::readable::readable;
use super::units::usable_name;
use super::{BEGIN_DURABLE, Store};
use crate::StoreError;

/// A row as it may stand in a file that somebody else was at.
#[derive(sqlx::FromRow)]
struct ProfileRow {
    unit_id: String,
    name: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl Store {
    /// The profiles of all units that have one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn profiles(&self) -> Result<HashMap<UnitId, UnitProfile>, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        select(&mut transaction).await.map_err(|error| self.explain(error))
    }

    /// The groups of all units that are in one, in the order in which they were given.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unit_groups(&self) -> Result<HashMap<UnitId, Vec<String>>, StoreError> {
        groups(&self.readers).await.map_err(|error| self.explain(error))
    }

    /// Creates or replaces a unit's profile. `false` when the unit is not configured; then nothing is kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_profile(&self, unit: &UnitId, profile: &UnitProfile) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let is_kept = replace(&mut transaction, unit, profile).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(is_kept)
    }
}

async fn select(connection: &mut SqliteConnection) -> sqlx::Result<HashMap<UnitId, UnitProfile>> {
    let mut groups = groups(&mut *connection).await?;
    let rows = sqlx::query("SELECT unit_id, name, latitude, longitude FROM slm_unit_profile")
        .fetch_all(connection)
        .await?;
    let rows: Vec<ProfileRow> = readable("slm_unit_profile", &rows);
    let profiles = rows.into_iter().filter_map(|ProfileRow { unit_id, name, latitude, longitude }| {
        let unit = usable_name("slm_unit_profile", Some(&unit_id))?;
        let groups = groups.remove(&unit).unwrap_or_default();
        let draft = ProfileDraft { name, groups, latitude, longitude };
        // Only checked ones are written; somebody else may have been at the file.
        let profile = draft.check().inspect_err(|problems| {
            tracing::warn!(%unit, ?problems, "a unit's profile cannot be used and is left out");
        });
        Some((unit, profile.ok()?))
    });
    Ok(profiles.collect())
}

async fn groups(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<HashMap<UnitId, Vec<String>>> {
    let rows = sqlx::query("SELECT unit_id, name FROM slm_unit_group ORDER BY unit_id, place, name")
        .fetch_all(executor)
        .await?;
    let rows: Vec<(String, String)> = readable("slm_unit_group", &rows);
    let mut groups: HashMap<UnitId, Vec<String>> = HashMap::new();
    for (unit, name) in rows {
        if let Some(unit) = usable_name("slm_unit_group", Some(&unit)) {
            groups.entry(unit).or_default().push(name);
        }
    }
    Ok(groups)
}

async fn replace(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    profile: &UnitProfile,
) -> sqlx::Result<bool> {
    let written = sqlx::query(
        "INSERT OR REPLACE INTO slm_unit_profile (unit_id, name, latitude, longitude)
         SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM nl43_config WHERE unit_id = ?1)",
    )
    .bind(unit.as_str())
    .bind(profile.name())
    .bind(profile.position().map(Position::latitude))
    .bind(profile.position().map(Position::longitude))
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM slm_unit_group WHERE unit_id = ?")
        .bind(unit.as_str())
        .execute(&mut *connection)
        .await?;
    for (place, group) in (0_i64..).zip(profile.groups()) {
        sqlx::query("INSERT INTO slm_unit_group (unit_id, name, place) VALUES (?, ?, ?)")
            .bind(unit.as_str())
            .bind(group)
            .bind(place)
            .execute(&mut *connection)
            .await?;
    }
    Ok(true)
}
