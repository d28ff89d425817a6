//! Which line does what. Written from the instrument's command list.

use std::time::Instant;

use crate::card::Recording;

use super::entry::{self, Entry, Form, Values};
use super::record::Moment;
use super::{Answer, Instrument, Measurement, clock};

const DONE: Answer = Answer::Result(0);
const UNKNOWN: Answer = Answer::Result(1);
const WRONG_VALUE: Answer = Answer::Result(2);
const WRONG_FORM: Answer = Answer::Result(3);
const WRONG_STATE: Answer = Answer::Result(4);

impl Instrument {
    /// Answers one line, given without its CR LF.
    pub fn answer(&mut self, line: &str, now: Instant) -> Answer {
        self.advance(now);
        // The prompt is the meter's to send.
        if line.starts_with('$') {
            return UNKNOWN;
        }
        if line.eq_ignore_ascii_case("DRD?status") {
            return self.stream(true);
        }
        if let Some(name) = line.strip_suffix('?') {
            return self.request(name, now);
        }
        match line.split_once(',') {
            // One blank after the comma is tolerated by the family.
            Some((name, value)) => self.setting(name, value.strip_prefix(' ').unwrap_or(value), now),
            None => UNKNOWN,
        }
    }

    fn request(&mut self, name: &str, now: Instant) -> Answer {
        let Some(entry) = self.entry(name) else { return UNKNOWN };
        if entry.form == Form::SetOnly {
            return WRONG_FORM;
        }
        let text = match entry.name {
            "DOD" => return Answer::Record(self.displayed(Moment::Now, now)),
            "DLC" => return Answer::Record(self.displayed(Moment::Final, now)),
            "DRD" => return self.stream(false),
            // Complete as it stands: with another `?` behind it, it is nothing.
            "DRD?status" => return UNKNOWN,
            "Measure" => if self.is_measuring() { "Start" } else { "Stop" }.to_owned(),
            "Pause" => on_off(matches!(self.measurement, Measurement::Running { paused: true, .. })),
            "Clock" => clock::print(self.clock.now(now)),
            "Type" => self.model.name().to_owned(),
            "Serial Number" => format!("{:08}", 340_000 + self.seed % 99_660_000),
            "System Version" => "1.6.0".to_owned(),
            "Battery Level" => self.battery.clone(),
            "SD Card Total Size" => self.sd_total_mb.to_string(),
            "SD Card Free Size" => self.sd_free_mb.to_string(),
            "SD Card Percentage" => (u64::from(self.sd_free_mb) * 100)
                .checked_div(u64::from(self.sd_total_mb))
                .unwrap_or(0)
                .to_string(),
            "Overwrite" => if self.would_overwrite() { "Exist" } else { "None" }.to_owned(),
            "Measurement Start Time" | "Measurement Stop Time" | "Measurement Elapsed Time" => {
                return self.times(entry.name);
            }
            "Overload Lp" | "Overload Output" => on_off(self.main.shown().is_over()),
            "Underrange Lp" | "Underrange Output" => on_off(self.main.shown().is_under()),
            "Overload Leq" => on_off(self.main.statistics().is_some_and(super::channel::Statistics::is_over)),
            "Underrange Leq" => {
                on_off(self.main.statistics().is_some_and(super::channel::Statistics::is_under))
            }
            name => self.settings.get(alias(name)).into_owned(),
        };
        Answer::Data(text)
    }

    fn setting(&mut self, name: &str, value: &str, now: Instant) -> Answer {
        let Some(entry) = self.entry(name) else { return UNKNOWN };
        if entry.form == Form::RequestOnly {
            return WRONG_FORM;
        }
        let Some(value) = entry.values.canonical(value) else { return WRONG_VALUE };
        if self.is_measuring() && entry.fixed_while_measuring {
            return WRONG_STATE;
        }
        match (entry.name, value.as_str()) {
            ("Measure", "Start") => self.start(now),
            ("Measure", _) => self.stop(now),
            ("Pause", value) => self.pause(value == "On"),
            ("Manual Store", _) => self.manual_store(now),
            ("Clock", value) => self.set_clock(value, now),
            ("Sleep Mode", "On") if self.is_measuring() => WRONG_STATE,
            (name, value) => {
                self.settings.put(alias(name), value);
                self.apply_settings();
                DONE
            }
        }
    }

