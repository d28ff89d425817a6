use std::f64::consts::TAU;

use ratatui::{Terminal, backend::TestBackend};

use super::*;
use crate::watch::{
    frame::Body,
    model::Update,
    scene::{Scene, reading},
};

/// The picture at the scene's time.
fn picture(scene: &Scene, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| render(frame, &scene.model, scene.now())).unwrap();
    terminal.backend().to_string()
}

/// A minute and a half of a level that swings by 12 dB.
fn swinging() -> impl Iterator<Item = f64> {
    (0..90).map(|second| 62.3 + 12.0 * (f64::from(second) / 45.0 * TAU).sin())
}

#[test]
fn a_live_unit() {
    let mut scene = Scene::new(&["site-7"]);
    scene.levels(0, swinging()).wait(0.4);
    insta::assert_snapshot!(picture(&scene, 80, 18));
}

#[test]
fn a_stale_unit() {
    let mut scene = Scene::new(&["site-7"]);
    scene.levels(0, swinging()).wait(12.0);
    insta::assert_snapshot!(picture(&scene, 80, 18));
}

#[test]
fn an_offline_unit() {
    let mut scene = Scene::new(&["site-7"]);
    scene
        .levels(0, swinging())
        .wait(75.0)
        .body(0, Body::Unreachable { reason: Some("connection refused".into()) });
    insta::assert_snapshot!(picture(&scene, 100, 18));
}

#[test]
fn no_data_yet() {
    insta::assert_snapshot!(picture(&Scene::new(&["site-7"]), 80, 18));
}

#[test]
fn a_lost_server() {
    let mut scene = Scene::new(&["site-7"]);
    let retry_in = Duration::from_secs(4);
    scene
        .levels(0, swinging())
        .update(0, Update::Down { reason: "connection refused".into(), retry_in })
        .wait(1.5);
    insta::assert_snapshot!(picture(&scene, 100, 18));
}

#[test]
fn two_units() {
    let mut scene = Scene::new(&["site-7", "site-8"]);
    for level in swinging() {
        scene.wait(1.0).level(0, level).level(1, level - 20.0);
    }
    scene.body(1, Body::Alert("alert onset: rule 1, lp 88.1 dB (threshold 85.0 dB)".into()));
    insta::assert_snapshot!(picture(&scene, 80, 30));
}

#[test]
fn overload_and_unknown_percentages() {
    let mut scene = Scene::new(&["site-7"]);
    let Body::Reading { mut levels, meter } = reading(112.0) else { panic!("a reading") };
    levels.over = true;
    levels.percentages = None;
    levels.slots[2] = None;
    scene.body(0, Body::Reading { levels, meter });
    insta::assert_snapshot!(picture(&scene, 80, 18));
}

#[test]
fn a_narrow_terminal() {
    let mut scene = Scene::new(&["site-7", "site-8"]);
    scene.levels(0, swinging()).level(1, 45.6);
    insta::assert_snapshot!(picture(&scene, 48, 14));
}

#[test]
fn many_units_in_one_line_each() {
    let units: Vec<_> = (1..=6).map(|number| format!("site-{number}")).collect();
    let mut scene = Scene::new(&units.iter().map(String::as_str).collect::<Vec<_>>());
    for unit in 0..5 {
        scene.level(unit, 50.0 + 3.0 * unit as f64);
    }
    scene.body(2, Body::Unreachable { reason: None });
    insta::assert_snapshot!(picture(&scene, 60, 6));
}

#[test]
fn no_size_of_terminal_is_too_small() {
    let mut scene = Scene::new(&["site-7", "site-8"]);
    scene.levels(0, swinging());
    for width in [1, 2, 8, 20, 39, 40, 41, 59, 60, 61, 90] {
        for height in [1, 2, 3, 5, 10, 11, 13, 14, 26, 27, 30] {
            picture(&scene, width, height);
        }
    }
}

#[test]
fn spans_are_short() {
    let texts =
        [0.04, 9.99, 10.0, 59.9, 60.0, 3599.0, 7325.0].map(|length| span(Duration::from_secs_f64(length)));
    assert_eq!(texts, ["0.0 s", "10.0 s", "10 s", "59 s", "1 min 0 s", "59 min 59 s", "2 h 2 min"]);
}
