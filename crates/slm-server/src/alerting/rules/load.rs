//! Taking the alarms up where they were left: open events are still open, and what was recorded since is looked at.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use slm_domain::UnitId;
use slm_domain::alert::{
    CloseReason, Event, Incident, Note, Peak, Phase, PlaceSnapshot, RuleId, Severity, Standing, Transition,
    UnitAlerts, UnitSnapshot, WindowSnapshot,
};
use slm_domain::delivery::Trail;
use slm_store::{KeptAlarms, Store, StoreError, StoredEvent};
use tokio::sync::mpsc;

use super::unit::{Rule, UnitRules};
use super::writer::Job;
use super::{kept, replay};
use crate::delivery::Herald;
use crate::http::unit_alert_rule;

/// Readings taken from the database at once.
const PAGE: usize = 5_000;
/// A reading may be told a little after a later moment.
const DISORDER: SignedDuration = SignedDuration::from_secs(5);
/// Note of an open event that another one of the same rule followed.
const SUPERSEDED: &str = "Followed by another event of the rule";

/// Every unit's alarms. What happened while they were taken up goes to the writer.
///
/// # Errors
/// The database cannot be read.
pub(super) async fn load(
    store: &Store,
    herald: &Herald,
    kept_gap: Duration,
    jobs: &mpsc::Sender<Job>,
) -> Result<HashMap<UnitId, UnitRules>, StoreError> {
    let mut units = HashMap::new();
    let roster: HashSet<UnitId> = store.units().await?.into_iter().map(|config| config.id).collect();
    for unit in store.units_with_alarms().await? {
        let now = Timestamp::now();
        let alarms = store.alarms(&unit).await?;
        let mut taken = TakenUp::new(&unit, herald, alarms, now);
        remember(store, &unit, now, &mut taken.rules).await?;
        if let Some(since) = taken.since {
            let gap = taken.rules.replay_gap().unwrap_or(kept_gap);
            look_at_again(store, &unit, since, gap, &mut taken).await?;
        }
        if !roster.contains(&unit) {
            taken.rules.close_all(now, &mut taken.out);
        }
        if let Some(job) = taken.rules.job_of(taken.out, taken.closed, now) {
            // The writer ends with the service only.
            let _ = jobs.send(job).await;
        }
        if taken.rules.has_rules() {
            units.insert(unit, taken.rules);
        }
    }
    Ok(units)
}

/// Looks up what messages show of the last minutes.
async fn remember(
    store: &Store,
    unit: &UnitId,
    now: Timestamp,
    rules: &mut UnitRules,
) -> Result<(), StoreError> {
    let since = now.checked_sub(Trail::LENGTH).unwrap_or(Timestamp::MIN);
    for row in store.readings(unit, since.., 2 * PAGE).await? {
        rules.remember(&replay::frame(&row, Duration::ZERO));
    }
    Ok(())
}

/// Feeds what was recorded since a moment.
async fn look_at_again(
    store: &Store,
    unit: &UnitId,
    since: Timestamp,
    max_gap: Duration,
    taken: &mut TakenUp,
) -> Result<(), StoreError> {
    let mut after = since;
    loop {
        let page = store.readings(unit, (Bound::Excluded(after), Bound::Unbounded), PAGE).await?;
        for row in &page {
            taken.rules.look_at(&replay::frame(row, max_gap), &mut taken.out);
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = last.at,
            _ => return Ok(()),
        }
    }
}

/// A unit's alarms, and what follows from taking them up.
struct TakenUp {
    rules: UnitRules,
    /// Readings after this were not evaluated; `None`: nothing is known of a time before.
    since: Option<Timestamp>,
    out: Vec<Transition>,
    closed: Vec<(i64, String)>,
}

