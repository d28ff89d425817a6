use tokio::task::JoinSet;

use super::*;
use crate::config::DeliveryConfig;

fn gate() -> UnitId {
    UnitId::new("gate").unwrap()
}

fn since() -> OpenConnection {
    OpenConnection { since: Timestamp::UNIX_EPOCH, is_acknowledged: false }
}

fn lost() -> Observation {
    Observation::Unreachable { at: Timestamp::now(), error: "refused".into() }
}

fn failed() -> Observation {
    Observation::PollFailed { at: Timestamp::now(), error: "refused".into(), consecutive: 7 }
}

fn answered() -> Observation {
    Observation::PollSucceeded { at: Timestamp::now() }
}

/// Status and note of the unit's events, newest first, after these steps on a store of one's own.
async fn told(steps: impl FnOnce(&Connections)) -> Vec<(String, Option<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let mut tasks = JoinSet::new();
    let connections = Connections::new(Vec::new(), Herald::plain());
    let (delivery, _) = Delivery::start(&DeliveryConfig::default(), store.clone()).unwrap();
    let (writing, kept) = (Arc::clone(&connections), store.clone());
    tasks.spawn(async move { writing.write(&kept, &delivery, |_, _| ()).await });
    steps(&connections);
    assert!(connections.flush().await);
    let events = store.alert_events(&gate(), 50).await.unwrap();
    events.into_iter().map(|event| (event.status, event.notes)).collect()
}

fn event(status: &str, note: Option<&str>) -> (String, Option<String>) {
    (status.to_owned(), note.map(str::to_owned))
}

#[tokio::test]
async fn an_outage_is_one_event() {
    let events = told(|connections| {
        connections.admit(&gate(), false);
        for observation in [failed(), lost(), failed(), lost(), failed()] {
            connections.observe(&gate(), &observation);
        }
    });
    assert_eq!(events.await, [event("active", None)]);
}

#[tokio::test]
async fn those_who_watch_are_told_of_what_is_in_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let connections = Connections::new(Vec::new(), Herald::plain());
    let (delivery, _) = Delivery::start(&DeliveryConfig::default(), store.clone()).unwrap();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let tell = move |unit: &UnitId, notice: AlertNotice| drop(tell.send((unit.clone(), notice)));
    let mut tasks = JoinSet::new();
    let (writing, kept) = (Arc::clone(&connections), store.clone());
    tasks.spawn(async move { writing.write(&kept, &delivery, tell).await });
    let steps = [(lost(), AlertEdge::Onset, "active"), (answered(), AlertEdge::Clear, "cleared")];
    connections.admit(&gate(), false);
    for (observation, edge, status) in steps {
        connections.observe(&gate(), &observation);
        let (unit, notice) = told.recv().await.unwrap();
        assert_eq!((unit, notice.edge, notice.is_quiet), (gate(), edge, false));
        assert_eq!((notice.rule.as_str(), notice.rule_id), ("Connection", None));
        let events = store.alert_events(&gate(), 1).await.unwrap();
        assert_eq!(events[0].status, status);
    }
    connections.observe(&gate(), &lost());
    connections.dismiss(&gate(), "Device deactivated");
    let edges = [told.recv().await.unwrap().1.edge, told.recv().await.unwrap().1.edge];
    assert_eq!(edges, [AlertEdge::Onset, AlertEdge::Clear]);
}

#[tokio::test]
async fn the_first_answer_clears_it_and_the_next_outage_is_another() {
    let events = told(|connections| {
        connections.admit(&gate(), false);
        for observation in [lost(), answered(), answered(), lost()] {
            connections.observe(&gate(), &observation);
        }
    });
    assert_eq!(events.await, [event("active", None), event("cleared", None)]);
}

#[tokio::test]
async fn units_that_are_unknown_or_disabled_have_none() {
    let unknown = told(|connections| connections.observe(&gate(), &lost()));
    assert_eq!(unknown.await, []);
    let disabled = told(|connections| {
        connections.admit(&gate(), false);
        connections.dismiss(&gate(), "TCP communication disabled");
        connections.observe(&gate(), &lost());
        connections.forget(&gate());
        connections.observe(&gate(), &lost());
    });
    assert_eq!(disabled.await, []);
}

#[tokio::test]
async fn a_rest_closes_the_event_and_the_first_failure_after_it_opens_one() {
    let events = told(|connections| {
        connections.admit(&gate(), false);
        connections.observe(&gate(), &lost());
        connections.dismiss(&gate(), "Device deactivated");
        connections.observe(&gate(), &failed());
        connections.admit(&gate(), false);
        connections.observe(&gate(), &failed());
    });
    assert_eq!(events.await, [event("active", None), event("cleared", Some("Device deactivated"))]);
}

#[tokio::test]
async fn another_address_starts_without_a_verdict() {
    let events = told(|connections| {
        connections.admit(&gate(), false);
        connections.observe(&gate(), &lost());
        connections.observe(&gate(), &answered());
        connections.observe(&gate(), &lost());
        connections.forget(&gate());
        connections.admit(&gate(), true);
        connections.observe(&gate(), &failed());
    });
    assert_eq!(events.await, [event("cleared", Some("Device deleted")), event("cleared", None)]);
}

#[tokio::test]
async fn an_event_of_before_stays_open_until_the_unit_answers() {
    let connections = Connections::new([(gate(), since())], Herald::plain());
    connections.admit(&gate(), false);
    connections.observe(&gate(), &failed());
    connections.observe(&gate(), &lost());
    assert_eq!(connections.state().pending, [], "it is open already");
    connections.observe(&gate(), &answered());
    assert_eq!(connections.state().pending.len(), 1);
}

#[tokio::test]
async fn events_of_before_are_closed_for_units_that_are_gone() {
    let ghost = UnitId::new("ghost").unwrap();
    let connections = Connections::new([(gate(), since()), (ghost, since())], Herald::plain());
    connections.admit(&gate(), false);
    connections.dismiss_strangers(&HashSet::from([gate()]));
    let state = connections.state();
    let units: Vec<_> = state.pending.iter().map(|edge| edge.unit.as_str()).collect();
    assert_eq!(units, ["ghost"]);
}

#[tokio::test]
async fn what_waits_is_bounded_and_ends_with_the_truth() {
    let connections = Connections::new(Vec::new(), Herald::plain());
    connections.admit(&gate(), false);
    for _ in 0..PENDING_LIMIT {
        connections.observe(&gate(), &lost());
        connections.observe(&gate(), &answered());
    }
    let state = connections.state();
    assert!(state.pending.len() <= PENDING_LIMIT, "{}", state.pending.len());
    assert_eq!(state.pending.last().unwrap().kind, ConnectionEdgeKind::Back);
    assert_eq!(*connections.noted.borrow(), 2 * PENDING_LIMIT as u64);
}

#[tokio::test]
async fn a_rule_that_tells_of_it_takes_the_place_of_the_event() {
    let events = told(|connections| {
        connections.admit(&gate(), false);
        connections.observe(&gate(), &lost());
        assert_eq!(connections.open_events().len(), 1);
        connections.set_ruled(&gate(), true);
        assert!(connections.is_lost(&gate()) && connections.open_events().is_empty());
        connections.observe(&gate(), &failed());
        connections.observe(&gate(), &answered());
        connections.observe(&gate(), &lost());
        connections.set_ruled(&gate(), false);
        connections.observe(&gate(), &failed());
        connections.acknowledge(&gate());
        assert!(connections.open_events()[0].1.is_acknowledged);
    });
    let expected = [event("active", None), event("cleared", Some("An alert rule tells of it"))];
    assert_eq!(events.await, expected);
}
