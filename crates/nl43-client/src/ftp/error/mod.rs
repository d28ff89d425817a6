//! Why files could not be had, named by what is blocked.

use std::{fmt, net::IpAddr, net::SocketAddr, ops::RangeInclusive, time::Duration};

use super::CardPath;

/// Why a session, a listing or a file could not be had.
///
/// The sentences are for operators: they say how far it went and what is in the way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FtpError {
    /// The host name leads nowhere.
    #[error("cannot look up the meter's host: {cause}")]
    Resolve {
        /// The name and what the resolver said.
        cause: String,
    },
    /// Nothing listens.
    #[error("{server} refuses FTP connections: the meter's FTP is switched off, or the port is another")]
    ConnectRefused {
        /// `host:port`.
        server: String,
    },
    /// Nobody answers.
    #[error("{server} does not answer within {}: the meter is off or asleep, or its FTP port is not forwarded", seconds(.after))]
    ConnectTimedOut {
        /// `host:port`.
        server: String,
        /// How long it was tried.
        after: Duration,
    },
    /// No connection for another reason.
    #[error("cannot connect to {server}: {cause}")]
    Connect {
        /// `host:port`.
        server: String,
        /// What the operating system said.
        cause: String,
    },
    /// It greets with a refusal.
    #[error("{server} takes no FTP session now: {code} {text}")]
    GreetingRefused {
        /// `host:port`.
        server: String,
        /// Of the reply.
        code: u16,
        /// Of the reply.
        text: String,
    },
    /// User or password are not the meter's.
    #[error("the meter refuses to log in user {user}: {code} {text}")]
    LoginRefused {
        /// As sent.
        user: String,
        /// Of the reply.
        code: u16,
        /// Of the reply.
        text: String,
    },
    /// The meter said no to something.
    #[error("the meter refuses {verb}: {code} {text}")]
    CommandRefused {
        /// Without its argument.
        verb: &'static str,
        /// Of the reply.
        code: u16,
        /// Of the reply.
        text: String,
    },
    /// A file or folder that the meter does not have, or does not hand out (550).
    #[error("the meter has no {path} or does not hand it out: {code} {text}")]
    NoSuchFile {
        /// As asked for.
        path: CardPath,
        /// Of the reply.
        code: u16,
        /// Of the reply.
        text: String,
    },
    /// What would be sent cannot be put into a command.
    #[error("{what} cannot be sent to the meter: {problem}")]
    Unsendable {
        /// Which part of the request.
        what: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// All ports are taken.
    #[error("no port is free for the meter's data connection: all of {} are in use", range(.ports))]
    NoFreePort {
        /// The ports that may be used.
        ports: RangeInclusive<u16>,
    },
    /// We cannot listen, for a reason that another port does not cure.
    #[error("cannot listen on {address} for the meter's data connection: {cause}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the operating system said.
        cause: String,
    },
    /// The meter accepted the request and nothing dialled back.
    #[error("login worked, the data connection never came: the meter cannot reach {announced}")]
    DataNeverCame {
        /// Where the meter was told to connect to.
        announced: Announced,
    },
    /// The meter says that it cannot dial back.
    #[error("login worked, the data connection failed: the meter cannot reach {announced} ({code} {text})")]
    DataRefused {
        /// Where the meter was told to connect to, or where we did connect.
        announced: Announced,
        /// Of the reply, 425 as a rule.
        code: u16,
        /// Of the reply.
        text: String,
    },
    /// Somebody else dialled back.
    #[error(
        "login worked, the data connection came from {seen} instead of {expected} and was not taken ({count} in all)"
    )]
    WrongPeer {
        /// The meter's address on the control connection.
        expected: IpAddr,
        /// The last stranger.
        seen: IpAddr,
        /// How many strangers there were.
        count: u32,
    },
    /// Passive mode: we could not dial.
    #[error("login worked, the data connection to {address} failed: {cause}")]
    DataConnect {
        /// Where.
        address: SocketAddr,
        /// What the operating system said.
        cause: String,
    },
    /// No reply on the control connection.
    #[error("the meter does not reply to {verb} within {}", seconds(.after))]
    ReplyTimedOut {
        /// What was asked last.
        verb: &'static str,
        /// How long was waited.
        after: Duration,
    },
    /// The control connection ended.
    #[error("the meter's FTP session was lost after {verb}: {cause}")]
    ControlLost {
        /// What was asked last.
        verb: &'static str,
        /// What the operating system said.
        cause: String,
    },
    /// Nothing came for too long, in the middle.
    #[error("the transfer of {path} stalled: {got} bytes came, then nothing for {}", seconds(.after))]
    Stalled {
        /// What was transferred.
        path: CardPath,
        /// Bytes that came.
        got: u64,
        /// How long was waited.
        after: Duration,
    },
    /// The meter gave the transfer up.
    #[error("the meter gave up sending {path} after {got} bytes: {code} {text}")]
    Aborted {
        /// What was transferred.
        path: CardPath,
        /// Bytes that came.
        got: u64,
        /// Of the reply, 426 as a rule.
        code: u16,
        /// Of the reply.
        text: String,
    },
    /// The data connection broke.
    #[error("the data connection broke after {got} bytes of {path}: {cause}")]
    DataLost {
        /// What was transferred.
        path: CardPath,
        /// Bytes that came.
        got: u64,
        /// What the operating system said.
        cause: String,
    },
    /// The data ended, and the meter never said that it was all.
    #[error("{got} bytes of {path} came, but the meter did not confirm that this is all within {}", seconds(.after))]
    Unconfirmed {
        /// What was transferred.
        path: CardPath,
        /// Bytes that came.
        got: u64,
        /// How long was waited.
        after: Duration,
    },
    /// Confirmed, and yet not what the listing promised.
    #[error("the file is incomplete: {got} of {expected} bytes came")]
    Incomplete {
        /// Bytes by the listing.
        expected: u64,
        /// Bytes that came.
        got: u64,
    },
    /// What came is no FTP.
    #[error("what came after {verb} is no FTP reply: {line}")]
    Garbled {
        /// What was asked last.
        verb: &'static str,
        /// Its beginning, printable.
        line: String,
    },
    /// More than anybody sends who means well.
    #[error("{what} is too long: more than {limit}")]
    TooLong {
        /// What is.
        what: &'static str,
        /// The limit, with its unit.
        limit: String,
    },
    /// An earlier failure or an abandoned transfer ended the session; a new one is needed.
    #[error("the FTP session has ended")]
    Closed,
}

