mod stream;
mod taint;

use super::*;
use crate::{DrdFrame, OnOff, Reply, ResultCode, RunState, StartStop};

/// An exchange on a link, and a clock that only moves when told to.
struct Scene {
    exchange: Exchange,
    now: Instant,
}

impl Scene {
    fn new() -> Self {
        #[expect(clippy::disallowed_methods, reason = "there is no other instant to begin with")]
        let now = Instant::now();
        let mut exchange = Exchange::new(ExchangeTiming::default());
        exchange.link_up(now);
        Self { exchange, now }
    }

    fn pass(&mut self, milliseconds: u64) {
        self.now += Duration::from_millis(milliseconds);
        self.exchange.handle_timeout(self.now);
    }

    /// Submits a command and says what went out.
    #[track_caller]
    fn submit(&mut self, command: Command) -> Vec<String> {
        assert_eq!(self.exchange.submit(command, self.now), Ok(()));
        self.sent()
    }

    fn sent(&mut self) -> Vec<String> {
        let line = |bytes: Bytes| String::from_utf8_lossy(&bytes).into_owned();
        std::iter::from_fn(|| self.exchange.poll_transmit()).map(line).collect()
    }

    fn hear(&mut self, bytes: &str) -> Vec<Event> {
        self.exchange.handle_input(bytes.as_bytes(), self.now);
        self.events()
    }

    fn events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.exchange.poll_event()).collect()
    }

    /// How long until the next command is taken.
    fn ready_in(&self) -> Option<u64> {
        let ready = self.exchange.ready_at()?;
        Some(u64::try_from(ready.saturating_duration_since(self.now).as_millis()).unwrap())
    }

    /// Lets `command` time out.
    #[track_caller]
    fn overdue(&mut self, command: Command) {
        self.submit(command);
        self.pass(5000);
        assert_eq!(self.events(), [Event::TimedOut]);
    }
}

fn dod() -> String {
    let off = "  -.-,".repeat(14) + "-,-";
    format!(
        " 46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0,{off},{off},{off}"
    )
}

fn record(counter: u16) -> String {
    let off = "  -.-,".repeat(6) + "-,-";
    format!("{counter:>3}, 46.2, 44.9, 46.3, 46.2, 56.6,  -.-,0,0,{off},{off},{off}\r\n")
}

fn state(word: RunState) -> Vec<Event> {
    vec![Event::Answered(Reply::RunState(word))]
}

fn is_dod(events: &[Event]) -> bool {
    matches!(events, [Event::Answered(Reply::Dod(_))])
}

#[test]
fn query_is_answered_by_result_and_data() {
    let mut scene = Scene::new();
    assert_eq!(scene.submit(Command::MeasureQuery), ["Measure?\r\n"]);
    assert_eq!(scene.hear("R+0000\r\n"), []);
    assert_eq!(scene.hear("Stop\r\n$"), state(RunState::Stop));
}

#[test]
fn setting_is_answered_by_result_alone() {
    let mut scene = Scene::new();
    assert_eq!(scene.submit(Command::Measure(StartStop::Start)), ["Measure,Start\r\n"]);
    assert_eq!(scene.hear("R+0000\r\n$"), [Event::Answered(Reply::Done)]);
}

#[test]
fn refusal_is_an_answer() {
    let mut scene = Scene::new();
    scene.submit(Command::Measure(StartStop::Stop));
    assert_eq!(scene.hear("R+0004\r\n$"), [Event::Refused(ResultCode::State)]);
    assert!(!scene.exchange.is_tainted());
    assert_eq!(scene.ready_in(), Some(1000));
}

#[test]
fn only_one_command_is_in_flight() {
    let mut scene = Scene::new();
    scene.submit(Command::DodQuery);
    assert_eq!(scene.exchange.submit(Command::MeasureQuery, scene.now), Err(Busy::InFlight));
    assert_eq!(scene.exchange.ready_at(), None);
    assert_eq!(scene.exchange.in_flight(), Some(&Command::DodQuery));
}

#[test]
fn next_command_waits_for_the_pause() {
    let mut scene = Scene::new();
    scene.submit(Command::MeasureQuery);
    scene.pass(250);
    scene.hear("R+0000\r\nStop\r\n");
    let ready = scene.now + Duration::from_secs(1);
    assert_eq!(scene.exchange.ready_at(), Some(ready));
    scene.pass(999);
    assert_eq!(scene.exchange.submit(Command::DodQuery, scene.now), Err(Busy::TooEarly(ready)));
    scene.pass(1);
    assert_eq!(scene.submit(Command::DodQuery), ["DOD?\r\n"]);
}

#[test]
fn pause_counts_from_the_prompt() {
    let mut scene = Scene::new();
    scene.submit(Command::MeasureQuery);
    scene.hear("R+0000\r\nStop\r\n");
    scene.pass(40);
    scene.hear("$");
    assert_eq!(scene.ready_in(), Some(1000));
    scene.pass(40);
    // A second one belongs to nothing.
    scene.hear("$");
    assert_eq!(scene.ready_in(), Some(960));
}

