//! What limits still allow, as the engine knows it from memory.

use std::collections::HashMap;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{Budget, RuleId};
use tokio::sync::oneshot;

use super::unit::UnitRules;
use super::{DONE_WITHIN, Rules};

/// What a rule's limit still allows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleBudget {
    pub(crate) rule: RuleId,
    pub(crate) name: String,
    pub(crate) budget: Budget,
}

/// Somebody asks what a unit's limits still allow.
pub(super) struct Question {
    unit: UnitId,
    answer: oneshot::Sender<Vec<RuleBudget>>,
}

impl Question {
    /// Answers for the unit; nothing for one without rules.
    pub(super) fn answer(self, units: &HashMap<UnitId, UnitRules>, now: Timestamp) {
        let budgets = units.get(&self.unit).map(|rules| rules.budgets(now)).unwrap_or_default();
        // Whoever asked may have gone.
        let _ = self.answer.send(budgets);
    }
}

impl Rules {
    /// What each limit on a clock-aligned energy mean of a unit still allows; `None` when the engine has no time to tell.
    pub(crate) async fn budgets(&self, unit: &UnitId) -> Option<Vec<RuleBudget>> {
        let (answer, told) = oneshot::channel();
        let asked = async {
            self.questions.send(Question { unit: unit.clone(), answer }).await.ok()?;
            told.await.ok()
        };
        tokio::time::timeout(DONE_WITHIN, asked).await.ok().flatten()
    }
}
