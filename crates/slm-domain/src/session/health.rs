//! Whether a unit answers, and how long to leave it alone when it does not.

use std::time::{Duration, Instant};

use super::SessionSettings;
use crate::DeviceError;

/// Counts failures, decides the edges of reachability, and recognises a wedged control port.
#[derive(Debug)]
pub(super) struct Health {
    consecutive: u32,
    unreachable: bool,
    last_error: Option<(String, &'static str)>,
    /// Since when every connect was refused.
    refused_since: Option<Instant>,
    wedged: bool,
    jitter: Jitter,
}

/// What a failure led to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) consecutive: u32,
    /// The unit counts as unreachable from this failure on.
    pub(super) edge: bool,
}

impl Health {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            consecutive: 0,
            unreachable: false,
            last_error: None,
            refused_since: None,
            wedged: false,
            jitter: Jitter(seed | 1),
        }
    }

    pub(super) fn is_unreachable(&self) -> bool {
        self.unreachable
    }

    pub(super) fn is_wedged(&self) -> bool {
        self.wedged
    }

    pub(super) fn consecutive(&self) -> u32 {
        self.consecutive
    }

    pub(super) fn last_error(&self) -> Option<&str> {
        self.last_error.as_ref().map(|(sentence, _)| sentence.as_str())
    }

    pub(super) fn last_error_name(&self) -> Option<&'static str> {
        self.last_error.as_ref().map(|(_, name)| *name)
    }

    pub(super) fn failed(&mut self, error: &DeviceError, settings: &SessionSettings) -> Failure {
        self.consecutive = self.consecutive.saturating_add(1);
        self.last_error = Some((error.to_string(), error.name()));
        let edge = !self.unreachable && self.consecutive >= settings.unreachable_after;
        self.unreachable |= edge;
        Failure { consecutive: self.consecutive, edge }
    }

    /// A good poll. Answers whether the unit was unreachable until now.
    pub(super) fn succeeded(&mut self) -> bool {
        self.consecutive = 0;
        self.last_error = None;
        self.connected();
        std::mem::take(&mut self.unreachable)
    }

    /// The control port accepted: it is not wedged.
    pub(super) fn connected(&mut self) {
        self.refused_since = None;
        self.wedged = false;
    }

    /// Takes a failed connect; answers whether the host should be probed, to tell a wedge from a dead unit.
    pub(super) fn connect_failed(
        &mut self,
        error: &DeviceError,
        now: Instant,
        settings: &SessionSettings,
    ) -> bool {
        if *error != DeviceError::ConnectRefused {
            self.connected();
            return false;
        }
        let since = *self.refused_since.get_or_insert(now);
        !self.wedged && now.saturating_duration_since(since) >= settings.wedged_after
    }

    /// Takes the probe's result; answers whether the unit has just been found wedged.
    pub(super) fn probed(&mut self, alive: bool) -> bool {
        let found = alive && !self.wedged && self.refused_since.is_some();
        self.wedged |= found;
        found
    }

    /// How long to wait after the failure just counted.
    pub(super) fn backoff(&mut self, watched: bool, settings: &SessionSettings) -> Duration {
        if self.wedged {
            return self.jitter.spread(settings.backoff_wedged);
        }
        let doublings = self.consecutive.saturating_sub(1).min(16);
        let limit = if watched {
            settings.backoff_watched_max.min(settings.backoff_max)
        } else {
            settings.backoff_max
        };
        let pause = settings.backoff_base.saturating_mul(1 << doublings).min(limit);
        self.jitter.spread(pause)
    }
}

/// Small deterministic spread, so that units behind one dead modem do not return in step.
#[derive(Debug)]
struct Jitter(u64);

impl Jitter {
    /// Between 90 % and 100 % of the pause, so that limits stay limits.
    fn spread(&mut self, pause: Duration) -> Duration {
        // xorshift64: no need for quality, only for spread.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let share = 0.9 + (self.0 % 1000) as f64 / 10_000.0;
        pause.mul_f64(share)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a timeline starts somewhere")]

    use super::*;

    #[test]
    fn the_third_failure_is_the_edge_and_only_that() {
        let settings = SessionSettings::default();
        let mut health = Health::new(1);
        let edges: Vec<_> =
            (0..5).map(|_| health.failed(&DeviceError::ConnectTimedOut, &settings).edge).collect();
        assert_eq!(edges, [false, false, true, false, false]);
        assert!(health.succeeded());
        assert!(!health.succeeded());
    }

    #[test]
    fn backoff_doubles_up_to_its_limit() {
        let settings = SessionSettings::default();
        let mut health = Health::new(7);
        for expected in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0] {
            health.failed(&DeviceError::ConnectTimedOut, &settings);
            let pause = health.backoff(false, &settings).as_secs_f64();
            assert!((expected * 0.9..=expected).contains(&pause), "{pause} for {expected}");
            assert!(health.backoff(true, &settings) <= settings.backoff_watched_max);
        }
    }

    #[test]
    fn a_wedge_needs_a_minute_of_refusals_and_a_living_host() {
        let settings = SessionSettings::default();
        let mut health = Health::new(7);
        let start = Instant::now();
        assert!(!health.connect_failed(&DeviceError::ConnectRefused, start, &settings));
        let later = start + Duration::from_secs(61);
        assert!(health.connect_failed(&DeviceError::ConnectRefused, later, &settings));
        assert!(!health.probed(false));
        assert!(health.probed(true));
        assert!(health.backoff(true, &settings) > Duration::from_secs(200));
        health.connected();
        assert!(!health.is_wedged());
    }

    #[test]
    fn silence_between_refusals_is_no_wedge() {
        let settings = SessionSettings::default();
        let mut health = Health::new(7);
        let start = Instant::now();
        health.connect_failed(&DeviceError::ConnectRefused, start, &settings);
        health.connect_failed(&DeviceError::ConnectTimedOut, start + Duration::from_secs(30), &settings);
        let later = start + Duration::from_secs(61);
        assert!(!health.connect_failed(&DeviceError::ConnectRefused, later, &settings));
    }
}
