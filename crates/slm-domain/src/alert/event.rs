//! What a rule's breach is remembered by, and what happens to it.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use super::RuleId;
use super::incident::IncidentMark;
use super::moment::elapsed;
use crate::UnitId;

/// A breach of one rule by one unit, from its onset. There is one open event at most for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it began. With unit and rule it names the event.
    pub onset_at: Timestamp,
    /// The value it began with; connectivity has none.
    pub onset_value: Option<f64>,
    /// The worst value since the breach began.
    pub peak: Option<Peak>,
    /// The value of the last evidence.
    pub value: Option<f64>,
    /// Where samples of the level decided that it began: the time between them. Short events between may be missed.
    pub sampled: Option<Duration>,
    /// How often the limit was broken: onset and re-triggers, or clock-aligned windows.
    pub exceedances: u32,
    /// Who took note of it.
    pub acknowledged: Option<Note>,
    /// Whether anybody was told of it, so that they are told of its end.
    pub told: bool,
    /// The peak that was last told.
    pub told_peak: Option<f64>,
    /// How many transitions it has had. With the event it names a transition.
    pub transitions: u32,
}

/// The worst value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// The value.
    pub value: f64,
    /// When it was first reached.
    pub at: Timestamp,
}

/// What somebody said about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// Who; `None`: they did not say.
    pub by: Option<String>,
    /// What.
    pub text: Option<String>,
}

/// A rule that is not told of for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Until when; it is told of again from here.
    pub until: Timestamp,
    /// Who did so and why.
    pub note: Note,
}

/// Something that happened to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Whose event.
    pub unit: UnitId,
    /// Of which rule.
    pub rule: RuleId,
    /// When, by the time of the frames: the same whenever and however often the engine was looked at.
    pub at: Timestamp,
    /// What.
    pub kind: TransitionKind,
    /// The event as it is now.
    pub event: Event,
    /// Whether to tell it.
    pub telling: Telling,
    /// Where it stands in the unit's incident.
    pub incident: IncidentMark,
}

/// What happened to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransitionKind {
    /// It began.
    Raised,
    /// Its peak has risen. There may be one with each reading: of those that are not told, the newest is enough.
    Peak,
    /// The limit is still broken, and the rule asked to be reminded.
    Reminded,
    /// Somebody took note of it.
    Acknowledged,
    /// Its rule is not told of for a while.
    Shelved(Shelf),
    /// Its rule is told of again.
    Unshelved,
    /// The value has recovered.
    Cleared,
    /// It was ended for another reason.
    Closed(CloseReason),
}

/// Why an event was ended without its value's having recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// The rule was changed.
    RuleChanged,
    /// The rule was deleted.
    RuleDeleted,
    /// The rule was switched off.
    RuleDisabled,
    /// The rule does not apply to the unit any more.
    RuleMoved,
    /// The rule's times are over.
    OutOfScope,
    /// Nobody asks the unit any more.
    UnitRests,
    /// The unit was deleted.
    UnitDeleted,
}

/// Whether to tell a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Telling {
    /// Tell it.
    Tell,
    /// Keep it only: the rule is shelved.
    Shelved,
    /// Keep it only: it is no news.
    Minor,
    /// Keep it only: somebody takes care of it.
    Acknowledged,
    /// Keep it only: nobody was told that it began.
    NeverTold,
}

impl Event {
    /// How long it has lasted at a moment.
    pub fn duration(&self, at: Timestamp) -> Duration {
        elapsed(at, self.onset_at)
    }
}

impl TransitionKind {
    /// The name in JSON, database and messages.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Peak => "peak",
            Self::Reminded => "reminded",
            Self::Acknowledged => "acknowledged",
            Self::Shelved(_) => "shelved",
            Self::Unshelved => "unshelved",
            Self::Cleared => "cleared",
            Self::Closed(_) => "closed",
        }
    }

    /// Whether it ends the event.
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::Cleared | Self::Closed(_))
    }
}

/// As the event's note says it.
impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RuleChanged => "Rule changed",
            Self::RuleDeleted => "Rule deleted",
            Self::RuleDisabled => "Rule disabled",
            Self::RuleMoved => "Rule does not apply to the unit any more",
            Self::OutOfScope => "End of the rule's times",
            Self::UnitRests => "Unit is not asked any more",
            Self::UnitDeleted => "Unit deleted",
        })
    }
}
