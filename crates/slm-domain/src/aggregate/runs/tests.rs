use jiff::SignedDuration;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::aggregate::{Aggregate, AggregateBuilder, Levels, Origin, Resolution};

/// Tenths of a second since the begin of all tests, which is the begin of an hour.
type Tenths = usize;

fn at(tenths: Tenths) -> Timestamp {
    let begin = Timestamp::from_second(1_800_000_000 / 3600 * 3600).unwrap();
    begin + SignedDuration::from_millis(i64::try_from(tenths).unwrap() * 100)
}

fn tenths(at: Timestamp) -> f64 {
    at.duration_since(self::at(0)).as_secs_f64() * 10.0
}

/// What is done to a meter, and for how many tenths of a second.
#[derive(Debug, Clone, Copy)]
enum Act {
    Run(Tenths),
    Pause(Tenths),
    Stop(Tenths),
}

/// A meter in a sound that is known.
struct Scene {
    acts: Vec<Act>,
    /// Relative energy times seconds of everything before a tenth of a second.
    sound: Vec<f64>,
    /// The same of what was measured, over all runs.
    measured: Vec<f64>,
    snapshots: Vec<Levels>,
}

impl std::fmt::Debug for Scene {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scene").field("acts", &self.acts).finish_non_exhaustive()
    }
}

impl Scene {
    /// `level` by tenths of a second; asked every `period`.
    fn new(acts: &[Act], level: impl Fn(Tenths) -> f64, period: Tenths) -> Self {
        let mut scene =
            Self { acts: acts.to_vec(), sound: vec![0.0], measured: vec![0.0], snapshots: Vec::new() };
        let (mut exposure, mut seconds, mut now, mut measuring) = (0.0, 0.0, 0, false);
        for act in acts {
            let (length, running) = match act {
                Act::Run(length) => (*length, 1.0),
                Act::Pause(length) | Act::Stop(length) => (*length, 0.0),
            };
            if matches!(act, Act::Run(_)) && !std::mem::replace(&mut measuring, true) {
                (exposure, seconds) = (0.0, 0.0);
            }
            measuring &= !matches!(act, Act::Stop(_));
            for _ in 0..length {
                let energy = to_energy(level(now)) * 0.1;
                (exposure, seconds) = (exposure + energy * running, seconds + 0.1 * running);
                scene.sound.push(scene.sound[now] + energy);
                scene.measured.push(scene.measured[now] + energy * running);
                now += 1;
                if now % period == 0 {
                    scene.snapshots.push(snapshot(now, level(now - 1), exposure, seconds, measuring));
                }
            }
        }
        scene
    }

    fn stretches(&self, resolution: Resolution) -> Vec<Aggregate> {
        let mut builder = AggregateBuilder::default();
        let mut minutes = Vec::new();
        for levels in &self.snapshots {
            builder.add(levels, &mut minutes);
        }
        // The last minute has no end.
        let mut whole: Vec<Aggregate> = Vec::new();
        for minute in &minutes {
            let start = resolution.start_of(minute.start);
            match whole.last_mut().filter(|last| last.start == start) {
                Some(last) => add(last, minute),
                None => whole.push(Aggregate { start, ..minute.clone() }),
            }
        }
        whole
    }

    /// Energy mean of the sound, dB.
    fn truth(&self, start: Timestamp, seconds: i64) -> f64 {
        let gain = between(&self.sound, tenths(start), tenths(start) + seconds as f64 * 10.0);
        from_energy(gain / seconds as f64).unwrap()
    }
}

fn add(to: &mut Aggregate, next: &Aggregate) {
    to.figures.merge(&next.figures);
    to.runs.append(&next.runs);
}

/// Of a running sum.
fn between(sum: &[f64], from: f64, to: f64) -> f64 {
    let value = |place: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place within a small list"
        )]
        let low = (place.floor() as usize).min(sum.len() - 1);
        let high = (low + 1).min(sum.len() - 1);
        sum[low] + (sum[high] - sum[low]) * (place - low as f64)
    };
    value(to) - value(from)
}

