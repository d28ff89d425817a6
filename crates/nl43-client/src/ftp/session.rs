//! A session with a meter's file server.

use std::{net::SocketAddr, time::Duration};

use bytes::BytesMut;
use tokio::{
    net::TcpStream,
    time::{Instant, sleep_until},
};

use super::{
    CardPath, DataMode, FtpError, FtpOptions, FtpServer, Listing, Retrieval,
    control::Control,
    data::{Listener, dial, extended_passive_port, passive_port, plain, port_argument},
    reply::{Meaning, Reply},
    transfer::{Data, Transfer},
};

/// How long a data connection may take to arrive after the meter has said that all was sent on it.
const LATECOMER: Duration = Duration::from_secs(2);

/// A login at a meter's file server: one listing or file at a time.
///
/// A session ends with the first failure after which the two sides might disagree about what comes next: a lost or
/// garbled reply, an aborted or abandoned transfer, a dropped future. Calls then return [`FtpError::Closed`]; the
/// caller opens another. A plain refusal, such as "no such file", leaves it usable.
#[derive(Debug)]
pub struct FtpSession {
    /// `None` once the session has ended, and while a transfer holds it.
    control: Option<Control>,
    options: FtpOptions,
    /// As configured, or as found out.
    mode: DataMode,
    /// Where the server stands, if we moved it.
    folder: Option<CardPath>,
    addressing: Addressing,
    /// Which of the ports is next, so that each rests after its use.
    turn: usize,
}

/// How this server wants files to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Addressing {
    Untried,
    /// `RETR /NL-43/Auto_0019/a.rnd`
    FullPath,
    /// `CWD /NL-43/Auto_0019`, `RETR a.rnd`
    NameInFolder,
}

impl FtpSession {
    /// Connects and logs in.
    ///
    /// # Errors
    /// [`FtpError`] of the phases up to [`Login`](super::FtpPhase::Login).
    ///
    /// # Cancel safety
    /// Dropping the future abandons the attempt and closes the connection.
    pub async fn open(server: &FtpServer, options: &FtpOptions) -> Result<Self, FtpError> {
        let mut control = Control::connect(server, options).await?;
        control.log_in(server).await?;
        // Sessions of one process have different ports of their own, so they begin at different ones here.
        let turn = usize::from(control.local.port());
        Ok(Self {
            control: Some(control),
            options: options.clone(),
            mode: options.mode,
            folder: None,
            addressing: Addressing::Untried,
            turn,
        })
    }

    /// Reads what a folder holds.
    ///
    /// The folder is entered (`CWD`) and listed without an argument: this is known to work on meters, and a folder that
    /// does not exist is refused rather than shown empty.
    ///
    /// # Errors
    /// [`FtpError`]: [`NoSuchFile`](FtpError::NoSuchFile) for an unknown folder, [`TooLong`](FtpError::TooLong) beyond
    /// the limits of [`FtpOptions`], and those of the data connection and transfer.
    ///
    /// # Cancel safety
    /// Not safe: dropping the future ends the session.
    pub async fn list(&mut self, folder: &CardPath) -> Result<Listing, FtpError> {
        let mut control = self.control.take().ok_or(FtpError::Closed)?;
        let begun = self.begin_list(&mut control, folder).await;
        let (control, data) = self.keep(control, begun)?;
        let mut transfer = Transfer::new(control, data, folder, &self.options);
        let mut text = BytesMut::new();
        while let Some(bytes) = transfer.next().await? {
            if text.len() + bytes.len() > self.options.max_listing_bytes {
                return Err(too_long(format!("{} bytes", self.options.max_listing_bytes)));
            }
            text.extend_from_slice(&bytes);
        }
        self.resume(transfer.into_control());
        Listing::parse(&text, self.options.max_entries)
            .map_err(|error| too_long(format!("{} entries", error.limit)))
    }

