//! What a cycle says when it is done, in the words of its routes.

use serde_json::Value;
use slm_api_types::{Ok as OkWord, StartCycleDone, StopCycleDone};
use slm_domain::UnitId;
use slm_domain::operation::OperationId;

use super::Outcome;
use super::start::Started;
use super::stop::Stopped;

impl Outcome {
    /// The body of the route that began it.
    pub(crate) fn to_json(&self, unit: &UnitId, operation: &OperationId) -> Value {
        let value = match self {
            Self::Start(started) => serde_json::to_value(start_done(started, unit, operation)),
            Self::Stop(stopped) => serde_json::to_value(stop_done(stopped, unit, operation)),
        };
        // Texts, numbers and switches: this cannot fail.
        value.unwrap_or_default()
    }

    /// One line for the unit's log.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Start(started) => {
                format!("Start cycle done: measuring into {:04}", started.new_index)
            }
            Self::Stop(Stopped { archive: Some(archive), .. }) => {
                format!("Stop cycle done: {} files in {}", archive.files, archive.path.display())
            }
            Self::Stop(_) => "Stop cycle done".to_owned(),
        }
    }
}

fn start_done(started: &Started, unit: &UnitId, operation: &OperationId) -> StartCycleDone {
    StartCycleDone {
        status: OkWord::Ok,
        unit_id: unit.to_string(),
        clock_synced: started.clock.is_some(),
        server_time: started.clock.clone(),
        old_index: started.old_index,
        new_index: started.new_index,
        attempts_made: started.attempts,
        started: true,
        confirmed: started.confirmed,
        operation_id: operation.to_string(),
    }
}

fn stop_done(stopped: &Stopped, unit: &UnitId, operation: &OperationId) -> StopCycleDone {
    let archive = stopped.archive.as_ref();
    StopCycleDone {
        status: OkWord::Ok,
        unit_id: unit.to_string(),
        stopped: true,
        ftp_enabled: true,
        download_attempted: stopped.download_attempted,
        download_success: archive.is_some(),
        downloaded_folder: stopped.folder.clone().filter(|_| archive.is_some()),
        local_path: archive.map(|archive| archive.path.to_string_lossy().into_owned()),
        download_error: stopped.download_error.clone(),
        sha256: archive.map(|archive| archive.sha256.clone()),
        files: archive.map(|archive| archive.files),
        ftp_verified: stopped.ftp_verified,
        operation_id: operation.to_string(),
    }
}
