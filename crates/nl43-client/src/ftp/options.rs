//! Where the files are, and how to get at them.

use std::{fmt, net::IpAddr, ops::RangeInclusive, time::Duration};

/// One meter's file server and how to log in.
#[derive(Clone, PartialEq, Eq)]
pub struct FtpServer {
    /// Host name or address.
    pub host: String,
    /// 21 on the meters.
    pub port: u16,
    /// `USER` on meters as delivered.
    pub user: String,
    /// `0000` on meters as delivered.
    pub password: String,
}

impl fmt::Debug for FtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, user, password: _ } = self;
        f.debug_struct("FtpServer")
            .field("host", host)
            .field("port", port)
            .field("user", user)
            .field("password", &"***")
            .finish()
    }
}

/// `host:port`, with brackets around an IPv6 address.
impl fmt::Display for FtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, .. } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

/// Who opens the data connection, on which a file or listing travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DataMode {
    /// Passive when the server takes it, else active; asked once a session. RION meters take active only.
    #[default]
    Auto,
    /// The meter dials back to us.
    Active,
    /// We dial the meter a second time.
    Passive,
}

/// How sessions are held. The defaults suit a meter that can reach this host directly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FtpOptions {
    /// Who opens the data connection; [`DataMode::Auto`].
    pub mode: DataMode,
    /// The address that a meter is told to dial back to; the control connection's own address when `None`.
    ///
    /// Needed where this host is behind address translation: the public address, whose ports lead here.
    pub announced: Option<IpAddr>,
    /// The ports that a meter may dial back to, shared by all sessions; any free port when `None`.
    ///
    /// Each transfer takes one. Ten or more serve a handful of meters: a port rests a while after its use.
    pub ports: Option<RangeInclusive<u16>>,
    /// Longest time for looking the host up and connecting; 10 s.
    pub connect_timeout: Duration,
    /// Longest time for a reply on the control connection; 10 s.
    pub reply_timeout: Duration,
    /// Longest time from asking for a file or listing until the data connection stands; 15 s.
    pub data_connect_timeout: Duration,
    /// Longest silence within a transfer; 30 s.
    pub stall_timeout: Duration,
    /// How long to wait for a port when all of [`Self::ports`] are in use; 5 s.
    pub port_wait: Duration,
    /// Most entries in one folder; 100,000. A longer listing is an error, never cut.
    pub max_entries: usize,
    /// Longest listing in bytes; 16 MiB.
    pub max_listing_bytes: usize,
}

impl Default for FtpOptions {
    fn default() -> Self {
        Self {
            mode: DataMode::Auto,
            announced: None,
            ports: None,
            connect_timeout: Duration::from_secs(10),
            reply_timeout: Duration::from_secs(10),
            data_connect_timeout: Duration::from_secs(15),
            stall_timeout: Duration::from_secs(30),
            port_wait: Duration::from_secs(5),
            max_entries: 100_000,
            max_listing_bytes: 16 << 20,
        }
    }
}
