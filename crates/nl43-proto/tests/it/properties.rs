//! What holds for any input.

use nl43_proto::{Command, Event, Exchange, ExchangeTiming, fuzzing};
use proptest::prelude::*;

use crate::start;

/// Bytes as they come from an instrument, with noise.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"R+0000\r\n".to_vec()),
        Just(b"Stop\r\n".to_vec()),
        Just(b"$".to_vec()),
        Just(b"R+0004\r\n$".to_vec()),
        Just(b"  1, 46.2, 44.9, 46.3, 46.2, 56.6,  -.-,0,0\r\n".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::collection::vec(b' '..=b'~', 0..20),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn events_of(command: &Command, packets: &[&[u8]]) -> Vec<Event> {
    let now = start();
    let mut exchange = Exchange::new(ExchangeTiming::default());
    exchange.link_up(now);
    exchange.submit(command.clone(), now).unwrap();
    for packet in packets {
        exchange.handle_input(packet, now);
    }
    std::iter::from_fn(|| exchange.poll_event()).collect()
}

proptest! {
    #[test]
    fn packets_make_no_difference(
        bytes in stream(),
        mut cuts in proptest::collection::vec(0_usize..200, 0..8),
        which in 0_usize..4,
    ) {
        let command = [
            Command::MeasureQuery,
            Command::DodQuery,
            Command::DrdQuery,
            Command::ManualStore,
        ][which].clone();
        for cut in &mut cuts {
            *cut = (*cut).min(bytes.len());
        }
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let packets: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(events_of(&command, &packets), events_of(&command, &[&bytes]));
    }

    #[test]
    fn any_calls_keep_the_promises_of_an_exchange(data in proptest::collection::vec(any::<u8>(), 0..300)) {
        fuzzing::exchange_ops(&data, start());
    }

    #[test]
    fn any_bytes_make_lines(data in proptest::collection::vec(any::<u8>(), 0..300)) {
        fuzzing::line_buffer(&data);
    }

    #[test]
    fn garbage_shows_nothing_that_is_not_there(
        fields in proptest::collection::vec("[-0-9. ]{0,6}|[ -~]{0,4}", 1..80),
    ) {
        let line = fields.join(",");
        fuzzing::dod_reply(line.as_bytes());
        fuzzing::drd_frame(line.as_bytes());
    }

    #[test]
    fn nearly_right_records_show_nothing_that_is_not_there(
        counter in "[0-9 ]{1,4}",
        levels in proptest::collection::vec("[ -][0-9]{1,3}\\.[0-9]|  -\\.-||[0-9.-]{1,6}", 64),
        flags in proptest::collection::vec("[01-]", 8),
    ) {
        let channel = |number: usize, width: usize| {
            let fields = levels[number * 16..number * 16 + width].join(",");
            format!("{fields},{},{}", flags[number * 2], flags[number * 2 + 1])
        };
        let channels = |width: usize| [0, 1, 2, 3].map(|number| channel(number, width)).join(",");
        fuzzing::dod_reply(channels(14).as_bytes());
        fuzzing::drd_frame(format!("{counter},{}", channels(6)).as_bytes());
        fuzzing::drd_frame(format!("{counter},{},2025/12/24 21:33:50,E,F,29876,M", channels(6)).as_bytes());
    }
}
