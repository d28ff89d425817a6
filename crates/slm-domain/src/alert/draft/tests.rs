use std::time::Duration;

use super::*;
use crate::alert::{Block, Figure, Holidays, Leaving, RuleText, Span, WindowMetric};

fn draft(metric: &str, change: impl FnOnce(&mut RuleDraft)) -> RuleDraft {
    let mut draft = RuleDraft::new(metric, 70.0);
    change(&mut draft);
    draft
}

#[track_caller]
fn wrong(metric: &str, change: impl FnOnce(&mut RuleDraft), fields: &[&str]) {
    let problems = draft(metric, change).check().err().unwrap_or_default();
    let named: Vec<_> = problems.iter().map(|problem| problem.field.as_ref()).collect();
    assert_eq!(named, fields, "{problems:?}");
    assert!(problems.iter().all(|problem| !problem.reason.is_empty()));
}

#[expect(clippy::unnecessary_wraps, reason = "fields that may be left out are options")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn block(start: &str, end: &str, days: &str, holidays: &str) -> BlockDraft {
    let [start, end, days, holidays] = [start, end, days, holidays].map(str::to_owned);
    BlockDraft { start, end, days, holidays }
}

fn step(after_s: i64, recipients: &[i64]) -> EscalationDraft {
    EscalationDraft { after_s, recipients: recipients.to_vec() }
}

#[test]
fn a_rule_with_everything_says_what_it_means() {
    let rule = draft("leq_t", |rule| {
        rule.severity = "critical".to_owned();
        rule.applies_to = "group:north".to_owned();
        (rule.window, rule.window_s) = (text("aligned"), Some(900));
        (rule.required_coverage, rule.ceiling_db) = (Some(1.0), Some(110.0));
        (rule.dead_band, rule.cooldown_s) = (1.5, 60);
        rule.blocks =
            vec![block("07:00", "19:00", "0,1,2,3,4", "excluded"), block("00:00", "00:00", "6", "included")];
        rule.holidays = vec!["2026-12-25".to_owned(), "2026-01-01".to_owned(), "2026-12-25".to_owned()];
        rule.zone = text("Europe/London");
        rule.template = text("{unit}: {value}");
        rule.update_step = Some(3.0);
        rule.channels = vec!["mqtt".to_owned(), "webhook".to_owned(), "mqtt".to_owned()];
        rule.recipients = vec![4, 2, 4];
        rule.escalation = vec![step(300, &[3]), step(900, &[4, 5])];
    });
    let rule = rule.check().unwrap();
    let metric = WindowMetric {
        required_coverage: 1.0,
        ceiling_db: Some(110.0),
        ..WindowMetric::new(Figure::Leq, Span::Aligned { minutes: 15 })
    };
    assert_eq!((rule.metric, rule.metric.to_string()), (Metric::Window(metric), "Leq,15min".to_owned()));
    assert_eq!((rule.severity, rule.applies_to), (Severity::Critical, AppliesTo::Group("north".to_owned())));
    assert_eq!((rule.condition.dead_band, rule.condition.cooldown), (1.5, Duration::from_mins(1)));
    assert_eq!((rule.scope.blocks.len(), rule.scope.holidays.len()), (2, 2));
    assert_eq!(
        rule.scope.blocks[1],
        Block { days: "6".parse().unwrap(), holidays: Holidays::Included, ..Block::ALWAYS }
    );
    assert_eq!(rule.audience.channels, [Channel::Mqtt, Channel::Webhook]);
    assert_eq!(rule.audience.recipients, [4, 2]);
    let steps = rule.audience.escalation.steps().iter();
    let steps: Vec<_> = steps.map(|step| (step.after.as_secs(), step.recipients.as_slice())).collect();
    assert_eq!(steps, [(300, [3].as_slice()), (900, [4, 5].as_slice())]);
}

#[test]
fn the_compatible_fields_are_one_rule_of_these() {
    let compatible = RuleText {
        duration_s: 5,
        schedule_start: text("22:00"),
        schedule_end: text("06:00"),
        schedule_days: text("4"),
        ..RuleText::new(55.0)
    };
    let same = RuleDraft {
        applies_to: "unit:gate".to_owned(),
        dead_band: 2.0,
        on_delay_s: 5,
        off_delay_s: 5,
        cooldown_s: 300,
        blocks: vec![block("22:00", "06:00", "4", "as_weekday")],
        leaving: "keep".to_owned(),
        ..RuleDraft::new("lp", 55.0)
    };
    assert_eq!(same.check(), compatible.define(&UnitId::new("gate").unwrap()));
}

