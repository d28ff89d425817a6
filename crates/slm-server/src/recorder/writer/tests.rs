use jiff::Timestamp;
use slm_domain::{Observation, UnitId};
use slm_store::{LogCategory, LogLevel, LogQuery};
use tokio::task::JoinSet;

use crate::config::RetentionConfig;
use crate::recorder::Recorder;
use crate::unit_logs::UnitLogs;

use super::*;

fn failed(consecutive: u32) -> Observation {
    Observation::PollFailed { at: Timestamp::now(), error: "connection refused".into(), consecutive }
}

#[tokio::test]
async fn what_was_observed_is_in_the_database_after_a_flush() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let board = Arc::new(StatusBoard::default());
    let gate = UnitId::new("gate").unwrap();
    board.admit(&gate);
    let mut tasks = JoinSet::new();
    let recorder =
        Recorder::start(store.clone(), Arc::clone(&board), UnitLogs::none(), &RetentionConfig::default(), &mut tasks);

    board.apply(&gate, &failed(2));
    recorder.observe(&gate, &failed(1));
    recorder.log(&gate, LogLevel::Info, LogCategory::Command, "Measure,Start\r\n");
    assert!(recorder.flush().await);

    assert_eq!(store.status(&gate).await.unwrap().unwrap().consecutive_failures, 2);
    let log = store.logs(&gate, &LogQuery::default()).await.unwrap();
    let told: Vec<_> = log.entries.iter().map(|entry| entry.message.as_str()).collect();
    assert_eq!(told, ["Measure,Start\\r\\n", "Poll failed: connection refused"]);
    assert_eq!(recorder.figures().written.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_full_queue_loses_and_counts_instead_of_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    store.close().await;
    let mut tasks = JoinSet::new();
    let recorder = Recorder::start(store, Arc::default(), UnitLogs::none(), &RetentionConfig::default(), &mut tasks);
    let gate = UnitId::new("gate").unwrap();
    let many = 20_000;
    for _ in 0..many {
        recorder.log(&gate, LogLevel::Info, LogCategory::General, "x");
    }
    assert!(!recorder.flush().await, "the database is closed");
    let lost = usize::try_from(recorder.figures().lost.load(Ordering::Relaxed)).unwrap();
    assert!(lost >= many - crate::recorder::QUEUE_LIMIT, "{lost} of {many} lost");
    assert!(recorder.figures().failures.load(Ordering::Relaxed) > 0);
}

#[tokio::test]
async fn what_waits_for_the_database_does_not_bring_back_a_deleted_unit() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let board = Arc::new(StatusBoard::default());
    let [gate, yard] = ["gate", "yard"].map(|name| UnitId::new(name).unwrap());
    for unit in [&gate, &yard] {
        board.admit(unit);
        board.apply(unit, &failed(1));
    }
    let (_entries, entries) = mpsc::channel(1);
    let (_flushes, flushes) = mpsc::channel(1);
    let mut writer = Writer::new(store.clone(), Arc::clone(&board), entries, flushes, Arc::default());
    writer.collect();
    board.remove(&gate);
    // The next attempt of a batch that could not be written.
    assert!(writer.write_all().await);
    assert_eq!(store.status(&gate).await.unwrap(), None);
    assert!(store.status(&yard).await.unwrap().is_some());
}
