use serde_json::json;

use super::*;

fn file(value: Value) -> Result<RuleFile, Vec<String>> {
    let Value::Object(value) = value else { panic!("an object") };
    RuleFile::of(value, Path::new("."))
}

fn outcome(rule: &Value, mut case: Value) -> Outcome {
    case["name"] = "case".into();
    file(json!({"rules": {"r": rule}, "cases": [case]})).unwrap().cases[0].run()
}

fn limit() -> Value {
    json!({"metric": "lp", "threshold": 70})
}

#[test]
fn what_is_expected_passes_and_what_is_not_is_told() {
    let levels = json!([60, 75, 80, 60, 60, 90]);
    let run = |expect: Value| outcome(&limit(), json!({"levels": levels, "expect": expect})).differences;
    let whole = json!([{"onset": 2, "clear": 4, "value": 75, "peak": 80, "peak_at": 3, "ended": "cleared", "exceedances": 1}, {"onset": 6, "open": true}]);
    assert_eq!(run(whole), [] as [&str; 0]);
    let told = run(json!([{"onset": 2, "clear": 6, "peak": 85}, {"onset": 6, "clear": 7}]));
    assert_eq!(
        told,
        [
            "event 1: it ended at 4 s (2026-01-01T00:00:04Z), not at 6 s (2026-01-01T00:00:06Z)",
            "event 1: it had the peak 80.00, not 85.00",
            "event 2: it did not end at 7 s (2026-01-01T00:00:07Z): it is open",
        ]
    );
    let told = run(json!([{"onset": 6}, {"onset": 20}]));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("event 1 was not expected: onset at 2 s"), "{told:?}");
    assert!(told[1].starts_with("an event was expected at 20 s"), "{told:?}");
    assert_eq!(run(json!([{"onset": 2, "open": true}, {"onset": 6}])).len(), 1);
}

#[test]
fn times_and_values_may_be_a_little_off() {
    let case = |seconds: f64, decibels: f64| {
        let expect = json!([{"onset": 4, "peak": 75.5}]);
        let case =
            json!({"levels": [60, 75], "expect": expect, "tolerance_s": seconds, "tolerance_db": decibels});
        outcome(&limit(), case).differences.len()
    };
    assert_eq!((case(2.0, 0.5), case(2.0, 0.4), case(1.0, 0.5)), (0, 1, 2));
}

#[test]
fn every_kind_of_step_is_taken() {
    let quick = |metric: &str, comparison: &str, threshold: f64, steps: Value| {
        let rule = json!({"metric": metric, "comparison": comparison, "threshold": threshold});
        let outcome = outcome(&rule, json!({"steps": steps, "expect": []}));
        (outcome.facts, outcome.events)
    };
    assert_eq!(
        quick(
            "lp",
            "above",
            70.0,
            json!([{"lp": 60, "to": 80, "for_s": 20}, {"gap_s": 60}, {"empty": true}])
        ),
        (21, 1)
    );
    assert_eq!(quick("lmax", "above", 70.0, json!([{"lp": 60, "lmax": 71}])), (1, 1));
    assert_eq!(
        quick("battery", "below", 3.0, json!([{"battery": "Full"}, {"gap_s": 600}, {"battery": "Low"}])),
        (2, 1)
    );
    assert_eq!(quick("card_free_mb", "below", 100.0, json!([{"card_free_mb": 50}])), (1, 1));
    assert_eq!(quick("clock_offset_s", "above", 5.0, json!([{"clock_offset_s": -8}])), (1, 1));
    let lost = json!([{"lp": 60}, {"contact": "lost"}, {"gap_s": 30}, {"contact": "answers"}]);
    let outcome = outcome(
        &json!({"metric": "connectivity"}),
        json!({"steps": lost, "expect": [{"onset": 1, "clear": 31}]}),
    );
    assert_eq!(outcome.differences, [] as [&str; 0]);
}

#[test]
fn means_fill_windows_that_samples_do_not() {
    let rule = json!({"metric": "leq_t", "window": "aligned", "window_s": 60, "threshold": 70, "required_coverage": 1.0});
    let case = |means: bool| {
        let case = json!({"levels": [80], "every_s": 60, "means": means, "until_s": 61, "expect": []});
        outcome(&rule, case).events
    };
    assert_eq!((case(true), case(false)), (1, 0));
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let wrong = |value: Value| file(value).unwrap_err();
    assert_eq!(wrong(json!({"rule": {}})), ["rule: there is no such key; expected rules and cases"]);
    assert_eq!(
        wrong(json!({"cases": 7, "rules": {"a": {"metric": "loudness", "threshold": 1}}})),
        [
            "cases: expected a list",
            wrong(json!({"rules": {"a": {"metric": "loudness", "threshold": 1}}}))[0].as_str()
        ]
    );
    let rule = || json!({"r": limit()});
    let case = |case: Value| wrong(json!({"rules": rule(), "cases": [case]})).join("; ");
    assert!(case(json!({"name": "x"})).contains("missing field `expect`"));
    assert!(case(json!({"name": "x", "expect": [], "levls": []})).contains("unknown field `levls`"));
    assert!(
        case(json!({"name": "x", "expect": [], "rule": "q", "levels": []}))
            .contains("there is no rule \"q\"")
    );
    assert_eq!(case(json!({"name": "x", "expect": []})), "cases.0: x: expected one of levels, steps and csv");
    assert!(case(json!({"name": "x", "expect": [], "levels": ["loud"]})).contains("levels.0"));
    assert!(case(json!({"name": "x", "expect": [], "steps": [{"for_s": 3}]})).contains("steps.0: for_s"));
    assert!(case(json!({"name": "x", "expect": [], "steps": [{"lp": 1, "for_s": 1e9}]})).contains("steps.0"));
    assert!(case(json!({"name": "x", "expect": [], "levels": [1], "every_s": 0})).contains("every_s"));
    assert!(case(json!({"name": "x", "expect": [], "levels": [1], "start": "noon"})).contains("start"));
    assert!(
        case(json!({"name": "x", "expect": [{"onset": "noon"}], "levels": [1]})).contains("expect.0.onset")
    );
    assert!(
        case(json!({"name": "x", "expect": [{"onset": 1, "open": true, "clear": 2}], "levels": [1]}))
            .contains("expect.0.open")
    );
    let two =
        json!({"rules": {"a": limit(), "b": limit()}, "cases": [{"name": "x", "expect": [], "levels": [1]}]});
    assert_eq!(wrong(two), ["cases.0: rule: expected the name of one of the rules"]);
}

#[test]
fn a_file_is_toml_or_json() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        RuleFile::read(&path).map(|file| (file.rules, file.cases.len())).map_err(|error| error.problems.len())
    };
    let toml = "[rules.r]\nmetric = \"lp\"\nthreshold = 70\n[[cases]]\nname = \"x\"\nstart = 2026-06-09T10:00:00Z\nlevels = [60]\nexpect = []\n";
    assert_eq!(write("a.toml", toml), Ok((1, 1)));
    let json = r#"{"rules": {"r": {"metric": "lp", "threshold": 70}}, "cases": [{"name": "x", "levels": [60, "-"], "expect": []}]}"#;
    assert_eq!(write("a.json", json), Ok((1, 1)));
    assert_eq!(write("b.toml", json), Err(1));
    assert!(RuleFile::read(&folder.path().join("none.toml")).is_err());
}
