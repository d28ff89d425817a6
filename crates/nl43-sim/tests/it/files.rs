//! The file server over real sockets.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use nl43_sim::{CardError, FilesConfig, MeterConfig, SimMeter, Timing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::ftp::Ftp;
use crate::support::{Client, PATIENCE};

async fn meter() -> SimMeter {
    SimMeter::start(MeterConfig::immediate().with_files()).await.unwrap()
}

async fn meter_with(files: FilesConfig) -> SimMeter {
    SimMeter::start(MeterConfig { files, ..MeterConfig::immediate().with_files() }).await.unwrap()
}

#[tokio::test]
async fn only_the_right_password_opens_the_card() {
    let meter = meter().await;
    let mut ftp = Ftp::connect(&meter).await;
    for line in ["LIST", "PWD", "PASV", "NONSENSE"] {
        assert_eq!(ftp.ask(line).await, "530 Not logged in");
    }
    ftp.ask("USER USER").await;
    assert_eq!(ftp.ask("PASS 1111").await, "530  Login Fail");
    ftp.ask("USER admin").await;
    assert_eq!(ftp.ask("PASS 0000").await, "530  Login Fail");
    ftp.ask("user USER").await;
    assert_eq!(ftp.ask("pass 0000").await, "230 User logged in");
    assert_eq!(ftp.ask("PWD").await, "257 \"/\" is current directory");
    assert_eq!(ftp.ask("QUIT").await, "221 Goodbye");
    assert!(ftp.is_closed().await);
    let noted = meter.journal().file_commands();
    let last: Vec<(u32, &str)> =
        noted.iter().rev().take(3).map(|(client, line)| (*client, &**line)).collect();
    assert_eq!(last, [(1, "QUIT"), (1, "PWD"), (1, "PASS ***")]);
}

#[tokio::test]
async fn switching_off_ends_transfers_and_switching_on_takes_its_time() {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(20_000), ..FilesConfig::default() };
    let timing = Timing { ftp_start: Duration::from_secs(1), ..Timing::immediate() };
    let config = MeterConfig { files, timing, ..MeterConfig::immediate().with_files() };
    let meter = SimMeter::start(config).await.unwrap();
    meter.card().put_sized("/a", 1_000_000).unwrap();
    let mut ftp = Ftp::log_in(&meter).await;
    let mut data = ftp.open("RETR /a").await.unwrap();
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("FTP,Off").await, "R+0000\r\n$");
    let mut bytes = Vec::new();
    // However it ends, it ends early.
    let _ = tokio::time::timeout(PATIENCE, data.read_to_end(&mut bytes)).await.unwrap();
    assert!(bytes.len() < 1_000_000 && ftp.is_closed().await);
    let switched_on = Instant::now();
    assert_eq!(client.ask("FTP,On").await, "R+0000\r\n$");
    assert_eq!(client.data("FTP?").await, "On");
    assert!(Ftp::try_connect(&meter).await.is_err(), "it says On before it listens");
    let listening = async {
        while Ftp::try_connect(&meter).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, listening).await.unwrap();
    assert!(switched_on.elapsed() >= Duration::from_millis(990), "{:?}", switched_on.elapsed());
}

#[tokio::test]
async fn it_knows_what_the_instrument_knows() {
    let meter = meter().await;
    let mut ftp = Ftp::log_in(&meter).await;
    for line in ["PASV", "EPSV", "SIZE /x", "MDTM /x", "EPRT |1|127.0.0.1|5000|", "NLST", "DELE /x", "FEAT"] {
        assert_eq!(ftp.ask(line).await, "502  Not Implemented", "{line}");
    }
    assert!(ftp.ask("TYPE I").await.starts_with("200 "));
    assert!(ftp.ask("NOOP").await.starts_with("200 "));
    assert!(ftp.ask("SYST").await.starts_with("215 "));
    assert!(ftp.ask("PORT 1,2,3").await.starts_with("501 "));
    assert!(ftp.ask("LIST").await.starts_with("425 "), "no data connection was arranged");
}

