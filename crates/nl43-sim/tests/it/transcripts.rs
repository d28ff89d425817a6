//! Byte for byte what the protocol reference prints.

use nl43_sim::{MeterConfig, SimMeter};

use crate::support::{Client, fields, meter};

#[tokio::test]
async fn a_setting_is_answered_by_its_result_and_the_prompt() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    client.send(b"Measure,Start\r\n").await;
    assert_eq!(client.bytes_to(b"$").await, b"R+0000\r\n$");
}

#[tokio::test]
async fn a_request_is_answered_by_a_result_and_one_data_line() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    client.send(b"Measure?\r\n").await;
    assert_eq!(client.bytes_to(b"$").await, b"R+0000\r\nStop\r\n$");
    client.send(b"Battery Level?\r\n").await;
    assert_eq!(client.bytes_to(b"$").await, b"R+0000\r\nFull\r\n$");
}

#[tokio::test]
async fn refusals_have_no_data_line() {
    let meter = meter().await;
    let mut client = Client::connect(&meter).await;
    let cases = [
        ("Measure,Stop", "R+0004"),
        ("$Measure,Start", "R+0001"),
        ("$Measure, Start", "R+0001"),
        ("$Measure,1", "R+0001"),
        ("Clock,2025/12/24,20:34:05", "R+0002"),
        ("Clock,2025/12/24 20:34:05", "R+0000"),
        ("Manual Store", "R+0001"),
        ("ManualStore,Start", "R+0001"),
        ("Manual Store,Start", "R+0004"),
        ("Measure,Run", "R+0002"),
        ("Reset", "R+0001"),
        ("Reset?", "R+0001"),
        ("Battery Level,Full", "R+0003"),
        ("Manual Store?", "R+0003"),
        ("Communication Echo,On", "R+0001"),
        ("Measure", "R+0001"),
        ("Measure,", "R+0002"),
        ("DRD?status?", "R+0001"),
        (",", "R+0001"),
        ("?", "R+0001"),
    ];
    for (command, code) in cases {
        assert_eq!(client.ask(command).await, format!("{code}\r\n$"), "{command}");
    }
}

#[tokio::test]
async fn displayed_values_before_any_measurement_are_lp_alone() {
    let meter =
        SimMeter::start(MeterConfig::immediate().sound("steady=46.2".parse().unwrap())).await.unwrap();
    let mut client = Client::connect(&meter).await;
    let line = client.data("DOD?").await;
    assert_eq!(line.len(), 351);
    let none = ["  -.-"; 13].join(",");
    let off = format!("{},-,-", ["  -.-"; 14].join(","));
    assert_eq!(line, format!(" 46.2,{none},0,0,{off},{off},{off}"));
    assert_eq!(fields(&line).len(), 64);
}

#[tokio::test]
async fn a_stream_ends_with_sub_and_the_line_is_usable_again() {
    let meter =
        SimMeter::start(MeterConfig::immediate().sound("steady=46.2".parse().unwrap())).await.unwrap();
    let mut client = Client::connect(&meter).await;
    let records = client.stream(3).await;
    let off = format!("{},-,-", ["  -.-"; 6].join(","));
    for (record, counter) in records.iter().zip(1..) {
        assert_eq!(*record, format!("{counter:3}, 46.2, 46.2, 46.2, 46.2, 58.2,  -.-,0,0,{off},{off},{off}"));
        assert_eq!(record.len(), 163);
    }
    client.send([0x1A]).await;
    assert!(client.read_to("$").await.ends_with('$'));
    assert_eq!(client.data("Measure?").await, "Stop");
}

/// What the instrument said to the first command of a recorded transcript, up to what the client sent next.
fn recorded(name: &str) -> String {
    let path = format!("{}/../nl43-proto/fixtures/transcripts/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let after_command = text.lines().skip_while(|line| !line.starts_with("-> ")).skip(1);
    let until_next = after_command.take_while(|line| !line.starts_with("-> ") && !line.starts_with("ask "));
    until_next
        .filter_map(|line| line.strip_prefix("<- "))
        .collect::<String>()
        .replace("\\r", "\r")
        .replace("\\n", "\n")
}

/// The text with every digit alike: what remains is layout.
fn layout(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_digit(), "0")
}

/// Holds an answer's layout against a recorded one, byte by byte.
async fn check_layout(name: &str, command: &str) {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let mut client = Client::dial(&meter);
    for setting in ["Clock,2025/12/24 21:33:40", "Measure,Start"] {
        client.ask(setting).await;
    }
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    if name != "drd_status" {
        client.ask("Measure,Stop").await;
    }
    client.send(format!("{command}\r\n")).await;
    let recorded = recorded(name);
    assert!(recorded.len() > 50, "{name} is a transcript");
    let said = client.bytes(recorded.len()).await;
    assert_eq!(layout(&said), layout(&recorded), "{name}");
}

#[tokio::test(start_paused = true)]
async fn records_have_the_layout_of_the_recorded_ones() {
    for (name, command) in [("dod", "DOD?"), ("dlc", "DLC?"), ("drd", "DRD?"), ("drd_status", "DRD?status")] {
        check_layout(name, command).await;
    }
}
