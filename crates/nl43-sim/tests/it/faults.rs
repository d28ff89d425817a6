//! Every fault does what its description says, and ends when healed.

use std::io;
use std::time::Duration;

use nl43_sim::journal::{Breach, ClosedBy, Event};
use nl43_sim::{Fault, MeterConfig, SimMeter};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Client, PATIENCE, SILENCE, fields, meter};

const STOPPED: &str = "R+0000\r\nStop\r\n$";

fn kind<T>(result: io::Result<T>) -> io::ErrorKind {
    result.err().expect("fails").kind()
}

#[tokio::test]
async fn refuse_closes_the_port_and_heal_opens_the_same() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED);
    meter.faults().refuse_connections();
    assert_eq!(kind(client.end().await), io::ErrorKind::ConnectionReset);
    assert_eq!(kind(Client::try_connect(&meter).await), io::ErrorKind::ConnectionRefused);
    let addr = meter.addr();
    meter.faults().heal();
    let mut client = connect_until_served(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED);
    assert_eq!(meter.addr(), addr);
}

#[tokio::test]
async fn a_refusing_port_is_nobody_elses() {
    let meter = meter().await;
    meter.faults().refuse_connections();
    while Client::try_connect(&meter).await.is_ok() {}
    let taken = std::net::TcpListener::bind(meter.addr());
    assert_eq!(kind(taken), io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_port_in_use_is_not_shared() {
    let meter = meter().await;
    let config = MeterConfig { listen: meter.addr(), ..MeterConfig::immediate() };
    assert_eq!(kind(SimMeter::start(config).await), io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_black_hole_takes_everything_and_answers_late() {
    let meter = meter().await;
    meter.faults().black_hole();
    let mut client = Client::connect(&meter).await;
    client.send("Measure?\r\n").await;
    assert!(client.is_silent().await);
    meter.faults().heal();
    assert_eq!(client.read_to("$").await, STOPPED, "what was on the way arrives");
}

#[tokio::test]
async fn a_deaf_port_leaves_attempts_unanswered() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED);
    meter.faults().deafen();
    client.send("Measure?\r\n").await;
    assert!(client.is_silent().await);
    let attempt = timeout(SILENCE, TcpStream::connect(meter.addr())).await;
    assert!(attempt.is_err(), "{attempt:?}");
    meter.faults().heal();
    assert_eq!(client.read_to("$").await, STOPPED);
    drop(client);
    let mut client = connect_until_served(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED);
}

#[tokio::test]
async fn reset_ends_the_connection_and_nothing_else() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure,Start").await, "R+0000\r\n$");
    meter.faults().reset();
    assert_eq!(kind(client.end().await), io::ErrorKind::ConnectionReset);
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.data("Measure?").await, "Start");
    assert!(meter.faults().active().is_empty());
}

#[tokio::test]
async fn held_replies_come_when_healed_and_in_order() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().hold_replies();
    client.send("Measure?\r\nBattery Level?\r\n").await;
    assert!(client.is_silent().await);
    meter.faults().heal();
    assert_eq!(client.read_to("$").await, STOPPED);
    assert_eq!(client.read_to("$").await, "R+0000\r\nFull\r\n$");
    assert_eq!(meter.journal().commands()[1].breach, Some(Breach::WhileAnswering));
}

#[tokio::test]
async fn a_held_stream_is_silent() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    client.stream(2).await;
    meter.faults().hold_replies();
    while !client.is_silent().await {}
    meter.faults().heal();
    client.records(3).await;
}

#[tokio::test(start_paused = true)]
async fn delayed_replies_come_within_their_range() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    meter.faults().delay_replies(Duration::from_secs(2)..=Duration::from_secs(4));
    let mut seen = Vec::new();
    for _ in 0..20 {
        let begun = tokio::time::Instant::now();
        assert_eq!(client.ask("Measure?").await, STOPPED);
        seen.push(begun.elapsed());
    }
    assert!(seen.iter().all(|late| (2.0..4.1).contains(&late.as_secs_f64())), "{seen:?}");
    assert!(
        seen.iter().max().unwrap().saturating_sub(*seen.iter().min().unwrap()) > Duration::from_millis(500)
    );
}

