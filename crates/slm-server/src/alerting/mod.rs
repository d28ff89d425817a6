//! Alert rules on the readings of running feeds.
//!
//! The rule is the one swap point: today it is the environment's, the same for all units. `slm-domain` decides; here
//! it is fed, and its edges are told.

mod connections;
mod dispatch;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use nl43_proto::Quantity;
use slm_domain::alert::{AlertRule, AlertState, Comparison};
use slm_domain::{AlertNotice, Reading, Sample, UnitId};
use tokio::sync::mpsc;

use crate::config::AlertConfig;

pub(crate) use connections::Connections;
pub(crate) use dispatch::{Notice, dispatch};

/// Notices that wait to be told; telling one takes microseconds.
const QUEUE_LIMIT: usize = 1024;

/// The rule and where it stands for each unit.
pub(crate) struct Alerting {
    rule: Option<AlertRule>,
    states: Mutex<HashMap<UnitId, AlertState>>,
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
        let edge = match states.get_mut(unit) {
            Some(state) => state.step(rule, level.decibels(), reading.seen).edge()?,
            None => {
                states.entry(unit.clone()).or_default().step(rule, level.decibels(), reading.seen).edge()?
            }
        };
        Some(AlertNotice {
            at: reading.at,
            edge: edge.kind,
            rule: rule.name.clone(),
            metric: rule.metric,
            level_db: edge.level_db,
            comparison: rule.comparison,
            threshold_db: rule.threshold_db,
        })
    }
}

/// The environment's rule: told at once and again after each cooldown while the level stays above the threshold.
fn rule_of(settings: &AlertConfig) -> AlertRule {
    AlertRule {
        name: "Environment".to_owned(),
        metric: settings.metric,
        comparison: Comparison::Above,
        threshold_db: settings.threshold_db,
        on_delay: Duration::ZERO,
        off_delay: Duration::ZERO,
        clear_margin_db: 0.0,
        cooldown: settings.cooldown,
        reminder: Some(settings.cooldown),
        // Without delays there is no time to cover.
        max_gap: Duration::MAX,
    }
}

#[cfg(test)]
mod tests;