fn snapshot(now: Tenths, lp: f64, exposure: f64, seconds: f64, measuring: bool) -> Levels {
    let printed = |level: Option<f64>| level.map(|level| (level * 10.0).round() / 10.0);
    Levels {
        at: at(now),
        origin: Origin::Snapshot,
        lp: printed(Some(lp)),
        leq: printed(from_energy(exposure / seconds).filter(|_| seconds > 0.0)),
        le: printed(from_energy(exposure)),
        lmax: None,
        lmin: None,
        lpeak: None,
        over: false,
        under: false,
        started_at: None,
        measuring,
    }
}

/// Sixty decibels, and a bang of 0.3 s between two polls every two minutes.
fn bangs(now: Tenths) -> f64 {
    if (450..453).contains(&(now % 1200)) { 110.0 } else { 60.0 }
}

const HOUR: Tenths = 36_000;

#[test]
fn bangs_between_polls_count_as_far_as_the_rule_allows() {
    let scene = Scene::new(&[Act::Run(4 * HOUR)], bangs, 100);
    let hours = scene.stretches(Resolution::Hour);
    let metered: Vec<_> = hours.iter().map(Aggregate::metered).collect();
    let truth = scene.truth(at(0), 3600);
    assert!(truth > 83.0 && hours[0].figures.leq().unwrap() < 60.1, "polls miss them all");
    // The first ten seconds are covered by no poll.
    assert!((metered[0].unwrap().leq - truth).abs() < 0.08, "{metered:?} of {truth}");
    assert!(metered[0].unwrap().uncertainty_db < 0.1, "{metered:?}");
    assert!((metered[1].unwrap().leq - truth).abs() <= metered[1].unwrap().uncertainty_db);
    assert!(metered[1].unwrap().uncertainty_db > 0.15, "an hour after an hour");
    assert_eq!(metered[2..], [None, None], "an hour after two or three");
    let day = scene.stretches(Resolution::Day).remove(0);
    assert!((day.metered().unwrap().leq - truth).abs() < 0.06, "all that ran is exact");
}

#[test]
fn a_bang_between_two_polls_about_a_boundary_is_given_to_neither() {
    // A quarter of an hour ends between the two polls, and nobody knows on which side of it the bang was.
    let level = |now| if (8_996..8_999).contains(&now) { 110.0 } else { 60.0 };
    let scene = Scene::new(&[Act::Run(2 * 9_050)], level, 70);
    let quarters = scene.stretches(Resolution::QuarterHour);
    assert_eq!(quarters[0].metered(), None);
    let steady = Scene::new(&[Act::Run(2 * 9_050)], |_| 60.0, 70);
    let quarter = steady.stretches(Resolution::QuarterHour)[0].metered().unwrap();
    assert!((quarter.leq - 60.0).abs() < 0.05);
}

#[test]
fn a_small_bang_about_a_boundary_is_in_the_uncertainty() {
    let level = |now| if (8_996..8_999).contains(&now) { 79.0 } else { 60.0 };
    let quarter = Scene::new(&[Act::Run(2 * 9_050)], level, 70).stretches(Resolution::QuarterHour).remove(0);
    let (metered, truth) = (quarter.metered().unwrap(), 10.0 * (1e6 + 0.3 * to_energy(79.0) / 900.0).log10());
    assert!((metered.leq - truth).abs() <= metered.uncertainty_db, "{metered:?} of {truth}");
    assert!(metered.uncertainty_db > 0.12, "rounding and the bang: {metered:?}");
}

#[test]
fn a_restart_between_two_polls_is_another_run() {
    // The second is louder, so that only the time that it has measured tells.
    let level = |now| if now < 6_010 { 50.0 } else { 90.0 };
    let scene = Scene::new(&[Act::Run(6_000), Act::Stop(20), Act::Run(4_000)], level, 100);
    assert!(scene.snapshots.iter().all(|levels| levels.measuring), "no poll saw it stopped");
    let runs = scene.stretches(Resolution::QuarterHour)[0].runs;
    let (first, last) = (runs.first.unwrap(), runs.last.unwrap());
    assert!(first.to.at <= at(6_000) && last.from.at > at(6_000), "{runs:?}");
    assert!(last.from.exposure <= 0.0, "it begins with nothing");
}