impl FtpError {
    /// Which step did not succeed.
    pub fn phase(&self) -> FtpPhase {
        match self {
            Self::Resolve { .. } => FtpPhase::Resolve,
            Self::ConnectRefused { .. } | Self::ConnectTimedOut { .. } | Self::Connect { .. } => {
                FtpPhase::Connect
            }
            Self::GreetingRefused { .. } => FtpPhase::Greeting,
            Self::LoginRefused { .. } => FtpPhase::Login,
            // Both are waited on while the bytes travel.
            Self::ControlLost { verb: "RETR" | "LIST", .. } => FtpPhase::Transfer,
            Self::CommandRefused { verb, .. }
            | Self::ReplyTimedOut { verb, .. }
            | Self::ControlLost { verb, .. }
            | Self::Garbled { verb, .. } => FtpPhase::of_verb(verb),
            Self::NoSuchFile { .. } | Self::Unsendable { .. } | Self::Closed => FtpPhase::Command,
            Self::NoFreePort { .. }
            | Self::Listen { .. }
            | Self::DataNeverCame { .. }
            | Self::DataRefused { .. }
            | Self::WrongPeer { .. }
            | Self::DataConnect { .. } => FtpPhase::DataConnection,
            Self::Stalled { .. }
            | Self::Aborted { .. }
            | Self::DataLost { .. }
            | Self::Unconfirmed { .. }
            | Self::Incomplete { .. }
            | Self::TooLong { .. } => FtpPhase::Transfer,
        }
    }