impl TakenUp {
    fn new(unit: &UnitId, herald: &Herald, alarms: KeptAlarms, now: Timestamp) -> Self {
        let KeptAlarms { rules: stored, open, state } = alarms;
        let kept = state.as_deref().and_then(|text| read(unit, text));
        let was = kept.as_ref().map(|kept| kept.rules.clone()).unwrap_or_default();
        let mut snapshot = kept.map_or_else(nothing, |kept| kept.alerts);
        let since = snapshot.coverage.last.max(snapshot.now.and_then(|now| now.checked_sub(DISORDER).ok()));
        let is_same = |id: RuleId| {
            let now = stored.iter().find(|rule| rule.id == id);
            now.is_some_and(|now| was.contains(&unit_alert_rule(now.clone())))
        };
        let is_new = |id: RuleId| was.iter().all(|was| was.id != id);
        let rules: BTreeMap<RuleId, Rule> = stored
            .iter()
            .map(|stored| (stored.id, Rule::new(unit, stored.id, stored.rule.clone())))
            .collect();

        // What was open goes on, unless its rule or its row says otherwise.
        snapshot.rules.retain(|place| is_same(place.rule));
        let mut closed = Vec::new();
        let mut newest: BTreeMap<RuleId, &StoredEvent> = BTreeMap::new();
        for event in &open {
            if let Some(older) = newest.insert(event.rule_id, event) {
                closed.push((older.id, SUPERSEDED.to_owned()));
            }
        }
        for place in &mut snapshot.rules {
            let onset = place.event.as_ref().map(|event| micros(event.onset_at));
            match newest.get(&place.rule) {
                Some(row) if onset.is_some() && row.onset_at.map(micros) == onset => {
                    newest.remove(&place.rule);
                }
                _ if onset.is_some() => *place = begun_anew(place.rule),
                _ => {}
            }
        }
        for (id, row) in newest {
            let rule = rules.get(&id);
            let is_evaluated =
                rule.and_then(|rule| rule.definition.as_ref()).is_some_and(|rule| rule.enabled);
            let is_known = snapshot.rules.iter().any(|place| place.rule == id);
            match row.onset_at {
                // Of the service before.
                Some(onset) if is_evaluated && is_new(id) && !is_known => {
                    snapshot.rules.push(adopted(row, onset));
                }
                _ => closed.push((row.id, reason(rule).to_string())),
            }
        }
        settle_incident(&mut snapshot);

        let evaluated =
            rules.iter().filter_map(|(id, rule)| Some((*id, Arc::clone(rule.definition.as_ref()?))));
        let mut out = Vec::new();
        let alerts =
            UnitAlerts::restore(unit.clone(), herald.zone().clone(), evaluated, snapshot, now, &mut out);
        let rules = UnitRules::take_up(alerts, herald.clone(), rules, now);
        Self { rules, since, out, closed }
    }
}

fn read(unit: &UnitId, text: &str) -> Option<kept::Kept> {
    kept::read(text)
        .inspect_err(|error| {
            tracing::error!(%unit, %error, "the state of the unit's alarm rules cannot be read; they begin anew");
        })
        .ok()
}

fn nothing() -> UnitSnapshot {
    UnitSnapshot {
        now: None,
        contact: slm_domain::alert::Contact::Unknown,
        coverage: slm_domain::alert::Coverage::default(),
        level: None,
        rules: Vec::new(),
        incident: None,
    }
}

/// Rows keep times to the microsecond.
fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

fn begun_anew(rule: RuleId) -> PlaceSnapshot {
    PlaceSnapshot {
        rule,
        standing: Standing::default(),
        event: None,
        shelf: None,
        worst: None,
        window: WindowSnapshot::default(),
        scope: None,
        stamp: Timestamp::MIN,
    }
}

/// An open event of which there is nothing but its row.
fn adopted(row: &StoredEvent, onset_at: Timestamp) -> PlaceSnapshot {
    let peak = row.peak_value.or(row.onset_value).map(|value| Peak { value, at: onset_at });
    let acknowledged = row.acknowledged_at.map(|at| Note { at, by: row.acknowledged_by.clone(), text: None });
    PlaceSnapshot {
        standing: Standing { phase: Phase::Active, judged_at: None, notified_at: Some(onset_at) },
        event: Some(Event {
            onset_at,
            onset_value: row.onset_value,
            peak,
            value: peak.map(|peak| peak.value),
            exceedances: 1,
            acknowledged,
            told: true,
            told_peak: peak.map(|peak| peak.value),
            transitions: 1,
        }),
        worst: peak,
        stamp: onset_at,
        ..begun_anew(row.rule_id)
    }
}

/// Why an open event does not go on.
fn reason(rule: Option<&Rule>) -> CloseReason {
    match rule {
        None => CloseReason::RuleDeleted,
        Some(rule) if !rule.text.enabled => CloseReason::RuleDisabled,
        Some(_) => CloseReason::RuleChanged,
    }
}

/// The incident is of the events that are still open.
fn settle_incident(snapshot: &mut UnitSnapshot) {
    let onsets =
        || snapshot.rules.iter().filter_map(|place| place.event.as_ref().map(|event| event.onset_at));
    let open = u32::try_from(onsets().count()).unwrap_or(u32::MAX);
    let Some(started_at) = onsets().min() else {
        snapshot.incident = None;
        return;
    };
    let incident = snapshot.incident.get_or_insert_with(|| Incident {
        started_at,
        open,
        events: open,
        severity: Severity::default(),
        told: true,
        timeline: Vec::new(),
        entries: open,
    });
    incident.open = open;
}
