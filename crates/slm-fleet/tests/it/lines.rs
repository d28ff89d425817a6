//! One owner per meter, whoever asks and whatever is configured.

use std::time::Duration;

use nl43_proto::{Command, StartStop};
use slm_domain::{DeviceError, Observation, RunView};
use slm_fleet::{CallerId, Class, Mode};

use crate::support::{Viewer, check_journal, config, fleet, meter, quick_settings, unit};

const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_viewer_gets_levels_and_any_number_share_one_connection() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewers: Vec<_> = (0..50).map(|_| Viewer::of(unit.monitor())).collect();
    let served =
        futures_util::future::join_all(viewers.iter_mut().map(|viewer| viewer.more_readings(5, SOON))).await;
    assert!(served.iter().all(|served| *served));
    assert_eq!(unit.snapshot().mode, Mode::Watched);
    assert_eq!(meter.journal().totals().connections, 1);
    check_journal(&meter);
}

#[tokio::test]
async fn d10_without_viewers_nothing_is_sent_and_the_old_state_greets_nobody() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(2, SOON).await);
    drop(viewer);
    assert!(unit.monitor().state().is_some());
    tokio::time::sleep(Duration::from_millis(300)).await;
    let sent = meter.journal().totals().commands;
    // The one wait of this length in the suite: five seconds is the contract's figure.
    tokio::time::sleep(Duration::from_millis(5200)).await;
    assert_eq!(meter.journal().totals().commands, sent);
    assert!(unit.monitor().state().is_none());
}

#[tokio::test]
async fn a_request_without_demand_sends_exactly_its_command() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let reply = unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), SOON).await.unwrap();
    assert_eq!(reply.text(), "Full");
    assert_eq!(meter.journal().lines().iter().map(|line| &**line).collect::<Vec<_>>(), ["Battery Level?"]);
}

#[tokio::test]
async fn many_callers_wait_their_turn_on_one_connection() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let ask = |caller| {
        let command = Command::setting_from_text("Store Name", &format!("{caller:04}")).unwrap();
        unit.ask(command, Class::Control, CallerId(caller), Duration::from_mins(1))
    };
    let outcomes = futures_util::future::join_all((0..20).map(ask)).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(meter.journal().totals().commands, 20);
    check_journal(&meter);
}

#[tokio::test]
async fn a_name_and_its_address_share_one_line() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let one = unit(&fleet, "one", &meter).await;
    let mut other = config("other", &meter);
    other.host = "localhost".into();
    let other = fleet.apply(other, RunView::default()).await;
    let (mut first, mut second) = (Viewer::of(one.monitor()), Viewer::of(other.monitor()));
    assert!(first.more_readings(3, SOON).await && second.more_readings(3, SOON).await);
    assert_eq!(meter.journal().totals().connections, 1);
    // One of them rests: its viewers are told, the other's go on.
    let mut resting = config("other", &meter);
    resting.host = "localhost".into();
    resting.deactivated = true;
    fleet.apply(resting, RunView::default()).await;
    assert!(second.watch(SOON, |viewer| viewer.unreachable == 1).await);
    assert!(first.more_readings(3, SOON).await);
    assert_eq!(first.unreachable, 0);
    check_journal(&meter);
}

#[tokio::test]
async fn removal_ends_the_feed_and_closes_the_connection() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(2, SOON).await);
    fleet.remove(unit.id()).await;
    assert!(fleet.unit(unit.id()).is_none());
    let open = |journal: &nl43_sim::Journal| journal.open_connections();
    assert!(meter.journal().wait_until(SOON, |journal| open(journal) == 0).await);
    let late = unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), SOON).await;
    assert_eq!(late, Err(DeviceError::Closed));
}

#[tokio::test]
async fn a_new_address_moves_the_unit_and_keeps_its_viewers() {
    let (fleet, _) = fleet();
    let (old, new) = (meter().await, meter().await);
    let unit = unit(&fleet, "gate", &old).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(2, SOON).await);
    fleet.apply(config("gate", &new), RunView::default()).await;
    assert!(new.journal().wait_for("DOD?", 3, SOON).await);
    assert!(viewer.more_readings(2, SOON).await);
    assert!(old.journal().wait_until(SOON, |journal| journal.open_connections() == 0).await);
}

