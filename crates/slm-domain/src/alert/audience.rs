//! Who is told of a rule's events.

use super::Channel;
use super::check::Checking;
use crate::delivery::{Escalation, EscalationStep};

/// Who is told of a rule's events, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleAudience {
    /// What tells it, each once. Of a kind of which no recipient is named, all recipients are meant.
    pub channels: Vec<Channel>,
    /// Numbers of the recipients who are told first, each once.
    pub recipients: Vec<i64>,
    /// Addresses without a number, as rules of the compatible API name them.
    pub addresses: Vec<String>,
    /// Who is told when nobody acknowledges.
    pub escalation: Escalation,
}

/// A step of an escalation as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationDraft {
    /// Seconds after the onset.
    pub after_s: i64,
    /// Numbers of the recipients who are told then.
    pub recipients: Vec<i64>,
}

/// Recipients by their numbers, each once.
pub(super) fn recipients(checking: &mut Checking, field: &str, numbers: &[i64]) -> Vec<i64> {
    let most = Escalation::RECIPIENTS;
    checking.require(field.to_owned(), numbers.len() <= most, "expected at most 50");
    let mut known = Vec::new();
    for (place, number) in numbers.iter().take(most).enumerate() {
        checking.require(format!("{field}.{place}"), *number > 0, "expected the number of a recipient");
        if !known.contains(number) {
            known.push(*number);
        }
    }
    known
}

/// What the steps mean.
pub(super) fn escalation(checking: &mut Checking, drafts: &[EscalationDraft]) -> Escalation {
    checking.require("escalation", drafts.len() <= Escalation::STEPS, "expected at most 10 steps");
    let mut steps: Vec<EscalationStep> = Vec::new();
    for (place, draft) in drafts.iter().take(Escalation::STEPS).enumerate() {
        let field = |name: &str| format!("escalation.{place}.{name}");
        let after = checking.take(field("after_s"), super::check::seconds(draft.after_s)).unwrap_or_default();
        let is_later = steps.last().map_or(!after.is_zero(), |before| before.after < after);
        checking.require(
            field("after_s"),
            draft.after_s < 0 || (is_later && after <= Escalation::LONGEST),
            "expected more seconds than the step before, and at most 7 days",
        );
        let named = recipients(checking, &field("recipients"), &draft.recipients);
        checking.require(field("recipients"), !named.is_empty(), "expected a recipient");
        steps.push(EscalationStep { after, recipients: named });
    }
    if !checking.problems.is_empty() {
        return Escalation::default();
    }
    let checked = Escalation::new(steps).map_err(|problem| problem.reason);
    checking.take("escalation", checked).unwrap_or_default()
}
