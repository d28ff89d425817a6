//! A window that moves with the time.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::class_times::ClassTimes;
use super::tally::{self, Assessment, Extent, Tally};
use super::{Figure, WindowMetric, WindowSnapshot};
use crate::alert::portion::Portion;

/// The last *T*, moving in steps; the step under way counts as far as it has come.
///
/// Sums are kept beside the steps and extremes as a falling staircase, so that a reading costs the same whatever *T* is.
#[derive(Debug, Clone)]
pub(in crate::alert) struct Rolling {
    metric: WindowMetric,
    /// Milliseconds.
    step: i64,
    /// Steps of a window.
    count: i64,
    /// Begin of the first portion since it was empty, milliseconds.
    begun: Option<i64>,
    /// Whether it was kept without what it held, and is to be filled.
    is_wanting: bool,
    steps: VecDeque<WindowStep>,
    sum: Tally,
    /// Steps whose extreme no later step outdoes, the most extreme first.
    extremes: VecDeque<(i64, f64)>,
    /// Step, class and milliseconds of each sample; percentiles only.
    samples: VecDeque<(i64, u16, u32)>,
    times: ClassTimes,
}

/// What a rolling window holds of one of its steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowStep {
    /// Its number since 1970.
    pub number: i64,
    /// What it holds.
    pub tally: Tally,
}

impl Rolling {
    /// An empty window of so many seconds.
    pub(in crate::alert) fn new(metric: WindowMetric, seconds: i64) -> Self {
        let step = step_seconds(seconds);
        Self {
            metric,
            step: step * 1000,
            count: (seconds / step).max(1),
            begun: None,
            is_wanting: false,
            steps: VecDeque::new(),
            sum: Tally::default(),
            extremes: VecDeque::new(),
            samples: VecDeque::new(),
            times: ClassTimes::default(),
        }
    }

    /// Takes a portion in; portions come in order.
    pub(in crate::alert) fn add(&mut self, portion: &Portion) {
        self.begun.get_or_insert(portion.from);
        let length = self.count * self.step;
        let mut rest = portion.clipped(portion.to - length, portion.to);
        while let Some(part) = rest {
            let number = part.from.div_euclid(self.step);
            let end = (number + 1) * self.step;
            if let Some(piece) = part.clipped(part.from, end) {
                self.add_piece(number, &piece, piece.to == portion.to);
            }
            rest = part.clipped(end, part.to);
        }
        let newest = self.steps.back().map(|step| step.number);
        self.forget_before(newest.map_or(i64::MIN, |newest| newest + 1 - self.count));
    }

    /// What can be said of the window that ends now.
    pub(in crate::alert) fn assess(&mut self, now: Timestamp) -> Assessment {
        let now = now.as_millisecond();
        let end = now.div_euclid(self.step) + i64::from(now.rem_euclid(self.step) > 0);
        let begin = end - self.count;
        self.forget_before(begin);
        let extent =
            Extent { nominal: self.count * self.step, reach: now - begin * self.step, is_over: true };
        let sum = Tally { extreme: self.extremes.front().map(|(_, level)| *level), ..self.sum };
        sum.assess(&self.metric, &self.times, extent)
    }

    /// Forgets everything.
    pub(in crate::alert) fn clear(&mut self) {
        *self = Self::new(self.metric, self.count * self.step / 1000);
    }

    pub(in crate::alert) fn snapshot(&self) -> WindowSnapshot {
        WindowSnapshot {
            steps: self.steps.iter().copied().collect(),
            samples: self.samples.iter().copied().collect(),
            ..self.brief_snapshot()
        }
    }

    /// Without what it holds.
    pub(in crate::alert) fn brief_snapshot(&self) -> WindowSnapshot {
        let begun = self.begun.and_then(|begun| Timestamp::from_millisecond(begun).ok());
        WindowSnapshot { window: begun.map(|begun| (begun, begun)), ..WindowSnapshot::default() }
    }

    /// From when on portions of before are wanted, and how long the window is.
    pub(in crate::alert) fn wanted(&self) -> Option<(Timestamp, Duration)> {
        let begun = self.begun.filter(|_| self.is_wanting)?;
        let length = Duration::from_millis((self.count * self.step).unsigned_abs());
        Some((Timestamp::from_millisecond(begun).ok()?, length))
    }

