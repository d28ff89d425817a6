//! A file client that knows nothing but bytes.

use std::io;

use nl43_sim::SimMeter;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::support::PATIENCE;

pub(crate) struct Ftp {
    control: BufReader<TcpStream>,
}

/// What came of one transfer.
#[derive(Debug)]
pub(crate) struct Transfer {
    pub(crate) bytes: Vec<u8>,
    /// The line after the data, without CR LF.
    pub(crate) verdict: String,
}

impl Ftp {
    /// Connects and reads the greeting.
    pub(crate) async fn connect(meter: &SimMeter) -> Self {
        let mut ftp = Self::try_connect(meter).await.unwrap();
        assert_eq!(ftp.line().await, "220 Connection Ready");
        ftp
    }

    pub(crate) async fn try_connect(meter: &SimMeter) -> io::Result<Self> {
        Ok(Self { control: BufReader::new(TcpStream::connect(meter.ftp_addr().unwrap()).await?) })
    }

    /// Connects and logs in.
    pub(crate) async fn log_in(meter: &SimMeter) -> Self {
        let mut ftp = Self::connect(meter).await;
        assert!(ftp.ask("USER USER").await.starts_with("331 "));
        assert!(ftp.ask("PASS 0000").await.starts_with("230 "));
        ftp
    }

    pub(crate) async fn send(&mut self, line: &str) {
        self.control.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
    }

    pub(crate) async fn line(&mut self) -> String {
        let mut line = String::new();
        timeout(PATIENCE, self.control.read_line(&mut line)).await.expect("no answer").unwrap();
        assert!(line.ends_with("\r\n"), "{line:?}");
        line.trim_end_matches("\r\n").to_owned()
    }

    pub(crate) async fn ask(&mut self, line: &str) -> String {
        self.send(line).await;
        self.line().await
    }

    /// How the control connection ends: whether anything came before.
    pub(crate) async fn is_closed(&mut self) -> bool {
        let mut bytes = [0];
        matches!(timeout(PATIENCE, self.control.read(&mut bytes)).await, Ok(Ok(0) | Err(_)))
    }

    /// Announces a port of ours.
    pub(crate) async fn port(&mut self) -> TcpListener {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let [high, low] = listener.local_addr().unwrap().port().to_be_bytes();
        assert!(self.ask(&format!("PORT 127,0,0,1,{high},{low}")).await.starts_with("200 "));
        listener
    }

    /// Starts a transfer in active mode; `Err` is the refusal.
    pub(crate) async fn open(&mut self, command: &str) -> Result<TcpStream, String> {
        let listener = self.port().await;
        let answer = self.ask(command).await;
        if !answer.starts_with("150 ") {
            return Err(answer);
        }
        Ok(timeout(PATIENCE, listener.accept()).await.expect("the meter does not dial").unwrap().0)
    }

    pub(crate) async fn transfer(&mut self, command: &str) -> Result<Transfer, String> {
        let mut data = self.open(command).await?;
        let mut bytes = Vec::new();
        // A reset is an end like another; the verdict tells.
        let _ = timeout(PATIENCE, data.read_to_end(&mut bytes)).await.expect("the data do not end");
        Ok(Transfer { bytes, verdict: self.line().await })
    }

    pub(crate) async fn bytes(&mut self, command: &str) -> Vec<u8> {
        let transfer = self.transfer(command).await.unwrap();
        assert!(transfer.verdict.starts_with("226 "), "{}", transfer.verdict);
        transfer.bytes
    }

    pub(crate) async fn text(&mut self, command: &str) -> String {
        String::from_utf8(self.bytes(command).await).unwrap()
    }

    /// The names in a folder.
    pub(crate) async fn names(&mut self, path: &str) -> Vec<String> {
        let listing = self.text(&format!("LIST {path}")).await;
        listing.lines().map(name).collect()
    }
}

/// The ninth column of a line: what follows eight runs of blanks.
fn name(line: &str) -> String {
    let mut rest = line;
    for _ in 0..8 {
        rest = rest.trim_start_matches(' ');
        rest = &rest[rest.find(' ').unwrap_or(rest.len())..];
    }
    rest.trim_start_matches(' ').to_owned()
}
