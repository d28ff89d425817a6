//! Server-side WebSocket messages as bytes (RFC 6455, section 5.2): whole, unmasked, header and payload in one piece.

use bytes::{BufMut, Bytes, BytesMut};

use crate::CloseReason;

const FIN: u8 = 0x80;

/// Kinds of message, as in the low four bits of the first byte.
pub(crate) mod opcode {
    pub(crate) const CONTINUATION: u8 = 0x0;
    pub(crate) const TEXT: u8 = 0x1;
    pub(crate) const BINARY: u8 = 0x2;
    pub(crate) const CLOSE: u8 = 0x8;
    pub(crate) const PING: u8 = 0x9;
    pub(crate) const PONG: u8 = 0xA;
}

/// A text message.
pub(crate) fn text_message(payload: &[u8]) -> Bytes {
    message(opcode::TEXT, payload)
}

/// A text message in pieces (section 5.4): each can be sent on its own, the client sees one message.
pub(crate) fn text_pieces(payload: &[u8]) -> impl Iterator<Item = Bytes> {
    let count = payload.len().div_ceil(PIECE).max(1);
    (0..count).map(move |number| {
        let rest = &payload[number * PIECE..];
        let kind = if number == 0 { opcode::TEXT } else { opcode::CONTINUATION };
        let fin = if number + 1 == count { FIN } else { 0 };
        frame(fin | kind, &rest[..rest.len().min(PIECE)])
    })
}

/// Well below what may wait for one client.
pub(crate) const PIECE: usize = 16 * 1024;

/// A ping without payload.
pub(crate) fn ping() -> Bytes {
    Bytes::from_static(&[FIN | opcode::PING, 0])
}

/// The answer to a ping.
pub(crate) fn pong(payload: &[u8]) -> Bytes {
    message(opcode::PONG, payload)
}

/// A goodbye with its reason.
pub(crate) fn close(reason: CloseReason) -> Bytes {
    let mut payload = reason.code().to_be_bytes().to_vec();
    payload.extend_from_slice(reason.text().as_bytes());
    message(opcode::CLOSE, &payload)
}

/// The answer to a client's goodbye, with the client's own code.
pub(crate) fn close_echo(code: Option<u16>) -> Bytes {
    match code {
        Some(code) => message(opcode::CLOSE, &code.to_be_bytes()),
        None => message(opcode::CLOSE, &[]),
    }
}

fn message(opcode: u8, payload: &[u8]) -> Bytes {
    frame(FIN | opcode, payload)
}

fn frame(first_byte: u8, payload: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(payload.len() + 10);
    out.put_u8(first_byte);
    match payload.len() {
        len @ 0..=125 => out.put_u8(u8::try_from(len).unwrap_or_default()),
        len @ 126..=0xFFFF => {
            out.put_u8(126);
            out.put_u16(u16::try_from(len).unwrap_or_default());
        }
        len => {
            out.put_u8(127);
            out.put_u64(len as u64);
        }
    }
    out.put_slice(payload);
    out.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_the_shortest_form() {
        let header = |len: usize| {
            let message = text_message(&vec![b'x'; len]);
            message[..message.len() - len].to_vec()
        };
        assert_eq!(header(0), [0x81, 0]);
        assert_eq!(header(125), [0x81, 125]);
        assert_eq!(header(126), [0x81, 126, 0, 126]);
        assert_eq!(header(0xFFFF), [0x81, 126, 0xFF, 0xFF]);
        assert_eq!(header(0x1_0000), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn pieces_are_one_message() {
        let check = |len: usize, expected: &[(u8, usize)]| {
            let pieces: Vec<_> = text_pieces(&vec![b'x'; len])
                .map(|piece| (piece[0], piece.iter().rev().take_while(|byte| **byte == b'x').count()))
                .collect();
            assert_eq!(pieces, expected, "{len}");
        };
        check(0, &[(0x81, 0)]);
        check(PIECE, &[(0x81, PIECE)]);
        check(PIECE + 1, &[(0x01, PIECE), (0x80, 1)]);
        check(2 * PIECE + 5, &[(0x01, PIECE), (0x00, PIECE), (0x80, 5)]);
    }

    #[test]
    fn every_goodbye_fits_a_control_frame() {
        use CloseReason as R;
        for reason in [R::Done, R::Removed, R::GoingAway, R::Restart, R::TooSlow, R::Unresponsive, R::Full] {
            let message = close(reason);
            assert!(message.len() <= 127);
            assert_eq!(message[2..4], reason.code().to_be_bytes());
        }
        assert_eq!(close_echo(None), [0x88, 0].as_slice());
        assert_eq!(close_echo(Some(1000)), [0x88, 2, 0x03, 0xE8].as_slice());
    }
}
