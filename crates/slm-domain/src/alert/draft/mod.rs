//! A rule with all its fields as they are given, and what it means once it is checked.

mod metric;
#[cfg(test)]
mod tests;
mod times;

use std::time::Duration;

use super::audience;
use super::check::{Checking, NAME_CHARS, channels, comparison, finite, margin, plain, seconds};
use super::{
    AppliesTo, Channel, Comparison, Condition, EscalationDraft, Metric, RuleAudience, RuleDefinition,
    RuleProblem, Severity, Template,
};
use crate::UnitId;

/// A rule as it is given: words and numbers that nobody has checked yet.
///
/// [`RuleText`](super::RuleText) has the fields of the compatible API, which this one can express as well.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleDraft {
    /// Shown to people.
    pub name: String,
    /// `info`, `warning` or `critical`.
    pub severity: String,
    /// `all`, `group:NAME` or `unit:NAME`.
    pub applies_to: String,
    /// What is looked at: a level (`lp`, `leq`, `ln1`…), a figure of a window (`leq_t`, `lmax_t`, `lmin_t`, `lpeak_t`,
    /// `l10_t`…), a change (`lp_change`…), `battery`, `card_free_mb`, `card_free_percent`, `clock_offset_s`,
    /// `connectivity` or `no_data_s`.
    pub metric: String,
    /// `rolling`, `aligned` or `daily`; for figures of windows.
    pub window: Option<String>,
    /// Length of a rolling or aligned window, or the time of a change, seconds.
    pub window_s: Option<i64>,
    /// Begin of a daily window, `HH:MM`.
    pub window_from: Option<String>,
    /// End of a daily window, `HH:MM`.
    pub window_to: Option<String>,
    /// Covered share from which a window counts, 0.01 to 1; 0.9 unless given.
    pub required_coverage: Option<f64>,
    /// Level that was not exceeded by what was missed of a window, dB.
    pub ceiling_db: Option<f64>,
    /// `above`, `below`, `at_or_above` or `at_or_below`.
    pub comparison: String,
    /// The limit, in the metric's unit; connectivity has none.
    pub threshold: Option<f64>,
    /// How far inside the threshold the value must be to have recovered.
    pub dead_band: f64,
    /// Seconds of a breach before it counts.
    pub on_delay_s: i64,
    /// Seconds of a recovery before it counts.
    pub off_delay_s: i64,
    /// Least seconds from one onset to the next.
    pub cooldown_s: i64,
    /// While the limit is broken and nobody took note: seconds until it is told again, and again.
    pub reminder_s: Option<i64>,
    /// When it applies; none: always.
    pub blocks: Vec<BlockDraft>,
    /// Dates that count as holidays, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
    /// IANA name of the zone whose clock counts; the site's unless given.
    pub zone: Option<String>,
    /// At the end of its times an open event is ended, `close`, or stays until the value clears it, `keep`.
    pub leaving: String,
    /// What its messages say.
    pub template: Option<String>,
    /// A peak that has risen by so much is told again.
    pub update_step: Option<f64>,
    /// `log`, `email`, `sms`, `webhook`, `mqtt`.
    pub channels: Vec<String>,
    /// Numbers of the recipients who are told first.
    pub recipients: Vec<i64>,
    /// Who is told when nobody acknowledges.
    pub escalation: Vec<EscalationDraft>,
    /// Whether it is applied.
    pub enabled: bool,
}

