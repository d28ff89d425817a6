//! How a unit's line stands, in figures and in sentences.

use std::time::Duration;

use jiff::SignedDuration;
use slm_api_types::LineDiagnostics;
use slm_domain::UnitConfig;
use slm_fleet::{Mode, UnitSnapshot};

/// A clock that is this far off puts wrong times on files; meters drift by less in a month.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// The figures of a line.
pub(crate) fn line(line: &UnitSnapshot) -> LineDiagnostics {
    LineDiagnostics {
        device_key: line.device_key.clone(),
        connected: line.connected,
        connected_for_s: line.opened_for.map(|time| tenths(time.as_secs_f64())),
        mode: mode(line.mode).to_owned(),
        reachable: line.reachable,
        wedged: line.wedged,
        consecutive_failures: line.consecutive_failures,
        last_error: line.last_error.clone(),
        turnaround_ms: line.turnaround.map(|time| tenths(time.as_secs_f64() * 1000.0)),
        waiting: line.waiting,
        polls: line.polls,
        poll_failures: line.poll_failures,
        taints: line.taints,
        connects: line.connects,
        busy: line.busy,
        restarts: line.restarts,
        clock_offset_s: line.clock_offset.map(|offset| tenths(offset.as_secs_f64())),
    }
}

/// What an operator should know of it.
pub(crate) fn advice(unit: &UnitConfig, line: &UnitSnapshot, standby: bool) -> Vec<String> {
    let mut advice = Vec::new();
    let mut say = |applies: bool, sentence: String| {
        if applies {
            advice.push(sentence);
        }
    };
    say(standby, "The service is in standby: no unit is polled.".to_owned());
    say(unit.deactivated, "The unit is deactivated: it is not polled until activated.".to_owned());
    let wedge = "The control port is wedged: it refuses while the host answers. Recording probably continues; \
                 power-cycle the meter, and do not restart the modem.";
    say(line.wedged, wedge.to_owned());
    let failures = line.consecutive_failures;
    let reason = line.last_error.as_deref().unwrap_or("no reason is known");
    say(failures > 0 && !line.wedged, format!("The last {failures} polls failed: {reason}."));
    let slow = line.turnaround.filter(|time| *time >= Duration::from_secs(2));
    if let Some(time) = slow {
        let seconds = tenths(time.as_secs_f64());
        say(true, format!("The meter took {seconds} s for its last answer: the link to it is slow."));
    }
    let taints = line.taints;
    say(
        taints > 0,
        format!("{taints} answers came late or were unfit; another program may be asking the same meter."),
    );
    say(line.connects > 1, format!("The connection was opened {} times.", line.connects));
    if let Some(offset) = line.clock_offset.filter(|offset| offset.abs() > CLOCK_TOLERANCE) {
        let (side, seconds) = if offset.is_negative() { ("behind", -offset) } else { ("ahead of", offset) };
        let seconds = seconds.as_secs();
        say(true, format!("The meter's clock is {seconds} s {side} the site's time; it can be set."));
    }
    advice
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Watched => "watched",
        Mode::Kept => "kept",
        Mode::Background => "background",
        Mode::Backoff => "backoff",
        Mode::Resting => "resting",
    }
}

/// One decimal.
pub(crate) fn tenths(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}
