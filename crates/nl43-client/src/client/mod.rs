//! A typed client: one command at a time over one link.

use std::{
    collections::VecDeque,
    io,
    time::{Duration, Instant},
};

use bytes::{Buf as _, Bytes};
use nl43_proto::{Command, DrdFrame, Event, Exchange, ExchangeTiming, Reply, ResultCode};
use tokio::time::sleep_until;

use crate::{Endpoint, Link, LinkError, LinkOptions};

#[cfg(test)]
mod tests;

/// More than the longest data line, so that one read usually takes a whole answer.
const READ_SIZE: usize = 4096;

/// Why a command brought no reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No connection came about.
    #[error("cannot connect: {0}")]
    Connect(#[from] LinkError),
    /// The connection ended before the answer came. Whether the command was carried out is unknown.
    #[error("the connection was lost while `{command}` was under way: {cause}")]
    Lost {
        /// The command as sent.
        command: String,
        /// What the operating system reported.
        cause: String,
    },
    /// No complete answer in time. The client stays usable and discards the answer should it come late.
    #[error("no answer to `{command}` in time")]
    TimedOut {
        /// The command as sent.
        command: String,
    },
    /// The meter said no.
    #[error("the meter refused `{command}`: {code}, {}", .code.meaning())]
    Refused {
        /// The command as sent.
        command: String,
        /// Its reason.
        code: ResultCode,
    },
    /// What came back is no answer to this command.
    #[error("the answer to `{command}` makes no sense: {problem}")]
    Garbled {
        /// The command as sent.
        command: String,
        /// What is wrong with it.
        problem: String,
    },
    /// An earlier failure ended the connection; a new client is needed.
    #[error("the connection has ended")]
    Closed,
}

/// One meter on one line: sends a command, waits for its answer, keeps the pauses the instrument needs.
///
/// After a time-out the next call first waits until the late answer came (and is discarded) or the line was silent.
pub struct Client {
    link: Link,
    exchange: Exchange,
    outgoing: Bytes,
    events: VecDeque<Event>,
    open: bool,
    /// When the last bytes were handed out to be written.
    sent_at: Instant,
    turnaround: Option<Duration>,
}

impl Client {
    /// Connects to a meter.
    ///
    /// # Errors
    /// [`ClientError::Connect`].
    ///
    /// # Cancel safety
    /// Dropping the future abandons the attempt.
    pub async fn connect(endpoint: &Endpoint, options: &LinkOptions) -> Result<Self, ClientError> {
        Ok(Self::new(Link::connect(endpoint, options).await?, ExchangeTiming::default()))
    }

    /// Takes an open link, with pauses and patience of the caller's choice.
    pub fn new(link: Link, timing: ExchangeTiming) -> Self {
        let mut exchange = Exchange::new(timing);
        let now = now();
        exchange.link_up(now);
        let (outgoing, events) = (Bytes::new(), VecDeque::new());
        Self { link, exchange, outgoing, events, open: true, sent_at: now, turnaround: None }
    }

    /// Sends `command` as soon as the meter may be asked again, and waits for the answer.
    ///
    /// A running stream is stopped first. Commands that start a stream belong to [`Client::stream`].
    ///
    /// # Errors
    /// [`ClientError`]; after [`ClientError::Lost`] and [`ClientError::Closed`] the client is of no further use.
    ///
    /// # Cancel safety
    /// The command may have been sent when the future is dropped. Its answer is then discarded, and the next call waits
    /// for that; no answer is ever taken for another command's.
    pub async fn ask(&mut self, command: Command) -> Result<Reply, ClientError> {
        let wire = command.wire();
        self.submit(command, &wire).await?;
        loop {
            match self.next_event(&wire).await? {
                Event::Answered(reply) => {
                    self.turnaround = Some(now().saturating_duration_since(self.sent_at));
                    return Ok(reply);
                }
                Event::Refused(code) => {
                    self.turnaround = Some(now().saturating_duration_since(self.sent_at));
                    return Err(ClientError::Refused { command: wire, code });
                }
                event => self.fail_on(event, &wire)?,
            }
        }
    }

