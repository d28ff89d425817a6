//! The service as a whole.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use slm_testkit::{Scene, quick_meter};

use super::script::{Script, snapshot, told};
use super::{QUICK, act};

/// One fixed offset from UTC, an hour wrong half of the year.
#[tokio::test]
async fn d28_clocks_follow_their_zone() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let scene = Scene::with(&[QUICK, ("TIMEZONE_OFFSET", "Europe/Berlin")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let (code, answer) = act(&scene, "/api/nl43/gate/clock/sync").await;
    assert_eq!(code, 200, "{answer}");
    let lines = meter.journal().lines();
    let set = lines.iter().find_map(|line| line.strip_prefix("Clock,")).unwrap();
    let set = DateTime::strptime("%Y/%m/%d %H:%M:%S", set).unwrap();
    let away = Timestamp::now().to_zoned(zone).datetime().duration_since(set);
    assert!(away.unsigned_abs() < Duration::from_secs(20), "{set}: {away:?}");
}

/// The start of a measurement that was not seen was the time of the first reading.
#[tokio::test]
async fn d40_a_start_that_was_not_seen_is_told_by_its_exposure() {
    let scene = Scene::with(&[QUICK]).await.unwrap();
    // An exposure of 35.6 dB above the level: a little over an hour.
    let shown = snapshot(&["60.0", "60.0", "95.6"]);
    let script = Script::start(move |asked| if asked == "DOD?" { told(&shown) } else { told("Start") }).await;
    script.join(&scene, "gate").await;
    let (code, live) = scene.get("/api/nl43/gate/live").await.unwrap();
    assert_eq!(code, 200, "{live}");
    let start = live["data"]["measurement_start_time"].as_str().unwrap();
    let start: Timestamp = format!("{start}Z").parse().unwrap();
    let ago = Timestamp::now().duration_since(start).as_secs();
    assert!((3_500..3_800).contains(&ago), "{ago} s");
}
