//! The language of the timelines.
//!
//! A series is words, each of which takes its time (a second unless [`Scene::every`] says otherwise):
//! `72` a level; `72x60` sixty of them; `-` a reading without a value; `+30` thirty seconds of nothing, looked at each
//! second; `+30!` the same, not looked at; `down=30` the service is not there for so long. No time take `lost`, `back`, `rests`, `ack`, `shelf=60`, `unshelf`,
//! `changed`, `restart`, and `weighting=1` (C; 0 is A), `battery=3`, `card=500`, `clock=-8`.
//!
//! What happened is written as `12 raised 72.0`: seconds since the begin, what, the value. Peaks are left out unless
//! they are told; a `(word)` behind says why something is not told.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use nl43_proto::reply::BatteryState;
use nl43_proto::{FrequencyWeighting, Quantity};
use slm_acoustics::calendar::instant;

use crate::UnitId;
use crate::alert::{
    AppliesTo, Channel, CloseReason, Comparison, Condition, Contact, Fact, Frame, InstrumentFacts, Levels,
    Metric, Note, RuleAudience, RuleDefinition, RuleId, Severity, Shelf, Stretch, Telling, TimeScope,
    Transition, TransitionKind, UnitAlerts, Weighting,
};

/// `lp` above a threshold, at once.
pub(super) fn rule(threshold: f64) -> RuleDefinition {
    RuleDefinition {
        name: "limit".to_owned(),
        severity: Severity::Warning,
        applies_to: AppliesTo::All,
        metric: Metric::Level(Quantity::Lp),
        condition: Condition::new(Comparison::Above, threshold),
        scope: TimeScope::default(),
        template: None,
        update_step: None,
        audience: RuleAudience { channels: vec![Channel::Log], ..RuleAudience::default() },
        enabled: true,
    }
}

/// Rules at one unit, and the frames it is told.
pub(super) struct Scene {
    rules: Vec<(RuleId, Arc<RuleDefinition>)>,
    begin: Timestamp,
    period: Duration,
    is_mean: bool,
    zone: TimeZone,
}

impl Scene {
    pub(super) fn of(rules: impl IntoIterator<Item = RuleDefinition>) -> Self {
        let rules = (1..).zip(rules.into_iter().map(Arc::new)).collect();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let begin = instant(&zone, "2026-06-12T12:00".parse().unwrap());
        Self { rules, begin, period: Duration::from_secs(1), is_mean: false, zone }
    }

    /// A level each so many seconds; a gap is what is longer than twice that.
    pub(super) fn every(self, seconds: u64) -> Self {
        Self { period: Duration::from_secs(seconds), ..self }
    }

    /// Levels are means over their time, not samples.
    pub(super) fn means(self) -> Self {
        Self { is_mean: true, ..self }
    }

    /// Begins at a local time.
    pub(super) fn from(self, local: &str) -> Self {
        Self { begin: instant(&self.zone, local.parse::<DateTime>().unwrap()), ..self }
    }

    /// Asserts what happened.
    #[track_caller]
    pub(super) fn plays(&self, series: &str, expected: &[&str]) {
        let happened: Vec<String> = self.run(series).0.iter().filter_map(|what| self.write(what)).collect();
        assert_eq!(happened, expected, "{series}");
    }

    /// Everything that happened, and the unit as it is then.
    pub(super) fn run(&self, series: &str) -> (Vec<Transition>, UnitAlerts) {
        let unit = UnitId::new("gate").unwrap();
        let mut out = Vec::new();
        let mut alerts = UnitAlerts::new(unit, self.zone.clone());
        for (id, rule) in &self.rules {
            alerts.put_rule(*id, Arc::clone(rule), self.begin, &mut out);
        }
        let mut now = self.begin;
        for word in series.split_whitespace() {
            now = self.play(word, now, &mut alerts, &mut out);
        }
        (out, alerts)
    }

