use std::path::Path;

use super::*;
use crate::config::{Config, Overrides, RawConfig, Secret};

/// A setting of each kind and from each place.
fn settings() -> Vec<Setting> {
    let mut raw = RawConfig::default();
    raw.set("HOST", "0.0.0.0")
        .set("TIMEZONE_NAME", "the \"old\" town's")
        .overlay(&Overrides { port: Some(9000), ..Overrides::default() });
    let (_, mut settings) = Config::check_and_list(&raw).unwrap();
    for setting in &mut settings {
        match setting.key.name {
            "http.cors_origins" => setting.value = Value::Secret(Secret::new("geheim")),
            "alert.enabled" => setting.source = Some(Source::Environment),
            "alert.threshold_db" => {
                setting.source = Some(Source::File { path: Path::new("slmm.toml").into(), line: Some(7) });
            }
            _ => {}
        }
    }
    let shown = ["http", "site", "alert"];
    settings.retain(|setting| shown.iter().any(|section| setting.key.name.starts_with(section)));
    settings
}

#[test]
fn as_toml() {
    insta::assert_snapshot!(Setting::list_as_toml(&settings()));
}

#[test]
fn as_environment() {
    insta::assert_snapshot!(Setting::list_as_environment(&settings()));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(Setting::list_as_json(&settings()));
}
