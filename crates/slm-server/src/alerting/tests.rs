use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use nl43_proto::Dod;
use slm_domain::{KnownSettings, RunView};

use super::*;

/// Edges of a rule `lp > 70` with 60 s of cooldown for one level a second; `-.-` where there is none.
fn edges(levels: &[(u64, &str)]) -> Vec<u64> {
    let settings = AlertConfig { threshold_db: 70.0, ..AlertConfig::default() };
    let (alerting, mut told) = Alerting::new(&settings);
    let unit = UnitId::new("gate").unwrap();
    let mut edges = Vec::new();
    for (second, level) in levels {
        alerting.observe(&unit, &reading(level, *second));
        while let Ok(notice) = told.try_recv() {
            if notice.notice.edge != slm_domain::AlertEdge::Clear {
                edges.push(*second);
            }
        }
    }
    edges
}

fn reading(lp: &str, second: u64) -> Reading {
    let line = format!("{lp},65.0,85.0,70.1,50.0,66.0,60.0,55.0,52.0,51.0,90.0,-.-,0,0");
    let dod = Dod::decode(&line).unwrap();
    let sample = Sample::Dod(Arc::new(dod));
    let at = Timestamp::UNIX_EPOCH + Duration::from_secs(second);
    Reading { at, seen: Instant::now(), sample, run: RunView::default(), settings: KnownSettings::default() }
}

#[test]
fn the_threshold_must_be_exceeded() {
    assert_eq!(edges(&[(0, "70.0"), (1, "70.1")]), [1]);
}

#[test]
fn a_level_that_stays_is_told_once_per_cooldown() {
    let levels: Vec<(u64, &str)> = (0..130).map(|second| (second, "88.5")).collect();
    assert_eq!(edges(&levels), [0, 60, 120]);
}

#[test]
fn a_level_that_comes_back_waits_for_the_cooldown() {
    assert_eq!(edges(&[(0, "80.0"), (1, "60.0"), (2, "80.0"), (59, "80.0"), (60, "80.0")]), [0, 60]);
}

#[test]
fn the_cooldown_runs_from_the_last_telling() {
    let mut levels: Vec<(u64, &str)> = (0..=61).map(|second| (second, "80.0")).collect();
    levels.extend([(62, "60.0"), (63, "80.0"), (119, "80.0"), (120, "80.0")]);
    assert_eq!(edges(&levels), [0, 60, 120]);
}

#[test]
fn missing_values_are_ignored() {
    assert_eq!(edges(&[(0, "-.-"), (1, "80.0"), (2, "-.-")]), [1]);
}

#[test]
fn a_rule_that_is_off_tells_nothing() {
    let settings =
        AlertConfig { enabled: false, threshold_db: 0.0, metric: Quantity::Lp, ..AlertConfig::default() };
    let (alerting, mut told) = Alerting::new(&settings);
    alerting.observe(&UnitId::new("gate").unwrap(), &reading("80.0", 0));
    assert!(told.try_recv().is_err());
}
