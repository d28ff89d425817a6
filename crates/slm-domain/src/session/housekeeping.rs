//! Slow questions asked between polls: battery, card, clock, and the settings that say what the levels are.

use std::collections::VecDeque;
use std::time::Instant;

use nl43_proto::{Channel, Command, FrequencyWeighting, PercentileSlot, TimeWeighting};

use super::SessionSettings;
use crate::{KnownSettings, PercentileSettings};

/// One slow question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Battery,
    SdFree,
    SdPercentage,
    Clock,
    FrequencyWeighting,
    TimeWeighting,
    Percentile(PercentileSlot),
}

impl Item {
    pub(super) fn command(self) -> Command {
        match self {
            Self::Battery => Command::BatteryLevelQuery,
            Self::SdFree => Command::SdCardFreeSizeQuery,
            Self::SdPercentage => Command::SdCardPercentageQuery,
            Self::Clock => Command::ClockQuery,
            Self::FrequencyWeighting => Command::FrequencyWeightingQuery(Channel::Main),
            Self::TimeWeighting => Command::TimeWeightingQuery(Channel::Main),
            Self::Percentile(slot) => Command::PercentileQuery(slot),
        }
    }
}

/// Which questions are due. Answers that are refused are not asked again before their next round.
#[derive(Debug, Default)]
pub(super) struct Plan {
    due: VecDeque<Item>,
    next_round: Option<Instant>,
    ask_settings: bool,
    frequency_weighting: Option<FrequencyWeighting>,
    time_weighting: Option<TimeWeighting>,
    slots: [Option<u8>; 5],
}

impl Plan {
    /// A connection came up: everything may have changed behind our back.
    pub(super) fn link_up(&mut self, now: Instant, settings: &SessionSettings) {
        let first = now + settings.housekeeping_after;
        // A reconnect does not ask again what was asked a moment ago.
        self.next_round = Some(self.next_round.map_or(first, |planned| planned.max(first)));
        self.ask_settings = true;
        self.due.clear();
    }

    /// A measurement started: settings may have been changed at the instrument, and a card may fill up.
    pub(super) fn measurement_started(&mut self, now: Instant) {
        self.ask_settings = true;
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
            let asks_settings = std::mem::take(&mut self.ask_settings);
            if asks_settings {
                // Every level that is shown needs it.
                self.due.push_back(Item::FrequencyWeighting);
            }
            self.due.extend([Item::Battery, Item::SdFree, Item::SdPercentage, Item::Clock]);
            if asks_settings {
                self.due.push_back(Item::TimeWeighting);
                self.due.extend(PercentileSlot::ALL.map(Item::Percentile));
            }
        }
        let item = self.due.pop_front()?;
        if self.due.is_empty() {
            self.next_round = Some(now + settings.housekeeping_every);
        }
        Some(item)
    }

    /// Takes the main channel's frequency weighting.
    pub(super) fn frequency_weighting(&mut self, weighting: FrequencyWeighting) {
        self.frequency_weighting = Some(weighting);
    }

    /// Takes the main channel's time weighting.
    pub(super) fn time_weighting(&mut self, weighting: TimeWeighting) {
        self.time_weighting = Some(weighting);
    }

    /// A question was refused: what it asks for is not known any more.
    pub(super) fn refused(&mut self, item: Item) {
        match item {
            Item::Percentile(slot) => self.percentile(slot, None),
            Item::FrequencyWeighting => self.frequency_weighting = None,
            Item::TimeWeighting => self.time_weighting = None,
            Item::Battery | Item::SdFree | Item::SdPercentage | Item::Clock => {}
        }
    }

    /// The settings that say what the levels are.
    pub(super) fn known(&self) -> KnownSettings {
        KnownSettings {
            frequency_weighting: self.frequency_weighting,
            time_weighting: self.time_weighting,
            percentiles: self.percentiles(),
        }
    }

    /// Takes what a slot is set to.
    pub(super) fn percentile(&mut self, slot: PercentileSlot, percent: Option<u8>) {
        if let Some(known) = self.slots.get_mut(usize::from(slot.number()) - 1) {
            *known = percent;
        }
    }

    /// All five slots, once all are known.
    fn percentiles(&self) -> Option<PercentileSettings> {
        let mut all = PercentileSettings::default();
        for (slot, known) in all.iter_mut().zip(self.slots) {
            *slot = known?;
        }
        Some(all)
    }
}
