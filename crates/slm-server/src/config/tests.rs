use std::time::Duration;

use jiff::tz::{Offset, TimeZone};
use nl43_proto::Quantity;

use super::*;

fn raw(pairs: &[(&str, &str)]) -> RawConfig {
    let mut raw = RawConfig::default();
    for (key, value) in pairs {
        raw.set(key, value);
    }
    raw
}

fn checked(pairs: &[(&str, &str)]) -> Config {
    Config::check(&raw(pairs)).unwrap()
}

/// Asserts that each pair is refused, alone, with its own key.
fn refused(pairs: &[(&str, &str)]) {
    for (key, value) in pairs {
        let errors = Config::check(&raw(&[(key, value)])).unwrap_err().0;
        assert_eq!(errors.len(), 1, "{key}={value}");
        assert_eq!(errors[0].key.as_deref(), Some(*key));
        assert_eq!(errors[0].value.as_deref(), Some(*value));
        assert!(!errors[0].reason.is_empty());
    }
}

#[test]
fn nothing_given_is_the_default() {
    assert_eq!(checked(&[]), Config::default());
    assert_eq!(checked(&[("PORT", " "), ("ALERT_METRIC", "")]), Config::default());
}

#[test]
fn every_value_is_taken() {
    let config = checked(&[
        ("HOST", "0.0.0.0"),
        ("PORT", "0"),
        ("CORS_ORIGINS", "https://a.example, http://b.example:8080"),
        ("TIMEZONE_OFFSET", "5.5"),
        ("TIMEZONE_NAME", "IST"),
        ("TCP_PERSISTENT_ENABLED", "FALSE"),
        ("TCP_IDLE_TTL", "-1"),
        ("TCP_MAX_AGE", "60"),
        ("TCP_KEEPALIVE_IDLE", "1"),
        ("TCP_KEEPALIVE_INTERVAL", "2"),
        ("TCP_KEEPALIVE_COUNT", "4"),
        ("SLMM_COMMAND_PAUSE_S", "0.2"),
        ("SLMM_POLLING_ENABLED", "no"),
        ("RUST_LOG", "warn,slm_fleet=debug"),
        ("SLMM_UNIT_LOG_LEVEL", "off"),
        ("FTP_MODE", "Active"),
        ("FTP_ANNOUNCED_ADDRESS", "203.0.113.7"),
        ("FTP_PORTS", "50000-50009"),
        ("FTP_CONTROL_TIMEOUT_S", "3"),
        ("FTP_DATA_CONNECT_TIMEOUT_S", "4"),
        ("FTP_STALL_TIMEOUT_S", "5"),
        ("FTP_RETRIES", "0"),
        ("DOWNLOADS_SPOOL_MB", "100"),
        ("LOG_RETENTION_DAYS", "0.5"),
        ("MONITOR_POLL_INTERVAL", "0"),
        ("MONITOR_HEARTBEAT_S", "2.5"),
        ("MONITOR_TRAIL_SAMPLE_S", "1"),
        ("MONITOR_TRAIL_RETENTION_HOURS", "2"),
        ("ALERT_ENABLED", "True"),
        ("ALERT_METRIC", "LEQ"),
        ("ALERT_THRESHOLD_DB", "70.5"),
        ("ALERT_COOLDOWN_SECONDS", "0"),
    ]);
    assert_eq!(config.http.host, "0.0.0.0");
    assert_eq!(config.http.port, 0);
    let origins = vec!["https://a.example".to_owned(), "http://b.example:8080".to_owned()];
    assert_eq!(config.http.cors_origins, CorsOrigins::Listed(origins));
    assert_eq!(config.site.zone, TimeZone::fixed(Offset::from_seconds(19_800).unwrap()));
    assert_eq!(config.site.zone_name, "IST");
    assert!(!config.line.persistent);
    assert_eq!(config.line.idle_ttl, None);
    assert_eq!(config.line.max_age, Some(Duration::from_mins(1)));
    assert!(config.line.rotate);
    assert_eq!(config.line.command_pause, Duration::from_millis(200));
    assert!(!config.line.polling_enabled, "whatever is not `true` is false");
    let ftp = FtpConfig {
        mode: FtpMode::Active,
        announced: Some("203.0.113.7".parse().unwrap()),
        ports: Some(50000..=50009),
        control_timeout: Duration::from_secs(3),
        data_connect_timeout: Duration::from_secs(4),
        stall_timeout: Duration::from_secs(5),
        retries: 0,
        spool_bytes: 100_000_000,
    };
    assert_eq!(config.ftp, ftp);
    assert_eq!(config.log.unit_level, None);
    assert_eq!(config.retention.device_log, Duration::from_hours(12));
    assert_eq!(config.retention.trail, Duration::from_hours(2));
    assert_eq!(config.monitor.heartbeat, Duration::from_millis(2500));
    assert_eq!(config.alert.metric, Quantity::Leq);
    assert!((config.alert.threshold_db - 70.5).abs() < 1e-9);
}

