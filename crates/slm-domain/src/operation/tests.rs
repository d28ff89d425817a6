use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_781_000_000 + second).unwrap()
}

fn operation() -> Operation {
    let unit = UnitId::new("gate").unwrap();
    Operation::new(OperationId::numbered(1, 7), unit, OperationKind::StartCycle, &["wake", "clock"], at(0))
}

#[test]
fn the_next_step_ends_the_one_before() {
    let mut operation = operation();
    operation.begin_step("wake", at(1));
    operation.note("it slept".into());
    operation.begin_step("clock", at(2));
    assert_eq!(operation.steps[0].state, StepState::Done);
    assert_eq!(operation.steps[0].ended, Some(at(2)));
    assert_eq!(operation.steps[0].detail.as_deref(), Some("it slept"));
    assert_eq!(operation.running_step(), Some("clock"));
    operation.finish(Ok(()), at(3));
    assert_eq!(operation.state, OperationState::Done);
    assert_eq!(operation.steps[1].state, StepState::Done);
    assert_eq!(operation.failed_step(), None);
}

#[test]
fn a_failure_marks_its_step_and_leaves_the_rest() {
    let mut operation = operation();
    operation.begin_step("wake", at(1));
    operation.finish(Err("refused".into()), at(2));
    assert_eq!(operation.failed_step(), Some("wake"));
    assert_eq!(operation.steps[1].state, StepState::Pending);
    assert_eq!(operation.error.as_deref(), Some("refused"));
    operation.finish(Ok(()), at(3));
    assert_eq!(operation.state, OperationState::Failed, "an end is an end");
}

#[test]
fn unannounced_steps_are_added() {
    let mut operation = operation();
    operation.settle_step("clock", StepState::Skipped, "not asked for");
    operation.begin_step("extra", at(1));
    let names: Vec<_> = operation.steps.iter().map(|step| (&*step.name, step.state.as_str())).collect();
    assert_eq!(names, [("wake", "pending"), ("clock", "skipped"), ("extra", "running")]);
}

#[test]
fn names_that_could_not_stand_in_an_address_are_refused() {
    assert!(OperationId::new("op-1-00ff").is_ok());
    for text in ["", "a/b", "..", "a b", &"x".repeat(65)] {
        assert_eq!(OperationId::new(text), Err(OperationIdError), "{text:?}");
    }
}

#[test]
fn words_survive_printing() {
    for kind in ["start-cycle", "stop-cycle", "download", "download-folder", "sync-start-time", "settings"] {
        assert_eq!(kind.parse::<OperationKind>().unwrap().as_str(), kind);
    }
    assert_eq!("interrupted".parse(), Ok(OperationState::Interrupted));
    assert_eq!("gone".parse::<StepState>(), Err(UnknownName));
}
