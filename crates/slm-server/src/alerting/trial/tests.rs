use slm_domain::aggregate::AggregateBuilder;
use slm_domain::alert::RuleDraft;
use slm_store::{Batch, ConnectionEdge, ConnectionEdgeKind, ReadingRow, ReadingSource};

use super::*;

fn at(second: i64) -> Timestamp {
    "2026-06-09T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
}

/// An hour of 60 dB with 80 dB from minute 20 to minute 30.
fn row(unit: &UnitId, second: i64) -> ReadingRow {
    let lp = if (1200..1800).contains(&second) { 80.0 } else { 60.0 };
    ReadingRow { lp: Some(lp), ..ReadingRow::new(unit.clone(), at(second), ReadingSource::Dod) }
}

/// A store that has minutes of all of it, and readings from a second on.
async fn store(folder: &tempfile::TempDir, unit: &UnitId, readings_from: i64) -> Store {
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let (mut builder, mut minutes) = (AggregateBuilder::default(), Vec::new());
    let rows: Vec<_> = (0..=3600).map(|second| row(unit, second)).collect();
    for row in &rows {
        builder.add(&row.levels(), &mut minutes);
    }
    let minutes = minutes.into_iter().map(|minute| (unit.clone(), minute)).collect();
    let readings = rows.into_iter().filter(|row| row.at >= at(readings_from)).collect();
    store.record(&Batch { readings, minutes, ..Batch::default() }).await.unwrap();
    store
}

async fn tried(rule: RuleDraft, readings_from: i64) -> (Vec<(i64, Option<i64>)>, Tried) {
    let folder = tempfile::tempdir().unwrap();
    let unit = UnitId::new("gate").unwrap();
    let store = store(&folder, &unit, readings_from).await;
    events_of(&store, unit, rule).await
}

fn query(unit: UnitId, rule: &RuleDraft) -> TrialQuery {
    TrialQuery {
        unit,
        rule: rule.check().unwrap(),
        zone: TimeZone::UTC,
        range: at(0)..at(3601),
        max_gap: Duration::from_secs(3),
        is_ruled: false,
        outages_from: Timestamp::MIN,
    }
}

async fn events_of(store: &Store, unit: UnitId, rule: RuleDraft) -> (Vec<(i64, Option<i64>)>, Tried) {
    let tried = query(unit, &rule).run(store).await.unwrap();
    let second = |time: Timestamp| time.duration_since(at(0)).as_secs();
    let events = tried.trial.events.iter();
    let events = events.map(|one| (second(one.event.onset_at), one.ended.map(|(at, _)| second(at))));
    (events.collect(), tried)
}

fn quarter_hour() -> RuleDraft {
    RuleDraft { window: Some("aligned".to_owned()), window_s: Some(900), ..RuleDraft::new("leq_t", 75.0) }
}

#[tokio::test]
async fn readings_give_the_events_that_there_would_have_been() {
    let (events, tried) = tried(RuleDraft::new("lp", 70.0), 0).await;
    assert_eq!(events, [(1200, Some(1800))]);
    assert_eq!((tried.readings, tried.minutes), (3601, 0));
    assert!(tried.undecided.is_empty(), "{:?}", tried.undecided);
}

#[tokio::test]
async fn minutes_decide_windows_where_readings_are_gone() {
    let (exact, whole) = tried(quarter_hour(), 0).await;
    let (coarse, gone) = tried(quarter_hour(), 2400).await;
    assert_eq!((exact.len(), coarse.len()), (1, 1), "{exact:?} {coarse:?}");
    assert!((exact[0].0 - coarse[0].0).abs() <= 60, "{exact:?} {coarse:?}");
    assert_eq!(exact[0].1, coarse[0].1);
    assert!(whole.undecided.is_empty());
    assert_eq!((gone.readings, gone.minutes, gone.undecided.len()), (1201, 40, 1));
}

#[tokio::test]
async fn what_minutes_do_not_decide_is_said() {
    let (events, tried) = tried(RuleDraft::new("lp", 70.0), 2400).await;
    assert_eq!((events.len(), tried.minutes), (0, 0));
    assert!(
        tried.undecided[0].starts_with("before 2026-06-09T12:40:00Z only minutes"),
        "{:?}",
        tried.undecided
    );
}

#[tokio::test]
async fn what_is_not_recorded_is_said() {
    let battery = RuleDraft { comparison: "below".to_owned(), ..RuleDraft::new("battery", 2.0) };
    assert_eq!(tried(battery, 0).await.1.undecided.len(), 1);
}

/// The unit does not answer from minute 40 to minute 50, and has no readings then.
async fn with_an_outage(rule: RuleDraft) -> (Vec<(i64, Option<i64>)>, Tried) {
    let folder = tempfile::tempdir().unwrap();
    let unit = UnitId::new("gate").unwrap();
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let readings = (0..=3600).filter(|second| !(2400..3000).contains(second));
    let readings = readings.map(|second| row(&unit, second)).collect();
    store.record(&Batch { readings, ..Batch::default() }).await.unwrap();
    let edges = [(2415, ConnectionEdgeKind::Lost), (3000, ConnectionEdgeKind::Back)]
        .map(|(second, kind)| ConnectionEdge { unit: unit.clone(), at: at(second), kind, message: None });
    store.record_connections(&edges).await.unwrap();
    events_of(&store, unit, rule).await
}

#[tokio::test]
async fn outages_decide_connectivity() {
    let rule = || RuleDraft { threshold: None, ..RuleDraft::new("connectivity", 0.0) };
    let (events, tried) = with_an_outage(rule()).await;
    assert_eq!(events, [(2415, Some(3000))]);
    assert_eq!((tried.outages, tried.undecided.len()), (1, 0));
    // One that bears with it for longer has nothing to tell.
    let patient = RuleDraft { on_delay_s: 900, ..rule() };
    assert!(with_an_outage(patient).await.0.is_empty());
}

#[tokio::test]
async fn data_that_are_missing_while_the_unit_does_not_answer_are_no_event() {
    assert!(with_an_outage(RuleDraft::new("no_data_s", 60.0)).await.0.is_empty());
    // It was silent for 15 s before it counted as unreachable.
    assert_eq!(with_an_outage(RuleDraft::new("no_data_s", 10.0)).await.0, [(2409, Some(3000))]);
}

#[tokio::test]
async fn what_rules_have_told_of_outages_is_said_to_be_coarse() {
    let folder = tempfile::tempdir().unwrap();
    let unit = UnitId::new("gate").unwrap();
    let store = store(&folder, &unit, 0).await;
    let rule = RuleDraft { threshold: None, ..RuleDraft::new("connectivity", 0.0) };
    for (is_ruled, outages_from, expected) in [
        (false, at(0), None),
        (true, at(0), Some("while a rule tells")),
        (false, at(1), Some("outages that ended")),
    ] {
        let query = TrialQuery { is_ruled, outages_from, ..query(unit.clone(), &rule) };
        let undecided = query.run(&store).await.unwrap().undecided;
        assert_eq!(undecided.len(), usize::from(expected.is_some()), "{undecided:?}");
        assert!(undecided.iter().zip(expected).all(|(told, begin)| told.starts_with(begin)), "{undecided:?}");
    }
}
