use serde_json::json;

use super::{begin, fault, gate, has_ended, heard, lines, operation, recorder, steps, text, wait_for};
use crate::support::{mistake, mistakes};

/// What schedulers expect on the line of an idle meter, and nothing else.
const ALL: [&str; 8] = [
    "Sleep Mode?",
    "Clock",
    "Store Name?",
    "Store Name,0002",
    "Overwrite?",
    "Measure,Start",
    "DOD?",
    "Measure?",
];

const CLOCK_SET: &str = "Its clock was set.";

/// The lines after the question that adding the unit asks, the clock's time left out.
fn told(lines: &[String]) -> Vec<&str> {
    let plain = |line: &'static str, full: &str| if full.starts_with("Clock,") { "Clock" } else { line };
    let leak = |line: &String| -> &'static str { Box::leak(line.clone().into_boxed_str()) };
    lines[1..].iter().map(|line| plain(leak(line), line)).collect()
}

#[tokio::test]
async fn the_line_hears_each_command_once_and_in_order() {
    let (service, meter) = gate(recorder()).await;
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(told(&lines(&meter)), ALL);
    assert_eq!(meter.journal().spacing_violations(), []);
    assert!(meter.is_measuring());
    let body = &answer["body"];
    assert_eq!(
        (&body["old_index"], &body["new_index"], &body["attempts_made"]),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!((&body["started"], &body["confirmed"]), (&json!(true), &json!(true)));
    let sent = lines(&meter).iter().find_map(|line| line.strip_prefix("Clock,").map(str::to_owned));
    assert_eq!(body["server_time"], sent.unwrap(), "the time that was sent");
    let operation = operation(&service, &answer).await;
    assert_eq!(operation["state"], "done");
    assert_eq!(&operation["result"], body);
    assert_eq!(
        operation["meter_state"],
        "The meter measures. Its store name is 0002, which is free (it was 0001). Its clock was set."
    );
}

#[tokio::test]
async fn taken_names_are_passed_and_the_clock_may_be_left_alone() {
    let (service, meter) = gate(recorder().setting("Store Name", "9998")).await;
    for name in ["9999", "0000"] {
        meter.card().put(&format!("/NL-43/Auto_{name}/a.rnd"), &b"x"[..]).unwrap();
    }
    let answer = service.post("/api/nl43/gate/start-cycle", json!({"sync_clock": false})).await;
    assert_eq!(answer["code"], 200, "{answer}");
    let body = &answer["body"];
    assert_eq!((&body["clock_synced"], &body["server_time"]), (&json!(false), &json!(null)));
    assert_eq!(
        (&body["old_index"], &body["new_index"], &body["attempts_made"]),
        (&json!(9998), &json!(1), &json!(3))
    );
    assert_eq!(meter.journal().count("Overwrite?"), 3);
    let shown = operation(&service, &answer).await;
    assert_eq!(steps(&shown)[2], "clock: skipped");
}

#[tokio::test]
async fn a_sleeping_meter_is_woken() {
    let (service, meter) = gate(recorder()).await;
    // Adding the unit has woken it: put it back.
    meter.faults().heal();
    let slept = service.act("/api/nl43/gate/sleep").await;
    assert_eq!(slept["code"], 200, "{slept}");
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(meter.journal().count("Sleep Mode,Off"), 1);
}

/// A step that fails is told, with what the meter was left in, and the commands after it are not sent.
async fn check_failure(broken: &str, step: &str, error: &str, last: &str, state: &str) {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, broken);
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 502, "{broken}: {answer}");
    let body = &answer["body"];
    assert_eq!((text(&body["step"]), text(&body["error"])), (step, error), "{body}");
    assert!(text(&body["detail"]).contains(&format!("`{step}`")), "{body}");
    assert_eq!(text(&body["meter_state"]), state, "{broken}");
    assert_eq!(
        lines(&meter).last().map(String::as_str).map(|line| line.split(',').next().unwrap()),
        Some(last)
    );
    let shown = operation(&service, &answer).await;
    assert_eq!((&shown["state"], &shown["can_restart"]), (&json!("failed"), &json!(true)));
    assert_eq!(shown["meter_state"], body["meter_state"]);
    assert!(steps(&shown).contains(&format!("{step}: failed")), "{:?}", steps(&shown));
    assert_eq!(meter.journal().spacing_violations(), [], "{broken}");
}

