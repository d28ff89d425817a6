//! Files of the old service that are not as its newest version makes them.

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use slm_domain::UnitConfig;
use slm_store::{LogQuery, Store, StoreError};

use crate::support::{Place, at, count, lines, run, unit};
use crate::upgrade::{EARLY, NEWEST, OLDEST, POLLING, check_kept, columns, contents, file};

const SCRIPTS: &str = include_str!("old/scripts.sql");
const ODD: &str = include_str!("old/odd.sql");

/// So many log entries of one unit.
fn many_logs(entries: u32) -> String {
    format!(
        "INSERT INTO device_logs (unit_id, timestamp, level, category, message)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entries})
         SELECT 'north', datetime(1735689600 + i, 'unixepoch') || '.000001', 'INFO', 'POLL', 'entry ' || i FROM n"
    )
}

#[tokio::test]
async fn files_that_were_brought_up_by_scripts_keep_their_rows() {
    check_kept(&format!("{OLDEST}{SCRIPTS}")).await;
}

#[tokio::test]
async fn rows_that_are_no_text_are_kept_and_left_out() {
    let odd = "INSERT INTO nl43_config (unit_id, host) VALUES (CAST(x'6e6fff' AS TEXT), 'h'), (x'ff00', 'h');
        INSERT INTO nl43_status (unit_id, lp) VALUES (x'ff00', '1.0'), ('east', CAST(x'ff' AS TEXT));
        INSERT INTO device_logs (unit_id, message) VALUES ('west', CAST(x'80' AS TEXT)), ('west', 'whole');
        UPDATE alert_rules SET unit_id = x'ff00' WHERE id = (SELECT min(id) FROM alert_rules);";
    let (place, mut raw) = file(&format!("{NEWEST}{odd}")).await;
    let tables = ["nl43_config", "nl43_status", "device_logs", "alert_rules"];
    let mut before = Vec::new();
    for table in tables {
        before.push(count(&mut raw, table).await);
    }
    let store = place.store().await;
    for (table, before) in tables.iter().zip(before) {
        assert_eq!(count(&mut raw, table).await, before, "{table}");
    }
    let names: Vec<_> = store.units().await.unwrap().into_iter().map(|unit| unit.id.to_string()).collect();
    assert!(!names.is_empty() && names.iter().all(|name| name.is_ascii()), "{names:?}");
    assert!(store.statuses().await.unwrap().iter().all(|(name, _)| *name != unit("east")));
    store.units_with_enabled_rules().await.unwrap();
    let log = store.logs(&unit("west"), &LogQuery::default()).await.unwrap();
    let messages: Vec<_> = log.entries.iter().map(|entry| entry.message.as_str()).collect();
    assert_eq!((messages, log.stats.total), (vec!["whole"], 2));
}

#[tokio::test]
async fn nulls_in_added_columns_count_as_the_defaults() {
    let (place, _raw) = file(&format!("{OLDEST}{SCRIPTS}")).await;
    let store = place.store().await;
    let nulls = unit("nulls");
    assert_eq!(store.unit(&nulls).await.unwrap(), Some(UnitConfig::new(nulls.clone(), "127.0.0.1")));
    let status = store.status(&nulls).await.unwrap().unwrap();
    assert_eq!((status.is_reachable, status.consecutive_failures), (Some(true), 0));
    let log = store.logs(&unit("north"), &LogQuery::default()).await.unwrap();
    assert_eq!(log.entries[0].message, "by the default of the script");
    assert!(log.entries[0].at.is_some(), "a time without a fraction");
}

#[tokio::test]
async fn odd_rows_are_kept_and_do_not_disturb() {
    check_kept(&format!("{NEWEST}{ODD}")).await;

    let (place, _raw) = file(&format!("{NEWEST}{ODD}")).await;
    let store = place.store().await;
    let names: Vec<_> = store.units().await.unwrap().into_iter().map(|unit| unit.id.to_string()).collect();
    assert_eq!(names, ["north", "_monitor", "4711", "north gate – ☃"]);
    assert_eq!(store.unit(&unit("4711")).await.unwrap().unwrap().tcp_port, 2255);
    let statuses: Vec<_> =
        store.statuses().await.unwrap().into_iter().map(|(unit, _)| unit.to_string()).collect();
    assert_eq!(statuses, ["north", "south"]);
    let north = unit("north");
    let log = store.logs(&north, &LogQuery::default()).await.unwrap();
    assert_eq!(log.stats.total, 3);
    assert_eq!(log.entries.iter().filter(|entry| entry.at.is_none()).count(), 1);
    let rules = store.rules(&north).await.unwrap();
    assert_eq!(rules.iter().filter(|rule| rule.rule.check().is_ok()).count(), 1);
    assert_eq!(store.trail(&north, at("2025-01-01T00:00:00Z"), 10).await.unwrap().len(), 2);
    let open = store.units_with_open_connection_event().await.unwrap();
    assert_eq!(open.into_iter().map(|(unit, _)| unit).collect::<Vec<_>>(), [unit("ghost")]);
}

