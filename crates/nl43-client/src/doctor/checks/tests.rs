use nl43_proto::ResultCode;

use super::*;
use crate::ClientError;
use crate::doctor::{
    answers::Answer,
    finding::Verdict::{self, Ok, Problem, Warning},
};

const NOON: &str = "2026-06-09T12:00:00Z";

/// What an NL-43 in good health says at noon UTC.
const HEALTHY: &[(&str, &str)] = &[
    ("Type", "NL-43"),
    ("Serial Number", "00123456"),
    ("System Version", "1.2.3456"),
    ("Clock", "2026/06/09 12:00:01"),
    ("Measure", "Start"),
    ("DOD", DOD),
    ("Frequency Weighting (Main)", "A"),
    ("Time Weighting (Main)", "F"),
    ("Percentile 1", "5"),
    ("Percentile 2", "10"),
    ("Percentile 3", "50"),
    ("Percentile 4", "90"),
    ("Percentile 5", "95"),
    ("Store Mode", "Auto"),
    ("Store Name", "0019"),
    ("Battery Level", "Full"),
    ("SD Card Total Size", "30436"),
    ("SD Card Free Size", "29876"),
    ("SD Card Percentage", "98"),
    ("Sleep Mode", "Off"),
    ("FTP", "Off"),
];

const DOD: &str = concat!(
    " 46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0,",
    "  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,-,-,",
    "  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,-,-,",
    "  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,  -.-,-,-"
);

fn answer(outcome: Result<String, ClientError>) -> Answer {
    Answer { outcome, turnaround: Some(Duration::from_millis(200)), at: NOON.parse().unwrap() }
}

fn healthy() -> Answers {
    let mut answers = Answers::default();
    for (question, text) in HEALTHY {
        answers.insert(question, answer(Result::Ok((*text).to_owned())));
    }
    answers
}

fn refusal(question: &str) -> Answer {
    answer(Err(ClientError::Refused { command: format!("{question}?"), code: ResultCode::UnknownCommand }))
}

fn context() -> Context {
    Context { zone: TimeZone::UTC }
}

fn find(answers: &Answers, check: &str) -> Finding {
    judge(answers, Depth::Whole, &context()).into_iter().find(|finding| finding.check == check).unwrap()
}

/// The finding of `check` when one answer differs from a healthy meter's.
#[track_caller]
fn check(question: &'static str, text: &str, check: &str, verdict: Verdict, found: &str) {
    let mut answers = healthy();
    answers.insert(question, answer(Result::Ok(text.to_owned())));
    let finding = find(&answers, check);
    assert_eq!(finding.verdict, verdict, "{finding:?}");
    assert!(finding.found.contains(found), "{finding:?}");
    assert_eq!(
        finding.advice.is_some(),
        verdict != Ok,
        "advice exactly where something is amiss: {finding:?}"
    );
}

#[track_caller]
fn check_refused(question: &'static str, check: &str, verdict: Verdict, found: &str) {
    let mut answers = healthy();
    answers.insert(question, refusal(question));
    let finding = find(&answers, check);
    assert_eq!(finding.verdict, verdict, "{finding:?}");
    assert!(finding.found.contains(found), "{finding:?}");
}

