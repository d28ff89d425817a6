use std::time::Duration;

use serde_json::{Value, json};

use super::{begin, fault, gate, has_ended, lines, operation, recorder, restart, steps, text, wait_for};

const PATH: &str = "/api/nl43/gate/stop-cycle";

fn without_files() -> Value {
    json!({"download": false})
}

#[tokio::test]
async fn the_line_hears_each_command_once_and_in_order() {
    let (service, meter) = gate(recorder().measuring()).await;
    let answer = service.post(PATH, without_files()).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(lines(&meter)[1..], ["Measure,Stop", "FTP,Off", "FTP,On", "FTP?", "DOD?", "Measure?"]);
    assert_eq!(meter.journal().spacing_violations(), []);
    assert!(!meter.is_measuring());
    let body = &answer["body"];
    assert_eq!((&body["stopped"], &body["ftp_enabled"]), (&json!(true), &json!(true)));
    assert_eq!((&body["download_attempted"], &body["local_path"]), (&json!(false), &json!(null)));
    let shown = operation(&service, &answer).await;
    assert_eq!(shown["meter_state"], "The meter does not measure. Its FTP server is on.");
}

#[tokio::test]
async fn a_stopped_meter_and_a_server_that_is_on_are_left_alone() {
    let (service, meter) = gate(recorder().setting("FTP", "On")).await;
    let answer = service.post(PATH, json!({"download": false, "toggle_ftp": false})).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(lines(&meter)[1..], ["Measure,Stop", "FTP?", "FTP?", "DOD?", "Measure?"]);
    let shown = operation(&service, &answer).await;
    assert_eq!(steps(&shown)[..3], ["stop: done", "ftp_off: skipped", "ftp_on: done"]);
}

#[tokio::test]
async fn a_server_that_is_off_is_switched_on_without_being_asked_to_toggle() {
    let (service, meter) = gate(recorder().measuring().setting("FTP", "Off")).await;
    let answer = service.post(PATH, json!({"download": false, "toggle_ftp": false})).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(lines(&meter)[1..5], ["Measure,Stop", "FTP?", "FTP,On", "FTP?"]);
    assert_eq!(meter.journal().count("FTP,Off"), 0);
}

/// A step that fails is told, with what the meter was left in.
async fn check_failure(broken: &str, step: &str, error: &str, state: &str) {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, broken);
    let answer = service.post(PATH, without_files()).await;
    assert_eq!(answer["code"], 502, "{broken}: {answer}");
    let body = &answer["body"];
    assert_eq!((text(&body["step"]), text(&body["error"])), (step, error), "{body}");
    assert_eq!(text(&body["meter_state"]), state, "{broken}");
    assert_eq!(meter.journal().spacing_violations(), [], "{broken}");
}

#[tokio::test]
async fn a_step_that_fails_ends_the_cycle_and_says_so() {
    let nothing = "Nothing was changed at the meter.";
    check_failure("command=Measure,Stop:1", "stop", "device_error", nothing).await;
    let ftp = "The meter does not measure. Its FTP server is off.";
    check_failure("command=FTP,On:2", "ftp_on", "device_error", ftp).await;
}

#[tokio::test]
async fn a_stop_whose_answer_is_lost_is_read_back() {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, "command=Measure,Stop:lost");
    let answer = service.post(PATH, without_files()).await;
    assert_eq!((&answer["code"], &answer["body"]["step"]), (&json!(502), &json!("stop")), "{answer}");
    assert_eq!(answer["body"]["meter_state"], "The meter measures.");
    fault(&meter, "command=Measure,Stop:unanswered");
    let answer = service.post(PATH, without_files()).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(meter.journal().count("Measure,Stop"), 2, "once for each cycle");
}

#[tokio::test]
async fn a_server_that_does_not_go_off_is_no_failure() {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, "command=FTP,Off:4");
    let answer = service.post(PATH, without_files()).await;
    assert_eq!(answer["code"], 200, "{answer}");
    let shown = operation(&service, &answer).await;
    assert!(text(&shown["steps"][1]["detail"]).contains("R+0004"), "{shown}");
}

#[tokio::test]
async fn a_question_that_fails_once_is_asked_again() {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, "command=FTP?:4");
    let id = begin(&service, "stop-cycle", without_files()).await;
    wait_for(&service, &id, |shown| shown["steps"][3]["detail"].as_str().is_some()).await;
    meter.faults().heal();
    assert_eq!(wait_for(&service, &id, has_ended).await["state"], "done");
}

#[tokio::test]
async fn a_server_that_never_comes_up_is_waited_for_half_a_minute() {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, "command=FTP,On:void");
    let answer = service.post(PATH, without_files()).await;
    assert_eq!((&answer["code"], &answer["body"]["step"]), (&json!(502), &json!("ftp_ready")), "{answer}");
    assert_eq!(answer["body"]["error"], "ftp_not_on");
    assert_eq!(answer["body"]["meter_state"], "The meter does not measure. Its FTP server is off.");
    let asked = meter.journal().count("FTP?");
    assert!((5..=16).contains(&asked), "every two seconds: {asked}");

    // The restart stops nothing again, and switches on what is off.
    meter.faults().heal();
    let before = lines(&meter).len();
    let shown = operation(&service, &answer).await;
    let again = restart(&service, &shown).await;
    assert_eq!(again["code"], 200, "{again}");
    assert_eq!(lines(&meter)[before..], ["Measure?", "FTP?", "FTP,On", "FTP?", "DOD?", "Measure?"]);
}

#[tokio::test]
async fn a_measurement_begun_since_is_not_stopped_by_a_restart() {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, "command=FTP,On:2");
    let failed = service.post(PATH, without_files()).await;
    let shown = operation(&service, &failed).await;
    meter.faults().heal();
    assert_eq!(service.act("/api/nl43/gate/start").await["code"], 200);
    let again = restart(&service, &shown).await;
    assert_eq!((&again["code"], &again["body"]["error"]), (&json!(502), &json!("changed_since")), "{again}");
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn an_operator_ends_the_wait_for_the_server() {
    let (service, meter) = gate(recorder().measuring()).await;
    fault(&meter, "command=FTP,On:void");
    let id = begin(&service, "stop-cycle", without_files()).await;
    wait_for(&service, &id, |shown| shown["steps"][3]["detail"].as_str().is_some()).await;
    service.delete(&format!("/api/nl43/gate/operations/{id}")).await;
    let ended = tokio::time::timeout(Duration::from_secs(15), wait_for(&service, &id, has_ended));
    assert_eq!(ended.await.unwrap()["state"], "cancelled");
}
