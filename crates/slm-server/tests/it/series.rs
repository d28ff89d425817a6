//! Levels over time: every form of the answer, and what cannot be asked.

use jiff::{SignedDuration, Timestamp};
use nl43_sim::{MeterConfig, SimMeter};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use serde_json::{Value, json};
use slm_domain::UnitId;
use slm_domain::aggregate::AggregateBuilder;
use slm_store::{Batch, ReadingRow, ReadingSource, Store};

use crate::support::{Service, next_frame, open_socket};

/// The night in which Berlin's clocks go forward.
const FROM: &str = "2026-03-28T22:00:00Z";

/// Two and a half hours, polled every second: a quarter of an hour of 50 dB, one of 60 dB with overload, one of nothing, and
/// 50 dB again. A level stands for the second before it.
async fn record(service: &Service) {
    let store = Store::open(service.database()).await.unwrap();
    let unit = UnitId::new("gate").unwrap();
    let begin: Timestamp = FROM.parse().unwrap();
    let mut builder = AggregateBuilder::default();
    let mut minutes = Vec::new();
    for second in (0..=9000).filter(|second| !(1801..=2700).contains(second)) {
        let is_loud = (901..=1800).contains(&second);
        let levels = ReadingRow {
            lp: Some(if is_loud { 60.0 } else { 50.0 }),
            over: Some(is_loud),
            ..ReadingRow::new(unit.clone(), begin + SignedDuration::from_secs(second), ReadingSource::Dod)
        };
        builder.add(&levels.levels(), &mut minutes);
    }
    let minutes = minutes.into_iter().map(|minute| (unit.clone(), minute)).collect();
    store.record(&Batch { minutes, ..Batch::default() }).await.unwrap();
    store.close().await;
}

async fn recorded() -> Service {
    let service = Service::start().await;
    record(&service).await;
    service
}

const NIGHT: &str =
    "/api/nl43/gate/series?from=2026-03-28T23:00&to=2026-03-29T00:15&zone=Europe/Berlin&period=15min";

