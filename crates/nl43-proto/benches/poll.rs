//! What one poll costs on our side: decoding its line, and one whole step of the exchange, with allocations.

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::{AllocProfiler, Bencher};
use nl43_proto::{Command, Dod, DrdFrame, Event, Exchange, ExchangeTiming};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn off(levels: usize) -> String {
    vec!["  -.-"; levels].join(",") + ",-,-"
}

fn dod_line() -> String {
    let main = " 46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0";
    [main, &off(14), &off(14), &off(14)].join(",")
}

fn drd_line() -> String {
    let main = "386, 46.3, 46.7, 46.3, 46.2, 59.0,  -.-,0,0";
    [main, &off(6), &off(6), &off(6)].join(",")
}

/// One line of 351 characters.
#[divan::bench]
fn decode_dod(bencher: Bencher) {
    let line = dod_line();
    bencher.bench(|| Dod::decode(black_box(&line)));
}

/// One record of the 10 Hz stream.
#[divan::bench]
fn decode_drd(bencher: Bencher) {
    let line = drd_line();
    bencher.bench(|| DrdFrame::decode(black_box(&line)));
}

/// A whole poll: submit, transmit, the answer in one piece, its event.
#[divan::bench]
#[expect(clippy::disallowed_methods, reason = "a timeline starts somewhere")]
fn exchange_step(bencher: Bencher) {
    let answer = format!("R+0000\r\n{}\r\n$", dod_line());
    let mut now = Instant::now();
    let mut exchange = Exchange::new(ExchangeTiming::default());
    exchange.link_up(now);
    bencher.bench_local(move || {
        now += Duration::from_secs(2);
        exchange.submit(Command::DodQuery, now).expect("two seconds are more than the gap");
        while let Some(bytes) = exchange.poll_transmit() {
            black_box(bytes);
        }
        exchange.handle_input(black_box(answer.as_bytes()), now);
        let event = exchange.poll_event();
        assert!(matches!(event, Some(Event::Answered(_))));
        event
    });
}