    fn start(&mut self, now: Instant) -> Answer {
        if self.is_measuring() {
            return WRONG_STATE;
        }
        self.begin_measurement(now);
        DONE
    }

    fn stop(&mut self, now: Instant) -> Answer {
        if !self.is_measuring() {
            return WRONG_STATE;
        }
        self.end_measurement(now);
        DONE
    }

    fn pause(&mut self, on: bool) -> Answer {
        let Measurement::Running { paused, .. } = &mut self.measurement else { return WRONG_STATE };
        *paused = on;
        self.with_recording(|recording, at| if on { recording.pause(at.step) } else { recording.resume(at) });
        DONE
    }

    /// Works in Manual store mode on a finished measurement.
    fn manual_store(&mut self, now: Instant) -> Answer {
        let finished = matches!(self.measurement, Measurement::Finished { .. });
        if !finished || self.settings.get("Store Mode") != "Manual" {
            return WRONG_STATE;
        }
        let address = self.settings.number("Manual Address").unwrap_or(0);
        self.store_record(address, now);
        self.settings.put("Manual Address", &address.saturating_add(1).to_string());
        DONE
    }

    fn set_clock(&mut self, value: &str, now: Instant) -> Answer {
        let years = if self.model.is_previous_generation() { 2012..=2099 } else { 2023..=2079 };
        match clock::parse(value).filter(|clock| years.contains(&clock.year())) {
            Some(set_to) => {
                self.clock = clock::Clock::new(set_to, now);
                self.with_recording(Recording::set_clock);
                DONE
            }
            None => WRONG_VALUE,
        }
    }

    /// Streams need the 100 ms interval in Auto store mode, and no waveform recording.
    fn stream(&self, status: bool) -> Answer {
        let wrong_interval =
            self.settings.get("Store Mode") != "Manual" && self.settings.get("Lp Store Interval") != "100ms";
        if wrong_interval || self.settings.is_on("Wave Rec Mode") {
            return WRONG_STATE;
        }
        Answer::Stream { status }
    }

    /// Only the previous generation tells the times of a measurement.
    fn times(&self, name: &str) -> Answer {
        let (begun, ended) = match self.measurement {
            Measurement::None => return WRONG_STATE,
            Measurement::Running { begun, .. } => (begun, None),
            Measurement::Finished { begun, ended } => (begun, Some(ended)),
        };
        match (name, ended) {
            ("Measurement Start Time", _) => Answer::Data(clock::print(begun)),
            ("Measurement Stop Time", Some(ended)) => Answer::Data(clock::print(ended)),
            ("Measurement Stop Time", None) => WRONG_STATE,
            _ => {
                let seconds = self.main.statistics().map_or(0.0, |statistics| statistics.totals().seconds());
                Answer::Data(format!("{seconds:.0}"))
            }
        }
    }

    /// The command of this name, as this model has it.
    fn entry(&self, name: &str) -> Option<Entry> {
        let entry = entry::find(name)?;
        if !self.model.is_previous_generation() {
            return (!entry.previous_generation_only).then_some(entry);
        }
        let newer = matches!(
            entry.name,
            "Display LIeq" | "Display Ltm5" | "Display Leqmov" | "Ethernet" | "Web" | "FTP" | "TCP"
        );
        let numbered_sub = entry.name.starts_with("Display Sub Channel ")
            || entry.name.contains("(Sub1)")
            || entry.name.contains("(Sub2)")
            || entry.name.contains("(Sub3)");
        if newer || numbered_sub || entry.name.starts_with("Ethernet ") {
            return None;
        }
        // Three digits in file names, so in the setting as well.
        let three_digits = Values::Integer { min: 0, max: 999, zero_pad: 3 };
        Some(if entry.name == "Index Number" { Entry { values: three_digits, ..entry } } else { entry })
    }
}

/// The short names of the weightings are the main channel's.
pub(super) fn alias(name: &'static str) -> &'static str {
    match name {
        "Frequency Weighting" => "Frequency Weighting (Main)",
        "Time Weighting" => "Time Weighting (Main)",
        name => name,
    }
}

fn on_off(on: bool) -> String {
    if on { "On" } else { "Off" }.to_owned()
}
