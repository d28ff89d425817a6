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

async fn find(spool: &Spool, key: FileKey<'_>) -> Option<Whole> {
    spool.index().await.find(key).await
}

fn names(spool: &Spool) -> Vec<String> {
    let entries = std::fs::read_dir(&spool.folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

async fn store(spool: &Spool, path: &str, content: &Bytes) -> Whole {
    let (mut writer, _) = spool.begin(key(path, content.len() as u64)).await.unwrap();
    push(&mut writer, content).await;
    writer.finish().await.unwrap()
}

#[tokio::test]
async fn a_file_is_read_while_it_is_written() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(3_000_000);
    let (mut writer, chunks) = spool.begin(key("/a", 3_000_000)).await.unwrap();
    let reading = tokio::spawn(read(chunks));
    push(&mut writer, &content).await;
    assert_eq!(writer.settle().await.unwrap(), 3_000_000);
    let whole = writer.finish().await.unwrap();
    assert_eq!(reading.await.unwrap().unwrap(), content);
    assert_eq!(whole.sha256, hex(&Sha256::digest(&content)));
    assert_eq!(read(whole.read().await.unwrap()).await.unwrap(), content);
}

#[tokio::test]
async fn a_second_attempt_goes_on_where_the_first_broke_off() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(2_000_000);
    let (mut writer, mut chunks) = spool.begin(key("/a", 2_000_000)).await.unwrap();
    push(&mut writer, &content.slice(..1_200_000)).await;
    writer.settle().await.unwrap();
    assert!(chunks.next().await.unwrap().is_some());
    writer.rewind().await.unwrap();
    push(&mut writer, &content).await;
    let whole = writer.finish().await.unwrap();
    assert_eq!(whole.sha256, hex(&Sha256::digest(&content)));
    assert_eq!(read(chunks).await.unwrap(), content.slice(128 * 1024..), "the reader notices nothing");
}

#[tokio::test]
async fn another_content_at_the_second_attempt_is_noticed_by_who_has_read() {
    let (_folder, spool) = spool(u64::MAX);
    let (mut writer, mut chunks) = spool.begin(key("/a", 300_000)).await.unwrap();
    push(&mut writer, &content(300_000)).await;
    writer.settle().await.unwrap();
    assert!(chunks.next().await.unwrap().is_some());
    writer.rewind().await.unwrap();
    let other = Bytes::from(vec![7; 300_000]);
    push(&mut writer, &other).await;
    let whole = writer.finish().await.unwrap();
    assert!(chunks.next().await.unwrap_err().to_string().contains("changed on the card"));
    assert_eq!(read(whole.read().await.unwrap()).await.unwrap(), other);
    assert_eq!(whole.sha256, hex(&Sha256::digest(&other)));
}

#[tokio::test]
async fn a_shorter_second_attempt_is_what_counts() {
    let (_folder, spool) = spool(u64::MAX);
    let content = content(300_000);
    let (mut writer, _) = spool.begin(key("/a", 1000)).await.unwrap();
    push(&mut writer, &content).await;
    writer.rewind().await.unwrap();
    push(&mut writer, &content.slice(..1000)).await;
    let whole = writer.finish().await.unwrap();
    assert_eq!((whole.bytes, &whole.sha256), (1000, &hex(&Sha256::digest(&content[..1000]))));
    assert_eq!(read(whole.read().await.unwrap()).await.unwrap(), content.slice(..1000));
}

#[tokio::test]
async fn a_part_that_is_given_up_leaves_nothing() {
    let (_folder, spool) = spool(u64::MAX);
    let (mut writer, chunks) = spool.begin(key("/a", 10)).await.unwrap();
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
    assert_eq!(find(&spool, key("/a", 5000)).await, Some(stored.clone()));
    assert_eq!(find(&spool, key("/b", 5000)).await, None);
    assert_eq!(find(&spool, key("/a", 5001)).await, None);
    assert_eq!(find(&spool, FileKey { unit: "yard", ..key("/a", 5000) }).await, None);
    assert_eq!(find(&spool, FileKey { listed: "Dec 24 02:14", ..key("/a", 5000) }).await, None);
    std::fs::write(&stored.path, vec![0; 5000]).unwrap();
    assert_eq!(find(&spool, key("/a", 5000)).await, None, "damaged");
    assert_eq!(names(&spool), Vec::<String>::new());
}

#[tokio::test]
async fn room_is_made_by_deleting_the_oldest() {
    let (_folder, spool) = spool(25_000);
    for path in ["/a", "/b"] {
        store(&spool, path, &content(10_000)).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(spool.make_room(5_000).await);
    assert_eq!(names(&spool).len(), 2);
    assert!(spool.make_room(10_000).await);
    assert_eq!(find(&spool, key("/a", 10_000)).await, None);
    assert!(find(&spool, key("/b", 10_000)).await.is_some());
    assert!(!spool.make_room(25_001).await);
    let (_writer, _) = spool.begin(key("/c", 1)).await.unwrap();
    assert!(spool.make_room(25_000).await, "parts that are being written stay");
}

#[tokio::test]
async fn what_is_old_or_left_behind_is_deleted() {
    let (_folder, spool) = spool(u64::MAX);
    let now = SystemTime::now();
    store(&spool, "/a", &content(10)).await;
    std::fs::write(spool.folder.join("x-0.part"), b"half").unwrap();
    purge::clean(&spool.folder, u64::MAX, false, now).unwrap();
    assert_eq!(names(&spool).len(), 2, "a part may be at work");
    purge::clean(&spool.folder, u64::MAX, true, now).unwrap();
    assert_eq!(names(&spool).len(), 1);
    purge::clean(&spool.folder, u64::MAX, false, now + Duration::from_hours(25)).unwrap();
    assert_eq!(names(&spool).len(), 0);
    let nowhere = Path::new("/nowhere/at/all");
    purge::clean(nowhere, 0, true, now).unwrap();
}
