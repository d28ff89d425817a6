//! The instrument itself: command lines and time in, answer lines out. No socket, no clock of its own.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use jiff::civil::DateTime;

use crate::card::{Place, Recording, Tree};
use crate::config::{MeterConfig, Model};
use crate::sound::{Emission, STEP, SoundField};
pub(crate) use channel::{Channel, FrequencyWeighting, Shown, Statistics, TimeWeighting};
use clock::Clock;
use record::{Display, Moment, Printer};
use settings::Settings;

mod channel;
mod clock;
mod commands;
mod entry;
mod record;
mod settings;
mod storing;
#[cfg(test)]
mod tests;

/// What the meter answers to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Only a result code: 0 for a setting that was taken, otherwise the refusal.
    Result(u16),
    /// `R+0000` and a data line.
    Data(String),
    /// `R+0000` and a data line of many fields.
    Record(String),
    /// `R+0000`, then records until SUB.
    Stream {
        /// Whether the records carry the status fields.
        status: bool,
    },
}

/// How the meter's own settings let the network reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The control port listens.
    Open,
    /// The host answers, nothing listens: `TCP` Off, `Web` On or `USB Class` other than Off.
    PortClosed,
    /// Nothing answers: `Ethernet` Off.
    Gone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measurement {
    /// Nothing measured since power-on.
    None,
    Running {
        paused: bool,
        steps_left: Option<u64>,
        begun: DateTime,
    },
    Finished {
        begun: DateTime,
        ended: DateTime,
    },
}

/// One meter, advanced by whoever asks it.
///
/// ```
/// use std::time::{Duration, Instant};
/// use nl43_sim::{Answer, Instrument, MeterConfig};
///
/// let power_on = Instant::now();
/// let mut meter = Instrument::new(&MeterConfig::immediate(), jiff::civil::date(2026, 5, 1).at(12, 0, 0, 0), power_on);
/// assert_eq!(meter.answer("Measure,Start", power_on), Answer::Result(0));
/// assert_eq!(meter.answer("Measure,Start", power_on), Answer::Result(4));
/// let Answer::Record(dod) = meter.answer("DOD?", power_on + Duration::from_secs(10)) else { unreachable!() };
/// assert!(dod.starts_with(" 60.0, 60.0, 70.0, 60.0, 60.0,"));
/// ```
#[derive(Debug)]
pub struct Instrument {
    model: Model,
    seed: u64,
    octave_records: bool,
    battery: String,
    external_power: bool,
    sd_total_mb: u32,
    sd_free_mb: u32,
    field: SoundField,
    by_hand: Option<f64>,
    power_on: Instant,
    /// Steps of 100 ms taken since power-on.
    step: u64,
    latest: Emission,
    clock: Clock,
    settings: Settings,
    main: Channel,
    subs: [Option<Box<Channel>>; 3],
    measurement: Measurement,
    card: Tree,
    /// Folder of the Auto store that is being written.
    recording: Option<Place>,
}

impl Instrument {
    /// Switches a meter on at `power_on`, when its clock shows `clock`.
    pub fn new(config: &MeterConfig, clock: DateTime, power_on: Instant) -> Self {
        let latest = config.sound.emission(config.seed, 0);
        let mut instrument = Self {
            model: config.model,
            seed: config.seed,
            octave_records: config.octave_records,
            battery: config.battery.clone(),
            external_power: config.external_power,
            sd_total_mb: config.sd_total_mb,
            sd_free_mb: config.sd_free_mb.min(config.sd_total_mb),
            field: config.sound.clone(),
            by_hand: None,
            power_on,
            step: 0,
            latest,
            clock: Clock::new(clock, power_on),
            settings: Settings::new(config.model.is_previous_generation()),
            main: Channel::new(FrequencyWeighting::A, TimeWeighting::F, &latest),
            subs: [const { None }; 3],
            measurement: Measurement::None,
            card: Tree::new(config.seed, clock),
            recording: None,
        };
        if config.ftp_listen.is_some() {
            instrument.settings.put("FTP", "On");
        }
        for (name, value) in &config.settings {
            if let Some(entry) = entry::find(name)
                && let Some(value) = entry.values.canonical(value)
            {
                instrument.settings.put(commands::alias(entry.name), &value);
            }
        }
        instrument.apply_settings();
        if config.ftp_listen.is_some() && config.used_card {
            instrument.furnish_card(clock);
        }
        if config.measuring {
            instrument.begin_measurement(power_on);
        }
        instrument
    }