#[test]
fn a_healthy_meter_has_no_findings_to_act_on() {
    let findings = judge(&healthy(), Depth::Whole, &context());
    assert!(findings.iter().all(|finding| finding.verdict == Ok), "{findings:#?}");
    let lines: Vec<_> =
        findings.iter().map(|finding| format!("{}: {}", finding.check, finding.found)).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_question_is_in_the_catalogue() {
    for question in SECTIONS.iter().flat_map(|section| section.questions) {
        nl43_proto::Command::query_by_name(question).unwrap();
        assert!(HEALTHY.iter().any(|(known, _)| known == question), "{question}");
    }
}

#[test]
fn a_brief_examination_judges_what_it_asked() {
    let mut answers = Answers::default();
    for question in sections(Depth::Brief).flat_map(|section| section.questions) {
        let (_, text) = HEALTHY.iter().find(|(known, _)| known == question).unwrap();
        answers.insert(question, answer(Result::Ok((*text).to_owned())));
    }
    let findings = judge(&answers, Depth::Brief, &context());
    assert!(findings.iter().all(|finding| finding.verdict == Ok), "{findings:#?}");
    let checks: Vec<_> = findings.iter().map(|finding| finding.check).collect();
    assert_eq!(checks, ["Identity", "Clock", "Battery", "Sleep mode", "File transfer", "Turnaround"]);
}

#[test]
fn types_are_recognised() {
    check("Type", "NL-53EX", "Identity", Ok, "NL-53EX, serial number 00123456");
    check("Type", "NL-42", "Identity", Ok, "previous generation");
    check("Type", "XL-7", "Identity", Warning, "XL-7");
    check_refused("Type", "Identity", Problem, "R+0001");
    check_refused("Serial Number", "Identity", Ok, "serial number unknown");
}

#[test]
fn clocks_are_compared() {
    check("Clock", "2026/06/09 12:00:03", "Clock", Ok, "3 s fast");
    check("Clock", "2026/06/09 11:59:30", "Clock", Warning, "30 s slow");
    check("Clock", "2026/06/09 12:10:00", "Clock", Problem, "10 min fast");
    check("Clock", "2026/06/07 12:00:00", "Clock", Problem, "2 days slow");
    check("Clock", "soon", "Clock", Problem, "no date");
}

#[test]
fn an_offset_of_half_hours_hints_at_the_zone() {
    let advice = |text: &str| {
        let mut answers = healthy();
        answers.insert("Clock", answer(Result::Ok(text.to_owned())));
        find(&answers, "Clock").advice.unwrap()
    };
    for text in ["2026/06/09 13:00:20", "2026/06/09 06:29:30", "2026/06/09 17:29:00"] {
        assert!(advice(text).contains("time zone"), "{text}");
    }
    for text in ["2026/06/09 12:10:00", "2026/06/09 13:15:00", "2026/06/20 12:00:00"] {
        assert!(!advice(text).contains("time zone"), "{text}");
    }
}

#[test]
fn the_clock_is_compared_in_the_given_zone() {
    let mut answers = healthy();
    answers.insert("Clock", answer(Result::Ok("2026/06/09 14:00:00".to_owned())));
    let context = Context { zone: TimeZone::get("Europe/Berlin").unwrap() };
    assert_eq!(clock(&answers, &context)[0].verdict, Ok);
}

#[test]
fn run_states_are_explained() {
    check("Measure", "Stop", "Measurement", Ok, "not measuring");
    check("Measure", "46.2", "Measurement", Warning, "46.2");
}

#[test]
fn displayed_values_are_examined() {
    check("DOD", &DOD.replacen(",0,0,", ",1,0,", 1), "Displayed values", Warning, "overload");
    check("DOD", &DOD.replacen(",0,0,", ",0,1,", 1), "Displayed values", Warning, "under range");
    check("DOD", &DOD.replacen(" 46.2", "  -.-", 1), "Displayed values", Warning, "no level");
    check("DOD", &format!("{DOD}, 1.0, 2.0"), "Displayed values", Warning, "66 fields");
    check("DOD", "46.2, 43.7", "Displayed values", Problem, "2 fields");
}

#[test]
fn percentiles_are_listed() {
    check("Percentile 1", "1", "Percentiles", Ok, "LN1 = L1, LN2 = L10");
    check("Percentile 1", "10", "Percentiles", Warning, "LN1 = L10, LN2 = L10");
    check("Percentile 3", "x", "Percentiles", Problem, "Lx");
    check_refused("Percentile 1", "Percentiles", Warning, "not available");
}

#[test]
fn power_is_judged() {
    check("Battery Level", "Middle", "Battery", Ok, "Middle");
    check("Battery Level", "Low", "Battery", Warning, "Low");
    check("Battery Level", "Dead", "Battery", Problem, "Dead");
    check("Battery Level", "Purple", "Battery", Warning, "Purple");
}

#[test]
fn the_card_is_judged() {
    check("SD Card Free Size", "3000", "SD card", Warning, "3000 MB of 30436 MB free (10 %)");
    check("SD Card Free Size", "300", "SD card", Problem, "(1 %)");
    check("SD Card Free Size", "?", "SD card", Ok, "? of 30436 MB free (98 %)");
    check("SD Card Total Size", "0", "SD card", Problem, "no card");
    check_refused("SD Card Total Size", "SD card", Problem, "no size");
}

#[test]
fn switches_are_judged() {
    check("Sleep Mode", "On", "Sleep mode", Problem, "on");
    check_refused("Sleep Mode", "Sleep mode", Ok, "not available");
    check("FTP", "On", "File transfer", Ok, "on");
    check_refused("FTP", "File transfer", Warning, "no FTP");
    check("Store Mode", "Manual", "Store", Ok, "Manual Store,Start");
}

#[test]
fn lost_answers_and_slow_links_show() {
    let mut answers = healthy();
    answers.insert(
        "FTP",
        Answer { turnaround: None, ..answer(Err(ClientError::TimedOut { command: "FTP?".into() })) },
    );
    assert_eq!(find(&answers, "Turnaround").verdict, Problem);
    assert_eq!(find(&answers, "File transfer").verdict, Warning);

    let mut slow = Answers::default();
    for (question, text) in HEALTHY {
        let turnaround = Some(Duration::from_millis(1500));
        slow.insert(question, Answer { turnaround, ..answer(Result::Ok((*text).to_owned())) });
    }
    assert_eq!(find(&slow, "Turnaround").verdict, Warning);
}

#[test]
fn an_examination_that_broke_off_still_reports() {
    let mut answers = Answers::default();
    answers.insert("Type", answer(Result::Ok("NL-43".to_owned())));
    let findings = judge(&answers, Depth::Whole, &context());
    assert!(findings.iter().filter(|finding| finding.found == "not asked").count() > 5, "{findings:#?}");
}
