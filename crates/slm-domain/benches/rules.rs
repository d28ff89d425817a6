//! What a reading costs the alarm engine, by the rules of its unit, with allocations: each must stay far below 5 µs a
//! rule, and allocate nothing while nothing happens.

use std::sync::Arc;
use std::time::Duration;

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_proto::Quantity;
use slm_domain::UnitId;
use slm_domain::alert::{Fact, Frame, Levels, RuleDefinition, RuleDraft, UnitAlerts};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Readings of a sample: three hours of one a second, so that every window has filled.
const READINGS: u32 = 3 * 3600;

fn rule(metric: &str, threshold: f64) -> RuleDraft {
    let mut rule = RuleDraft::new(metric, threshold);
    (rule.dead_band, rule.cooldown_s) = (2.0, 300);
    rule
}

fn window(metric: &str, threshold: f64, kind: &str, seconds: i64) -> RuleDraft {
    let mut rule = rule(metric, threshold);
    (rule.window, rule.window_s) = (Some(kind.to_owned()), Some(seconds));
    rule
}

fn sustained() -> RuleDraft {
    let mut rule = rule("lp", 95.0);
    (rule.on_delay_s, rule.off_delay_s) = (10, 10);
    rule
}

/// Runs rules over readings of a level that moves between 45 and 75 dB.
fn run(bencher: Bencher, rules: &[RuleDraft]) {
    let rules: Vec<Arc<RuleDefinition>> =
        rules.iter().map(|rule| Arc::new(rule.check().expect("a sound rule"))).collect();
    let begin: Timestamp = "2026-06-12T10:00:00Z".parse().expect("a time");
    let frames: Vec<Frame> = (1..=READINGS).map(|second| frame(begin, second)).collect();
    let rounds = u64::from(READINGS) * rules.len() as u64;
    bencher
        .counter(ItemsCount::new(rounds))
        .with_inputs(|| {
            let mut alerts = UnitAlerts::new(UnitId::new("gate").expect("a name"), TimeZone::UTC);
            for (id, rule) in (1..).zip(&rules) {
                alerts.put_rule(id, Arc::clone(rule), begin, &mut Vec::new());
            }
            (alerts, Vec::with_capacity(64))
        })
        .bench_local_refs(|(alerts, out)| {
            for frame in &frames {
                alerts.observe(frame, out);
                out.clear();
            }
        });
}

fn frame(begin: Timestamp, second: u32) -> Frame {
    // A small generator, the same each time.
    let noise = second.wrapping_mul(2_654_435_761) >> 16;
    let level = 45.0 + f64::from(noise % 300) / 10.0;
    let levels = Levels::NONE.with(Quantity::Lp, Some(level)).with(Quantity::Lmax, Some(76.0));
    let at = begin + Duration::from_secs(u64::from(second));
    Frame { at, max_gap: Duration::from_secs(2), fact: Fact::Levels(levels) }
}

#[divan::bench]
fn a_level(bencher: Bencher) {
    run(bencher, &[rule("lp", 95.0)]);
}

/// A level that crosses its limit all the time: onsets and clears, with their events and incidents.
#[divan::bench]
fn a_level_that_fires(bencher: Bencher) {
    run(bencher, &[RuleDraft::new("lp", 60.0)]);
}

#[divan::bench]
fn rolling_leq_15min(bencher: Bencher) {
    run(bencher, &[window("leq_t", 95.0, "rolling", 900)]);
}

#[divan::bench]
fn rolling_leq_24h(bencher: Bencher) {
    run(bencher, &[window("leq_t", 95.0, "rolling", 86_400)]);
}

#[divan::bench]
fn rolling_l90_1h(bencher: Bencher) {
    run(bencher, &[window("l90_t", 95.0, "rolling", 3_600)]);
}

#[divan::bench]
fn rolling_lmax_1h(bencher: Bencher) {
    run(bencher, &[window("lmax_t", 95.0, "rolling", 3_600)]);
}

#[divan::bench]
fn aligned_leq_15min(bencher: Bencher) {
    run(bencher, &[window("leq_t", 95.0, "aligned", 900)]);
}

/// A unit as it may be watched: eight rules of all kinds.
#[divan::bench]
fn eight_rules(bencher: Bencher) {
    let mut change = rule("lp_change", 40.0);
    change.window_s = Some(10);
    run(
        bencher,
        &[
            rule("lp", 95.0),
            sustained(),
            window("leq_t", 95.0, "rolling", 900),
            window("leq_t", 95.0, "aligned", 3_600),
            window("l10_t", 95.0, "rolling", 900),
            window("lmax_t", 95.0, "rolling", 900),
            change,
            RuleDraft::new("no_data_s", 60.0),
        ],
    );
}