#[tokio::test]
async fn a_refused_step_ends_the_cycle_and_says_so() {
    check_failure("command=Clock:2", "clock", "device_error", "Clock", "Its clock was not set.").await;
    check_failure("command=Store Name?:3", "store_name", "device_error", "Store Name?", CLOCK_SET).await;
    // Somebody may have started a measurement: the meter is asked.
    let idle = "The meter does not measure. Its clock was set.";
    check_failure("command=Store Name,:4", "store_name", "device_error", "Measure?", idle).await;
    let name = "Its store name is 0002 (it was 0001). Its clock was set.";
    check_failure("command=Overwrite?:3", "store_name", "device_error", "Overwrite?", name).await;
    let found =
        "The meter does not measure. Its store name is 0002, which is free (it was 0001). Its clock was set.";
    check_failure("command=Measure,Start:4", "start", "device_error", "Measure?", found).await;
}

#[tokio::test]
async fn a_silent_step_ends_the_cycle_after_a_look_at_the_truth() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:lost");
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!((&answer["code"], &answer["body"]["step"]), (&json!(502), &json!("start")), "{answer}");
    assert!(text(&answer["body"]["meter_state"]).starts_with("The meter does not measure."), "{answer}");
    assert_eq!(meter.journal().count("Measure,Start"), 1, "never told twice");
    assert_eq!(lines(&meter).last().map(String::as_str), Some("Measure?"));
}

#[tokio::test]
async fn a_start_whose_answer_is_lost_is_read_back() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:unanswered");
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert!(meter.is_measuring());
    assert_eq!(meter.journal().count("Measure,Start"), 1);
}

#[tokio::test]
async fn a_late_answer_is_nobody_elses() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Store Name,:late 6s");
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(answer["body"]["new_index"], 2);
    assert_eq!(meter.journal().count("Store Name,0002"), 1);
}

#[tokio::test]
async fn a_meter_that_is_not_there_is_told_in_its_first_step() {
    let (service, meter) = gate(recorder()).await;
    meter.faults().refuse_connections();
    meter.faults().settled().await;
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 502, "{answer}");
    assert_eq!((&answer["body"]["step"], &answer["body"]["error"]), (&json!("wake"), &json!("refused")));
    assert_eq!(answer["body"]["meter_state"], "Nothing was changed at the meter.");
}

#[tokio::test]
async fn a_measurement_of_somebody_else_is_left_alone() {
    let (service, meter) = gate(recorder().measuring()).await;
    assert_eq!(service.get("/api/nl43/gate/measurement-state").await["body"]["is_measuring"], true);
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!((&answer["code"], &answer["body"]["step"]), (&json!(502), &json!("check")), "{answer}");
    assert_eq!(answer["body"]["error"], "measuring");
    assert!(text(&answer["body"]["detail"]).contains("measures already"), "{answer}");
    assert_eq!(answer["body"]["meter_state"], "The meter measures.");
    assert_eq!(lines(&meter)[2..], ["Sleep Mode?", "Measure?"], "nothing is told");
    assert!(meter.is_measuring());
}

/// Nobody has asked it yet; the instrument itself keeps its store name then.
#[tokio::test]
async fn a_measurement_that_nobody_knew_of_is_told_by_the_refusal() {
    let (service, meter) = gate(recorder().measuring()).await;
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!((&answer["code"], &answer["body"]["step"]), (&json!(502), &json!("store_name")), "{answer}");
    assert_eq!(answer["body"]["meter_state"], "The meter measures. Its clock was set.");
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn a_measurement_that_has_ended_by_itself_is_in_nobodys_way() {
    let (service, meter) = gate(recorder()).await;
    let posted = json!({"measurement_state": "Start"});
    assert_eq!(service.post("/api/nl43/gate/status", posted).await["code"], 200);
    assert_eq!(service.act("/api/nl43/gate/start-cycle").await["code"], 200);
    assert_eq!(lines(&meter)[1..3], ["Sleep Mode?", "Measure?"], "what is believed is asked");
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn a_start_without_effect_is_no_success() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure,Start:void");
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!((&answer["code"], &answer["body"]["step"]), (&json!(502), &json!("confirm")), "{answer}");
    assert_eq!(answer["body"]["error"], "not_measuring");
    assert_eq!(meter.journal().count("Measure?"), 3);
}

#[tokio::test]
async fn a_confirmation_that_fails_is_no_failure() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Measure?:1");
    let answer = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_eq!(answer["body"]["confirmed"], false);
}

