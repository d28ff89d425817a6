//! A unit's rule in the fields of the compatible API, and what it means once it is checked.

use nl43_proto::Quantity;

use super::check::{
    Checking, NAME_CHARS, RECIPIENTS_CHARS, channels, finite, given, list, margin, plain, seconds,
    strict_comparison,
};
use super::{
    AppliesTo, Block, Channel, ClockTime, Comparison, Condition, Days, Leaving, Metric, RuleAudience,
    RuleDefinition, RuleProblem, Severity, TimeScope,
};
use crate::UnitId;
use crate::delivery::is_address;

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

    /// Whether every field means something, and every recipient can be reached. What the compatible service has stored is
    /// not held to the latter.
    ///
    /// # Errors
    /// Every field that means nothing.
    pub fn check(&self) -> Result<(), Vec<RuleProblem>> {
        let mut problems = self.read(AppliesTo::All).err().unwrap_or_default();
        let nobody = list(self.recipients.as_deref().unwrap_or_default()).find(|text| !is_address(text));
        let is_readable = problems.iter().all(|problem| problem.field != "recipients");
        if let Some(nobody) = nobody.filter(|_| is_readable) {
            let reason = format!(
                "expected e-mail addresses or telephone numbers, separated by commas; \"{nobody}\" is neither"
            );
            problems.push(RuleProblem { field: "recipients".into(), reason });
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// What the rule means for its unit.
    ///
    /// # Errors
    /// Every field that means nothing.
    pub fn define(&self, unit: &UnitId) -> Result<RuleDefinition, Vec<RuleProblem>> {
        self.read(AppliesTo::Unit(unit.clone()))
    }

    fn read(&self, applies_to: AppliesTo) -> Result<RuleDefinition, Vec<RuleProblem>> {
        let mut reading = Checking::default();
        reading.take("name", plain(&self.name, NAME_CHARS));
        let metric = reading.take("metric", metric(&self.metric));
        let comparison = reading.take("comparison", strict_comparison(&self.comparison));
        reading.take("threshold_db", finite(self.threshold_db));
        let duration = reading.take("duration_s", seconds(self.duration_s));
        reading.take("clear_margin_db", margin(self.clear_margin_db));
        let cooldown = reading.take("cooldown_s", seconds(self.cooldown_s));
        let start = reading.take("schedule_start", given(self.schedule_start.as_deref()));
        let end = reading.take("schedule_end", given(self.schedule_end.as_deref()));
        let days = reading.take("schedule_days", given(self.schedule_days.as_deref()));
        let channels = reading.take("channels", channels(list(&self.channels), &CHANNELS));
        let recipients = self.recipients.as_deref().unwrap_or_default();
        reading.take("recipients", plain(recipients, RECIPIENTS_CHARS));
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        let duration = duration.unwrap_or_default();
        Ok(RuleDefinition {
            name: self.name.clone(),
            severity: Severity::default(),
            applies_to,
            metric: Metric::Level(metric.unwrap_or(Quantity::Lp)),
            condition: Condition {
                dead_band: self.clear_margin_db,
                on_delay: duration,
                off_delay: duration,
                cooldown: cooldown.unwrap_or_default(),
                ..Condition::new(comparison.unwrap_or(Comparison::Above), self.threshold_db)
            },
            scope: TimeScope {
                blocks: block(start.flatten(), end.flatten(), days.flatten()).into_iter().collect(),
                leaving: Leaving::Keep,
                ..TimeScope::default()
            },
            template: None,
            update_step: None,
            audience: RuleAudience {
                channels: channels.unwrap_or_default(),
                addresses: list(recipients).map(str::to_owned).collect(),
                ..RuleAudience::default()
            },
            enabled: self.enabled,
        })
    }
}

/// What these rules compare: the levels the compatible service shows.
pub const METRICS: [Quantity; 7] = [
    Quantity::Lp,
    Quantity::Leq,
    Quantity::Lmax,
    Quantity::Lmin,
    Quantity::Lpeak,
    Quantity::Ln1,
    Quantity::Ln2,
];

/// How these rules are told.
const CHANNELS: [Channel; 3] = [Channel::Log, Channel::Email, Channel::Sms];

/// One time alone is no window; equal times mean the whole day.
fn block(start: Option<ClockTime>, end: Option<ClockTime>, days: Option<Days>) -> Option<Block> {
    let window = start.zip(end).filter(|(start, end)| start != end);
    let (start, end) = window.unwrap_or((ClockTime::MIDNIGHT, ClockTime::MIDNIGHT));
    let is_limited = window.is_some() || days.is_some();
    is_limited.then(|| Block { start, end, days: days.unwrap_or(Days::ALL), ..Block::ALWAYS })
}

fn metric(word: &str) -> Result<Quantity, String> {
    let found = METRICS.into_iter().find(|metric| metric.key() == word);
    found.ok_or_else(|| "expected lp, leq, lmax, lmin, lpeak, ln1 or ln2".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::alert::Judgement;

    fn wrong_fields(change: impl FnOnce(&mut RuleText)) -> Vec<String> {
        let mut text = RuleText::new(70.0);
        change(&mut text);
        let problems = text.check().err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.field.into_owned()).collect()
    }

    fn meaning(text: &RuleText) -> RuleDefinition {
        text.define(&UnitId::new("gate").unwrap()).unwrap()
    }

    #[test]
    fn a_rule_with_defaults_is_sound() {
        let rule = meaning(&RuleText::new(70.0));
        assert_eq!(rule.applies_to, AppliesTo::Unit(UnitId::new("gate").unwrap()));
        assert_eq!(rule.metric, Metric::Level(Quantity::Lp));
        let condition = Condition {
            dead_band: 2.0,
            cooldown: Duration::from_mins(5),
            ..Condition::new(Comparison::Above, 70.0)
        };
        assert_eq!((rule.condition, rule.audience.channels), (condition, vec![Channel::Log]));
        assert_eq!((rule.scope.blocks.len(), rule.scope.leaving), (0, Leaving::Keep));
    }

    #[test]
    fn recipients_are_addresses_unless_they_were_stored_before() {
        for text in ["a@example.org", "a@example.org, +49 30 1 , ", "112", ""] {
            assert!(wrong_fields(|rule| rule.recipients = Some(text.to_owned())).is_empty(), "{text}");
        }
        for text in ["the boss", "a@example.org, b", "a@", "+49 30 one"] {
            assert_eq!(
                wrong_fields(|rule| rule.recipients = Some(text.to_owned())),
                ["recipients"],
                "{text}"
            );
        }
        let stored = RuleText { recipients: Some("the boss".to_owned()), ..RuleText::new(70.0) };
        assert_eq!(meaning(&stored).audience.addresses, ["the boss"]);
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
        let rule = meaning(&text);
        assert_eq!(rule.audience.channels, [Channel::Sms, Channel::Email]);
        assert_eq!(rule.audience.addresses, ["a@example.org", "+49 30 1"]);
        let block = Block {
            start: "22:00".parse().unwrap(),
            end: "06:30".parse().unwrap(),
            days: "5,6".parse().unwrap(),
            ..Block::ALWAYS
        };
        assert_eq!(rule.scope.blocks, [block]);
        let condition = rule.condition;
        assert_eq!(condition.judge(40.4), Judgement::Breached);
        assert_ne!(condition.judge(40.5), Judgement::Breached);
        assert_eq!((condition.on_delay.as_secs(), condition.off_delay.as_secs()), (7, 7));
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
        let rule = meaning(&text);
        assert_eq!((rule.scope.blocks, rule.audience.channels.len()), (Vec::new(), 0));
    }

    #[test]
    fn equal_times_mean_the_whole_day() {
        let times = Some("10:00".to_owned());
        let text = RuleText { schedule_start: times.clone(), schedule_end: times, ..RuleText::new(70.0) };
        assert_eq!(meaning(&text).scope.blocks, []);
        let weekend = RuleText { schedule_days: Some("5,6".to_owned()), ..text };
        assert_eq!(meaning(&weekend).scope.blocks, [Block { days: "5,6".parse().unwrap(), ..Block::ALWAYS }]);
    }
}
