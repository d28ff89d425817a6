//! What a unit's live feed carries.

use std::sync::Arc;

use jiff::Timestamp;

use crate::Reading;
use crate::alert::{Comparison, EdgeKind, RuleId, Severity};
use crate::campaign::CampaignNotice;
use crate::operation::Operation;

/// One event on a unit's feed. Each becomes one numbered frame.
#[derive(Debug, Clone)]
pub enum LiveEvent {
    /// New levels.
    Reading {
        /// The levels.
        reading: Arc<Reading>,
        /// Whether the unit was unreachable until now.
        recovered: bool,
    },
    /// The unit does not answer any more, or rests; once at the edge.
    Unreachable {
        /// When that was decided.
        at: Timestamp,
        /// Why, in words for the operator.
        reason: String,
    },
    /// An alert rule's edge.
    Alert(AlertNotice),
    /// Something due of a campaign: run, missed, skipped.
    Campaign(Arc<CampaignNotice>),
    /// A long operation got on.
    Operation(Arc<Operation>),
    /// The 10 Hz stream pauses, for instance while a command is served.
    StreamGap {
        /// When it paused.
        at: Timestamp,
        /// Why.
        reason: &'static str,
    },
    /// The 10 Hz stream cannot run.
    StreamError {
        /// When.
        at: Timestamp,
        /// What failed, in the words of the compatible API.
        error: &'static str,
        /// Why, in words for the operator.
        detail: String,
    },
}

impl LiveEvent {
    /// Whether a new subscriber is shown this event as the current state.
    pub fn is_state(&self) -> bool {
        matches!(self, Self::Reading { .. } | Self::Unreachable { .. })
    }

    /// Whether the unit answers, as far as this event tells.
    pub fn reachable(&self) -> Option<bool> {
        match self {
            Self::Reading { .. } => Some(true),
            Self::Unreachable { .. } => Some(false),
            Self::Alert(_)
            | Self::Campaign(_)
            | Self::Operation(_)
            | Self::StreamGap { .. }
            | Self::StreamError { .. } => None,
        }
    }
}

/// An alert as the feed and the log show it.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertNotice {
    /// Time of the reading that caused it.
    pub at: Timestamp,
    /// Which edge.
    pub edge: EdgeKind,
    /// The rule's number; the environment's rule has none.
    pub rule_id: Option<RuleId>,
    /// The rule's name.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What was compared, as in [`Metric::key`](crate::alert::Metric::key).
    pub metric: String,
    /// The unit of the values, perhaps none.
    pub unit: &'static str,
    /// The value at the edge; connectivity has none.
    pub value: Option<f64>,
    /// Above or below.
    pub comparison: Comparison,
    /// The rule's threshold; connectivity has none.
    pub threshold: Option<f64>,
}
