//! Is a host alive whose control port refuses?

use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// Whether the FTP port of the host accepts and greets, which a dead or absent meter does not.
///
/// Only this port is asked: the control port has one connection, and it is not ours to spend.
pub(crate) async fn host_is_alive(host: &str, ftp_port: u16) -> bool {
    let greeting = async {
        let mut stream = TcpStream::connect((host, ftp_port)).await.ok()?;
        let mut code = [0; 3];
        stream.read_exact(&mut code).await.ok()?;
        Some(code == *b"220")
    };
    tokio::time::timeout(PROBE_TIMEOUT, greeting).await.ok().flatten().unwrap_or(false)
}

const PROBE_TIMEOUT: Duration = Duration::from_secs(3);
