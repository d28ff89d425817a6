//! The control connection: one command, one reply.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{
    FtpError, FtpOptions, FtpServer,
    error::GREETING,
    reply::{MAX_LINE, Meaning, Reply, ReplyError, ReplyReader},
};
use crate::{LinkError, LinkOptions, link::connect_tcp};

/// How often a server may say that it will be ready later (120), or that something has begun (1yz), for one command.
const MAX_BEGUN: usize = 3;

/// How long a polite goodbye may take.
const QUIT_PATIENCE: Duration = Duration::from_secs(2);

/// An open control connection.
///
/// Dropping it closes it: whoever holds none cannot mistake a late reply for the next.
#[derive(Debug)]
pub(super) struct Control {
    stream: TcpStream,
    reader: ReplyReader,
    /// What was sent last, for error messages.
    verb: &'static str,
    reply_timeout: Duration,
    pub(super) local: SocketAddr,
    pub(super) peer: SocketAddr,
}

impl Control {
    /// Connects and hears the greeting.
    ///
    /// # Cancel safety
    /// Dropping the future abandons the attempt.
    pub(super) async fn connect(server: &FtpServer, options: &FtpOptions) -> Result<Self, FtpError> {
        let after = options.connect_timeout;
        let link = LinkOptions::default();
        let attempt = connect_tcp(&server.host, server.port, &link);
        let connected = timeout(after, attempt).await.unwrap_or(Err(LinkError::TimedOut));
        let server = server.to_string();
        let stream = connected.map_err(|error| match error {
            LinkError::Refused => FtpError::ConnectRefused { server: server.clone() },
            LinkError::TimedOut => FtpError::ConnectTimedOut { server: server.clone(), after },
            LinkError::NoSuchHost(cause) => FtpError::Resolve { cause },
            LinkError::Unreachable(cause) | LinkError::Io(cause) => {
                FtpError::Connect { server: server.clone(), cause }
            }
        })?;
        let lost = |error: io::Error| FtpError::Connect { server: server.clone(), cause: error.to_string() };
        let mut control = Self {
            local: stream.local_addr().map_err(lost)?,
            peer: stream.peer_addr().map_err(lost)?,
            stream,
            reader: ReplyReader::default(),
            verb: GREETING,
            reply_timeout: options.reply_timeout,
        };
        let Reply { code, text } = control.verdict().await?;
        if code == 220 { Ok(control) } else { Err(FtpError::GreetingRefused { server, code, text }) }
    }

    /// Logs in, and has files come as they are.
    ///
    /// # Cancel safety
    /// Not safe: the connection has to be dropped with the future.
    pub(super) async fn log_in(&mut self, server: &FtpServer) -> Result<(), FtpError> {
        let mut reply = self.ask("USER", Some(&server.user)).await?;
        if reply.code == 331 {
            reply = self.ask("PASS", Some(&server.password)).await?;
        }
        if reply.meaning() != Meaning::Done {
            let Reply { code, text } = reply;
            return Err(FtpError::LoginRefused { user: server.user.clone(), code, text });
        }
        self.demand("TYPE", Some("I")).await?;
        Ok(())
    }

    /// Sends a command that has to succeed.
    ///
    /// # Cancel safety
    /// Not safe: the connection has to be dropped with the future.
    pub(super) async fn demand(
        &mut self,
        verb: &'static str,
        argument: Option<&str>,
    ) -> Result<Reply, FtpError> {
        let reply = self.ask(verb, argument).await?;
        match reply.meaning() {
            Meaning::Done => Ok(reply),
            Meaning::Begun | Meaning::More | Meaning::Refused => {
                Err(FtpError::CommandRefused { verb, code: reply.code, text: reply.text })
            }
        }
    }

    /// Sends a command and waits for its reply, whatever it is.
    ///
    /// # Cancel safety
    /// Not safe: the connection has to be dropped with the future.
    pub(super) async fn ask(
        &mut self,
        verb: &'static str,
        argument: Option<&str>,
    ) -> Result<Reply, FtpError> {
        self.send(verb, argument).await?;
        self.verdict().await
    }

