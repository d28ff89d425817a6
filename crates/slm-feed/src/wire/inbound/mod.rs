//! What clients send: control frames are answered, everything else is discarded as it arrives.

use bytes::Bytes;

use crate::CloseReason;
use crate::wire::header::opcode;

/// Something a client said that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Inbound {
    /// Wants an answer with the same payload.
    Ping(Bytes),
    /// Answers a ping of ours.
    Pong,
    /// Says goodbye, perhaps with a code.
    Close(Option<u16>),
}

/// Reads client frames from any chunks of bytes. Keeps at most one header and one control payload.
#[derive(Debug)]
pub(crate) struct ClientFrames {
    header: [u8; 14],
    have: u8,
    opcode: u8,
    /// Inside a message of several frames.
    fragmented: bool,
    /// Bytes of the current payload still to come.
    left: u64,
    /// Bytes of the current message so far.
    message: u64,
    limit: u64,
    control: Vec<u8>,
}

impl ClientFrames {
    /// Messages longer than `limit` bytes end the connection.
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            header: [0; 14],
            have: 0,
            opcode: 0,
            fragmented: false,
            left: 0,
            message: 0,
            limit,
            control: Vec::new(),
        }
    }

    /// Takes bytes as they came; `said` hears of each finished control frame.
    ///
    /// # Errors
    /// [`CloseReason::Protocol`] or [`CloseReason::TooBig`]; nothing more can be read then.
    pub(crate) fn read(
        &mut self,
        mut bytes: &[u8],
        mut said: impl FnMut(Inbound),
    ) -> Result<(), CloseReason> {
        while !bytes.is_empty() {
            if self.in_payload() {
                bytes = self.read_payload(bytes);
            } else {
                bytes = self.read_header(bytes)?;
            }
            if self.in_payload()
                && self.left == 0
                && let Some(inbound) = self.finish()?
            {
                said(inbound);
            }
        }
        Ok(())
    }

    /// The header is complete: its length, extended length and mask are all there.
    fn in_payload(&self) -> bool {
        self.have >= 2 && usize::from(self.have) == self.header_len()
    }

    fn header_len(&self) -> usize {
        match self.header[1] & 0x7F {
            126 => 8,
            127 => 14,
            _ => 6,
        }
    }

    fn read_header<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], CloseReason> {
        let wanted = if self.have < 2 { 2 } else { self.header_len() };
        let take = bytes.len().min(wanted - usize::from(self.have));
        let (now, rest) = bytes.split_at(take);
        let have = usize::from(self.have);
        self.header[have..have + take].copy_from_slice(now);
        self.have += u8::try_from(take).unwrap_or_default();
        match usize::from(self.have) {
            2 => self.check_start()?,
            complete if complete > 2 && complete == self.header_len() => self.start_payload()?,
            _ => {}
        }
        Ok(rest)
    }

    /// Refuses what the first two bytes already show to be wrong.
    fn check_start(&mut self) -> Result<(), CloseReason> {
        let [first, second] = [self.header[0], self.header[1]];
        let fin = first & 0x80 != 0;
        self.opcode = first & 0x0F;
        let fits = match self.opcode {
            opcode::TEXT | opcode::BINARY => !self.fragmented,
            opcode::CONTINUATION => self.fragmented,
            opcode::CLOSE | opcode::PING | opcode::PONG => fin && second & 0x7F <= 125,
            _ => false,
        };
        let masked = second & 0x80 != 0;
        let reserved = first & 0x70 != 0;
        if !fits || !masked || reserved {
            return Err(CloseReason::Protocol);
        }
        if !self.is_control() {
            self.fragmented = !fin;
        }
        Ok(())
    }

    fn start_payload(&mut self) -> Result<(), CloseReason> {
        self.left = match self.header[1] & 0x7F {
            126 => big_endian(&self.header[2..4]),
            127 => big_endian(&self.header[2..10]),
            short => u64::from(short),
        };
        if self.left > i64::MAX as u64 {
            return Err(CloseReason::Protocol);
        }
        if !self.is_control() {
            let before = if self.opcode == opcode::CONTINUATION { self.message } else { 0 };
            self.message = before.saturating_add(self.left);
            if self.message > self.limit {
                return Err(CloseReason::TooBig);
            }
        }
        Ok(())
    }

    fn read_payload<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let take = bytes.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let (now, rest) = bytes.split_at(take);
        self.left -= take as u64;
        if self.is_control() {
            let mask_at = self.header_len() - 4;
            for &byte in now {
                let mask = self.header[mask_at + self.control.len() % 4];
                self.control.push(byte ^ mask);
            }
        }
        rest
    }

    /// Ends the current frame.
    fn finish(&mut self) -> Result<Option<Inbound>, CloseReason> {
        self.have = 0;
        let payload = std::mem::take(&mut self.control);
        match self.opcode {
            opcode::PING => Ok(Some(Inbound::Ping(payload.into()))),
            opcode::PONG => Ok(Some(Inbound::Pong)),
            opcode::CLOSE => close_code(&payload).map(|code| Some(Inbound::Close(code))),
            _ => Ok(None),
        }
    }

    fn is_control(&self) -> bool {
        self.opcode & 0x8 != 0
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The code of a close frame; RFC 6455, section 7.4, says which may appear on the wire.
fn close_code(payload: &[u8]) -> Result<Option<u16>, CloseReason> {
    let (code, text) = match payload {
        [] => return Ok(None),
        [_] => return Err(CloseReason::Protocol),
        [high, low, text @ ..] => (u16::from_be_bytes([*high, *low]), text),
    };
    let allowed = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
    if allowed && std::str::from_utf8(text).is_ok() { Ok(Some(code)) } else { Err(CloseReason::Protocol) }
}

#[cfg(test)]
mod tests;
