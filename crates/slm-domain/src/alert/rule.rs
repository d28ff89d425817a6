//! A rule whose every word means something.

use std::fmt;

use super::{Condition, Metric, RuleAudience, Template, TimeScope};
use crate::UnitId;

/// The number of a rule.
pub type RuleId = i64;

/// A rule: what is looked at, what is asked of it, when it applies, to whom, and how it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleDefinition {
    /// Shown to people.
    pub name: String,
    /// How grave a breach is.
    pub severity: Severity,
    /// Whose rule it is.
    pub applies_to: AppliesTo,
    /// What is looked at.
    pub metric: Metric,
    /// What is asked of it.
    pub condition: Condition,
    /// When it applies.
    pub scope: TimeScope,
    /// What its messages say; `None`: the usual.
    pub template: Option<Template>,
    /// A peak that has risen by so much since it was last told is told again; `None`: with the next edge only.
    pub update_step: Option<f64>,
    /// Who is told, and by what.
    pub audience: RuleAudience,
    /// Whether it is applied.
    pub enabled: bool,
}

/// How grave a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something to look after.
    #[default]
    Warning,
    /// Something to act on.
    Critical,
}

/// Whose rule it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AppliesTo {
    /// Every unit.
    All,
    /// The units of a group.
    Group(String),
    /// One unit.
    Unit(UnitId),
}

impl AppliesTo {
    /// Whether a unit that is in these groups is meant.
    pub fn includes<'a>(&self, unit: &UnitId, groups: impl IntoIterator<Item = &'a str>) -> bool {
        match self {
            Self::All => true,
            Self::Group(group) => groups.into_iter().any(|other| other == group),
            Self::Unit(other) => other == unit,
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
    /// An HTTP request.
    Webhook,
    /// MQTT.
    Mqtt,
}

impl Severity {
    /// All, from the least.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    /// The name in JSON and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

impl Channel {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Log, Self::Email, Self::Sms, Self::Webhook, Self::Mqtt];

    /// Whether people read what comes by it, who want to hear of an incident and then how it gets on. Programs want all of it.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Email | Self::Sms)
    }

    /// The name in JSON and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Webhook => "webhook",
            Self::Mqtt => "mqtt",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
