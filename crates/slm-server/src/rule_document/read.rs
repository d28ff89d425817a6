//! Reading a rule.

use slm_domain::alert::{BlockDraft, EscalationDraft, RuleDraft};

use super::CheckedRule;
use crate::fields::Fields;

/// Elements of the lists; the domain says so in its own words when there are more.
const MOST_BLOCKS: usize = 50;
const MOST_HOLIDAYS: usize = 1_000;
const MOST_CHANNELS: usize = 50;
const MOST_RECIPIENTS: usize = 50;
const MOST_STEPS: usize = 10;

/// The fields of a rule.
const KEYS: [&str; 27] = [
    "name",
    "severity",
    "applies_to",
    "metric",
    "window",
    "window_s",
    "window_from",
    "window_to",
    "required_coverage",
    "ceiling_db",
    "comparison",
    "threshold",
    "dead_band",
    "on_delay_s",
    "off_delay_s",
    "cooldown_s",
    "reminder_s",
    "blocks",
    "holidays",
    "zone",
    "leaving",
    "template",
    "update_step",
    "channels",
    "recipients",
    "escalation",
    "enabled",
];
/// What a rule is shown with: one that was asked for may be given back as it is.
const SHOWN: [&str; 7] = ["id", "compatible", "unit", "metric_text", "units", "open_events", "shelves"];
const BLOCK_KEYS: [&str; 4] = ["start", "end", "days", "holidays"];
const STEP_KEYS: [&str; 2] = ["after_s", "recipients"];

/// The rule of these fields; `None` when one of them means nothing, which the fields have noted.
pub(crate) fn read(fields: &mut Fields<'_>) -> Option<CheckedRule> {
    fields.only(&[&KEYS[..], &SHOWN].concat());
    let metric = fields.required_parsed("metric", |text| Ok(text.to_owned()));
    let draft = draft(fields, metric.clone().unwrap_or_default());
    let problems = match draft.check() {
        Ok(definition) => return metric.map(|_| CheckedRule { draft, definition }),
        Err(problems) => problems,
    };
    for problem in problems.iter().filter(|problem| metric.is_some() || problem.field != "metric") {
        fields.refuse(&problem.field, &problem.reason);
    }
    None
}

fn draft(fields: &mut Fields<'_>, metric: String) -> RuleDraft {
    let default = RuleDraft::new(&metric, 0.0);
    let or = |given: Option<String>, usual: String| given.unwrap_or(usual);
    RuleDraft {
        name: or(fields.text("name"), default.name),
        severity: or(fields.text("severity"), default.severity),
        applies_to: or(fields.text("applies_to"), default.applies_to),
        metric,
        window: fields.text("window"),
        window_s: fields.integer("window_s"),
        window_from: fields.text("window_from"),
        window_to: fields.text("window_to"),
        required_coverage: fields.number("required_coverage"),
        ceiling_db: fields.number("ceiling_db"),
        comparison: or(fields.text("comparison"), default.comparison),
        threshold: fields.number("threshold"),
        dead_band: fields.number("dead_band").unwrap_or(default.dead_band),
        on_delay_s: fields.integer("on_delay_s").unwrap_or(default.on_delay_s),
        off_delay_s: fields.integer("off_delay_s").unwrap_or(default.off_delay_s),
        cooldown_s: fields.integer("cooldown_s").unwrap_or(default.cooldown_s),
        reminder_s: fields.integer("reminder_s"),
        blocks: fields.objects("blocks", MOST_BLOCKS, block).unwrap_or_default(),
        holidays: fields.texts("holidays", MOST_HOLIDAYS).unwrap_or_default(),
        zone: fields.text("zone"),
        leaving: or(fields.text("leaving"), default.leaving),
        template: fields.text("template"),
        update_step: fields.number("update_step"),
        channels: fields.texts("channels", MOST_CHANNELS).unwrap_or(default.channels),
        recipients: fields.integers("recipients", MOST_RECIPIENTS).unwrap_or_default(),
        escalation: fields.objects("escalation", MOST_STEPS, step).unwrap_or_default(),
        enabled: fields.boolean("enabled").unwrap_or(default.enabled),
    }
}

fn block(fields: &mut Fields<'_>) -> BlockDraft {
    fields.only(&BLOCK_KEYS);
    let time = |text: &str| Ok(text.to_owned());
    BlockDraft {
        start: fields.required_parsed("start", time).unwrap_or_default(),
        end: fields.required_parsed("end", time).unwrap_or_default(),
        days: fields.text("days").unwrap_or_else(|| "0,1,2,3,4,5,6".to_owned()),
        holidays: fields.text("holidays").unwrap_or_else(|| "as_weekday".to_owned()),
    }
}

fn step(fields: &mut Fields<'_>) -> EscalationDraft {
    fields.only(&STEP_KEYS);
    EscalationDraft {
        after_s: fields.required_integer("after_s").unwrap_or_default(),
        recipients: fields.integers("recipients", MOST_RECIPIENTS).unwrap_or_default(),
    }
}

/// The fields that name a recipient who is not known.
pub(crate) fn unknown_recipients(draft: &RuleDraft, known: &[i64]) -> Vec<String> {
    let unknown = |list: &str, numbers: &[i64]| {
        let places = numbers.iter().enumerate().filter(|(_, number)| !known.contains(number));
        places.map(|(place, _)| format!("{list}.{place}")).collect::<Vec<_>>()
    };
    let mut fields = unknown("recipients", &draft.recipients);
    for (place, step) in draft.escalation.iter().enumerate() {
        fields.extend(unknown(&format!("escalation.{place}.recipients"), &step.recipients));
    }
    fields
}
