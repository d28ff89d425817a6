//! The line's own rules: one connection, the prompt, spacing, echo, and what the journal tells of them.

use std::io;
use std::time::{Duration, Instant};

use nl43_sim::journal::{Breach, Event};
use nl43_sim::{MeterConfig, SecondConnection, SimMeter, StreamEnd, Timing};

use crate::support::{Client, PATIENCE, fields, meter};

async fn start(config: MeterConfig) -> SimMeter {
    SimMeter::start(config).await.unwrap()
}

#[tokio::test]
async fn a_second_connection_is_never_answered_even_when_the_first_one_left() {
    let meter = meter().await;
    let mut first = Client::connect(&meter).await;
    first.ask("Measure?").await;
    let mut second = Client::connect(&meter).await;
    second.send("Measure?\r\n").await;
    assert!(second.is_silent().await);
    drop(first);
    assert!(second.is_silent().await);
    let mut third = Client::connect(&meter).await;
    assert_eq!(third.data("Measure?").await, "Stop");
    assert_eq!(meter.journal().max_connections(), 2);
    assert_eq!(meter.journal().totals().connections, 3);
}

#[tokio::test]
async fn a_second_connection_may_be_refused() {
    let meter =
        start(MeterConfig { second_connection: SecondConnection::Refuse, ..MeterConfig::immediate() }).await;
    let mut first = Client::connect(&meter).await;
    first.ask("Measure?").await;
    meter.faults().settled().await;
    assert_eq!(
        Client::try_connect(&meter).await.err().map(|error| error.kind()),
        Some(io::ErrorKind::ConnectionRefused)
    );
    drop(first);
    let begun = Instant::now();
    while Client::try_connect(&meter).await.is_err() {
        assert!(begun.elapsed() < PATIENCE);
        tokio::task::yield_now().await;
    }
    assert_eq!(meter.journal().max_connections(), 1);
}

#[tokio::test]
async fn a_second_connection_may_evict_the_first() {
    let meter =
        start(MeterConfig { second_connection: SecondConnection::Evict, ..MeterConfig::immediate() }).await;
    let mut first = Client::connect(&meter).await;
    first.ask("Measure?").await;
    let mut second = Client::connect(&meter).await;
    assert_eq!(second.data("Measure?").await, "Stop");
    assert_eq!(first.end().await.map_err(|error| error.kind()), Err(io::ErrorKind::ConnectionReset));
}

#[tokio::test(start_paused = true)]
async fn the_slot_stays_taken_for_a_while_after_a_close() {
    let timing = Timing { slot_release: Duration::from_secs(2), ..Timing::immediate() };
    let meter = start(MeterConfig { timing, ..MeterConfig::immediate() }).await;
    let mut first = Client::dial(&meter);
    first.ask("Measure?").await;
    drop(first);
    let mut early = Client::dial(&meter);
    early.send("Measure?\r\n").await;
    assert!(early.is_silent().await);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(Client::dial(&meter).data("Measure?").await, "Stop");
    assert!(early.is_silent().await);
}

