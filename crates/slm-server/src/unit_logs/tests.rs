use std::fs;
use std::path::Path;

use jiff::tz::Offset;
use slm_domain::UnitId;
use slm_store::LogCategory;

use super::*;

fn settings(folder: &Path) -> UnitLogSettings {
    UnitLogSettings {
        folder: folder.join("logs"),
        level: Some(LogLevel::Info),
        zone: TimeZone::fixed(Offset::constant(-5)),
        zone_name: "UTC-5".to_owned(),
    }
}

fn entry(unit: &str, level: LogLevel, message: &str) -> DeviceLog {
    DeviceLog {
        unit: UnitId::new(unit).unwrap(),
        at: "2026-06-09T17:13:21.5Z".parse().unwrap(),
        level,
        category: LogCategory::Tcp,
        message: message.to_owned(),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn each_unit_has_a_file_in_the_site_s_time() {
    let folder = tempfile::tempdir().unwrap();
    let logs = UnitLogs::start(settings(folder.path()));
    logs.note(&entry("gate", LogLevel::Info, "Measurement STARTED"));
    logs.note(&entry("gate", LogLevel::Debug, "Connection opened"));
    logs.note(&entry("yard", LogLevel::Error, "Device is unreachable: timeout"));
    logs.flush().await;
    let read = |name: &str| fs::read_to_string(folder.path().join("logs").join(name)).unwrap();
    assert_eq!(read("gate.log"), "2026-06-09 12:13:21 UTC-5 [INFO] [TCP] Measurement STARTED\n");
    assert_eq!(read("yard.log"), "2026-06-09 12:13:21 UTC-5 [ERROR] [TCP] Device is unreachable: timeout\n");

    let silent = UnitLogs::start(UnitLogSettings { level: None, ..settings(&folder.path().join("none")) });
    silent.note(&entry("gate", LogLevel::Error, "x"));
    silent.flush().await;
    assert!(!folder.path().join("none").exists());
}

#[test]
fn no_name_leaves_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::new(settings(folder.path()));
    let long = "ü".repeat(64);
    for unit in ["...", ".hidden", "a b", "100 %", "x.log", "x.log.1", &long] {
        assert!(files.write(&entry(unit, LogLevel::Info, "x")), "{unit}");
    }
    assert_eq!(names(folder.path()), ["logs"]);
    let expected = ["%2E.%2E.log", "%2Ehidden.log", "100 %25.log", "a b.log", "x.log.1.log", "x.log.log"];
    let found = names(&folder.path().join("logs"));
    assert_eq!(found[..6], expected);
    assert_eq!(found.len(), 7);
}

#[test]
fn few_files_are_open_whatever_the_number_of_units() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::new(settings(folder.path()));
    for round in ["one", "two"] {
        for number in 0..200 {
            assert!(files.write(&entry(&format!("unit-{number}"), LogLevel::Info, round)));
            assert!(files.open_files() <= 64);
        }
    }
    assert_eq!(names(&folder.path().join("logs")).len(), 200);
    let first = fs::read_to_string(folder.path().join("logs/unit-0.log")).unwrap();
    assert_eq!(first.lines().count(), 2, "a file that was closed is gone on with");
}

#[test]
fn a_file_that_was_taken_away_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::new(settings(folder.path()));
    let path = folder.path().join("logs/gate.log");
    for _ in 0..2 {
        assert!(files.write(&entry("gate", LogLevel::Info, "x")));
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 1);
        fs::remove_file(&path).unwrap();
    }
}

#[tokio::test]
async fn a_disk_that_fails_is_counted_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let logs = UnitLogs::start(settings(folder.path()));
    fs::write(folder.path().join("logs"), "in the way").unwrap();
    logs.note(&entry("gate", LogLevel::Info, "lost"));
    logs.flush().await;
    assert_eq!(logs.figures().lost.load(Ordering::Relaxed), 1);
    fs::remove_file(folder.path().join("logs")).unwrap();
    logs.note(&entry("gate", LogLevel::Info, "kept"));
    logs.flush().await;
    let text = fs::read_to_string(folder.path().join("logs/gate.log")).unwrap();
    assert!(text.ends_with("kept\n") && text.lines().count() == 1, "{text}");
    assert_eq!(logs.figures().lost.load(Ordering::Relaxed), 1);
}

#[test]
fn a_full_queue_loses_and_counts_instead_of_waiting() {
    let (queue, _orders) = sync_channel(1);
    let logs = UnitLogs { queue: Some(queue), least: LogLevel::Info, figures: Arc::default() };
    for _ in 0..5 {
        logs.note(&entry("gate", LogLevel::Info, "x"));
    }
    assert_eq!(logs.figures().lost.load(Ordering::Relaxed), 4);
}
