//! What a watcher knows of its units, advanced by updates with the time passed in.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::frame::{Body, Frame, Levels, Meter};

#[cfg(test)]
mod tests;

/// How far back the sparkline reaches.
pub(crate) const TREND_SPAN: Duration = Duration::from_mins(5);

/// Bound of the kept trend: five minutes of ten values a second.
const TREND_POINTS: usize = 3000;

/// Assumed pause between frames before any two were seen.
const USUAL_PERIOD: Duration = Duration::from_millis(1200);

/// A period is the median of this many intervals.
const PERIOD_MEMORY: usize = 9;

/// A value older than this many periods is stale.
const STALE_PERIODS: u32 = 3;

/// Now, on both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// For how long something lasts.
    pub(crate) instant: Instant,
    /// For times that are shown.
    pub(crate) wall: Timestamp,
}

/// What happened on one unit's connection to the server.
#[derive(Clone, Debug)]
pub(crate) enum Update {
    /// An attempt to connect begins.
    Connecting,
    /// Connected.
    Open,
    /// A frame came.
    Frame(Frame),
    /// The connection could not be made or ended.
    Down { reason: String, retry_in: Duration },
}

/// Every watched unit, in the order asked for.
#[derive(Debug)]
pub(crate) struct WatchModel {
    units: Vec<UnitWatch>,
}

impl WatchModel {
    pub(crate) fn new(units: impl IntoIterator<Item = String>) -> Self {
        Self { units: units.into_iter().map(UnitWatch::new).collect() }
    }

    pub(crate) fn units(&self) -> &[UnitWatch] {
        &self.units
    }

    /// Takes one update for the unit at `index`; an index out of range is ignored.
    pub(crate) fn apply(&mut self, index: usize, update: Update, now: Now) {
        if let Some(unit) = self.units.get_mut(index) {
            unit.apply(update, now);
        }
    }
}

/// How the way to the server is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ServerLink {
    Connecting,
    Open,
    Down { reason: String, retry_at: Instant },
}

/// How much the shown value is worth.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    /// Nothing has come yet.
    Waiting,
    /// The value is of now.
    Live { age: Duration },
    /// The value is older than three periods.
    Stale { age: Duration },
    /// The server says that the meter cannot be reached.
    Offline { reason: String, age: Option<Duration> },
    /// There is no connection to the server.
    NoServer { reason: String, retry_in: Duration, age: Option<Duration> },
    /// The server refuses this unit, for instance because it does not know it.
    Refused { reason: String },
}

/// The last reading.
#[derive(Clone, Debug)]
pub(crate) struct Latest {
    pub(crate) levels: Levels,
    pub(crate) meter: Meter,
    /// When the value was taken, on our clock.
    taken: Instant,
}

/// One unit on the watcher's side.
#[derive(Debug)]
pub(crate) struct UnitWatch {
    pub(crate) id: String,
    pub(crate) link: ServerLink,
    pub(crate) latest: Option<Latest>,
    /// Why the meter is offline, while it is.
    offline: Option<String>,
    refused: Option<String>,
    pub(crate) frames: u64,
    pub(crate) dropped: u64,
    pub(crate) gaps: u64,
    /// The last alert or gap, in words.
    pub(crate) notice: Option<String>,
    /// The server's clock minus ours in milliseconds, where the server told its time.
    server_ahead: Option<i64>,
    /// No reading has come since the connection opened, so the next may be a replay.
    fresh_connection: bool,
    trend: VecDeque<(Instant, f64)>,
    intervals: VecDeque<Duration>,
    last_stamp: Option<Timestamp>,
}

impl UnitWatch {
    fn new(id: String) -> Self {
        Self {
            id,
            link: ServerLink::Connecting,
            latest: None,
            offline: None,
            refused: None,
            frames: 0,
            dropped: 0,
            gaps: 0,
            notice: None,
            server_ahead: None,
            fresh_connection: true,
            trend: VecDeque::new(),
            intervals: VecDeque::new(),
            last_stamp: None,
        }
    }

    /// How much the last value is worth at `now`.
    pub(crate) fn presence(&self, now: Instant) -> Presence {
        let age = self.latest.as_ref().map(|latest| now.saturating_duration_since(latest.taken));
        if let Some(reason) = &self.refused {
            return Presence::Refused { reason: reason.clone() };
        }
        if let ServerLink::Down { reason, retry_at } = &self.link {
            let retry_in = retry_at.saturating_duration_since(now);
            return Presence::NoServer { reason: reason.clone(), retry_in, age };
        }
        if let Some(reason) = &self.offline {
            return Presence::Offline { reason: reason.clone(), age };
        }
        match age {
            None => Presence::Waiting,
            Some(age) if age > self.period() * STALE_PERIODS => Presence::Stale { age },
            Some(age) => Presence::Live { age },
        }
    }

