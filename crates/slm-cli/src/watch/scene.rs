//! A timeline for tests: updates at chosen seconds, without a clock.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::{
    frame::{Body, Frame, Levels, Meter},
    model::{Now, Update, WatchModel},
};

/// Units being watched, at a time of the test's choice.
pub(crate) struct Scene {
    pub(crate) model: WatchModel,
    start: Now,
    at: Duration,
}

impl Scene {
    pub(crate) fn new(units: &[&str]) -> Self {
        let wall = "2026-06-09T17:00:00Z".parse().unwrap();
        let start = Now { instant: Instant::now() + Duration::from_hours(1), wall };
        let mut scene = Self {
            model: WatchModel::new(units.iter().map(|&unit| unit.to_owned())),
            start,
            at: Duration::ZERO,
        };
        for unit in 0..units.len() {
            scene.update(unit, Update::Open).body(unit, Body::Hello);
        }
        scene
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, seconds: f64) -> &mut Self {
        self.at += Duration::from_secs_f64(seconds);
        self
    }

    pub(crate) fn now(&self) -> Now {
        Now { instant: self.start.instant + self.at, wall: self.wall() }
    }

    fn wall(&self) -> Timestamp {
        self.start.wall + SignedDuration::try_from(self.at).unwrap()
    }

    pub(crate) fn update(&mut self, unit: usize, update: Update) -> &mut Self {
        self.model.apply(unit, update, self.now());
        self
    }

    pub(crate) fn body(&mut self, unit: usize, body: Body) -> &mut Self {
        let frame = Frame { at: Some(self.wall()), position: None, dropped: 0, body };
        self.update(unit, Update::Frame(frame))
    }

    /// A reading taken now.
    pub(crate) fn level(&mut self, unit: usize, lp: f64) -> &mut Self {
        self.body(unit, reading(lp))
    }

    /// A reading a second, up to now.
    pub(crate) fn levels(&mut self, unit: usize, levels: impl IntoIterator<Item = f64>) -> &mut Self {
        for lp in levels {
            self.wait(1.0).level(unit, lp);
        }
        self
    }
}

/// A full set of values around `lp`.
pub(crate) fn reading(lp: f64) -> Body {
    let text = |above: f64| Some(format!("{:.1}", lp + above));
    let levels = Levels {
        lp: text(0.0),
        leq: text(-1.2),
        lmax: text(9.4),
        lmin: text(-12.1),
        lpeak: text(21.0),
        slots: [text(6.0), text(4.1), text(-2.0), text(-8.8), text(-10.3)],
        percentages: Some([5, 10, 50, 90, 95]),
        over: false,
        under: false,
    };
    let started = "2026-06-09T16:00:00Z".parse().ok();
    Body::Reading { levels: Box::new(levels), meter: Meter { measuring: Some(true), started } }
}