    /// Takes a portion of before in, as far as it is wanted.
    pub(in crate::alert) fn refill(&mut self, portion: &Portion) {
        let Some(begun) = self.begun.filter(|_| self.is_wanting) else { return };
        if let Some(portion) = portion.clipped(begun, portion.to) {
            self.add(&portion);
        }
    }

    pub(in crate::alert) fn restore(&mut self, kept: &WindowSnapshot) {
        self.clear();
        self.begun = kept.window.map(|(begun, _)| begun.as_millisecond());
        self.is_wanting = kept.steps.is_empty();
        for step in &kept.steps {
            let Tally { covered, over, under, energy, under_energy, samples, .. } = step.tally;
            self.sum.covered += covered;
            self.sum.over += over;
            self.sum.under += under;
            self.sum.energy += energy;
            self.sum.under_energy += under_energy;
            self.sum.samples += samples;
            self.raise_extreme(step.number, step.tally.extreme);
            self.steps.push_back(*step);
        }
        for (step, class, time) in &kept.samples {
            self.times.add(*class, *time);
            self.samples.push_back((*step, *class, *time));
        }
    }

    fn add_piece(&mut self, number: i64, piece: &Portion, is_last: bool) {
        let figure = self.metric.figure;
        if self.steps.back().is_none_or(|step| step.number < number) {
            self.steps.push_back(WindowStep { number, tally: Tally::default() });
        }
        // Out of order by less than a step: it counts with the newest.
        let Some(step) = self.steps.back_mut() else { return };
        step.tally.add(piece, figure, is_last);
        self.sum.add(piece, figure, is_last);
        let number = step.number;
        self.raise_extreme(number, tally::extreme(figure, piece));
        if matches!(figure, Figure::Percentile(_)) {
            self.add_sample(number, piece);
        }
    }

    /// The staircase with another step, from which all lower ones before it drop out.
    fn raise_extreme(&mut self, number: i64, level: Option<f64>) {
        let Some(level) = level else { return };
        let figure = self.metric.figure;
        let outdoes = |other: f64| {
            tally::worse(figure, Some(level), Some(other))
                .is_some_and(|worst| worst.to_bits() == level.to_bits())
        };
        while self.extremes.back().is_some_and(|(_, other)| outdoes(*other)) {
            self.extremes.pop_back();
        }
        // A lower level within the same step adds nothing.
        if self.extremes.back().is_none_or(|(step, _)| *step != number) {
            self.extremes.push_back((number, level));
        }
    }

    fn add_sample(&mut self, step: i64, piece: &Portion) {
        let class = ClassTimes::class(piece.leq);
        let time = u32::try_from(piece.to - piece.from).unwrap_or_default();
        self.times.add(class, time);
        match self.samples.back_mut() {
            Some(last) if (last.0, last.1) == (step, class) => last.2 += time,
            _ => self.samples.push_back((step, class, time)),
        }
        if self.samples.len() > MOST_SAMPLES
            && let Some((_, class, time)) = self.samples.pop_front()
        {
            self.times.take_away(class, time);
        }
    }

    fn forget_before(&mut self, first: i64) {
        while let Some(step) = self.steps.front().filter(|step| step.number < first) {
            self.sum.take_away(&step.tally);
            self.steps.pop_front();
        }
        while self.extremes.front().is_some_and(|(number, _)| *number < first) {
            self.extremes.pop_front();
        }
        while let Some((_, class, time)) = self.samples.front().copied().filter(|(step, ..)| *step < first) {
            self.times.take_away(class, time);
            self.samples.pop_front();
        }
    }
}

/// The step of a window of so many seconds: the least divisor of it that makes at most 900 steps, but no more than a
/// minute.
pub(in crate::alert) fn step_seconds(seconds: i64) -> i64 {
    (1..=60).find(|step| seconds % step == 0 && (seconds <= step * 900 || *step == 60)).unwrap_or(1)
}

/// An hour of the 10 Hz stream, and some more.
const MOST_SAMPLES: usize = 40_000;
