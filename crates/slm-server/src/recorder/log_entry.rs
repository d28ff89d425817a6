//! What of a line's reports belongs into the unit's log.

use jiff::Timestamp;
use slm_domain::{LineEvent, Observation, RunChange, UnitId};
use slm_store::{DeviceLog, LogCategory, LogLevel};

use crate::http::iso_utc;

/// The entry for an observation, if it deserves one.
pub(super) fn of(unit: &UnitId, observation: &Observation) -> Option<DeviceLog> {
    use LogCategory::{General, Poll, State, Tcp};
    use LogLevel::{Debug, Error, Info, Warning};

    let (at, level, category, message) = match observation {
        Observation::Reading { .. }
        | Observation::PollSucceeded { .. }
        | Observation::Housekeeping { .. } => {
            return None;
        }
        Observation::RunState { at, view, change } => match change {
            Some(RunChange::Started) => (at, Info, State, started(*at, view.started_at)),
            Some(RunChange::Stopped) => (at, Info, State, "Measurement STOPPED".to_owned()),
            None => return None,
        },
        // Once per outage: what comes after the first failure says nothing new, until the unit counts as unreachable.
        Observation::PollFailed { at, error, consecutive: 1 } => {
            (at, Warning, Poll, format!("Poll failed: {error}"))
        }
        Observation::PollFailed { .. } => return None,
        Observation::Unreachable { at, error } => (at, Error, Tcp, format!("Device is unreachable: {error}")),
        Observation::Recovered { at } => (at, Info, Tcp, "Device answers again".to_owned()),
        Observation::Line { at, event } => match event {
            LineEvent::Opened => (at, Debug, Tcp, "Connection opened".to_owned()),
            LineEvent::Closed(reason) => (at, Debug, Tcp, format!("Connection closed: {reason}")),
            LineEvent::Tainted => (at, Warning, Tcp, "A late or unfit answer was discarded".to_owned()),
            LineEvent::Wedged => {
                let words = "Control port wedged: recording probably continues, power-cycle the meter";
                (at, Error, Tcp, words.to_owned())
            }
            LineEvent::Restarted(panic) => {
                (at, Error, General, format!("The unit's task was restarted: {panic}"))
            }
        },
    };
    Some(DeviceLog { unit: unit.clone(), at: *at, level, category, message })
}

/// A start that was seen, or one that must have been before.
fn started(at: Timestamp, began: Option<Timestamp>) -> String {
    match began.filter(|began| *began < at) {
        Some(began) => format!("Measurement STARTED at {}, before it was first asked about", iso_utc(began)),
        None => format!("Measurement STARTED at {}", iso_utc(at)),
    }
}

#[cfg(test)]
mod tests {
    use slm_domain::RunView;

    use super::*;

    fn check(observation: &Observation, expected: Option<&str>) {
        let entry = of(&UnitId::new("gate").unwrap(), observation);
        let told = entry.map(|entry| format!("{} {} {}", entry.level, entry.category, entry.message));
        assert_eq!(told.as_deref(), expected);
    }

    #[test]
    fn both_edges_of_a_measurement_are_logged() {
        let at = Timestamp::UNIX_EPOCH;
        let run = |change| Observation::RunState { at, view: RunView::default(), change };
        check(&run(Some(RunChange::Started)), Some("INFO STATE Measurement STARTED at 1970-01-01T00:00:00"));
        check(&run(Some(RunChange::Stopped)), Some("INFO STATE Measurement STOPPED"));
        check(&run(None), None);
        let later = jiff::SignedDuration::from_hours(1);
        let view = RunView { started_at: Some(at), ..RunView::default() };
        let seen = Observation::RunState { at: at + later, view, change: Some(RunChange::Started) };
        let words = "INFO STATE Measurement STARTED at 1970-01-01T00:00:00, before it was first asked about";
        check(&seen, Some(words));
    }

    #[test]
    fn an_outage_does_not_fill_the_log() {
        let at = Timestamp::UNIX_EPOCH;
        let failed = |consecutive| Observation::PollFailed { at, error: "refused".into(), consecutive };
        check(&failed(1), Some("WARNING POLL Poll failed: refused"));
        check(&failed(2), None);
        let lost = Observation::Unreachable { at, error: "refused".into() };
        check(&lost, Some("ERROR TCP Device is unreachable: refused"));
        check(&Observation::Recovered { at }, Some("INFO TCP Device answers again"));
    }
}
