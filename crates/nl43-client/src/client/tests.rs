use std::time::Duration;

use nl43_proto::{RunState, StartStop};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream},
    time::{Instant, sleep},
};

use super::*;

const DRD: &str = "  1, 46.2, 44.9, 46.3, 46.2, 56.6,  -.-,0,0";

/// A meter's end of the line, played by hand.
struct Meter(DuplexStream);

impl Meter {
    /// The next command, without its line end.
    async fn command(&mut self) -> String {
        let mut line = Vec::new();
        loop {
            match self.0.read_u8().await.unwrap() {
                b'\n' => return String::from_utf8(line).unwrap().trim_end().to_owned(),
                0x1a => return "SUB".to_owned(),
                byte => line.push(byte),
            }
        }
    }

    async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }
}

fn pair() -> (Client, Meter) {
    let (near, far) = tokio::io::duplex(4096);
    (Client::new(Link::from_io(near), ExchangeTiming::default()), Meter(far))
}

#[tokio::test(start_paused = true)]
async fn a_query_is_answered_and_timed() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        assert_eq!(meter.command().await, "Measure?");
        sleep(Duration::from_millis(250)).await;
        meter.say("R+0000\r\nStart\r\n$").await;
        meter
    });
    assert_eq!(client.ask(Command::MeasureQuery).await, Ok(Reply::RunState(RunState::Start)));
    assert_eq!(client.turnaround(), Some(Duration::from_millis(250)));
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn commands_are_a_second_apart() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        meter.command().await;
        meter.say("R+0000\r\n$").await;
        let answered = Instant::now();
        assert_eq!(meter.command().await, "Battery Level?");
        assert!(answered.elapsed() >= Duration::from_secs(1), "{:?}", answered.elapsed());
        meter.say("R+0000\r\nFull\r\n$").await;
        meter
    });
    assert_eq!(client.ask(Command::Measure(StartStop::Start)).await, Ok(Reply::Done));
    assert_eq!(client.ask(Command::BatteryLevelQuery).await.unwrap().text(), "Full");
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_an_answer() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        meter.command().await;
        meter.say("R+0004\r\n$").await;
        meter
    });
    let refusal = client.ask(Command::Measure(StartStop::Stop)).await.unwrap_err();
    assert_eq!(refusal, ClientError::Refused { command: "Measure,Stop".into(), code: ResultCode::State });
    assert!(client.turnaround().is_some());
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_is_never_taken_for_the_next_commands() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        assert_eq!(meter.command().await, "Serial Number?");
        sleep(Duration::from_secs(6)).await;
        meter.say("R+0000\r\n01234567\r\n$").await;
        assert_eq!(meter.command().await, "Type?");
        meter.say("R+0000\r\nNL-43\r\n$").await;
        meter
    });
    let silence = client.ask(Command::SerialNumberQuery).await.unwrap_err();
    assert_eq!(silence, ClientError::TimedOut { command: "Serial Number?".into() });
    assert_eq!(client.ask(Command::TypeQuery).await.unwrap().text(), "NL-43");
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_abandoned_question_does_not_confuse_the_next() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        assert_eq!(meter.command().await, "Serial Number?");
        sleep(Duration::from_millis(300)).await;
        meter.say("R+0000\r\n01234567\r\n$").await;
        assert_eq!(meter.command().await, "Type?");
        meter.say("R+0000\r\nNL-43\r\n$").await;
        meter
    });
    let abandoned =
        tokio::time::timeout(Duration::from_millis(100), client.ask(Command::SerialNumberQuery)).await;
    assert!(abandoned.is_err());
    assert_eq!(client.ask(Command::TypeQuery).await.unwrap().text(), "NL-43");
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_ends_the_client() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        meter.command().await;
        drop(meter);
    });
    let lost = client.ask(Command::DodQuery).await.unwrap_err();
    assert!(matches!(&lost, ClientError::Lost { command, .. } if command == "DOD?"), "{lost:?}");
    assert_eq!(client.ask(Command::DodQuery).await, Err(ClientError::Closed));
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_another_shape_is_garbled() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        meter.command().await;
        meter.say("R+0000\r\n 46.2, 43.7\r\n$").await;
        meter
    });
    let garbled = client.ask(Command::MeasureQuery).await.unwrap_err();
    assert!(matches!(garbled, ClientError::Garbled { .. }), "{garbled:?}");
    played.await.unwrap();
}

/// Streams until SUB comes, then ends as a meter does.
async fn play_stream(mut meter: Meter) -> Meter {
    assert_eq!(meter.command().await, "DRD?");
    meter.say("R+0000\r\n").await;
    loop {
        meter.say(&format!("{DRD}\r\n")).await;
        if tokio::time::timeout(Duration::from_millis(100), meter.command())
            .await
            .is_ok_and(|word| word == "SUB")
        {
            break;
        }
    }
    meter.say("$").await;
    meter
}

#[tokio::test(start_paused = true)]
async fn a_stream_yields_records_until_stopped() {
    let (mut client, meter) = pair();
    let played = tokio::spawn(async move {
        let mut meter = play_stream(meter).await;
        assert_eq!(meter.command().await, "Measure?");
        meter.say("R+0000\r\nStop\r\n$").await;
        meter
    });
    let mut stream = client.stream(Command::DrdQuery).await.unwrap();
    for _ in 0..5 {
        let item = stream.next().await.unwrap();
        assert!(matches!(item, Some(StreamItem::Record(frame)) if frame.counter() == 1));
    }
    stream.stop().await.unwrap();
    assert_eq!(client.ask(Command::MeasureQuery).await.unwrap().text(), "Stop");
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_stream_is_stopped_by_the_next_question() {
    let (mut client, meter) = pair();
    let played = tokio::spawn(async move {
        let mut meter = play_stream(meter).await;
        assert_eq!(meter.command().await, "Measure?");
        meter.say("R+0000\r\nStop\r\n$").await;
        meter
    });
    let mut stream = client.stream(Command::DrdQuery).await.unwrap();
    assert!(stream.next().await.unwrap().is_some());
    drop(stream);
    assert_eq!(client.ask(Command::MeasureQuery).await.unwrap().text(), "Stop");
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_stream_is_an_answer() {
    let (mut client, mut meter) = pair();
    let played = tokio::spawn(async move {
        meter.command().await;
        meter.say("R+0001\r\n$").await;
        meter
    });
    let refusal = client.stream(Command::DrdQuery).await.err();
    assert!(
        matches!(refusal, Some(ClientError::Refused { code: ResultCode::UnknownCommand, .. })),
        "{refusal:?}"
    );
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn closing_ends_a_running_stream_first() {
    let (mut client, meter) = pair();
    let played = tokio::spawn(async move {
        let mut meter = play_stream(meter).await;
        assert_eq!(meter.0.read(&mut [0; 8]).await.unwrap(), 0);
    });
    let stream = client.stream(Command::DrdQuery).await.unwrap();
    drop(stream);
    client.close().await;
    played.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_mute_meter_ends_the_client_instead_of_hanging_it() {
    let (mut client, _meter) = pair();
    let before = Instant::now();
    let mut failures = Vec::new();
    for _ in 0..3 {
        failures.push(client.ask(Command::TypeQuery).await.unwrap_err());
    }
    assert_eq!(failures[0], ClientError::TimedOut { command: "Type?".into() });
    assert_eq!(failures[2], ClientError::Closed);
    assert!(before.elapsed() < Duration::from_secs(30), "{:?}", before.elapsed());
}
