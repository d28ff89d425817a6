use slm_store::{DeviceLog, LogCategory, LogLevel, LogPage, LogQuery};

use crate::support::{Place, after, at, lines, log, run, unit};

fn messages(page: &LogPage) -> Vec<&str> {
    page.entries.iter().map(|entry| entry.message.as_str()).collect()
}

#[tokio::test]
async fn entries_come_newest_first_in_pages() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let logs: Vec<_> = (0..5).map(|n| log(&north, after(n), &n.to_string())).collect();
    store.append_logs(&logs).await.unwrap();
    store.append_logs(&[log(&unit("south"), after(9), "another's")]).await.unwrap();

    let page = |limit, offset| LogQuery { limit, offset, ..LogQuery::default() };
    assert_eq!(messages(&store.logs(&north, &page(2, 0)).await.unwrap()), ["4", "3"]);
    assert_eq!(messages(&store.logs(&north, &page(2, 4)).await.unwrap()), ["0"]);
    assert_eq!(messages(&store.logs(&north, &page(0, 0)).await.unwrap()), Vec::<&str>::new());
}

#[tokio::test]
async fn filters_do_not_mind_case_and_the_summary_does_not_mind_filters() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let entry = |n, level, category| DeviceLog { level, category, ..log(&north, after(n), &n.to_string()) };
    store
        .append_logs(&[
            entry(0, LogLevel::Error, LogCategory::Tcp),
            entry(1, LogLevel::Info, LogCategory::State),
            entry(2, LogLevel::Error, LogCategory::State),
        ])
        .await
        .unwrap();

    let query = LogQuery {
        level: Some("error".to_owned()),
        category: Some("State".to_owned()),
        ..LogQuery::default()
    };
    let page = store.logs(&north, &query).await.unwrap();
    assert_eq!(messages(&page), ["2"]);
    assert_eq!(page.stats.total, 3);
    assert_eq!(page.stats.by_level, [("ERROR".to_owned(), 2), ("INFO".to_owned(), 1)].into());
    assert_eq!(page.stats.by_category, [("STATE".to_owned(), 2), ("TCP".to_owned(), 1)].into());
    assert_eq!((page.stats.oldest, page.stats.newest), (Some(after(0)), Some(after(2))));
}

#[tokio::test]
async fn an_unknown_unit_has_an_empty_log() {
    let place = Place::new();
    let store = place.store().await;
    assert_eq!(store.logs(&unit("ghost"), &LogQuery::default()).await.unwrap(), LogPage::default());
}

#[tokio::test]
async fn clearing_takes_one_unit_only() {
    let place = Place::new();
    let store = place.store().await;
    let logs: Vec<_> = ["north", "north", "south"].map(|name| log(&unit(name), after(0), "x")).into();
    store.append_logs(&logs).await.unwrap();
    assert_eq!(store.clear_logs(&unit("north")).await.unwrap(), 2);
    assert_eq!(store.clear_logs(&unit("north")).await.unwrap(), 0);
    assert_eq!(store.logs(&unit("south"), &LogQuery::default()).await.unwrap().stats.total, 1);
}

#[tokio::test]
async fn entries_of_the_old_service_are_read() {
    let place = Place::new();
    let store = place.store().await;
    run(
        &mut place.raw().await,
        "INSERT INTO device_logs (unit_id, timestamp, level, category, message)
         VALUES ('north', '2026-06-09 17:13:21', NULL, NULL, 'old')",
    )
    .await;
    let page = store.logs(&unit("north"), &LogQuery::default()).await.unwrap();
    let entry = &page.entries[0];
    assert_eq!((entry.level.as_str(), entry.category.as_str()), ("INFO", "GENERAL"));
    assert_eq!(entry.at, Some(at("2026-06-09T17:13:21Z")));
    assert_eq!(page.stats.by_level, [("INFO".to_owned(), 1)].into());
}

#[tokio::test]
async fn the_old_service_finds_its_words_and_times() {
    let place = Place::new();
    let store = place.store().await;
    store.append_logs(&[log(&unit("north"), at("2026-06-09T17:13:21Z"), "it's ☃")]).await.unwrap();
    assert_eq!(
        lines(&mut place.raw().await, "id, unit_id, timestamp, level, category, message", "device_logs")
            .await,
        ["1|north|2026-06-09 17:13:21.000000|INFO|GENERAL|it's ☃"]
    );
}
