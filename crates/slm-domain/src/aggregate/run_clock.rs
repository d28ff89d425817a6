//! Follows a measurement by its running values: since when it runs, and what it has measured.

use jiff::{SignedDuration, Timestamp};
use slm_acoustics::to_energy;

use super::Levels;
use super::runs::{RunMark, RunSpan, Sampled};

/// The run of a measurement, as its snapshots tell of it.
///
/// LE − Leq = 10 lg (T / 1 s) says for how long it has measured, to 2.3 %. Every snapshot so bounds when it began; where the
/// bounds contradict each other, it was paused, or it is another one.
#[derive(Debug, Clone, Default)]
pub(super) struct RunClock {
    /// When the last snapshot was taken, of whatever measurement.
    seen: Option<Timestamp>,
    run: Option<Run>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    /// As it was told first.
    began: Timestamp,
    began_within: Bounds,
    /// Its newest value.
    newest: RunMark,
}

#[derive(Debug, Clone, Copy)]
struct Bounds {
    earliest: Timestamp,
    latest: Timestamp,
}

/// What one snapshot says.
#[derive(Debug, Clone, Copy)]
struct Register {
    at: Timestamp,
    exposure: f64,
    seconds: f64,
}

/// What a run gained from one snapshot to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunStep {
    began: Timestamp,
    from: RunMark,
    to: RunMark,
}

/// Both levels are rounded by half a tenth of a decibel.
const ROUNDING_DB: f64 = 0.1;
/// What is displayed is up to a second old, and takes a moment to arrive.
const DISPLAY_LAG: SignedDuration = SignedDuration::from_millis(1500);
/// No measurement of these instruments is longer.
const LONGEST_S: f64 = 366.0 * 86_400.0;

impl RunClock {
    /// Takes a snapshot. Returns what its run gained since the one before, or since it began, if it did so in between.
    pub(super) fn take(&mut self, levels: &Levels) -> Option<RunStep> {
        let before = self.seen.replace(levels.at);
        let Some(register) = Register::of(levels) else {
            self.run = None;
            return None;
        };
        let (mark, bounds) = (register.mark(), register.bounds()?);
        if let Some(run) = &mut self.run
            && let Some(bounds) = run.began_within.and(&bounds)
            && run.newest.exposure <= mark.exposure
        {
            let step = RunStep { began: run.began, from: run.newest, to: mark };
            (run.began_within, run.newest) = (bounds, mark);
            return Some(step);
        }
        let began = register.began()?;
        self.run = Some(Run { began, began_within: bounds, newest: mark });
        let fresh = began.max(before?);
        // By the shortest time that it can have run, rounding allowed for.
        let is_new =
            register.at.duration_since(fresh).as_secs_f64() >= register.seconds / to_energy(ROUNDING_DB);
        let from = RunMark { at: fresh, exposure: 0.0, spread: 0.0 };
        is_new.then_some(RunStep { began: fresh, from, to: mark })
    }
}

impl Register {
    /// `None` where no measurement is known to run, or either value is missing.
    fn of(levels: &Levels) -> Option<Self> {
        let (leq, le) = levels.leq.zip(levels.le).filter(|_| levels.measuring)?;
        let seconds = to_energy(le - leq);
        let is_possible = seconds > 0.0 && seconds < LONGEST_S && le.is_finite();
        is_possible.then(|| Self { at: levels.at, exposure: to_energy(le), seconds })
    }

    fn mark(self) -> RunMark {
        RunMark { at: self.at, exposure: self.exposure, spread: 0.0 }
    }

    fn began(self) -> Option<Timestamp> {
        self.since(self.seconds)
    }

    fn bounds(self) -> Option<Bounds> {
        let factor = to_energy(ROUNDING_DB);
        Some(Bounds {
            earliest: self.since(self.seconds * factor)?.checked_sub(DISPLAY_LAG).ok()?,
            latest: self.since(self.seconds / factor)?.checked_add(DISPLAY_LAG).ok()?,
        })
    }

    fn since(self, seconds: f64) -> Option<Timestamp> {
        self.at.checked_sub(SignedDuration::try_from_secs_f64(seconds).ok()?).ok()
    }
}

impl Bounds {
    fn and(&self, other: &Self) -> Option<Self> {
        let both =
            Self { earliest: self.earliest.max(other.earliest), latest: self.latest.min(other.latest) };
        (both.earliest <= both.latest).then_some(both)
    }
}

impl RunStep {
    /// Whether nothing of it lies before an instant.
    pub(super) fn begins_after(&self, at: Timestamp) -> bool {
        self.from.at >= at
    }

    /// The part of it that lies between two instants, of which a level was sampled; `None` when it had not begun.
    pub(super) fn part(&self, start: Timestamp, end: Timestamp, energy: f64) -> Option<RunSpan> {
        let (start, end) = (start.max(self.from.at), end.min(self.to.at));
        let seconds = end.duration_since(start).as_secs_f64();
        let sampled = Sampled { seconds, energy: energy * seconds };
        (start < end).then(|| RunSpan {
            began: self.began,
            from: self.mark(start),
            to: self.mark(end),
            sampled,
        })
    }

    /// The running value at an instant: as though the energy had come evenly. At worst all of it came before, or after.
    fn mark(&self, at: Timestamp) -> RunMark {
        if at <= self.from.at {
            return self.from;
        }
        if at >= self.to.at {
            return self.to;
        }
        let passed = at.duration_since(self.from.at).as_secs_f64();
        let share = passed / self.to.at.duration_since(self.from.at).as_secs_f64();
        let gain = self.to.exposure - self.from.exposure;
        RunMark { at, exposure: self.from.exposure + gain * share, spread: gain * share.max(1.0 - share) }
    }
}
