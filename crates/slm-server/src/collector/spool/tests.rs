use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::*;

fn spool(limit_bytes: u64) -> (tempfile::TempDir, Spool) {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::new(folder.path().join("spool"), limit_bytes);
    (folder, spool)
}

fn key(path: &str, size: u64) -> FileKey<'_> {
    FileKey { unit: "gate", host: "192.0.2.7", port: 21, path, size, listed: "Dec 24 02:13" }
}

/// A text that differs in every place.
fn content(bytes: usize) -> Bytes {
    (0..bytes).map(|index| u8::try_from(index.wrapping_mul(31) >> 4 & 0xFF).unwrap()).collect()
}

async fn push(writer: &mut PartWriter, content: &Bytes) {
    let mut rest = content.clone();
    while !rest.is_empty() {
        writer.push(rest.split_to(rest.len().min(100_000))).await.unwrap();
    }
}

async fn read(mut chunks: Chunks) -> io::Result<Bytes> {
    let mut all = Vec::new();
    while let Some(chunk) = chunks.next().await? {
        all.extend_from_slice(&chunk);
    }
    Ok(all.into())
}

/// The digest of what is found.
async fn find(spool: &Spool, key: FileKey<'_>) -> Option<String> {
    spool.index().await.find(key, None).await.map(|whole| whole.sha256.clone())
}

async fn begin(spool: &Spool, path: &str, bytes: u64) -> (PartWriter, Chunks) {
    let room = spool.reserve(bytes).await.unwrap();
    spool.begin(key(path, bytes), room, None).await.unwrap()
}

fn names(spool: &Spool) -> Vec<String> {
    let entries = std::fs::read_dir(&spool.folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

async fn store(spool: &Spool, path: &str, content: &Bytes) -> Whole {
    let (mut writer, _) = begin(spool, path, content.len() as u64).await;
    push(&mut writer, content).await;
    writer.finish(true).await.unwrap()
}

#[tokio::test]
async fn a_file_is_read_while_it_is_written() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(3_000_000);
    let (mut writer, chunks) = begin(&spool, "/a", 3_000_000).await;
    let reading = tokio::spawn(read(chunks));
    push(&mut writer, &content).await;
    assert_eq!(writer.settle().await.unwrap(), 3_000_000);
    let whole = writer.finish(true).await.unwrap();
    assert_eq!(reading.await.unwrap().unwrap(), content);
    assert_eq!(whole.sha256, hex(&Sha256::digest(&content)));
    assert_eq!(read(whole.read().await.unwrap()).await.unwrap(), content);
}

#[tokio::test]
async fn a_second_attempt_goes_on_where_the_first_broke_off() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(2_000_000);
    let (mut writer, mut chunks) = begin(&spool, "/a", 2_000_000).await;
    push(&mut writer, &content.slice(..1_200_000)).await;
    writer.settle().await.unwrap();
    assert!(chunks.next().await.unwrap().is_some());
    writer.rewind().await.unwrap();
    push(&mut writer, &content).await;
    let whole = writer.finish(true).await.unwrap();
    assert_eq!(whole.sha256, hex(&Sha256::digest(&content)));
    assert_eq!(read(chunks).await.unwrap(), content.slice(128 * 1024..), "the reader notices nothing");
}

#[tokio::test]
async fn another_content_at_the_second_attempt_is_noticed_by_who_has_read() {
    let (_folder, spool) = spool(u64::MAX);
    let (mut writer, mut chunks) = begin(&spool, "/a", 300_000).await;
    push(&mut writer, &content(300_000)).await;
    writer.settle().await.unwrap();
    assert!(chunks.next().await.unwrap().is_some());
    writer.rewind().await.unwrap();
    let other = Bytes::from(vec![7; 300_000]);
    push(&mut writer, &other).await;
    let whole = writer.finish(true).await.unwrap();
    assert!(chunks.next().await.unwrap_err().to_string().contains("changed on the card"));
    assert_eq!(read(whole.read().await.unwrap()).await.unwrap(), other);
    assert_eq!(whole.sha256, hex(&Sha256::digest(&other)));
}

#[tokio::test]
async fn a_shorter_second_attempt_is_what_counts() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(300_000);
    let (mut writer, _) = begin(&spool, "/a", 1000).await;
    push(&mut writer, &content).await;
    writer.rewind().await.unwrap();
    push(&mut writer, &content.slice(..1000)).await;
    let whole = writer.finish(true).await.unwrap();
    assert_eq!((whole.bytes, &whole.sha256), (1000, &hex(&Sha256::digest(&content[..1000]))));
    assert_eq!(read(whole.read().await.unwrap()).await.unwrap(), content.slice(..1000));
}