    fn play(
        &self,
        word: &str,
        now: Timestamp,
        alerts: &mut UnitAlerts,
        out: &mut Vec<Transition>,
    ) -> Timestamp {
        if let Some(length) = word.strip_prefix('+') {
            let (length, steps) = match length.strip_suffix('!') {
                Some(length) => (length.parse().unwrap(), 0),
                None => (length.parse().unwrap(), length.parse::<u64>().unwrap()),
            };
            for step in 1..=steps {
                alerts.observe(&Frame::time(now + Duration::from_secs(step)), out);
            }
            return now + Duration::from_secs(length);
        }
        if let Some(length) = word.strip_prefix("down=") {
            let back = now + Duration::from_secs(length.parse().unwrap());
            self.act("restart", now, alerts, out);
            alerts.resume(back);
            return back;
        }
        if word.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            let (level, times) =
                word.split_once('x').map_or((word, 1), |(level, times)| (level, times.parse().unwrap()));
            let level = level.parse().ok();
            let stretch = |leq| Stretch { length: self.period, leq, max: None, min: None, peak: None };
            let stretch = level.map(stretch).filter(|_| self.is_mean);
            let levels = Levels::NONE.with(Quantity::Lp, level).integrated(stretch);
            for time in 1..=times {
                let fact = Fact::Levels(levels.clone());
                alerts.observe(&self.frame(now + self.period * time, fact), out);
            }
            return now + self.period * times;
        }
        self.act(word, now, alerts, out);
        now
    }

    fn act(&self, word: &str, now: Timestamp, alerts: &mut UnitAlerts, out: &mut Vec<Transition>) {
        let (name, number) =
            word.split_once('=').map_or((word, 0.0), |(name, number)| (name, number.parse().unwrap()));
        let note = |text: &str| Note { at: now, by: Some("Ann".to_owned()), text: Some(text.to_owned()) };
        let contact = |contact| self.frame(now, Fact::Contact(contact));
        let facts = |facts| self.frame(now, Fact::Instrument(facts));
        let frame = match name {
            "lost" => contact(Contact::Lost),
            "back" => contact(Contact::Answers),
            "rests" => contact(Contact::Rests),
            "weighting" => {
                let frequency =
                    Some(if number > 0.0 { FrequencyWeighting::C } else { FrequencyWeighting::A });
                let weighting = Weighting { frequency, ..Weighting::default() };
                self.frame(now, Fact::Levels(Levels::NONE.weighted(weighting)))
            }
            "battery" => {
                let words = [
                    BatteryState::Empty,
                    BatteryState::Dead,
                    BatteryState::Low,
                    BatteryState::Middle,
                    BatteryState::Full,
                ];
                let battery =
                    (0..).zip(words).find(|(rank, _)| f64::from(*rank) >= number).map(|(_, word)| word);
                facts(InstrumentFacts { battery, ..InstrumentFacts::default() })
            }
            "card" => {
                facts(InstrumentFacts { card_free_megabytes: Some(number), ..InstrumentFacts::default() })
            }
            "clock" => {
                facts(InstrumentFacts { clock_offset_seconds: Some(number), ..InstrumentFacts::default() })
            }
            "changed" => return alerts.put_rule(1, Arc::clone(&self.rules[0].1), now, out),
            "deleted" => return alerts.remove_rule(1, CloseReason::RuleDeleted, now, out),
            "ack" => return alerts.acknowledge(1, note("seen"), out).unwrap(),
            "unshelf" => return alerts.unshelve(1, now, out),
            "shelf" => {
                let shelving = Shelf { until: now + Duration::from_secs_f64(number), note: note("works") };
                return alerts.shelve(1, shelving, out).unwrap();
            }
            "restart" => {
                let kept = alerts.snapshot();
                let rules = self.rules.iter().cloned();
                *alerts =
                    UnitAlerts::restore(alerts.unit().clone(), self.zone.clone(), rules, kept, now, out);
                return;
            }
            _ => panic!("what is {word}?"),
        };
        alerts.observe(&frame, out);
    }

    fn frame(&self, at: Timestamp, fact: Fact) -> Frame {
        Frame { at, max_gap: self.period * 2, fact }
    }

    /// What happened, unless it is a peak that nobody is told.
    pub(super) fn write(&self, what: &Transition) -> Option<String> {
        if what.kind == TransitionKind::Peak && what.telling != Telling::Tell {
            return None;
        }
        let seconds = what.at.duration_since(self.begin).as_secs_f64();
        let mut line = format!("{seconds} {}", what.kind.as_str());
        if self.rules.len() > 1 {
            write!(line, " #{}", what.rule).unwrap();
        }
        match &what.kind {
            TransitionKind::Closed(reason) => write!(line, ": {reason}").unwrap(),
            TransitionKind::Raised => write!(line, "{}", number(what.event.onset_value)).unwrap(),
            TransitionKind::Peak | TransitionKind::Cleared => {
                write!(line, "{}", number(what.event.peak.map(|peak| peak.value))).unwrap();
            }
            _ => {}
        }
        match what.telling {
            Telling::Tell => {}
            silent => write!(line, " ({silent:?})").unwrap(),
        }
        Some(line)
    }
}

fn number(value: Option<f64>) -> String {
    value.map(|value| format!(" {value:.1}")).unwrap_or_default()
}
