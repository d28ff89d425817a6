//! What holds for any input.

use std::time::{Duration, Instant};

use jiff::civil::date;
use nl43_sim::{Answer, Instrument, MeterConfig, Model, SimMeter};
use proptest::prelude::*;

use crate::support::Client;

/// Lines of the instrument's own words, so that much of it is known to the meter, and some that are not.
fn line() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "Measure",
        "Pause",
        "Manual Store",
        "Store Mode",
        "Store Name",
        "Percentile 1",
        "Display Sub Channel 1",
        "Echo",
        "Time Weighting",
        "Frequency Weighting (Sub1)",
        "Measurement Time Preset Manual",
        "Measurement Time Manual (Num)",
        "Measurement Time Manual (Unit)",
        "Clock",
        "DOD",
        "DLC",
        "DRD",
        "Sleep Mode",
        "Display Leqmov",
        "Overwrite",
    ]);
    let value = prop::sample::select(vec![
        "On",
        "Off",
        "Start",
        "Stop",
        "Manual",
        "Auto",
        "1",
        "99",
        "S",
        "C",
        "h",
        "10s",
        "2026/01/01 00:00:00",
        "999999999999",
    ]);
    prop_oneof![
        4 => (name.clone(), value).prop_map(|(name, value)| format!("{name},{value}")),
        3 => name.prop_map(|name| format!("{name}?")),
        1 => any::<String>(),
    ]
}

/// A line without anything that ends lines, answers or streams, and without a stream that never ends.
fn single_line() -> impl Strategy<Value = String> {
    line().prop_filter("one answer", |line| {
        !line.contains(['\n', '\r', '\x1A', '$']) && !line.to_ascii_uppercase().starts_with("DRD?")
    })
}

fn model() -> impl Strategy<Value = Model> {
    prop::sample::select(Model::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_line_at_any_time_has_one_of_the_known_answers(
        model in model(),
        course in prop::collection::vec((line(), 0u64..20_000), 1..40),
    ) {
        let mut now = Instant::now();
        let config = MeterConfig { model, ..MeterConfig::immediate() };
        let mut meter = Instrument::new(&config, date(2026, 5, 1).at(12, 0, 0, 0), now);
        for (line, pause) in course {
            now += Duration::from_millis(pause);
            match meter.answer(&line, now) {
                Answer::Result(code) => prop_assert!(code <= 4, "{line:?}"),
                Answer::Record(record) => {
                    let fields = if model.is_previous_generation() { 14 } else { 64 };
                    prop_assert_eq!(record.split(',').count(), fields);
                }
                Answer::Data(text) => prop_assert!(!text.is_empty() && text.is_ascii()),
                Answer::Stream { .. } => {}
            }
        }
    }

    #[test]
    fn any_chunking_of_the_input_gives_the_same_answers(
        lines in prop::collection::vec(single_line(), 1..10),
        size in 1usize..20,
    ) {
        let input = lines.join("\r\n") + "\r\n";
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let answers = runtime.block_on(async {
            let mut answers = Vec::new();
            for chunk in [input.len(), size] {
                let meter = SimMeter::start(MeterConfig::immediate().setting("Clock", "2026/01/01 00:00:00")).await.unwrap();
                let mut client = Client::dial(&meter);
                for piece in input.as_bytes().chunks(chunk) {
                    client.send(piece).await;
                    tokio::task::yield_now().await;
                }
                client.send("$end\r\n").await;
                answers.push(client.bytes_to(b"R+0001\r\n$").await);
            }
            answers
        });
        prop_assert_eq!(&answers[0], &answers[1]);
    }
}
