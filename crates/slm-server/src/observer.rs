//! Hears what the lines report and passes it on to board, recorder, alerting and brokers.

use std::sync::Arc;

use jiff::Timestamp;
use slm_domain::alert::Contact;
use slm_domain::{Observation, RunView, UnitId, UnitStatus};
use slm_fleet::Observer;

use crate::alerting::{Alerting, Connections, Rules};
use crate::delivery::Display;
use crate::http::Frames;
use crate::recorder::Recorder;
use crate::status_board::StatusBoard;

/// The service's ear. Never waits.
pub(crate) struct ServiceObserver {
    pub(crate) board: Arc<StatusBoard>,
    pub(crate) recorder: Recorder,
    pub(crate) alerting: Alerting,
    pub(crate) rules: Rules,
    pub(crate) connections: Arc<Connections>,
    pub(crate) display: Arc<Display>,
    pub(crate) frames: Arc<Frames>,
}

impl Observer for ServiceObserver {
    fn observe(&self, unit: &UnitId, observation: &Observation) {
        self.board.apply(unit, observation);
        self.recorder.observe(unit, observation);
        self.connections.observe(unit, observation);
        self.rules.observe(unit, observation);
        // Also of a unit that stayed unreachable during a rest.
        if let Observation::PollFailed { at, .. } = observation
            && self.connections.is_lost(unit)
        {
            self.rules.observe_contact(unit, *at, Contact::Lost);
        }
        self.display.observe(unit, observation);
        if let Observation::Reading { reading, live: true } = observation {
            self.alerting.observe(unit, reading);
        }
    }
}

impl ServiceObserver {
    /// Takes in what a client posts, and logs a change of the measurement's state. `None` when there is no room for one more unit
    /// that is not configured.
    pub(crate) fn merge(&self, unit: &UnitId, news: UnitStatus, at: Timestamp) -> Option<UnitStatus> {
        let (merged, change) = self.board.merge(unit, news, at)?;
        if change.is_some() {
            let view = RunView { word: merged.run_state(), started_at: merged.measurement_start_time };
            self.recorder.observe(unit, &Observation::RunState { at, view, change });
        }
        Some(merged)
    }

    /// Forgets a deleted unit.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.board.remove(unit);
        self.recorder.forget(unit);
        self.alerting.forget(unit);
        self.connections.forget(unit);
        self.display.forget(unit);
        self.frames.forget(unit);
    }
}
