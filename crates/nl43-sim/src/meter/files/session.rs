//! The dialogue with one client of the file server.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::DateTime;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::super::Shared;
use super::command::{self, Command};
use super::data::{Breakdown, Sender, Sent, Target};
use super::listing;
use crate::card::{CardEntry, CardError, Content, Place};
use crate::fault::FileFault;
use crate::journal::Event;

/// Longest line of a client, in bytes.
const LONGEST_LINE: u64 = 1024;
/// What a control connection reads at a time; its lines are short.
const READ_AHEAD: usize = 512;

/// How long a stalled connection is kept for a client that waits.
const LONGEST_STALL: Duration = Duration::from_mins(10);
/// Where data connections come from that do not come from the meter.
const WRONG_PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

pub(super) struct Session {
    shared: Arc<Shared>,
    /// For the journal.
    number: u32,
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    local: SocketAddr,
    user: Option<String>,
    logged_in: bool,
    here: Place,
    target: Target,
}

/// Whether the dialogue goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Stay,
    Leave,
}

impl Session {
    pub(super) fn new(shared: Arc<Shared>, number: u32, stream: TcpStream) -> io::Result<Self> {
        let local = stream.local_addr()?;
        let (reader, writer) = stream.into_split();
        Ok(Self {
            shared,
            number,
            reader: BufReader::with_capacity(READ_AHEAD, reader),
            writer,
            local,
            user: None,
            logged_in: false,
            here: Place::root(),
            target: Target::None,
        })
    }

    /// Serves until the client leaves or says nothing for too long.
    pub(super) async fn run(mut self) -> io::Result<()> {
        self.say("220 Connection Ready").await?;
        let mut line = Vec::new();
        loop {
            line.clear();
            let limited = &mut (&mut self.reader).take(LONGEST_LINE);
            match timeout(self.shared.config.files.idle, limited.read_until(b'\n', &mut line)).await {
                Ok(read) => read?,
                Err(_) => return self.say("421 Timeout").await,
            };
            if line.last() != Some(&b'\n') {
                return if line.is_empty() { Ok(()) } else { self.say("500 Line too long").await };
            }
            let text = String::from_utf8_lossy(&line);
            if self.obey(Command::read(text.trim_end_matches(['\r', '\n']))).await? == Next::Leave {
                return Ok(());
            }
        }
    }

    async fn obey(&mut self, command: Command<'_>) -> io::Result<Next> {
        let verb = command.verb.to_ascii_uppercase();
        let argument = command.argument;
        self.note(&verb, argument);
        if self.is_closed_at(&verb) {
            return Ok(Next::Leave);
        }
        match verb.as_str() {
            "QUIT" => {
                self.say("221 Goodbye").await?;
                return Ok(Next::Leave);
            }
            "USER" => self.name(argument).await?,
            "PASS" => self.log_in(argument).await?,
            _ if !self.logged_in => self.say("530 Not logged in").await?,
            "NOOP" | "TYPE" => self.say("200 Command OK").await?,
            "SYST" => self.say("215 UNIX Type: L8").await?,
            "PWD" | "XPWD" => self.say(&format!("257 \"{}\" is current directory", self.here)).await?,
            "CWD" | "XCWD" => self.change_folder(argument).await?,
            "CDUP" | "XCUP" => self.change_folder("..").await?,
            "PORT" => self.announce(command::host_port(argument)).await?,
            "LIST" => self.list(argument, false).await?,
            "RETR" => self.retrieve(argument).await?,
            "PASV" if self.files().passive => self.wait_for_client(Passive::Numbers).await?,
            "EPSV" if self.files().passive => self.wait_for_client(Passive::Port).await?,
            "EPRT" if self.files().extended => self.announce(command::extended_host_port(argument)).await?,
            "NLST" if self.files().extended => self.list(argument, true).await?,
            "SIZE" if self.files().extended => self.size(argument).await?,
            "MDTM" if self.files().extended => self.modified(argument).await?,
            _ => self.say("502  Not Implemented").await?,
        }
        Ok(Next::Stay)
    }

    fn note(&self, verb: &str, argument: &str) {
        let argument = if verb == "PASS" { "***" } else { argument };
        let line = format!("{verb} {argument}").trim_end_matches(' ').into();
        self.shared.journal.note(crate::meter::now(), 0, Event::FileCommand { session: self.number, line });
    }

