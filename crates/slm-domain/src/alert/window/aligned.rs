//! Windows that follow the clock on the wall, one after another.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_acoustics::calendar::{Window, aligned_window, local_window};

use super::class_times::ClassTimes;
use super::tally::{Assessment, Extent, Tally};
use super::{Figure, Span, WindowMetric, WindowSnapshot};
use crate::alert::moment::later;
use crate::alert::portion::Portion;

/// The window under way, and what it holds.
#[derive(Debug, Clone)]
pub(in crate::alert) struct Aligned {
    metric: WindowMetric,
    zone: TimeZone,
    current: Option<Window>,
    tally: Tally,
    times: ClassTimes,
}

impl Aligned {
    pub(in crate::alert) fn new(metric: WindowMetric, zone: TimeZone) -> Self {
        Self { metric, zone, current: None, tally: Tally::default(), times: ClassTimes::default() }
    }

    /// Whether it holds a histogram.
    fn is_percentile(&self) -> bool {
        matches!(self.metric.figure, Figure::Percentile(_))
    }

    /// The window under way.
    pub(in crate::alert) fn current(&self) -> Option<Window> {
        self.current
    }

    /// Begins the window that holds a moment; otherwise tells when to ask again.
    pub(in crate::alert) fn open(&mut self, at: Timestamp) -> Result<Window, Timestamp> {
        if let Some(window) = self.current.filter(|window| window.contains(at)) {
            return Ok(window);
        }
        self.close();
        let window = self.window_at(at)?;
        self.current = Some(window);
        Ok(window)
    }

    /// Takes in what of a portion lies in the window under way; the rest comes back.
    pub(in crate::alert) fn add(&mut self, portion: &Portion) -> Option<Portion> {
        let window = self.current?;
        let (start, end) = (window.start.as_millisecond(), window.end.as_millisecond());
        if let Some(piece) = portion.clipped(start, end) {
            self.tally.add(&piece, self.metric.figure, piece.to == portion.to);
            if self.is_percentile() {
                let time = u32::try_from(piece.to - piece.from).unwrap_or_default();
                self.times.add(ClassTimes::class(piece.leq), time);
            }
        }
        portion.clipped(end, portion.to)
    }

    /// What can be said of the window under way: whatever is still to come, or at its end.
    pub(in crate::alert) fn assess(&self, is_over: bool) -> Option<Assessment> {
        let window = self.current?;
        let nominal = window.end.as_millisecond() - window.start.as_millisecond();
        Some(self.tally.assess(&self.metric, &self.times, Extent { nominal, reach: nominal, is_over }))
    }

    /// What the window under way holds.
    pub(in crate::alert) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Ends the window under way.
    pub(in crate::alert) fn close(&mut self) {
        (self.current, self.tally) = (None, Tally::default());
        self.times.clear();
    }

    pub(in crate::alert) fn snapshot(&self) -> WindowSnapshot {
        WindowSnapshot {
            window: self.current.map(|window| (window.start, window.end)),
            tally: self.tally,
            samples: self.times.classes().map(|(class, time)| (0, class, time)).collect(),
            ..WindowSnapshot::default()
        }
    }

    pub(in crate::alert) fn restore(&mut self, kept: &WindowSnapshot) {
        self.close();
        self.current = kept.window.map(|(start, end)| Window { start, end });
        self.tally = kept.tally;
        kept.samples.iter().for_each(|(_, class, time)| self.times.add(*class, *time));
    }

    fn window_at(&self, at: Timestamp) -> Result<Window, Timestamp> {
        let (from, to) = match self.metric.span {
            Span::Rolling(_) => return Err(Timestamp::MAX),
            Span::Aligned { minutes } => return Ok(aligned_window(&self.zone, minutes, at)),
            Span::Daily { from, to } => (from.time(), to.time()),
        };
        let today = self.zone.to_datetime(at).date();
        let dates = [today.yesterday().ok(), Some(today), today.tomorrow().ok()];
        let windows = || dates.into_iter().flatten().map(|date| local_window(&self.zone, date, from, to));
        let next = || windows().map(|window| window.start).filter(|start| *start > at).min();
        windows()
            .find(|window| window.contains(at))
            .ok_or_else(|| next().unwrap_or_else(|| later(at, Duration::from_hours(12))))
    }
}