#[tokio::test]
async fn closing_and_connecting_again_at_once_works() {
    let meter = meter().await;
    for _ in 0..20 {
        let mut client = Client::connect(&meter).await;
        assert_eq!(client.data("Measure?").await, "Stop");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_take_the_time_of_the_real_instrument() {
    let meter = start(MeterConfig::default()).await;
    let mut client = Client::dial(&meter);
    for (command, range) in [("Measure?", 0.1..0.31), ("Measure,Start", 0.6..0.61), ("DOD?", 0.1..0.31)] {
        let begun = tokio::time::Instant::now();
        client.ask(command).await;
        assert!(range.contains(&begun.elapsed().as_secs_f64()), "{command} took {:?}", begun.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn the_journal_tells_commands_that_come_too_soon() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    client.ask("Measure?").await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    client.ask("DOD?").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    client.ask("Clock?").await;
    drop(client);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut client = Client::dial(&meter);
    client.ask("Type?").await;
    let journal = meter.journal();
    let breaches: Vec<_> = journal.commands().iter().map(|command| command.breach).collect();
    let soon = |millis| Some(Breach::TooSoon(Duration::from_millis(millis)));
    assert_eq!(breaches, [None, soon(400), None, soon(100)], "the pause outlives the connection");
    assert_eq!(journal.spacing_violations().len(), 2);
    assert_eq!(journal.totals().spacing_violations, 2);
    assert_eq!(
        journal.lines().iter().map(|line| &**line).collect::<Vec<_>>(),
        ["Measure?", "DOD?", "Clock?", "Type?"]
    );
}

#[tokio::test(start_paused = true)]
async fn the_pause_counts_from_the_end_of_a_stream() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    client.stream(20).await;
    client.send([0x1A]).await;
    client.read_to("$").await;
    tokio::time::sleep(Duration::from_millis(999)).await;
    client.ask("Measure?").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    client.ask("Measure?").await;
    let breaches: Vec<_> = meter.journal().commands().iter().map(|command| command.breach).collect();
    assert_eq!(breaches, [None, Some(Breach::TooSoon(Duration::from_millis(999))), None]);
    assert!(meter.journal().entries().iter().any(|entry| entry.event == Event::Sub));
}

#[tokio::test(start_paused = true)]
async fn the_pause_is_counted_from_the_line_not_from_a_straggling_prompt() {
    let meter = meter().await;
    meter.faults().split_packets(1..=1);
    let mut client = Client::dial(&meter);
    for _ in 0..3 {
        client.send("DOD?\r\n").await;
        client.read_to("-\r\n").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(meter.journal().spacing_violations(), []);
}

#[tokio::test(start_paused = true)]
async fn a_strict_meter_loses_what_comes_within_200_ms() {
    let meter = start(MeterConfig { strict_spacing: true, ..MeterConfig::immediate() }).await;
    let mut client = Client::dial(&meter);
    client.ask("Measure?").await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    client.send("Measure?\r\n").await;
    assert!(client.is_silent().await);
    assert_eq!(client.data("Measure?").await, "Stop");
    assert_eq!(meter.journal().count("Measure?"), 2);
}

#[tokio::test]
async fn echo_repeats_the_command_ahead_of_its_result() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Echo,On").await, "R+0000\r\n$");
    assert_eq!(client.ask("measure?").await, "measure?\r\nR+0000\r\nStop\r\n$");
    assert_eq!(client.ask("Echo,Off").await, "Echo,Off\r\nR+0000\r\n$");
    assert_eq!(client.ask("Measure?").await, "R+0000\r\nStop\r\n$");
}

#[tokio::test]
async fn a_prompt_may_greet_and_may_be_missing() {
    let meter = start(MeterConfig { prompt_on_connect: true, ..MeterConfig::immediate() }).await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.read_to("$").await, "$");
    assert_eq!(client.data("Measure?").await, "Stop");

    let meter = start(MeterConfig { prompt: false, ..MeterConfig::immediate() }).await;
    let mut client = Client::connect(&meter).await;
    client.send("Measure?\r\n").await;
    assert_eq!(client.read_to("Stop\r\n").await, "R+0000\r\nStop\r\n");
    assert!(client.is_silent().await);
}

#[tokio::test]
async fn a_stream_may_end_with_a_result_line_or_with_nothing() {
    for (stream_end, tail) in [(StreamEnd::ResultLine, "R+0000\r\n$"), (StreamEnd::Prompt, "$")] {
        let meter = start(MeterConfig { stream_end, ..MeterConfig::immediate() }).await;
        let mut client = Client::connect(&meter).await;
        client.stream(1).await;
        client.send([0x1A]).await;
        let rest = client.read_to("$").await;
        assert!(rest.ends_with(&format!("\n{tail}")) || rest == tail, "{rest:?}");
    }
    let meter = start(MeterConfig { stream_end: StreamEnd::Nothing, ..MeterConfig::immediate() }).await;
    let mut client = Client::connect(&meter).await;
    client.stream(1).await;
    client.send([0x1A]).await;
    while !client.is_silent().await {}
    assert_eq!(client.data("Measure?").await, "Stop");
}

#[tokio::test]
async fn sub_works_without_a_stream_and_within_a_line() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    client.send([0x1A]).await;
    client.send("Meas").await;
    client.send([0x1A]).await;
    client.send("ure?\r\n").await;
    assert_eq!(client.read_to("$").await, "R+0000\r\nStop\r\n$");
}

#[tokio::test]
async fn lines_may_end_in_lf_come_in_pieces_and_be_nonsense() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    for byte in b"Measure?\n" {
        client.send([*byte]).await;
    }
    assert_eq!(client.read_to("$").await, "R+0000\r\nStop\r\n$");
    client.send("\r\n\r\n").await;
    assert_eq!(client.ask(&"x".repeat(100_000)).await, "R+0001\r\n$");
    client.send(b"\xFF\xFE\x00,\x80\r\n").await;
    assert_eq!(client.read_to("$").await, "R+0001\r\n$");
    assert_eq!(client.data("Measure?").await, "Stop");
}