    /// Lets time pass up to `now`. Takes one small step per 100 ms since the last call.
    pub fn advance(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.power_on).as_millis() / STEP.as_millis();
        let target = u64::try_from(passed).unwrap_or(u64::MAX);
        while self.step < target {
            self.take_step();
        }
    }

    /// When the 100 ms step after the one `now` lies in ends.
    pub fn next_step_at(&self, now: Instant) -> Instant {
        let passed = now.saturating_duration_since(self.power_on).as_millis() / STEP.as_millis();
        let steps = u32::try_from(passed).unwrap_or(u32::MAX).saturating_add(1);
        self.power_on + STEP * steps
    }

    /// The stream record of the step that ended last.
    pub fn stream_record(&mut self, counter: u16, status: bool, now: Instant) -> String {
        self.advance(now);
        let printer = self.printer();
        let mut line = if self.model.is_previous_generation() {
            printer.old_drd(counter, &self.main, self.subs[0].as_deref())
        } else {
            printer.drd(counter, &self.main, self.sub_channels())
        };
        self.add_octave_fields(&mut line);
        if status {
            line.push_str(&self.status_tail(now));
        }
        line
    }

    /// Overrides the sound field with one level from now on; `None` returns to the field.
    pub fn set_level(&mut self, level: Option<f64>, now: Instant) {
        self.advance(now);
        self.by_hand = level;
        self.with_recording(|recording, at| recording.set_level(level, at.step));
        if let Some(level) = level {
            self.latest = Emission::by_hand(level);
            let latest = self.latest;
            self.each_channel(|channel| channel.hear(&latest));
        }
    }

    /// Switches the meter off and on: settings and card stay, the measurement is lost.
    pub fn power_cycle(&mut self, now: Instant) {
        self.advance(now);
        self.measurement = Measurement::None;
        self.end_recording();
        self.each_channel(Channel::forget);
    }

    /// Moves the meter's clock by whole seconds.
    pub fn jump_clock(&mut self, seconds: i64, now: Instant) {
        self.advance(now);
        self.clock.jump(seconds, now);
        self.with_recording(Recording::set_clock);
    }

    /// What the meter's clock shows.
    pub fn clock(&self, now: Instant) -> DateTime {
        self.clock.now(now)
    }

    /// Whether a measurement is running (or paused).
    pub fn is_measuring(&self) -> bool {
        matches!(self.measurement, Measurement::Running { .. })
    }

    /// Lp of the main channel, unrounded.
    pub fn lp(&self) -> f64 {
        self.main.shown().lp
    }

    /// Whether echoes are on.
    pub fn echoes(&self) -> bool {
        self.settings.is_on("Echo")
    }

    /// Whether the file port is switched on.
    pub fn serves_files(&self) -> bool {
        self.settings.is_on("FTP")
            && !self.settings.is_on("Web")
            && self.settings.get("USB Class") != "CDC/MSC"
    }

    /// How its own settings let the network reach it.
    pub fn reach(&self) -> Reach {
        if self.settings.get("Ethernet") == "Off" {
            Reach::Gone
        } else if self.settings.get("TCP") == "Off"
            || self.settings.is_on("Web")
            || self.settings.get("USB Class") != "Off"
        {
            Reach::PortClosed
        } else {
            Reach::Open
        }
    }

    /// Undoes the settings by which a client cut its own link, as somebody at the meter would.
    pub fn restore_link(&mut self) {
        for (name, value) in [("Ethernet", "On"), ("TCP", "On"), ("Web", "Off"), ("USB Class", "Off")] {
            self.settings.put(name, value);
        }
    }

    fn take_step(&mut self) {
        self.latest = match self.by_hand {
            Some(level) => Emission::by_hand(level),
            None => self.field.emission(self.seed, self.step),
        };
        self.step += 1;
        let latest = self.latest;
        let Measurement::Running { paused: false, steps_left, .. } = &mut self.measurement else {
            self.each_channel(|channel| channel.hear(&latest));
            return;
        };
        let last = steps_left.as_mut().is_some_and(|left| {
            *left = left.saturating_sub(1);
            *left == 0
        });
        self.each_channel(|channel| channel.measure(&latest));
        if last {
            let ended = self.power_on + STEP * u32::try_from(self.step).unwrap_or(u32::MAX);
            self.end_measurement(ended);
        }
    }

    fn begin_measurement(&mut self, now: Instant) {
        let moving = self.settings.is_on("Display Leqmov").then(|| {
            duration_setting(
                &self.settings,
                "Moving Leq Interval Preset",
                "Moving Leq Interval (Num)",
                "Moving Leq Interval (Unit)",
            )
            .map_or(600, |interval| interval.as_secs())
        });
        self.each_channel(|channel| channel.begin(moving));
        self.begin_recording();
        let steps_left = self
            .preset()
            .map(|preset| u64::try_from(preset.as_millis() / STEP.as_millis()).unwrap_or(u64::MAX));
        self.measurement = Measurement::Running { paused: false, steps_left, begun: self.clock.now(now) };
    }

    fn end_measurement(&mut self, now: Instant) {
        if let Measurement::Running { begun, .. } = self.measurement {
            self.measurement = Measurement::Finished { begun, ended: self.clock.now(now) };
            self.end_recording();
        }
    }

    /// How long a measurement lasts in the present store mode.
    fn preset(&self) -> Option<Duration> {
        let (preset, number, unit) = if self.settings.get("Store Mode") == "Manual" {
            (
                "Measurement Time Preset Manual",
                "Measurement Time Manual (Num)",
                "Measurement Time Manual (Unit)",
            )
        } else {
            ("Measurement Time Preset Auto", "Measurement Time Auto (Num)", "Measurement Time Auto (Unit)")
        };
        duration_setting(&self.settings, preset, number, unit)
    }

    /// Brings weightings and sub channels in line with the settings.
    fn apply_settings(&mut self) {
        let weightings = |settings: &Settings, frequency: &'static str, time: &'static str| {
            let frequency = match settings.get(frequency).as_ref() {
                "C" => FrequencyWeighting::C,
                "Z" => FrequencyWeighting::Z,
                _ => FrequencyWeighting::A,
            };
            let time = match settings.get(time).as_ref() {
                "S" => TimeWeighting::S,
                "I" => TimeWeighting::I,
                _ => TimeWeighting::F,
            };
            (frequency, time)
        };
        let (frequency, time) =
            weightings(&self.settings, "Frequency Weighting (Main)", "Time Weighting (Main)");
        self.main.weigh(frequency, time);
        let names: &[_] = if self.model.is_previous_generation() {
            &[("Display Sub Channel", "Frequency Weighting (Sub)", "Time Weighting (Sub)")]
        } else {
            &[
                ("Display Sub Channel 1", "Frequency Weighting (Sub1)", "Time Weighting (Sub1)"),
                ("Display Sub Channel 2", "Frequency Weighting (Sub2)", "Time Weighting (Sub2)"),
                ("Display Sub Channel 3", "Frequency Weighting (Sub3)", "Time Weighting (Sub3)"),
            ]
        };
        for (sub, (display, frequency, time)) in self.subs.iter_mut().zip(names) {
            let (frequency, time) = weightings(&self.settings, frequency, time);
            if !self.settings.is_on(display) {
                *sub = None;
            } else if let Some(channel) = sub {
                channel.weigh(frequency, time);
            } else {
                *sub = Some(Box::new(Channel::new(frequency, time, &self.latest)));
            }
        }
    }

    fn each_channel(&mut self, mut act: impl FnMut(&mut Channel)) {
        act(&mut self.main);
        self.subs.iter_mut().flatten().for_each(|channel| act(channel));
    }

    fn sub_channels(&self) -> [Option<&Channel>; 3] {
        [self.subs[0].as_deref(), self.subs[1].as_deref(), self.subs[2].as_deref()]
    }

    fn displayed(&mut self, moment: Moment, now: Instant) -> String {
        self.advance(now);
        let printer = self.printer();
        let mut line = if self.model.is_previous_generation() {
            printer.old_dod(&self.main, self.subs[0].as_deref(), moment)
        } else {
            printer.dod(&self.main, self.sub_channels(), moment)
        };
        self.add_octave_fields(&mut line);
        line
    }

    /// 33 bands and the partial over all behind the base fields. Their real place is unproven, their number too.
    fn add_octave_fields(&self, line: &mut String) {
        if self.octave_records {
            let band = slm_acoustics::round_tenth(self.lp() - 15.0);
            for _ in 0..34 {
                // Writing to a string cannot fail.
                let _ = write!(line, ",{band:5.1}");
            }
        }
    }

    fn status_tail(&self, now: Instant) -> String {
        let power = if self.external_power { "E" } else { "I" };
        let battery = self.battery.chars().next().unwrap_or('F').to_ascii_uppercase();
        let state = if self.is_measuring() { "M" } else { "S" };
        format!(",{},{power},{battery},{},{state}", clock::print(self.clock.now(now)), self.sd_free_mb)
    }

    fn printer(&self) -> Printer {
        let on = |name| self.settings.is_on(name);
        Printer {
            no_data: if self.model.is_previous_generation() { " --.-" } else { "  -.-" },
            display: Display {
                leq: on("Display Leq"),
                le: on("Display LE"),
                lmax: on("Display Lmax"),
                lmin: on("Display Lmin"),
                lpeak: on("Display Lpeak"),
                ln: ["Display LN1", "Display LN2", "Display LN3", "Display LN4", "Display LN5"].map(on),
                lieq: on("Display LIeq"),
                leq_mov: on("Display Leqmov"),
                ltm5: on("Display Ltm5"),
                ly: on("Display Ly"),
            },
            percentiles: self.percentiles(),
        }
    }

    /// Percentages of the five slots.
    fn percentiles(&self) -> [f64; 5] {
        ["Percentile 1", "Percentile 2", "Percentile 3", "Percentile 4", "Percentile 5"]
            .map(|name| self.settings.number(name).map_or(50.0, |percent| percent as f64))
    }
}

/// The duration chosen by a preset, or by its number and unit when the preset is `Manual`.
fn duration_setting(
    settings: &Settings,
    preset: &'static str,
    number: &'static str,
    unit: &'static str,
) -> Option<Duration> {
    let preset = settings.get(preset);
    if preset == "Manual" {
        let number = settings.number(number)?;
        return in_seconds(number, &settings.get(unit));
    }
    let digits = preset.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    in_seconds(digits.parse().ok()?, &preset[digits.len()..])
}

fn in_seconds(number: u64, unit: &str) -> Option<Duration> {
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return None,
    };
    Some(Duration::from_secs(number.checked_mul(seconds)?))
}
