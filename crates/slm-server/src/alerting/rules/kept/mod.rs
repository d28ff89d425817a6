//! Where a unit's rules stand, as the text that is kept of it.

mod twin;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use nl43_proto::{FrequencyWeighting, TimeWeighting};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use slm_api_types::{AlarmRuleFields, UnitAlertRule};
use slm_domain::UnitId;
use slm_domain::alert::{
    CloseReason, Contact, Coverage, Event, Incident, Note, Peak, Phase, PlaceSnapshot, RuleId, RuleText,
    ScopeCursor, Severity, Shelf, Standing, Tally, TimelineEntry, TransitionKind, UnitSnapshot,
    WindowSnapshot, WindowStep,
};
use slm_store::StoredRule;
use std::time::Duration;

use super::rule::{Rule, Source};
use crate::rule_document::{self, compatible_rule};
use twin::{Twin, twin, words};

/// What a text says.
pub(super) struct Kept {
    /// The rules as they were.
    pub(super) rules: BTreeMap<RuleId, Rule>,
    /// Where they stood.
    pub(super) alerts: UnitSnapshot,
}

/// The text of a unit's state; `None` when it cannot be written, which no state is known to cause.
pub(super) fn write(unit: &UnitId, rules: &BTreeMap<RuleId, Rule>, alerts: UnitSnapshot) -> Option<String> {
    let mut document = Document { rules: Vec::new(), full: Vec::new(), alerts: KeptUnit::keep(alerts) };
    for (id, rule) in rules {
        match &rule.source {
            Source::Unit(text) => {
                let stored = StoredRule { id: *id, unit: unit.clone(), rule: RuleText::clone(text) };
                document.rules.push(compatible_rule(stored));
            }
            Source::Full(draft) => {
                document.full.push(KeptRule { id: *id, rule: rule_document::fields(draft) });
            }
        }
    }
    serde_json::to_string(&document)
        .inspect_err(|error| tracing::error!(%error, "the state of alarm rules cannot be written"))
        .ok()
}

/// Reads a text.
///
/// # Errors
/// It is of another version, or damaged.
pub(super) fn read(unit: &UnitId, text: &str) -> serde_json::Result<Kept> {
    let document: Document = serde_json::from_str(text)?;
    let of_unit =
        document.rules.into_iter().map(|rule| (rule.id, Rule::of_unit(unit, rule.id, text_of(rule))));
    let full = document.full.into_iter().map(|kept| {
        let draft = rule_document::draft(kept.rule);
        let definition = draft.check().ok().map(Arc::new);
        (kept.id, Rule { source: Source::Full(Arc::new(draft)), definition })
    });
    Ok(Kept { rules: of_unit.chain(full).collect(), alerts: document.alerts.take() })
}

#[derive(Serialize, Deserialize)]
struct Document {
    rules: Vec<UnitAlertRule>,
    /// Those with all their fields.
    #[serde(default)]
    full: Vec<KeptRule>,
    alerts: KeptUnit,
}

#[derive(Serialize, Deserialize)]
struct KeptRule {
    id: i64,
    rule: AlarmRuleFields,
}

/// A unit's rule as it was stored.
fn text_of(rule: UnitAlertRule) -> RuleText {
    RuleText {
        name: rule.name,
        metric: rule.metric,
        comparison: rule.comparison,
        threshold_db: rule.threshold_db.unwrap_or(f64::NAN),
        duration_s: rule.duration_s,
        clear_margin_db: rule.clear_margin_db,
        cooldown_s: rule.cooldown_s,
        schedule_start: rule.schedule_start,
        schedule_end: rule.schedule_end,
        schedule_days: rule.schedule_days,
        channels: rule.channels,
        recipients: rule.recipients,
        enabled: rule.enabled,
    }
}

twin!(KeptUnit, UnitSnapshot {
    now: Option<Time>,
    contact: KeptContact,
    coverage: KeptCoverage,
    level: Option<f64>,
    frequency_weighting: Option<KeptFrequency>,
    time_weighting: Option<KeptTime>,
    pace: Option<Duration>,
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
    sampled: Option<Duration>,
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
words!(KeptFrequency, FrequencyWeighting { A, C, Z });
words!(KeptTime, TimeWeighting { F, S, I });
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