    /// The usual pause between two readings.
    pub(crate) fn period(&self) -> Duration {
        let mut sorted: Vec<_> = self.intervals.iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or(USUAL_PERIOD).max(Duration::from_millis(500))
    }

    /// The levels of the last [`TREND_SPAN`] in `columns` steps, oldest first: the highest of each, or none.
    pub(crate) fn trend(&self, columns: usize, now: Instant) -> Vec<Option<f64>> {
        let mut steps: Vec<Option<f64>> = vec![None; columns];
        let patience = self.period() * STALE_PERIODS;
        let mut before: Option<(Instant, usize)> = None;
        for (at, level) in &self.trend {
            let Some(column) = column_of(now.saturating_duration_since(*at), columns) else { continue };
            // A value also stands for the columns since the one before, where these are narrower than the pause.
            let first = match before {
                Some((then, last)) if at.saturating_duration_since(then) <= patience => column.min(last + 1),
                _ => column,
            };
            for step in steps.iter_mut().take(column + 1).skip(first) {
                *step = Some(step.map_or(*level, |highest| highest.max(*level)));
            }
            before = Some((*at, column));
        }
        steps
    }

    fn apply(&mut self, update: Update, now: Now) {
        match update {
            // A new attempt after a failed one is still no connection.
            Update::Connecting => {}
            Update::Open => {
                self.link = ServerLink::Open;
                self.server_ahead = None;
                self.fresh_connection = true;
                self.refused = None;
            }
            Update::Down { reason, retry_in } => {
                self.link = ServerLink::Down { reason, retry_at: now.instant + retry_in };
            }
            Update::Frame(frame) => self.take_frame(frame, now),
        }
    }

    fn take_frame(&mut self, frame: Frame, now: Now) {
        self.dropped += frame.dropped;
        match frame.body {
            Body::Reading { levels, meter } => {
                self.frames += 1;
                self.offline = None;
                self.take_reading(*levels, meter, frame.at, now);
            }
            Body::Unreachable { reason } => {
                self.offline = Some(reason.unwrap_or_else(|| "the meter does not answer".to_owned()));
            }
            Body::Heartbeat { reachable: false } if self.offline.is_none() => {
                self.offline = Some("the meter does not answer".to_owned());
            }
            Body::Hello => {
                let ahead = |at: Timestamp| at.as_millisecond() - now.wall.as_millisecond();
                self.server_ahead = frame.at.map(ahead);
            }
            Body::Gap { reason } => {
                self.gaps += 1;
                self.notice = Some(format!("gap: {reason}"));
            }
            Body::Alert(text) => self.notice = Some(text),
            Body::Refused(reason) => self.refused = Some(reason),
            Body::Heartbeat { .. } | Body::Other => {}
        }
    }

    fn take_reading(&mut self, levels: Levels, meter: Meter, at: Option<Timestamp>, now: Now) {
        let taken = now.instant.checked_sub(self.age_on_arrival(at, now.wall)).unwrap_or(now.instant);
        self.fresh_connection = false;
        if let (Some(before), Some(at)) = (self.last_stamp, at)
            && let Ok(interval) = Duration::try_from(at.duration_since(before))
            && !interval.is_zero()
        {
            push_bounded(&mut self.intervals, interval, PERIOD_MEMORY);
        }
        self.last_stamp = at.or(self.last_stamp);
        if let Some(level) = levels.lp.as_deref().and_then(|text| text.parse().ok()) {
            push_bounded(&mut self.trend, (taken, level), TREND_POINTS);
        }
        self.latest = Some(Latest { levels, meter, taken });
    }

    /// How old a reading already was when it came.
    ///
    /// With the server's clock known, the reading's own time tells. Without it only the first reading of a connection is
    /// judged, by our clock: it may be a replayed one, while those after it come as they are made.
    fn age_on_arrival(&self, at: Option<Timestamp>, wall: Timestamp) -> Duration {
        let Some(at) = at else { return Duration::ZERO };
        let ahead = match self.server_ahead {
            Some(ahead) => ahead,
            None if self.fresh_connection => 0,
            None => return Duration::ZERO,
        };
        let age = wall.as_millisecond().saturating_add(ahead).saturating_sub(at.as_millisecond());
        Duration::from_millis(u64::try_from(age).unwrap_or(0))
    }
}

/// Where a value of this age stands among `columns` that span [`TREND_SPAN`], the newest last.
fn column_of(age: Duration, columns: usize) -> Option<usize> {
    let back = age.as_millis().saturating_mul(columns as u128) / TREND_SPAN.as_millis();
    columns.checked_sub(usize::try_from(back).ok()?.saturating_add(1))
}

fn push_bounded<T>(queue: &mut VecDeque<T>, item: T, bound: usize) {
    if queue.len() >= bound {
        queue.pop_front();
    }
    queue.push_back(item);
}
