//! A unit's rule as an operator writes it, and what it means once it is checked.

use std::time::Duration;

use nl43_proto::Quantity;

use super::{AlertRule, Comparison, Schedule};

/// A rule as it is written and kept: words that nobody has checked yet.
///
/// Rows of older services may say anything here; [`check`](Self::check) tells whether they mean something.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleText {
    /// Shown to people.
    pub name: String,
    /// `lp`, `leq`, `lmax`, `lmin`, `lpeak`, `ln1` or `ln2`.
    pub metric: String,
    /// `above` or `below`.
    pub comparison: String,
    /// The limit, dB.
    pub threshold_db: f64,
    /// Seconds the level must have exceeded, or recovered, before the edge counts.
    pub duration_s: i64,
    /// How far inside the threshold the level must be to have recovered, dB.
    pub clear_margin_db: f64,
    /// Least seconds from one onset to the next.
    pub cooldown_s: i64,
    /// `HH:MM`, site time.
    pub schedule_start: Option<String>,
    /// `HH:MM`, site time.
    pub schedule_end: Option<String>,
    /// `0` (Monday) to `6`, separated by commas.
    pub schedule_days: Option<String>,
    /// `log`, `email`, `sms`, separated by commas.
    pub channels: String,
    /// Separated by commas.
    pub recipients: Option<String>,
    /// Whether it is applied.
    pub enabled: bool,
}

impl RuleText {
    /// A rule with the defaults of the compatible API.
    pub fn new(threshold_db: f64) -> Self {
        Self {
            name: "Alert".to_owned(),
            metric: "lp".to_owned(),
            comparison: "above".to_owned(),
            threshold_db,
            duration_s: 0,
            clear_margin_db: 2.0,
            cooldown_s: 300,
            schedule_start: None,
            schedule_end: None,
            schedule_days: None,
            channels: "log".to_owned(),
            recipients: None,
            enabled: true,
        }
    }

    /// What the rule means.
    ///
    /// # Errors
    /// Every field that means nothing.
    pub fn check(&self) -> Result<RuleDefinition, Vec<RuleProblem>> {
        let mut reading = Checking::default();
        reading.take("name", plain(&self.name, NAME_CHARS));
        let metric = reading.take("metric", metric(&self.metric));
        let comparison = reading.take("comparison", comparison(&self.comparison));
        reading.take("threshold_db", finite(self.threshold_db));
        let duration = reading.take("duration_s", seconds(self.duration_s));
        reading.take("clear_margin_db", margin(self.clear_margin_db));
        let cooldown = reading.take("cooldown_s", seconds(self.cooldown_s));
        let start = reading.take("schedule_start", given(self.schedule_start.as_deref()));
        let end = reading.take("schedule_end", given(self.schedule_end.as_deref()));
        let days = reading.take("schedule_days", given(self.schedule_days.as_deref()));
        let channels = reading.take("channels", channels(&self.channels));
        let recipients = self.recipients.as_deref().unwrap_or_default();
        reading.take("recipients", plain(recipients, RECIPIENTS_CHARS));
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        Ok(RuleDefinition {
            name: self.name.clone(),
            metric: metric.unwrap_or(Quantity::Lp),
            comparison: comparison.unwrap_or(Comparison::Above),
            threshold_db: self.threshold_db,
            duration: duration.unwrap_or_default(),
            clear_margin_db: self.clear_margin_db,
            cooldown: cooldown.unwrap_or_default(),
            // One time alone is no window.
            schedule: Schedule { window: start.flatten().zip(end.flatten()), days: days.flatten() },
            channels: channels.unwrap_or_default(),
            recipients: list(recipients).map(str::to_owned).collect(),
            enabled: self.enabled,
        })
    }
}

/// A field of a rule that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct RuleProblem {
    /// The field's name.
    pub field: &'static str,
    /// What was expected.
    pub reason: String,
}

