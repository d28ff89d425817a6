//! Who is told when nobody acknowledges.

use std::time::Duration;

use jiff::Timestamp;

use super::FieldProblem;

/// Steps taken one after the other while an alarm is neither acknowledged nor over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Escalation {
    steps: Vec<EscalationStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationStep {
    /// How long after the onset.
    pub after: Duration,
    /// Numbers of the recipients who are told then.
    pub recipients: Vec<i64>,
}

impl Escalation {
    /// Most steps.
    pub const STEPS: usize = 10;
    /// Most recipients of a step.
    pub const RECIPIENTS: usize = 50;
    /// Latest step.
    pub const LONGEST: Duration = Duration::from_hours(7 * 24);

    /// Checks steps.
    ///
    /// # Errors
    /// A step without recipients or with too many, too late, or not later than the one before.
    pub fn new(steps: Vec<EscalationStep>) -> Result<Self, FieldProblem> {
        let problem = |reason: String| FieldProblem { field: "escalation", reason };
        if steps.len() > Self::STEPS {
            return Err(problem(format!("expected at most {} steps", Self::STEPS)));
        }
        let mut before = Duration::ZERO;
        for step in &steps {
            if step.after <= before {
                return Err(problem("expected each step later than the one before".to_owned()));
            }
            if step.after > Self::LONGEST {
                return Err(problem("expected every step within 7 days".to_owned()));
            }
            if step.recipients.is_empty() || step.recipients.len() > Self::RECIPIENTS {
                return Err(problem(format!("expected 1 to {} recipients in each step", Self::RECIPIENTS)));
            }
            before = step.after;
        }
        Ok(Self { steps })
    }

    /// The steps, the first first.
    pub fn steps(&self) -> &[EscalationStep] {
        &self.steps
    }

    /// The steps of an alarm raised at a moment with their numbers, from 1, and when each is taken.
    pub fn planned(&self, raised: Timestamp) -> impl Iterator<Item = (u32, Timestamp, &EscalationStep)> {
        (1..).zip(&self.steps).map(move |(number, step)| {
            (number, raised.saturating_add(step.after).unwrap_or(Timestamp::MAX), step)
        })
    }
}
