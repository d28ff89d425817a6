//! Rules with all their fields, and those that are not told of for a while.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::Shelf;

/// A rule with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAlarmRule {
    /// Above those of the compatible rules; never given again.
    pub id: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// The rule; the store does not look into it.
    pub document: String,
}

impl StoredAlarmRule {
    /// Numbers of these rules lie above it, those of compatible rules not.
    pub const BELOW: i64 = 1_000_000_000;
}

/// A rule that is not told of for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredShelf {
    /// Which rule.
    pub rule: i64,
    /// At which unit; `None`: at all of its units.
    pub unit: Option<UnitId>,
    /// Until when, who did so, and why.
    pub shelf: Shelf,
}
