//! One transfer: the bytes on the data connection and the word on the control connection.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::{
    io::AsyncReadExt as _,
    net::TcpStream,
    time::{Instant, sleep_until},
};

use super::{
    CardPath, FtpError, FtpOptions,
    control::Control,
    reply::{Meaning, Reply},
};

/// Most bytes handed out at once.
const CHUNK: usize = 256 << 10;

/// The least room worth reading into.
const LEAST_ROOM: usize = 64 << 10;

/// After a broken data connection the meter may still say why.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// An established data connection, and what the meter has said of the transfer so far.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) stream: TcpStream,
    /// The transfer's last reply, when it came ahead of the data.
    pub(super) confirmed: bool,
}

/// A transfer under way. It owns the control connection, so that dropping it ends the session.
#[derive(Debug)]
pub(super) struct Transfer {
    control: Control,
    path: CardPath,
    source: Source,
    buffer: BytesMut,
    got: u64,
    /// The meter said that all was sent.
    confirmed: bool,
    /// When the present wait is over. Kept when a wait is abandoned, so that one in small pieces ends as well.
    give_up: Option<Instant>,
    stall_timeout: Duration,
    reply_timeout: Duration,
}

#[derive(Debug)]
enum Source {
    Open(TcpStream),
    Ended,
    Broken(String),
}

impl Transfer {
    pub(super) fn new(control: Control, data: Data, path: &CardPath, options: &FtpOptions) -> Self {
        Self {
            control,
            path: path.clone(),
            source: Source::Open(data.stream),
            buffer: BytesMut::new(),
            got: 0,
            confirmed: data.confirmed,
            give_up: None,
            stall_timeout: options.stall_timeout,
            reply_timeout: options.reply_timeout,
        }
    }

    /// Bytes handed out.
    pub(super) fn got(&self) -> u64 {
        self.got
    }

    /// The control connection, once [`Self::next`] has said that the transfer is complete.
    pub(super) fn into_control(self) -> Control {
        self.control
    }

    /// The next bytes; `None` when all have come and the meter has confirmed it.
    ///
    /// # Cancel safety
    /// Safe: no byte is lost, and the time waited counts.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, FtpError> {
        while let Source::Open(data) = &mut self.source {
            let give_up = *self.give_up.get_or_insert_with(|| Instant::now() + self.stall_timeout);
            if self.buffer.capacity() < LEAST_ROOM {
                self.buffer.reserve(CHUNK);
            }
            tokio::select! {
                biased;
                read = data.read_buf(&mut self.buffer) => {
                    self.give_up = None;
                    match read {
                        Ok(0) => self.source = Source::Ended,
                        Ok(count) => {
                            self.got += count as u64;
                            return Ok(Some(self.buffer.split().freeze()));
                        }
                        Err(error) => self.source = Source::Broken(error.to_string()),
                    }
                }
                reply = self.control.reply(), if !self.confirmed => self.hear(reply?)?,
                () = sleep_until(give_up) => {
                    return Err(FtpError::Stalled { path: self.path.clone(), got: self.got, after: self.stall_timeout });
                }
            }
        }
        self.settle().await.map(|()| None)
    }

    /// Waits for the last word after the last byte.
    async fn settle(&mut self) -> Result<(), FtpError> {
        let patience = if matches!(self.source, Source::Broken(_)) { LAST_WORDS } else { self.reply_timeout };
        let give_up = *self.give_up.get_or_insert_with(|| Instant::now() + patience);
        while !self.confirmed {
            tokio::select! {
                biased;
                reply = self.control.reply() => self.hear(reply?)?,
                () = sleep_until(give_up) => break,
            }
        }
        match &self.source {
            Source::Broken(cause) => {
                Err(FtpError::DataLost { path: self.path.clone(), got: self.got, cause: cause.clone() })
            }
            Source::Open(_) | Source::Ended if self.confirmed => Ok(()),
            Source::Open(_) | Source::Ended => {
                Err(FtpError::Unconfirmed { path: self.path.clone(), got: self.got, after: patience })
            }
        }
    }

    fn hear(&mut self, reply: Reply) -> Result<(), FtpError> {
        match reply.meaning() {
            Meaning::Begun => Ok(()),
            Meaning::Done => {
                self.confirmed = true;
                Ok(())
            }
            Meaning::More | Meaning::Refused => {
                let Reply { code, text } = reply;
                Err(FtpError::Aborted { path: self.path.clone(), got: self.got, code, text })
            }
        }
    }
}
