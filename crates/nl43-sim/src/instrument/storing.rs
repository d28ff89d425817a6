//! What the meter keeps on its card.

use std::fmt::Write as _;
use std::time::Instant;

use jiff::civil::DateTime;

use super::channel::Channel;
use super::{Instrument, Measurement, clock, duration_setting};
use crate::card::{self, ChannelPlan, LpInterval, Period, Place, Plan, Present, Recording, Tree};
use crate::sound::STEP;

/// Records of one file of manually stored data.
const RECORDS_PER_FILE: u64 = 1000;
/// Steps of the record that a card in use already holds.
const SAMPLE_STEPS: u64 = 100;

/// Settings that the `.rnh` file tells, by section.
const TOLD: [(&str, &[&str]); 3] = [
    (
        "Store",
        &[
            "Store Mode",
            "Store Name",
            "Measurement Time Preset Auto",
            "Lp Store Interval",
            "Leq Calculation Interval Preset",
        ],
    ),
    ("Measure", &["Frequency Weighting (Main)", "Time Weighting (Main)", "Windscreen Correction", "TRM"]),
    ("Percentile", &["Percentile 1", "Percentile 2", "Percentile 3", "Percentile 4", "Percentile 5"]),
];

impl Instrument {
    /// The card, and the present as it knows it.
    pub(crate) fn card(&mut self, now: Instant) -> (&mut Tree, Present) {
        self.advance(now);
        let present = Present { clock: self.clock.now(now), step: self.step };
        (&mut self.card, present)
    }

    /// Whether data exist where the next would be stored.
    pub(super) fn would_overwrite(&self) -> bool {
        self.place().is_some_and(|place| self.card.entry(&place, self.at_step()).is_ok())
    }

    /// Begins the folder of an Auto store.
    pub(super) fn begin_recording(&mut self) {
        if self.settings.get("Store Mode") == "Manual" {
            return;
        }
        let at = self.at_step();
        if let (Some(place), Some(plan)) = (self.place(), self.plan(at.clock)) {
            let recording = Recording::begin(plan, self.by_hand, at);
            if self.card.record(&place, recording).is_ok() {
                self.recording = Some(place);
            }
        }
    }

    pub(super) fn end_recording(&mut self) {
        let step = self.step;
        self.with_recording(|recording, _| recording.end(step));
        self.recording = None;
    }

    /// Tells the running store, where there is one, what has changed by now.
    pub(super) fn with_recording(&mut self, tell: impl FnOnce(&mut Recording, Present)) {
        let at = self.at_step();
        let recording = self.recording.as_ref().and_then(|place| self.card.recording(place));
        if let Some(recording) = recording {
            tell(recording, at);
        }
    }

    /// Writes the finished measurement as one record, in Manual store mode.
    pub(super) fn store_record(&mut self, address: u64, now: Instant) {
        let Measurement::Finished { begun, .. } = self.measurement else { return };
        let (Some(place), Some(plan)) = (self.place(), self.plan(begun)) else { return };
        let mut row = Vec::new();
        let seconds = self.main.statistics().map_or(0.0, |statistics| statistics.totals().seconds());
        let period = Period { begun, steps: steps(seconds) };
        let channels = std::iter::once(&self.main).chain(self.subs.iter().flatten().map(|sub| &**sub));
        card::leq_row(&mut row, address, period, channels.map(Channel::statistics), &plan.percentiles);
        let header = card::leq_header(&plan.channels);
        let file = address.saturating_sub(1) / RECORDS_PER_FILE % 10_000;
        let name = format!("NL_{}_SLM_MAN_{:04}_{file:04}.rnd", plan.index, plan.store);
        if let Ok(place) = place.join(&name) {
            // A full card keeps what it has.
            let _ = self.card.append(&place, &header, &row, self.clock.now(now));
        }
    }

