use serde_json::json;

use super::{
    begin, fault, gate, has_ended, heard, lines, operation, recorder, restart, steps, text, wait_for,
};

#[tokio::test]
async fn a_cycle_goes_on_at_the_step_that_failed() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:4");
    let failed = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(failed["code"], 502);
    let first = operation(&service, &failed).await;
    meter.faults().heal();
    let before = lines(&meter).len();

    let answer = restart(&service, &first).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert!(meter.is_measuring());
    // The clock is still right, the name still free, and it does not measure: nothing of it is told again.
    let expected = [
        "Sleep Mode?",
        "Measure?",
        "Clock?",
        "Store Name?",
        "Overwrite?",
        "Measure?",
        "Measure,Start",
        "DOD?",
        "Measure?",
    ];
    assert_eq!(lines(&meter)[before..], expected);
    let body = &answer["body"];
    assert_eq!((&body["old_index"], &body["new_index"]), (&json!(1), &json!(2)));
    assert_eq!(body["operation_id"], first["operation_id"], "the same operation");
    assert!(body["server_time"].is_string(), "of the first attempt: {body}");
    let again = restart(&service, &first).await;
    assert_eq!(again["code"], 409, "there is nothing left of it: {again}");
}

#[tokio::test]
async fn what_has_changed_since_is_not_taken_for_granted() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:4");
    let failed = service.act("/api/nl43/gate/start-cycle").await;
    let first = operation(&service, &failed).await;
    meter.faults().heal();
    // Somebody stored there meanwhile, and set the clock.
    meter.card().put("/NL-43/Auto_0002/a.rnd", &b"x"[..]).unwrap();
    meter.faults().clock_jump(3600);
    let answer = restart(&service, &first).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!((&answer["body"]["old_index"], &answer["body"]["new_index"]), (&json!(1), &json!(3)));
    assert_eq!(lines(&meter).iter().filter(|line| line.starts_with("Clock,")).count(), 2);
}

#[tokio::test]
async fn a_measurement_that_runs_is_not_started_again() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:4");
    let failed = service.act("/api/nl43/gate/start-cycle").await;
    let first = operation(&service, &failed).await;
    meter.faults().heal();
    assert_eq!(service.act("/api/nl43/gate/start").await["code"], 200);
    let before = meter.journal().count("Measure,Start");
    let answer = restart(&service, &first).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(meter.journal().count("Measure,Start"), before);
}

#[tokio::test]
async fn a_cycle_that_the_service_did_not_survive_is_shown_and_goes_on() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Store Name?:late 3s");
    let id = begin(&service, "start-cycle", json!({"sync_clock": false})).await;
    heard(&meter, "Store Name?", 1).await;
    let service = service.restart().await;
    let shown = wait_for(&service, &id, has_ended).await;
    assert_eq!(shown["state"], "interrupted");
    assert_eq!(
        steps(&shown),
        [
            "wake: done",
            "check: done",
            "clock: skipped",
            "store_name: failed",
            "start: pending",
            "confirm: pending"
        ]
    );
    assert!(text(&shown["error"]).contains("the service ended"), "{shown}");
    let log = service.get("/api/nl43/gate/logs?category=COMMAND").await["body"]["logs"].to_string();
    assert!(log.contains("failed in step `store_name`"), "{log}");
    meter.faults().heal();
    let answer = restart(&service, &shown).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert!(meter.is_measuring());
}

/// More is kept than is remembered.
#[tokio::test]
async fn a_cycle_that_is_only_kept_is_shown_and_goes_on() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:4");
    let failed = service.act("/api/nl43/gate/start-cycle").await;
    let id = text(&failed["body"]["operation_id"]).to_owned();
    meter.faults().heal();
    let paused = service.pause().await;
    let newer = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
         INSERT INTO slm_operation SELECT 'op-' || i, unit_id, kind, 'done', began_us + i, ended_us + i, step, error,
            meter_state, document FROM slm_operation, n WHERE id = '{id}'"
    );
    paused.run(&newer).await;
    let service = paused.start().await;
    let listed = service.get("/api/nl43/gate/operations").await["body"].to_string();
    assert!(!listed.contains(&id), "remembered: {listed}");
    let shown = wait_for(&service, &id, |_| true).await;
    assert_eq!((&shown["state"], &shown["can_restart"]), (&json!("failed"), &json!(true)));
    assert_eq!(service.delete(&format!("/api/nl43/gate/operations/{id}")).await["code"], 409);
    let answer = restart(&service, &shown).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn only_cycles_of_the_unit_that_ended_early_go_on() {
    let (service, _meter) = gate(recorder()).await;
    let done = service.act("/api/nl43/gate/start-cycle").await;
    let done = operation(&service, &done).await;
    assert_eq!(restart(&service, &done).await["code"], 409);
    let unknown = service.act("/api/nl43/gate/operations/op-0-0/restart").await;
    assert_eq!((&unknown["code"], &unknown["body"]["detail"]), (&json!(404), &json!("Operation not found")));
}
