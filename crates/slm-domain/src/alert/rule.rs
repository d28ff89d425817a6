//! What a rule asks of a level.

use std::fmt;
use std::time::Duration;

use nl43_proto::Quantity;

/// Which side of the threshold is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Breached when strictly above.
    Above,
    /// Breached when strictly below.
    Below,
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Above => "above",
            Self::Below => "below",
        })
    }
}

/// A limit on one quantity, with its delays.
///
/// Delays count covered time only: time between two readings that lie no further apart than
/// [`max_gap`](Self::max_gap).
#[derive(Debug, Clone, PartialEq)]
pub struct AlertRule {
    /// Shown to people.
    pub name: String,
    /// What is compared.
    pub metric: Quantity,
    /// Above or below.
    pub comparison: Comparison,
    /// The limit, dB.
    pub threshold_db: f64,
    /// How long the limit must be breached before the onset.
    pub on_delay: Duration,
    /// How long the level must have recovered before the clear.
    pub off_delay: Duration,
    /// Recovered means this far inside the threshold, dB.
    pub clear_margin_db: f64,
    /// Least time from one onset, or its last reminder, to the next onset.
    pub cooldown: Duration,
    /// While active and breached: remind this often. `None`: never.
    pub reminder: Option<Duration>,
    /// Readings further apart than this have a gap between them, which is no evidence.
    pub max_gap: Duration,
}

impl AlertRule {
    /// Whether a level breaches the limit.
    pub fn is_breached_by(&self, level_db: f64) -> bool {
        match self.comparison {
            Comparison::Above => level_db > self.threshold_db,
            Comparison::Below => level_db < self.threshold_db,
        }
    }

    /// Whether a level lies inside the limit by the margin.
    pub fn is_recovered_by(&self, level_db: f64) -> bool {
        match self.comparison {
            Comparison::Above => level_db <= self.threshold_db - self.clear_margin_db,
            Comparison::Below => level_db >= self.threshold_db + self.clear_margin_db,
        }
    }

    /// The worse of two levels.
    pub fn worse(&self, one_db: f64, other_db: f64) -> f64 {
        match self.comparison {
            Comparison::Above => one_db.max(other_db),
            Comparison::Below => one_db.min(other_db),
        }
    }
}