/// A rule whose every word means something.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleDefinition {
    /// Shown to people.
    pub name: String,
    /// What is compared.
    pub metric: Quantity,
    /// Above or below.
    pub comparison: Comparison,
    /// The limit, dB.
    pub threshold_db: f64,
    /// How long the level must have exceeded, or recovered, before the edge counts.
    pub duration: Duration,
    /// How far inside the threshold the level must be to have recovered, dB.
    pub clear_margin_db: f64,
    /// Least time from one onset to the next.
    pub cooldown: Duration,
    /// When onsets count; a clear counts at any time.
    pub schedule: Schedule,
    /// Who tells it, each once.
    pub channels: Vec<Channel>,
    /// Whom it is told.
    pub recipients: Vec<String>,
    /// Whether it is applied.
    pub enabled: bool,
}

impl RuleDefinition {
    /// The condition, for readings that have a gap between them when they lie further apart than `max_gap`.
    pub fn condition(&self, max_gap: Duration) -> AlertRule {
        AlertRule {
            name: self.name.clone(),
            metric: self.metric,
            comparison: self.comparison,
            threshold_db: self.threshold_db,
            on_delay: self.duration,
            off_delay: self.duration,
            clear_margin_db: self.clear_margin_db,
            cooldown: self.cooldown,
            reminder: None,
            max_gap,
        }
    }
}

/// A way by which an alert is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// The server's log.
    Log,
    /// E-mail.
    Email,
    /// Short message.
    Sms,
}

/// What rules compare: the levels the compatible service shows.
pub const METRICS: [Quantity; 7] = [
    Quantity::Lp,
    Quantity::Leq,
    Quantity::Lmax,
    Quantity::Lmin,
    Quantity::Lpeak,
    Quantity::Ln1,
    Quantity::Ln2,
];

const NAME_CHARS: usize = 200;
const RECIPIENTS_CHARS: usize = 2_000;
/// A year: no alert waits longer.
const MAX_SECONDS: u64 = 366 * 24 * 3600;

/// Collects what is wrong.
#[derive(Default)]
struct Checking {
    problems: Vec<RuleProblem>,
}

impl Checking {
    fn take<T>(&mut self, field: &'static str, value: Result<T, String>) -> Option<T> {
        value.map_err(|reason| self.problems.push(RuleProblem { field, reason })).ok()
    }
}

fn plain(text: &str, most: usize) -> Result<(), String> {
    if text.chars().count() > most {
        return Err(format!("expected at most {most} characters"));
    }
    if text.chars().any(char::is_control) {
        return Err("expected a text without control characters".to_owned());
    }
    Ok(())
}

fn metric(word: &str) -> Result<Quantity, String> {
    let found = METRICS.into_iter().find(|metric| metric.key() == word);
    found.ok_or_else(|| "expected lp, leq, lmax, lmin, lpeak, ln1 or ln2".to_owned())
}

fn comparison(word: &str) -> Result<Comparison, String> {
    match word {
        "above" => Ok(Comparison::Above),
        "below" => Ok(Comparison::Below),
        _ => Err("expected above or below".to_owned()),
    }
}

fn finite(decibels: f64) -> Result<(), String> {
    if decibels.is_finite() { Ok(()) } else { Err("expected a finite number".to_owned()) }
}

fn margin(decibels: f64) -> Result<(), String> {
    finite(decibels)?;
    if decibels < 0.0 { Err("expected 0 or more".to_owned()) } else { Ok(()) }
}

fn seconds(seconds: i64) -> Result<Duration, String> {
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds <= MAX_SECONDS);
    seconds.map(Duration::from_secs).ok_or_else(|| format!("expected 0 to {MAX_SECONDS} seconds"))
}

/// A text that may be left out; forms send an empty one for that.
fn given<T: std::str::FromStr<Err: ToString>>(text: Option<&str>) -> Result<Option<T>, String> {
    let text = text.filter(|text| !text.trim().is_empty());
    text.map(|text| text.parse().map_err(|error: T::Err| error.to_string())).transpose()
}