#[test]
fn a_zone_may_be_named() {
    let site = checked(&[("TIMEZONE_OFFSET", "Europe/Berlin")]).site;
    assert_eq!(site.zone.iana_name(), Some("Europe/Berlin"));
    assert_eq!(site.zone_name, "Europe/Berlin");
    for (hours, name) in
        [("-5", "UTC-5"), ("0", "UTC"), ("5.5", "UTC+5:30"), ("-3.5", "UTC-3:30"), ("12", "UTC+12")]
    {
        assert_eq!(checked(&[("TIMEZONE_OFFSET", hours)]).site.zone_name, name);
    }
    assert_eq!(checked(&[("TIMEZONE_OFFSET", "2"), ("TIMEZONE_NAME", "CEST")]).site.zone_name, "CEST");
}

/// Variables of the service that this one replaces, and what held there when they were not set.
const BEFORE: &[(&str, &str)] = &[
    ("PORT", "8100"),
    ("CORS_ORIGINS", "*"),
    ("TIMEZONE_OFFSET", "-5"),
    ("TIMEZONE_NAME", ""),
    ("TCP_PERSISTENT_ENABLED", "true"),
    ("TCP_IDLE_TTL", "300"),
    ("TCP_MAX_AGE", "1800"),
    ("TCP_KEEPALIVE_IDLE", "15"),
    ("TCP_KEEPALIVE_INTERVAL", "10"),
    ("TCP_KEEPALIVE_COUNT", "3"),
    ("SLMM_POLLING_ENABLED", "true"),
    ("MONITOR_POLL_INTERVAL", "0.25"),
    ("MONITOR_IDLE_POLL_INTERVAL", "10"),
    ("MONITOR_BACKOFF_BASE_S", "1"),
    ("MONITOR_BACKOFF_MAX_S", "60"),
    ("MONITOR_BACKOFF_WATCHED_MAX_S", "5"),
    ("MONITOR_STATE_REFRESH_S", "30"),
    ("MONITOR_HEARTBEAT_S", "25"),
    ("LOG_RETENTION_DAYS", "7"),
    ("MONITOR_TRAIL_SAMPLE_S", "60"),
    ("MONITOR_TRAIL_RETENTION_HOURS", "24"),
    ("ALERT_ENABLED", "true"),
    ("ALERT_METRIC", "lp"),
    ("ALERT_THRESHOLD_DB", "85"),
    ("ALERT_COOLDOWN_SECONDS", "60"),
];

#[test]
fn every_variable_of_the_service_before_is_there_with_its_default() {
    let ours = Config::keys().filter(|key| key.compatible).map(|key| (key.variable, key.default));
    assert_eq!(ours.collect::<Vec<_>>(), BEFORE);
    let config = Config::default();
    assert_eq!(config.site.zone_name, "UTC-5", "of TIMEZONE_NAME");
    for (variable, default) in BEFORE.iter().filter(|(_, default)| !default.is_empty()) {
        let written = checked(&[(variable, default)]);
        // Written out, it is what holds anyway; but writing the age asks for it.
        let line = LineConfig { rotate: false, ..written.line.clone() };
        assert_eq!(Config { line, ..written }, config, "{variable}={default}");
    }
}

#[test]
fn connections_are_not_rotated_unless_asked() {
    let line = checked(&[]).line;
    assert_eq!(line.max_age, Some(Duration::from_mins(30)));
    assert!(!line.rotate);
}

#[test]
fn every_wrong_value_is_refused() {
    refused(&[
        ("HOST", "no host"),
        ("CLIENT_LINKS", "1"),
        ("SLMM_DELIVERY_CONNECTION_EVENTS", "no"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "-1"),
        ("CORS_ORIGINS", "example.org"),
        ("TIMEZONE_OFFSET", "Mars/Olympus"),
        ("TIMEZONE_OFFSET", "16"),
        ("TIMEZONE_OFFSET", "NaN"),
        ("TCP_IDLE_TTL", "-2"),
        ("TCP_MAX_AGE", "0"),
        ("TCP_KEEPALIVE_IDLE", "0"),
        ("SLMM_COMMAND_PAUSE_S", "0.1"),
        ("TCP_KEEPALIVE_INTERVAL", "1.5"),
        ("TCP_KEEPALIVE_COUNT", "200"),
        ("RUST_LOG", "slm_fleet=loud"),
        ("SLMM_UNIT_LOG_LEVEL", "loud"),
        ("FTP_MODE", "both"),
        ("FTP_ANNOUNCED_ADDRESS", "::1"),
        ("FTP_ANNOUNCED_ADDRESS", "0.0.0.0"),
        ("FTP_ANNOUNCED_ADDRESS", "my.example"),
        ("FTP_PORTS", "21"),
        ("FTP_PORTS", "50009-50000"),
        ("FTP_CONTROL_TIMEOUT_S", "0"),
        ("FTP_RETRIES", "11"),
        ("DOWNLOADS_SPOOL_MB", "0"),
        ("LOG_RETENTION_DAYS", "-1"),
        ("MONITOR_POLL_INTERVAL", "fast"),
        ("MONITOR_IDLE_POLL_INTERVAL", "inf"),
        ("MONITOR_BACKOFF_BASE_S", "0"),
        ("MONITOR_BACKOFF_MAX_S", "NaN"),
        ("MONITOR_BACKOFF_WATCHED_MAX_S", "-5"),
        ("MONITOR_STATE_REFRESH_S", "1e300"),
        ("MONITOR_TRAIL_SAMPLE_S", "x"),
        ("MONITOR_TRAIL_RETENTION_HOURS", "-0.5"),
        ("MONITOR_HEARTBEAT_S", "0"),
        ("ALERT_METRIC", "loudness"),
        ("ALERT_THRESHOLD_DB", "nan"),
        ("ALERT_COOLDOWN_SECONDS", "-60"),
    ]);
}

