//! What is told of something that happened: in the logs, and to those who watch.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_domain::alert::{
    Channel, Metric, RuleDefinition, RuleId, Telling, Transition, TransitionKind, message,
};
use slm_domain::{AlertEdge, AlertNotice, UnitId};
use slm_store::LogLevel;

/// What is told of something that happened, once it is written.
#[derive(Debug)]
pub(super) struct News {
    pub(super) unit: UnitId,
    /// For the logs; only what happened to an event has one.
    pub(super) line: Option<Line>,
    /// For those who watch.
    pub(super) notice: Option<AlertNotice>,
}

/// A line for the unit's log.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) level: LogLevel,
    /// Whether the server's log has it, too.
    pub(super) is_logged: bool,
}

/// A transition in words, and as viewers are shown it.
pub(super) fn news_of(rule: &RuleDefinition, what: &Transition, zone: &TimeZone) -> News {
    let is_told = what.telling == Telling::Tell;
    let notice = edge_of(what).map(|edge| AlertNotice {
        is_quiet: !is_told,
        ..notice_of(rule, what.rule, edge, what.at, what.event.value)
    });
    let is_begin = matches!(what.kind, TransitionKind::Raised | TransitionKind::Unshelved);
    let text = message(rule, what, zone).text;
    let line = Line {
        text: format!("Alert rule {} ({}) {}: {text}", what.rule, rule.name, what.kind.as_str()),
        level: if is_begin { LogLevel::Warning } else { LogLevel::Info },
        is_logged: is_told && rule.audience.channels.contains(&Channel::Log),
    };
    News { unit: what.unit.clone(), line: Some(line), notice }
}

/// What those who watch are told of a transition, also of one that is told to nobody else: what they look at has changed.
fn edge_of(what: &Transition) -> Option<AlertEdge> {
    match what.kind {
        TransitionKind::Raised => Some(AlertEdge::Onset),
        TransitionKind::Reminded | TransitionKind::Peak => {
            (what.telling == Telling::Tell).then_some(AlertEdge::Reminder)
        }
        TransitionKind::Cleared | TransitionKind::Closed(_) => Some(AlertEdge::Clear),
        TransitionKind::Acknowledged => Some(AlertEdge::Acknowledged),
        TransitionKind::Shelved(_) => Some(AlertEdge::Shelved),
        TransitionKind::Unshelved => Some(AlertEdge::Unshelved),
    }
}

/// What those who watch are told of a rule; by itself it is told to nobody else.
pub(super) fn notice_of(
    rule: &RuleDefinition,
    id: RuleId,
    edge: AlertEdge,
    at: Timestamp,
    value: Option<f64>,
) -> AlertNotice {
    let has_limit = rule.metric != Metric::Connectivity;
    AlertNotice {
        at,
        edge,
        is_quiet: true,
        rule_id: Some(id),
        rule: rule.name.clone(),
        severity: rule.severity,
        metric: rule.metric.key(),
        unit: rule.metric.unit().into(),
        value,
        comparison: rule.condition.comparison,
        threshold: Some(rule.condition.threshold).filter(|_| has_limit),
    }
}
