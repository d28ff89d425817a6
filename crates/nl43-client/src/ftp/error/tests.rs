use std::time::Duration;

use super::{Announced, FtpError as Error, FtpPhase, GREETING};
use crate::ftp::CardPath;

const TEN: Duration = Duration::from_secs(10);

fn announced() -> Announced {
    Announced { address: "203.0.113.7:50003".parse().expect("an address"), ports: Some(50_000..=50_009) }
}

fn all() -> Vec<Error> {
    let server = "192.0.2.7:21".to_owned();
    let path = CardPath::parse("/NL-43/Auto_0019/NL_0001_SLM_Lp _0019_0001.rnd").expect("a path");
    let address = "203.0.113.7:21".parse().expect("an address");
    let reset = "Connection reset by peer (os error 104)".to_owned();
    let text = str::to_owned;
    vec![
        Error::Resolve { cause: text("meter.example (Name or service not known)") },
        Error::ConnectRefused { server: server.clone() },
        Error::ConnectTimedOut { server: server.clone(), after: TEN },
        Error::Connect { server: server.clone(), cause: text("Network is unreachable (os error 101)") },
        Error::GreetingRefused { server: server.clone(), code: 421, text: text("Too many users") },
        Error::GreetingRefused { server, code: 554, text: text("Go away") },
        Error::ReplyTimedOut { verb: GREETING, after: TEN },
        Error::ControlLost { verb: GREETING, cause: text("the meter closed the connection") },
        Error::Garbled { verb: GREETING, line: text("SSH-2.0-OpenSSH_9.2") },
        Error::LoginRefused { user: text("USER"), code: 530, text: text("Login Fail") },
        Error::CommandRefused { verb: "TYPE", code: 504, text: text("Not for this type") },
        Error::CommandRefused { verb: "CWD", code: 421, text: text("Timeout") },
        Error::NoSuchFile { path: path.clone(), code: 550, text: text("No such file") },
        Error::Unsendable { what: "the password", problem: "it has control characters" },
        Error::ReplyTimedOut { verb: "CWD", after: Duration::from_millis(1500) },
        Error::Closed,
        Error::CommandRefused { verb: "PASV", code: 502, text: text("Not Implemented") },
        Error::NoFreePort { ports: 50_000..=50_009 },
        Error::NoFreePort { ports: 50_000..=50_000 },
        Error::Listen { address, cause: text("Permission denied (os error 13)") },
        Error::DataNeverCame { announced: announced() },
        Error::DataRefused { announced: announced(), code: 425, text: text("Can not open data connection") },
        Error::WrongPeer { expected: [192, 0, 2, 7].into(), seen: [198, 51, 100, 9].into(), count: 2 },
        Error::DataConnect { address, cause: text("no answer within 15 s") },
        Error::Stalled { path: path.clone(), got: 65_536, after: Duration::from_secs(30) },
        Error::Aborted { path: path.clone(), got: 65_536, code: 426, text: text("Connection closed") },
        Error::DataLost { path: path.clone(), got: 65_536, cause: reset.clone() },
        Error::ControlLost { verb: "RETR", cause: reset },
        Error::Unconfirmed { path, got: 65_536, after: TEN },
        Error::Incomplete { expected: 48_213, got: 10 },
        Error::TooLong { what: "the listing of the folder", limit: text("100000 entries") },
    ]
}

#[test]
fn sentences_say_what_is_blocked() {
    let lines: Vec<_> = all()
        .iter()
        .map(|error| {
            let again = if error.is_retryable() { "again" } else { "-" };
            let session = if error.session_survives() { "stays" } else { "ends" };
            format!("{:<15} {again:<5} {session:<5} | {error}", error.phase().name())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn only_a_missing_file_is_not_found() {
    assert!(all().iter().all(|error| error.is_not_found() == matches!(error, Error::NoSuchFile { .. })));
}

#[test]
fn announced_places_are_what_a_firewall_is_told() {
    let at =
        |address: &str, ports| Announced { address: address.parse().expect("an address"), ports }.to_string();
    assert_eq!(at("203.0.113.7:41234", None), "203.0.113.7:41234");
    assert_eq!(at("203.0.113.7:50003", Some(50_000..=50_009)), "203.0.113.7:50000–50009");
    assert_eq!(at("203.0.113.7:50003", Some(50_003..=50_003)), "203.0.113.7:50003");
    assert_eq!(at("[2001:db8::7]:50003", Some(50_000..=50_009)), "[2001:db8::7]:50000–50009");
    assert_eq!(at("[2001:db8::7]:50003", None), "[2001:db8::7]:50003");
}

#[test]
fn phases_have_names_in_their_order() {
    assert!(FtpPhase::Resolve < FtpPhase::Connect && FtpPhase::DataConnection < FtpPhase::Transfer);
    assert_eq!(FtpPhase::DataConnection.to_string(), "data_connection");
}
