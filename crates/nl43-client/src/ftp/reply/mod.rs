//! Replies on the control connection.

use bytes::{Buf as _, BytesMut};

use super::listing::printable;

/// Longest line, in bytes, line end included.
pub(crate) const MAX_LINE: usize = 4096;

/// Most lines in one reply.
pub(crate) const MAX_LINES: usize = 200;

/// How much of a reply's text is kept, in bytes.
const MAX_TEXT: usize = 500;

/// One reply: three digits and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// 100 to 599.
    pub(crate) code: u16,
    /// Its words, printable, the lines of a longer reply behind each other.
    pub(crate) text: String,
}

/// Why bytes are no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReplyError {
    /// More than [`MAX_LINE`] bytes without a line end.
    #[error("a line of more than {MAX_LINE} bytes")]
    LineTooLong,
    /// More than [`MAX_LINES`] in one reply.
    #[error("a reply of more than {MAX_LINES} lines")]
    TooManyLines,
    /// A line that does not begin with three digits where a reply begins.
    #[error("not a reply: {0}")]
    NotAReply(String),
}

/// What a reply means for whoever waits, by its first digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// 1yz: another reply follows.
    Begun,
    /// 2yz: done.
    Done,
    /// 3yz: something more is wanted.
    More,
    /// 4yz and 5yz: no.
    Refused,
}

impl Reply {
    pub(super) fn meaning(&self) -> Meaning {
        match self.code {
            ..200 => Meaning::Begun,
            200..300 => Meaning::Done,
            300..400 => Meaning::More,
            400.. => Meaning::Refused,
        }
    }
}

/// Puts replies together from bytes in any pieces.
///
/// Takes a bare line feed as a line end, a code without words, and any bytes in the words.
#[derive(Debug, Default)]
pub(crate) struct ReplyReader {
    buffer: BytesMut,
    /// The reply whose last line has not come.
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    reply: Reply,
    lines: usize,
}

impl ReplyReader {
    /// Where received bytes go, at the end. Bounded when [`Self::next_reply`] is called until it has none, each time.
    pub(crate) fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// The next complete reply among the bytes received.
    ///
    /// # Errors
    /// [`ReplyError`]; the connection is then of no further use.
    pub(crate) fn next_reply(&mut self) -> Result<Option<Reply>, ReplyError> {
        loop {
            let Some(end) = self.buffer.iter().take(MAX_LINE).position(|&byte| byte == b'\n') else {
                let too_long = self.buffer.len() >= MAX_LINE;
                return if too_long { Err(ReplyError::LineTooLong) } else { Ok(None) };
            };
            let line = self.buffer.split_to(end);
            self.buffer.advance(1);
            if let Some(reply) = self.take(line.trim_ascii_end())? {
                return Ok(Some(reply));
            }
        }
    }

    /// Takes one line; a reply when it is the last of one.
    fn take(&mut self, line: &[u8]) -> Result<Option<Reply>, ReplyError> {
        let coded = Coded::read(line);
        match &mut self.open {
            None if line.is_empty() => return Ok(None),
            None => {
                let Some(coded) = coded else { return Err(ReplyError::NotAReply(printable(line))) };
                let reply = Reply { code: coded.code, text: printable(coded.text) };
                if !coded.continues {
                    return Ok(Some(reply));
                }
                self.open = Some(Open { reply, lines: 1 });
            }
            Some(open) => {
                open.lines += 1;
                if open.lines > MAX_LINES {
                    return Err(ReplyError::TooManyLines);
                }
                let own = coded.filter(|coded| coded.code == open.reply.code);
                open.reply.add(own.as_ref().map_or(line, |coded| coded.text));
                if own.is_some_and(|coded| !coded.continues) {
                    return Ok(self.open.take().map(|open| open.reply));
                }
            }
        }
        Ok(None)
    }
}

impl Reply {
    fn add(&mut self, line: &[u8]) {
        let line = printable(line);
        if !line.is_empty() && self.text.len() + line.len() < MAX_TEXT {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(&line);
        }
    }
}

/// A line that begins with a code.
struct Coded<'a> {
    code: u16,
    continues: bool,
    text: &'a [u8],
}

impl<'a> Coded<'a> {
    fn read(line: &'a [u8]) -> Option<Self> {
        let (digits, rest) = line.split_at_checked(3)?;
        if !matches!(digits[0], b'1'..=b'5') || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
        match rest.split_first() {
            None => Some(Self { code, continues: false, text: rest }),
            Some((b' ', text)) => Some(Self { code, continues: false, text }),
            Some((b'-', text)) => Some(Self { code, continues: true, text }),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
