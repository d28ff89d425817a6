use proptest::prelude::*;

use super::*;

const LIMIT: u64 = 64 * 1024;

/// A masked frame as a client sends it.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | u8::try_from(len).unwrap()),
        len @ 126..=0xFFFF => {
            out.push(0xFE);
            out.extend_from_slice(&u16::try_from(len).unwrap().to_be_bytes());
        }
        len => {
            out.push(0xFF);
            out.extend_from_slice(&(len as u64).to_be_bytes());
        }
    }
    let mask = [0x12, 0x34, 0x56, 0x78];
    out.extend_from_slice(&mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    out
}

/// Reads in chunks; what was said, and how it ended.
fn read(bytes: &[u8], chunk: usize) -> (Vec<Inbound>, Result<(), CloseReason>) {
    let mut frames = ClientFrames::new(LIMIT);
    let mut said = Vec::new();
    for part in bytes.chunks(chunk.max(1)) {
        if let Err(reason) = frames.read(part, |inbound| said.push(inbound)) {
            return (said, Err(reason));
        }
    }
    (said, Ok(()))
}

fn refused(bytes: &[u8], reason: CloseReason) {
    assert_eq!(read(bytes, 1_000_000).1, Err(reason), "{:02x?}", &bytes[..bytes.len().min(16)]);
    assert_eq!(read(bytes, 1).1, Err(reason), "byte by byte");
}

#[test]
fn pings_are_heard_with_their_payload() {
    let ping = Inbound::Ping(Bytes::from_static(b"are you there"));
    assert_eq!(read(&frame(0x89, b"are you there"), 3), (vec![ping], Ok(())));
    assert_eq!(read(&frame(0x8A, b""), 3), (vec![Inbound::Pong], Ok(())));
}

#[test]
fn text_and_binary_are_discarded() {
    let bytes = [frame(0x81, &[b'x'; 300]), frame(0x82, &vec![0; 65_536]), frame(0x8A, b"")].concat();
    assert_eq!(read(&bytes, 1_000), (vec![Inbound::Pong], Ok(())));
}

#[test]
fn control_frames_may_stand_between_fragments() {
    let bytes =
        [frame(0x01, b"he"), frame(0x89, b"?"), frame(0x00, b"ll"), frame(0x80, b"o"), frame(0x81, b"!")];
    let ping = Inbound::Ping(Bytes::from_static(b"?"));
    assert_eq!(read(&bytes.concat(), 1), (vec![ping], Ok(())));
}

#[test]
fn goodbyes_carry_a_code_or_none() {
    assert_eq!(read(&frame(0x88, b""), 1).0, [Inbound::Close(None)]);
    assert_eq!(read(&frame(0x88, &[0x03, 0xE9, b'b', b'y', b'e']), 1).0, [Inbound::Close(Some(1001))]);
}

#[test]
fn broken_frames_are_refused() {
    use CloseReason::Protocol;
    refused(&[0x81, 0x05], Protocol); // not masked
    refused(&frame(0xC1, b"x"), Protocol); // reserved bit
    refused(&frame(0x83, b"x"), Protocol); // reserved kind
    refused(&frame(0x80, b"x"), Protocol); // continues nothing
    refused(&[frame(0x01, b"a"), frame(0x81, b"b")].concat(), Protocol); // a message inside another
    refused(&frame(0x09, b"x"), Protocol); // fragmented ping
    refused(&frame(0x89, &[0; 126]), Protocol); // long ping
    refused(&frame(0x88, &[3]), Protocol); // half a code
    refused(&frame(0x88, &1005_u16.to_be_bytes()), Protocol); // a code that is never sent
    refused(&frame(0x88, &999_u16.to_be_bytes()), Protocol);
    refused(&frame(0x88, &[0x03, 0xE8, 0xFF]), Protocol); // words that are no text
    refused(&[0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], Protocol); // longer than a length may be
}

#[test]
fn long_messages_are_refused_before_they_arrive() {
    let longest = frame(0x82, &vec![0; 65_536]);
    assert_eq!(read(&longest, 1_000).1, Ok(()));
    refused(&[0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 1, 1, 2, 3, 4], CloseReason::TooBig);
    refused(&[frame(0x02, &vec![0; 40_000]), frame(0x80, &vec![0; 40_000])].concat(), CloseReason::TooBig);
}

proptest! {
    #[test]
    fn chunks_make_no_difference(
        payloads in proptest::collection::vec((0_usize..4, proptest::collection::vec(any::<u8>(), 0..125)), 0..8),
        chunk in 1_usize..40,
    ) {
        let bytes: Vec<u8> =
            payloads.iter().flat_map(|(kind, payload)| frame([0x81, 0x82, 0x89, 0x8A][*kind], payload)).collect();
        let whole = read(&bytes, usize::MAX);
        prop_assert_eq!(&whole.1, &Ok(()));
        prop_assert_eq!(whole.0.len(), payloads.iter().filter(|(kind, _)| *kind >= 2).count());
        prop_assert_eq!(read(&bytes, chunk), whole);
    }

    #[test]
    fn garbage_never_panics_and_is_read_the_same_in_any_chunks(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        chunk in 1_usize..40,
    ) {
        prop_assert_eq!(read(&bytes, chunk), read(&bytes, usize::MAX));
    }
}