    /// Whether a fault ends the dialogue at this verb.
    fn is_closed_at(&self, verb: &str) -> bool {
        let due = self.fault(|fault| match fault {
            FileFault::Close { verb: None } => self.logged_in,
            FileFault::Close { verb: Some(at) } => **at == *verb,
            _ => false,
        });
        due.is_some()
    }

    /// The fault that is due, which happens herewith. The instrument must not be locked meanwhile.
    fn fault(&self, is_due: impl Fn(&FileFault) -> bool) -> Option<FileFault> {
        let due = self.shared.file_fault(|fault| is_due(fault).then(|| fault.clone()));
        due.inspect(|fault| self.shared.file_fault_happened(fault))
    }

    async fn name(&mut self, name: &str) -> io::Result<()> {
        self.user = Some(name.to_owned());
        self.logged_in = false;
        self.say("331 Password Required").await
    }

    async fn log_in(&mut self, password: &str) -> io::Result<()> {
        let right = self.user.as_ref().is_some_and(|user| *user == self.files().user)
            && *password == self.files().password;
        self.logged_in = right && self.fault(|fault| *fault == FileFault::LoginFail).is_none();
        self.say(if self.logged_in { "230 User logged in" } else { "530  Login Fail" }).await
    }

    async fn change_folder(&mut self, path: &str) -> io::Result<()> {
        let place = self.place(path);
        let folder = place.and_then(|place| {
            let entry = self.entry(&place)?;
            if entry.is_folder { Ok(place) } else { Err(CardError::OtherKind(path.to_owned())) }
        });
        match folder {
            Ok(folder) => {
                self.here = folder;
                self.say("250 Directory changed").await
            }
            Err(_) => self.say("550 No such directory").await,
        }
    }

    async fn announce(&mut self, addr: Option<SocketAddr>) -> io::Result<()> {
        let Some(addr) = addr else { return self.say("501 Syntax error").await };
        self.target = Target::Dial(addr);
        self.say("200 PORT command OK").await
    }

    async fn wait_for_client(&mut self, form: Passive) -> io::Result<()> {
        let listener = TcpListener::bind(SocketAddr::new(self.local.ip(), 0)).await?;
        let addr = listener.local_addr()?;
        let answer = match form {
            Passive::Numbers => command::passive_numbers(addr).map_or_else(
                || "522 Not on this network".to_owned(),
                |numbers| format!("227 Entering Passive Mode ({numbers})"),
            ),
            Passive::Port => format!("229 Entering Extended Passive Mode (|||{}|)", addr.port()),
        };
        self.target = Target::Wait(listener);
        self.say(&answer).await
    }

    async fn list(&mut self, argument: &str, names_only: bool) -> io::Result<()> {
        // Options such as `-la` change nothing.
        let path = argument.split(' ').skip_while(|word| word.starts_with('-')).collect::<Vec<_>>().join(" ");
        let listed = self.place(&path).and_then(|place| {
            let mut instrument = self.shared.instrument();
            let (card, present) = instrument.card(crate::meter::now());
            let entry = card.entry(&place, present)?;
            let entries = if entry.is_folder { card.list(&place, present)? } else { vec![entry] };
            Ok((entries, present.clock))
        });
        let Ok((mut entries, clock)) = listed else { return self.say("550 No such file or directory").await };
        entries.extend(self.invented(clock));
        let text: String = if names_only {
            entries.iter().flat_map(|entry| [entry.name.as_str(), "\r\n"]).collect()
        } else {
            entries.iter().map(|entry| listing::line(entry, clock)).collect()
        };
        let garbled = self.fault(|fault| *fault == FileFault::GarbleList).is_some();
        let bytes = if garbled { listing::garbled(&text) } else { text.into_bytes() };
        let Some(mut sender) = self.open_data().await? else { return Ok(()) };
        let sent = sender.bytes(&bytes).await;
        self.conclude(sent, sender).await
    }

    async fn retrieve(&mut self, path: &str) -> io::Result<()> {
        let Ok(content) = self.content(path) else { return self.say("550 No such file").await };
        let Some(mut sender) = self.open_data().await? else { return Ok(()) };
        let breakdown = self.breakdown(content.size_bytes());
        let sent = sender.content(content, breakdown).await;
        self.conclude(sent, sender).await
    }