#[tokio::test]
async fn a_part_that_is_given_up_leaves_nothing() {
    let (_folder, spool) = spool(u64::MAX);
    let (mut writer, chunks) = begin(&spool, "/a", 10).await;
    push(&mut writer, &content(5)).await;
    writer.settle().await.unwrap();
    drop(writer);
    assert!(read(chunks).await.is_err(), "never taken for whole");
    assert_eq!(names(&spool), Vec::<String>::new());
}

#[tokio::test]
async fn a_whole_file_is_found_again_while_it_is_the_same() {
    let (_folder, spool) = spool(u64::MAX);
    let stored = store(&spool, "/a", &content(5000)).await;
    assert_eq!(find(&spool, key("/a", 5000)).await, Some(stored.sha256.clone()));
    assert_eq!(find(&spool, key("/b", 5000)).await, None);
    assert_eq!(find(&spool, key("/a", 5001)).await, None);
    assert_eq!(find(&spool, FileKey { unit: "yard", ..key("/a", 5000) }).await, None);
    assert_eq!(find(&spool, FileKey { listed: "Dec 24 02:14", ..key("/a", 5000) }).await, None);
    std::fs::write(stored.path().unwrap(), vec![0; 5000]).unwrap();
    assert_eq!(find(&spool, key("/a", 5000)).await, None, "damaged");
    assert_eq!(names(&spool), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_fetched_before_something_happened_is_not_taken_for_later() {
    let (_folder, spool) = spool(u64::MAX);
    store(&spool, "/a", &content(5000)).await;
    let (before, after) =
        [-1, 1].map(|hours| Timestamp::now() + jiff::SignedDuration::from_hours(hours)).into();
    let index = spool.index().await;
    assert!(index.find(key("/a", 5000), Some(before.into())).await.is_some());
    assert!(index.find(key("/a", 5000), Some(after.into())).await.is_none());
    assert_eq!(names(&spool).len(), 1, "it is not damaged");
}

#[test]
fn a_file_of_this_minute_may_change_without_its_listing() {
    let listed = SystemTime::now();
    let now = Timestamp::try_from(listed).unwrap();
    let check = |age_s: i64, after_s: u64, expected: bool| {
        let modified = now - jiff::SignedDuration::from_secs(age_s);
        let fetched = listed + Duration::from_secs(after_s);
        assert_eq!(is_settled(Some(modified), listed, fetched), expected, "{age_s} s old, after {after_s} s");
    };
    check(10, 1, false);
    check(10, 60, false);
    check(10, 62, true);
    check(3600, 1, false);
    check(2 * 86_400, 1, true);
    check(-7200, 1, false);
    check(-7200, 62, true);
    assert!(!is_settled(None, listed, listed));
}

#[tokio::test]
async fn a_file_that_may_change_is_there_for_its_readers_only() {
    let (_folder, spool) = spool(20_000);
    let content = content(10_000);
    let (mut writer, chunks) = begin(&spool, "/a", 10_000).await;
    push(&mut writer, &content).await;
    let whole = writer.finish(false).await.unwrap();
    assert!(whole.path().unwrap().exists());
    drop(whole);
    assert_eq!(names(&spool), Vec::<String>::new());
    assert!(spool.reserve(10_001).await.is_none(), "who reads it keeps its bytes on the disk");
    assert_eq!(read(chunks).await.unwrap(), content);
    assert!(spool.reserve(20_000).await.is_some());
}

#[tokio::test]
async fn room_is_made_by_deleting_the_oldest() {
    let (_folder, spool) = spool(25_000);
    for path in ["/a", "/b"] {
        drop(store(&spool, path, &content(10_000)).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(spool.reserve(5_000).await.is_some());
    assert_eq!(names(&spool).len(), 2);
    let room = spool.reserve(10_000).await.unwrap();
    assert_eq!(find(&spool, key("/a", 10_000)).await, None);
    assert!(find(&spool, key("/b", 10_000)).await.is_some());
    assert!(spool.reserve(25_001).await.is_none());
    assert!(spool.reserve(25_000).await.is_none(), "what others have set apart stays");
    drop(room);
    assert!(spool.reserve(25_000).await.is_some());
}

#[tokio::test]
async fn what_somebody_reads_or_writes_takes_its_room() {
    let (_folder, spool) = spool(25_000);
    let whole = store(&spool, "/a", &content(10_000)).await;
    let reading = whole.read().await.unwrap();
    drop(whole);
    assert!(spool.reserve(15_001).await.is_none(), "it is not deleted while it is read");
    drop(reading);
    let (mut writer, chunks) = begin(&spool, "/b", 15_000).await;
    push(&mut writer, &content(17_000)).await;
    writer.settle().await.unwrap();
    assert!(spool.reserve(8_001).await.is_none(), "it has grown");
    drop((writer, chunks));
    let rooms = futures_util::future::join_all((0..10).map(|_| spool.reserve(10_000))).await;
    assert_eq!(rooms.iter().flatten().count(), 2, "however many ask at once");
}

#[tokio::test]
async fn what_is_old_or_left_behind_is_deleted() {
    let (_folder, spool) = spool(u64::MAX);
    let now = SystemTime::now();
    let hour = Duration::from_hours(1);
    drop(store(&spool, "/a", &content(10)).await);
    std::fs::write(spool.folder.join("x-0.part"), b"half").unwrap();
    purge::clean(&spool, now - hour, now).unwrap();
    assert_eq!(names(&spool).len(), 2, "a part may be at work");
    purge::clean(&spool, now + hour, now).unwrap();
    assert_eq!(names(&spool).len(), 1);
    purge::clean(&spool, now, now + 25 * hour).unwrap();
    assert_eq!(names(&spool).len(), 0);
    let nowhere = Spool::new("/nowhere/at/all".into(), 0);
    purge::clean(&nowhere, now, now).unwrap();
}

/// A pace at which everything is fast.
fn fast() -> Pace {
    Pace { began: tokio::time::Instant::now() + Duration::from_hours(1), before: 1 << 30 }
}

async fn begin_fast(spool: &Spool, bytes: u64) -> (PartWriter, Chunks) {
    let room = spool.reserve(bytes).await.unwrap();
    spool.begin(key("/a", bytes), room, Some(fast())).await.unwrap()
}

#[tokio::test]
async fn what_comes_fast_is_passed_on_without_being_stored() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(9_000_000);
    let (mut writer, chunks) = begin_fast(&spool, 9_000_000).await;
    let reading = tokio::spawn(read(chunks));
    push(&mut writer, &content).await;
    writer.settle().await.unwrap();
    assert_eq!(std::fs::metadata(spool.folder.join(&names(&spool)[0])).unwrap().len(), 0);
    let whole = writer.finish(true).await.unwrap();
    assert_eq!((whole.sha256.as_str(), whole.path()), (hex(&Sha256::digest(&content)).as_str(), None));
    assert_eq!(reading.await.unwrap().unwrap(), content);
    assert_eq!(names(&spool), Vec::<String>::new(), "there is nothing to be kept");
    assert!(spool.ledger.lock().reserved == 0);
}

#[tokio::test]
async fn a_reader_who_does_not_keep_up_reads_from_the_disk() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(9_000_000);
    let (mut writer, chunks) = begin_fast(&spool, 9_000_000).await;
    push(&mut writer, &content).await;
    let whole = writer.finish(true).await.unwrap();
    assert_eq!(read(chunks).await.unwrap(), content, "first what waited in memory, then the rest");
    assert_eq!(whole.sha256, hex(&Sha256::digest(&content)));
}

#[tokio::test]
async fn what_was_passed_on_is_compared_by_its_digest() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(3_000_000);
    let (mut writer, chunks) = begin_fast(&spool, 3_000_000).await;
    let reading = tokio::spawn(read(chunks));
    push(&mut writer, &content.slice(..1_500_000)).await;
    writer.rewind().await.unwrap();
    push(&mut writer, &content).await;
    let whole = writer.finish(true).await.unwrap();
    assert_eq!(whole.sha256, hex(&Sha256::digest(&content)));
    assert_eq!(reading.await.unwrap().unwrap(), content, "the reader notices nothing");

    let (mut writer, chunks) = begin_fast(&spool, 3_000_000).await;
    push(&mut writer, &content.slice(..1_500_000)).await;
    writer.rewind().await.unwrap();
    let other = Bytes::from(vec![7; 3_000_000]);
    let refused = async {
        writer.push(other).await?;
        writer.settle().await
    };
    assert!(refused.await.unwrap_err().to_string().contains("changed on the card"));
    drop(writer);
    assert!(read(chunks).await.is_err());
}

#[tokio::test]
async fn a_small_file_needs_no_disk() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(2_000_000);
    let (mut writer, mut chunks) = Spool::begin_in_memory(key("/a", 2_000_000));
    push(&mut writer, &content).await;
    let whole = writer.finish(true).await.unwrap();
    assert_eq!(chunks.wait_for(u64::MAX).await, Ready::Whole { crc32: whole.crc32 });
    assert_eq!(read(chunks).await.unwrap(), content);
    assert!(!spool.folder.exists());
}
