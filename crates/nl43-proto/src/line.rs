//! Cutting the byte stream into lines and prompts.

/// The most bytes a line may have before its end; the longest known one has about 600.
pub const MAX_LINE: usize = 64 * 1024;

/// The ready prompt. The instrument sends it; no data field ever contains it.
pub const PROMPT: u8 = b'$';

/// How a line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With its line feed.
    LineFeed,
    /// The prompt came where the line feed was due: the end of the line was lost on the way, or more of it.
    Prompt,
}

/// A piece of the byte stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A complete line, to be read with [`LineBuffer::line`].
    Line(Ending),
    /// A `$`.
    Prompt,
    /// A line reached [`MAX_LINE`]. Its bytes are gone, and those up to its end will be discarded.
    TooLong,
}

/// Collects bytes until a line is complete, however they are cut into packets.
///
/// A line ends with LF; a CR in front of it is no part of the line. A `$` is a token of its own, wherever it stands,
/// and ends a line that has begun.
#[derive(Debug, Default)]
pub struct LineBuffer {
    bytes: Vec<u8>,
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Bytes are collected.
    #[default]
    Collecting,
    /// The collected bytes are a line that has been reported.
    Complete,
    /// As before, and the prompt that ended the line has not been reported yet.
    CompleteBeforePrompt,
    /// The line was too long; its rest is skipped.
    Skipping,
}

impl LineBuffer {
    /// Takes bytes from the front of `input` up to the next token. `None` means `input` is used up.
    pub fn next_token(&mut self, input: &mut &[u8]) -> Option<Token> {
        match self.state {
            State::Complete => self.clear(),
            State::CompleteBeforePrompt => {
                self.clear();
                return Some(Token::Prompt);
            }
            State::Collecting | State::Skipping => {}
        }
        while !input.is_empty() {
            if let Some(token) = self.take_piece(input) {
                return Some(token);
            }
        }
        None
    }

    /// The line just reported, without its end.
    pub fn line(&self) -> &[u8] {
        match self.bytes.as_slice() {
            [line @ .., b'\r'] => line,
            line => line,
        }
    }

    /// Forgets whatever was collected.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.state = State::Collecting;
    }

    /// Takes bytes up to the next delimiter, the length limit or the end of `input`.
    fn take_piece(&mut self, input: &mut &[u8]) -> Option<Token> {
        let delimiter = input.iter().position(|&byte| byte == b'\n' || byte == PROMPT);
        let piece = &input[..delimiter.unwrap_or(input.len())];
        if self.state == State::Collecting && self.bytes.len() + piece.len() > MAX_LINE {
            *input = &input[piece.len()..];
            self.bytes.clear();
            self.state = State::Skipping;
            return Some(Token::TooLong);
        }
        if self.state == State::Collecting {
            self.bytes.extend_from_slice(piece);
        }
        let Some(end) = delimiter else {
            *input = &[];
            return None;
        };
        let found = input[end];
        *input = &input[end + 1..];
        self.finish(found)
    }

    fn finish(&mut self, delimiter: u8) -> Option<Token> {
        let skipping = self.state == State::Skipping;
        let begun = self.bytes.iter().any(|byte| !matches!(byte, b' ' | b'\r'));
        match (delimiter == PROMPT, skipping) {
            (true, false) if begun => {
                self.state = State::CompleteBeforePrompt;
                Some(Token::Line(Ending::Prompt))
            }
            (true, _) => {
                self.clear();
                Some(Token::Prompt)
            }
            (false, true) => {
                self.clear();
                None
            }
            (false, false) => {
                self.state = State::Complete;
                Some(Token::Line(Ending::LineFeed))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Piece = (Token, Vec<u8>);

    fn pieces(chunks: &[&[u8]]) -> Vec<Piece> {
        let mut buffer = LineBuffer::default();
        let mut found = Vec::new();
        for chunk in chunks {
            let mut rest = *chunk;
            while let Some(token) = buffer.next_token(&mut rest) {
                let line = if matches!(token, Token::Line(_)) { buffer.line().to_vec() } else { Vec::new() };
                found.push((token, line));
            }
        }
        found
    }

    fn line(text: &str) -> Piece {
        (Token::Line(Ending::LineFeed), text.as_bytes().to_vec())
    }

    const PROMPT_SEEN: Piece = (Token::Prompt, Vec::new());

    #[test]
    fn lines_end_with_line_feed_and_optional_return() {
        assert_eq!(pieces(&[b"R+0000\r\nStop\n"]), [line("R+0000"), line("Stop")]);
    }

    #[test]
    fn prompt_is_a_token_of_its_own() {
        assert_eq!(pieces(&[b"$R+0000\r\n$"]), [PROMPT_SEEN, line("R+0000"), PROMPT_SEEN]);
    }

    #[test]
    fn prompt_ends_a_line_that_has_begun() {
        let cut = (Token::Line(Ending::Prompt), b"Stop".to_vec());
        assert_eq!(pieces(&[b"Stop\r$", b"\n"]), [cut, PROMPT_SEEN, line("")]);
    }

    #[test]
    fn a_line_without_end_is_reported_once_and_skipped() {
        let long = vec![b'x'; MAX_LINE];
        let found = pieces(&[&long, b"y", b"more", b"\r\nStop\r\n"]);
        assert_eq!(found, [(Token::TooLong, Vec::new()), line("Stop")]);
    }

    #[test]
    fn the_longest_line_is_one() {
        let mut long = vec![b'x'; MAX_LINE];
        long.push(b'\n');
        assert_eq!(pieces(&[&long]).len(), 1);
        assert_eq!(pieces(&[&long])[0].1.len(), MAX_LINE);
    }

    proptest! {
        #[test]
        fn chunking_makes_no_difference(
            bytes in proptest::collection::vec(
                prop_oneof![Just(b'\n'), Just(b'\r'), Just(b'$'), Just(b' '), any::<u8>()], 0..200),
            cuts in proptest::collection::vec(0_usize..200, 0..10),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(pieces(&chunks), pieces(&[&bytes]));
        }
    }
}
