use proptest::prelude::*;

use super::{MAX_LINE, MAX_LINES, Meaning, Reply, ReplyError, ReplyReader};

fn read(bytes: &[u8]) -> Result<Vec<(u16, String)>, ReplyError> {
    let mut reader = ReplyReader::default();
    reader.buffer().extend_from_slice(bytes);
    let mut replies = Vec::new();
    while let Some(Reply { code, text }) = reader.next_reply()? {
        replies.push((code, text));
    }
    Ok(replies)
}

#[track_caller]
fn check(bytes: &[u8], expected: &[(u16, &str)]) {
    let expected = expected.iter().map(|&(code, text)| (code, text.to_owned())).collect();
    assert_eq!(read(bytes), Ok(expected), "{}", bytes.escape_ascii());
}

#[test]
fn replies_of_a_meter() {
    check(b"220 Connection Ready\r\n", &[(220, "Connection Ready")]);
    check(b"530  Login Fail\r\n502  Not Implemented\r\n", &[(530, "Login Fail"), (502, "Not Implemented")]);
}

#[test]
fn longer_replies_end_with_their_own_code() {
    check(
        b"220-Hello\r\n 220 not yet\r\n221 nor this\r\n220-\r\n220 World\r\n",
        &[(220, "Hello 220 not yet 221 nor this World")],
    );
    check(b"211-Features\n MDTM\n\n211\n226 ok\n", &[(211, "Features MDTM"), (226, "ok")]);
}

#[test]
fn odd_line_ends_and_bytes_are_taken() {
    check(b"\r\n\n226\r\n", &[(226, "")]);
    check(b"226 \xe9t\xc3\xa9\x07\n", &[(226, "\u{fffd}té\u{fffd}")]);
    check(b"200 a", &[]);
}

#[test]
fn what_is_no_reply_is_an_error() {
    let no_reply = |bytes: &[u8], line: &str| {
        assert_eq!(read(bytes), Err(ReplyError::NotAReply(line.to_owned())), "{}", bytes.escape_ascii());
    };
    no_reply(b"SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2");
    no_reply(b"HTTP/1.1 400 Bad Request\r\n", "HTTP/1.1 400 Bad Request");
    no_reply(b"22\n", "22");
    no_reply(b"2200 x\n", "2200 x");
    no_reply(b"020 x\n", "020 x");
    no_reply(b"620 x\n", "620 x");
    no_reply(b"2a0 x\n", "2a0 x");
    no_reply(" ☃\n".as_bytes(), "☃");
}

#[test]
fn everything_is_bounded() {
    let line = |length: usize| [b"220 ".as_slice(), &vec![b'x'; length - 5], b"\n"].concat();
    assert_eq!(read(&line(MAX_LINE)).map(|replies| replies.len()), Ok(1));
    assert_eq!(read(&line(MAX_LINE + 1)), Err(ReplyError::LineTooLong));
    assert_eq!(read(&[b'\r'; MAX_LINE]), Err(ReplyError::LineTooLong));
    let lines = |count: usize| format!("220-{}\n", "x\n".repeat(count - 2)) + "220 y\n";
    let text = read(lines(MAX_LINES).as_bytes()).map(|replies| replies[0].1.len());
    assert!(text.is_ok_and(|length| length <= 500), "the text is cut");
    assert_eq!(read(lines(MAX_LINES + 1).as_bytes()), Err(ReplyError::TooManyLines));
}

#[test]
fn the_first_digit_tells_the_meaning() {
    let meaning = |code| Reply { code, text: String::new() }.meaning();
    assert_eq!(
        [150, 226, 331, 425, 550].map(meaning),
        [Meaning::Begun, Meaning::Done, Meaning::More, Meaning::Refused, Meaning::Refused]
    );
}

proptest! {
    #[test]
    fn packets_make_no_difference(step in any::<u8>(), text in "([1-5][0-9]{2}[ -]?\\PC{0,5}\r?\n){0,12}\\PC{0,5}") {
        crate::fuzzing::ftp_replies(&[&[step], text.as_bytes()].concat());
    }

    #[test]
    fn noise_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        crate::fuzzing::ftp_replies(&bytes);
        crate::fuzzing::ftp_listing(&bytes);
    }
}
