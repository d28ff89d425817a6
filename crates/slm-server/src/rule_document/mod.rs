//! Rules with all their fields, between JSON and the domain.
//!
//! One place reads them, for the API, rules that are tried and rules in files: [`read`]. What the database keeps and
//! the API shows are the same fields: [`fields`] and [`draft`].

mod read;
mod shape;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};
use slm_domain::alert::{RuleDefinition, RuleDraft, RuleProblem};

use crate::fields::{Fields, Invalid};

pub(crate) use read::{read, unknown_recipients};
pub(crate) use shape::{compatible_rule, draft, fields, text_fields};

/// A rule that was read, and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRule {
    /// As it was given, with defaults for what was not.
    pub draft: RuleDraft,
    /// What it means.
    pub definition: RuleDefinition,
}

/// Reads a rule of a document, as the API's `POST /api/nl43/_alerts/rules` takes it.
///
/// # Errors
/// Every field that means nothing.
pub fn read_rule(value: &Value) -> Result<CheckedRule, Vec<RuleProblem>> {
    let whole = Map::from_iter([("rule".to_owned(), value.clone())]);
    let mut fields = Fields::new("document", &whole);
    let rule = fields.required_object("rule", read).flatten();
    fields.finish_with(rule).map_err(|Invalid(problems)| problems.iter().map(problem).collect())
}

/// The mistake of a field, as the domain tells it; of the rule as a whole with an empty name.
fn problem(problem: &slm_api_types::FieldProblem) -> RuleProblem {
    let steps = problem.loc.iter().skip(2).map(|step| match step {
        slm_api_types::Place::Key(key) => key.clone(),
        slm_api_types::Place::Offset(offset) => offset.to_string(),
    });
    let field = steps.collect::<Vec<_>>().join(".");
    let reason = problem.msg.strip_prefix("Value error, ").unwrap_or(&problem.msg).to_owned();
    RuleProblem { field: field.into(), reason }
}

/// The document that is kept of a rule.
pub(crate) fn document(draft: &RuleDraft) -> Option<String> {
    serde_json::to_string(&fields(draft))
        .inspect_err(|error| tracing::error!(%error, "an alert rule cannot be written"))
        .ok()
}

/// The rule of a document that was kept.
///
/// # Errors
/// It is of another version, or damaged.
pub(crate) fn of_document(document: &str) -> serde_json::Result<RuleDraft> {
    serde_json::from_str(document).map(draft)
}