    /// Whether the same may succeed a moment later without anybody changing anything.
    ///
    /// A blocked data connection is not among these: it waits for an operator. A refused control connection is, for a
    /// meter needs seconds to open its port after `FTP,On`.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::GreetingRefused { code, .. }
            | Self::CommandRefused { code, .. }
            | Self::LoginRefused { code, .. } => (400..500).contains(code),
            Self::Resolve { .. }
            | Self::ConnectRefused { .. }
            | Self::ConnectTimedOut { .. }
            | Self::Connect { .. }
            | Self::NoFreePort { .. }
            | Self::ReplyTimedOut { .. }
            | Self::ControlLost { .. }
            | Self::Stalled { .. }
            | Self::Aborted { .. }
            | Self::DataLost { .. }
            | Self::Unconfirmed { .. }
            | Self::Incomplete { .. }
            | Self::Closed => true,
            Self::NoSuchFile { .. }
            | Self::Unsendable { .. }
            | Self::Listen { .. }
            | Self::DataNeverCame { .. }
            | Self::DataRefused { .. }
            | Self::WrongPeer { .. }
            | Self::DataConnect { .. }
            | Self::Garbled { .. }
            | Self::TooLong { .. } => false,
        }
    }

    /// Whether the meter answered that it has no such file or folder (550).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NoSuchFile { .. })
    }

    /// Whether both sides still agree where they are, so that the session may go on.
    pub(super) fn session_survives(&self) -> bool {
        match self {
            // 421: the server closes after this reply.
            Self::CommandRefused { code, .. } | Self::DataRefused { code, .. } => *code != 421,
            Self::NoSuchFile { .. }
            | Self::Unsendable { .. }
            | Self::NoFreePort { .. }
            | Self::Listen { .. }
            | Self::DataConnect { .. } => true,
            _ => false,
        }
    }
}

/// The steps on the way to a file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FtpPhase {
    /// Looking the host up.
    Resolve,
    /// Opening the control connection.
    Connect,
    /// The server's first words.
    Greeting,
    /// User and password.
    Login,
    /// Changing folders, asking for a listing or file.
    Command,
    /// Opening the second connection, on which the bytes travel.
    DataConnection,
    /// The bytes.
    Transfer,
}

impl FtpPhase {
    /// A short name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Login => "login",
            Self::Command => "command",
            Self::DataConnection => "data_connection",
            Self::Transfer => "transfer",
        }
    }

    fn of_verb(verb: &str) -> Self {
        match verb {
            GREETING => Self::Greeting,
            "USER" | "PASS" | "TYPE" => Self::Login,
            "PORT" | "EPRT" | "PASV" | "EPSV" => Self::DataConnection,
            _ => Self::Command,
        }
    }
}

impl fmt::Display for FtpPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What stands for a verb before the first was sent.
pub(super) const GREETING: &str = "the connection attempt";

/// Where a meter was told to dial back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The address and port of this transfer.
    pub address: SocketAddr,
    /// The ports configured for all transfers: what has to be open.
    pub ports: Option<RangeInclusive<u16>>,
}

/// `203.0.113.7:50000–50009`, or one port where no range is configured.
impl fmt::Display for Announced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.ports, self.address) {
            (None, address) => write!(f, "{address}"),
            (Some(ports), SocketAddr::V4(address)) => write!(f, "{}:{}", address.ip(), range(ports)),
            (Some(ports), SocketAddr::V6(address)) => write!(f, "[{}]:{}", address.ip(), range(ports)),
        }
    }
}

fn range(ports: &RangeInclusive<u16>) -> String {
    if ports.start() == ports.end() {
        ports.start().to_string()
    } else {
        format!("{}–{}", ports.start(), ports.end())
    }
}

/// `10 s`, `0.5 s`.
fn seconds(time: &Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests;