    /// Begins to fetch a file; its bytes come from the [`Retrieval`].
    ///
    /// The file is asked for by its full path. When the server refuses that, its folder is entered and it is asked for by
    /// name; if this works it is remembered for the session.
    ///
    /// # Errors
    /// [`FtpError`]: [`NoSuchFile`](FtpError::NoSuchFile) for an unknown file, and those of the data connection.
    ///
    /// # Cancel safety
    /// Not safe: dropping the future ends the session. So does dropping a [`Retrieval`] before its end.
    pub async fn retrieve(&mut self, file: &CardPath) -> Result<Retrieval<'_>, FtpError> {
        let mut control = self.control.take().ok_or(FtpError::Closed)?;
        let begun = self.begin_retrieve(&mut control, file).await;
        let (control, data) = self.keep(control, begun)?;
        let transfer = Transfer::new(control, data, file, &self.options);
        Ok(Retrieval::new(self, transfer))
    }

    /// Logs out, and does not wait long for the answer.
    ///
    /// # Cancel safety
    /// Dropping the future closes the connection at once.
    pub async fn quit(mut self) {
        if let Some(control) = self.control.take() {
            control.quit().await;
        }
    }

    /// Whether calls have a chance; `false` after a failure that ended the session.
    pub fn is_open(&self) -> bool {
        self.control.is_some()
    }

    /// Who opens data connections: as configured, and once there was one, as found out.
    pub fn mode(&self) -> DataMode {
        self.mode
    }

    /// Takes the control connection back from a transfer that is complete.
    pub(super) fn resume(&mut self, control: Control) {
        self.control = Some(control);
    }

    /// Keeps the control connection after a refusal that leaves both sides in step.
    fn keep<T>(&mut self, control: Control, outcome: Result<T, FtpError>) -> Result<(Control, T), FtpError> {
        match outcome {
            Ok(value) => Ok((control, value)),
            Err(error) => {
                if error.session_survives() {
                    self.control = Some(control);
                }
                Err(error)
            }
        }
    }

    async fn begin_list(&mut self, control: &mut Control, folder: &CardPath) -> Result<Data, FtpError> {
        match self.enter(control, folder).await {
            Err(error) if folder.is_root() && self.folder.is_none() && error.session_survives() => {
                // A server that does not take `CWD /` stands in the root after login.
            }
            entered => entered?,
        }
        self.open_data(control, "LIST", None, folder).await
    }

    async fn begin_retrieve(&mut self, control: &mut Control, file: &CardPath) -> Result<Data, FtpError> {
        let Some(folder) = file.parent() else {
            return Err(FtpError::Unsendable { what: "the path", problem: "it is a folder" });
        };
        if self.addressing != Addressing::NameInFolder {
            match self.open_data(control, "RETR", Some(file.as_str()), file).await {
                Ok(data) => {
                    self.addressing = Addressing::FullPath;
                    return Ok(data);
                }
                Err(refusal) if self.addressing == Addressing::Untried && may_dislike_paths(&refusal) => {
                    // What the server thinks of the file is in its first answer, if the second way leads nowhere.
                    let second = self.by_name(control, &folder, file).await;
                    return second.map_err(|error| if error.session_survives() { refusal } else { error });
                }
                Err(refusal) => return Err(refusal),
            }
        }
        self.by_name(control, &folder, file).await
    }

    async fn by_name(
        &mut self,
        control: &mut Control,
        folder: &CardPath,
        file: &CardPath,
    ) -> Result<Data, FtpError> {
        self.enter(control, folder).await?;
        let data = self.open_data(control, "RETR", Some(file.name()), file).await?;
        self.addressing = Addressing::NameInFolder;
        Ok(data)
    }

    /// Moves the server to `folder`, unless it stands there.
    async fn enter(&mut self, control: &mut Control, folder: &CardPath) -> Result<(), FtpError> {
        if self.folder.as_ref() == Some(folder) {
            return Ok(());
        }
        let reply = control.ask("CWD", Some(folder.as_str())).await?;
        if reply.meaning() != Meaning::Done {
            return Err(refusal("CWD", folder, reply));
        }
        self.folder = Some(folder.clone());
        Ok(())
    }

    /// Sends `verb` and opens the data connection in whichever mode the server takes.
    async fn open_data(
        &mut self,
        control: &mut Control,
        verb: &'static str,
        argument: Option<&str>,
        path: &CardPath,
    ) -> Result<Data, FtpError> {
        let request = Request { verb, argument, path };
        if self.mode != DataMode::Active {
            match self.dial_passive(control).await {
                Ok(stream) => {
                    self.mode = DataMode::Passive;
                    return request.send_passive(control, stream).await;
                }
                Err(FtpError::CommandRefused { code: 500.., .. }) if self.mode == DataMode::Auto => {
                    self.mode = DataMode::Active;
                }
                Err(error) => return Err(error),
            }
        }
        self.turn = self.turn.wrapping_add(1);
        let listener = Listener::open(control.local, control.peer, &self.options, self.turn).await?;
        announce(control, &listener).await?;
        request.send_active(control, listener, &self.options).await
    }

    /// Asks for a second port and dials it, at the address that the control connection reached.
    async fn dial_passive(&self, control: &mut Control) -> Result<TcpStream, FtpError> {
        let peer = plain(control.peer);
        let (verb, read): (_, fn(&str) -> Option<u16>) =
            if peer.is_ipv4() { ("PASV", passive_port) } else { ("EPSV", extended_passive_port) };
        let reply = control.demand(verb, None).await?;
        let Some(port) = read(&reply.text) else {
            return Err(FtpError::Garbled { verb, line: format!("{} {}", reply.code, reply.text) });
        };
        let mut address = peer;
        address.set_port(port);
        dial(address, self.options.data_connect_timeout).await
    }
}

