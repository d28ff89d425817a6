//! The 10 Hz output.

use super::*;

/// A scene with a running stream.
fn streaming() -> Scene {
    let mut scene = Scene::new();
    assert_eq!(scene.submit(Command::DrdQuery), ["DRD?\r\n"]);
    assert_eq!(scene.hear("R+0000\r\n"), [Event::StreamStarted]);
    scene
}

#[test]
fn records_are_events_until_the_prompt_after_sub() {
    let mut scene = streaming();
    let frame = Box::new(DrdFrame::decode(record(1).trim_end()).unwrap());
    assert_eq!(scene.hear(&record(1)), [Event::Record(frame)]);
    assert!(matches!(scene.hear("  2, 46.2,\r\n").as_slice(), [Event::BadRecord(_)]));
    assert_eq!(scene.exchange.submit(Command::MeasureQuery, scene.now), Err(Busy::Streaming));

    scene.exchange.stop_stream(scene.now);
    assert_eq!(scene.sent(), ["\u{1a}"]);
    scene.exchange.stop_stream(scene.now);
    assert_eq!(scene.sent(), [""; 0]);
    scene.pass(120);
    assert_eq!(scene.hear(&(record(3) + "R+0000\r\n")), []);
    assert!(scene.exchange.is_streaming());
    assert_eq!(scene.hear("$"), [Event::StreamEnded]);
    assert!(!scene.exchange.is_streaming());
    assert_eq!(scene.ready_in(), Some(1000));
}

#[test]
fn pause_after_a_stopped_stream_outlives_the_connection() {
    let mut scene = streaming();
    scene.pass(10_000);
    scene.exchange.stop_stream(scene.now);
    scene.hear(&record(1));
    scene.exchange.link_down(scene.now);
    scene.exchange.link_up(scene.now);
    assert_eq!(scene.ready_in(), Some(1000));
}

#[test]
fn silence_ends_a_stopped_stream() {
    let mut scene = streaming();
    scene.exchange.stop_stream(scene.now);
    scene.pass(200);
    scene.hear(&record(1));
    scene.pass(299);
    assert_eq!(scene.events(), []);
    scene.pass(1);
    assert_eq!(scene.events(), [Event::StreamEnded]);
    assert_eq!(scene.ready_in(), Some(1000));
}

#[test]
fn sub_is_repeated_once_and_a_stream_that_goes_on_is_given_up() {
    let mut scene = streaming();
    scene.exchange.stop_stream(scene.now);
    scene.sent();
    let mut subs = 0;
    for counter in 1..50 {
        scene.pass(100);
        assert_eq!(scene.hear(&record(counter)), []);
        subs += scene.sent().len();
    }
    assert_eq!(subs, 1);
    scene.pass(100);
    assert_eq!(scene.hear(&record(50)), [Event::TaintedTwice]);
    assert!(scene.exchange.is_tainted());
}

#[test]
fn a_silent_stream_is_reported_once() {
    let mut scene = streaming();
    scene.pass(30_000);
    assert_eq!(scene.events(), [Event::StreamSilent]);
    assert!(scene.exchange.is_streaming());
    scene.pass(60_000);
    assert_eq!(scene.events(), []);
    scene.hear(&record(1));
    scene.pass(30_000);
    assert_eq!(scene.events(), [Event::StreamSilent]);
}

#[test]
fn status_records_carry_the_instruments_state() {
    let mut scene = Scene::new();
    assert_eq!(scene.submit(Command::DrdStatusQuery), ["DRD?status\r\n"]);
    scene.hear("R+0000\r\n");
    let line = format!("{},2025/12/24 21:33:50,E,F,29876,M\r\n", record(1).trim_end());
    match scene.hear(&line).as_slice() {
        [Event::Record(frame)] => assert!(frame.tail().unwrap().measuring),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stream_refused_is_refused() {
    let mut scene = Scene::new();
    scene.submit(Command::DrdQuery);
    assert_eq!(scene.hear("R+0004\r\n$"), [Event::Refused(ResultCode::State)]);
}

#[test]
fn a_stream_that_starts_too_late_is_stopped() {
    let mut scene = Scene::new();
    scene.overdue(Command::DrdQuery);
    assert_eq!(scene.hear("R+0000\r\n"), []);
    assert_eq!(scene.sent(), ["\u{1a}"]);
    assert!(scene.exchange.is_tainted());
    scene.hear(&record(1));
    assert_eq!(scene.hear("$"), [Event::TaintOver]);
    assert_eq!(scene.ready_in(), Some(1000));
}

#[test]
fn a_stream_nobody_asked_for_is_stopped() {
    let mut scene = Scene::new();
    assert_eq!(scene.hear(&(record(7) + &record(8))), []);
    assert_eq!(scene.sent(), [""; 0]);
    scene.hear(&record(9));
    assert_eq!(scene.sent(), ["\u{1a}"]);
    assert_eq!(scene.exchange.submit(Command::DodQuery, scene.now), Err(Busy::Streaming));
    scene.pass(300);
    assert_eq!(scene.events(), []);
    assert_eq!(scene.ready_in(), Some(1000));
}
