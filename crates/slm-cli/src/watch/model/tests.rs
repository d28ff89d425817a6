use super::*;
use crate::watch::scene::{Scene, reading};

fn presence(scene: &Scene) -> Presence {
    scene.model.units()[0].presence(scene.now().instant)
}

fn seconds(value: f64) -> Duration {
    Duration::from_secs_f64(value)
}

#[test]
fn nothing_is_shown_before_the_first_value() {
    assert_eq!(presence(&Scene::new(&["a"])), Presence::Waiting);
}

#[test]
fn a_value_is_live_for_three_periods_and_stale_after() {
    let mut scene = Scene::new(&["a"]);
    scene.levels(0, [60.0; 5]).wait(3.0);
    assert_eq!(presence(&scene), Presence::Live { age: seconds(3.0) });
    scene.wait(0.001);
    assert_eq!(presence(&scene), Presence::Stale { age: seconds(3.001) });
    scene.level(0, 61.0);
    assert_eq!(presence(&scene), Presence::Live { age: Duration::ZERO });
}

#[test]
fn the_period_follows_the_feed() {
    let mut scene = Scene::new(&["a"]);
    for _ in 0..12 {
        scene.wait(10.0).level(0, 60.0);
    }
    scene.wait(29.0);
    assert!(matches!(presence(&scene), Presence::Live { .. }));
    scene.wait(2.0);
    assert!(matches!(presence(&scene), Presence::Stale { .. }));
}

#[test]
fn an_unreachable_meter_is_offline_until_data_come() {
    let mut scene = Scene::new(&["a"]);
    scene.level(0, 60.0).wait(5.0).body(0, Body::Unreachable { reason: Some("timed out".into()) });
    let offline = Presence::Offline { reason: "timed out".into(), age: Some(seconds(5.0)) };
    assert_eq!(presence(&scene), offline);
    scene.body(0, Body::Heartbeat { reachable: false });
    assert_eq!(presence(&scene), offline, "a heartbeat knows no better reason");
    scene.level(0, 60.0);
    assert!(matches!(presence(&scene), Presence::Live { .. }));
}

#[test]
fn a_lost_server_is_no_live_value() {
    let mut scene = Scene::new(&["a"]);
    let retry_in = seconds(2.0);
    scene.level(0, 60.0).update(0, Update::Down { reason: "reset".into(), retry_in }).wait(0.5);
    let lost = |retry_in| Presence::NoServer { reason: "reset".into(), retry_in, age: Some(seconds(0.5)) };
    assert_eq!(presence(&scene), lost(seconds(1.5)));
    scene.update(0, Update::Connecting);
    assert_eq!(presence(&scene), lost(seconds(1.5)), "trying is not having");
}

#[test]
fn a_replayed_value_is_as_old_as_it_says() {
    let mut scene = Scene::new(&["a"]);
    let old = Frame { at: Some(scene.now().wall), position: None, dropped: 0, body: reading(60.0) };
    scene.wait(40.0).update(0, Update::Frame(old));
    assert_eq!(presence(&scene), Presence::Stale { age: seconds(40.0) });
}

#[test]
fn a_server_with_another_clock_does_not_age_its_values() {
    let mut scene = Scene::new(&["a"]);
    let at = "2026-06-09T16:00:00Z".parse().ok();
    scene.update(0, Update::Open);
    scene.update(0, Update::Frame(Frame { at, position: None, dropped: 0, body: Body::Hello }));
    scene.update(0, Update::Frame(Frame { at, position: None, dropped: 0, body: reading(60.0) }));
    assert_eq!(presence(&scene), Presence::Live { age: Duration::ZERO });
}

#[test]
fn without_the_servers_clock_only_the_first_value_may_be_old() {
    let mut scene = Scene::new(&["a"]);
    scene.update(0, Update::Open);
    let frame = |second: u32| Frame {
        at: format!("2026-06-09T16:00:0{second}Z").parse().ok(),
        position: None,
        dropped: 0,
        body: reading(60.0),
    };
    scene.update(0, Update::Frame(frame(0)));
    assert!(matches!(presence(&scene), Presence::Stale { .. }));
    scene.update(0, Update::Frame(frame(1)));
    assert!(matches!(presence(&scene), Presence::Live { .. }));
}

#[test]
fn a_refused_unit_says_why_until_the_next_connection() {
    let mut scene = Scene::new(&["a"]);
    scene.body(0, Body::Refused("not configured".into()));
    scene.update(0, Update::Down { reason: "closed".into(), retry_in: seconds(1.0) });
    assert_eq!(presence(&scene), Presence::Refused { reason: "not configured".into() });
    scene.update(0, Update::Open);
    assert_eq!(presence(&scene), Presence::Waiting);
}

#[test]
fn the_trend_keeps_the_highest_of_each_step_and_leaves_gaps_empty() {
    let mut scene = Scene::new(&["a"]);
    scene.levels(0, [50.0, 70.0, 50.0, 50.0, 50.0]).wait(150.0).level(0, 60.0).wait(1.0);
    let steps = scene.model.units()[0].trend(10, scene.now().instant);
    let mut expected = vec![None; 10];
    expected[4] = Some(70.0);
    expected[9] = Some(60.0);
    assert_eq!(steps, expected);
}

#[test]
fn a_wide_trend_has_no_holes_between_regular_values() {
    let mut scene = Scene::new(&["a"]);
    scene.levels(0, [60.0; 10]);
    let steps = scene.model.units()[0].trend(1200, scene.now().instant);
    assert_eq!(steps.iter().flatten().count(), 37, "nine seconds of four columns and the first value");
    assert!(steps[1163..].iter().all(Option::is_some));
}

#[test]
fn the_trend_is_bounded() {
    let mut scene = Scene::new(&["a"]);
    scene.levels(0, std::iter::repeat_n(60.0, TREND_POINTS + 50));
    assert_eq!(scene.model.units()[0].trend.len(), TREND_POINTS);
}

#[test]
fn a_unit_that_is_not_watched_is_ignored() {
    Scene::new(&["a"]).update(7, Update::Connecting);
}