#[tokio::test(start_paused = true)]
async fn a_share_of_replies_is_delayed() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    meter.faults().delay_some_replies(0.25, Duration::from_secs(1)..=Duration::from_secs(2));
    let mut late = 0;
    for _ in 0..400 {
        let begun = tokio::time::Instant::now();
        client.ask("Measure?").await;
        late += u32::from(begun.elapsed() >= Duration::from_secs(1));
    }
    assert!((60..140).contains(&late), "{late} of 400");
}

#[tokio::test(start_paused = true)]
async fn a_delayed_stream_is_late_but_complete() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    meter.faults().delay_replies(Duration::ZERO..=Duration::from_secs(3));
    let counters: Vec<String> =
        client.stream(60).await.iter().map(|record| fields(record)[0].clone()).collect();
    assert_eq!(counters, (1..=60).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn split_packets_are_small_and_whole_in_the_end() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    let whole = client.ask("DOD?").await;
    meter.faults().split_packets(1..=7);
    client.send("DOD?\r\n").await;
    let (mut bytes, mut reads) = (Vec::new(), 0);
    while !bytes.ends_with(b"$") {
        bytes.extend(client.read_once().await.unwrap());
        reads += 1;
    }
    assert_eq!(bytes, whole.as_bytes());
    assert!(reads > 10, "{reads} reads");
}

#[tokio::test(start_paused = true)]
async fn split_records_keep_their_pace() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    meter.faults().split_packets(1..=1);
    let begun = tokio::time::Instant::now();
    client.stream(10).await;
    let took = begun.elapsed();
    assert!((0.8..1.2).contains(&took.as_secs_f64()), "{took:?}");
}

#[tokio::test]
async fn merged_packets_bring_the_prompt_with_the_next_answer() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().merge_packets();
    client.send("Measure?\r\n").await;
    assert_eq!(client.read_to("Stop\r\n").await, "R+0000\r\nStop\r\n");
    assert!(client.is_silent().await);
    client.send("Measure?\r\n").await;
    assert_eq!(client.read_to("Stop\r\n").await, "$R+0000\r\nStop\r\n");
}

#[tokio::test]
async fn merged_records_come_three_at_a_time() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().merge_packets();
    client.send("DRD?\r\n").await;
    client.read_to("\r\n").await;
    let packet = String::from_utf8(client.read_once().await.unwrap()).unwrap();
    assert_eq!(packet.matches("\r\n").count(), 3, "{packet:?}");
    client.send([0x1A]).await;
    client.read_to("$").await;
}

#[tokio::test]
async fn the_next_line_is_garbled_beyond_any_value() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().garble_next_line();
    client.send("Measure?\r\n").await;
    let answer = client.bytes_to(b"$").await;
    let lines: Vec<&[u8]> = answer.split(|byte| *byte == b'\n').collect();
    assert!(lines[0].iter().any(|byte| !byte.is_ascii()), "{answer:?}");
    assert_eq!(lines[1], b"Stop\r");
    assert_eq!(client.ask("Measure?").await, STOPPED);
    assert!(meter.faults().active().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_share_of_lines_is_garbled() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    meter.faults().garble(0.2);
    let mut garbled = 0;
    for _ in 0..500 {
        client.send("Measure,Stop\r\n").await;
        garbled += u32::from(client.bytes_to(b"$").await != b"R+0004\r\n$");
    }
    assert!((60..140).contains(&garbled), "{garbled} of 500");
}

#[tokio::test]
async fn lines_without_an_end() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().drop_crlf();
    assert_eq!(client.ask("Measure?").await, "R+0000\r\nStop$");
    assert_eq!(client.ask("Measure,Stop").await, "R+0004$");
}

#[tokio::test]
async fn records_with_another_number_of_fields() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().wrong_field_count();
    assert_eq!(fields(&client.data("DOD?").await).len(), 63);
    assert_eq!(client.data("Measure?").await, "Stop", "other answers stay whole");
    meter.faults().apply(&Fault::WrongFieldCount { fields: Some(40) });
    assert_eq!(fields(&client.data("DLC?").await).len(), 40);
    assert_eq!(fields(&client.stream(1).await[0]).len(), 40);
}

