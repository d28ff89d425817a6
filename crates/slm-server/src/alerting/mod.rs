//! Alert rules on the readings of running feeds.
//!
//! The environment's rule, the same for all units, is evaluated where readings come in, and its edges are told. The rules
//! that are stored for units have an engine of their own (`rules/`): their events are kept, and outlive the service.
//! `slm-domain` decides in both.

mod connections;
mod dispatch;
mod rules;
mod trial;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use nl43_proto::Quantity;
use slm_domain::alert::{Comparison, Condition, Gate, Severity, Standing};
use slm_domain::{AlertNotice, Reading, Sample, UnitId};
use tokio::sync::mpsc;

use crate::config::AlertConfig;

pub(crate) use connections::{Connections, OpenConnection};
pub(crate) use dispatch::{Notice, dispatch, publish};
pub(crate) use rules::{FullRule, OpenEvent, RuleBudget, Rules, Telling, longest_gap};
pub(crate) use trial::{TrialQuery, Tried};

/// Notices that wait to be told; telling one takes microseconds.
const QUEUE_LIMIT: usize = 1024;

/// The environment's rule.
struct Rule {
    metric: Quantity,
    condition: Condition,
}

/// The rule and where it stands for each unit.
pub(crate) struct Alerting {
    rule: Option<Rule>,
    states: Mutex<HashMap<UnitId, Standing>>,
    notices: mpsc::Sender<Notice>,
    edges: AtomicU64,
    lost: AtomicU64,
}

impl Alerting {
    /// The engine, and the end at which its notices come out.
    pub(crate) fn new(settings: &AlertConfig) -> (Self, mpsc::Receiver<Notice>) {
        let (notices, told) = mpsc::channel(QUEUE_LIMIT);
        let rule = settings.enabled.then(|| rule_of(settings));
        let states = Mutex::default();
        (Self { rule, states, notices, edges: AtomicU64::new(0), lost: AtomicU64::new(0) }, told)
    }

    /// Takes in one reading of a running feed. Never waits.
    pub(crate) fn observe(&self, unit: &UnitId, reading: &Reading) {
        let Some(notice) = self.step(unit, reading) else { return };
        self.edges.fetch_add(1, Ordering::Relaxed);
        if self.notices.try_send(Notice { unit: unit.clone(), notice }).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Forgets a deleted unit.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).remove(unit);
    }

    /// Edges so far, and how many of them could not be told.
    pub(crate) fn figures(&self) -> (u64, u64) {
        (self.edges.load(Ordering::Relaxed), self.lost.load(Ordering::Relaxed))
    }

    fn step(&self, unit: &UnitId, reading: &Reading) -> Option<AlertNotice> {
        let rule = self.rule.as_ref()?;
        // A record of the stream has the values of its own 100 ms: only its Lp is what a snapshot's is.
        let is_comparable = matches!(reading.sample, Sample::Dod(_)) || rule.metric == Quantity::Lp;
        // No value is no evidence.
        let level = reading.level(rule.metric).filter(|_| is_comparable)?;
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = match states.get_mut(unit) {
            Some(standing) => standing,
            None => states.entry(unit.clone()).or_default(),
        };
        let condition = &rule.condition;
        let judgement = condition.judge(level.decibels());
        // Without delays there is no time to cover, and hence no gap.
        let step = standing.step(condition, judgement, reading.at, Duration::MAX, Gate::Open);
        let edge = step.edge()?;
        Some(AlertNotice {
            at: reading.at,
            edge: edge.into(),
            is_quiet: false,
            rule_id: None,
            rule: "Environment".to_owned(),
            severity: Severity::default(),
            metric: rule.metric.key().to_owned(),
            unit: "dB".into(),
            value: Some(level.decibels()),
            comparison: condition.comparison,
            threshold: Some(condition.threshold),
        })
    }
}

/// The environment's rule: told at once and again after each cooldown while the level stays above the threshold.
fn rule_of(settings: &AlertConfig) -> Rule {
    let condition = Condition {
        cooldown: settings.cooldown,
        reminder: Some(settings.cooldown),
        ..Condition::new(Comparison::Above, settings.threshold_db)
    };
    Rule { metric: settings.metric, condition }
}

#[cfg(test)]
mod tests;