#[test]
fn all_mistakes_are_reported_together() {
    let mut written = raw(&[("ALERT_THRESHOLD_DB", "loud"), ("TIMEZONE_OFFSET", "Mars/Olympus")]);
    written.overlay(&Overrides { host: Some("no host".into()), ..Overrides::default() });
    insta::assert_snapshot!(Config::check(&written).unwrap_err(), @r#"
    the configuration has 3 mistakes:
      http.host="no host" (command line): expected an IP address or a host name
      TIMEZONE_OFFSET="Mars/Olympus" (program): expected hours from UTC between -15 and 15 (such as -5 or 5.5), or a zone name such as Europe/Berlin
      ALERT_THRESHOLD_DB="loud" (program): expected a number from -100 to 300
    "#);
}

#[test]
fn minutes_are_kept_for_as_long_as_readings() {
    let readings = "SLMM_READINGS_RETENTION_DAYS";
    let aggregates = "SLMM_AGGREGATES_RETENTION_DAYS";
    refused(&[(readings, "0.5"), (readings, "4000"), (aggregates, "6"), (aggregates, "forever")]);
    let errors = Config::check(&raw(&[(readings, "30"), (aggregates, "29")])).unwrap_err().0;
    assert_eq!(errors.iter().map(|error| error.key.as_deref()).collect::<Vec<_>>(), [Some(aggregates)]);
    let config = checked(&[(readings, "30"), (aggregates, "30")]);
    assert_eq!(config.retention.readings, Duration::from_hours(30 * 24));
    assert_eq!(config.retention.aggregates, config.retention.readings);
}

#[test]
fn the_command_line_wins() {
    let mut written = raw(&[("PORT", "1"), ("SLMM_POLLING_ENABLED", "true")]);
    written.overlay(&Overrides { port: Some(2), standby: true, ..Overrides::default() });
    let config = Config::check(&written).unwrap();
    assert_eq!(config.http.port, 2);
    assert!(!config.line.polling_enabled);
}

#[test]
fn every_key_is_read_once_in_the_order_of_the_reference() {
    let (_, settings) = Config::check_and_list(&RawConfig::default()).unwrap();
    let read: Vec<_> = settings.iter().map(|setting| setting.key.name).collect();
    let mut listed: Vec<_> = Config::keys().map(|key| key.name).collect();
    assert_eq!(read, listed);
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), read.len(), "two keys of one name");
    let mut variables: Vec<_> = Config::keys().map(|key| key.variable).collect();
    variables.sort_unstable();
    variables.dedup();
    assert_eq!(variables.len(), read.len(), "two keys of one variable");
}

#[test]
fn names_lie_in_their_section_and_durations_end_with_their_unit() {
    for section in SECTIONS {
        for key in section.keys {
            let (table, last) = key.name.split_once('.').unwrap();
            assert_eq!(table, section.name);
            assert!(last.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", key.name);
            assert!(!key.doc.is_empty(), "{} has no words", key.name);
            if let Kind::Duration { unit, .. } = key.kind {
                let end = match unit {
                    TimeUnit::Seconds => "_s",
                    TimeUnit::Hours => "_hours",
                    TimeUnit::Days => "_days",
                };
                assert!(last.ends_with(end), "{}", key.name);
            }
        }
    }
}

#[test]
fn a_secret_is_read_and_never_shown() {
    const PASSWORD: Key = Key::ours("http.password", "PASSWORD").secret();
    let mut raw = RawConfig::default();
    raw.put_for_test(&PASSWORD, "geheim");
    let mut reader = Reader::new(&raw);
    let secret = reader.secret(&PASSWORD);
    assert_eq!(secret.expose(), "geheim");
    let refused: Result<u8, ()> = Err(());
    let _ = reader.parsed(&PASSWORD, |text| {
        if text.is_empty() { Ok(0) } else { refused.map_err(|()| "too short".to_owned()) }
    });
    let errors = reader.finish().unwrap_err();
    let told = format!("{raw:?} {secret:?} {secret} {errors} {errors:?}");
    assert!(told.contains("***") && !told.contains("geheim"), "{told}");
}