    /// Puts on the card what a meter in use has on it.
    pub(super) fn furnish_card(&mut self, clock: DateTime) {
        let Some(plan) = self.plan(clock) else { return };
        let plan = Plan { store: card::SAMPLE_STORE, seed: self.seed ^ 1, ..plan };
        let mut channel = Channel::new(plan.channels[0].frequency, plan.channels[0].time, &self.latest);
        channel.begin(None);
        for step in 0..SAMPLE_STEPS {
            channel.measure(&plan.sound.emission(plan.seed, step));
        }
        let main = plan.channels.iter().take(1).copied().collect::<Vec<_>>();
        let mut row = Vec::new();
        let begun = clock.saturating_sub(jiff::Span::new().days(31).hours(5));
        let period = Period { begun, steps: SAMPLE_STEPS };
        card::leq_row(&mut row, 1, period, [channel.statistics()], &plan.percentiles);
        // There is room on an empty card.
        let header = card::leq_header(&main);
        let _ = card::furnish(&mut self.card, self.model.name(), plan, (&header, &row), clock);
    }

    /// The present as of the step that was taken last: what begins, begins there.
    fn at_step(&self) -> Present {
        let step = u32::try_from(self.step).unwrap_or(u32::MAX);
        Present { clock: self.clock.now(self.power_on + STEP * step), step: self.step }
    }

    /// The folder of the current `Store Name`.
    fn place(&self) -> Option<Place> {
        let kind = if self.settings.get("Store Mode") == "Manual" { "Manual" } else { "Auto" };
        let store = self.settings.number("Store Name")?;
        Place::parse(&format!("/{}/{kind}_{store:04}", self.model.name())).ok()
    }

    /// What a store that begins now would keep.
    fn plan(&self, begun: DateTime) -> Option<Plan> {
        let leq = duration_setting(
            &self.settings,
            "Leq Calculation Interval Preset",
            "Leq Calculation Interval (Num)",
            "Leq Calculation Interval (Unit)",
        );
        Some(Plan {
            index: self.settings.get("Index Number").as_ref().into(),
            store: self.settings.number("Store Name")?,
            lp: LpInterval::of_setting(&self.settings.get("Lp Store Interval")),
            leq_steps: leq.map(|interval| interval.as_secs() * 10).filter(|steps| *steps > 0),
            percentiles: self.percentiles(),
            channels: self.channel_plans(),
            settings: self.told_settings(begun).into(),
            sound: self.field.clone(),
            seed: self.seed,
        })
    }

    fn channel_plans(&self) -> Vec<ChannelPlan> {
        let labels = if self.model.is_previous_generation() { ["Sub"; 3] } else { ["Sub1", "Sub2", "Sub3"] };
        let plan = |label, channel: &Channel| {
            let (frequency, time) = channel.weightings();
            ChannelPlan { label, frequency, time }
        };
        let subs = self.subs.iter().zip(labels).filter_map(|(sub, label)| Some(plan(label, sub.as_deref()?)));
        std::iter::once(plan("Main", &self.main)).chain(subs).collect()
    }

    /// The `.rnh` file.
    fn told_settings(&self, begun: DateTime) -> String {
        let mut text = "CSV\r\n[System]\r\n".to_owned();
        // Writing to a string cannot fail.
        let _ = write!(text, "Model,{}\r\n", self.model.name());
        let _ = write!(text, "Index Number,{}\r\n", self.settings.get("Index Number"));
        for (section, names) in TOLD {
            let _ = write!(text, "[{section}]\r\n");
            if section == "Store" {
                let _ = write!(text, "Start Time,{}\r\n", clock::print(begun));
            }
            for name in names {
                let _ = write!(text, "{name},{}\r\n", self.settings.get(name));
            }
        }
        text
    }
}

fn steps(seconds: f64) -> u64 {
    let steps = (seconds * 10.0).round().max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a measured time, far below 2^63"
    )]
    {
        steps as u64
    }
}