#[test]
fn every_metric_has_a_word_and_back() {
    let words = [
        "lp",
        "ln5",
        "leq_mov",
        "battery",
        "card_free_mb",
        "card_free_percent",
        "clock_offset_s",
        "no_data_s",
    ];
    for word in words {
        let rule = draft(word, |rule| rule.threshold = Some(3.0)).check().unwrap();
        assert_eq!(rule.metric.key(), word);
    }
    for word in ["leq_t", "lmax_t", "lmin_t", "lpeak_t", "l1_t", "l90_t"] {
        let window = |rule: &mut RuleDraft| (rule.window, rule.window_s) = (text("rolling"), Some(900));
        assert_eq!(draft(word, window).check().unwrap().metric.key(), word);
    }
    let change = draft("lp_change", |rule| rule.window_s = Some(10)).check().unwrap();
    assert_eq!(
        (change.metric.key().as_str(), change.metric.to_string().as_str()),
        ("lp_change", "LP change in 10s")
    );
    let lost = draft("connectivity", |rule| rule.threshold = None).check().unwrap();
    assert_eq!((lost.metric.key().as_str(), lost.scope.leaving), ("connectivity", Leaving::Close));
    for nonsense in ["LP", "l0_t", "l100_t", "l+5_t", "l05_t", "leq_x", "_t", "x_change", ""] {
        wrong(nonsense, |_| {}, &["metric"]);
    }
}

#[test]
fn numbers_are_bounded_and_fit_their_metric() {
    wrong("lp", |rule| rule.threshold = Some(f64::NAN), &["threshold"]);
    wrong("lp", |rule| rule.threshold = Some(301.0), &["threshold"]);
    wrong("lp", |rule| rule.threshold = None, &["threshold"]);
    wrong("battery", |_| {}, &["threshold"]);
    wrong("connectivity", |_| {}, &["threshold"]);
    wrong("no_data_s", |rule| rule.threshold = Some(0.0), &["threshold"]);
    wrong("no_data_s", |rule| rule.comparison = "below".to_owned(), &["comparison"]);
    wrong("lp", |rule| rule.reminder_s = Some(59), &["reminder_s"]);
    wrong("lp", |rule| rule.dead_band = -1.0, &["dead_band"]);
    wrong("lp", |rule| rule.dead_band = f64::INFINITY, &["dead_band"]);
    wrong("lp", |rule| rule.update_step = Some(0.0), &["update_step"]);
    let delays =
        |rule: &mut RuleDraft| (rule.on_delay_s, rule.off_delay_s, rule.cooldown_s) = (-1, i64::MAX, -5);
    wrong("lp", delays, &["on_delay_s", "off_delay_s", "cooldown_s"]);
}

#[test]
fn a_rule_may_remind_and_include_its_limit() {
    let rule = draft("lp", |rule| (rule.reminder_s, rule.comparison) = (Some(600), "at_or_above".to_owned()));
    let condition = rule.check().unwrap().condition;
    assert_eq!(
        (condition.reminder, condition.comparison),
        (Some(Duration::from_mins(10)), Comparison::AtOrAbove)
    );
    assert_eq!(draft("lp", |_| {}).check().unwrap().condition.reminder, None);
    let old = RuleText { comparison: "at_or_above".to_owned(), ..RuleText::new(70.0) };
    assert_eq!(old.check().unwrap_err()[0].field.as_ref(), "comparison", "the old service would not know it");
}

#[test]
fn what_a_metric_needs_to_be_decided_is_known() {
    let needs = |metric: &str, window: &str, seconds: i64| {
        let rule = draft(metric, |rule| (rule.window, rule.window_s) = (text(window), Some(seconds)));
        rule.check().unwrap().metric.longest_pause().unwrap().as_secs_f64()
    };
    assert_eq!((needs("l90_t", "rolling", 900), needs("l10_t", "aligned", 3_600)), (6.0, 24.0));
    assert_eq!((needs("leq_t", "aligned", 900), needs("lmax_t", "rolling", 60)), (90.0, 6.0));
    assert_eq!(draft("lp", |_| {}).check().unwrap().metric.longest_pause(), None);
    let night = |rule: &mut RuleDraft| {
        (rule.window, rule.window_from, rule.window_to) = (text("daily"), text("22:00"), text("06:00"));
    };
    let night = draft("l10_t", night).check().unwrap().metric.longest_pause();
    assert_eq!(night, Some(Duration::from_secs(8 * 3_600 / 150)));
}

