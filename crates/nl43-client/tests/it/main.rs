//! The client on simulated meters, in real time with short pauses.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod corpus;
mod ftp;

use std::time::Duration;

use nl43_client::{Client, ClientError, Endpoint, Link, LinkOptions, StreamItem};
use nl43_proto::{Command, ExchangeTiming, Reply, RunState, StartStop};
use nl43_sim::{Fault, MeterConfig, SimMeter, Timing};

const GAP: Duration = Duration::from_millis(20);

/// As the default, fifty times faster.
const QUICK: ExchangeTiming = ExchangeTiming {
    command_gap: GAP,
    reply_timeout: Duration::from_millis(150),
    taint_quiet: Duration::from_millis(100),
    drain_quiet: Duration::from_millis(150),
    drd_silence: Duration::from_millis(600),
};

async fn meter() -> SimMeter {
    let timing = Timing { command_gap: GAP, ..Timing::immediate() };
    SimMeter::start(MeterConfig { timing, ..MeterConfig::immediate() }).await.unwrap()
}

fn apply(meter: &SimMeter, fault: &str) {
    meter.faults().apply(&fault.parse::<Fault>().unwrap());
}

async fn client(meter: &SimMeter) -> Client {
    let endpoint = Endpoint::tcp(meter.addr().ip().to_string(), meter.addr().port());
    Client::new(Link::connect(&endpoint, &LinkOptions::default()).await.unwrap(), QUICK)
}

async fn text(client: &mut Client, command: Command) -> String {
    client.ask(command).await.unwrap().text()
}

#[tokio::test]
async fn a_conversation_keeps_the_meters_rules() {
    let meter = meter().await;
    let mut client = client(&meter).await;
    assert_eq!(text(&mut client, Command::TypeQuery).await, "NL-43");
    assert_eq!(client.ask(Command::Measure(StartStop::Start)).await, Ok(Reply::Done));
    assert_eq!(client.ask(Command::MeasureQuery).await, Ok(Reply::RunState(RunState::Start)));
    let refusal = client.ask(Command::Measure(StartStop::Start)).await.unwrap_err();
    assert!(refusal.to_string().starts_with("the meter refused `Measure,Start`: R+0004"), "{refusal}");
    assert!(matches!(client.ask(Command::DodQuery).await, Ok(Reply::Dod(dod)) if dod.main().lp.is_some()));
    client.close().await;

    let totals = meter.journal().totals();
    assert_eq!((totals.spacing_violations, totals.overlaps, totals.connections), (0, 0, 1));
    meter.stop().await;
}

#[tokio::test]
async fn odd_packets_make_no_difference() {
    for fault in ["split=1..3", "merge", "drop-crlf"] {
        let meter = meter().await;
        apply(&meter, fault);
        let mut client = client(&meter).await;
        for _ in 0..3 {
            assert_eq!(text(&mut client, Command::MeasureQuery).await, "Stop", "{fault}");
            assert!(matches!(client.ask(Command::DodQuery).await, Ok(Reply::Dod(_))), "{fault}");
        }
        client.close().await;
        meter.stop().await;
    }
}

/// Late answers, some beyond the time-out: whatever is answered belongs to its question.
#[tokio::test]
async fn no_late_answer_is_taken_for_anothers() {
    let meter = meter().await;
    let mut client = client(&meter).await;
    let serial = text(&mut client, Command::SerialNumberQuery).await;
    apply(&meter, "delay=0s..0.4s@0.4");
    let expected =
        [(Command::TypeQuery, "NL-43"), (Command::SerialNumberQuery, &serial), (Command::FtpQuery, "Off")];
    let (mut answered, mut late) = (0, 0);
    for round in 0..30 {
        let (command, text) = &expected[round % expected.len()];
        match client.ask(command.clone()).await {
            Ok(reply) => {
                assert_eq!(&reply.text(), text, "round {round}");
                answered += 1;
            }
            Err(ClientError::TimedOut { .. }) => late += 1,
            Err(ClientError::Closed) => client = self::client(&meter).await,
            Err(other) => panic!("round {round}: {other}"),
        }
    }
    assert!(answered > 5 && late > 0, "{answered} answered, {late} late");
    meter.stop().await;
}

#[tokio::test]
async fn garbled_and_missing_answers_are_named() {
    let meter = meter().await;
    let mut client = client(&meter).await;
    apply(&meter, "wrong-fields=63");
    assert!(matches!(client.ask(Command::DodQuery).await, Err(ClientError::Garbled { .. })));
    meter.faults().heal();
    assert_eq!(text(&mut client, Command::MeasureQuery).await, "Stop");
    apply(&meter, "half-open");
    assert!(matches!(client.ask(Command::TypeQuery).await, Err(ClientError::TimedOut { .. })));
    apply(&meter, "reset");
    assert!(client.ask(Command::TypeQuery).await.is_err());
    meter.stop().await;
}

#[tokio::test]
async fn a_stream_counts_up_and_leaves_the_line_usable() {
    let meter = meter().await;
    let mut client = client(&meter).await;
    let mut stream = client.stream(Command::DrdQuery).await.unwrap();
    for expected in 1..=4 {
        match stream.next().await.unwrap() {
            Some(StreamItem::Record(frame)) => assert_eq!(frame.counter(), expected),
            other => panic!("{other:?}"),
        }
    }
    stream.stop().await.unwrap();
    assert_eq!(text(&mut client, Command::TypeQuery).await, "NL-43");
    assert_eq!(meter.journal().totals().overlaps, 0);
    meter.stop().await;
}

#[tokio::test]
async fn a_stream_that_falls_silent_ends() {
    let meter = meter().await;
    let mut client = client(&meter).await;
    let mut stream = client.stream(Command::DrdQuery).await.unwrap();
    assert!(stream.next().await.unwrap().is_some());
    apply(&meter, "hold");
    while stream.next().await.unwrap().is_some() {}
    meter.stop().await;
}