#[tokio::test]
async fn files_with_blanks_are_found_from_anywhere() {
    let meter = meter().await;
    let name = "NL_0001_SLM_Lp _0019_0001.rnd";
    let path = format!("/NL-43/Auto_0019/Auto_Lp_01/{name}");
    meter.card().put(&path, "Address,Start Time\r\n").unwrap();
    let mut ftp = Ftp::log_in(&meter).await;
    assert_eq!(ftp.names("/NL-43/Auto_0019/Auto_Lp_01").await, [name]);
    assert_eq!(ftp.text(&format!("RETR {path}")).await, "Address,Start Time\r\n");
    assert!(ftp.ask("CWD /NL-43/Auto_0019").await.starts_with("250 "));
    assert_eq!(ftp.names("").await, ["Auto_Lp_01"]);
    assert_eq!(ftp.text(&format!("RETR Auto_Lp_01/{name}")).await, "Address,Start Time\r\n");
    assert_eq!(ftp.names(&format!("-la Auto_Lp_01/{name}")).await, [name], "one file has one line");
    assert!(ftp.ask("CWD Auto_Lp_01").await.starts_with("250 "));
    assert_eq!(ftp.ask("PWD").await, "257 \"/NL-43/Auto_0019/Auto_Lp_01\" is current directory");
    assert!(ftp.ask("CDUP").await.starts_with("250 "));
    assert_eq!(ftp.ask("PWD").await, "257 \"/NL-43/Auto_0019\" is current directory");
    for missing in ["RETR nothing", "RETR Auto_Lp_01", "LIST nothing", "CWD nothing"] {
        let refusal = match missing.split_once(' ').unwrap().0 {
            "CWD" => ftp.ask(missing).await,
            _ => ftp.transfer(missing).await.unwrap_err(),
        };
        assert!(refusal.starts_with("550 "), "{missing}: {refusal}");
    }
}

#[tokio::test]
async fn times_are_those_of_the_meters_clock() {
    let config = MeterConfig { clock_offset_s: 3540, ..MeterConfig::immediate().with_files() };
    let meter = SimMeter::start(config).await.unwrap();
    let card = meter.card();
    let ahead =
        card.clock().duration_since(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).datetime());
    assert!((3530..3550).contains(&ahead.as_secs()), "{ahead}");
    let now = card.clock();
    card.put("/NL-43/Auto_0001/a", "a").unwrap();
    card.set_modified("/NL-43/Auto_0001", now.saturating_sub(jiff::Span::new().years(1))).unwrap();
    card.put_at("/NL-43/b", "b", now).unwrap();
    let listing = Ftp::log_in(&meter).await.text("LIST /NL-43").await;
    let columns: Vec<Vec<_>> = listing.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(columns[0][7], now.saturating_sub(jiff::Span::new().years(1)).year().to_string());
    assert_eq!(columns[1][5..8].join(" "), now.strftime("%b %-d %H:%M").to_string());
}

#[tokio::test]
async fn large_files_are_what_the_card_says() {
    let meter = meter().await;
    let card = meter.card();
    card.put_sized("/NL-43/long.wav", 3_000_001).unwrap();
    let mut ftp = Ftp::log_in(&meter).await;
    let bytes = ftp.bytes("RETR /NL-43/long.wav").await;
    assert_eq!(bytes, card.content("/NL-43/long.wav").unwrap().to_vec());
    assert_eq!(bytes.len(), 3_000_001);
    card.remove("/NL-43/long.wav").unwrap();
    assert_eq!(card.remove("/NL-43/long.wav"), Err(CardError::Nothing("/NL-43/long.wav".to_owned())));
    assert!(ftp.transfer("RETR /NL-43/long.wav").await.is_err());
}

