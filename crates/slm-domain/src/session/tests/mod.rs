//! Scenarios in virtual time: a session, a scripted meter, and the invariants checked at every step.

mod rig;

use std::time::Duration;

use nl43_proto::{Channel, Command, FrequencyWeighting, OnOff, Reply, RunState, StartStop, TimeWeighting};
use proptest::prelude::*;

use super::*;
use crate::KnownSettings;
use rig::{Behaviour, Rig, Shown, secs};

#[test]
fn a_watched_unit_is_polled_every_gap_plus_turnaround() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(10));
    let times = rig.sent("DOD?");
    assert!(times.len() >= 8, "{times:?}");
    // The first snapshot is asked for at once, and the state of the measurement right after it.
    assert_eq!(times[0], Duration::ZERO);
    assert_eq!(rig.sent("Measure?").len(), 1);
    for pair in times[2..].windows(2) {
        assert_eq!(pair[1].checked_sub(pair[0]).unwrap(), rig.turnaround + secs(1));
    }
}

#[test]
fn a_kept_unit_is_polled_every_ten_seconds_and_a_viewer_is_served_at_once() {
    let mut rig = Rig::new();
    rig.demand(|demand| demand.kept_alive = true);
    rig.run(secs(33));
    assert_eq!(rig.sent("DOD?").len(), 4);
    rig.watch(1);
    let before = rig.sent("DOD?").len();
    rig.run(secs(2));
    assert!(rig.sent("DOD?").len() > before);
}

#[test]
fn a_kept_unit_is_polled_as_often_as_those_need_who_keep_it() {
    let polls_within_a_minute = |pause| {
        let mut rig = Rig::new();
        rig.demand(|demand| (demand.kept_alive, demand.kept_pause) = (true, Some(pause)));
        rig.run(secs(60));
        rig.sent("DOD?").len()
    };
    assert!((10..=13).contains(&polls_within_a_minute(secs(5))));
    // The line's own second is kept, and no more is waited than without.
    assert!((30..=60).contains(&polls_within_a_minute(Duration::ZERO)));
    assert!((5..=7).contains(&polls_within_a_minute(secs(600))));
    let mut rig = Rig::new();
    rig.demand(|demand| demand.kept_pause = Some(secs(1)));
    rig.run(secs(60));
    assert_eq!(rig.sent("DOD?").len(), 0, "nobody keeps it");
}

#[test]
fn the_sites_clock_is_that_of_the_moment_it_is_sent() {
    let mut rig = Rig::new();
    for _ in 0..3 {
        rig.ask(Command::FtpQuery, Class::Control);
        rig.ask(Command::SleepMode(OnOff::Off), Class::Control);
    }
    let id = rig.order(Order::SiteClock, Class::Control, secs(60));
    rig.run(secs(20));
    let Ok(Reply::Clock(clock)) = rig.answer(id) else { panic!("{:?}", rig.answer(id)) };
    let sent = rig.sent(&format!("Clock,{clock}"));
    assert_eq!(sent.len(), 1, "{:?}", rig.all_sent());
    assert!(sent[0] > secs(3), "it waited for others");
    let expected = crate::meter_clock_at(&jiff::tz::TimeZone::UTC, Rig::wall_at(sent[0])).unwrap();
    assert_eq!(clock, expected);
}

#[test]
fn nobody_wants_anything_nothing_is_sent() {
    let mut rig = Rig::new();
    rig.run(secs(100));
    assert!(rig.all_sent().is_empty());
    assert_eq!(rig.connects, 0);
}

#[test]
fn a_plain_request_sends_exactly_its_command_and_the_idle_line_closes_later() {
    let mut rig = Rig::new();
    let id = rig.ask(Command::BatteryLevelQuery, Class::Read);
    rig.run(secs(299));
    assert_eq!(rig.answer(id).unwrap().text(), "Full");
    assert_eq!(rig.all_sent(), ["Battery Level?"]);
    assert!(rig.is_up());
    rig.run(secs(10));
    assert!(!rig.is_up());
}

