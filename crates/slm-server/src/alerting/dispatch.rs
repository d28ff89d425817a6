//! Telling what happened: an event on the unit's feed, and for the environment's rule a line in the log.

use std::time::Instant;

use jiff::Timestamp;
use slm_domain::{AlertEdge, AlertNotice, LiveEvent, UnitId};
use slm_fleet::Fleet;
use tokio::sync::mpsc;

/// An edge of one unit.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) unit: UnitId,
    pub(crate) notice: AlertNotice,
}

/// Tells notices as they come, until nobody can send one.
pub(crate) async fn dispatch(notices: &mut mpsc::Receiver<Notice>, fleet: &Fleet) {
    while let Some(Notice { unit, notice }) = notices.recv().await {
        if let Some(line) = log_line(&unit, &notice) {
            tracing::warn!("{line}");
        }
        publish(fleet, &unit, notice);
    }
}

/// Tells those who watch a unit. A unit that is not in the roster has nobody who does.
pub(crate) fn publish(fleet: &Fleet, unit: &UnitId, notice: AlertNotice) {
    if let Some(handle) = fleet.unit(unit) {
        handle.monitor().publish(LiveEvent::Alert(notice), Timestamp::now(), Instant::now());
    }
}

/// The line existing log watchers look for; a clear has none.
fn log_line(unit: &UnitId, notice: &AlertNotice) -> Option<String> {
    match notice.edge {
        AlertEdge::Onset | AlertEdge::Reminder => Some(format!(
            "[ALERT] {unit}: {}={:.1} dB exceeded threshold {:.1} dB",
            notice.metric.to_uppercase(),
            notice.value.unwrap_or_default(),
            notice.threshold.unwrap_or_default()
        )),
        AlertEdge::Clear | AlertEdge::Acknowledged | AlertEdge::Shelved | AlertEdge::Unshelved => None,
    }
}

#[cfg(test)]
mod tests {
    use slm_domain::alert::{Comparison, Severity};

    use super::*;

    #[test]
    fn the_line_is_the_one_log_watchers_know() {
        let notice = |edge| AlertNotice {
            at: Timestamp::UNIX_EPOCH,
            edge,
            is_quiet: false,
            rule_id: None,
            rule: "Environment".to_owned(),
            severity: Severity::Warning,
            metric: "lp".to_owned(),
            unit: "dB".into(),
            value: Some(88.5),
            comparison: Comparison::Above,
            threshold: Some(70.0),
        };
        let unit = UnitId::new("north-gate").unwrap();
        let expected = Some("[ALERT] north-gate: LP=88.5 dB exceeded threshold 70.0 dB".to_owned());
        assert_eq!(log_line(&unit, &notice(AlertEdge::Onset)), expected);
        assert_eq!(log_line(&unit, &notice(AlertEdge::Reminder)), expected);
        assert_eq!(log_line(&unit, &notice(AlertEdge::Clear)), None);
    }
}