async fn bytes(service: &Service, path: &str) -> (String, Vec<u8>) {
    let answer = service.client.get(service.url(path)).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (kind, answer.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn steps_as_json() {
    let service = recorded().await;
    let shown = service.get(&format!("{NIGHT}&metrics=leq,lmax,l90")).await["body"].take();
    let time = FROM.parse::<Timestamp>().unwrap().as_second();
    assert_eq!(
        shown,
        json!({
            "status": "ok", "unit_id": "gate", "zone": "Europe/Berlin", "period": "15min", "unit": "dB",
            "from": "2026-03-28T23:00:00+01:00", "to": "2026-03-29T00:15:00+01:00",
            "columns": ["time", "leq", "lmax", "l90", "coverage", "over", "under", "sampled", "uncertainty"],
            "rows": [
                [time, 50.0, 50.0, 50.01, 1.0, 0.0, 0.0, true, 0.01],
                [time + 900, 60.0, 60.0, 60.01, 1.0, 1.0, 0.0, true, 0.01],
                [time + 1800, null, null, null, 0.0, 0.0, 0.0, null, null],
                [time + 2700, 50.0, 50.0, 50.01, 0.999, 0.0, 0.0, true, 0.01],
                [time + 3600, 50.0, 50.0, 50.01, 1.0, 0.0, 0.0, true, 0.01],
            ],
        })
    );
    let day =
        service.get("/api/nl43/gate/series?from=2026-03-29&to=2026-03-30&zone=Europe/Berlin&points=1").await;
    assert_eq!(day["body"]["period"], "1d");
    let covered = day["body"]["rows"][0][8].as_f64().unwrap();
    assert!((covered - 5340.0 / 82_800.0).abs() < 0.001, "a day of 23 hours: {covered}");
}

#[tokio::test]
async fn steps_as_csv() {
    let service = recorded().await;
    let (kind, text) =
        bytes(&service, &format!("{NIGHT}&format=csv&metrics=leq,lpeak&sound=impulsive")).await;
    assert_eq!(kind, "text/csv; charset=utf-8");
    let expected = [
        "time,leq_db,lpeak_db,coverage,over,under,sampled,uncertainty_db",
        "2026-03-28T23:00:00+01:00,50,,1,0,0,true,0.22",
        "2026-03-28T23:15:00+01:00,60,,1,1,0,true,0.22",
        "2026-03-28T23:30:00+01:00,,,0,0,0,,",
        "2026-03-28T23:45:00+01:00,50,,0.999,0,0,true,0.22",
        "2026-03-29T00:00:00+01:00,50,,1,0,0,true,0.22",
        "",
    ];
    assert_eq!(String::from_utf8(text).unwrap().split("\r\n").collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn steps_as_parquet() {
    let service = recorded().await;
    // Steps of seconds come in pages, and a day of them in two groups.
    let path = "/api/nl43/gate/series?from=2026-03-28T22:00:00Z&to=2026-03-29T22:00:00Z&period=1min&format=parquet&metrics=leq";
    let (kind, file) = bytes(&service, path).await;
    assert_eq!(kind, "application/vnd.apache.parquet");
    let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 24 * 60);
    assert_eq!(rows[0].get_timestamp_millis(0).unwrap(), FROM.parse::<Timestamp>().unwrap().as_millisecond());
    assert!((rows[16].get_double(1).unwrap() - 60.0).abs() < 1e-9);
    assert!(rows[40].get_double(1).is_err(), "nothing was measured");
    let long =
        "/api/nl43/gate/series?from=2026-03-28T22:00:00Z&to=2026-03-29T22:00:00Z&period=1s&format=parquet";
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes(&service, long).await.1)).unwrap();
    assert_eq!((reader.num_row_groups(), reader.metadata().file_metadata().num_rows()), (2, 86_400));
}

#[tokio::test]
async fn what_is_being_measured_is_there_at_once() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    service.add_meter("gate", &meter).await;
    // Watched, it is asked as often as it can be.
    let mut viewer = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut viewer).await.unwrap();
    let begin = Timestamp::now();
    for period in ["1s", "1min"] {
        let shown = async {
            loop {
                let path = format!("/api/nl43/gate/series?from={begin}&period={period}&metrics=leq");
                let rows = service.get(&path).await["body"]["rows"].take();
                if let Some(row) = rows.as_array().unwrap().iter().find(|row| row[1] == 60.0) {
                    return row.clone();
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        };
        let row = tokio::time::timeout(std::time::Duration::from_secs(20), shown).await.expect(period);
        assert_eq!(row[5], true, "polled: {row}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_named() {
    let service = Service::start().await;
    let wrong = |query: &str| format!("/api/nl43/gate/series?{query}");
    for (query, key) in [
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("from=2026-06-09&to=2026-06-09", "to"),
        ("from=2099-01-01", "from"),
        ("zone=Mars/Phobos", "zone"),
        ("period=7min", "period"),
        ("period=1s&from=2026-01-01&to=2026-12-31", "period"),
        ("points=0", "points"),
        ("points=10001", "points"),
        ("metrics=", "metrics"),
        ("metrics=leq,l100", "metrics"),
        ("sound=loud", "sound"),
        ("format=xls", "format"),
    ] {
        let refused = service.get(&wrong(query)).await;
        assert_eq!(refused["code"], 422, "{query}");
        assert_eq!(refused["body"]["detail"][0]["loc"], json!(["query", key]), "{query}: {refused}");
    }
    let several = service.get(&wrong("zone=x&period=y&format=z")).await;
    assert_eq!(several["body"]["detail"].as_array().map(Vec::len), Some(3));
    let unknown: Value =
        service.get("/api/nl43/nobody/series?from=2026-06-09&to=2026-06-10&period=12h").await;
    assert_eq!(
        unknown["body"]["rows"].as_array().map(Vec::len),
        Some(2),
        "nothing is known, and that is shown"
    );
}
