//! What was recorded, and from there on what comes: nothing is missing between the two, and nothing is there twice.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};
use slm_domain::UnitId;
use slm_domain::aggregate::{AggregateBuilder, Levels};
use slm_store::{Batch, ReadingRow, ReadingSource, Store};
use sqlx::ConnectOptions as _;

use crate::support::{Service, Socket, answer, mistake, mistakes, next_frame, open_socket};

const QUICK: [(&str, &str); 2] = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("MONITOR_POLL_INTERVAL", "0.2")];

/// What one viewer saw: the back-fill, and the data frames after it.
struct Seen {
    backfill: Value,
    frames: Vec<Value>,
}

impl Seen {
    /// A viewer that stays for so many data frames.
    async fn of(service: &Service, path: &str, frames: usize) -> Self {
        let mut socket = open_socket(service, path).await;
        Self::read(&mut socket, frames).await
    }

    async fn read(socket: &mut Socket, frames: usize) -> Self {
        let backfill = next_frame(socket).await.unwrap();
        assert_eq!(backfill["event"], "backfill", "{backfill}");
        let mut seen = Self { backfill, frames: Vec::new() };
        let mut seq = seen.backfill["seq"].as_u64().unwrap();
        while seen.frames.len() < frames {
            let frame = next_frame(socket).await.unwrap();
            if frame.get("heartbeat").is_some() {
                continue;
            }
            seq += 1;
            assert_eq!(frame["seq"], seq, "frames follow one another: {frame}");
            assert_eq!(frame["epoch"], seen.backfill["epoch"]);
            if frame["feed_status"] == "ok" {
                seen.frames.push(frame);
            }
        }
        seen
    }

    fn until(&self) -> Option<Timestamp> {
        self.backfill["until"].as_str().map(time)
    }

