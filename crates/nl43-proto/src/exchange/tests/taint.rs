//! Answers that come late or not at all.

use super::*;

#[test]
fn late_answer_is_discarded_and_ends_the_taint() {
    let mut scene = Scene::new();
    scene.overdue(Command::DodQuery);
    assert!(scene.exchange.is_tainted());
    assert_eq!(scene.exchange.submit(Command::MeasureQuery, scene.now), Err(Busy::Tainted));
    scene.pass(800);
    assert_eq!(scene.hear("R+0000\r\n"), []);
    assert_eq!(scene.hear(&format!("{}\r\n$", dod())), [Event::TaintOver]);
    assert_eq!(scene.ready_in(), Some(1000));
    scene.pass(1000);
    assert_eq!(scene.submit(Command::DodQuery), ["DOD?\r\n"]);
}

#[test]
fn answer_cut_in_two_by_the_time_out_is_discarded_whole() {
    let mut scene = Scene::new();
    scene.submit(Command::MeasureQuery);
    scene.pass(1000);
    scene.hear("R+0000\r\nSt");
    scene.pass(5000);
    assert_eq!(scene.events(), [Event::TimedOut]);
    assert_eq!(scene.hear("op\r\n$"), [Event::TaintOver]);
}

#[test]
fn late_refusal_ends_the_taint() {
    let mut scene = Scene::new();
    scene.overdue(Command::ManualStore);
    assert_eq!(scene.hear("R+0004\r\n"), [Event::TaintOver]);
}

#[test]
fn late_bytes_do_not_prolong_the_taint() {
    let mut scene = Scene::new();
    scene.overdue(Command::DodQuery);
    scene.pass(2900);
    assert_eq!(scene.hear("noise\r\n"), []);
    scene.pass(100);
    assert_eq!(scene.events(), [Event::TaintOver]);
    // But they are the last of an answer, as far as one can tell.
    assert_eq!(scene.ready_in(), Some(900));
}

#[test]
fn a_command_after_a_silent_taint_follows_an_unmistakable_question() {
    let mut scene = Scene::new();
    scene.overdue(Command::DodQuery);
    scene.pass(3000);
    assert_eq!(scene.events(), [Event::TaintOver]);
    assert_eq!(scene.submit(Command::DodQuery), ["Measure?\r\n"]);
    assert_eq!(scene.exchange.in_flight(), Some(&Command::DodQuery));
    // The answer that was given up comes now, and must not be taken for the new one.
    assert_eq!(scene.hear(&format!("R+0000\r\n{}\r\n$", dod())), []);
    assert_eq!(scene.hear("R+0000\r\nStop\r\n$"), []);
    scene.pass(999);
    assert_eq!(scene.sent(), [""; 0]);
    scene.pass(1);
    assert_eq!(scene.sent(), ["DOD?\r\n"]);
    assert!(is_dod(&scene.hear(&format!("R+0000\r\n{}\r\n$", dod()))));
}

#[test]
fn an_answer_that_comes_when_it_is_no_longer_waited_for_settles_it() {
    let mut scene = Scene::new();
    scene.overdue(Command::DodQuery);
    scene.pass(4000);
    assert_eq!(scene.events(), [Event::TaintOver]);
    assert_eq!(scene.ready_in(), Some(0));
    assert_eq!(scene.hear("R+00"), []);
    assert_eq!(scene.ready_in(), Some(1000));
    scene.pass(100);
    assert_eq!(scene.hear(&format!("00\r\n{}\r\n", dod())), []);
    scene.pass(100);
    assert_eq!(scene.hear("$"), []);
    assert_eq!(scene.ready_in(), Some(1000));
    scene.pass(1000);
    assert_eq!(scene.submit(Command::DodQuery), ["DOD?\r\n"]);
}

#[test]
fn nothing_in_front_of_the_probes_answer_counts() {
    let mut scene = Scene::new();
    scene.overdue(Command::MeasureQuery);
    scene.pass(3000);
    scene.events();
    assert_eq!(scene.submit(Command::Ftp(OnOff::On)), ["DOD?\r\n"]);
    assert_eq!(scene.hear("R+0004\r\nR+0000\r\nStop\r\nStart\r\n$noise\r\nR+0000\r\n"), []);
    scene.hear(&format!("{}\r\n$", dod()));
    scene.pass(1000);
    assert_eq!(scene.sent(), ["FTP,On\r\n"]);
}

#[test]
fn probe_that_is_the_command_itself_is_its_answer() {
    let mut scene = Scene::new();
    scene.overdue(Command::DodQuery);
    scene.pass(3000);
    scene.events();
    assert_eq!(scene.submit(Command::MeasureQuery), ["Measure?\r\n"]);
    assert_eq!(scene.hear(&format!("R+0000\r\n{}\r\n$", dod())), []);
    assert_eq!(scene.hear("R+0000\r\nStop\r\n$"), state(RunState::Stop));
}

#[test]
fn a_silent_instrument_is_given_up_after_two_commands() {
    let mut scene = Scene::new();
    scene.overdue(Command::DodQuery);
    scene.pass(3000);
    scene.events();
    scene.submit(Command::DodQuery);
    scene.pass(5000);
    assert_eq!(scene.events(), [Event::TimedOut, Event::TaintedTwice]);
    assert_eq!(scene.exchange.submit(Command::DodQuery, scene.now), Err(Busy::Tainted));
    assert_eq!(scene.exchange.poll_timeout(), None);
    assert_eq!(scene.hear("R+0000\r\n"), []);
    scene.exchange.link_down(scene.now);
    scene.exchange.link_up(scene.now);
    assert_eq!(scene.submit(Command::DodQuery), ["DOD?\r\n"]);
}

#[test]
fn a_good_answer_makes_taints_not_in_a_row() {
    let mut scene = Scene::new();
    for _ in 0..3 {
        scene.overdue(Command::DodQuery);
        scene.hear(&format!("R+0000\r\n{}\r\n$", dod()));
        scene.pass(1000);
        scene.submit(Command::MeasureQuery);
        assert_eq!(scene.hear("R+0000\r\nStop\r\n$"), state(RunState::Stop));
        scene.pass(1000);
    }
}

#[test]
fn two_late_answers_in_a_row_condemn() {
    let mut scene = Scene::new();
    scene.overdue(Command::MeasureQuery);
    assert_eq!(scene.hear("R+0000\r\nStop\r\n$"), [Event::TaintOver]);
    scene.pass(1000);
    scene.submit(Command::MeasureQuery);
    scene.pass(5000);
    assert_eq!(scene.events(), [Event::TimedOut, Event::TaintedTwice]);
}
