//! The 10 Hz stream on the same line: begun on demand, paused for every command.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nl43_proto::DrdFrame;

use super::{Demand, Effect, Moment, UnitSession};
use crate::{DeviceError, KnownSettings, LiveEvent, Reading, Sample};

/// Where the stream stands. The exchange knows whether it runs.
#[derive(Debug, Default)]
pub(super) struct Streaming {
    /// Not tried again before this.
    blocked_until: Option<Instant>,
    /// Records came since the last gap was announced.
    flowing: bool,
    /// SUB was sent, its end is awaited.
    pausing: bool,
    /// When a record was last shown on the monitor feed.
    last_shown: Option<Instant>,
}

impl Streaming {
    /// A stream that was refused is tried again when somebody new asks.
    pub(super) fn allow(&mut self) {
        self.blocked_until = None;
    }

    /// Whether the line belongs to the stream between other commands.
    pub(super) fn is_wanted(&self, demand: &Demand) -> bool {
        demand.stream_watchers > 0 && demand.resting.is_none() && self.blocked_until.is_none()
    }

    pub(super) fn is_due(&self, demand: &Demand, now: Instant) -> bool {
        self.due_at(demand, now).is_some_and(|due| due <= now)
    }

    /// Whether a failed stream may be tried again. It goes before a poll, or a watched unit would never stream again.
    pub(super) fn is_retry_due(&self, demand: &Demand, now: Instant) -> bool {
        self.blocked_until.is_some() && self.is_due(demand, now)
    }

    pub(super) fn due_at(&self, demand: &Demand, base: Instant) -> Option<Instant> {
        let wanted = demand.stream_watchers > 0 && demand.resting.is_none();
        wanted.then(|| self.blocked_until.map_or(base, |blocked| blocked.max(base)))
    }

    pub(super) fn started(&mut self) {
        self.flowing = true;
        self.pausing = false;
    }

    /// The stream stopped; those who watch it are told, once.
    pub(super) fn interrupted(&mut self, reason: &'static str, now: Moment, effects: &mut Vec<Effect>) {
        self.pausing = false;
        if std::mem::take(&mut self.flowing) {
            effects.push(Effect::PublishStream(LiveEvent::StreamGap { at: now.wall, reason }));
        }
    }

    /// The stream could not be begun; those who wait for it are told why.
    pub(super) fn failed(
        &mut self,
        text: &'static str,
        error: &DeviceError,
        now: Moment,
        demand: &Demand,
        effects: &mut Vec<Effect>,
    ) {
        if demand.stream_watchers == 0 {
            return;
        }
        self.blocked_until = Some(now.mono + RETRY_PAUSE);
        let detail = error.to_string();
        effects.push(Effect::PublishStream(LiveEvent::StreamError { at: now.wall, error: text, detail }));
    }
}

impl UnitSession {
    /// Whether something else needs the line, or nobody needs the stream.
    pub(super) fn stream_must_pause(&self, now: Instant) -> bool {
        self.demand.stream_watchers == 0
            || self.demand.resting.is_some()
            || !self.queue.is_empty()
            || self.unconfirmed.is_some()
            || !self.disconnects.is_empty()
            || self.poll_due().is_some_and(|due| due <= now)
    }

    /// When the stream has to pause next, as far as that is known.
    pub(super) fn stream_pause_at(&self) -> Option<Instant> {
        if self.streaming.pausing { None } else { self.poll_due() }
    }

    pub(super) fn pause_stream(&mut self, now: Moment) {
        if !std::mem::replace(&mut self.streaming.pausing, true) {
            self.exchange.stop_stream(now.mono);
            self.transmit();
        }
    }

    pub(super) fn take_record(&mut self, frame: Arc<DrdFrame>, now: Moment) {
        self.last_use = now.mono;
        let sample = Sample::Drd(frame);
        let reading = Arc::new(Reading {
            at: now.wall,
            seen: now.mono,
            sample: sample.clone(),
            run: self.run,
            // The percentages are those of a measurement, of which a record knows nothing.
            settings: KnownSettings { percentiles: None, ..self.housekeeping.known() },
        });
        self.effects.push(Effect::PublishStream(LiveEvent::Reading { reading, recovered: false }));
        // The monitor feed goes on at its own pace, with what the stream knows.
        let due = |last| now.mono.saturating_duration_since(last) >= SHOWN_EVERY;
        if self.streaming.last_shown.is_none_or(due) {
            self.streaming.last_shown = Some(now.mono);
            self.publish_reading(sample, now);
        }
    }

    /// Half a minute without a record: the connection is worth nothing any more.
    pub(super) fn stream_silent(&mut self, now: Moment) {
        let error = DeviceError::Timeout { command: "DRD?".to_owned() };
        self.streaming.interrupted("the stream fell silent", now, &mut self.effects);
        self.streaming.failed(
            "Failed to communicate with device",
            &error,
            now,
            &self.demand,
            &mut self.effects,
        );
        self.close("the stream fell silent", now);
    }
}

/// A stream that failed is not begun again at once; each attempt costs a turn of the line.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// Records shown on the monitor feed: one a second, as snapshots would come.
const SHOWN_EVERY: Duration = Duration::from_millis(950);
