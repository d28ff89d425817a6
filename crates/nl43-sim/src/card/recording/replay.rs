//! The sound of a measurement once more, through the same channels.

use super::Recording;
use crate::instrument::{Channel, Shown, Statistics};

/// Steps after which a channel has forgotten how it began: 40 s, several times its longest time constant.
const SETTLING: u64 = 400;

/// The channels of a store, taken through its steps in order.
#[derive(Debug)]
pub(super) struct Replay {
    channels: Vec<Channel>,
    next: Option<u64>,
}

impl Replay {
    pub(super) fn new(recording: &Recording) -> Self {
        let silence = recording.emission(0);
        let channels = recording.plan.channels.iter();
        let channels = channels.map(|plan| Channel::new(plan.frequency, plan.time, &silence)).collect();
        Self { channels, next: None }
    }

    /// Takes in one step; `measured` counts it into the statistics.
    pub(super) fn step(&mut self, recording: &Recording, step: u64, measured: bool) {
        let settled = step.saturating_sub(SETTLING);
        let from = self.next.filter(|next| (settled..=step).contains(next)).unwrap_or(settled);
        for before in from..step {
            let emission = recording.emission(before);
            self.channels.iter_mut().for_each(|channel| channel.hear(&emission));
        }
        let emission = recording.emission(step);
        for channel in &mut self.channels {
            if measured { channel.measure(&emission) } else { channel.hear(&emission) }
        }
        self.next = Some(step + 1);
    }

    /// Begins new statistics.
    pub(super) fn begin(&mut self) {
        self.channels.iter_mut().for_each(|channel| channel.begin(None));
    }

    pub(super) fn shown(&self) -> impl Iterator<Item = &Shown> {
        self.channels.iter().map(Channel::shown)
    }

    pub(super) fn statistics(&self) -> impl Iterator<Item = Option<&Statistics>> {
        self.channels.iter().map(Channel::statistics)
    }
}
