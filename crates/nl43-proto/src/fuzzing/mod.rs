//! Bodies of the fuzz targets, as plain functions: the stored corpus also runs through them as an ordinary test.
//!
//! Each panics when a promise is broken. Not part of the crate's interface.

mod ops;

pub use ops::exchange_ops;

use crate::{
    ChannelLevels, Dlc, Dod, DrdFrame, DrdStatus, Flag, Layout, Level, Quantity,
    line::{Ending, LineBuffer, MAX_LINE, Token},
};

/// Lines are the same however they are cut into packets; the first byte says how.
pub fn line_buffer(data: &[u8]) {
    let Some((&step, stream)) = data.split_first() else { return };
    let whole = tokens([stream]);
    assert_eq!(whole, tokens(stream.chunks(usize::from(step).max(1))), "packets change what is read");
    for (token, line) in whole {
        assert!(line.len() <= MAX_LINE);
        assert!(!line.contains(&b'\n') && !line.contains(&b'$'));
        assert!(matches!(token, Token::Line(Ending::LineFeed | Ending::Prompt)) || line.is_empty());
    }
}

fn tokens<'a>(packets: impl IntoIterator<Item = &'a [u8]>) -> Vec<(Token, Vec<u8>)> {
    let mut buffer = LineBuffer::default();
    let mut found = Vec::new();
    for mut packet in packets {
        while let Some(token) = buffer.next_token(&mut packet) {
            let line = if matches!(token, Token::Line(_)) { buffer.line().to_vec() } else { Vec::new() };
            found.push((token, line));
        }
    }
    found
}

/// A snapshot is refused, or shows nothing that is not in its line, and prints as it was read.
pub fn dod_reply(data: &[u8]) {
    let Ok(line) = std::str::from_utf8(data) else { return };
    let Ok(dod) = Dod::decode(line) else { return };
    assert!(line.contains(dod.raw()));
    for quantity in Quantity::ALL {
        shows_what_is_printed(dod.main(), quantity, dod.text(quantity));
    }
    if dod.layout() != Layout::Extended {
        let again = Dod::decode(&dod.encode()).expect("what is printed can be read");
        assert_eq!((again.main(), again.subs(), again.ly()), (dod.main(), dod.subs(), dod.ly()));
    }
    assert_eq!(Dlc::decode(line).expect("the layouts are equal").main(), dod.main());
}

/// The same for a record of the stream, with and without the instrument's state.
pub fn drd_frame(data: &[u8]) {
    let Ok(line) = std::str::from_utf8(data) else { return };
    if let Ok(frame) = DrdFrame::decode(line) {
        check_frame(line, &frame);
        let again = DrdFrame::decode(&frame.encode()).expect("what is printed can be read");
        assert_eq!(
            (again.counter(), again.main(), again.subs()),
            (frame.counter(), frame.main(), frame.subs())
        );
    }
    if let Ok(status) = DrdStatus::decode(line) {
        check_frame(line, &status.frame);
        assert_eq!(status.frame.tail(), status.tail.as_ref());
        let again = DrdStatus::decode(&status.frame.encode()).expect("what is printed can be read");
        assert_eq!((again.tail, again.frame.main()), (status.tail, status.frame.main()));
    }
}

fn check_frame(line: &str, frame: &DrdFrame) {
    assert!(line.contains(frame.raw()));
    assert!(frame.raw().split(',').any(|field| field.trim().parse() == Ok(frame.counter())));
    for quantity in Quantity::ALL {
        shows_what_is_printed(frame.main(), quantity, frame.text(quantity));
    }
}

fn shows_what_is_printed(levels: &ChannelLevels, quantity: Quantity, printed: Option<&str>) {
    match levels.level(quantity) {
        Some(level) => assert_eq!(printed.map(str::parse), Some(Ok(level))),
        None => assert!(printed.is_none_or(|text| Level::from_field(text) == Ok(None))),
    }
    assert!(Flag::from_field(&levels.over.as_char().to_string()) == Ok(levels.over));
}