#[tokio::test]
async fn passive_mode_and_further_verbs_are_there_on_request() {
    let meter = meter_with(FilesConfig { passive: true, extended: true, ..FilesConfig::default() }).await;
    meter.card().put_at("/a.txt", "hello", jiff::civil::date(2025, 12, 24).at(20, 34, 5, 0)).unwrap();
    let mut ftp = Ftp::log_in(&meter).await;
    assert_eq!(ftp.ask("SIZE /a.txt").await, "213 5");
    assert_eq!(ftp.ask("MDTM /a.txt").await, "213 20251224203405");
    for (verb, opening) in [("PASV", "227 "), ("EPSV", "229 ")] {
        let answer = ftp.ask(verb).await;
        assert!(answer.starts_with(opening), "{answer}");
        let numbers: Vec<u16> =
            answer[4..].split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
        let port = if let [.., high, low] = numbers[..] { high * 256 + low } else { numbers[0] };
        let mut data = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        assert!(ftp.ask("RETR /a.txt").await.starts_with("150 "));
        let mut text = String::new();
        data.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "hello");
        assert!(ftp.line().await.starts_with("226 "));
    }
    assert!(ftp.text("NLST /").await.contains("a.txt\r\n"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    assert!(ftp.ask(&format!("EPRT |1|127.0.0.1|{port}|")).await.starts_with("200 "));
}

#[tokio::test]
async fn a_link_has_its_speed() {
    let speed = NonZeroU64::new(100_000);
    let meter = meter_with(FilesConfig { bytes_per_second: speed, ..FilesConfig::default() }).await;
    meter.card().put_sized("/a", 30_000).unwrap();
    let mut ftp = Ftp::log_in(&meter).await;
    let begun = Instant::now();
    assert_eq!(ftp.bytes("RETR /a").await.len(), 30_000);
    assert!(begun.elapsed() >= Duration::from_millis(290), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn clients_are_bounded_in_number_patience_and_length() {
    let meter = meter_with(FilesConfig { idle: Duration::from_millis(300), ..FilesConfig::default() }).await;
    let mut idle = Ftp::connect(&meter).await;
    let mut long = Ftp::connect(&meter).await;
    long.send(&"x".repeat(5000)).await;
    assert_eq!(long.line().await, "500 Line too long");
    assert_eq!(idle.line().await, "421 Timeout");
    assert!(idle.is_closed().await);
    let meter = self::meter().await;
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(Ftp::connect(&meter).await);
    }
    assert!(Ftp::try_connect(&meter).await.unwrap().is_closed().await);
}

#[tokio::test]
async fn commands_are_answered_during_a_transfer() {
    let speed = NonZeroU64::new(20_000);
    let meter = meter_with(FilesConfig { bytes_per_second: speed, ..FilesConfig::default() }).await;
    meter.card().put_sized("/a", 10_000).unwrap();
    let mut ftp = Ftp::log_in(&meter).await;
    let mut data = ftp.open("RETR /a").await.unwrap();
    assert_eq!(data.peer_addr().unwrap().ip(), meter.ftp_addr().unwrap().ip());
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.ask("Measure,Start").await, "R+0000\r\n$");
    let mut bytes = Vec::new();
    tokio::time::timeout(PATIENCE, data.read_to_end(&mut bytes)).await.unwrap().unwrap();
    assert_eq!(bytes.len(), 10_000);
    assert!(ftp.line().await.starts_with("226 "));
}

#[tokio::test]
async fn a_sleeping_meter_leaves_file_clients_in_silence() {
    let meter = meter().await;
    let mut ftp = Ftp::log_in(&meter).await;
    meter.faults().sleep();
    meter.faults().settled().await;
    ftp.send("NOOP").await;
    assert!(tokio::time::timeout(Duration::from_millis(150), ftp.line()).await.is_err());
    meter.faults().heal();
    assert!(ftp.line().await.starts_with("200 "), "it wakes up where it was");
    meter.faults().black_hole();
    meter.faults().settled().await;
    let mut mute = TcpStream::connect(meter.ftp_addr().unwrap()).await.unwrap();
    mute.write_all(b"USER USER\r\n").await.unwrap();
    let silence = tokio::time::timeout(Duration::from_millis(150), mute.read_u8()).await;
    assert!(silence.is_err(), "nobody greets");
}

#[tokio::test]
async fn a_running_measurement_can_be_fetched() {
    let config =
        MeterConfig::immediate().with_files().setting("Store Mode", "Auto").setting("Store Name", "0019");
    let meter = SimMeter::start(config).await.unwrap();
    let mut client = Client::connect(&meter).await;
    assert_eq!(client.data("Overwrite?").await, "None");
    client.ask("Measure,Start").await;
    assert_eq!(client.data("Overwrite?").await, "Exist");
    let mut ftp = Ftp::log_in(&meter).await;
    assert_eq!(ftp.names("/NL-43/Auto_0019").await.len(), 3);
    let retr = "RETR /NL-43/Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd";
    let first = ftp.text(retr).await;
    let grown = async {
        loop {
            let text = ftp.text(retr).await;
            if text.len() > first.len() {
                return text;
            }
        }
    };
    let grown = tokio::time::timeout(PATIENCE, grown).await.unwrap();
    assert!(grown.starts_with(&first));
    assert_eq!(client.ask("Measure,Stop").await, "R+0000\r\n$");
}

#[tokio::test]
async fn no_line_is_the_end_of_the_server() {
    let meter = meter().await;
    let mut ftp = Ftp::log_in(&meter).await;
    for line in [
        "",
        " ",
        "PORT",
        "PORT 999,1,1,1,1,1",
        "CWD",
        "CWD /../../..",
        "CWD \u{1}",
        "RETR",
        "RETR \0",
        "LIST -",
        "é",
        &format!("CWD {}", "/d".repeat(300)),
        &format!("RETR {}", "n".repeat(900)),
    ] {
        let answer = ftp.ask(line).await;
        assert!(answer.as_bytes()[..3].iter().all(u8::is_ascii_digit), "{line:?}: {answer}");
    }
    ftp.send("LIST \u{ff}\r\nNOOP").await;
    assert!(ftp.line().await.starts_with("550 "));
    assert!(ftp.line().await.starts_with("200 "), "lines may come in one packet");
}
