use std::collections::HashMap;
use std::fs;

use super::*;
use crate::config::{ConfigErrors, Setting};

/// What a file says, and what is wrong with it.
fn file(text: &str) -> RawConfig {
    let mut raw = RawConfig::default();
    raw.read_toml(Path::new("slmm.toml"), text);
    raw
}

fn mistakes(raw: &RawConfig) -> ConfigErrors {
    Config::check(raw).unwrap_err()
}

#[test]
fn a_file_is_taken() {
    let config = Config::check(&file(
        r#"
        [http]
        port = 0x2328
        cors_origins = ["https://a.example", "https://b.example"]
        [site]
        timezone = "Europe/Berlin"
        [line]
        persistent = false
        idle_ttl_s = -1
        command_pause_s = 0.5
        [retention]
        trail_hours = 2
        "#,
    ))
    .unwrap();
    assert_eq!(config.http.port, 9000);
    let origins = ["https://a.example", "https://b.example"].map(str::to_owned).to_vec();
    assert_eq!(config.http.cors_origins, crate::config::CorsOrigins::Listed(origins));
    assert_eq!(config.site.zone_name, "Europe/Berlin");
    assert!(!config.line.persistent);
    assert_eq!(config.line.idle_ttl, None);
    assert_eq!(config.line.command_pause.as_millis(), 500);
    assert_eq!(config.retention.trail.as_secs(), 7200);
    let offset = Config::check(&file("site.timezone = 5.5")).unwrap().site.zone;
    assert_eq!(offset.to_fixed_offset().unwrap().seconds(), 19_800);
}

#[test]
fn every_mistake_of_a_file_is_told_with_its_line() {
    let raw = file(
        r#"port = 80
[http]
port = "9000"
prot = 1
HOST = "0.0.0.0"
host = """no
host"""
cors_origins = ["*", 1]
[line]
persistent = "yes"
keepalive_count = 1.5
command_pause_s = 2026-06-09
command_pause = 1
[montior]
poll_interval_s = 1
[alert]
threshold_db = nan
metric = { is = "lp" }
[nothing]
"#,
    );
    insta::assert_snapshot!(mistakes(&raw));
}

#[test]
fn broken_syntax_hides_no_other_mistake() {
    let raw = file("[http\nport = \n[alert]\nmetric = \"loudness\"\nmetric = \"lp\"\n");
    insta::assert_snapshot!(mistakes(&raw));
}

#[test]
fn a_wrong_flag_is_told() {
    let mut raw = RawConfig::default();
    raw.overlay(&Overrides {
        settings: [("http.prot", "1"), ("PORT", "1"), ("line.persistent", "maybe"), ("x", "y")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        ..Overrides::default()
    });
    insta::assert_snapshot!(mistakes(&raw));
}

/// A working directory with a file, an environment, and a command line.
fn gathered(
    files: &[(&str, &str)],
    environment: &[(&str, &str)],
    overrides: impl FnOnce(&Path) -> Overrides,
) -> (RawConfig, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let environment: HashMap<&str, String> = environment
        .iter()
        .map(|(name, value)| (*name, value.replace("{folder}", &folder.path().display().to_string())))
        .collect();
    let overrides = overrides(folder.path());
    let variable = |name: &str| environment.get(name).map(OsString::from);
    (RawConfig::gather_from(folder.path(), variable, &overrides), folder)
}

#[test]
fn later_places_win_and_a_blank_one_does_not_count() {
    let text = "[http]\nhost = \"a.example\"\nport = 1\n[alert]\nthreshold_db = 70\nmetric = \"leq\"\n[site]\ntimezone_name = \"X\"";
    let environment =
        [("PORT", "2"), ("ALERT_THRESHOLD_DB", "71"), ("ALERT_METRIC", " "), ("TIMEZONE_NAME", "")];
    let (raw, folder) = gathered(&[("slmm.toml", text)], &environment, |_| Overrides {
        port: Some(3),
        settings: vec![("monitor.heartbeat_s".to_owned(), "9".to_owned())],
        ..Overrides::default()
    });
    let config = Config::check(&raw).unwrap();
    assert_eq!((config.http.host.as_str(), config.http.port), ("a.example", 3));
    assert!((config.alert.threshold_db - 71.0).abs() < 1e-9);
    assert_eq!(config.alert.metric, nl43_proto::Quantity::Leq);
    assert_eq!(config.site.zone_name, "X");
    let origin = raw.origin().replace(&folder.path().display().to_string(), "");
    assert_eq!(
        origin,
        "/slmm.toml; environment (ALERT_THRESHOLD_DB); command line (http.port, monitor.heartbeat_s)"
    );
}

#[test]
fn the_file_is_the_named_one() {
    let files = [("slmm.toml", "http.port = 1"), ("b.toml", "http.port = 2"), ("c.toml", "http.port = 3")];
    let variable = [("SLMM_CONFIG", "{folder}/b.toml")];
    let port = |raw: &RawConfig| Config::check(raw).unwrap().http.port;
    assert_eq!(port(&gathered(&files, &[], |_| Overrides::default()).0), 1);
    assert_eq!(port(&gathered(&files, &variable, |_| Overrides::default()).0), 2);
    let flag = |folder: &Path| Overrides { config: Some(folder.join("c.toml")), ..Overrides::default() };
    assert_eq!(port(&gathered(&files, &variable, flag).0), 3);
    assert_eq!(gathered(&[], &[], |_| Overrides::default()).0.origin(), "defaults only");
}

#[test]
fn a_file_that_cannot_be_read_is_told_beside_the_rest() {
    let variables = [("SLMM_CONFIG", "{folder}/missing.toml"), ("PORT", "http")];
    let (raw, _folder) = gathered(&[], &variables, |_| Overrides::default());
    let told = mistakes(&raw).to_string();
    assert!(told.contains("missing.toml: cannot read") && told.contains("PORT=\"http\""), "{told}");
    let large = format!("#{}", "x".repeat(1024 * 1024));
    let (raw, _folder) = gathered(&[("slmm.toml", &large)], &[], |_| Overrides::default());
    assert!(mistakes(&raw).to_string().contains("larger than 1 MiB"));
}

#[test]
fn what_is_shown_means_the_same_when_it_is_read() {
    let environment = [("PORT", "2"), ("TCP_IDLE_TTL", "-1"), ("TIMEZONE_NAME", "Cape \"Cod\"")];
    let (raw, _folder) = gathered(&[], &environment, |_| Overrides::default());
    let (config, settings) = Config::check_and_list(&raw).unwrap();
    assert_eq!(Config::check(&file(&Setting::list_as_toml(&settings))).unwrap(), config);
}
