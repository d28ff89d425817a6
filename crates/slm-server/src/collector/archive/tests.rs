use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::*;

/// More than a large file is taken to be from.
const LARGE: u64 = 3 << 30;

async fn collect(mut pieces: mpsc::Receiver<Bytes>) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(piece) = pieces.recv().await {
        all.extend_from_slice(&piece);
    }
    all
}

async fn add(archive: &mut Archive, name: &str, content: Content, bytes: &Bytes) {
    let at = Some(civil::datetime(2025, 12, 24, 2, 13, 0, 0));
    let mut file = archive.file(name, at, content).await.unwrap();
    let mut rest = bytes.clone();
    while !rest.is_empty() {
        file.write(rest.split_to(rest.len().min(70_001))).await.unwrap();
    }
    file.finish().await.unwrap();
}

/// Bytes that cannot be packed, and a text that can.
fn contents() -> [Bytes; 4] {
    let noise = (0..500_000_u32).map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    [Bytes::new(), Bytes::from_static(b"x"), noise, Bytes::from("52.4, 70.2\r\n".repeat(50_000))]
}

#[tokio::test]
async fn every_form_of_every_content_comes_back() {
    let (mut archive, pieces) = Archive::new();
    let reading = tokio::spawn(collect(pieces));
    let mut expected = Vec::new();
    for bytes in contents() {
        let length = bytes.len() as u64;
        for content in [
            Content::Known { bytes: length, crc32: crc32fast::hash(&bytes) },
            Content::Stored { about: length },
            Content::Deflated { about: length },
            Content::Stored { about: LARGE },
            Content::Deflated { about: LARGE },
        ] {
            let name = format!("Auto_0019/é {}.rnd", expected.len());
            add(&mut archive, &name, content, &bytes).await;
            expected.push((name, bytes.clone()));
        }
    }
    archive.folder("Auto_0019/empty", None).await.unwrap();
    archive.finish().await.unwrap();
    let bytes = reading.await.unwrap();
    // For those who look at it with another program.
    if let Some(path) = std::env::var_os("SLMM_TEST_ARCHIVE") {
        std::fs::write(path, &bytes).unwrap();
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), expected.len() + 1);
    for (index, (name, bytes)) in expected.iter().enumerate() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        assert!(content == *bytes, "{name}");
        assert_eq!(file.name().unwrap(), name.as_str());
        let at = file.last_modified().unwrap();
        assert_eq!((at.year(), at.month(), at.day(), at.hour(), at.minute()), (2025, 12, 24, 2, 13));
        assert_eq!(file.unix_mode(), Some(0o100_644));
    }
    assert!(archive.by_name("Auto_0019/empty/").unwrap().is_dir());
}

#[tokio::test]
async fn a_file_that_is_not_as_announced_ends_the_archive() {
    let (mut archive, _pieces) = Archive::new();
    let mut file = archive.file("a", None, Content::Known { bytes: 2, crc32: 0 }).await.unwrap();
    file.write(Bytes::from_static(b"abc")).await.unwrap();
    assert!(file.finish().await.is_err());
}

#[tokio::test]
async fn writing_ends_when_the_reader_has_gone() {
    let (mut archive, pieces) = Archive::new();
    drop(pieces);
    let mut file = archive.file("a", None, Content::Stored { about: 1 }).await.unwrap();
    assert!(file.write(Bytes::from(vec![0; GATHERED_BYTES])).await.is_err());
}
