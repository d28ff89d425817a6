//! `slmm config` as a user runs it.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::{fs, path::Path, process::Output};

use crate::process::{Running, command};

/// Runs in a folder of its own.
fn run(folder: &Path, line: &str, environment: &[(&str, &str)]) -> Output {
    command(line).current_dir(folder).envs(environment.iter().copied()).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_sound_configuration_is_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("slmm.toml"), "[http]\nport = 9000\n[alert]\nthreshold_db = 70.5\n")
        .unwrap();
    let environment = [("TIMEZONE_OFFSET", "Europe/Berlin")];
    let output = run(folder.path(), "config check --set monitor.heartbeat_s=9", &environment);
    assert_eq!(output.status.code(), Some(0));
    let told = text(&output.stdout);
    let expected = "From: slmm.toml; environment (TIMEZONE_OFFSET); command line (monitor.heartbeat_s)";
    assert!(told.starts_with("The configuration is fine: 4 keys set, ") && told.contains(expected), "{told}");
}

#[test]
fn every_mistake_is_told_and_nothing_starts() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my.toml"), "[http]\nprot = 9000\n[line]\npersistent = \"yes\"\n").unwrap();
    for verb in ["config check", "config show", "serve"] {
        let line = format!("{verb} --config my.toml --set alert.metric=loudness");
        let output = run(folder.path(), &line, &[("PORT", "http")]);
        assert_eq!(output.status.code(), Some(1), "{verb}");
        assert!(output.stdout.is_empty());
        insta::assert_snapshot!("mistakes", text(&output.stderr));
    }
    assert!(!folder.path().join("data").exists());
}

#[test]
fn what_holds_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("slmm.toml"), "http.port = 9000\n").unwrap();
    let shown = |format: &str| {
        let line = format!("config show --format {format} --set site.timezone=Europe/Berlin");
        text(&run(folder.path(), &line, &[("ALERT_METRIC", "LEQ")]).stdout).to_owned()
    };
    let toml = shown("toml");
    for line in [
        "\nport = 9000  # slmm.toml:1\n",
        "\ntimezone = \"Europe/Berlin\"  # command line\n",
        "\n# timezone_name = \"Europe/Berlin\"  # default\n",
        "\nmetric = \"LEQ\"  # environment, ALERT_METRIC\n",
    ] {
        assert!(toml.contains(line), "{line} in {toml}");
    }
    assert!(shown("env").contains("\n# slmm.toml:1\nPORT=9000\n"));
    let json: serde_json::Value = serde_json::from_str(&shown("json")).unwrap();
    assert!(
        json.as_array().unwrap().iter().any(|entry| entry["key"] == "http.port" && entry["value"] == 9000)
    );
}

#[test]
fn the_reference_and_the_sample_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let page = run(folder.path(), "config reference", &[]).stdout;
    assert_eq!(text(&page), slm_server::config::reference());
    let sample = run(folder.path(), "config sample", &[]).stdout;
    fs::write(folder.path().join("slmm.toml"), &sample).unwrap();
    let output = run(folder.path(), "config check", &[]);
    assert!(text(&output.stdout).starts_with("The configuration is fine: 0 keys set"));
}

#[test]
fn the_server_says_where_its_configuration_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("my.toml");
    fs::write(&file, format!("data.folder = \"{}\"\n", folder.path().join("data").display())).unwrap();
    let mut server = Running::start(&format!("serve --port 0 --config {}", file.display()));
    let line = server.line_with("configuration:");
    assert!(line.contains("my.toml; command line (http.port)") && line.contains("UTC-5"), "{line}");
    assert_eq!(server.end(), Some(0));
}