#[test]
fn pause_outlives_the_connection() {
    let mut scene = Scene::new();
    scene.submit(Command::MeasureQuery);
    scene.hear("R+0001\r\n$");
    scene.exchange.link_down(scene.now);
    assert_eq!(scene.exchange.submit(Command::DodQuery, scene.now), Err(Busy::NoLink));
    scene.pass(300);
    scene.exchange.link_up(scene.now);
    assert_eq!(scene.ready_in(), Some(700));
}

#[test]
fn prompts_blank_lines_echo_and_old_records_are_passed_over() {
    let mut scene = Scene::new();
    scene.submit(Command::MeasureQuery);
    assert_eq!(scene.hear("$\r\n  \r\n$measure?\r\n$"), []);
    assert_eq!(scene.hear(&record(17)), []);
    assert_eq!(scene.hear("$R+0000\r\n\r\nStart\r\n$"), state(RunState::Start));
}

#[test]
fn unasked_bytes_are_discarded_before_a_command() {
    let mut scene = Scene::new();
    assert_eq!(scene.hear("R+0000\r\nStart\r\nhalf a li"), []);
    scene.submit(Command::MeasureQuery);
    assert_eq!(scene.hear("R+0000\r\nStop\r\n"), state(RunState::Stop));
}

#[test]
fn answer_in_single_bytes_is_the_same_answer() {
    let mut scene = Scene::new();
    scene.submit(Command::DodQuery);
    let mut events = Vec::new();
    for byte in format!("$R+0000\r\n{}\r\n$", dod()).bytes() {
        scene.exchange.handle_input(&[byte], scene.now);
        events.extend(scene.events());
    }
    assert!(is_dod(&events));
}

#[test]
fn each_of_result_and_data_has_its_time() {
    let mut scene = Scene::new();
    scene.submit(Command::MeasureQuery);
    scene.pass(4900);
    scene.hear("R+0000\r\n");
    scene.pass(4900);
    assert_eq!(scene.hear("Stop\r\n"), state(RunState::Stop));
}

#[track_caller]
fn unfit(command: Command, answer: &str, reason: &str) {
    let mut scene = Scene::new();
    scene.submit(command);
    match scene.hear(answer).as_slice() {
        [Event::Unfit(unfit)] => assert!(unfit.to_string().contains(reason), "{unfit}"),
        other => panic!("{other:?}"),
    }
    assert!(scene.exchange.is_tainted());
}

#[test]
fn an_answer_of_another_shape_taints() {
    unfit(Command::MeasureQuery, "R+0000\r\nRun\r\n", "not a value");
    unfit(Command::MeasureQuery, &format!("R+0000\r\n{}\r\n", dod()), "not a value");
    unfit(Command::MeasureQuery, "Stop\r\n", "no result line");
    unfit(Command::MeasureQuery, "R+0000\r\nR+0000\r\n", "a result line");
    unfit(Command::MeasureQuery, "R+0000\r\nSt\u{e9}p\r\n", "not printable");
    unfit(Command::DodQuery, "R+0000\r\nStop\r\n", "1 fields");
    unfit(Command::DodQuery, &format!("R+0000\r\n{}", record(1)), "33 fields");
    unfit(Command::DodQuery, &format!("R+0000{}\r\n", dod()), "no result line");
    unfit(Command::DodQuery, "R+0000\r\n<html>,</html>\r\n", "2 fields");
    unfit(Command::BatteryLevelQuery, &format!("R+0000\r\n{}\r\n", dod()), "not a value");
    unfit(Command::SdCardFreeSizeQuery, "R+0000\r\nFull\r\n", "not a value");
    unfit(Command::ClockQuery, "R+0000\r\n2025/12/24 25:00:00\r\n", "not a value");
}

#[test]
fn prompt_stands_in_for_a_lost_line_end() {
    let mut scene = Scene::new();
    scene.submit(Command::DodQuery);
    assert!(is_dod(&scene.hear(&format!("R+0000\r\n{}$", dod()))));
    // Where a value may be the beginning of a longer one, it does not.
    unfit(Command::BatteryLevelQuery, "R+0000\r\nFull$", "end of the line");
    unfit(Command::SdCardFreeSizeQuery, "R+0000\r\n298$", "end of the line");
}

#[test]
fn a_line_without_end_ends_the_command() {
    let mut scene = Scene::new();
    scene.submit(Command::DodQuery);
    assert_eq!(scene.hear(&"x".repeat(crate::line::MAX_LINE + 1)), [Event::LineTooLong]);
    assert!(scene.exchange.is_tainted());
    assert_eq!(
        scene.hear(&format!("{}\r\nR+0000\r\n{}\r\n", "x".repeat(100_000), dod())),
        [Event::TaintOver]
    );
}

#[test]
fn a_lost_connection_forgets_the_command() {
    let mut scene = Scene::new();
    scene.submit(Command::DodQuery);
    scene.exchange.link_down(scene.now);
    assert_eq!(scene.exchange.in_flight(), None);
    assert_eq!(scene.exchange.poll_timeout(), None);
    scene.exchange.link_up(scene.now);
    scene.submit(Command::MeasureQuery);
    assert_eq!(scene.hear("R+0000\r\nStop\r\n"), state(RunState::Stop));
}