#[test]
fn unreachable_is_shown_once_and_recovery_with_the_next_reading() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::Refuse);
    rig.watch(1);
    rig.run(secs(15));
    assert_eq!(rig.shown(), [Shown::Unreachable]);
    rig.run(secs(120));
    assert_eq!(rig.shown(), [Shown::Unreachable]);
    rig.behave(Behaviour::Answer);
    rig.run(secs(6));
    assert_eq!(rig.shown()[..2], [Shown::Unreachable, Shown::Recovered]);
    assert!(rig.shown()[2..].iter().all(|shown| *shown == Shown::Levels));
}

#[test]
fn a_silent_meter_is_unreachable_within_45_seconds() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::Silent);
    rig.watch(1);
    rig.run(secs(45));
    assert_eq!(rig.shown(), [Shown::Unreachable]);
}

#[test]
fn two_missed_answers_close_the_connection_and_it_is_reopened_three_seconds_later() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::Silent);
    rig.watch(1);
    rig.run(secs(40));
    assert!(rig.connects >= 2);
    assert!(
        rig.pauses_before_connect().iter().all(|pause| *pause >= secs(3)),
        "{:?}",
        rig.pauses_before_connect()
    );
}

#[test]
fn a_dead_old_connection_is_replaced_unnoticed_for_a_question() {
    let mut rig = Rig::new();
    let first = rig.ask(Command::BatteryLevelQuery, Class::Read);
    rig.run(secs(5));
    assert!(rig.answer(first).is_ok());
    rig.behave(Behaviour::DropOnce);
    let second = rig.ask(Command::TypeQuery, Class::Read);
    rig.run(secs(10));
    assert!(rig.answer(second).is_ok());
    assert_eq!(rig.sent("Type?").len(), 2);
    assert_eq!(rig.connects, 2);
}

#[test]
fn a_setting_on_a_dead_connection_is_read_back_and_never_repeated() {
    for (state_after, confirmed) in [(RunState::Start, true), (RunState::Stop, false)] {
        let mut rig = Rig::new();
        let first = rig.ask(Command::BatteryLevelQuery, Class::Read);
        rig.run(secs(5));
        assert!(rig.answer(first).is_ok());
        rig.behave(Behaviour::DropOnce);
        rig.state = state_after;
        let start = rig.ask(Command::Measure(StartStop::Start), Class::Control);
        rig.run(secs(10));
        assert_eq!(rig.answer(start).is_ok(), confirmed);
        assert_eq!(rig.sent("Measure,Start").len(), 1);
        assert_eq!(rig.sent("Measure?").len(), 1);
    }
}

#[test]
fn a_stop_of_ours_is_seen_at_the_next_poll_and_never_a_phantom_start() {
    let mut rig = Rig::new();
    rig.state = RunState::Start;
    rig.watch(1);
    rig.run(secs(5));
    rig.ask(Command::Measure(StartStop::Stop), Class::Control);
    rig.run(secs(20));
    assert_eq!(rig.run_changes(), [crate::RunChange::Started, crate::RunChange::Stopped]);
}

#[test]
fn a_refused_state_question_invents_nothing() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::RefuseState);
    rig.watch(1);
    rig.run(secs(20));
    assert!(rig.run_changes().is_empty());
    assert_eq!(rig.session.run().word, None);
    assert!(rig.shown().iter().all(|shown| *shown == Shown::Levels));
}

#[test]
fn result_codes_keep_the_connection() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::RefuseAll);
    let id = rig.ask(Command::Measure(StartStop::Stop), Class::Control);
    rig.run(secs(3));
    assert!(matches!(rig.answer(id), Err(DeviceError::Refused { .. })));
    assert!(rig.is_up());
    assert_eq!(rig.all_sent().len(), 1);
}

#[test]
fn a_full_queue_answers_busy_at_once() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::Silent);
    let ids: Vec<_> =
        (0..40).map(|n| rig.ask_within(rig::store_name(n), Class::Control, secs(600))).collect();
    let busy = ids.iter().filter(|id| matches!(rig.try_answer(**id), Some(Err(DeviceError::Busy)))).count();
    assert_eq!(busy, 8);
}

