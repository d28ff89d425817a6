//! A rule as it is stored, and what it means.

use std::sync::Arc;

use slm_domain::UnitId;
use slm_domain::alert::{RuleDefinition, RuleDraft, RuleId, RuleText};

use crate::rule_document::CheckedRule;

/// A rule with all its fields.
#[derive(Debug, Clone)]
pub(crate) struct FullRule {
    /// As it was given.
    pub(crate) draft: Arc<RuleDraft>,
    /// What it means.
    pub(crate) definition: Arc<RuleDefinition>,
}

/// A rule at a unit.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) source: Source,
    /// `None`: it means nothing, and is not evaluated.
    pub(super) definition: Option<Arc<RuleDefinition>>,
}

/// As what it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// A rule of the unit, in the compatible fields.
    Unit(Arc<RuleText>),
    /// One with all its fields, of this unit and perhaps of others.
    Full(Arc<RuleDraft>),
}

impl From<CheckedRule> for FullRule {
    fn from(rule: CheckedRule) -> Self {
        Self { draft: Arc::new(rule.draft), definition: Arc::new(rule.definition) }
    }
}

impl Rule {
    /// A rule of a unit. One that means nothing is kept, and not evaluated.
    pub(super) fn of_unit(unit: &UnitId, id: RuleId, text: RuleText) -> Self {
        let definition = text.define(unit).map(Arc::new).inspect_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            tracing::warn!(%unit, rule = id, problems = problems.join("; "), "an alert rule cannot be evaluated");
        });
        Self { source: Source::Unit(Arc::new(text)), definition: definition.ok() }
    }

    /// A rule with all its fields.
    pub(super) fn full(rule: &FullRule) -> Self {
        let definition = Some(Arc::clone(&rule.definition));
        Self { source: Source::Full(Arc::clone(&rule.draft)), definition }
    }

    /// Whether it is of the unit alone.
    pub(super) const fn is_of_unit(&self) -> bool {
        matches!(self.source, Source::Unit(_))
    }

    /// Whether its feed is wanted.
    pub(super) fn is_enabled(&self) -> bool {
        match &self.source {
            Source::Unit(text) => text.enabled,
            Source::Full(draft) => draft.enabled,
        }
    }

    /// Whether it is looked at.
    pub(super) fn is_evaluated(&self) -> bool {
        self.definition.as_ref().is_some_and(|rule| rule.enabled)
    }

    /// What it compares, as it is stored.
    pub(super) fn metric(&self) -> &str {
        match &self.source {
            Source::Unit(text) => &text.metric,
            Source::Full(draft) => &draft.metric,
        }
    }
}
