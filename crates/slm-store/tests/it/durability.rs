use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::support::{Place, lines, unit};

/// Readings in each batch the child records.
const ROWS: usize = 200;

/// The last batch the child said it had committed, after it was killed in the middle of its work.
fn killed_after(place: &Place, batches: usize) -> usize {
    let mut child = Command::new(env!("CARGO_BIN_EXE_slm-store-load"))
        .arg(place.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let waited_for = said.by_ref().take(batches).last().expect("the child says each batch").unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    // What it still said before its end; the last line may be cut.
    let afterwards = said.map_while(Result::ok).filter_map(|line| line.parse().ok()).max();
    waited_for.parse::<usize>().unwrap().max(afterwards.unwrap_or(0))
}

#[tokio::test]
async fn a_killed_writer_loses_at_most_what_it_was_writing() {
    let place = Place::new();
    for round in 1..=5 {
        let committed = killed_after(&place, 10 * round);
        let store = place.store().await;
        store.check_thoroughly().await.unwrap();
        assert_eq!(store.units().await.unwrap().len(), 1);

        let mut raw = place.raw().await;
        let rows = lines(&mut raw, "count(*)", "slm_reading").await[0].parse::<usize>().unwrap();
        assert_eq!(rows % ROWS, 0, "a batch is there as a whole or not at all");
        let batches = rows / ROWS;
        assert!(batches >= committed, "{committed} batches were committed, {batches} are there");
        assert_eq!(lines(&mut raw, "count(*)", "nl43_readings").await, [batches.to_string()]);
        assert_eq!(lines(&mut raw, "counter", "nl43_status").await, [batches.to_string()]);
        assert_eq!(
            store.logs(&unit("north"), &slm_store::LogQuery::default()).await.unwrap().stats.total,
            batches as u64
        );
        store.close().await;
    }
}