    /// Sends a command in one piece.
    ///
    /// # Cancel safety
    /// Not safe: the connection has to be dropped with the future.
    pub(super) async fn send(&mut self, verb: &'static str, argument: Option<&str>) -> Result<(), FtpError> {
        let mut line = verb.to_owned();
        if let Some(argument) = argument {
            if argument.contains(char::is_control) {
                return Err(FtpError::Unsendable { what: what(verb), problem: "it has control characters" });
            }
            if argument.len() > MAX_LINE {
                return Err(FtpError::Unsendable { what: what(verb), problem: "it is too long" });
            }
            line.push(' ');
            line.push_str(argument);
        }
        line.push_str("\r\n");
        self.discard_strays()?;
        self.verb = verb;
        match timeout(self.reply_timeout, self.stream.write_all(line.as_bytes())).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.lost(&error)),
            Err(_elapsed) => Err(self.overdue()),
        }
    }

    /// The reply that settles the command sent last, in time.
    ///
    /// # Cancel safety
    /// Safe, but the time waited does not count.
    pub(super) async fn verdict(&mut self) -> Result<Reply, FtpError> {
        for _ in 0..=MAX_BEGUN {
            let patience = self.reply_timeout;
            let reply = tokio::select! {
                reply = self.reply() => reply?,
                () = sleep(patience) => return Err(self.overdue()),
            };
            if reply.meaning() != Meaning::Begun {
                return Ok(reply);
            }
        }
        Err(self.overdue())
    }

    /// The next reply, whenever it comes.
    ///
    /// # Cancel safety
    /// Safe: no byte is lost when the future is dropped.
    pub(super) async fn reply(&mut self) -> Result<Reply, FtpError> {
        loop {
            if let Some(reply) = self.reader.next_reply().map_err(|error| self.garbled(error))? {
                return Ok(reply);
            }
            match self.stream.read_buf(self.reader.buffer()).await {
                Ok(0) => {
                    let cause = "the meter closed the connection".to_owned();
                    return Err(FtpError::ControlLost { verb: self.verb, cause });
                }
                Ok(_) => {}
                Err(error) => return Err(self.lost(&error)),
            }
        }
    }

    /// Says goodbye and waits a moment for the answer, so that the meter frees the session in order.
    ///
    /// # Cancel safety
    /// Dropping the future closes the connection at once.
    pub(super) async fn quit(mut self) {
        let goodbye = async {
            if self.ask("QUIT", None).await.is_ok() {
                let _ = self.stream.shutdown().await;
            }
        };
        let _ = timeout(QUIT_PATIENCE, goodbye).await;
    }

    pub(super) fn reply_timeout(&self) -> Duration {
        self.reply_timeout
    }

    pub(super) fn overdue(&self) -> FtpError {
        FtpError::ReplyTimedOut { verb: self.verb, after: self.reply_timeout }
    }

    /// Throws away what came unasked: some servers say twice that a transfer is complete.
    fn discard_strays(&mut self) -> Result<(), FtpError> {
        for _ in 0..=MAX_BEGUN {
            while let Some(Reply { code, text }) =
                self.reader.next_reply().map_err(|error| self.garbled(error))?
            {
                if code == 421 {
                    return Err(FtpError::ControlLost { verb: self.verb, cause: format!("{code} {text}") });
                }
            }
            match self.stream.try_read_buf(self.reader.buffer()) {
                Ok(1..) => {}
                // An end or failure shows when the reply is waited for.
                Ok(0) | Err(_) => return Ok(()),
            }
        }
        Ok(())
    }

    fn lost(&self, error: &io::Error) -> FtpError {
        FtpError::ControlLost { verb: self.verb, cause: error.to_string() }
    }

    fn garbled(&self, error: ReplyError) -> FtpError {
        match error {
            ReplyError::LineTooLong => too_long(format!("{MAX_LINE} bytes in a line")),
            ReplyError::TooManyLines => too_long(format!("{} lines", super::reply::MAX_LINES)),
            ReplyError::NotAReply(line) => FtpError::Garbled { verb: self.verb, line },
        }
    }
}

fn too_long(limit: String) -> FtpError {
    FtpError::TooLong { what: "a reply of the meter", limit }
}

/// What an argument is, without telling it: it may be the password.
fn what(verb: &str) -> &'static str {
    match verb {
        "USER" => "the user name",
        "PASS" => "the password",
        _ => "the path",
    }
}
