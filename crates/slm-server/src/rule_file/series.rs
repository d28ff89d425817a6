//! From words to facts with their times.

use std::path::Path;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use nl43_proto::Quantity;
use nl43_proto::reply::BatteryState;
use slm_domain::alert::{Contact, Fact, Frame, InstrumentFacts, Levels, Stretch};
use slm_domain::series::instant;

use super::csv;
use super::text::{CaseText, LevelText, StepText};

/// Facts in the order of their time.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) frames: Vec<Frame>,
    /// When it is looked at last.
    pub(super) until: Timestamp,
}

/// Readings of a case at most: eleven days of seconds.
pub(super) const MOST_READINGS: usize = 1_000_000;
/// Seconds of a step, a gap or a case at most: ten years.
const MOST_SECONDS: f64 = 3.2e8;

/// When the series begins, and what happens.
pub(super) fn read(text: &CaseText, zone: &TimeZone, folder: &Path) -> Result<(Timestamp, Series), String> {
    let begin = time(&text.start, zone).map_err(|reason| format!("start: {reason}"))?;
    let cadence = Cadence::of(text)?;
    let mut maker = Maker { cadence, frames: Vec::new(), now: begin };
    match (&text.levels, &text.steps, &text.csv) {
        (Some(levels), None, None) => maker.levels(levels)?,
        (None, Some(steps), None) => maker.steps(steps)?,
        (None, None, Some(file)) => {
            let rows = csv::read(&folder.join(file), zone, text.csv_times, cadence.every)
                .map_err(|reason| format!("csv: {reason}"))?;
            return with_rows(begin, text, cadence, rows);
        }
        _ => return Err("expected one of levels, steps and csv".to_owned()),
    }
    let until = match text.until_s {
        Some(seconds) => later(begin, duration(seconds).map_err(|reason| format!("until_s: {reason}"))?)?,
        None => maker.now,
    };
    Ok((begin, Series { frames: maker.frames, until }))
}

/// A file's own times count; the case begins with its first one.
fn with_rows(
    begin: Timestamp,
    text: &CaseText,
    cadence: Cadence,
    rows: Vec<csv::Row>,
) -> Result<(Timestamp, Series), String> {
    let mut frames = Vec::with_capacity(rows.len());
    for row in rows {
        let at = row.at.resolve(begin)?;
        if frames.last().is_some_and(|last: &Frame| last.at >= at) {
            return Err(format!("csv: line {} is not later than the one before", row.line));
        }
        frames.push(cadence.frame(at, row.levels));
    }
    let first = frames.first().ok_or("csv: the file has no readings")?.at;
    let begin = first.checked_sub(cadence.every).map_err(|error| error.to_string())?;
    let until = match text.until_s {
        Some(seconds) => later(begin, duration(seconds).map_err(|reason| format!("until_s: {reason}"))?)?,
        None => frames.last().map_or(begin, |last| last.at),
    };
    Ok((begin, Series { frames, until }))
}

/// A time with an offset, or one of the zone's clock.
pub(super) fn time(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let civil = || text.parse::<DateTime>().ok().map(|local| instant(zone, local));
    let expected = || format!("{text:?} is no time such as 2026-06-09T22:00:00+02:00 or 2026-06-09T22:00");
    text.parse::<Timestamp>().ok().or_else(civil).ok_or_else(expected)
}

/// So many seconds, positive and not too many.
pub(super) fn duration(seconds: f64) -> Result<SignedDuration, String> {
    if (0.0..=MOST_SECONDS).contains(&seconds) {
        Ok(SignedDuration::from_secs_f64(seconds))
    } else {
        Err(format!("expected 0 to {MOST_SECONDS} seconds"))
    }
}

pub(super) fn later(at: Timestamp, by: SignedDuration) -> Result<Timestamp, String> {
    at.checked_add(by).map_err(|error| error.to_string())
}

/// How often readings come, and what they are.
#[derive(Debug, Clone, Copy)]
struct Cadence {
    every: SignedDuration,
    max_gap: Duration,
    means: bool,
}

impl Cadence {
    fn of(text: &CaseText) -> Result<Self, String> {
        let every = duration(text.every_s).map_err(|reason| format!("every_s: {reason}"))?;
        if every < SignedDuration::from_millis(10) {
            return Err("every_s: expected 0.01 or more".to_owned());
        }
        let max_gap = match text.max_gap_s {
            Some(seconds) => duration(seconds).map_err(|reason| format!("max_gap_s: {reason}"))?,
            None => every * 2,
        };
        Ok(Self { every, max_gap: unsigned(max_gap), means: text.means })
    }

    /// A reading. A mean is taken from its `leq`, or else from its `lp`.
    fn frame(&self, at: Timestamp, levels: Levels) -> Frame {
        let mean = levels.level(Quantity::Leq).or(levels.level(Quantity::Lp)).filter(|_| self.means);
        let stretch = mean.map(|leq| Stretch {
            length: unsigned(self.every),
            leq,
            max: levels.level(Quantity::Lmax),
            min: levels.level(Quantity::Lmin),
            peak: levels.level(Quantity::Lpeak),
        });
        Frame { at, max_gap: self.max_gap, fact: Fact::Levels(levels.integrated(stretch)) }
    }
}

