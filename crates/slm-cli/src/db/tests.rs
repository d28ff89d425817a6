use super::*;

fn found() -> Examination {
    Examination {
        path: "data/slmm.db".into(),
        size_bytes: 12_345_678,
        journal_bytes: 4_120,
        findings: Vec::new(),
        is_ours: true,
        opened_by: Some("0.5.0".to_owned()),
        migration: Some(2),
        known_migration: 2,
        missing: Vec::new(),
        tables: vec![("nl43_config".to_owned(), 4), ("slm_reading".to_owned(), 1_234_567)],
    }
}

#[test]
fn a_sound_database() {
    insta::assert_snapshot!(report(&found()));
}

#[test]
fn a_database_of_the_old_service() {
    let missing = vec!["nl43_config.monitor_enabled".to_owned(), "alert_rules".to_owned()];
    let found = Examination { opened_by: None, migration: None, journal_bytes: 0, missing, ..found() };
    insta::assert_snapshot!(report(&found));
}

#[test]
fn a_damaged_database() {
    let findings = vec!["Tree 5 page 12: btreeInitPage() returns error code 11".to_owned()];
    insta::assert_snapshot!(report(&Examination { findings, tables: Vec::new(), ..found() }));
}

#[test]
fn a_database_of_a_newer_version() {
    insta::assert_snapshot!(report(&Examination { migration: Some(9), ..found() }));
}

#[test]
fn sizes_read_well() {
    let sizes = [0, 999, 1_000, 999_949, 12_345_678, 4_000_000_000_000].map(size);
    assert_eq!(sizes, ["0 B", "999 B", "1.0 kB", "999.9 kB", "12.3 MB", "4000.0 GB"]);
}
