//! Slow questions asked between polls: battery, card, clock, and what the percentile slots are set to.

use std::collections::VecDeque;
use std::time::Instant;

use nl43_proto::{Command, PercentileSlot};

use super::SessionSettings;
use crate::PercentileSettings;

/// One slow question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Battery,
    SdFree,
    SdPercentage,
    Clock,
    Percentile(PercentileSlot),
}

impl Item {
    pub(super) fn command(self) -> Command {
        match self {
            Self::Battery => Command::BatteryLevelQuery,
            Self::SdFree => Command::SdCardFreeSizeQuery,
            Self::SdPercentage => Command::SdCardPercentageQuery,
            Self::Clock => Command::ClockQuery,
            Self::Percentile(slot) => Command::PercentileQuery(slot),
        }
    }
}

/// Which questions are due. Answers that are refused are not asked again before their next round.
#[derive(Debug, Default)]
pub(super) struct Plan {
    due: VecDeque<Item>,
    next_round: Option<Instant>,
    ask_percentiles: bool,
    slots: [Option<u8>; 5],
}

impl Plan {
    /// A connection came up: everything may have changed behind our back.
    pub(super) fn link_up(&mut self, now: Instant, settings: &SessionSettings) {
        let first = now + settings.housekeeping_after;
        // A reconnect does not ask again what was asked a moment ago.
        self.next_round = Some(self.next_round.map_or(first, |planned| planned.max(first)));
        self.ask_percentiles = true;
        self.due.clear();
    }

    /// A measurement started: the slots may have been set anew, and a card may fill up.
    pub(super) fn measurement_started(&mut self, now: Instant) {
        self.ask_percentiles = true;
        self.next_round = self.next_round.map(|planned| planned.min(now));
    }

    /// When the next question is due.
    pub(super) fn due_at(&self) -> Option<Instant> {
        self.next_round
    }

    /// Takes the next question that is due.
    pub(super) fn take(&mut self, now: Instant, settings: &SessionSettings) -> Option<Item> {
        let due = self.next_round.is_some_and(|round| round <= now);
        if self.due.is_empty() && due {
            self.due.extend([Item::Battery, Item::SdFree, Item::SdPercentage, Item::Clock]);
            if std::mem::take(&mut self.ask_percentiles) {
                self.due.extend(PercentileSlot::ALL.map(Item::Percentile));
            }
        }
        let item = self.due.pop_front()?;
        if self.due.is_empty() {
            self.next_round = Some(now + settings.housekeeping_every);
        }
        Some(item)
    }

    /// Takes what a slot is set to.
    pub(super) fn percentile(&mut self, slot: PercentileSlot, percent: Option<u8>) {
        if let Some(known) = self.slots.get_mut(usize::from(slot.number()) - 1) {
            *known = percent;
        }
    }

    /// All five slots, once all are known.
    pub(super) fn percentiles(&self) -> Option<PercentileSettings> {
        let mut all = PercentileSettings::default();
        for (slot, known) in all.iter_mut().zip(self.slots) {
            *slot = known?;
        }
        Some(all)
    }
}
