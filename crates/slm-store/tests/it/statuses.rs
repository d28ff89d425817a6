use slm_domain::UnitStatus;
use slm_store::Batch;

use crate::support::{Place, at, full_status, lines, run, unit};

#[tokio::test]
async fn every_field_of_a_status_comes_back() {
    let place = Place::new();
    let store = place.store().await;
    store.put_status(&unit("north"), &full_status()).await.unwrap();
    store.close().await;
    let store = place.store().await;
    assert_eq!(store.statuses().await.unwrap(), [(unit("north"), full_status())]);
    assert_eq!(store.status(&unit("north")).await.unwrap(), Some(full_status()));
    assert_eq!(store.status(&unit("south")).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_not_known_has_the_defaults_of_the_old_service() {
    let place = Place::new();
    let store = place.store().await;
    store.put_status(&unit("north"), &UnitStatus::default()).await.unwrap();
    let expected = UnitStatus {
        measurement_state: Some("unknown".to_owned()),
        is_reachable: Some(true),
        ..UnitStatus::default()
    };
    assert_eq!(store.status(&unit("north")).await.unwrap(), Some(expected));
    let columns = "measurement_state, is_reachable, consecutive_failures, start_time_sync_attempted";
    assert_eq!(lines(&mut place.raw().await, columns, "nl43_status").await, ["unknown|1|0|0"]);
}

#[tokio::test]
async fn a_merge_keeps_what_the_news_do_not_know() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let news = UnitStatus {
        last_seen: Some(at("2026-06-10T00:00:00Z")),
        battery_level: Some("Low".to_owned()),
        ..UnitStatus::default()
    };
    store.put_status(&north, &full_status()).await.unwrap();
    let expected =
        UnitStatus { last_seen: news.last_seen, battery_level: news.battery_level.clone(), ..full_status() };
    assert_eq!(store.merge_status(&north, &news).await.unwrap(), expected);
    assert_eq!(store.status(&north).await.unwrap(), Some(expected));
}

#[tokio::test]
async fn a_merge_needs_nothing_before_it() {
    let place = Place::new();
    let store = place.store().await;
    let news = UnitStatus { lp: Some("50.0".to_owned()), ..UnitStatus::default() };
    store.merge_status(&unit("posted"), &news).await.unwrap();
    assert_eq!(store.status(&unit("posted")).await.unwrap().unwrap().lp.as_deref(), Some("50.0"));
    let all = store.merge_status(&unit("posted"), &full_status()).await.unwrap();
    assert_eq!(all, UnitStatus { consecutive_failures: 0, ..full_status() });
}

#[tokio::test]
async fn a_status_is_forgotten_once() {
    let place = Place::new();
    let store = place.store().await;
    store.put_status(&unit("north"), &full_status()).await.unwrap();
    assert!(store.delete_status(&unit("north")).await.unwrap());
    assert!(!store.delete_status(&unit("north")).await.unwrap());
}

#[tokio::test]
async fn the_last_state_of_a_unit_in_a_batch_counts() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let statuses = vec![(north.clone(), UnitStatus::default()), (north.clone(), full_status())];
    store.record(&Batch { statuses, ..Batch::default() }).await.unwrap();
    assert_eq!(store.status(&north).await.unwrap(), Some(full_status()));
}

#[tokio::test]
async fn the_old_service_keeps_its_own_flag() {
    let place = Place::new();
    let store = place.store().await;
    let mut raw = place.raw().await;
    run(
        &mut raw,
        "INSERT INTO nl43_status (unit_id, last_seen, start_time_sync_attempted, is_reachable, consecutive_failures)
         VALUES ('north', '2026-06-09 17:13:21', 1, NULL, NULL)",
    )
    .await;
    let found = store.status(&unit("north")).await.unwrap().unwrap();
    assert_eq!(found.last_seen, Some(at("2026-06-09T17:13:21Z")));
    assert_eq!((found.is_reachable, found.consecutive_failures), (Some(true), 0));

    store.put_status(&unit("north"), &full_status()).await.unwrap();
    let columns = "start_time_sync_attempted, last_seen, measurement_start_time";
    assert_eq!(
        lines(&mut raw, columns, "nl43_status").await,
        ["1|2026-06-09 17:13:21.123456|2026-06-09 17:00:00.000000"]
    );
}

#[tokio::test]
async fn a_time_that_is_none_is_not_known() {
    let place = Place::new();
    let store = place.store().await;
    run(&mut place.raw().await, "INSERT INTO nl43_status (unit_id, last_seen) VALUES ('a', 'soon')").await;
    assert_eq!(store.status(&unit("a")).await.unwrap().unwrap().last_seen, None);
}
