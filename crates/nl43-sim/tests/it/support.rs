//! A client that knows nothing but bytes.

use std::io;
use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than anything here takes, even on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Silence that counts as such.
pub(crate) const SILENCE: Duration = Duration::from_millis(150);

pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

pub(crate) struct Client(Box<dyn Wire>);

impl Client {
    pub(crate) async fn connect(meter: &SimMeter) -> Self {
        Self::try_connect(meter).await.unwrap()
    }

    pub(crate) async fn try_connect(meter: &SimMeter) -> io::Result<Self> {
        let stream = TcpStream::connect(meter.addr()).await?;
        stream.set_nodelay(true)?;
        Ok(Self(Box::new(stream)))
    }

    pub(crate) fn over(wire: impl Wire + 'static) -> Self {
        Self(Box::new(wire))
    }

    pub(crate) fn dial(meter: &SimMeter) -> Self {
        Self(Box::new(meter.dial().unwrap()))
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Reads until `end` was read.
    pub(crate) async fn read_to(&mut self, end: &str) -> String {
        let bytes = self.bytes_to(end.as_bytes()).await;
        String::from_utf8(bytes).unwrap()
    }

    pub(crate) async fn bytes_to(&mut self, end: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(end) {
            let byte = timeout(PATIENCE, self.0.read_u8()).await;
            let byte =
                byte.unwrap_or_else(|_| panic!("nothing more after {:?}", String::from_utf8_lossy(&bytes)));
            bytes.push(
                byte.unwrap_or_else(|error| panic!("{error} after {:?}", String::from_utf8_lossy(&bytes))),
            );
        }
        bytes
    }

    /// The next `count` bytes.
    pub(crate) async fn bytes(&mut self, count: usize) -> String {
        let mut bytes = vec![0; count];
        timeout(PATIENCE, self.0.read_exact(&mut bytes)).await.expect("nothing more comes").unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// One read, up to `bytes.len()`.
    pub(crate) async fn read_once(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; 4096];
        let count = timeout(PATIENCE, self.0.read(&mut bytes)).await.expect("nothing was read")?;
        bytes.truncate(count);
        Ok(bytes)
    }

    /// One command and all of its answer, to the prompt.
    pub(crate) async fn ask(&mut self, command: &str) -> String {
        self.send(format!("{command}\r\n")).await;
        self.read_to("$").await
    }

    /// The data line of a request.
    pub(crate) async fn data(&mut self, request: &str) -> String {
        let answer = self.ask(request).await;
        let data = answer.strip_prefix("R+0000\r\n").and_then(|rest| rest.strip_suffix("\r\n$"));
        data.unwrap_or_else(|| panic!("{request} was answered {answer:?}")).to_owned()
    }

    /// The first `count` fields of the data line, trimmed.
    pub(crate) async fn fields(&mut self, request: &str, count: usize) -> Vec<String> {
        fields(&self.data(request).await).into_iter().take(count).collect()
    }

    /// Whether nothing comes for a while, and the connection stays open.
    pub(crate) async fn is_silent(&mut self) -> bool {
        timeout(SILENCE, self.0.read_u8()).await.is_err()
    }

    /// How the connection ended: what reading says in the end.
    pub(crate) async fn end(&mut self) -> io::Result<()> {
        let mut bytes = [0; 4096];
        loop {
            match timeout(PATIENCE, self.0.read(&mut bytes)).await.expect("the connection stays open") {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Starts a stream and reads `count` records.
    pub(crate) async fn stream(&mut self, count: usize) -> Vec<String> {
        self.send("DRD?\r\n").await;
        assert_eq!(self.read_to("\r\n").await, "R+0000\r\n");
        self.records(count).await
    }

    pub(crate) async fn records(&mut self, count: usize) -> Vec<String> {
        let mut records = Vec::new();
        for _ in 0..count {
            records.push(self.read_to("\r\n").await.trim_end_matches("\r\n").to_owned());
        }
        records
    }
}

pub(crate) fn fields(line: &str) -> Vec<String> {
    line.split(',').map(|field| field.trim().to_owned()).collect()
}

pub(crate) async fn meter() -> SimMeter {
    SimMeter::start(MeterConfig::immediate()).await.unwrap()
}