#[tokio::test]
async fn standby_releases_every_connection_and_requests_still_work() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(2, SOON).await);
    fleet.standby();
    assert!(viewer.watch(SOON, |viewer| viewer.unreachable == 1).await);
    assert!(meter.journal().wait_until(SOON, |journal| journal.open_connections() == 0).await);
    let reply = unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), SOON).await;
    assert!(reply.is_ok(), "{reply:?}");
    assert!(meter.journal().wait_until(SOON, |journal| journal.open_connections() == 0).await);
    fleet.resume();
    assert!(viewer.more_readings(2, SOON).await);
    check_journal(&meter);
}

#[tokio::test]
async fn disconnect_closes_the_idle_connection_only_once() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), SOON).await.unwrap();
    assert!(unit.disconnect().await);
    assert!(!unit.disconnect().await);
}

#[tokio::test]
async fn the_stream_is_shared_and_commands_are_served_in_between() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let (mut one, mut other) = (Viewer::of(unit.stream()), Viewer::of(unit.stream()));
    let battery = async {
        assert!(meter.journal().wait_for("DRD?", 1, SOON).await);
        unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), SOON).await
    };
    let (first, second, reply) =
        tokio::join!(one.more_readings(25, SOON * 2), other.more_readings(25, SOON * 2), battery);
    assert!(first && second);
    assert!(reply.is_ok(), "{reply:?}");
    assert_eq!((one.gaps, other.gaps), (1, 1));
    drop((one, other));
    assert!(meter.journal().wait_until(SOON, |journal| journal.count("DRD?") == 2).await);
    check_journal(&meter);
}

#[tokio::test]
async fn a_start_of_ours_is_observed_once() {
    let (fleet, ledger) = fleet();
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(2, SOON).await);
    unit.ask(Command::Measure(StartStop::Start), Class::Control, CallerId(1), SOON).await.unwrap();
    assert!(viewer.more_readings(10, SOON).await);
    let changes: Vec<_> = ledger
        .of(&unit)
        .into_iter()
        .filter_map(|observation| match observation {
            Observation::RunState { change, .. } => change,
            _ => None,
        })
        .collect();
    assert_eq!(changes, [slm_domain::RunChange::Started]);
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn shutdown_finishes_the_command_in_flight() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    meter.faults().delay_replies(Duration::from_millis(200)..=Duration::from_millis(200));
    let unit = unit(&fleet, "gate", &meter).await;
    let asking = {
        let unit = unit.clone();
        tokio::spawn(
            async move { unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), SOON).await },
        )
    };
    assert!(meter.journal().wait_for("Battery Level?", 1, SOON).await);
    fleet.shutdown().await;
    assert!(asking.await.unwrap().is_ok());
    assert_eq!(meter.journal().open_connections(), 0);
}

#[tokio::test]
async fn the_real_gap_is_one_second() {
    let mut settings = quick_settings();
    settings.session.exchange.command_gap = Duration::from_secs(1);
    let (fleet, _) = crate::support::fleet_with(settings);
    let meter = nl43_sim::SimMeter::start(nl43_sim::MeterConfig::immediate()).await.unwrap();
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(4, Duration::from_secs(10)).await);
    check_journal(&meter);
}

/// Fails once, in the middle of the unit's own task.
struct Clumsy(std::sync::atomic::AtomicBool);

impl slm_fleet::Observer for Clumsy {
    fn observe(&self, _: &slm_domain::UnitId, observation: &Observation) {
        let first = matches!(observation, Observation::Reading { .. })
            && !self.0.swap(true, std::sync::atomic::Ordering::Relaxed);
        assert!(!first, "clumsy");
    }
}

#[tokio::test]
async fn a_task_that_panics_is_started_again_and_says_so() {
    let clumsy = std::sync::Arc::new(Clumsy(std::sync::atomic::AtomicBool::new(false)));
    let fleet = slm_fleet::Fleet::new(quick_settings(), crate::support::encoder(), clumsy);
    let meter = meter().await;
    let unit = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(unit.monitor());
    assert!(viewer.more_readings(5, SOON).await);
    assert_eq!(unit.snapshot().restarts, 1);
    check_journal(&meter);
}

#[tokio::test]
async fn a_unit_removed_and_added_again_never_has_two_connections() {
    let (fleet, _) = fleet();
    let meter = meter().await;
    let first = unit(&fleet, "gate", &meter).await;
    meter.faults().hold_replies();
    first.set_kept_alive(true);
    assert!(meter.journal().wait_for("DOD?", 1, SOON).await);
    // The old line may still wait for its answer; the new one waits for the old one's end.
    fleet.remove(first.id()).await;
    meter.faults().heal();
    let second = unit(&fleet, "gate", &meter).await;
    let mut viewer = Viewer::of(second.monitor());
    assert!(viewer.more_readings(2, SOON * 2).await);
    check_journal(&meter);
}
