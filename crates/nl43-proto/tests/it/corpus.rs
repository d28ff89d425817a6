//! The stored corpus of the fuzz targets, as an ordinary test.

use std::{fs, path::Path};

use nl43_proto::fuzzing;

use crate::start;

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
fn line_buffer() {
    replay("line_buffer", fuzzing::line_buffer);
}

#[test]
fn dod_reply() {
    replay("dod_reply", fuzzing::dod_reply);
}

#[test]
fn drd_frame() {
    replay("drd_frame", fuzzing::drd_frame);
}

#[test]
fn exchange_ops() {
    replay("exchange_ops", |data| fuzzing::exchange_ops(data, start()));
}
