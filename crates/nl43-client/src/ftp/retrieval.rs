//! A file on its way.

use bytes::Bytes;

use super::{FtpError, FtpSession, transfer::Transfer};

/// A file on its way.
///
/// Dropped before its end it ends the session: what is still under way would be taken for the next reply.
#[derive(Debug)]
pub struct Retrieval<'a> {
    session: &'a mut FtpSession,
    state: State,
    bytes: u64,
}

#[derive(Debug)]
enum State {
    Running(Box<Transfer>),
    Complete,
    Failed,
}

impl<'a> Retrieval<'a> {
    pub(super) fn new(session: &'a mut FtpSession, transfer: Transfer) -> Self {
        Self { session, state: State::Running(Box::new(transfer)), bytes: 0 }
    }

    /// The next bytes, up to 256 KiB; `None` when all have come **and** the meter has confirmed it (226 or 250).
    ///
    /// # Errors
    /// [`FtpError`] of the phase [`Transfer`](super::FtpPhase::Transfer); [`FtpError::Closed`] after one.
    ///
    /// # Cancel safety
    /// Safe: no byte is lost when the future is dropped, and the time waited counts towards the stall time-out.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, FtpError> {
        let transfer = match &mut self.state {
            State::Running(transfer) => transfer,
            State::Complete => return Ok(None),
            State::Failed => return Err(FtpError::Closed),
        };
        let next = transfer.next().await;
        self.bytes = transfer.got();
        match next {
            Ok(Some(bytes)) => Ok(Some(bytes)),
            Ok(None) => {
                if let State::Running(transfer) = std::mem::replace(&mut self.state, State::Complete) {
                    self.session.resume(transfer.into_control());
                }
                Ok(None)
            }
            Err(error) => {
                self.state = State::Failed;
                Err(error)
            }
        }
    }

    /// Bytes handed out so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Holds what came against the size in the listing. Some servers confirm a transfer they cut short.
    ///
    /// # Errors
    /// [`FtpError::Incomplete`] unless as many bytes came. A file that is being written may have grown; whether more
    /// is acceptable is up to the caller.
    pub fn expect_size(&self, expected: u64) -> Result<(), FtpError> {
        let got = self.bytes;
        if got == expected { Ok(()) } else { Err(FtpError::Incomplete { expected, got }) }
    }
}
