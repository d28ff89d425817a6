//! The log of a unit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET …/logs`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnitLog {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Newest first.
    pub logs: Vec<UnitLogEntry>,
    /// How many entries follow.
    pub count: usize,
    /// Over all entries of the unit, whatever was asked.
    pub stats: UnitLogStats,
    /// What was asked for.
    pub filters: UnitLogFilters,
    /// Which part of it.
    pub pagination: Pagination,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitLogEntry {
    /// Its number, counting up over all units.
    pub id: i64,
    /// When, UTC, with `Z`.
    pub timestamp: Option<String>,
    /// `DEBUG`, `INFO`, `WARNING` or `ERROR`.
    pub level: String,
    /// `TCP`, `FTP`, `POLL`, `COMMAND`, `STATE`, `SYNC` or `GENERAL`.
    pub category: String,
    /// In words.
    pub message: String,
}

/// A summary of a unit's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitLogStats {
    /// How many entries.
    pub total: u64,
    /// How many of each level.
    pub by_level: BTreeMap<String, u64>,
    /// How many of each category.
    pub by_category: BTreeMap<String, u64>,
    /// Time of the oldest, UTC, with `Z`.
    pub oldest: Option<String>,
    /// Time of the newest, UTC, with `Z`.
    pub newest: Option<String>,
}

/// What entries were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitLogFilters {
    /// The level, as given.
    pub level: Option<String>,
    /// The category, as given.
    pub category: Option<String>,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pagination {
    /// Entries at most, after clamping.
    pub limit: u32,
    /// After so many newer ones.
    pub offset: u32,
}

/// Answer to `DELETE …/logs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogCleared {
    /// Always `ok`.
    pub status: Ok,
    /// In words.
    pub message: String,
    /// How many entries went.
    pub deleted_count: u64,
}