    /// Starts the meter's output of ten records a second (`DRD?` or `DRD?status`) and yields them.
    ///
    /// # Errors
    /// As for [`Client::ask`].
    ///
    /// # Cancel safety
    /// As for [`Client::ask`]; a stream that was started and forgotten is stopped by the next call.
    pub async fn stream(&mut self, command: Command) -> Result<DrdStream<'_>, ClientError> {
        let wire = command.wire();
        self.submit(command, &wire).await?;
        loop {
            match self.next_event(&wire).await? {
                Event::StreamStarted => return Ok(DrdStream { client: self, wire }),
                Event::Refused(code) => return Err(ClientError::Refused { command: wire, code }),
                event => self.fail_on(event, &wire)?,
            }
        }
    }

    /// Time from sending the last answered command to the end of its answer.
    pub fn turnaround(&self) -> Option<Duration> {
        self.turnaround
    }

    /// Stops a running stream and closes the connection in an orderly way.
    pub async fn close(mut self) {
        if self.open && self.exchange.is_streaming() {
            self.exchange.stop_stream(now());
            while self.open && self.exchange.is_streaming() {
                if self.step(None).await.is_err() {
                    break;
                }
                self.events.clear();
            }
        }
        self.link.close().await;
    }

    /// Waits until the meter may be asked and hands the command over.
    async fn submit(&mut self, command: Command, wire: &str) -> Result<(), ClientError> {
        self.wait_until_ready(wire).await?;
        // Ready a moment ago, and nobody else holds the exchange: a refusal would be a defect, not a state to wait for.
        self.exchange.submit(command, now()).map_err(|_busy| ClientError::Closed)
    }

    async fn wait_until_ready(&mut self, wire: &str) -> Result<(), ClientError> {
        if self.exchange.is_streaming() {
            self.exchange.stop_stream(now());
        }
        loop {
            // Whatever happened meanwhile belongs to an earlier command nobody waits for any more.
            if self.events.drain(..).any(|event| event == Event::TaintedTwice) {
                self.open = false;
            }
            if !self.open {
                return Err(ClientError::Closed);
            }
            let ready_at = self.exchange.ready_at();
            if ready_at.is_some_and(|at| at <= now()) {
                return Ok(());
            }
            self.step(ready_at).await.map_err(|error| lost(wire, &error))?;
        }
    }

    /// The next event, waiting for it if need be.
    async fn next_event(&mut self, wire: &str) -> Result<Event, ClientError> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(event);
            }
            if !self.open {
                return Err(ClientError::Closed);
            }
            self.step(None).await.map_err(|error| lost(wire, &error))?;
        }
    }

    /// Turns an event that ends a command badly into its error; other events pass.
    fn fail_on(&mut self, event: Event, wire: &str) -> Result<(), ClientError> {
        let command = wire.to_owned();
        match event {
            Event::TimedOut => Err(ClientError::TimedOut { command }),
            Event::Unfit(unfit) => Err(ClientError::Garbled { command, problem: unfit.to_string() }),
            Event::LineTooLong => Err(ClientError::Garbled { command, problem: "a line without end".into() }),
            Event::TaintedTwice => {
                self.open = false;
                Err(ClientError::Closed)
            }
            Event::Answered(_)
            | Event::Refused(_)
            | Event::StreamStarted
            | Event::Record(_)
            | Event::BadRecord(_)
            | Event::StreamSilent
            | Event::StreamEnded
            | Event::TaintOver => Ok(()),
        }
    }

    /// Waits for bytes, room to write or the next deadline, and lets the exchange act on it.
    ///
    /// # Cancel safety
    /// Safe: every branch is, and state changes only after one of them has completed.
    async fn step(&mut self, until: Option<Instant>) -> io::Result<()> {
        let outcome = self.step_inner(until).await;
        if outcome.is_err() {
            self.open = false;
            self.exchange.link_down(now());
        }
        while let Some(event) = self.exchange.poll_event() {
            self.events.push_back(event);
        }
        outcome
    }

    async fn step_inner(&mut self, until: Option<Instant>) -> io::Result<()> {
        while let Some(bytes) = self.next_outgoing() {
            let written = self.link.write(&bytes).await?;
            self.outgoing.advance(written);
        }
        let deadline = [until, self.exchange.poll_timeout()].into_iter().flatten().min();
        let mut buffer = [0; READ_SIZE];
        tokio::select! {
            read = self.link.read(&mut buffer) => match read? {
                0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the meter closed the connection")),
                count => {
                    self.exchange.handle_input(&buffer[..count], now());
                    Ok(())
                }
            },
            () = sleep_until(deadline.unwrap_or_else(now).into()), if deadline.is_some() => {
                self.exchange.handle_timeout(now());
                Ok(())
            }
        }
    }

    /// What is still to be written. The exchange's own count advances only as bytes leave, so a dropped future loses none.
    fn next_outgoing(&mut self) -> Option<Bytes> {
        if self.outgoing.is_empty() {
            self.outgoing = self.exchange.poll_transmit()?;
            self.sent_at = now();
        }
        Some(self.outgoing.clone())
    }
}

/// What a stream yields.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamItem {
    /// One record.
    Record(Box<DrdFrame>),
    /// A line that is no record; the stream goes on.
    Bad(String),
}

/// A running `DRD?` output. Dropping it leaves the output running until the next call on the client stops it.
pub struct DrdStream<'a> {
    client: &'a mut Client,
    wire: String,
}

impl DrdStream<'_> {
    /// The next record, or `None` once the stream has ended or fallen silent.
    ///
    /// # Errors
    /// [`ClientError::Lost`] and [`ClientError::Closed`].
    ///
    /// # Cancel safety
    /// Safe: no record is lost.
    pub async fn next(&mut self) -> Result<Option<StreamItem>, ClientError> {
        loop {
            match self.client.next_event(&self.wire).await? {
                Event::Record(frame) => return Ok(Some(StreamItem::Record(frame))),
                Event::BadRecord(line) => return Ok(Some(StreamItem::Bad(line))),
                Event::StreamEnded | Event::StreamSilent => return Ok(None),
                event => self.client.fail_on(event, &self.wire)?,
            }
        }
    }

    /// Ends the output and waits until the line is quiet.
    ///
    /// # Errors
    /// [`ClientError::Lost`] and [`ClientError::Closed`].
    ///
    /// # Cancel safety
    /// Once polled, the output ends; the next call on the client waits for the rest.
    pub async fn stop(self) -> Result<(), ClientError> {
        if !self.client.exchange.is_streaming() {
            return Ok(());
        }
        self.client.exchange.stop_stream(now());
        while !matches!(self.client.next_event(&self.wire).await?, Event::StreamEnded) {}
        Ok(())
    }
}

fn lost(wire: &str, error: &io::Error) -> ClientError {
    ClientError::Lost { command: wire.to_owned(), cause: error.to_string() }
}

/// The runtime's clock, which tests may pause.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
