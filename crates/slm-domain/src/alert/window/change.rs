//! How much a level changes within a time.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::WindowSnapshot;
use crate::alert::moment::elapsed;

/// The level of a while ago, and what came since.
#[derive(Debug, Clone)]
pub(in crate::alert) struct Change {
    over: Duration,
    last: Option<Timestamp>,
    /// Some 32 levels of the time, oldest first; the oldest is the one compared with once it is old enough.
    points: VecDeque<(Timestamp, f64)>,
}

impl Change {
    pub(in crate::alert) fn new(over: Duration) -> Self {
        Self { over, last: None, points: VecDeque::new() }
    }

    /// Takes a level in; answers by how much it has risen since the latest level known that is old enough. A gap
    /// between them leaves nothing to compare with.
    pub(in crate::alert) fn take(&mut self, at: Timestamp, level: f64, max_gap: Duration) -> Option<f64> {
        if self.last.is_some_and(|last| elapsed(at, last) > max_gap) {
            self.points.clear();
        }
        self.last = Some(at);
        let is_old = |point: &(Timestamp, f64)| elapsed(at, point.0) >= self.over;
        while self.points.get(1).is_some_and(is_old) {
            self.points.pop_front();
        }
        let risen = self.points.front().filter(|point| is_old(point)).map(|(_, then)| level - then);
        let spacing = self.over / POINTS;
        if self.points.back().is_none_or(|(newest, _)| elapsed(at, *newest) >= spacing) {
            self.points.push_back((at, level));
        }
        risen
    }

    pub(in crate::alert) fn clear(&mut self) {
        *self = Self::new(self.over);
    }

    pub(in crate::alert) fn snapshot(&self) -> WindowSnapshot {
        let window = self.last.map(|last| (last, last));
        WindowSnapshot { window, points: self.points.iter().copied().collect(), ..WindowSnapshot::default() }
    }

    pub(in crate::alert) fn restore(&mut self, kept: &WindowSnapshot) {
        self.last = kept.window.map(|(last, _)| last);
        self.points = kept.points.iter().copied().collect();
    }
}

const POINTS: u32 = 32;
