//! Every fault of the simulator, against a watched poll, a start, and the 10 Hz stream.
//!
//! Whatever happens, the caller sees the right value, a named error, or nothing new; never a wrong value. The feed
//! recovers by itself, the meter never sees a second connection or a command too soon, and another unit's period does
//! not move.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::time::Duration;

use nl43_proto::{Command, RunState, StartStop};
use nl43_sim::{Fault, SimMeter};
use slm_domain::Observation;
use slm_fleet::{CallerId, Class, Fleet, UnitHandle};

use crate::support::{GAP, Ledger, Viewer, check_journal, fleet, meter, unit};

/// Longer than any time-out of these tests, so that every fault takes effect.
const FAULTY: Duration = Duration::from_millis(1800);
const RECOVERED: Duration = Duration::from_secs(8);

struct Scene {
    fleet: Fleet,
    ledger: std::sync::Arc<Ledger>,
    meter: SimMeter,
    unit: UnitHandle,
    neighbour: SimMeter,
    neighbours_viewer: Viewer,
}

impl Scene {
    async fn new() -> Self {
        let (fleet, ledger) = fleet();
        let (meter, neighbour) = (meter().await, meter().await);
        let unit = unit(&fleet, "gate", &meter).await;
        let neighbours_viewer = Viewer::of(crate::support::unit(&fleet, "mast", &neighbour).await.monitor());
        Self { fleet, ledger, meter, unit, neighbour, neighbours_viewer }
    }

    /// What holds after every scenario.
    async fn check(mut self) {
        check_journal(&self.meter);
        check_journal(&self.neighbour);
        assert!(self.neighbours_viewer.more_readings(1, RECOVERED).await);
        assert_eq!(self.neighbours_viewer.unreachable, 0, "the fault reached another unit");
        // A healthy meter's answers come at once, so its commands are a gap apart, and a little overhead. The bound
        // is wide because tests share the machine; the benchmark measures the real figure.
        let commands = self.neighbour.journal().commands();
        let longest = commands.windows(2).map(|pair| pair[1].at - pair[0].at).max().unwrap_or_default();
        assert!(longest < GAP * 10, "another unit waited {longest:?}");
        self.fleet.shutdown().await;
    }
}

async fn poll(fault: Fault) {
    let scene = Scene::new().await;
    let mut viewer = Viewer::of(scene.unit.monitor());
    assert!(viewer.more_readings(3, RECOVERED).await);
    scene.meter.faults().apply(&fault);
    viewer.watch(FAULTY, |_| false).await;
    let failures = scene.ledger.of(&scene.unit).into_iter().filter_map(|observation| match observation {
        Observation::PollFailed { error, .. } => Some(error),
        _ => None,
    });
    for error in failures {
        assert!(!error.is_empty(), "a failure without a reason");
    }
    scene.meter.faults().heal();
    assert!(viewer.more_readings(3, RECOVERED).await, "the feed did not recover from {fault}");
    assert!(viewer.unreachable <= 1, "one outage, one frame");
    scene.check().await;
}

async fn start(fault: Fault) {
    let scene = Scene::new().await;
    let ask = |command, class| scene.unit.ask(command, class, CallerId(1), Duration::from_secs(8));
    // A warm connection first, as in the field.
    ask(Command::BatteryLevelQuery, Class::Read).await.unwrap();
    scene.meter.faults().apply(&fault);
    let outcome = ask(Command::Measure(StartStop::Start), Class::Control).await;
    match &outcome {
        Ok(_) => assert!(scene.meter.is_measuring(), "a start was confirmed that did not happen"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    assert!(scene.meter.journal().count("Measure,Start") <= 1, "a setting was sent twice");
    scene.meter.faults().heal();
    let end = tokio::time::Instant::now() + RECOVERED;
    loop {
        match ask(Command::MeasureQuery, Class::Read).await {
            Ok(nl43_proto::Reply::RunState(state)) => {
                // Asked after the answer: a command that was held back takes effect when the fault is healed.
                assert_eq!(state == RunState::Start, scene.meter.is_measuring());
                break;
            }
            Ok(other) => panic!("`Measure?` was answered {other:?}"),
            Err(error) => assert!(tokio::time::Instant::now() < end, "no recovery from {fault}: {error}"),
        }
    }
    scene.check().await;
}

async fn stream(fault: Fault) {
    let scene = Scene::new().await;
    let mut viewer = Viewer::of(scene.unit.stream());
    assert!(viewer.more_readings(5, RECOVERED).await);
    scene.meter.faults().apply(&fault);
    viewer.watch(FAULTY / 2, |_| false).await;
    // A command interrupts the stream while the fault lasts; whatever becomes of it, it is no wrong value.
    let battery =
        scene.unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), Duration::from_secs(8)).await;
    if let Ok(reply) = battery {
        assert_eq!(reply.text(), "Full");
    }
    scene.meter.faults().heal();
    // A stream that was refused is tried again after five seconds.
    assert!(viewer.more_readings(5, RECOVERED * 2).await, "the stream did not recover from {fault}");
    scene.check().await;
}

/// One test a fault and a scenario, so that a failure names both.
macro_rules! faults {
    ($($name:ident: $fault:literal;)*) => {$(
        mod $name {
            #[tokio::test]
            async fn poll() {
                super::poll($fault.parse().unwrap()).await;
            }

            #[tokio::test]
            async fn start() {
                super::start($fault.parse().unwrap()).await;
            }

            #[tokio::test]
            async fn stream() {
                super::stream($fault.parse().unwrap()).await;
            }
        }
    )*

        /// A fault that the simulator learns has to be faced here, too; those of its file server are not the line's.
        #[test]
        fn every_fault_is_faced() {
            let faced = [$($fault.parse::<Fault>().unwrap().name()),*];
            let missing =
                Fault::CATALOGUE.iter().map(|info| info.name).filter(|name| !faced.contains(name));
            let missing: Vec<_> = missing.filter(|name| !name.starts_with("ftp-")).collect();
            assert!(missing.is_empty(), "not faced: {missing:?}");
        }
    };
}

faults! {
    refuse: "refuse";
    black_hole: "black-hole";
    deaf: "deaf";
    reset: "reset";
    hold: "hold";
    late_within_the_limit: "delay=0.1s..0.3s";
    late_beyond_the_limit: "delay=0.6s..0.7s";
    late_sometimes: "delay=0s..1s@0.5";
    split_packets: "split=1..7";
    merged_packets: "merge";
    garbled_line: "garble-next";
    garbled_lines: "garble=0.5";
    missing_crlf: "drop-crlf";
    wrong_field_count: "wrong-fields=63";
    two_fields: "wrong-fields=2";
    refused_command: "wrong-code=4";
    unknown_result_code: "wrong-code=9";
    lost_snapshots: "command=DOD?:lost";
    refused_state: "command=Measure?:4";
    sub_ignored: "ignore-sub";
    half_open: "half-open";
    wedge: "wedge";
    sleep: "sleep";
    clock_jump: "clock-jump=-3600";
    power_loss: "power-loss=0.5s";
    link_cut_mid_answer: "drop-link=10";
    stray_record: "stray-record=0.05s";
}
