//! The stored corpus of the fuzz targets, as an ordinary test.

use std::{fs, path::Path};

use nl43_client::fuzzing;

/// Runs every stored input of a target through its body.
#[track_caller]
fn replay(target: &str, body: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        body(&fs::read(entry.unwrap().path()).unwrap());
        inputs += 1;
    }
    assert!(inputs > 0, "no inputs in {}", folder.display());
}

#[test]
fn ftp_replies() {
    replay("ftp_replies", fuzzing::ftp_replies);
}

#[test]
fn ftp_listing() {
    replay("ftp_listing", fuzzing::ftp_listing);
}