#[test]
fn a_request_that_cannot_be_in_time_is_busy_at_once() {
    let mut rig = Rig::new();
    for n in 0..10 {
        rig.ask_within(rig::store_name(n), Class::Control, secs(60));
    }
    let late = rig.ask_within(rig::store_name(99), Class::Control, secs(5));
    assert!(matches!(rig.try_answer(late), Some(Err(DeviceError::Busy))));
}

#[test]
fn operators_go_before_polls() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(5));
    let id = rig.ask(Command::SleepMode(OnOff::Off), Class::Control);
    let before = rig.all_sent().len();
    rig.run(secs(3));
    assert_eq!(rig.all_sent()[before], "Sleep Mode,Off");
    assert!(rig.answer(id).is_ok());
}

#[test]
fn rest_closes_the_line_and_requests_are_still_served() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(5));
    rig.demand(|demand| demand.resting = Some(Rest::Standby));
    rig.run(secs(5));
    assert!(!rig.is_up());
    assert_eq!(*rig.shown().last().unwrap(), Shown::Unreachable);
    let sent = rig.all_sent().len();
    let id = rig.ask(Command::BatteryLevelQuery, Class::Read);
    rig.run(secs(10));
    assert!(rig.answer(id).is_ok());
    assert!(!rig.is_up());
    assert_eq!(rig.all_sent().len(), sent + 1);
    rig.demand(|demand| demand.resting = None);
    rig.run(secs(5));
    assert_eq!(*rig.shown().last().unwrap(), Shown::Levels);
}

#[test]
fn the_stream_pauses_for_a_command_and_goes_on() {
    let mut rig = Rig::new();
    rig.demand(|demand| demand.stream_watchers = 1);
    rig.run(secs(5));
    let before = rig.stream_records();
    assert!(before > 30, "{before}");
    let id = rig.ask(Command::BatteryLevelQuery, Class::Read);
    rig.run(secs(5));
    assert!(rig.answer(id).is_ok());
    assert_eq!(rig.stream_gaps(), 1);
    assert!(rig.stream_records() > before + 15);
    rig.demand(|demand| demand.stream_watchers = 0);
    rig.run(secs(5));
    let after = rig.stream_records();
    rig.run(secs(5));
    assert_eq!(rig.stream_records(), after);
}

#[test]
fn monitor_viewers_are_served_while_the_stream_runs() {
    let mut rig = Rig::new();
    rig.demand(|demand| {
        demand.stream_watchers = 1;
        demand.watchers = 1;
    });
    rig.run(secs(12));
    assert!(rig.shown().len() >= 8, "{:?}", rig.shown());
}

#[test]
fn slow_questions_come_one_between_two_snapshots() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(120));
    let sent = rig.all_sent();
    assert_eq!(rig.sent("Clock?").len(), 1);
    assert_eq!(rig.sent("Percentile 5?").len(), 1);
    let slow = |name: &String| !matches!(name.as_str(), "DOD?" | "Measure?");
    assert!(sent.windows(2).all(|pair| !(slow(&pair[0]) && slow(&pair[1]))), "{sent:?}");
}

#[test]
fn levels_are_named_by_the_settings_of_the_meter() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(120));
    let order: Vec<String> = rig.all_sent();
    let place = |name: &str| order.iter().position(|sent| sent == name);
    assert!(place("Frequency Weighting (Main)?") < place("Battery Level?"), "{order:?}");
    let known = rig.known();
    assert_eq!(known.frequency_weighting, Some(FrequencyWeighting::A));
    assert_eq!(known.time_weighting, Some(TimeWeighting::F));
    assert_eq!(known.percentiles, Some([10; 5]));
    // What a caller sets is known without a question; other channels are not meant.
    rig.ask(Command::FrequencyWeighting(Channel::Main, FrequencyWeighting::C), Class::Control);
    rig.ask(Command::FrequencyWeighting(Channel::Sub1, FrequencyWeighting::Z), Class::Control);
    rig.run(secs(10));
    assert_eq!(rig.known().frequency_weighting, Some(FrequencyWeighting::C));
    assert_eq!(rig.sent("Frequency Weighting (Main)?").len(), 1);
}

