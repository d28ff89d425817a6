//! Conversations with an instrument, byte for byte.
//!
//! A transcript is a text of lines: `ask` submits a command, `->` is what must then have been sent, `<-` is what the
//! instrument says (`\r`, `\n` and `\x1a` are the bytes of these names), `==` is the event that must follow, `wait` lets
//! time pass, `stop` ends a stream, `refused` is a command that must not even be sent. `#` opens a comment.

use std::{fs, path::Path, time::Duration, time::Instant};

use nl43_proto::{Command, Event, Exchange, ExchangeTiming};

use crate::start;

/// How the instrument's bytes are cut into packets.
type Packets = fn(&[u8]) -> Vec<&[u8]>;

const WHOLE: Packets = |bytes| vec![bytes];
const SINGLE_BYTES: Packets = |bytes| bytes.chunks(1).collect();
const SEVENS: Packets = |bytes| bytes.chunks(7).collect();

struct Player {
    exchange: Exchange,
    now: Instant,
    packets: Packets,
    /// File and line that is played.
    place: String,
}

impl Player {
    fn new(packets: Packets) -> Self {
        let now = start();
        let mut exchange = Exchange::new(ExchangeTiming::default());
        exchange.link_up(now);
        Self { exchange, now, packets, place: String::new() }
    }

    fn play(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "ask" => self.exchange.submit(command(rest).unwrap(), self.now).unwrap(),
            "->" => {
                let sent = self.exchange.poll_transmit();
                let sent = sent.map(|bytes| bytes.escape_ascii().to_string());
                assert_eq!(sent.as_deref(), Some(rest), "{}", self.place);
            }
            "<-" => {
                for packet in (self.packets)(&bytes(rest)) {
                    self.exchange.handle_input(packet, self.now);
                }
            }
            "==" => {
                let event = self.exchange.poll_event().map(describe);
                assert_eq!(event.as_deref(), Some(rest), "{}", self.place);
            }
            "wait" => {
                self.now += Duration::from_millis(rest.trim_end_matches(" ms").parse().unwrap());
                self.exchange.handle_timeout(self.now);
            }
            "stop" => self.exchange.stop_stream(self.now),
            "refused" => assert!(command(rest).is_err(), "{}", self.place),
            _ => panic!("{}: what is `{line}`?", self.place),
        }
    }

    /// Nothing but what the transcript names may have happened.
    fn end(&mut self) {
        assert_eq!(self.exchange.poll_event(), None, "after {}", self.place);
        assert_eq!(self.exchange.poll_transmit(), None, "after {}", self.place);
    }
}

fn command(text: &str) -> Result<Command, nl43_proto::CommandError> {
    match (text.split_once(','), text.strip_suffix('?')) {
        (Some((name, value)), _) => Command::setting_from_text(name, value),
        (None, Some(name)) => Command::query_by_name(name),
        (None, None) if text == "Reset" => Ok(Command::Reset),
        (None, None) => Command::query_by_name(text),
    }
}

/// Undoes what `escape_ascii` does, for the escapes that occur.
fn bytes(text: &str) -> Vec<u8> {
    text.replace("\\r", "\r").replace("\\n", "\n").replace("\\x1a", "\u{1a}").into_bytes()
}

fn describe(event: Event) -> String {
    match event {
        Event::Answered(reply) => format!("answered {reply}").trim_end().to_owned(),
        Event::Refused(code) => format!("refused {code}"),
        Event::Record(frame) => format!("record {} {}", frame.counter(), frame.main().lp.unwrap()),
        Event::Unfit(unfit) => format!("unfit {unfit}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn transcripts_run_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/transcripts");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for packets in [WHOLE, SINGLE_BYTES, SEVENS] {
            let mut player = Player::new(packets);
            for (number, line) in text.lines().enumerate() {
                if !line.is_empty() && !line.starts_with('#') {
                    player.place = format!("{}:{}", path.display(), number + 1);
                    player.play(line);
                }
            }
            player.end();
        }
        count += 1;
    }
    assert_eq!(count, 9);
}
