//! Taking the alarms up where they were left: open events are still open, and what was recorded since is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use slm_domain::UnitId;
use slm_domain::aggregate::Resolution;
use slm_domain::alert::{
    CloseReason, Event, Incident, Note, Peak, Phase, PlaceSnapshot, RuleId, Severity, Standing, Transition,
    UnitAlerts, UnitSnapshot, WindowSnapshot,
};
use slm_domain::delivery::Trail;
use slm_store::{KeptAlarms, Store, StoreError, StoredEvent, StoredRule};
use tokio::sync::mpsc;

use super::book::Book;
use super::rule::Rule;
use super::unit::UnitRules;
use super::writer::Job;
use super::{kept, replay};
use crate::alerting::trial::minute_frame;
use crate::delivery::Herald;

/// Readings taken from the database at once.
const PAGE: usize = 5_000;
/// A reading may be told a little after a later moment.
const DISORDER: SignedDuration = SignedDuration::from_secs(5);
/// What windows hold of the last so long is put together from readings, what is older from minutes.
const EXACT: SignedDuration = SignedDuration::from_hours(2);
/// Note of an open event that another one of the same rule followed.
const SUPERSEDED: &str = "Followed by another event of the rule";

/// Every unit's alarms, and what decides which rules they have. What happened while they were taken up goes to the writer.
///
/// # Errors
/// The database cannot be read.
pub(super) async fn load(
    store: &Store,
    herald: &Herald,
    kept_gap: Duration,
    jobs: &mpsc::Sender<Job>,
) -> Result<(HashMap<UnitId, UnitRules>, Book), StoreError> {
    store.settle_incidents(Timestamp::now()).await?;
    let book = book(store).await?;
    let mut names: BTreeSet<UnitId> = store.units_with_alarms().await?.into_iter().collect();
    names.extend(book.roster().filter(|unit| book.rules_of(unit).next().is_some()).cloned());
    let mut units = HashMap::new();
    for unit in names {
        let now = Timestamp::now();
        let alarms = store.alarms(&unit).await?;
        let mut taken = TakenUp::new(&unit, herald, alarms, &book, now);
        remember(store, &unit, now, &mut taken.rules).await?;
        refill(store, &unit, kept_gap, &mut taken.rules).await?;
        if let Some(since) = taken.since {
            let gap = taken.rules.replay_gap().unwrap_or(kept_gap);
            look_at_again(store, &unit, since, gap, &mut taken).await?;
        }
        if !book.is_enrolled(&unit) {
            taken.rules.close_all(now, &mut taken.out);
        }
        taken.jobs.extend(taken.rules.job_of(taken.out, Vec::new(), now));
        for job in taken.jobs {
            // The writer ends with the service only.
            let _ = jobs.send(job).await;
        }
        if taken.rules.has_rules() {
            units.insert(unit, taken.rules);
        }
    }
    // The time until now was nobody's: it is evidence of nothing.
    let now = Timestamp::now();
    for rules in units.values_mut() {
        rules.resume(now);
    }
    Ok((units, book))
}

