//! The start of a measurement that nobody saw begin, read off the card.

use jiff::Timestamp;
use slm_fleet::UnitHandle;
use slm_store::{LogCategory, LogLevel};

use crate::app::App;
use crate::collector::CollectError;
use crate::http::iso_utc;

/// What came of looking.
pub(crate) enum StartSync {
    /// The card has no measurement.
    NoFolder,
    /// Nothing is known of the unit yet.
    NoStatus,
    /// The folder's date is no date.
    NoDate,
    /// The start is that of the newest folder.
    Synced {
        /// Its name.
        folder: String,
        /// Its time.
        at: Timestamp,
        /// What was known before.
        before: Option<Timestamp>,
    },
}

/// Takes the newest folder's time for the start of the measurement.
///
/// # Errors
/// The card cannot be listed.
pub(crate) async fn sync_start_time(app: &App, unit: &UnitHandle) -> Result<StartSync, CollectError> {
    let Some(newest) = app.collector.newest_measurement(&unit.config(), "").await? else {
        return Ok(StartSync::NoFolder);
    };
    if app.board.get(unit.id()).is_none() {
        return Ok(StartSync::NoStatus);
    }
    let Some(at) = newest.at else { return Ok(StartSync::NoDate) };
    // The line first: its next reading brings the start it knows.
    unit.start_known(at).await;
    match app.board.set_start(unit.id(), at) {
        Some(before) => {
            let before = before.measurement_start_time;
            let was = before.map_or("not known".to_owned(), iso_utc);
            let words =
                format!("Measurement start set to {}, of folder {} (was {was})", iso_utc(at), newest.folder);
            app.recorder.log(unit.id(), LogLevel::Info, LogCategory::Sync, words);
            Ok(StartSync::Synced { folder: newest.folder, at, before })
        }
        None => Ok(StartSync::NoStatus),
    }
}
