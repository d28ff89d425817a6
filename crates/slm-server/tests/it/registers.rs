//! What the meter integrated itself, where polls have missed it.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use nl43_proto::{Dod, Level, Quantity};
use nl43_sim::{Answer, Instrument, MeterConfig, SoundField};
use serde_json::Value;
use slm_domain::UnitId;
use slm_domain::aggregate::AggregateBuilder;
use slm_store::{Batch, ReadingRow, ReadingSource, Store};

use crate::support::Service;

const BEGIN: &str = "2026-06-09T10:00:00Z";
const POLL: Duration = Duration::from_secs(10);

/// A quiet place with a bang of 0.4 s every quarter of an hour, in the middle between two polls.
fn bangs() -> SoundField {
    let quarter = Duration::from_mins(15);
    let steps = (0..20).flat_map(|number| {
        let bang = quarter * number + Duration::from_mins(7) + POLL / 2;
        [(bang, 110.0), (bang + Duration::from_millis(400), 55.0)]
    });
    SoundField::script([(Duration::ZERO, 55.0)].into_iter().chain(steps))
}

/// What a poll of the meter records while it measures.
fn reading(meter: &mut Instrument, unit: &UnitId, now: Instant, at: Timestamp) -> ReadingRow {
    let Answer::Record(line) = meter.answer("DOD?", now) else { panic!("levels") };
    let dod = Dod::decode(&line).unwrap();
    let level = |quantity| dod.main().level(quantity).map(Level::decibels);
    ReadingRow {
        lp: level(Quantity::Lp),
        leq: level(Quantity::Leq),
        le: level(Quantity::Le),
        lmax: level(Quantity::Lmax),
        measuring: Some(meter.is_measuring()),
        ..ReadingRow::new(unit.clone(), at, ReadingSource::Dod)
    }
}

/// Two and a half hours of a measurement that was started at the hour, asked every ten seconds.
async fn recorded() -> Service {
    let service = Service::start().await;
    let (unit, begin, power_on) =
        (UnitId::new("gate").unwrap(), BEGIN.parse::<Timestamp>().unwrap(), Instant::now());
    let config = MeterConfig { sound: bangs(), ..MeterConfig::immediate() };
    let mut meter = Instrument::new(&config, jiff::civil::date(2026, 6, 9).at(10, 0, 0, 0), power_on);
    assert_eq!(meter.answer("Measure,Start", power_on), Answer::Result(0));
    let (mut builder, mut minutes, mut batch) = (AggregateBuilder::default(), Vec::new(), Batch::default());
    for number in 0..=900 {
        let (now, at) = (
            power_on + POLL * number,
            begin + SignedDuration::from_secs(10) * i32::try_from(number).unwrap(),
        );
        let row = reading(&mut meter, &unit, now, at);
        builder.add(&row.levels(), &mut minutes);
        batch.readings.push(row);
    }
    batch.minutes = minutes.into_iter().map(|minute| (unit.clone(), minute)).collect();
    let store = Store::open(service.database()).await.unwrap();
    store.record(&batch).await.unwrap();
    store.close().await;
    service
}

async fn rows(service: &Service, period: &str) -> Vec<Value> {
    let path = format!(
        "/api/nl43/gate/series?from={BEGIN}&to=2026-06-09T12:30:00Z&period={period}&zone=UTC&sound=rare&metrics=leq,lmax,le"
    );
    let rows = service.get(&path).await["body"]["rows"].take();
    rows.as_array().unwrap_or_else(|| panic!("rows: {rows}")).clone()
}

fn number(row: &Value, column: usize) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("column {column} of {row}"))
}

const LEQ: usize = 1;
const LMAX: usize = 2;
const LE: usize = 3;
const COVERAGE: usize = 4;
const SAMPLED: usize = 7;
const UNCERTAINTY: usize = 8;

#[tokio::test]
async fn bangs_that_polls_have_missed_are_in_the_hour_by_the_meters_own_exposure() {
    let service = recorded().await;
    let bang = 0.4 * 10f64.powf(11.0) / 900.0 + 10f64.powf(5.5);
    let truth = 10.0 * bang.log10();
    let hours = rows(&service, "1h").await;
    for (hour, uncertainty) in [(&hours[0], 0.0..0.1), (&hours[1], 0.1..0.2)] {
        assert!((number(hour, LEQ) - truth).abs() <= number(hour, UNCERTAINTY) + 0.005, "{hour} of {truth}");
        assert!(uncertainty.contains(&number(hour, UNCERTAINTY)), "{hour}");
        assert_eq!(hour[SAMPLED], false, "{hour}");
        assert!((number(hour, LE) - number(hour, LEQ) - 35.56).abs() < 0.02, "{hour}");
        assert!(number(hour, COVERAGE) > 0.99, "{hour}");
    }
    assert!(number(&hours[0], LMAX) > 109.0, "by its own register: {}", hours[0]);
    // Half an hour after two hours: what rounding leaves is no evidence.
    let last = &hours[2];
    assert_eq!((&last[SAMPLED], number(last, LEQ).round()), (&Value::Bool(true), 55.0), "{last}");
    assert!(number(last, UNCERTAINTY) > 9.0, "rare events at ten seconds: {last}");

    let quarters = rows(&service, "15min").await;
    let metered = quarters.iter().take_while(|quarter| quarter[SAMPLED] == false).count();
    assert_eq!(metered, 2, "the third would come after half an hour: {quarters:?}");
    // Its first ten seconds are covered by no poll.
    let first = &quarters[0];
    let truth = 10.0 * (bang * 900.0 / 890.0).log10();
    assert!((number(first, LEQ) - truth).abs() <= number(first, UNCERTAINTY) + 0.005, "{first} of {truth}");
    let minutes = rows(&service, "1min").await;
    assert!(minutes[2..].iter().all(|minute| minute[SAMPLED] == true), "short differences are rounding");
}

#[tokio::test]
async fn whatever_the_zone_the_meters_exposure_is_in_the_day() {
    let service = recorded().await;
    let path = format!("/api/nl43/gate/series?from={BEGIN}&to=2026-06-09T12:30:00Z&period=1d&metrics=leq");
    for zone in ["UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns"] {
        let day = service.get(&format!("{path}&zone={zone}")).await["body"]["rows"][0].take();
        assert_eq!(day[5], false, "{zone}: {day}");
        assert!((number(&day, LEQ) - 76.5).abs() < 0.1, "{zone}: {day}");
    }
}