#[test]
fn several_whole_runs_make_a_stretch() {
    // Restarted every five minutes by its own store cycle: each run is exact.
    let acts: Vec<_> = std::iter::repeat_n([Act::Run(2_990), Act::Stop(10)], 36).flatten().collect();
    let scene = Scene::new(&acts, bangs, 10);
    let hours = scene.stretches(Resolution::Hour);
    for hour in &hours[..2] {
        let metered = hour.metered().unwrap();
        assert!((metered.leq - scene.truth(hour.start, 3600)).abs() < metered.uncertainty_db, "{metered:?}");
        assert!(metered.uncertainty_db < 0.1);
    }
}

#[test]
fn half_an_hour_of_a_run_does_not_make_an_hour() {
    let scene = Scene::new(&[Act::Stop(HOUR / 2), Act::Run(HOUR)], bangs, 10);
    assert_eq!(scene.stretches(Resolution::Hour)[0].metered(), None);
    let quarters = scene.stretches(Resolution::QuarterHour);
    let is_metered: Vec<_> = quarters.iter().map(|quarter| quarter.metered().is_some()).collect();
    assert_eq!(
        is_metered,
        [false, false, true, true, false, false],
        "the third would come after half an hour"
    );
}

#[test]
fn a_pause_ends_what_can_be_taken_away_from_each_other() {
    let scene = Scene::new(&[Act::Run(3_000), Act::Pause(1_200), Act::Run(5_000)], |_| 60.0, 10);
    let quarter = &scene.stretches(Resolution::QuarterHour)[0];
    let (first, last) = (quarter.runs.first.unwrap(), quarter.runs.last.unwrap());
    assert!(first.to.at < at(3_000 + 300) && last.from.at > at(3_000), "{:?}", quarter.runs);
    assert_eq!(quarter.metered(), None, "two minutes of it are known by samples only");
}

#[test]
fn rounding_that_left_no_energy_is_no_value() {
    let mark = |now, exposure| RunMark { at: at(now), exposure, spread: 0.0 };
    let sampled = Sampled { seconds: 6_000.0, energy: 6_000.0 * 1e6 };
    let span = RunSpan { began: at(0), from: mark(9_000, 1e9), to: mark(69_000, 0.9e9), sampled };
    assert_eq!(span.difference(), None);
    let mut figures = Accumulator::new();
    figures.add(&slm_acoustics::Interval::steady(6_000.0, 60.0));
    assert_eq!(Runs { first: Some(span), ..Runs::default() }.leq(&figures), None);
    assert_eq!(Runs::default().leq(&figures), None);
    assert_eq!(Runs::default().leq(&Accumulator::new()), None);
}

#[test]
fn what_was_not_known_to_be_measuring_is_not_metered() {
    let mut scene = Scene::new(&[Act::Run(HOUR + 100)], bangs, 10);
    scene.snapshots.iter_mut().for_each(|levels| levels.measuring = false);
    assert_eq!(scene.stretches(Resolution::Hour)[0].runs, Runs::default());
}

#[test]
fn begun_anew_from_what_was_recorded_a_run_goes_on() {
    let scene = Scene::new(&[Act::Run(HOUR)], bangs, 13);
    let whole = scene.stretches(Resolution::QuarterHour);
    // The service is begun again after seven minutes: its builder reads a minute back.
    let cut = at(4_200);
    let (mut first, mut second) = (AggregateBuilder::default(), AggregateBuilder::default().open_from(cut));
    let mut minutes = Vec::new();
    for levels in scene.snapshots.iter().filter(|levels| levels.at <= cut + SignedDuration::from_secs(3)) {
        first.add(levels, &mut minutes);
    }
    for levels in scene.snapshots.iter().filter(|levels| levels.at >= cut - SignedDuration::from_mins(1)) {
        second.add(levels, &mut minutes);
    }
    let mut quarter = minutes[0].clone();
    minutes[1..15].iter().for_each(|minute| add(&mut quarter, minute));
    assert_eq!((quarter.runs.last, quarter.metered().is_some()), (None, true));
    let (a, b) = (quarter.metered().unwrap().leq, whole[0].metered().unwrap().leq);
    assert!((a - b).abs() < 1e-6, "{a} {b}");
}

fn acts(with_pauses: bool) -> impl Strategy<Value = Vec<Act>> {
    let act = (0..3_u8, 200..9_000_usize).prop_map(move |(kind, length)| match kind {
        0 => Act::Stop(length / 9),
        1 if with_pauses => Act::Pause(length / 9),
        _ => Act::Run(length),
    });
    vec(act, 1..7)
}

