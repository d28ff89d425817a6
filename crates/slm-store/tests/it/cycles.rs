use std::time::Duration;

use slm_domain::UnitConfig;
use slm_domain::campaign::{Action, Campaign, Schedule, Weekdays};
use slm_domain::cycle::StartOptions;
use slm_store::{CampaignRun, OperationRow, RunState};

use crate::support::{Place, after, count, unit};

fn operation(id: &str, name: &str, began: i64) -> OperationRow {
    OperationRow {
        id: id.to_owned(),
        unit: unit(name),
        kind: "start-cycle".to_owned(),
        state: "running".to_owned(),
        began: after(began),
        ended: None,
        step: Some("clock".to_owned()),
        error: None,
        meter_state: None,
        document: r#"{"steps":[]}"#.to_owned(),
    }
}

fn campaign(name: &str) -> Campaign {
    Campaign {
        id: 0,
        unit: unit(name),
        name: "nights".to_owned(),
        enabled: true,
        zone: Some("Europe/Berlin".to_owned()),
        schedule: Schedule {
            start: "22:00".parse().unwrap(),
            stop: "06:30:15".parse().unwrap(),
            from: Some("2026-06-01".parse().unwrap()),
            ..Schedule::every(Weekdays::from_numbers([0, 4]).unwrap())
        },
        grace: Duration::from_mins(10),
        start: StartOptions { sync_clock: true },
        download: true,
        toggle_ftp: false,
        checked: after(0),
        owed_stop: None,
    }
}

fn run(campaign: i64, due: i64, state: RunState) -> CampaignRun {
    CampaignRun {
        id: 0,
        campaign,
        unit: unit("gate"),
        action: Action::Start,
        due: after(due),
        state,
        began: Some(after(due + 1)),
        ended: None,
        operation: Some("op-1".to_owned()),
        detail: None,
    }
}

#[tokio::test]
async fn what_ran_when_the_service_ended_is_interrupted() {
    let place = Place::new();
    let store = place.store().await;
    store.put_operation(&operation("op-1", "gate", 0)).await.unwrap();
    let done =
        OperationRow { state: "done".to_owned(), ended: Some(after(5)), ..operation("op-2", "gate", 1) };
    store.put_operation(&done).await.unwrap();
    let id = store.insert_campaign(&campaign("gate")).await.unwrap();
    store.open_runs(&[(id, vec![run(id, 0, RunState::Running)])], after(1)).await.unwrap();
    store.close().await;

    let store = place.store().await;
    assert_eq!(store.interrupt_operations(after(9)).await.unwrap(), 1);
    let found = store.operations(10).await.unwrap();
    assert_eq!((found[0].state.as_str(), found[0].ended), ("interrupted", Some(after(9))));
    assert_eq!(found[0].step.as_deref(), Some("clock"));
    assert_eq!(found[1], done);
    let interrupted = store.interrupt_runs(after(9)).await.unwrap();
    assert_eq!((interrupted.len(), interrupted[0].state), (1, RunState::Interrupted));
    assert_eq!(store.runs(&unit("gate"), id, 10).await.unwrap(), interrupted);
    assert_eq!(store.interrupt_runs(after(10)).await.unwrap(), [], "told once");
}

#[tokio::test]
async fn what_waited_for_its_turn_when_the_service_ended_is_due_again() {
    let place = Place::new();
    let store = place.store().await;
    let id = store.insert_campaign(&campaign("gate")).await.unwrap();
    let waiting = CampaignRun { operation: None, ..run(id, 0, RunState::Running) };
    let stop = CampaignRun { action: Action::Stop, ..run(id, 60, RunState::Running) };
    let begun = run(id, 120, RunState::Running);
    let due = vec![waiting.clone(), stop.clone(), begun.clone()];
    store.open_runs(&[(id, due)], after(200)).await.unwrap();
    store.interrupt_runs(after(300)).await.unwrap();
    let left = store.runs(&unit("gate"), id, 10).await.unwrap();
    assert_eq!(
        left.iter().map(|run| (run.due, run.state)).collect::<Vec<_>>(),
        [(begun.due, RunState::Interrupted)]
    );
    let kept = &store.campaigns().await.unwrap()[0];
    assert!(kept.checked < waiting.due);
    assert_eq!(kept.owed_stop, Some(stop.due), "whatever the schedule is now");
}

#[tokio::test]
async fn old_operations_make_room_unit_by_unit() {
    let place = Place::new();
    let store = place.store().await;
    store.put_operation(&operation("of yard", "yard", 0)).await.unwrap();
    for number in 0..410 {
        store.put_operation(&operation(&format!("op-{number}"), "gate", number)).await.unwrap();
    }
    assert_eq!(count(&mut place.raw().await, "slm_operation").await, 401);
    let newest = store.operations(3).await.unwrap();
    let names: Vec<_> = newest.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(names, ["of yard", "op-407", "op-408", "op-409"]);
}