#[tokio::test]
async fn a_unit_whose_name_is_a_path_stays_in_the_file_and_is_told_in_the_log() {
    let (place, mut raw) = file(&format!("{NEWEST}{ODD}")).await;
    let said = Said::default();
    let writer = said.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let store = place.store().await;
    let units = {
        let _heard = tracing::subscriber::set_default(subscriber);
        store.units().await.unwrap()
    };
    let said = String::from_utf8(said.0.lock().unwrap().clone()).unwrap();
    for name in ["..", "a/b"] {
        let is_told =
            said.lines().any(|line| line.contains("WARN") && line.contains(&format!("name={name:?}")));
        assert!(is_told, "{name} in {said}");
    }
    store.put_unit(&units[0]).await.unwrap();
    store.close().await;
    assert_eq!(lines(&mut raw, "host", "nl43_config WHERE unit_id IN ('..', 'a/b')").await.len(), 2);
}

/// What was logged.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_long_log_is_opened_and_read_in_no_time() {
    let (place, mut raw) = file(&format!("{POLLING}{}", many_logs(100_000))).await;
    let begin = Instant::now();
    let store = place.store().await;
    let query = LogQuery { limit: 1_000, offset: 10, level: Some("info".to_owned()), category: None };
    let page = store.logs(&unit("north"), &query).await.unwrap();
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    assert_eq!((page.stats.total, page.entries.len()), (100_001, 1_000));
    assert_eq!(page.entries[0].message, "entry 99990");
    store.close().await;
    assert_eq!(count(&mut raw, "device_logs").await, 100_001);
}

#[tokio::test]
async fn what_the_file_says_about_itself_is_left_alone() {
    for script in [OLDEST, EARLY, POLLING, NEWEST] {
        let script = format!("PRAGMA user_version = 7; PRAGMA application_id = 11; {script}");
        let (place, mut raw) = file(&script).await;
        let store = place.store().await;
        store.put_unit(&UnitConfig::new(unit("south"), "h")).await.unwrap();
        store.close().await;
        let said =
            lines(&mut raw, "user_version, application_id", "pragma_user_version, pragma_application_id");
        assert_eq!(said.await, ["7|11"]);
        assert_eq!(lines(&mut raw, "journal_mode", "pragma_journal_mode").await, ["wal"]);
        assert_eq!(lines(&mut raw, "name", "sqlite_schema WHERE type IN ('trigger', 'view')").await.len(), 0);
    }
}

/// The whole file: schema and rows.
async fn everything(place: &Place) -> Vec<String> {
    let mut raw = place.raw().await;
    let columns = columns(&mut raw).await;
    let mut all = lines(&mut raw, "name, sql", "sqlite_schema ORDER BY name").await;
    all.extend(contents(&mut raw, &columns).await);
    all
}

#[tokio::test]
async fn an_upgrade_that_fails_at_its_end_undoes_its_beginning() {
    // The old tables are completed first, then our own are made: here one of them is in the way.
    let (place, raw) = file(&format!("{OLDEST}; CREATE TABLE slm_reading (mine TEXT)")).await;
    drop(raw);
    let before = (everything(&place).await, std::fs::read(place.path()).unwrap());
    let error = Store::open(place.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Upgrade { .. }), "{error:?}");
    assert_eq!((everything(&place).await, std::fs::read(place.path()).unwrap()), before);
}

#[tokio::test]
async fn a_file_in_use_is_left_alone() {
    let (place, mut raw) = file(EARLY).await;
    let before = std::fs::read(place.path()).unwrap();
    run(&mut raw, "BEGIN EXCLUSIVE").await;
    let error = Store::open(place.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    run(&mut raw, "ROLLBACK").await;
    assert_eq!(std::fs::read(place.path()).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn an_upgrade_without_room_leaves_the_file_as_it_was() {
    let (place, raw) = file(&format!("{POLLING}{}", many_logs(1_000))).await;
    drop(raw);
    let before = everything(&place).await;
    let full_blocks = std::fs::metadata(place.path()).unwrap().len() / 512;
    // The system refuses to let the file grow, as a full disk would.
    let script = format!("trap '' XFSZ; ulimit -f {full_blocks} && exec \"$0\" \"$1\"");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_slm-store-load")])
        .arg(place.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("Error: Access"), "{said}");
    assert_eq!(everything(&place).await, before);
    // With room again it goes on as if nothing had been.
    place.store().await.check_thoroughly().await.unwrap();
}
