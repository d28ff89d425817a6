//! Where a unit's rules stand, as the text that is kept of it.

mod twin;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use slm_api_types::UnitAlertRule;
use slm_domain::alert::{
    CloseReason, Contact, Coverage, Event, Incident, Note, Peak, Phase, PlaceSnapshot, ScopeCursor, Severity,
    Shelf, Standing, Tally, TimelineEntry, TransitionKind, UnitSnapshot, WindowSnapshot, WindowStep,
};
use slm_store::StoredRule;
use std::time::Duration;

use crate::http::unit_alert_rule;
use twin::{Twin, twin, words};

/// What a text says.
pub(super) struct Kept {
    /// The rules as they were.
    pub(super) rules: Vec<UnitAlertRule>,
    /// Where they stood.
    pub(super) alerts: UnitSnapshot,
}

/// The text of a unit's state; `None` when it cannot be written, which no state is known to cause.
pub(super) fn write(rules: impl Iterator<Item = StoredRule>, alerts: UnitSnapshot) -> Option<String> {
    let rules = rules.map(unit_alert_rule).collect();
    let document = Document { rules, alerts: KeptUnit::keep(alerts) };
    serde_json::to_string(&document)
        .inspect_err(|error| tracing::error!(%error, "the state of alarm rules cannot be written"))
        .ok()
}

/// Reads a text.
///
/// # Errors
/// It is of another version, or damaged.
pub(super) fn read(text: &str) -> serde_json::Result<Kept> {
    let document: Document = serde_json::from_str(text)?;
    Ok(Kept { rules: document.rules, alerts: document.alerts.take() })
}

#[derive(Serialize, Deserialize)]
struct Document {
    rules: Vec<UnitAlertRule>,
    alerts: KeptUnit,
}

twin!(KeptUnit, UnitSnapshot {
    now: Option<Time>,
    contact: KeptContact,
    coverage: KeptCoverage,
    level: Option<f64>,
    rules: Vec<KeptPlace>,
    incident: Option<KeptIncident>,
});
twin!(KeptCoverage, Coverage {
    last: Option<Time>,
    max_gap: Duration,
    lmax: Option<f64>,
    lmin: Option<f64>,
    lpeak: Option<f64>,
});
twin!(KeptPlace, PlaceSnapshot {
    rule: i64,
    standing: KeptStanding,
    event: Option<KeptEvent>,
    shelf: Option<KeptShelf>,
    worst: Option<KeptPeak>,
    window: KeptWindow,
    scope: Option<KeptScope>,
    stamp: Time,
});
twin!(KeptStanding, Standing { phase: KeptPhase, judged_at: Option<Time>, notified_at: Option<Time> });
twin!(KeptEvent, Event {
    onset_at: Time,
    onset_value: Option<f64>,
    peak: Option<KeptPeak>,
    value: Option<f64>,
    exceedances: u32,
    acknowledged: Option<KeptNote>,
    told: bool,
    told_peak: Option<f64>,
    transitions: u32,
});
twin!(KeptPeak, Peak { value: f64, at: Time });
twin!(KeptNote, Note { at: Time, by: Option<String>, text: Option<String> });
twin!(KeptShelf, Shelf { until: Time, note: KeptNote });
twin!(KeptScope, ScopeCursor { is_inside: bool, from: Time, until: Time });
twin!(KeptWindow, WindowSnapshot {
    window: Option<(Time, Time)>,
    tally: KeptTally,
    counted: bool,
    steps: Vec<KeptStep>,
    samples: Vec<(i64, u16, u32)>,
    points: Vec<(Time, f64)>,
});
twin!(KeptStep, WindowStep { number: i64, tally: KeptTally });
twin!(KeptTally, Tally {
    covered: i64,
    over: i64,
    under: i64,
    energy: u128,
    under_energy: u128,
    extreme: Option<f64>,
    samples: u64,
});
twin!(KeptIncident, Incident {
    started_at: Time,
    open: u32,
    events: u32,
    severity: KeptSeverity,
    told: bool,
    timeline: Vec<KeptEntry>,
    entries: u32,
});
twin!(KeptEntry, TimelineEntry { at: Time, rule: i64, kind: KeptKind, value: Option<f64> });

words!(KeptContact, Contact { Unknown, Answers, Lost, Rests });
words!(KeptSeverity, Severity { Info, Warning, Critical });
words!(
    KeptReason,
    CloseReason { RuleChanged, RuleDeleted, RuleDisabled, RuleMoved, OutOfScope, UnitRests, UnitDeleted }
);

#[derive(Serialize, Deserialize)]
enum KeptPhase {
    Idle,
    Rising(Duration),
    Active,
    Falling(Duration),
}

impl Twin<Phase> for KeptPhase {
    fn keep(phase: Phase) -> Self {
        match phase {
            Phase::Idle => Self::Idle,
            Phase::Rising { held } => Self::Rising(held),
            Phase::Active => Self::Active,
            Phase::Falling { held } => Self::Falling(held),
        }
    }

    fn take(self) -> Phase {
        match self {
            Self::Idle => Phase::Idle,
            Self::Rising(held) => Phase::Rising { held },
            Self::Active => Phase::Active,
            Self::Falling(held) => Phase::Falling { held },
        }
    }
}

#[derive(Serialize, Deserialize)]
enum KeptKind {
    Raised,
    Peak,
    Reminded,
    Acknowledged,
    Shelved(KeptShelf),
    Unshelved,
    Cleared,
    Closed(KeptReason),
}

impl Twin<TransitionKind> for KeptKind {
    fn keep(kind: TransitionKind) -> Self {
        match kind {
            TransitionKind::Raised => Self::Raised,
            TransitionKind::Peak => Self::Peak,
            TransitionKind::Reminded => Self::Reminded,
            TransitionKind::Acknowledged => Self::Acknowledged,
            TransitionKind::Shelved(until) => Self::Shelved(Twin::keep(until)),
            TransitionKind::Unshelved => Self::Unshelved,
            TransitionKind::Cleared => Self::Cleared,
            TransitionKind::Closed(reason) => Self::Closed(Twin::keep(reason)),
        }
    }

    fn take(self) -> TransitionKind {
        match self {
            Self::Raised => TransitionKind::Raised,
            Self::Peak => TransitionKind::Peak,
            Self::Reminded => TransitionKind::Reminded,
            Self::Acknowledged => TransitionKind::Acknowledged,
            Self::Shelved(until) => TransitionKind::Shelved(until.take()),
            Self::Unshelved => TransitionKind::Unshelved,
            Self::Cleared => TransitionKind::Cleared,
            Self::Closed(reason) => TransitionKind::Closed(reason.take()),
        }
    }
}

/// A moment, as text with all its digits.
struct Time(Timestamp);

impl Twin<Timestamp> for Time {
    fn keep(at: Timestamp) -> Self {
        Self(at)
    }

    fn take(self) -> Timestamp {
        self.0
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl de::Visitor<'_> for Reader {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
                text.parse().map(Time).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Reader)
    }
}

#[cfg(test)]
mod tests;
