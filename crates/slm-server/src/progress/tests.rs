use slm_domain::operation::OperationState;
use slm_fleet::{FleetSettings, Silent};

use super::*;
use crate::http::Frames;

fn operations() -> Operations {
    Operations::new(Fleet::new(FleetSettings::default(), Arc::new(Frames::default()), Arc::new(Silent)))
}

fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

#[tokio::test]
async fn an_operation_that_is_dropped_was_interrupted() {
    let operations = operations();
    let gate = unit("gate");
    let progress = operations.begin(&gate, OperationKind::Download, &["connect"]);
    let id = progress.id().to_string();
    progress.step("connect");
    assert_eq!(operations.running(&gate), 1);
    drop(progress);
    let shown = operations.get(&gate, &id).unwrap();
    assert_eq!(shown.operation.state, OperationState::Interrupted);
    assert_eq!(shown.operation.failed_step(), Some("connect"));
    assert!(operations.get(&unit("yard"), &id).is_none(), "another unit's");
}

#[tokio::test]
async fn the_oldest_that_have_ended_are_forgotten() {
    let operations = operations();
    let gate = unit("gate");
    let running = operations.begin(&gate, OperationKind::Download, &[]);
    for _ in 0..200 {
        operations.begin(&gate, OperationKind::Settings, &[]).finish(Ok(()));
    }
    let shown = operations.of_unit(&gate);
    assert_eq!(shown.len(), ledger::MAX_PER_UNIT);
    assert!(shown.iter().any(|shown| shown.operation.id == *running.id()), "one that runs stays");
    for number in 0..200 {
        for _ in 0..50 {
            let unit = unit(&format!("unit {number}"));
            operations.begin(&unit, OperationKind::Settings, &[]).finish(Ok(()));
        }
    }
    assert_eq!(operations.shared.ledger().len(), ledger::MAX_TOTAL);
}

#[tokio::test]
async fn downloads_make_room_before_cycles_do() {
    let operations = operations();
    let gate = unit("gate");
    let cycle = operations.begin(&gate, OperationKind::StopCycle, &[]);
    cycle.finish(Err("no files".to_owned()));
    for _ in 0..200 {
        operations.begin(&gate, OperationKind::Download, &[]).finish(Ok(()));
    }
    assert!(operations.get(&gate, cycle.id().as_str()).is_some());
    for _ in 0..ledger::MAX_PER_UNIT {
        operations.begin(&gate, OperationKind::StartCycle, &[]).finish(Ok(()));
    }
    assert!(operations.get(&gate, cycle.id().as_str()).is_none(), "bounded all the same");
}

#[tokio::test]
async fn only_what_can_be_ended_is_cancelled() {
    let operations = operations();
    let gate = unit("gate");
    let progress = operations.begin(&gate, OperationKind::StopCycle, &["stop"]);
    let id = progress.id().to_string();
    assert_eq!(operations.cancel(&gate, &id).unwrap_err(), NotCancelled::Unstoppable);
    progress.allow_cancel();
    assert!(operations.cancel(&gate, &id).unwrap().is_cancelling);
    assert!(progress.cancelled().is_cancelled());
    progress.finish_cancelled();
    assert_eq!(operations.cancel(&gate, &id).unwrap_err(), NotCancelled::Ended);
    assert_eq!(operations.cancel(&gate, "op-0-0").unwrap_err(), NotCancelled::Unknown);
}

#[tokio::test]
async fn the_end_of_the_service_interrupts_what_runs() {
    let operations = operations();
    let gate = unit("gate");
    let progress = operations.begin(&gate, OperationKind::StartCycle, &["wake"]);
    let closing = operations.closing().clone();
    let task = operations.run(async move {
        progress.step("wake");
        closing.cancelled().await;
    });
    operations.close().await;
    assert!(task.is_finished());
    assert_eq!(operations.of_unit(&gate)[0].operation.state, OperationState::Interrupted);
}