fn channels(text: &str) -> Result<Vec<Channel>, String> {
    let mut channels = Vec::new();
    for word in list(text) {
        let channel = match word {
            "log" => Channel::Log,
            "email" => Channel::Email,
            "sms" => Channel::Sms,
            _ => return Err("expected log, email, sms, separated by commas".to_owned()),
        };
        if !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    Ok(channels)
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong_fields(change: impl FnOnce(&mut RuleText)) -> Vec<&'static str> {
        let mut text = RuleText::new(70.0);
        change(&mut text);
        let problems = text.check().err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_rule_with_defaults_is_sound() {
        let rule = RuleText::new(70.0).check().unwrap();
        assert_eq!(
            (rule.metric, rule.comparison, rule.cooldown.as_secs()),
            (Quantity::Lp, Comparison::Above, 300)
        );
        assert_eq!((rule.schedule, rule.channels), (Schedule::default(), vec![Channel::Log]));
    }

    #[test]
    fn every_word_gets_its_meaning() {
        let text = RuleText {
            metric: "ln2".to_owned(),
            comparison: "below".to_owned(),
            duration_s: 7,
            schedule_start: Some("22:00".to_owned()),
            schedule_end: Some("6:30".to_owned()),
            schedule_days: Some("5, 6".to_owned()),
            channels: "sms, email,sms".to_owned(),
            recipients: Some("a@example.org, +49 30 1".to_owned()),
            ..RuleText::new(40.5)
        };
        let rule = text.check().unwrap();
        assert_eq!(rule.channels, [Channel::Sms, Channel::Email]);
        assert_eq!(rule.recipients, ["a@example.org", "+49 30 1"]);
        assert!(rule.schedule.window.is_some() && rule.schedule.days.is_some());
        let condition = rule.condition(Duration::from_secs(30));
        assert!(condition.is_breached_by(40.4) && !condition.is_breached_by(40.5));
        assert_eq!((condition.on_delay, condition.off_delay), (rule.duration, rule.duration));
    }

    #[test]
    fn nonsense_is_named_by_its_field_and_all_of_it() {
        assert_eq!(wrong_fields(|rule| rule.metric = "LP".to_owned()), ["metric"]);
        assert_eq!(wrong_fields(|rule| rule.metric = "le".to_owned()), ["metric"]);
        assert_eq!(wrong_fields(|rule| rule.comparison = "over".to_owned()), ["comparison"]);
        assert_eq!(wrong_fields(|rule| rule.threshold_db = f64::NAN), ["threshold_db"]);
        assert_eq!(wrong_fields(|rule| rule.duration_s = -1), ["duration_s"]);
        assert_eq!(wrong_fields(|rule| rule.cooldown_s = i64::MAX), ["cooldown_s"]);
        assert_eq!(wrong_fields(|rule| rule.clear_margin_db = -0.1), ["clear_margin_db"]);
        assert_eq!(wrong_fields(|rule| rule.clear_margin_db = f64::INFINITY), ["clear_margin_db"]);
        assert_eq!(wrong_fields(|rule| rule.schedule_start = Some("abc".to_owned())), ["schedule_start"]);
        assert_eq!(wrong_fields(|rule| rule.schedule_days = Some("7".to_owned())), ["schedule_days"]);
        assert_eq!(wrong_fields(|rule| rule.channels = "log,pager".to_owned()), ["channels"]);
        assert_eq!(wrong_fields(|rule| rule.recipients = Some("a\r\nBcc: b".to_owned())), ["recipients"]);
        assert_eq!(wrong_fields(|rule| rule.name = "x".repeat(201)), ["name"]);
        let two = wrong_fields(|rule| (rule.duration_s, rule.schedule_end) = (-1, Some("25:00".to_owned())));
        assert_eq!(two, ["duration_s", "schedule_end"]);
    }

    #[test]
    fn empty_texts_and_one_time_alone_are_no_schedule() {
        let text = RuleText {
            schedule_start: Some("22:00".to_owned()),
            schedule_end: Some(String::new()),
            schedule_days: Some(" ".to_owned()),
            channels: String::new(),
            ..RuleText::new(70.0)
        };
        let rule = text.check().unwrap();
        assert_eq!((rule.schedule, rule.channels.len()), (Schedule::default(), 0));
    }
}