#[tokio::test]
async fn a_client_that_cuts_its_link_gets_its_answer_first() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("TCP,Off").await, "R+0000\r\n$");
    assert!(client.end().await.is_ok());
    meter.faults().settled().await;
    assert!(Client::try_connect(&meter).await.is_err());
    meter.faults().heal();
    meter.faults().settled().await;
    assert_eq!(Client::connect(&meter).await.data("TCP?").await, "On");
}

#[tokio::test]
async fn the_file_port_follows_its_switch() {
    let config = MeterConfig { ftp_listen: Some("127.0.0.1:0".parse().unwrap()), ..MeterConfig::immediate() };
    let meter = start(config).await;
    let ftp_addr = meter.ftp_addr().unwrap();
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.data("FTP?").await, "On");
    for _ in 0..2 {
        let mut files = Client::over(tokio::net::TcpStream::connect(ftp_addr).await.unwrap());
        assert_eq!(files.read_to("\n").await, "220 Connection Ready\r\n");
        files.send("USER USER\r\n").await;
        assert!(files.read_to("\n").await.starts_with("331 "));
        assert_eq!(client.ask("FTP,Off").await, "R+0000\r\n$");
        meter.faults().settled().await;
        assert!(tokio::net::TcpStream::connect(ftp_addr).await.is_err());
        assert_eq!(client.ask("FTP,On").await, "R+0000\r\n$");
        meter.faults().settled().await;
    }
}

#[tokio::test]
async fn the_journal_is_bounded_and_keeps_its_totals() {
    let meter = start(MeterConfig { journal_entries: 10, ..MeterConfig::immediate() }).await;
    let mut client = Client::connect(&meter).await;
    for _ in 0..30 {
        client.ask("Type?").await;
    }
    let totals = meter.journal().totals();
    assert_eq!((meter.journal().entries().len(), totals.commands, totals.forgotten), (10, 30, 21));
}

#[tokio::test]
async fn one_can_wait_for_a_command() {
    let meter = meter().await;
    let journal = meter.journal();
    let waiting = tokio::spawn(async move { journal.wait_for("Measure,Start", 1, PATIENCE).await });
    let mut client = Client::connect(&meter).await;
    client.ask("Measure,Start").await;
    assert!(waiting.await.unwrap());
    assert!(!meter.journal().wait_for("Measure,Stop", 1, Duration::from_millis(10)).await);
}

#[tokio::test]
async fn a_stopped_meter_lets_go_of_port_and_connections() {
    let meter = meter().await;
    let addr = meter.addr();
    let mut client = Client::connect(&meter).await;
    client.ask("Measure?").await;
    let mut second = Client::connect(&meter).await;
    assert!(second.is_silent().await);
    meter.stop().await;
    assert!(client.end().await.is_ok());
    assert!(second.end().await.is_ok());
    assert!(meter.dial().is_err());
    let again = start(MeterConfig { listen: addr, ..MeterConfig::immediate() }).await;
    assert_eq!(again.addr(), addr);
    assert_eq!(Client::connect(&again).await.data("Measure?").await, "Stop");
}

#[tokio::test]
async fn a_level_set_by_hand_shows_with_the_next_reading() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    for level in [86.0, 45.5, 60.0] {
        meter.set_level(level);
        assert_eq!(client.fields("DOD?", 1).await, [format!("{level:.1}")]);
    }
    meter.set_level(86.0);
    meter.clear_level();
    let mut records = client.stream(3).await;
    assert_eq!(fields(&records.remove(2))[1], "60.0");
}