/// A hundred names are tried, in sight of everybody, and no more.
#[tokio::test]
async fn d46_a_full_card_ends_the_search_after_a_hundred_names() {
    let (service, meter) = gate(recorder()).await;
    for name in 2..=101 {
        meter.card().put(&format!("/NL-43/Auto_{name:04}/a.rnd"), &b"x"[..]).unwrap();
    }
    let id = begin(&service, "start-cycle", json!({"sync_clock": false})).await;
    let seen = wait_for(&service, &id, |shown| {
        shown["steps"][3]["detail"].as_str().is_some_and(|detail| detail.contains("of 100"))
    });
    assert_eq!(seen.await["state"], "running");
    let second = service.act("/api/nl43/gate/start-cycle").await;
    assert_eq!(second["code"], 409, "one at a time: {second}");
    let ended = wait_for(&service, &id, has_ended).await;
    assert_eq!(ended["error"], "Could not find empty index after 100 attempts");
    assert_eq!(meter.journal().count("Overwrite?"), 100);
    assert_eq!(ended["meter_state"], "Its store name is 0101, which holds data already (it was 0001).");
    assert!(!meter.is_measuring());
}

/// The cycle's clock command waits for others; the time it brings is that of its leaving.
#[tokio::test]
async fn d19_the_clock_is_right_when_it_is_sent() {
    let meter = nl43_sim::SimMeter::start(recorder()).await.unwrap();
    let settings = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("TIMEZONE_OFFSET", "0")];
    let service = crate::support::Service::start_with(&settings).await;
    super::add(&service, &meter).await;
    fault(&meter, "command=Sleep Mode?:late 3s");
    let id = begin(&service, "start-cycle", json!({})).await;
    heard(&meter, "Sleep Mode?", 2).await;
    // All in line before the cycle asks for its next command.
    let others = (0..8).map(|number| {
        let path = service.url("/api/nl43/gate/index-number");
        service.client.put(path).json(&json!({"index": number})).send()
    });
    let others = tokio::spawn(futures_util::future::join_all(others));
    let ended = wait_for(&service, &id, has_ended).await;
    assert_eq!(ended["state"], "done", "{ended}");
    assert!(others.await.unwrap().iter().all(Result::is_ok));
    let told = lines(&meter);
    let clock = told.iter().position(|line| line.starts_with("Clock,")).unwrap();
    assert!(clock > 4, "others came first: {told:?}");
    let shown = meter.card().clock();
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let behind = now.duration_since(shown).as_secs_f64();
    assert!((-0.5..2.5).contains(&behind), "whole seconds, and not more behind: {behind}");
}

#[tokio::test]
async fn what_cannot_be_taken_sends_nothing() {
    let (service, meter) = gate(recorder()).await;
    let wrong = service.post("/api/nl43/gate/start-cycle", json!({"sync_clock": "maybe"})).await;
    assert_eq!(mistakes(&wrong), mistake("body.sync_clock", "bool_parsing"));
    let wrong = service.post("/api/nl43/gate/start-cycle?background=soon", json!({})).await;
    assert_eq!(mistakes(&wrong), mistake("query.background", "bool_parsing"));
    let wrong = service
        .post("/api/nl43/gate/stop-cycle", json!({"download_path": "../out.zip", "toggle_ftp": 7}))
        .await;
    assert_eq!(mistakes(&wrong).len(), 2);
    assert_eq!(service.post("/api/nl43/ghost/start-cycle", json!([])).await["code"], 422);
    assert_eq!(service.act("/api/nl43/ghost/start-cycle").await["code"], 404);
    assert_eq!(meter.journal().lines().len(), 1);
}

#[tokio::test]
async fn an_operator_ends_a_cycle_after_the_command_in_flight() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Store Name?:late 4s");
    let id = begin(&service, "start-cycle", json!({})).await;
    heard(&meter, "Store Name?", 1).await;
    let answer = service.delete(&format!("/api/nl43/gate/operations/{id}")).await;
    assert_eq!(answer["body"]["data"]["is_cancelling"], true, "{answer}");
    let ended = wait_for(&service, &id, has_ended).await;
    assert_eq!((&ended["state"], &ended["can_restart"]), (&json!("cancelled"), &json!(true)));
    assert_eq!(ended["meter_state"], CLOCK_SET);
    // Whatever else the cycle had in line would be sent before a question asked now.
    assert_eq!(service.get("/api/nl43/gate/battery").await["code"], 200);
    assert!(
        lines(&meter).ends_with(&["Store Name?".to_owned(), "Battery Level?".to_owned()]),
        "{:?}",
        lines(&meter)
    );
    let again = service.delete(&format!("/api/nl43/gate/operations/{id}")).await;
    assert_eq!(again["code"], 409);
}
