//! What a unit's live feed carries.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::Reading;
use crate::alert::{Comparison, EdgeKind, Metric, RuleId, Severity};
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
    /// Something happened to an event of an alert rule, or of the connection.
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

/// What happened to an event, or to its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertEdge {
    /// It began.
    Onset,
    /// It goes on, and is told again.
    Reminder,
    /// It is over.
    Clear,
    /// Somebody takes care of it.
    Acknowledged,
    /// Its rule is not told of for a while.
    Shelved,
    /// Its rule is told of again.
    Unshelved,
}

impl AlertEdge {
    /// The name in frames.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Onset => "onset",
            Self::Reminder => "reminder",
            Self::Clear => "clear",
            Self::Acknowledged => "acknowledged",
            Self::Shelved => "shelved",
            Self::Unshelved => "unshelved",
        }
    }
}

impl From<EdgeKind> for AlertEdge {
    fn from(edge: EdgeKind) -> Self {
        match edge {
            EdgeKind::Onset => Self::Onset,
            EdgeKind::Reminder => Self::Reminder,
            EdgeKind::Clear => Self::Clear,
        }
    }
}

/// An alert as the feed and the log show it.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertNotice {
    /// Time of the reading that caused it, or of the deed.
    pub at: Timestamp,
    /// What happened.
    pub edge: AlertEdge,
    /// Whether it is for those who look only: nobody is sent word of it.
    pub is_quiet: bool,
    /// The rule's number; the environment's rule and the connection have none.
    pub rule_id: Option<RuleId>,
    /// The rule's name.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What was compared, as in [`Metric::key`](crate::alert::Metric::key).
    pub metric: String,
    /// The unit of the values, perhaps none.
    pub unit: Cow<'static, str>,
    /// The value at the edge; connectivity has none.
    pub value: Option<f64>,
    /// Above or below.
    pub comparison: Comparison,
    /// The rule's threshold; connectivity has none.
    pub threshold: Option<f64>,
}

impl AlertNotice {
    /// What stands for a rule's name where the event is of the unit's connection.
    pub const CONNECTION: &'static str = "Connection";

    /// Something that happened to the event of a unit's connection.
    pub fn of_connection(edge: AlertEdge, at: Timestamp) -> Self {
        Self {
            at,
            edge,
            is_quiet: false,
            rule_id: None,
            rule: Self::CONNECTION.to_owned(),
            severity: Severity::default(),
            metric: Metric::Connectivity.key(),
            unit: Cow::Borrowed(Metric::Connectivity.unit()),
            value: None,
            comparison: Comparison::Above,
            threshold: None,
        }
    }
}
