use std::path::Path;

use super::*;
use crate::config::{Config, RawConfig};

#[test]
fn the_page_in_the_repository_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == reference(),
        "docs/configuration.md is not what the keys say; renew it with\n  \
         cargo run -p slm-cli -- config reference > docs/configuration.md"
    );
}

#[test]
fn the_sample_says_nothing_but_the_defaults() {
    let set = sample()
        .lines()
        .map(|line| if line.starts_with("# ") { "" } else { line.trim_start_matches('#') })
        .collect::<Vec<_>>()
        .join("\n");
    for text in [sample(), set] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("slmm.toml");
        std::fs::write(&path, text).unwrap();
        let raw = RawConfig::gather(&crate::config::Overrides { config: Some(path), ..Default::default() });
        let mut config = Config::check(&raw).unwrap();
        // Setting the default is more than not setting it, here alone.
        config.line.rotate = false;
        assert_eq!(config, Config::default());
    }
}

#[test]
fn the_sample_of_a_section() {
    let sample = sample();
    let begin = sample.find("# Lines to the meters").unwrap();
    let end = sample.find("# Monitors").unwrap();
    insta::assert_snapshot!(&sample[begin..end]);
}
