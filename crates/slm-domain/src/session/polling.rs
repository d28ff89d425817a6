//! When a unit is polled, and what a failed poll means.

use std::time::{Duration, Instant};

use super::flight::Purpose;
use super::housekeeping::Item;
use super::{Link, Moment, UnitSession};
use crate::{DeviceError, Observation};

/// Where polling stands.
#[derive(Debug, Default)]
pub(super) struct Polls {
    /// Do it as soon as the line allows, whatever the cadence says.
    urgent: Option<Instant>,
    /// Not before this: the unit failed.
    hold: Option<Instant>,
    /// End of the last snapshot, whoever asked for it.
    last_levels: Option<Instant>,
    /// When the state of the measurement was last read.
    last_state: Option<Instant>,
    /// The state of the measurement is to be read next.
    state_pending: bool,
    /// A poll that found its old connection dead is tried again without counting as failed, once.
    retried: bool,
    /// Snapshots since the last slow question or question for the state, which cost a period each.
    undisturbed: u8,
}

impl Polls {
    /// Somebody new wants levels.
    pub(super) fn ask_now(&mut self, now: Instant) {
        self.urgent = Some(now);
        self.hold = None;
    }

    /// Leaves the unit alone until then.
    pub(super) fn postpone(&mut self, until: Instant) {
        self.hold = Some(until);
        self.urgent = None;
        self.state_pending = false;
        self.retried = false;
    }

    /// Tries a poll again on a fresh connection; `false` when that was done already.
    pub(super) fn retry(&mut self, now: Instant) -> bool {
        if self.retried {
            return false;
        }
        self.retried = true;
        self.urgent = Some(now);
        true
    }

    /// Levels came; answers the time since those before.
    pub(super) fn levels_taken(&mut self, now: Instant) -> Option<Duration> {
        self.urgent = None;
        self.hold = None;
        self.retried = false;
        self.undisturbed = self.undisturbed.saturating_add(1);
        let before = self.last_levels.replace(now);
        before.map(|before| now.saturating_duration_since(before))
    }

    /// The state of the measurement was read, or refused.
    pub(super) fn state_asked(&mut self, now: Instant) {
        self.last_state = Some(now);
        self.state_pending = false;
        self.undisturbed = 0;
    }

    /// A command of ours may have changed the state.
    pub(super) fn state_is_stale(&mut self, live: bool) {
        self.last_state = None;
        self.state_pending = live;
    }

    /// A snapshot was polled: the state follows when it is old.
    pub(super) fn ask_state_if_due(&mut self, now: Instant, refresh: Duration) {
        self.state_pending |=
            self.last_state.is_none_or(|last| now.saturating_duration_since(last) >= refresh);
    }
}

impl UnitSession {
    /// Pause between polls at the present demand; `None`: not polled.
    fn cadence(&self) -> Option<Duration> {
        let demand = &self.demand;
        if demand.resting.is_some() {
            None
        } else if self.is_live() && (self.exchange.is_streaming() || self.streaming.is_wanted(demand)) {
            Some(self.settings.stream_poll_pause)
        } else if demand.watchers > 0 {
            Some(self.settings.watched_pause)
        } else if demand.kept_alive {
            // Nobody is asked more often than while somebody watches.
            let (fastest, usual) = (self.settings.watched_pause, self.settings.kept_pause);
            Some(demand.kept_pause.map_or(usual, |pause| pause.max(fastest).min(usual)))
        } else {
            demand.background
        }
    }

    pub(super) fn polls_are_wanted(&self) -> bool {
        self.cadence().is_some()
    }

    /// When the next poll's command is due.
    pub(super) fn poll_due(&self) -> Option<Instant> {
        let pause = self.cadence()?;
        if self.polls.state_pending {
            return Some(self.last_use);
        }
        if let Some(urgent) = self.polls.urgent.or(self.polls.hold) {
            return Some(urgent);
        }
        Some(self.polls.last_levels.map_or(self.last_use, |last| last + pause))
    }

    pub(super) fn next_poll(&mut self, now: Instant) -> Option<Purpose> {
        let due = self.poll_due().is_some_and(|due| due <= now);
        due.then_some(if self.polls.state_pending { Purpose::PollState } else { Purpose::PollLevels })
    }

    /// When the next slow question may be asked: on a line that works, and so seldom that viewers hardly notice.
    pub(super) fn housekeeping_due(&self) -> Option<Instant> {
        let works = self.health.consecutive() == 0 && matches!(self.link, Link::Up { proven: true, .. });
        let spacing = if self.demand.watchers > 0 { UNDISTURBED_SNAPSHOTS } else { 1 };
        let allowed = works && self.polls_are_wanted() && self.polls.undisturbed >= spacing;
        self.housekeeping.due_at().filter(|_| allowed && !self.polls.state_pending)
    }

    pub(super) fn next_housekeeping(&mut self, now: Instant) -> Option<Item> {
        if self.housekeeping_due().is_none_or(|due| due > now) {
            return None;
        }
        let item = self.housekeeping.take(now, &self.settings)?;
        self.polls.undisturbed = 0;
        Some(item)
    }

    pub(super) fn poll_failed(&mut self, error: &DeviceError, now: Moment) {
        self.counters.poll_failures += 1;
        let failure = self.health.failed(error, &self.settings);
        let pause = self.health.backoff(self.demand.watchers > 0, &self.settings);
        self.polls.postpone(now.mono + pause);
        let text: String = error.to_string().chars().take(500).collect();
        self.observe(Observation::PollFailed {
            at: now.wall,
            error: text.clone(),
            consecutive: failure.consecutive,
        });
        if failure.edge {
            self.observe(Observation::Unreachable { at: now.wall, error: text.clone() });
            self.show_offline(text, now);
        }
    }
}

/// A watched unit's period is stretched at most once in so many.
const UNDISTURBED_SNAPSHOTS: u8 = 5;
