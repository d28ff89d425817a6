//! Readings that hang together, and are the same for equal seeds.

use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter, SoundField};

use crate::support::{Client, fields};

async fn start(config: MeterConfig) -> SimMeter {
    SimMeter::start(config).await.unwrap()
}

fn numbers(fields: &[String]) -> Vec<f64> {
    fields.iter().map(|field| field.parse().unwrap()).collect()
}

/// The answers to a fixed course of commands.
async fn course(seed: u64, sound: SoundField) -> Vec<String> {
    let meter = start(MeterConfig::immediate().seed(seed).sound(sound)).await;
    let mut client = Client::dial(&meter);
    let mut answers = vec![client.ask("Measure,Start").await];
    for _ in 0..30 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        answers.push(client.data("DOD?").await);
    }
    answers.extend(client.stream(50).await);
    answers
}

#[tokio::test(start_paused = true)]
async fn equal_seeds_give_equal_readings_byte_for_byte() {
    for sound in SoundField::NATURAL {
        let first = course(5, sound.clone()).await;
        assert_eq!(first, course(5, sound.clone()).await, "{sound}");
        assert_ne!(first, course(6, sound.clone()).await, "{sound}");
    }
}

#[tokio::test(start_paused = true)]
async fn readings_do_not_depend_on_how_often_one_asks() {
    let mut answers = Vec::new();
    for (pause, times) in [(0.25, 1200), (1.0, 300), (300.0, 1)] {
        let meter = start(MeterConfig::immediate().sound(SoundField::Traffic)).await;
        let mut client = Client::dial(&meter);
        client.ask("Measure,Start").await;
        let mut latest = String::new();
        for _ in 0..times {
            tokio::time::sleep(Duration::from_secs_f64(pause)).await;
            latest = client.data("DOD?").await;
        }
        answers.push(latest);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}

#[tokio::test(start_paused = true)]
async fn statistics_hang_together_in_every_field() {
    for (sound, weighting) in SoundField::NATURAL.into_iter().zip(["F", "S", "F", "S", "F"]) {
        let config = MeterConfig::immediate().sound(sound.clone()).setting("Time Weighting", weighting);
        let meter = start(config).await;
        let mut client = Client::dial(&meter);
        client.ask("Measure,Start").await;
        let (mut elapsed, mut loudest, mut quietest) = (0.0, 0.0_f64, 200.0_f64);
        for pause in [10.0, 50.0, 240.0, 600.0] {
            tokio::time::sleep(Duration::from_secs_f64(pause)).await;
            elapsed += pause;
            let levels = numbers(&client.fields("DOD?", 11).await);
            let [_, leq, le, lmax, lmin, ln @ .., lpeak] = &levels[..] else { unreachable!() };
            let text = format!("{sound} after {elapsed} s: {levels:?}");
            assert!((le - leq - 10.0 * elapsed.log10()).abs() < 0.11, "{text}");
            assert!(lmin <= leq && leq <= lmax && lmax < lpeak, "{text}");
            assert!(lmin <= &ln[4] && &ln[0] <= lmax, "{text}");
            assert!(ln.windows(2).all(|pair| pair[0] >= pair[1]), "{text}");
            assert!(*lmax >= loudest && *lmin <= quietest, "{text}");
            (loudest, quietest) = (*lmax, *lmin);
        }
        assert!(loudest - quietest > 3.0, "{sound} varies");
    }
}

#[tokio::test(start_paused = true)]
async fn percentages_are_settings() {
    let config = MeterConfig::immediate()
        .sound(SoundField::Traffic)
        .setting("Percentile 1", "1")
        .setting("Percentile 5", "99");
    let meter = start(config).await;
    let plain = start(MeterConfig::immediate().sound(SoundField::Traffic)).await;
    let mut levels = Vec::new();
    for meter in [&meter, &plain] {
        let mut client = Client::dial(meter);
        client.ask("Measure,Start").await;
        tokio::time::sleep(Duration::from_mins(10)).await;
        levels.push(numbers(&client.fields("DOD?", 10).await));
    }
    assert!(levels[0][5] > levels[1][5], "L1 is above L5: {levels:?}");
    assert!(levels[0][9] < levels[1][9], "L99 is below L95: {levels:?}");
}

#[tokio::test(start_paused = true)]
async fn fields_sound_like_what_they_are() {
    let mut means = Vec::new();
    for sound in SoundField::NATURAL {
        let meter = start(MeterConfig::immediate().sound(sound).measuring()).await;
        tokio::time::sleep(Duration::from_mins(30)).await;
        means.push(numbers(&Client::dial(&meter).fields("DOD?", 10).await));
    }
    let [traffic, piling, concert, night, rain] = &means[..] else { unreachable!() };
    assert!((58.0..72.0).contains(&traffic[1]) && traffic[6] - traffic[8] > 6.0, "{traffic:?}");
    assert!((82.0..95.0).contains(&piling[1]) && piling[3] > piling[1] + 5.0, "{piling:?}");
    assert!((90.0..99.0).contains(&concert[1]), "{concert:?}");
    assert!((30.0..46.0).contains(&night[1]) && night[9] < 36.0, "{night:?}");
    assert!((52.0..60.0).contains(&rain[1]) && rain[5] - rain[9] < 13.0, "{rain:?}");
}

#[tokio::test]
async fn a_stream_has_ten_records_a_second() {
    let meter = start(MeterConfig::immediate().sound(SoundField::Traffic)).await;
    let mut client = Client::connect(&meter).await;
    client.stream(1).await;
    let begun = std::time::Instant::now();
    let records = client.records(20).await;
    let took = begun.elapsed().as_secs_f64();
    assert!((1.8..5.0).contains(&took), "20 records took {took} s");
    let counters: Vec<String> = records.iter().map(|record| fields(record)[0].clone()).collect();
    assert_eq!(counters, (2..=21).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn the_counter_runs_from_1_to_600() {
    let meter = start(MeterConfig::immediate()).await;
    let mut client = Client::dial(&meter);
    let begun = tokio::time::Instant::now();
    let records = client.stream(1250).await;
    assert!((124.9..125.2).contains(&begun.elapsed().as_secs_f64()), "{:?}", begun.elapsed());
    for (record, expected) in records.iter().zip((1..=600).cycle()) {
        assert_eq!(fields(record)[0], format!("{expected}"));
    }
}

#[tokio::test(start_paused = true)]
async fn records_are_of_their_own_100_ms_and_add_up_to_the_measurement() {
    let meter = start(MeterConfig::immediate().sound(SoundField::Piling)).await;
    let mut client = Client::dial(&meter);
    client.ask("Measure,Start").await;
    let records: Vec<Vec<f64>> =
        client.stream(600).await.iter().map(|record| numbers(&fields(record)[1..6])).collect();
    client.send([0x1A]).await;
    client.read_to("$").await;
    client.ask("Measure,Stop").await;
    let totals = numbers(&client.fields("DOD?", 11).await);
    let column = |index: usize| records.iter().map(move |record| record[index]);
    let leq = slm_acoustics::energy_mean(column(1)).unwrap();
    assert!((leq - totals[1]).abs() < 0.11, "{leq} {}", totals[1]);
    assert!((column(2).fold(0.0, f64::max) - totals[3]).abs() < 0.01);
    assert!((column(3).fold(200.0, f64::min) - totals[4]).abs() < 0.01);
    assert!((column(4).fold(0.0, f64::max) - totals[10]).abs() < 0.01);
    let mut histogram = slm_acoustics::LevelHistogram::new();
    column(0).for_each(|lp| histogram.record(lp));
    for (slot, percent) in [5.0, 10.0, 50.0, 90.0, 95.0].into_iter().enumerate() {
        let level = histogram.percentile(percent).unwrap();
        assert!((level - totals[5 + slot]).abs() < 0.2, "L{percent} {level} {}", totals[5 + slot]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_script_plays_by_the_meters_own_time() {
    let script = SoundField::script([
        (Duration::ZERO, 60.0),
        (Duration::from_secs(5), 86.0),
        (Duration::from_secs(8), 55.0),
    ]);
    let meter = start(MeterConfig::immediate().sound(script)).await;
    let mut client = Client::dial(&meter);
    let mut heard = Vec::new();
    for _ in 0..10 {
        heard.push(client.fields("DOD?", 1).await.remove(0));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(heard, ["60.0", "60.0", "60.0", "60.0", "60.0", "60.0", "86.0", "86.0", "86.0", "55.0"]);
}
