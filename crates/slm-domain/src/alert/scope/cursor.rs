//! Where a moving time stands in a scope, asked for every frame and computed once a block.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::TimeScope;
use crate::alert::moment::later;

/// The stretch of time, wholly inside a scope or wholly outside, up to which it has been followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeCursor {
    /// Which of the two.
    pub is_inside: bool,
    /// Since when, at the latest.
    pub from: Timestamp,
    /// Until when, at least.
    pub until: Timestamp,
}

impl ScopeCursor {
    /// The stretch around a moment.
    pub(in crate::alert) fn at(scope: &TimeScope, zone: &TimeZone, at: Timestamp) -> Self {
        if scope.blocks.is_empty() {
            return Self { is_inside: true, from: Timestamp::MIN, until: Timestamp::MAX };
        }
        let zone = scope.zone.as_ref().unwrap_or(zone);
        if let Some(block) = scope.around(at, zone).find(|block| block.contains(at)) {
            return Self { is_inside: true, from: block.start, until: block.end };
        }
        // Blocks of a later day are looked for when it comes.
        let next = scope.around(at, zone).map(|block| block.start).filter(|start| *start > at).min();
        let until = next.unwrap_or_else(|| later(at, LOOK_AHEAD));
        Self { is_inside: false, from: at, until }
    }

    /// Takes in the blocks that follow without a break, up to the one that holds a moment.
    pub(in crate::alert) fn extend(&mut self, scope: &TimeScope, zone: &TimeZone, to: Timestamp) {
        while self.is_inside && to >= self.until && self.until < Timestamp::MAX {
            let next = Self::at(scope, zone, self.until);
            if !next.is_inside {
                return;
            }
            self.until = next.until;
        }
    }

    /// Moves on to a moment, and tells when the scope was left on the way, if it was. A time before the stretch, as
    /// after the clock was set back, leaves nothing.
    pub(in crate::alert) fn advance(
        &mut self,
        scope: &TimeScope,
        zone: &TimeZone,
        to: Timestamp,
    ) -> Option<Timestamp> {
        if to < self.from {
            *self = Self::at(scope, zone, to);
        }
        self.extend(scope, zone, to);
        if to < self.until {
            return None;
        }
        let (has_left, boundary) = (self.is_inside, self.until);
        *self = Self::at(scope, zone, to);
        has_left.then_some(boundary)
    }
}

/// How far ahead nothing is known to begin, when nothing begins on this day or the next.
const LOOK_AHEAD: Duration = Duration::from_hours(12);