#[tokio::test]
async fn campaigns_come_back_as_they_were() {
    let place = Place::new();
    let store = place.store().await;
    let mut nights = campaign("gate");
    nights.id = store.insert_campaign(&nights).await.unwrap();
    assert_eq!(store.campaigns().await.unwrap(), [nights.clone()]);
    nights.zone = None;
    nights.schedule.until = Some("2026-09-01".parse().unwrap());
    assert!(store.update_campaign(&nights).await.unwrap());
    assert_eq!(store.campaigns().await.unwrap(), [nights.clone()]);
    assert!(!store.delete_campaign(&unit("yard"), nights.id).await.unwrap(), "another unit's");
    assert!(store.delete_campaign(&unit("gate"), nights.id).await.unwrap());
    assert!(!store.update_campaign(&nights).await.unwrap());
}

#[tokio::test]
async fn nothing_due_is_noted_twice_and_numbers_are_not_reused() {
    let place = Place::new();
    let store = place.store().await;
    let id = store.insert_campaign(&campaign("gate")).await.unwrap();
    let due = [run(id, 0, RunState::Missed), run(id, 7, RunState::Running)];
    let mut numbers = store.open_runs(&[(id, due.to_vec())], after(8)).await.unwrap();
    let numbers = numbers.remove(0);
    assert!(numbers.iter().all(Option::is_some));
    assert_eq!(store.open_runs(&[(id, due.to_vec())], after(9)).await.unwrap(), [[None, None]]);
    assert_eq!(store.campaigns().await.unwrap()[0].checked, after(9));

    let ended = CampaignRun { id: numbers[1].unwrap(), state: RunState::Done, ..due[1].clone() };
    store.update_run(&ended).await.unwrap();
    let runs = store.runs(&unit("gate"), id, 10).await.unwrap();
    assert_eq!((runs[0].clone(), runs[1].state), (ended, RunState::Missed));

    store.delete_campaign(&unit("gate"), id).await.unwrap();
    assert_eq!(store.runs(&unit("gate"), id, 10).await.unwrap().len(), 2, "what was run stays");
    assert!(store.insert_campaign(&campaign("gate")).await.unwrap() > id);
}

/// A clock that is ahead notes what is not due yet; set right, it must find nothing in its way.
#[tokio::test]
async fn what_a_clock_that_was_ahead_noted_is_due_again() {
    let place = Place::new();
    let store = place.store().await;
    let id = store.insert_campaign(&campaign("gate")).await.unwrap();
    let ahead = CampaignRun { began: None, ended: Some(after(90_000)), ..run(id, 600, RunState::Missed) };
    store.open_runs(&[(id, vec![ahead])], after(90_000)).await.unwrap();
    let again = CampaignRun { began: None, operation: None, ..run(id, 600, RunState::Running) };
    let numbers = store.open_runs(&[(id, vec![again.clone()])], after(600)).await.unwrap();
    assert!(numbers[0][0].is_some());
    assert_eq!(store.open_runs(&[(id, vec![again])], after(601)).await.unwrap(), [[None]], "and only once");
    let runs = store.runs(&unit("gate"), id, 10).await.unwrap();
    assert_eq!(runs.iter().map(|run| run.state).collect::<Vec<_>>(), [RunState::Running]);
}

#[tokio::test]
async fn what_is_due_of_many_campaigns_is_noted_together() {
    let place = Place::new();
    let store = place.store().await;
    let owing = Campaign { owed_stop: Some(after(5)), ..campaign("gate") };
    let one = store.insert_campaign(&owing).await.unwrap();
    let later = Campaign { owed_stop: Some(after(500)), ..campaign("yard") };
    let other = store.insert_campaign(&later).await.unwrap();
    let due = [(one, vec![run(one, 5, RunState::Running)]), (other, vec![run(other, 5, RunState::Running)])];
    let numbers = store.open_runs(&due, after(8)).await.unwrap();
    assert!(numbers.iter().flatten().all(Option::is_some));
    let kept = store.campaigns().await.unwrap();
    assert!(kept.iter().all(|campaign| campaign.checked == after(8)));
    assert_eq!((kept[0].owed_stop, kept[1].owed_stop), (None, Some(after(500))), "what was owed is taken");
}

#[tokio::test]
async fn campaigns_go_with_their_unit() {
    let place = Place::new();
    let store = place.store().await;
    store.insert_unit(&UnitConfig::new(unit("gate"), "192.0.2.7")).await.unwrap();
    store.insert_campaign(&campaign("gate")).await.unwrap();
    store.insert_campaign(&campaign("yard")).await.unwrap();
    store.delete_unit(&unit("gate")).await.unwrap();
    let left = store.campaigns().await.unwrap();
    assert_eq!(left.iter().map(|campaign| campaign.unit.as_str()).collect::<Vec<_>>(), ["yard"]);
}