    /// The file that a fault invents.
    fn invented(&self, clock: DateTime) -> Option<CardEntry> {
        let due = self.fault(|fault| matches!(fault, FileFault::ListName(_)));
        let Some(FileFault::ListName(name)) = due else { return None };
        Some(CardEntry { name: name.into(), is_folder: false, size_bytes: 10, modified: clock })
    }

    /// After how many bytes the transfer of so large a file breaks down, and how.
    fn breakdown(&self, size_bytes: u64) -> Option<(u64, Breakdown)> {
        let kind = |fault: &FileFault| match fault {
            FileFault::Stall(bytes) => Some((*bytes, Breakdown::Stall)),
            FileFault::Cut(bytes) => Some((*bytes, Breakdown::Cut)),
            FileFault::Short(bytes) => Some((*bytes, Breakdown::Short)),
            _ => None,
        };
        let due = self.fault(|fault| kind(fault).is_some_and(|(bytes, _)| bytes < size_bytes));
        due.as_ref().and_then(kind)
    }

    /// Opens the data connection, or tells the client that there is none.
    async fn open_data(&mut self) -> io::Result<Option<Sender>> {
        let target = std::mem::replace(&mut self.target, Target::None);
        if matches!(target, Target::None) {
            self.say("425 No data connection").await?;
            return Ok(None);
        }
        self.say("150 Opening data connection").await?;
        let fault = self.fault(|fault| matches!(fault, FileFault::NoData | FileFault::WrongPeer));
        let from =
            if fault == Some(FileFault::WrongPeer) { WRONG_PEER } else { self.local.ip().to_canonical() };
        let opened = if fault == Some(FileFault::NoData) {
            tokio::time::sleep(self.files().data_connect).await;
            Err(io::ErrorKind::TimedOut.into())
        } else {
            target.open(from, self.files()).await
        };
        match opened {
            Ok(stream) => Ok(Some(Sender::new(stream, self.files()))),
            Err(error) => {
                tracing::debug!(%error, "simulated meter could not open a data connection");
                self.say("425 Can not open data connection").await?;
                Ok(None)
            }
        }
    }

    async fn conclude(&mut self, sent: io::Result<Sent>, mut sender: Sender) -> io::Result<()> {
        match sent {
            Ok(Sent::All | Sent::Broken(Breakdown::Short)) => {
                drop(sender);
                self.say("226 Transfer complete").await
            }
            Ok(Sent::Broken(Breakdown::Stall)) => {
                // Until the client loses patience, in whichever way.
                tokio::select! {
                    () = sender.closed() => {}
                    _ = self.reader.fill_buf() => {}
                    () = tokio::time::sleep(LONGEST_STALL) => {}
                }
                drop(sender);
                self.say("426 Connection closed, transfer aborted").await
            }
            Ok(Sent::Broken(Breakdown::Cut)) | Err(_) => {
                drop(sender);
                self.say("426 Connection closed, transfer aborted").await
            }
        }
    }

    async fn size(&mut self, path: &str) -> io::Result<()> {
        match self.content(path) {
            Ok(content) => self.say(&format!("213 {}", content.size_bytes())).await,
            Err(_) => self.say("550 No such file").await,
        }
    }

    async fn modified(&mut self, path: &str) -> io::Result<()> {
        let entry = self.here.join(path).and_then(|place| self.entry(&place));
        match entry {
            Ok(entry) => self.say(&format!("213 {}", entry.modified.strftime("%Y%m%d%H%M%S"))).await,
            Err(_) => self.say("550 No such file").await,
        }
    }

    /// Where a path leads, unless it is denied.
    fn place(&self, path: &str) -> Result<Place, CardError> {
        let place = self.here.join(path)?;
        let denied = self.fault(|fault| matches!(fault, FileFault::Deny(name) if place.lies_in(name)));
        match denied {
            Some(_) => Err(CardError::Nothing(place.to_string())),
            None => Ok(place),
        }
    }

    fn content(&self, path: &str) -> Result<Content, CardError> {
        let place = self.place(path)?;
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(crate::meter::now());
        card.content(&place, present)
    }

    fn entry(&self, place: &Place) -> Result<CardEntry, CardError> {
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(crate::meter::now());
        card.entry(place, present)
    }

    fn files(&self) -> &crate::config::FilesConfig {
        &self.shared.config.files
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.writer.write_all(format!("{line}\r\n").as_bytes()).await
    }
}

/// How the client is told where to dial.
enum Passive {
    Numbers,
    Port,
}