/// A time of the day on some days, as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockDraft {
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`; the same as the begin, or earlier: on the next day.
    pub end: String,
    /// `0` (Monday) to `6`, separated by commas; empty: none but holidays.
    pub days: String,
    /// `as_weekday`, `excluded` or `included`.
    pub holidays: String,
}

impl RuleDraft {
    /// A limit on a metric, with the usual for everything else.
    pub fn new(metric: &str, threshold: f64) -> Self {
        Self {
            name: "Alert".to_owned(),
            severity: "warning".to_owned(),
            applies_to: "all".to_owned(),
            metric: metric.to_owned(),
            window: None,
            window_s: None,
            window_from: None,
            window_to: None,
            required_coverage: None,
            ceiling_db: None,
            comparison: "above".to_owned(),
            threshold: Some(threshold),
            dead_band: 0.0,
            on_delay_s: 0,
            off_delay_s: 0,
            cooldown_s: 0,
            reminder_s: None,
            blocks: Vec::new(),
            holidays: Vec::new(),
            zone: None,
            leaving: "close".to_owned(),
            template: None,
            update_step: None,
            channels: vec!["log".to_owned()],
            recipients: Vec::new(),
            escalation: Vec::new(),
            enabled: true,
        }
    }

    /// What the rule means.
    ///
    /// # Errors
    /// Every field that means nothing, or that does not fit the others.
    pub fn check(&self) -> Result<RuleDefinition, Vec<RuleProblem>> {
        let mut checking = Checking::default();
        checking.take("name", plain(&self.name, NAME_CHARS));
        let severity = checking.take("severity", severity(&self.severity));
        let applies_to = checking.take("applies_to", applies_to(&self.applies_to));
        let metric = self.check_metric(&mut checking);
        let condition = self.check_condition(&mut checking, metric);
        let scope = self.check_times(&mut checking);
        let template = self.template.as_deref().map(|text| {
            checking.take("template", text.parse::<Template>().map_err(|error| error.to_string()))
        });
        if let Some(step) = self.update_step {
            let is_step = step.is_finite() && step > 0.0;
            checking.require("update_step", is_step, "expected a number above 0");
        }
        let words = self.channels.iter().map(String::as_str);
        let channels = checking.take("channels", channels(words, &Channel::ALL));
        let recipients = audience::recipients(&mut checking, "recipients", &self.recipients);
        let escalation = audience::escalation(&mut checking, &self.escalation);
        match (severity, applies_to, metric, condition, scope, channels) {
            (
                Some(severity),
                Some(applies_to),
                Some(metric),
                Some(condition),
                Some(scope),
                Some(channels),
            ) if checking.problems.is_empty() => Ok(RuleDefinition {
                name: self.name.clone(),
                severity,
                applies_to,
                metric,
                condition,
                scope,
                template: template.flatten(),
                update_step: self.update_step,
                audience: RuleAudience { channels, recipients, addresses: Vec::new(), escalation },
                enabled: self.enabled,
            }),
            _ => Err(checking.problems),
        }
    }

    fn check_condition(&self, checking: &mut Checking, metric: Option<Metric>) -> Option<Condition> {
        let comparison = checking.take("comparison", comparison(&self.comparison));
        let threshold = checking.take("threshold", threshold(self.threshold, metric));
        checking.take("dead_band", margin(self.dead_band).and_then(|()| within(self.dead_band, 0.0, 1e6)));
        let on_delay = checking.take("on_delay_s", seconds(self.on_delay_s));
        let off_delay = checking.take("off_delay_s", seconds(self.off_delay_s));
        let cooldown = checking.take("cooldown_s", seconds(self.cooldown_s));
        let reminder = self.reminder_s.map(|every| checking.take("reminder_s", reminder(every)));
        if metric.is_some_and(|metric| metric.is_aligned()) {
            let reason = "expected 0: a clock-aligned window has its answer when it ends";
            checking.require("on_delay_s", self.on_delay_s == 0, reason);
            checking.require("off_delay_s", self.off_delay_s == 0, reason);
        }
        if matches!(metric, Some(Metric::Connectivity | Metric::NoData)) {
            let is_above = comparison.is_none_or(|comparison| comparison == Comparison::Above);
            checking.require("comparison", is_above, "expected above");
            checking.require(
                "dead_band",
                self.dead_band == 0.0,
                "expected 0: it is over when the unit is back",
            );
        }
        Some(Condition {
            dead_band: self.dead_band,
            on_delay: on_delay?,
            off_delay: off_delay?,
            cooldown: cooldown?,
            reminder: reminder.flatten(),
            ..Condition::new(comparison?, threshold?)
        })
    }
}

/// More often than once a minute nobody needs to hear of it.
fn reminder(every: i64) -> Result<Duration, String> {
    let every = seconds(every)?;
    if every < Duration::from_mins(1) { Err("expected 60 seconds or more".to_owned()) } else { Ok(every) }
}

fn severity(word: &str) -> Result<Severity, String> {
    let found = Severity::ALL.into_iter().find(|severity| severity.as_str() == word);
    found.ok_or_else(|| "expected info, warning or critical".to_owned())
}

fn applies_to(text: &str) -> Result<AppliesTo, String> {
    match text.split_once(':') {
        None if text == "all" => Ok(AppliesTo::All),
        Some(("unit", name)) => UnitId::new(name).map(AppliesTo::Unit).map_err(|error| error.to_string()),
        Some(("group", name)) if !name.trim().is_empty() => {
            plain(name, NAME_CHARS).map(|()| AppliesTo::Group(name.to_owned()))
        }
        _ => Err("expected all, group:NAME or unit:NAME".to_owned()),
    }
}

/// The limit, where it can be one of the metric.
fn threshold(given: Option<f64>, metric: Option<Metric>) -> Result<f64, String> {
    let (least, most) = match metric {
        Some(Metric::Connectivity) if given.is_none() => return Ok(0.0),
        Some(Metric::Connectivity) => return Err("expected none: a unit answers or not".to_owned()),
        Some(Metric::Level(_) | Metric::Window(_)) | None => (-100.0, 300.0),
        Some(Metric::Change { .. }) => (-300.0, 300.0),
        Some(Metric::Battery) => (0.0, 4.0),
        Some(Metric::CardFreePercent) => (0.0, 100.0),
        Some(Metric::CardFreeMegabytes) => (0.0, 1e9),
        Some(Metric::ClockOffset) => (0.0, 1e9),
        Some(Metric::NoData) => (1.0, 366.0 * 86_400.0),
    };
    let given = given.ok_or_else(|| "expected a number".to_owned())?;
    finite(given).and_then(|()| within(given, least, most)).map(|()| given)
}

fn within(number: f64, least: f64, most: f64) -> Result<(), String> {
    if (least..=most).contains(&number) { Ok(()) } else { Err(format!("expected {least} to {most}")) }
}
