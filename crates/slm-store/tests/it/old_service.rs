//! The old service on a file that we have written into: its statements, as its object mapper puts them.

use std::fmt::Write as _;

use slm_domain::alert::RuleText;
use slm_domain::{UnitConfig, UnitStatus};
use slm_store::{Batch, ConnectionEdge, ConnectionEdgeKind, DeviceLog, LogCategory, LogLevel, Store};
use sqlx::SqliteConnection;

use crate::alarms::note;
use crate::support::{Place, after, full_status, lines, log, reading, run, sample, unit};
use crate::upgrade::{EARLY, NEWEST, OLDEST, POLLING, file};

/// Columns with their kinds; `?` after it where the value may be null.
type Columns = &'static [(&'static str, &'static str)];

/// Table, key, and what the old service knows of each column.
const KNOWN: &[(&str, &str, Columns)] = &[
    (
        "nl43_config",
        "unit_id",
        &[
            ("unit_id", "text"),
            ("host", "text"),
            ("tcp_port", "integer"),
            ("tcp_enabled", "boolean"),
            ("ftp_enabled", "boolean"),
            ("ftp_port", "integer"),
            ("ftp_username", "text?"),
            ("ftp_password", "text?"),
            ("web_enabled", "boolean"),
            ("poll_interval_seconds", "integer"),
            ("poll_enabled", "boolean"),
            ("monitor_enabled", "boolean"),
        ],
    ),
    (
        "nl43_status",
        "unit_id",
        &[
            ("unit_id", "text"),
            ("last_seen", "time?"),
            ("measurement_state", "text"),
            ("measurement_start_time", "time?"),
            ("counter", "text?"),
            ("lp", "text?"),
            ("leq", "text?"),
            ("lmax", "text?"),
            ("lmin", "text?"),
            ("lpeak", "text?"),
            ("ln1", "text?"),
            ("ln2", "text?"),
            ("battery_level", "text?"),
            ("power_source", "text?"),
            ("sd_remaining_mb", "text?"),
            ("sd_free_ratio", "text?"),
            ("raw_payload", "text?"),
            ("is_reachable", "boolean"),
            ("consecutive_failures", "integer"),
            ("last_poll_attempt", "time?"),
            ("last_success", "time?"),
            ("last_error", "text?"),
            ("start_time_sync_attempted", "boolean"),
        ],
    ),
    (
        "device_logs",
        "id",
        &[
            ("id", "integer"),
            ("unit_id", "text"),
            ("timestamp", "time"),
            ("level", "text"),
            ("category", "text"),
            ("message", "text"),
        ],
    ),
    (
        "alert_rules",
        "id",
        &[
            ("id", "integer"),
            ("unit_id", "text"),
            ("name", "text"),
            ("metric", "text"),
            ("comparison", "text"),
            ("threshold_db", "number"),
            ("duration_s", "integer"),
            ("clear_margin_db", "number"),
            ("cooldown_s", "integer"),
            ("schedule_start", "text?"),
            ("schedule_end", "text?"),
            ("schedule_days", "text?"),
            ("channels", "text"),
            ("recipients", "text?"),
            ("enabled", "boolean"),
            ("created_at", "time"),
        ],
    ),
    (
        "alert_events",
        "id",
        &[
            ("id", "integer"),
            ("rule_id", "integer"),
            ("unit_id", "text"),
            ("rule_name", "text?"),
            ("metric", "text"),
            ("threshold_db", "number"),
            ("onset_at", "time"),
            ("onset_value", "number?"),
            ("peak_value", "number?"),
            ("clear_at", "time?"),
            ("status", "text"),
            ("acknowledged_at", "time?"),
            ("acknowledged_by", "text?"),
            ("notes", "text?"),
        ],
    ),
    (
        "nl43_readings",
        "id",
        &[
            ("id", "integer"),
            ("unit_id", "text"),
            ("timestamp", "time"),
            ("lp", "text?"),
            ("leq", "text?"),
            ("lmax", "text?"),
            ("ln1", "text?"),
            ("ln2", "text?"),
        ],
    ),
];

/// What a value of a kind looks like to the old service; anything else makes it fail or mean something else.
fn condition(column: &str, kind: &str) -> String {
    let date = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]";
    let fraction = "[0-9][0-9][0-9][0-9][0-9][0-9]";
    let fits = match kind.trim_end_matches('?') {
        "text" => format!("typeof({column}) = 'text'"),
        "integer" => format!("typeof({column}) = 'integer'"),
        "boolean" => format!("typeof({column}) = 'integer' AND {column} IN (0, 1)"),
        "number" => format!("typeof({column}) = 'real'"),
        "time" => format!("({column} GLOB '{date}' OR {column} GLOB '{date}.{fraction}')"),
        other => panic!("{other}"),
    };
    if kind.ends_with('?') { format!("({column} IS NULL OR {fits})") } else { fits }
}

/// Every value of every column is of the kind the old service expects.
async fn check_kinds(raw: &mut SqliteConnection) {
    for (table, key, columns) in KNOWN {
        for (column, kind) in *columns {
            let unfit = format!("{table} WHERE NOT coalesce({}, 0)", condition(column, kind));
            let found = lines(raw, &format!("{key}, quote({column})"), &unfit).await;
            assert_eq!(found, Vec::<String>::new(), "{table}.{column} as {kind}");
        }
    }
}