prop_compose! {
    /// Noise that changes every few seconds, with bangs in it.
    fn scene(with_pauses: bool)(
        acts in acts(with_pauses),
        levels in vec(35.0..80.0_f64, 1..60),
        bangs in vec(0..30_000_usize, 0..6),
        hold in 3..300_usize,
        period in prop::sample::select(vec![10_usize, 11, 13, 50, 100]),
    ) -> Scene {
        let level = |now: Tenths| {
            let is_bang = bangs.iter().any(|bang| (*bang..bang + 4).contains(&now));
            if is_bang { 108.0 } else { levels[now / hold % levels.len()] }
        };
        Scene::new(&acts, level, period)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever runs, stops and is restarted: a stretch that the meter integrated as a whole has the energy that there was.
    #[test]
    fn what_is_metered_is_true_within_what_it_says(scene in scene(false)) {
        for resolution in [Resolution::Minute, Resolution::TenMinutes, Resolution::QuarterHour, Resolution::Hour] {
            for stretch in scene.stretches(resolution) {
                let Some(metered) = stretch.metered() else { continue };
                let whole = [stretch.runs.first, stretch.runs.last].into_iter().flatten();
                let sampled: f64 = whole.map(|span| span.sampled.seconds).sum();
                let is_whole = (sampled - resolution.seconds() as f64).abs() < 1e-6;
                if is_whole {
                    let truth = scene.truth(stretch.start, resolution.seconds());
                    prop_assert!((metered.leq - truth).abs() <= metered.uncertainty_db + 1e-9, "{metered:?} of {truth}");
                }
                prop_assert!(metered.uncertainty_db < 0.45);
            }
        }
    }

    /// Also over pauses: no part is longer than one run, and its energy is what was measured from its begin to its end.
    #[test]
    fn parts_of_runs_have_the_energy_that_was_measured(scene in scene(true)) {
        for stretch in scene.stretches(Resolution::QuarterHour) {
            for span in [stretch.runs.first, stretch.runs.last].into_iter().flatten() {
                // Where a run begins is known to some tenths of a second only.
                if span.from.exposure == 0.0 {
                    continue;
                }
                let truth = between(&scene.measured, tenths(span.from.at), tenths(span.to.at));
                let mut settled = SettledRuns::default();
                settled.settle(&span);
                if settled.exposure > 0.0 {
                    let off = (settled.exposure - truth).abs();
                    prop_assert!(off <= settled.doubt * (1.0 + 1e-9), "{off} {settled:?}");
                    let (t1, t2) = (span.from.at.duration_since(span.began), span.to.at.duration_since(span.began));
                    let rounding = (t1 + t2).as_secs_f64() / (t2 - t1).as_secs_f64() * 0.05;
                    prop_assert!(rounding <= 0.2 + 1e-9, "the rule does not hold: {rounding}");
                }
            }
        }
    }

    /// Minutes may be put together in any groups of neighbours.
    #[test]
    fn merging_neighbours_is_associative(scene in scene(true), cuts in vec(0..80_usize, 0..6)) {
        let minutes = scene.stretches(Resolution::Minute);
        prop_assume!(!minutes.is_empty());
        let fold = |parts: &[Aggregate]| {
            let mut whole = parts[0].clone();
            parts[1..].iter().for_each(|part| add(&mut whole, part));
            whole
        };
        let mut cuts: Vec<_> = cuts.into_iter().filter(|cut| *cut > 0 && *cut < minutes.len()).collect();
        cuts.extend([0, minutes.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let groups: Vec<_> = cuts.windows(2).map(|cut| fold(&minutes[cut[0]..cut[1]])).collect();
        let (at_once, in_groups) = (fold(&minutes).runs, fold(&groups).runs);
        let near = |a: f64, b: f64| (a - b).abs() <= a.abs() * 1e-9;
        let ends = |span: Option<RunSpan>| span.map(|span| (span.began, span.from, span.to));
        prop_assert_eq!(ends(at_once.first), ends(in_groups.first));
        prop_assert_eq!(ends(at_once.last), ends(in_groups.last));
        prop_assert!(near(at_once.settled.exposure, in_groups.settled.exposure));
        prop_assert!(near(at_once.settled.doubt, in_groups.settled.doubt));
    }
}