#[tokio::test]
async fn every_command_is_answered_with_the_wrong_code() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().wrong_result_code(4);
    for command in ["DOD?", "Measure,Start", "DRD?", "Nonsense"] {
        assert_eq!(client.ask(command).await, "R+0004\r\n$", "{command}");
    }
    meter.faults().heal();
    assert_eq!(client.data("Measure?").await, "Stop", "a refused start has not started");
}

#[tokio::test]
async fn an_ignored_sub_leaves_the_stream_running() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    client.stream(1).await;
    meter.faults().ignore_sub();
    client.send([0x1A]).await;
    client.records(4).await;
    client.send("Measure?\r\n").await;
    client.records(2).await;
    assert_eq!(meter.journal().commands()[1].breach, Some(Breach::WhileStreaming));
    meter.faults().heal();
    client.send([0x1A]).await;
    client.read_to("$").await;
    assert_eq!(client.data("Measure?").await, "Stop");
}

#[tokio::test]
async fn a_half_open_connection_is_silent_and_makes_room() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED);
    meter.faults().half_open();
    client.send("Measure?\r\n").await;
    assert!(client.is_silent().await);
    drop(client);
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED);
    assert!(
        meter.journal().wait_until(PATIENCE, |journal| closed(journal, 1) == Some(ClosedBy::Client)).await
    );
}

#[tokio::test]
async fn a_wedge_leaves_file_port_and_measurement_alive() {
    let config = MeterConfig { ftp_listen: Some("127.0.0.1:0".parse().unwrap()), ..MeterConfig::immediate() };
    let meter = SimMeter::start(config).await.unwrap();
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure,Start").await, "R+0000\r\n$");
    meter.faults().wedge_control_port();
    assert_eq!(kind(client.end().await), io::ErrorKind::ConnectionReset);
    assert_eq!(kind(Client::try_connect(&meter).await), io::ErrorKind::ConnectionRefused);
    assert_eq!(greeting(&meter).await.unwrap(), "220 Connection Ready\r\n");
    assert!(meter.is_measuring());

    meter.faults().power_loss(Duration::ZERO);
    let mut client = connect_until_served(&meter).await;
    assert_eq!(client.data("Measure?").await, "Stop", "the power cycle that cures it costs the measurement");
}

#[tokio::test]
async fn refusal_closes_the_file_port_too() {
    let config = MeterConfig { ftp_listen: Some("127.0.0.1:0".parse().unwrap()), ..MeterConfig::immediate() };
    let meter = SimMeter::start(config).await.unwrap();
    greeting(&meter).await.unwrap();
    meter.faults().refuse_connections();
    let refused = async {
        while greeting(&meter).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, refused).await.unwrap();
}

#[tokio::test]
async fn a_sleeping_meter_is_silent_until_woken() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Sleep Mode,On").await, "R+0000\r\n$");
    assert_eq!(client.data("Sleep Mode?").await, "On", "the switch alone changes nothing");
    meter.faults().sleep();
    client.send("Measure?\r\n").await;
    assert!(client.is_silent().await);
    assert!(timeout(SILENCE, TcpStream::connect(meter.addr())).await.is_err());
    drop(client);
    meter.faults().heal();
    let mut client = connect_until_served(&meter).await;
    assert_eq!(client.data("Sleep Mode?").await, "On");
}

#[tokio::test(start_paused = true)]
async fn the_clock_jumps() {
    let meter = meter().await;
    let mut client = Client::dial(&meter);
    client.ask("Clock,2025/12/24 20:34:05").await;
    assert_eq!(client.data("Clock?").await, "2025/12/24 20:34:05");
    meter.faults().clock_jump(-3600);
    assert_eq!(client.data("Clock?").await, "2025/12/24 19:34:05");
    meter.faults().apply(&"clock-jump=90".parse().unwrap());
    assert_eq!(client.data("Clock?").await, "2025/12/24 19:35:35");
}