    /// Seconds measured by step, of the back-fill alone.
    fn covered(&self) -> BTreeMap<i64, i64> {
        let rows = self.backfill["rows"].as_array().unwrap();
        let hundredths = |row: &Value| whole(row[5].as_f64().unwrap() * 100.0);
        let covered = rows.iter().map(|row| (row[0].as_i64().unwrap(), hundredths(row)));
        covered.filter(|(_, covered)| *covered > 0).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

fn time(text: &str) -> Timestamp {
    format!("{text}Z").parse().unwrap()
}

/// Compares what a viewer saw with what is recorded in the end.
fn check(seen: &Seen, recorded: &[Levels], what: &str) {
    let until = seen.until();
    let (before, after): (Vec<&Levels>, Vec<&Levels>) =
        recorded.iter().partition(|levels| until.is_some_and(|until| levels.at <= until));
    let frames: Vec<Timestamp> =
        seen.frames.iter().map(|frame| time(frame["timestamp"].as_str().unwrap())).collect();
    let after: Vec<Timestamp> = after.iter().map(|levels| levels.at).take(frames.len()).collect();
    assert_eq!(frames, after, "{what}: frames are the readings after {until:?}");
    let first = seen.backfill["rows"][0][0].as_i64().unwrap();
    let (mut builder, mut steps) = (AggregateBuilder::of_seconds(1), Vec::new());
    for levels in before {
        builder.add(levels, &mut steps);
    }
    steps.extend(builder.finish());
    let expected: BTreeMap<i64, i64> = steps
        .iter()
        .map(|step| (step.start.as_second(), whole(step.figures.seconds() * 100.0)))
        .filter(|(at, covered)| *at >= first && *covered > 0)
        .collect();
    assert_eq!(seen.covered(), expected, "{what}: the back-fill has the readings until {until:?}");
}

async fn recorded(store: &Store, unit: &str) -> Vec<Levels> {
    store.levels(&UnitId::new(unit).unwrap(), .., 100_000).await.unwrap()
}

async fn meters(service: &Service, names: &[String]) -> Vec<SimMeter> {
    let mut meters = Vec::new();
    for name in names {
        let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
        service.add_meter(name, &meter).await;
        meters.push(meter);
    }
    meters
}

/// Viewers come and go at odd moments: while a batch is being written, while a poll is under way that nobody watched any
/// more, while others watch.
#[tokio::test]
async fn viewers_at_odd_moments_see_every_reading_once() {
    let service = Service::start_with(&QUICK).await;
    let names: Vec<String> = (0..6).map(|number| format!("unit-{number}")).collect();
    let _meters = meters(&service, &names).await;
    let visits = names.iter().enumerate().map(async |(number, name)| {
        let path = format!("/api/nl43/{name}/monitor?backfill=60&backfill_period=1s&values=numbers");
        let mut odd = 12_345 + 7919 * number;
        let mut seen = Vec::new();
        for _ in 0..10 {
            odd = odd.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
            let pause = Duration::from_millis(u64::try_from(odd % 400).unwrap());
            tokio::time::sleep(pause).await;
            seen.push(Seen::of(&service, &path, odd / 400 % 4).await);
        }
        seen
    });
    let seen = join_all(visits).await;
    let folder = service.stop().await;
    let store = Store::open(folder.path().join("data/slmm.db")).await.unwrap();
    for (name, visits) in names.iter().zip(&seen) {
        let recorded = recorded(&store, name).await;
        assert!(recorded.len() >= 5, "{name}: {}", recorded.len());
        for (number, seen) in visits.iter().enumerate() {
            check(seen, &recorded, &format!("{name}, visit {number}"));
        }
    }
}

/// Nobody waits for a disk: what cannot be written is on the feed.
#[tokio::test]
async fn readings_that_are_not_written_yet_are_there() {
    let service = Service::start_with(&QUICK).await;
    let names = ["gate".to_owned()];
    let _meters = meters(&service, &names).await;
    let mut keeper = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut keeper).await.unwrap();
    // Another program holds the database.
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(service.database());
    let mut other = file.connect().await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    for _ in 0..8 {
        next_frame(&mut keeper).await.unwrap();
    }
    let path = "/api/nl43/_monitor/ws?units=gate&backfill=60&backfill_period=1s";
    let seen = Seen::of(&service, path, 2).await;
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let measured: i64 = seen.covered().values().sum();
    assert!(measured > 100, "more than a second of what was not written: {measured}");
    let folder = service.stop().await;
    let store = Store::open(folder.path().join("data/slmm.db")).await.unwrap();
    check(&seen, &recorded(&store, "gate").await, "written later");
}

/// A day of ten-second polls that ended an hour ago, with its minutes.
async fn yesterday(service: &Service, name: &str) {
    let store = Store::open(service.database()).await.unwrap();
    let unit = UnitId::new(name).unwrap();
    let end = Timestamp::now() - SignedDuration::from_hours(1);
    let (mut builder, mut minutes, mut readings) = (AggregateBuilder::default(), Vec::new(), Vec::new());
    for number in 0..8640 {
        let row = ReadingRow {
            lp: Some(55.0),
            ..ReadingRow::new(
                unit.clone(),
                end - SignedDuration::from_secs(10 * (8640 - number)),
                ReadingSource::Dod,
            )
        };
        builder.add(&row.levels(), &mut minutes);
        readings.push(row);
    }
    minutes.extend(builder.finish());
    let minutes = minutes.into_iter().map(|minute| (unit.clone(), minute)).collect();
    store.record(&Batch { readings, minutes, ..Batch::default() }).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_day_in_quarters_of_an_hour_comes_from_aggregates() {
    let service = Service::start().await;
    service.add_disabled_unit("other").await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    yesterday(&service, "gate").await;
    for period in ["15min", "10s", "1h"] {
        let path = format!("/api/nl43/gate/monitor?backfill=86400&backfill_period={period}");
        let seen = Seen::of(&service, &path, 0).await;
        let hours = |total: i64| total / 360_000;
        // Hundredths of seconds; the last hour had none, and the step before the first one may be there, too.
        let measured: i64 = seen.covered().values().sum();
        assert!((22..=23).contains(&hours(measured)), "{period}: {measured}");
        let row = &seen.backfill["rows"][2];
        assert_eq!((row[1].as_f64(), row[2].as_f64(), row[4].as_f64()), (Some(55.0), Some(55.0), None));
        assert_eq!(seen.backfill["state"]["feed_status"], "unreachable", "the service is in standby");
        assert_eq!(seen.backfill["error"], Value::Null);
    }
}

#[tokio::test]
async fn server_sent_events_of_many_units_begin_with_a_back_fill_each() {
    let service = Service::start_with(&QUICK).await;
    let names: Vec<String> = (0..3).map(|number| format!("unit-{number}")).collect();
    let _meters = meters(&service, &names).await;
    let path = "/api/nl43/_monitor/events?backfill=10&backfill_period=10s&values=numbers";
    let mut response = service.send(reqwest::Method::GET, path, None).await;
    let mut text = String::new();
    while text.matches("\"feed_status\":\"ok\"").count() < 6 {
        let chunk = tokio::time::timeout(Duration::from_secs(10), response.chunk()).await.unwrap();
        text.push_str(&String::from_utf8_lossy(&chunk.unwrap().unwrap()));
    }
    let events: Vec<&str> = text.split("\n\n").collect();
    for (number, event) in events[..3].iter().enumerate() {
        assert!(event.starts_with("event: backfill\n"), "{event}");
        assert!(event.contains(&format!("\"unit_id\":\"unit-{number}\"")), "{event}");
    }
    assert!(events[3].starts_with("data: {"), "{}", events[3]);
}

#[tokio::test]
async fn a_viewer_that_comes_back_gets_what_it_missed_or_a_back_fill() {
    let service = Service::start_with(&QUICK).await;
    let _meters = meters(&service, &["gate".to_owned()]).await;
    let path = "/api/nl43/gate/monitor?backfill=10&values=numbers";
    let seen = Seen::of(&service, path, 3).await;
    let last = &seen.frames[0];
    let (epoch, seq) = (last["epoch"].as_str().unwrap(), last["seq"].as_u64().unwrap());
    let mut again = open_socket(&service, &format!("{path}&since={epoch}:{seq}")).await;
    assert_eq!(next_frame(&mut again).await.unwrap()["seq"], seq + 1, "it goes on where it was");
    let anew = Seen::of(&service, &format!("{path}&since=older:{seq}"), 1).await;
    assert_eq!(anew.backfill["gap"], "epoch_changed");
    assert_eq!(anew.backfill["state"]["feed_status"], "ok");
    assert!(anew.backfill["state"]["lp"].is_number(), "in the form that was asked for");
}

#[tokio::test]
async fn what_is_too_much_is_refused() {
    let service = Service::start().await;
    for number in 0..12 {
        let body = json!({"unit_id": format!("unit-{number}"), "host": "127.0.0.1", "tcp_port": 1});
        service.post("/api/nl43/roster", body).await;
    }
    let ask = async |query: &str| {
        let path = format!("/api/nl43/_monitor/events?{query}");
        answer(service.send(reqwest::Method::GET, &path, None).await).await
    };
    assert_eq!(mistakes(&ask("backfill=0").await), mistake("query.backfill", "greater_than_equal"));
    assert_eq!(mistakes(&ask("backfill=86401").await), mistake("query.backfill", "less_than_equal"));
    assert_eq!(
        mistakes(&ask("backfill=60&backfill_period=7s").await),
        mistake("query.backfill_period", "value_error")
    );
    assert_eq!(
        mistakes(&ask("backfill=86400&backfill_period=1s").await),
        mistake("query.backfill_period", "value_error")
    );
    assert_eq!(
        mistakes(&ask("backfill=86400&backfill_period=10s").await),
        mistake("query.backfill", "value_error"),
        "twelve days of seconds"
    );
    let mut socket = open_socket(&service, "/api/nl43/unit-1/stream?backfill=60").await;
    let told = next_frame(&mut socket).await.unwrap();
    assert_eq!(told["detail"][0]["loc"], json!(["query", "backfill"]));
}