async fn book(store: &Store) -> Result<Book, StoreError> {
    let mut groups = store.unit_groups().await?;
    let roster = store.units().await?.into_iter().map(|config| {
        let groups = groups.remove(&config.id).unwrap_or_default();
        (config.id, groups)
    });
    Ok(Book::new(store.alarm_rules().await?, roster, store.rule_shelves().await?))
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

/// Fills windows with what was recorded of them: readings, and minutes of a time that is longer ago.
async fn refill(
    store: &Store,
    unit: &UnitId,
    max_gap: Duration,
    rules: &mut UnitRules,
) -> Result<(), StoreError> {
    let Some(mut refill) = rules.refill() else { return Ok(()) };
    let (from, until) = (refill.from(max_gap), refill.until());
    let exact = until.checked_sub(EXACT).map_or(from, |exact| Resolution::Minute.start_of(exact).max(from));
    let minutes = usize::try_from(exact.duration_since(from).as_mins()).unwrap_or_default() + 2;
    for minute in store.aggregates(unit, Resolution::Minute, from..exact, minutes).await? {
        rules.take_back(&minute_frame(&minute), &mut refill);
    }
    let mut next = Bound::Included(exact);
    loop {
        let page = store.readings(unit, (next, Bound::Included(until)), PAGE).await?;
        for row in &page {
            rules.take_back(&replay::frame(row, max_gap), &mut refill);
        }
        match page.last() {
            Some(last) if page.len() == PAGE => next = Bound::Excluded(last.at),
            _ => return Ok(()),
        }
    }
}

/// Feeds what was recorded since a moment.
async fn look_at_again(
    store: &Store,
    unit: &UnitId,
    since: Timestamp,
    max_gap: Duration,
    taken: &mut TakenUp,
) -> Result<(), StoreError> {
    let longest = SignedDuration::try_from(max_gap).unwrap_or(SignedDuration::MAX);
    let (mut after, mut last) = (since, since);
    loop {
        let page = store.readings(unit, (Bound::Excluded(after), Bound::Unbounded), PAGE).await?;
        for row in &page {
            // What was missed while the service ran has been told then: the service was not there.
            if row.at.duration_since(last) > longest {
                taken.rules.resume(row.at);
            }
            last = row.at;
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
    /// What the readings since have brought about.
    out: Vec<Transition>,
    /// What has followed from what was changed since.
    jobs: Vec<Job>,
}

impl TakenUp {
    fn new(unit: &UnitId, herald: &Herald, alarms: KeptAlarms, book: &Book, now: Timestamp) -> Self {
        let KeptAlarms { rules: stored, open, state } = alarms;
        let kept = state.as_deref().and_then(|text| read(unit, text));
        let (mut was, mut snapshot) =
            kept.map_or_else(|| (BTreeMap::new(), nothing()), |kept| (kept.rules, kept.alerts));
        let since = snapshot.coverage.last.max(snapshot.now.and_then(|now| now.checked_sub(DISORDER).ok()));
        let rules = current(unit, stored, book);

        snapshot.rules.retain(|place| was.get(&place.rule).is_some_and(Rule::is_evaluated));
        let (newest, mut closed) = newest_rows(&open);
        let left = go_on(&mut snapshot, newest);
        for row in left {
            let rule = rules.get(&row.rule_id);
            let is_new = !was.contains_key(&row.rule_id);
            match (row.onset_at, rule.filter(|rule| is_new && rule.is_evaluated())) {
                // Of the service before.
                (Some(onset), Some(rule)) => {
                    snapshot.rules.push(adopted(row, onset));
                    was.insert(row.rule_id, rule.clone());
                }
                _ => closed.push((row.id, reason(rule, book, row.rule_id, unit).to_string())),
            }
        }
        settle_incident(&mut snapshot);

        // Changes are made at the time that was reached: what was recorded since comes after it.
        let at = snapshot.now.unwrap_or(now);
        let evaluated =
            was.iter().filter_map(|(id, rule)| Some((*id, Arc::clone(rule.definition.as_ref()?))));
        let mut out = Vec::new();
        let alerts =
            UnitAlerts::restore(unit.clone(), herald.zone().clone(), evaluated, snapshot, at, &mut out);
        let mut taken = UnitRules::take_up(alerts, herald.clone(), was, now);
        let mut jobs: Vec<Job> = taken.job_of(out, closed, now).into_iter().collect();
        jobs.extend(change(&mut taken, rules, book, unit, at));
        Self { rules: taken, since, out: Vec::new(), jobs }
    }
}

/// The rules of a unit as they are stored now.
fn current(unit: &UnitId, stored: Vec<StoredRule>, book: &Book) -> BTreeMap<RuleId, Rule> {
    let of_unit = stored.into_iter().map(|stored| (stored.id, Rule::of_unit(unit, stored.id, stored.rule)));
    of_unit.chain(book.rules_of(unit).map(|(id, rule)| (id, Rule::full(rule)))).collect()
}

/// The newest open row of each rule, and the others.
fn newest_rows(open: &[StoredEvent]) -> (BTreeMap<RuleId, &StoredEvent>, Vec<(i64, String)>) {
    let mut newest: BTreeMap<RuleId, &StoredEvent> = BTreeMap::new();
    let mut others = Vec::new();
    for event in open {
        if let Some(older) = newest.insert(event.rule_id, event) {
            others.push((older.id, SUPERSEDED.to_owned()));
        }
    }
    (newest, others)
}

/// What was open goes on, unless its row says otherwise. Returns the rows of which nothing is known.
fn go_on<'a>(
    snapshot: &mut UnitSnapshot,
    mut rows: BTreeMap<RuleId, &'a StoredEvent>,
) -> Vec<&'a StoredEvent> {
    for place in &mut snapshot.rules {
        let Some(event) = &mut place.event else { continue };
        let row =
            rows.get(&place.rule).filter(|row| row.onset_at.map(micros) == Some(micros(event.onset_at)));
        match row {
            // Also of what was acknowledged in the database alone.
            Some(row) => {
                event.acknowledged = event.acknowledged.take().or_else(|| acknowledged(row));
                rows.remove(&place.rule);
            }
            None => *place = begun_anew(place.rule),
        }
    }
    rows.into_values().collect()
}

/// Gives a unit the rules that it has now, and brings them onto their shelves.
fn change(
    taken: &mut UnitRules,
    rules: BTreeMap<RuleId, Rule>,
    book: &Book,
    unit: &UnitId,
    at: Timestamp,
) -> Vec<Job> {
    let mut jobs = Vec::new();
    for id in taken.ids().into_iter().filter(|id| !rules.contains_key(id)) {
        jobs.extend(taken.remove(id, book.reason(id, unit), at));
    }
    for (id, rule) in rules {
        if taken.rule(id).is_none_or(|was| was.source != rule.source) {
            jobs.extend(taken.put(id, rule, at));
        }
        jobs.extend(taken.shelve(id, book.shelf(id, unit, at), at));
    }
    jobs
}

fn read(unit: &UnitId, text: &str) -> Option<kept::Kept> {
    kept::read(unit, text)
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
        frequency_weighting: None,
        time_weighting: None,
        pace: None,
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
    let acknowledged = acknowledged(row);
    PlaceSnapshot {
        standing: Standing { phase: Phase::Active, judged_at: None, notified_at: Some(onset_at) },
        event: Some(Event {
            onset_at,
            onset_value: row.onset_value,
            peak,
            value: peak.map(|peak| peak.value),
            sampled: None,
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

/// Who took note of it, by its row.
fn acknowledged(row: &StoredEvent) -> Option<Note> {
    let text = row.details.as_ref().and_then(|details| details.acknowledged_note.clone());
    row.acknowledged_at.map(|at| Note { at, by: row.acknowledged_by.clone(), text })
}

/// Why an open event does not go on.
fn reason(rule: Option<&Rule>, book: &Book, id: RuleId, unit: &UnitId) -> CloseReason {
    match rule {
        None => book.reason(id, unit),
        Some(rule) if !rule.is_enabled() => CloseReason::RuleDisabled,
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