/// One request that opens a data connection.
struct Request<'a> {
    verb: &'static str,
    argument: Option<&'a str>,
    path: &'a CardPath,
}

impl Request<'_> {
    /// The data connection stands; waits for the meter's word that it will be used.
    async fn send_passive(self, control: &mut Control, stream: TcpStream) -> Result<Data, FtpError> {
        control.send(self.verb, self.argument).await?;
        let give_up = Instant::now() + control.reply_timeout();
        let confirmed = self.await_word(control, &stream, give_up).await?;
        Ok(Data { stream, confirmed })
    }

    /// Waits for the meter to dial back, and for its word; these come in any order.
    async fn send_active(
        self,
        control: &mut Control,
        mut listener: Listener,
        options: &FtpOptions,
    ) -> Result<Data, FtpError> {
        control.send(self.verb, self.argument).await?;
        let mut give_up = Instant::now() + options.data_connect_timeout;
        let (mut begun, mut confirmed) = (false, false);
        let stream = loop {
            tokio::select! {
                biased;
                reply = control.reply(), if !confirmed => match reply? {
                    reply if reply.meaning() == Meaning::Begun => begun = true,
                    // Sent and done: the connection waits to be accepted, or never was one of ours.
                    reply if reply.meaning() == Meaning::Done => {
                        confirmed = true;
                        give_up = give_up.min(Instant::now() + LATECOMER);
                    }
                    reply => return Err(self.refused_with(&listener, reply)),
                },
                accepted = listener.accept() => break accepted?,
                () = sleep_until(give_up) => return Err(listener.overdue()),
            }
        };
        if !begun && !confirmed {
            let give_up = Instant::now() + control.reply_timeout();
            confirmed = self.await_word(control, &stream, give_up).await?;
        }
        Ok(Data { stream, confirmed })
    }

    /// Waits until the meter has said that the transfer begins, or shows it by sending. Whether it is over already.
    async fn await_word(
        &self,
        control: &mut Control,
        stream: &TcpStream,
        give_up: Instant,
    ) -> Result<bool, FtpError> {
        // An end without a byte says nothing: it may belong to an empty file or to a refusal that is under way.
        let mut may_show = true;
        loop {
            let mut first = [0];
            tokio::select! {
                biased;
                reply = control.reply() => return match reply? {
                    reply if reply.meaning() == Meaning::Begun => Ok(false),
                    reply if reply.meaning() == Meaning::Done => Ok(true),
                    reply => Err(refusal(self.verb, self.path, reply)),
                },
                peeked = stream.peek(&mut first), if may_show => match peeked {
                    Ok(1..) => return Ok(false),
                    Ok(0) | Err(_) => may_show = false,
                },
                () = sleep_until(give_up) => return Err(control.overdue()),
            }
        }
    }

    fn refused_with(&self, listener: &Listener, reply: Reply) -> FtpError {
        match reply.code {
            // It did reach somebody, in whose place we turned another away.
            425 | 426 if listener.has_seen_strangers() => listener.overdue(),
            425 | 426 => {
                let announced = listener.announced().clone();
                FtpError::DataRefused { announced, code: reply.code, text: reply.text }
            }
            _ => refusal(self.verb, self.path, reply),
        }
    }
}

/// Tells the meter where to dial back to.
async fn announce(control: &mut Control, listener: &Listener) -> Result<(), FtpError> {
    match listener.announced().address {
        SocketAddr::V4(address) => {
            control.demand("PORT", Some(&port_argument(*address.ip(), address.port()))).await?;
        }
        // No meter is known to take it, but there is no other way over IPv6.
        SocketAddr::V6(address) => {
            control.demand("EPRT", Some(&format!("|2|{}|{}|", address.ip(), address.port()))).await?;
        }
    }
    Ok(())
}

fn refusal(verb: &'static str, path: &CardPath, reply: Reply) -> FtpError {
    let Reply { code, text } = reply;
    match code {
        550 => FtpError::NoSuchFile { path: path.clone(), code, text },
        _ => FtpError::CommandRefused { verb, code, text },
    }
}

/// Replies with which servers refuse a path where they want a name.
fn may_dislike_paths(error: &FtpError) -> bool {
    match error {
        FtpError::NoSuchFile { .. } => true,
        FtpError::CommandRefused { verb: "RETR", code, .. } => matches!(code, 500 | 501 | 504 | 553),
        _ => false,
    }
}

fn too_long(limit: String) -> FtpError {
    FtpError::TooLong { what: "the listing of the folder", limit }
}