#[tokio::test]
async fn power_loss_costs_the_measurement_and_keeps_the_settings() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    for command in ["Store Name,0123", "Measure,Start"] {
        assert_eq!(client.ask(command).await, "R+0000\r\n$");
    }
    meter.faults().power_loss(Duration::from_millis(300));
    assert_eq!(kind(client.end().await), io::ErrorKind::ConnectionReset);
    assert_eq!(kind(Client::try_connect(&meter).await), io::ErrorKind::ConnectionRefused);
    assert_eq!(meter.faults().active().len(), 1);
    let mut client = connect_until_served(&meter).await;
    assert!(meter.faults().active().is_empty());
    assert_eq!(client.data("Measure?").await, "Stop");
    assert_eq!(client.data("Store Name?").await, "0123");
    assert_eq!(client.fields("DOD?", 3).await, ["60.0", "-.-", "-.-"]);
}

#[tokio::test]
async fn the_link_drops_after_so_many_bytes() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().drop_link_after(11);
    client.send("Measure?\r\n").await;
    let mut bytes = Vec::new();
    let error = loop {
        match client.read_once().await {
            Ok(more) => bytes.extend(more),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    assert!(b"R+0000\r\nSto".starts_with(&bytes), "{bytes:?}");
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure?").await, STOPPED, "it drops once");
}

#[tokio::test]
async fn a_stray_record_follows_a_stream() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    meter.faults().stray_record_after_sub(Duration::from_millis(50));
    client.stream(2).await;
    client.send([0x1A]).await;
    client.read_to("$").await;
    assert_eq!(fields(&client.records(1).await[0]).len(), 33);
}

#[tokio::test]
async fn faults_add_up_and_heal_together() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    for fault in ["split=1..7", "drop-crlf", "wrong-fields=10", "merge"] {
        meter.faults().apply(&fault.parse().unwrap());
    }
    assert_eq!(meter.faults().active().len(), 4);
    client.send("DLC?\r\n").await;
    let none = ["  -.-"; 10].join(",");
    assert_eq!(client.read_to(&none).await, format!("R+0000\r\n{none}"));
    meter.faults().heal();
    assert!(meter.faults().active().is_empty());
    assert_eq!(client.ask("Measure?").await, "$");
    assert_eq!(client.read_to("$").await, STOPPED);
    let noted = meter.journal().entries();
    assert!(noted.iter().any(|entry| entry.event == Event::Fault("split=1..7".into())));
    assert!(noted.iter().any(|entry| entry.event == Event::Healed));
}

/// Connects anew until one command is answered, for ports that are just opening.
async fn connect_until_served(meter: &SimMeter) -> Client {
    let served = async {
        loop {
            if let Ok(client) = Client::try_connect(meter).await {
                return client;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, served).await.unwrap()
}

async fn greeting(meter: &SimMeter) -> io::Result<String> {
    let mut client = Client::over(TcpStream::connect(meter.ftp_addr().unwrap()).await?);
    client.read_once().await.map(|bytes| String::from_utf8(bytes).unwrap())
}

fn closed(journal: &nl43_sim::Journal, connection: u32) -> Option<ClosedBy> {
    journal.entries().iter().find_map(|entry| match entry.event {
        Event::Closed { by } if entry.connection == connection => Some(by),
        _ => None,
    })
}

#[tokio::test]
async fn one_command_fails_while_others_work() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    let fault = |text: &str| meter.faults().apply(&text.parse::<Fault>().unwrap());
    fault("command=Store Name?:3");
    assert_eq!(client.ask("Store Name?").await, "R+0003\r\n$");
    assert_eq!(client.ask("Battery Level?").await, "R+0000\r\nFull\r\n$");
    fault("command=measure,start:void");
    assert_eq!(client.ask("Measure,Start").await, "R+0000\r\n$");
    assert!(!meter.is_measuring());
    fault("command=Measure,Start:unanswered");
    client.send("Measure,Start\r\n").await;
    assert!(client.is_silent().await);
    assert!(meter.is_measuring());
    fault("command=Measure,Stop:lost");
    client.send("Measure,Stop\r\n").await;
    assert!(client.is_silent().await);
    assert!(meter.is_measuring());
    fault("command=Measure,Stop:late 50ms");
    assert_eq!(client.ask("Measure,Stop").await, "R+0000\r\n$");
}
