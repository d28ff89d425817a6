//! `slmm db` as a user runs it.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use crate::process::{Running, command};

fn db(folder: &Path, line: &str) -> Output {
    command(&format!("db {line}")).current_dir(folder).output().unwrap()
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A server in a data folder that it creates, listening.
fn server(folder: &Path) -> Running {
    let data = folder.join("data");
    let mut server = Running::start(&format!("serve --port 0 --standby --data-dir {}", data.display()));
    server.line_with("listening");
    server
}

#[test]
fn a_running_server_is_checked_and_copied_but_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = server(folder.path());

    let checked = db(folder.path(), "check");
    assert_eq!(checked.status.code(), Some(0), "{}", told(&checked.stderr));
    let text = told(&checked.stdout);
    assert!(text.contains("slmm.db is sound.") && text.contains("nl43_config"), "{text}");

    let copied = db(folder.path(), "backup");
    assert_eq!(copied.status.code(), Some(0), "{}", told(&copied.stderr));
    let path = PathBuf::from(told(&copied.stdout).split(": ").next().unwrap());
    assert!(path.starts_with(folder.path().join("data/backups")) && path.exists(), "{}", path.display());

    let name = path.file_name().unwrap().to_str().unwrap();
    let refused = db(folder.path(), &format!("restore {name}"));
    assert_eq!(refused.status.code(), Some(1));
    let words = told(&refused.stderr);
    assert!(words.contains("another server uses the data folder"), "{words}");

    assert_eq!(server.end(), Some(0));
    let restored = db(folder.path(), &format!("restore {name}"));
    assert_eq!(restored.status.code(), Some(0), "{}", told(&restored.stderr));
    assert!(told(&restored.stdout).contains("before-restore-"), "{}", told(&restored.stdout));
    self::server(folder.path()).end();
}

#[test]
fn a_copy_is_not_overwritten_unless_told() {
    let folder = tempfile::tempdir().unwrap();
    server(folder.path()).end();
    let codes = ["backup --to copy.db", "backup --to copy.db", "backup --to copy.db --force"]
        .map(|line| db(folder.path(), line).status.code());
    assert_eq!(codes, [Some(0), Some(1), Some(0)]);
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let missing = db(folder.path(), "check");
    assert_eq!(missing.status.code(), Some(1));
    assert!(told(&missing.stderr).contains("there is no database"));
    assert!(!folder.path().join("data").exists(), "looking creates nothing");

    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/slmm.db"), "no database ".repeat(100)).unwrap();
    for line in ["check", "backup", "restore data/slmm.db", "restore missing.db"] {
        assert_eq!(db(folder.path(), line).status.code(), Some(1), "{line}");
    }
    assert_eq!(fs::read(folder.path().join("data/slmm.db")).unwrap(), "no database ".repeat(100).as_bytes());
}
