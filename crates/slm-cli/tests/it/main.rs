//! The command as a user runs it.

mod alarms;
mod config;
mod crash;
mod db;
mod messages;
mod process;
mod storm;
mod updates;

use std::{net::TcpListener, time::Duration};

use process::{Running, finished};

#[test]
fn wrong_usage_exits_with_2() {
    for line in ["watch", "sim --fault nonsense", "doctor http://meter", "nonsense"] {
        assert_eq!(finished(line).code, Some(2), "{line}");
    }
}

#[test]
fn version_and_completions_are_printed() {
    assert_eq!(finished("--version").stdout.trim(), concat!("slmm ", env!("CARGO_PKG_VERSION")));
    for shell in ["bash", "zsh", "fish"] {
        assert!(finished(&format!("completions {shell}")).stdout.contains("slmm"), "{shell}");
    }
}

#[test]
fn a_wrong_setting_is_named_before_anything_starts() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = process::command("serve --port 0");
    command.current_dir(folder.path()).env("MONITOR_POLL_INTERVAL", "soon");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("MONITOR_POLL_INTERVAL") && told.contains("soon"), "{told}");
}

#[test]
fn an_unreachable_meter_exits_with_3() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let result = finished(&format!("doctor {closed}"));
    assert_eq!(result.code, Some(3), "{}", result.stdout);
    assert!(result.stdout.contains("refused"), "{}", result.stdout);
}

#[test]
fn simulated_meters_run_until_told_to_stop() {
    let mut sim = Running::start("sim -n 3 --base-port 0 --control 127.0.0.1:0");
    for _ in 0..3 {
        assert!(sim.line().starts_with("tcp://127.0.0.1:"));
    }
    assert!(sim.line().starts_with("control: http://127.0.0.1:"));
    assert_eq!(sim.end(), Some(0));
}

#[test]
fn the_server_listens_within_a_second_and_ends_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let before = std::time::Instant::now();
    let mut server = Running::start(&format!("serve --port 0 --data-dir {}", folder.path().display()));
    server.line_with("listening on http://127.0.0.1:");
    assert!(before.elapsed() < Duration::from_secs(1), "{:?}", before.elapsed());
    assert_eq!(server.end(), Some(0));
    assert!(folder.path().join("slmm.db").exists());
}

#[test]
fn a_demonstration_can_be_watched_and_its_end_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Running::start(&format!("demo --port 0 --data-dir {}", folder.path().display()));
    let line = demo.line_with("slmm watch traffic piling");
    let server = line.split_whitespace().last().unwrap().to_owned();

    let mut watch = Running::start(&format!("watch traffic night --plain --server {server}"));
    let reading = watch.line_with(" LIVE ");
    assert!(reading.contains(" Lp=") && reading.contains(" Leq="), "{reading}");
    let mut stream = Running::start(&format!("watch traffic --json --server {server}"));
    assert!(stream.line().contains(r#""unit_id":"traffic""#));
    assert_eq!(stream.end(), Some(0));

    assert_eq!(demo.end(), Some(0));
    watch.line_with(" NO SERVER: ");
    assert_eq!(watch.end(), Some(0));
}

/// Every reading of the service before wrote into its log.
#[test]
fn d43_readings_leave_the_log_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Running::start(&format!("demo --port 0 --data-dir {}", folder.path().display()));
    let line = demo.line_with("slmm watch traffic piling");
    let server = line.split_whitespace().last().unwrap().to_owned();
    let mut watch = Running::start(&format!("watch traffic --json --server {server}"));
    let written = || std::fs::metadata(folder.path().join("slmm.log")).unwrap().len();
    watch.line();
    let before = written();
    for _ in 0..5 {
        watch.line();
    }
    assert!(written() - before < 500, "{} bytes for five readings", written() - before);
    assert_eq!(watch.end(), Some(0));
    assert_eq!(demo.end(), Some(0));
}
