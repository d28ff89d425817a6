//! The data lines as the meter prints them.

use std::fmt::Write as _;

use slm_acoustics::tenths;

use super::channel::{Channel, Shown};

/// What the meter shows and how it prints it.
pub(super) struct Printer {
    /// Text of a level that there is none of, five characters wide.
    pub(super) no_data: &'static str,
    /// Quantities whose display is on.
    pub(super) display: Display,
    /// Percentages of the five slots.
    pub(super) percentiles: [f64; 5],
}

/// Which quantities are switched on; the others are printed as no data.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "one switch each on the instrument")]
pub(super) struct Display {
    pub(super) leq: bool,
    pub(super) le: bool,
    pub(super) lmax: bool,
    pub(super) lmin: bool,
    pub(super) lpeak: bool,
    pub(super) ln: [bool; 5],
    pub(super) lieq: bool,
    pub(super) leq_mov: bool,
    pub(super) ltm5: bool,
    pub(super) ly: bool,
}

/// Whether a line carries the moving level (DOD) or blanks it (DLC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Now,
    Final,
}

/// Levels of one channel in the order of the record, without its flags.
struct Totals {
    leq: Option<f64>,
    le: Option<f64>,
    lmax: Option<f64>,
    lmin: Option<f64>,
    ln: [Option<f64>; 5],
    lpeak: Option<f64>,
    lieq: Option<f64>,
    leq_mov: Option<f64>,
    ltm5: Option<f64>,
}

impl Printer {
    /// The 64 fields of `DOD?` and `DLC?`.
    pub(super) fn dod(&self, main: &Channel, subs: [Option<&Channel>; 3], moment: Moment) -> String {
        let mut line = String::with_capacity(360);
        for channel in [Some(main), subs[0], subs[1], subs[2]] {
            let Some(channel) = channel else {
                self.blanks(&mut line, 14);
                line.push_str("-,-,");
                continue;
            };
            let lp = (moment == Moment::Now).then_some(channel.shown().lp);
            let totals = self.totals(channel);
            let levels = [lp, totals.leq, totals.le, totals.lmax, totals.lmin];
            let rest = [totals.lpeak, totals.lieq, totals.leq_mov, totals.ltm5];
            for level in levels.into_iter().chain(totals.ln).chain(rest) {
                self.level(&mut line, level);
            }
            flags(&mut line, channel, moment);
        }
        trimmed(line)
    }

    /// The 14 fields of the previous generation.
    pub(super) fn old_dod(&self, main: &Channel, sub: Option<&Channel>, moment: Moment) -> String {
        let mut line = String::with_capacity(90);
        let now = |channel: &Channel| (moment == Moment::Now).then_some(channel.shown().lp);
        let totals = self.totals(main);
        let ly =
            main.statistics().and_then(|statistics| statistics.totals().peak()).filter(|_| self.display.ly);
        let levels = [now(main), totals.leq, totals.le, totals.lmax, totals.lmin, ly];
        for level in levels.into_iter().chain(totals.ln).chain([sub.and_then(now)]) {
            self.level(&mut line, level);
        }
        flags(&mut line, main, moment);
        trimmed(line)
    }

    /// The 33 fields of `DRD?`.
    pub(super) fn drd(&self, counter: u16, main: &Channel, subs: [Option<&Channel>; 3]) -> String {
        let mut line = String::with_capacity(170);
        let _ = write!(line, "{counter:3},");
        for channel in [Some(main), subs[0], subs[1], subs[2]] {
            let Some(channel) = channel else {
                self.blanks(&mut line, 6);
                line.push_str("-,-,");
                continue;
            };
            let shown = channel.shown();
            for level in self.moment(shown) {
                self.level(&mut line, level);
            }
            self.level(&mut line, self.display.lieq.then_some(shown.impulse));
            flag(&mut line, shown.is_over());
            flag(&mut line, shown.is_under());
        }
        trimmed(line)
    }

    /// The 9 fields of the previous generation.
    pub(super) fn old_drd(&self, counter: u16, main: &Channel, sub: Option<&Channel>) -> String {
        let mut line = String::with_capacity(60);
        let _ = write!(line, "{counter:3},");
        let shown = main.shown();
        let [lp, leq, lmax, lmin, _] = self.moment(shown);
        let ly = self.display.ly.then_some(shown.peak);
        for level in [lp, leq, lmax, lmin, ly, sub.map(|sub| sub.shown().lp)] {
            self.level(&mut line, level);
        }
        flag(&mut line, shown.is_over());
        flag(&mut line, shown.is_under());
        trimmed(line)
    }

    /// Lp, Leq, Lmax, Lmin, Lpeak of the latest 100 ms.
    fn moment(&self, shown: &Shown) -> [Option<f64>; 5] {
        let on = &self.display;
        [
            Some(shown.lp),
            on.leq.then_some(shown.leq),
            on.lmax.then_some(shown.max),
            on.lmin.then_some(shown.min),
            on.lpeak.then_some(shown.peak),
        ]
    }

    fn totals(&self, channel: &Channel) -> Totals {
        let on = &self.display;
        let statistics = channel.statistics();
        let figure = |shown: bool, level: Option<f64>| level.filter(|_| shown);
        let totals = statistics.map(super::channel::Statistics::totals);
        let mut ln = [None; 5];
        for (slot, level) in ln.iter_mut().enumerate() {
            let percent = self.percentiles[slot];
            *level = figure(on.ln[slot], statistics.and_then(|statistics| statistics.percentile(percent)));
        }
        Totals {
            leq: figure(on.leq, totals.and_then(slm_acoustics::Accumulator::leq)),
            le: figure(on.le, totals.and_then(slm_acoustics::Accumulator::le)),
            lmax: figure(on.lmax, totals.and_then(slm_acoustics::Accumulator::max)),
            lmin: figure(on.lmin, totals.and_then(slm_acoustics::Accumulator::min)),
            ln,
            lpeak: figure(on.lpeak, totals.and_then(slm_acoustics::Accumulator::peak)),
            lieq: figure(on.lieq, statistics.and_then(super::channel::Statistics::impulse_leq)),
            leq_mov: figure(on.leq_mov, statistics.and_then(super::channel::Statistics::moving_leq)),
            ltm5: figure(on.ltm5, statistics.and_then(super::channel::Statistics::takt_maximal)),
        }
    }

    /// Five characters, right-aligned, one decimal.
    fn level(&self, line: &mut String, level: Option<f64>) {
        let _ = match level {
            Some(level) => write!(line, "{:5.1},", f64::from(tenths(level)) / 10.0),
            None => write!(line, "{},", self.no_data),
        };
    }

    fn blanks(&self, line: &mut String, count: usize) {
        for _ in 0..count {
            self.level(line, None);
        }
    }
}

/// Over-range, then under-range; over the whole measurement where there is one.
fn flags(line: &mut String, channel: &Channel, moment: Moment) {
    let shown = channel.shown();
    let now = if moment == Moment::Now { (shown.is_over(), shown.is_under()) } else { (false, false) };
    let (over, under) = channel.statistics().map_or((false, false), |all| (all.is_over(), all.is_under()));
    flag(line, over || now.0);
    flag(line, under || now.1);
}

fn flag(line: &mut String, set: bool) {
    line.push_str(if set { "1," } else { "0," });
}

/// Every field was written with its comma; the last one has none.
fn trimmed(mut line: String) -> String {
    line.pop();
    line
}