/// Whatever the server writes, more than once.
async fn write_everything(store: &Store) {
    let south = unit("south");
    store.insert_unit(&UnitConfig::new(unit("bare"), "h")).await.unwrap();
    store
        .put_unit(&UnitConfig { ftp_username: Some("USER".into()), ..UnitConfig::new(south.clone(), "h") })
        .await
        .unwrap();
    store.put_status(&south, &full_status()).await.unwrap();
    store.put_status(&unit("bare"), &UnitStatus::default()).await.unwrap();
    store.merge_status(&unit("posted"), &full_status()).await.unwrap();
    for round in 0..20 {
        let at = after(1_000 * round);
        let entry = DeviceLog { level: LogLevel::Error, category: LogCategory::Tcp, ..log(&south, at, "x") };
        let batch = Batch {
            readings: vec![reading(&south, at, 60.0)],
            minutes: Vec::new(),
            trail: vec![sample(&south, at, "60.0")],
            statuses: vec![(unit("north"), full_status()), (unit("new"), UnitStatus::default())],
            logs: vec![entry],
        };
        store.record(&batch).await.unwrap();
    }
    let rule = RuleText { duration_s: 5, ..RuleText::new(70.0) };
    let id = store.create_rule(&south, &rule, after(0)).await.unwrap().id;
    store.replace_rule(&south, id, &RuleText::new(80.0), after(1)).await.unwrap();
    for kind in [ConnectionEdgeKind::Lost, ConnectionEdgeKind::Back, ConnectionEdgeKind::Lost] {
        store
            .record_connections(&[ConnectionEdge { unit: south.clone(), at: after(2), kind, message: None }])
            .await
            .unwrap();
    }
    let event = store.alert_events(&south, 1).await.unwrap()[0].id;
    store.acknowledge_event(&south, event, &note(3, "Ann")).await.unwrap();
}

/// A value of the kind, as the object mapper binds it.
fn value(kind: &str) -> &'static str {
    match kind {
        "text" => "'x'",
        "integer" => "4711",
        "boolean" => "1",
        "number" => "70.5",
        "time" => "'2026-06-09 10:00:00.123456'",
        _ => "NULL",
    }
}

/// Inserts, reads in order, updates and deletes one row, naming every column as the object mapper does.
async fn use_table(raw: &mut SqliteConnection, table: &str, key: &str, columns: Columns) {
    let inserted: Vec<_> = columns.iter().filter(|(column, _)| *column != "id").collect();
    let names: Vec<_> = inserted.iter().map(|(column, _)| *column).collect();
    let values: Vec<_> = inserted.iter().map(|(_, kind)| value(kind)).collect();
    run(raw, &format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))).await;
    let mut labelled = String::new();
    for (column, _) in columns {
        write!(labelled, ", {table}.{column} AS {table}_{column}").unwrap();
    }
    let select = format!(
        "SELECT {} FROM {table} WHERE {table}.unit_id = 'x' ORDER BY {table}.{key} DESC LIMIT 100 OFFSET 0",
        &labelled[2..]
    );
    assert_eq!(lines(raw, "1", &format!("({select})")).await.len(), 1);
    let (changed, kind) = columns[columns.len() - 1];
    run(raw, &format!("UPDATE {table} SET {changed} = {} WHERE {table}.unit_id = 'x'", value(kind))).await;
    run(raw, &format!("DELETE FROM {table} WHERE {table}.unit_id = 'x'")).await;
}

#[tokio::test]
async fn all_we_write_is_of_the_kinds_the_old_service_reads() {
    for script in ["", OLDEST, EARLY, POLLING, NEWEST] {
        let (place, mut raw) = file(script).await;
        let store = place.store().await;
        write_everything(&store).await;
        // The one null that was there before.
        run(&mut raw, "UPDATE nl43_config SET ftp_port = 21 WHERE unit_id = 'north' AND ftp_port IS NULL")
            .await;
        check_kinds(&mut raw).await;
        store.close().await;
        check_kinds(&mut raw).await;
    }
}

#[tokio::test]
async fn its_statements_work_on_the_file_while_and_after_we_use_it() {
    for script in ["", OLDEST, EARLY, POLLING, NEWEST] {
        let (place, mut raw) = file(script).await;
        let store = place.store().await;
        write_everything(&store).await;
        for (table, key, columns) in KNOWN {
            use_table(&mut raw, table, key, columns).await;
        }
        store.close().await;
        for (table, key, columns) in KNOWN {
            use_table(&mut raw, table, key, columns).await;
        }
        place.store().await.check_thoroughly().await.unwrap();
    }
}

#[tokio::test]
async fn its_own_defaults_and_numbers_go_on() {
    let place = Place::new();
    let store = place.store().await;
    write_everything(&store).await;
    let mut raw = place.raw().await;
    let next = "INSERT INTO alert_rules (unit_id, name, metric, comparison, threshold_db, duration_s,
        clear_margin_db, cooldown_s, channels, enabled, created_at)
        VALUES ('south', 'Alert', 'lp', 'above', 70.0, 0, 2.0, 300, 'log', 1, CURRENT_TIMESTAMP) RETURNING id, created_at";
    run(&mut raw, next).await;
    run(&mut raw, "INSERT INTO nl43_readings (unit_id, timestamp) VALUES ('south', CURRENT_TIMESTAMP)").await;
    check_kinds(&mut raw).await;
    let rules = store.rules(&unit("south")).await.unwrap();
    assert_eq!(rules.iter().map(|rule| rule.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(store.create_rule(&unit("north"), &RuleText::new(1.0), after(0)).await.unwrap().id, 3);
}
