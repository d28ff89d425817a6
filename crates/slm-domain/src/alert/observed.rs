//! What the alarms make of an observation of a unit's line.

use std::time::Duration;

use nl43_proto::reply::BatteryState;

use super::{Contact, Fact, Frame, InstrumentFacts};
use crate::{Housekeeping, Observation};

/// How far apart a unit's facts may lie without a gap between them: about twice the time at which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gaps {
    /// Readings.
    pub readings: Duration,
    /// Battery, card and clock.
    pub instrument: Duration,
}

impl Frame {
    /// What an observation tells the alarms. A reading of a unit whose feed does not run says only that it answers, and
    /// that a poll failed says nothing yet.
    pub fn of(observation: &Observation, gaps: Gaps) -> Option<Self> {
        let contact = |at, contact| Self { at, max_gap: gaps.readings, fact: Fact::Contact(contact) };
        match observation {
            Observation::Reading { reading, live: true } => Some(Self::reading(reading, gaps.readings)),
            Observation::Unreachable { at, .. } => Some(contact(*at, Contact::Lost)),
            Observation::Recovered { at } => Some(contact(*at, Contact::Answers)),
            Observation::Reading { reading, live: false } => Some(contact(reading.at, Contact::Answers)),
            Observation::Housekeeping { at, values } => {
                let fact = Fact::Instrument(facts(values));
                Some(Self { at: *at, max_gap: gaps.instrument, fact })
            }
            // With each poll that succeeds comes a reading.
            Observation::RunState { .. }
            | Observation::PollSucceeded { .. }
            | Observation::PollFailed { .. }
            | Observation::Line { .. } => None,
        }
    }
}

fn facts(values: &Housekeeping) -> InstrumentFacts {
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse().ok());
    InstrumentFacts {
        battery: values.battery_level.as_deref().and_then(battery),
        card_free_megabytes: number(&values.sd_free_mb),
        card_free_percent: number(&values.sd_free_percent),
        clock_offset_seconds: values.clock_offset.map(|offset| offset.as_secs_f64()),
    }
}

/// The instrument's words; only `Full` was ever seen, the others are those of its letters.
fn battery(word: &str) -> Option<BatteryState> {
    match word.trim() {
        "Full" => Some(BatteryState::Full),
        "Middle" => Some(BatteryState::Middle),
        "Low" => Some(BatteryState::Low),
        "Dead" => Some(BatteryState::Dead),
        "Empty" => Some(BatteryState::Empty),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::{SignedDuration, Timestamp};
    use nl43_proto::{Dod, DrdFrame, FrequencyWeighting, Quantity};

    use super::*;
    use crate::{KnownSettings, Reading, RunView, Sample};

    const GAPS: Gaps = Gaps { readings: Duration::from_secs(3), instrument: Duration::from_mins(20) };

    fn fact(observation: &Observation) -> Option<(Duration, Fact)> {
        Frame::of(observation, GAPS).map(|frame| (frame.max_gap, frame.fact))
    }

    #[expect(clippy::disallowed_methods, reason = "a test's starting point")]
    fn read(sample: Sample, live: bool) -> Observation {
        let seen = std::time::Instant::now();
        let at = Timestamp::UNIX_EPOCH;
        let settings =
            KnownSettings { frequency_weighting: Some(FrequencyWeighting::A), ..KnownSettings::default() };
        let reading = Reading { at, seen, sample, run: RunView::default(), settings };
        Observation::Reading { reading: Arc::new(reading), live }
    }

    #[test]
    fn a_snapshot_shows_its_levels_and_a_record_only_its_lp() {
        let line = "60.0,65.0,85.0,70.1,50.0,66.0,60.0,55.0,52.0,51.0,90.0,-.-,1,0";
        let snapshot = Sample::Dod(Arc::new(Dod::decode(line).unwrap()));
        let Some((_, Fact::Levels(levels))) = fact(&read(snapshot.clone(), true)) else { panic!("levels") };
        assert_eq!((levels.level(Quantity::Lp), levels.level(Quantity::Lmax)), (Some(60.0), Some(70.1)));
        assert_eq!((levels.over, levels.under, levels.stretch), (true, false, None));
        assert_eq!(levels.weighting.frequency, Some(FrequencyWeighting::A));
        let answers = Some((GAPS.readings, Fact::Contact(Contact::Answers)));
        assert_eq!(fact(&read(snapshot, false)), answers, "its feed does not run");
        let off = ["-.-"; 6].join(",") + ",-,-";
        let line = ["386,46.3,46.7,47.3,46.2,59.0,-.-,0,0", &off, &off, &off].join(",");
        let record = Sample::Drd(Arc::new(DrdFrame::decode(&line).unwrap()));
        let Some((_, Fact::Levels(levels))) = fact(&read(record, true)) else { panic!("levels") };
        assert_eq!((levels.level(Quantity::Lp), levels.level(Quantity::Lmax)), (Some(46.3), None));
        let stretch = levels.stretch.unwrap();
        assert_eq!((stretch.leq, stretch.max, stretch.peak), (46.7, Some(47.3), Some(59.0)));
        assert_eq!(stretch.length, Duration::from_millis(100));
        assert_eq!(levels.weighting.frequency, Some(FrequencyWeighting::A));
    }

    #[test]
    fn slow_facts_are_read_where_they_mean_something() {
        let told = |battery: &str, free: &str| {
            let values = Housekeeping {
                battery_level: Some(battery.to_owned()),
                sd_free_mb: Some(free.to_owned()),
                sd_free_percent: None,
                clock_offset: Some(SignedDuration::from_millis(-1500)),
            };
            match fact(&Observation::Housekeeping { at: Timestamp::UNIX_EPOCH, values }) {
                Some((gap, Fact::Instrument(facts))) if gap == GAPS.instrument => facts,
                other => panic!("{other:?}"),
            }
        };
        let facts = told("Full", " 3021 ");
        assert_eq!((facts.battery, facts.card_free_megabytes), (Some(BatteryState::Full), Some(3021.0)));
        assert_eq!((facts.card_free_percent, facts.clock_offset_seconds), (None, Some(-1.5)));
        let facts = told("?", "none");
        assert_eq!((facts.battery, facts.card_free_megabytes), (None, None));
    }

    #[test]
    fn contact_is_lost_and_found() {
        let at = Timestamp::UNIX_EPOCH;
        let lost = Observation::Unreachable { at, error: String::new() };
        assert_eq!(fact(&lost), Some((GAPS.readings, Fact::Contact(Contact::Lost))));
        let back = Observation::Recovered { at };
        assert_eq!(fact(&back), Some((GAPS.readings, Fact::Contact(Contact::Answers))));
        assert_eq!(fact(&Observation::PollFailed { at, error: String::new(), consecutive: 1 }), None);
    }
}