#[test]
fn a_meter_that_refuses_leaves_its_settings_unknown() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(120));
    rig.behave(Behaviour::RefuseSettings);
    // The next connection asks anew.
    rig.disconnect();
    rig.run(secs(700));
    assert_eq!(rig.known(), KnownSettings::default());
}

#[test]
fn a_wedged_port_is_named_and_left_alone() {
    let mut rig = Rig::new();
    rig.behave(Behaviour::Refuse);
    rig.host_alive = true;
    rig.watch(1);
    rig.run(secs(90));
    assert!(rig.session.is_wedged());
    let connects = rig.attempts;
    rig.run(secs(120));
    assert!(rig.attempts <= connects + 1);
    let id = rig.ask(Command::BatteryLevelQuery, Class::Read);
    rig.run(secs(5));
    assert!(matches!(rig.answer(id), Err(DeviceError::Wedged)));
}

#[test]
fn a_disconnect_waits_for_the_command_in_flight() {
    let mut rig = Rig::new();
    let id = rig.ask(Command::BatteryLevelQuery, Class::Read);
    rig.run(Duration::from_millis(10));
    rig.disconnect();
    rig.run(secs(3));
    assert!(rig.answer(id).is_ok());
    assert_eq!(rig.disconnected, [true]);
    rig.disconnect();
    assert_eq!(rig.disconnected, [true, false]);
}

#[test]
fn a_connection_that_breaks_on_a_stream_is_an_error_not_an_endless_attempt() {
    let mut rig = Rig::new();
    rig.demand(|demand| demand.stream_watchers = 1);
    rig.behave(Behaviour::DropOnce);
    rig.run(secs(2));
    assert_eq!(rig.stream_errors(), 1);
    assert_eq!(rig.connects, 1);
}

#[test]
fn a_peer_that_sends_without_end_is_a_failure() {
    let mut rig = Rig::new();
    rig.watch(1);
    rig.run(secs(3));
    rig.flood(100_000);
    assert!(!rig.is_up());
    assert!(rig.session.last_error_name() == Some("garbled"));
}

#[test]
fn a_resting_units_commands_share_a_connection() {
    let mut rig = Rig::new();
    rig.demand(|demand| demand.resting = Some(Rest::Standby));
    for _ in 0..3 {
        rig.ask(Command::BatteryLevelQuery, Class::Read);
        rig.ask(Command::TypeQuery, Class::Read);
    }
    rig.run(secs(5));
    assert_eq!((rig.connects, rig.is_up()), (1, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever happens on the line and whoever asks: the rig's invariants hold, and everybody is answered once.
    #[test]
    fn invariants_hold_under_faults(
        steps in prop::collection::vec((0u8..12, 0u64..9000), 1..60),
    ) {
        let mut rig = Rig::new();
        let mut asked = Vec::new();
        for (action, pause) in steps {
            match action {
                0 => rig.behave(Behaviour::Answer),
                1 => rig.behave(Behaviour::Silent),
                2 => rig.behave(Behaviour::Refuse),
                3 => rig.behave(Behaviour::DropOnce),
                4 => rig.behave(Behaviour::Garble),
                5 => rig.behave(Behaviour::Late),
                6 => rig.watch(usize::from(pause % 2 == 0)),
                7 => rig.demand(|demand| demand.stream_watchers = usize::from(pause % 2 == 0)),
                8 => asked.push(rig.ask(Command::BatteryLevelQuery, Class::Read)),
                9 => asked.push(rig.ask(Command::Measure(StartStop::Start), Class::Control)),
                10 => rig.demand(|demand| demand.resting = (pause % 2 == 0).then_some(Rest::Standby)),
                _ => rig.disconnect(),
            }
            rig.run(Duration::from_millis(pause));
        }
        rig.behave(Behaviour::Answer);
        rig.run(secs(120));
        for id in asked {
            match rig.answer(id) {
                Ok(Reply::Done) => {}
                Ok(reply) => prop_assert_eq!(reply.text(), "Full"),
                Err(_) => {}
            }
        }
    }
}