fn unsigned(duration: SignedDuration) -> Duration {
    duration.unsigned_abs()
}

struct Maker {
    cadence: Cadence,
    frames: Vec<Frame>,
    now: Timestamp,
}

impl Maker {
    fn levels(&mut self, levels: &[LevelText]) -> Result<(), String> {
        for (number, level) in levels.iter().enumerate() {
            let lp = match level {
                LevelText::Level(level) => Some(*level),
                LevelText::None(word) if word == "-" => None,
                LevelText::None(word) => {
                    return Err(format!("levels.{number}: expected a number or \"-\", not {word:?}"));
                }
            };
            self.reading(Levels::NONE.with(Quantity::Lp, lp))?;
        }
        Ok(())
    }

    fn steps(&mut self, steps: &[StepText]) -> Result<(), String> {
        for (number, step) in steps.iter().enumerate() {
            self.step(step).map_err(|reason| format!("steps.{number}: {reason}"))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &StepText) -> Result<(), String> {
        if let Some(seconds) = step.gap_s {
            self.now = later(self.now, duration(seconds)?)?;
        }
        if let Some(word) = &step.contact {
            let contact = match word.as_str() {
                "answers" => Contact::Answers,
                "lost" => Contact::Lost,
                "rests" => Contact::Rests,
                _ => return Err("contact: expected answers, lost or rests".to_owned()),
            };
            self.fact(Fact::Contact(contact));
        }
        if let Some(facts) = facts(step)? {
            self.fact(Fact::Instrument(facts));
        }
        let levels = shown(step);
        if !levels.is_any() && !step.empty {
            return if step.for_s.is_some() { Err("for_s: there are no levels".to_owned()) } else { Ok(()) };
        }
        let length = step.for_s.map_or(Ok(self.cadence.every), duration)?;
        let count = (length.as_secs_f64() / self.cadence.every.as_secs_f64()).round();
        if !(1.0..=MOST_READINGS as f64).contains(&count) {
            return Err(format!("for_s: expected time for 1 to {MOST_READINGS} readings"));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a million")]
        let count = count as usize;
        for number in 1..=count {
            let share = number as f64 / count as f64;
            let lp = match (step.lp, step.to) {
                (Some(from), Some(to)) => Some(from + (to - from) * share),
                (lp, _) => lp,
            };
            self.reading(levels.clone().with(Quantity::Lp, lp))?;
        }
        Ok(())
    }

    fn reading(&mut self, levels: Levels) -> Result<(), String> {
        if self.frames.len() >= MOST_READINGS {
            return Err(format!("the case has more than {MOST_READINGS} readings"));
        }
        self.now = later(self.now, self.cadence.every)?;
        self.frames.push(self.cadence.frame(self.now, levels));
        Ok(())
    }

    fn fact(&mut self, fact: Fact) {
        // Slow facts have no gaps here: each stands until the next.
        let max_gap = if matches!(fact, Fact::Instrument(_)) { NO_GAP } else { self.cadence.max_gap };
        self.frames.push(Frame { at: self.now, max_gap, fact });
    }
}

const NO_GAP: Duration = Duration::from_hours(24 * 366);

fn shown(step: &StepText) -> Levels {
    let all = [
        (Quantity::Lp, step.lp),
        (Quantity::Leq, step.leq),
        (Quantity::Le, step.le),
        (Quantity::Lmax, step.lmax),
        (Quantity::Lmin, step.lmin),
        (Quantity::Lpeak, step.lpeak),
        (Quantity::Ln1, step.ln1),
        (Quantity::Ln2, step.ln2),
        (Quantity::Ln3, step.ln3),
        (Quantity::Ln4, step.ln4),
        (Quantity::Ln5, step.ln5),
    ];
    let none = Levels::NONE.flagged(step.over, step.under);
    all.into_iter().fold(none, |levels, (quantity, level)| levels.with(quantity, level))
}

fn facts(step: &StepText) -> Result<Option<InstrumentFacts>, String> {
    let battery = match step.battery.as_deref() {
        None => None,
        Some("Full") => Some(BatteryState::Full),
        Some("Middle") => Some(BatteryState::Middle),
        Some("Low") => Some(BatteryState::Low),
        Some("Dead") => Some(BatteryState::Dead),
        Some("Empty") => Some(BatteryState::Empty),
        Some(_) => return Err("battery: expected Full, Middle, Low, Dead or Empty".to_owned()),
    };
    let facts = InstrumentFacts {
        battery,
        card_free_megabytes: step.card_free_mb,
        card_free_percent: step.card_free_percent,
        clock_offset_seconds: step.clock_offset_s,
    };
    Ok(Some(facts).filter(|facts| *facts != InstrumentFacts::default()))
}