#[test]
fn windows_that_cannot_be_are_refused() {
    let window = |kind: &str, seconds: i64| {
        let kind = text(kind);
        move |rule: &mut RuleDraft| (rule.window, rule.window_s) = (kind, Some(seconds))
    };
    wrong("leq_t", |_| {}, &["window"]);
    wrong("leq_t", window("sliding", 900), &["window"]);
    for seconds in [0, -900, 901, 86_460] {
        wrong("leq_t", window("rolling", seconds), &["window_s"]);
    }
    for seconds in [5, 149, 3_660] {
        wrong("l10_t", window("rolling", seconds), &["window_s"]);
    }
    wrong("l10_t", window("aligned", 120), &["window_s"]);
    let short = |rule: &mut RuleDraft| {
        (rule.window, rule.window_from, rule.window_to) = (text("daily"), text("23:59"), text("00:01"));
    };
    wrong("l10_t", short, &["window_to"]);
    assert!(draft("l10_t", window("rolling", 150)).check().is_ok());
    for seconds in [0, 30, 7 * 60, 61 * 60, 7 * 3_600, 25 * 3_600] {
        wrong("leq_t", window("aligned", seconds), &["window_s"]);
    }
    for seconds in [60, 900, 3_600, 2 * 3_600, 86_400] {
        assert!(draft("leq_t", window("aligned", seconds)).check().is_ok(), "{seconds}");
    }
    wrong("leq_t", |rule| rule.window = text("daily"), &["window_from", "window_to"]);
    let night = |rule: &mut RuleDraft| {
        (rule.window, rule.window_from, rule.window_to) = (text("daily"), text("22:00"), text("6:00"));
    };
    assert_eq!(draft("leq_t", night).check().unwrap().metric.to_string(), "Leq,22:00-06:00");
    wrong("lp", window("rolling", 900), &["window", "window_s"]);
    wrong("lp_change", |_| {}, &["window_s"]);
    wrong("lp", |rule| rule.ceiling_db = Some(80.0), &["ceiling_db"]);
    let delayed = |rule: &mut RuleDraft| {
        window("aligned", 900)(rule);
        (rule.on_delay_s, rule.required_coverage) = (5, Some(1.1));
    };
    wrong("leq_t", delayed, &["required_coverage", "on_delay_s"]);
}

#[test]
fn times_that_cannot_be_are_refused() {
    let blocks = |blocks: Vec<BlockDraft>| move |rule: &mut RuleDraft| rule.blocks = blocks;
    let weekday = || block("07:00", "19:00", "0,1", "as_weekday");
    wrong(
        "lp",
        blocks(vec![block("7", "24:00", "8", "never")]),
        &["blocks.0.start", "blocks.0.end", "blocks.0.days", "blocks.0.holidays"],
    );
    wrong("lp", blocks(vec![weekday(), block("18:59", "20:00", "1", "as_weekday")]), &["blocks.1"]);
    wrong("lp", blocks(vec![weekday(), block("22:00", "07:01", "6", "as_weekday")]), &["blocks.1"]);
    wrong("lp", blocks(vec![block("07:00", "19:00", "", "included")]), &["blocks.0.days"]);
    wrong("lp", blocks(vec![weekday(); 51]), &["blocks"]);
    wrong("lp", |rule| rule.holidays = vec!["25.12.2026".to_owned()], &["holidays.0"]);
    wrong("lp", |rule| rule.zone = text("Mars/Olympus"), &["zone"]);
    wrong("lp", |rule| rule.leaving = "stay".to_owned(), &["leaving"]);
}

#[test]
fn words_and_texts_are_checked() {
    wrong("lp", |rule| rule.severity = "bad".to_owned(), &["severity"]);
    for nobody in ["", "unit:", "unit:a/b", "group: ", "everyone", "all:x"] {
        wrong("lp", |rule| rule.applies_to = nobody.to_owned(), &["applies_to"]);
    }
    wrong("lp", |rule| rule.template = text("{units}"), &["template"]);
    wrong("lp", |rule| rule.channels = vec!["pigeon".to_owned()], &["channels"]);
    wrong("lp", |rule| rule.recipients = vec![1, 0, -7], &["recipients.1", "recipients.2"]);
    wrong("lp", |rule| rule.recipients = vec![1; 51], &["recipients"]);
    wrong("lp", |rule| rule.name = "x\n".to_owned(), &["name"]);
    let two = |rule: &mut RuleDraft| (rule.name, rule.zone) = ("x".repeat(201), text("nowhere"));
    wrong("lp", two, &["name", "zone"]);
}

#[test]
fn an_escalation_goes_on_in_time_and_to_somebody() {
    let steps = |steps: Vec<EscalationDraft>| move |rule: &mut RuleDraft| rule.escalation = steps;
    wrong("lp", steps(vec![step(0, &[1])]), &["escalation.0.after_s"]);
    wrong("lp", steps(vec![step(-5, &[1])]), &["escalation.0.after_s"]);
    wrong("lp", steps(vec![step(60, &[1]), step(60, &[2])]), &["escalation.1.after_s"]);
    wrong("lp", steps(vec![step(8 * 86_400, &[1])]), &["escalation.0.after_s"]);
    wrong("lp", steps(vec![step(60, &[])]), &["escalation.0.recipients"]);
    wrong("lp", steps(vec![step(60, &[2, 0])]), &["escalation.0.recipients.1"]);
    wrong("lp", steps((1..=11).map(|minute| step(minute * 60, &[1])).collect()), &["escalation"]);
}
