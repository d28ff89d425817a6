//! Why a meter cannot be reached, in plain words.

use std::time::Duration;

use crate::{Endpoint, LinkError};
use tokio::{io::AsyncReadExt as _, net::TcpStream, time::timeout};

use super::finding::Finding;

#[cfg(test)]
mod tests;

/// The meter's port for files; that of a live meter answers although its control port may not.
const FTP_PORT: u16 = 21;

const PROBE_TIMEOUT: Duration = Duration::from_secs(4);

const CHECK: &str = "Connection";

/// What a file port of the same host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePort {
    /// It greets as an FTP server.
    Greets,
    /// It refuses: the host is alive.
    Refuses,
    /// Nothing comes back.
    Silent,
    /// Not looked at, as on a serial port.
    Unknown,
}

/// Looks at port 21 without logging in.
pub(crate) async fn probe(endpoint: &Endpoint) -> FilePort {
    probe_port(endpoint, FTP_PORT).await
}

/// Looks at a file port of the same host without logging in, four seconds at most.
pub async fn probe_port(endpoint: &Endpoint, port: u16) -> FilePort {
    let Endpoint::Tcp { host, .. } = endpoint else { return FilePort::Unknown };
    let greeting = async {
        let mut stream = TcpStream::connect((host.as_str(), port)).await?;
        let mut start = [0; 4];
        stream.read_exact(&mut start).await?;
        Ok::<_, std::io::Error>(start.starts_with(b"220"))
    };
    match timeout(PROBE_TIMEOUT, greeting).await {
        Ok(Ok(true)) => FilePort::Greets,
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => FilePort::Refuses,
        Ok(Ok(false) | Err(_)) | Err(_) => FilePort::Silent,
    }
}

/// Explains a connection that did not come about.
pub(crate) fn unreachable(endpoint: &Endpoint, error: &LinkError, file_port: FilePort) -> Finding {
    let problem = |found: &str, advice: &str| Finding::problem(CHECK, found, advice);
    match (error, file_port) {
        (LinkError::Refused, FilePort::Greets) => problem(
            "refused, yet the meter's file port answers",
            "The control port is wedged, or switched off in the meter (TCP off, web application or USB communication on). \
             Run this again in a minute: refused again means wedged. Then switch the meter off and on; until then the \
             recording probably continues. Rebooting the modem does not help.",
        ),
        (LinkError::Refused, _) => problem(
            "refused: the host is there, but nothing listens on that port",
            "Check the port number and, in the meter, that Ethernet and TCP are on and that the web application, USB \
             communication and I/O port communication are off. A meter that answered earlier may be wedged: switch it off and on.",
        ),
        (LinkError::TimedOut, FilePort::Greets | FilePort::Refuses) => problem(
            "no answer, although the host is alive",
            "A meter takes one connection: most likely a running server or another program holds it. Look there, or end \
             it, and run this again. Otherwise a firewall or a missing forwarding rule swallows the port.",
        ),
        (LinkError::TimedOut, _) => problem(
            "no answer at all",
            "The meter is off, asleep or without radio link, its address is another one, or its router does not forward \
             the port. If a running server is connected to this meter, it holds the meter's only connection: ask the server.",
        ),
        (LinkError::NoSuchHost(name), _) => Finding::problem(
            CHECK,
            format!("no such host: {name}"),
            "Check the spelling, or use the meter's IP address.",
        ),
        (LinkError::Unreachable(why), _) => Finding::problem(
            CHECK,
            why.clone(),
            "There is no route to that network: check this computer's connection and VPN.",
        ),
        (LinkError::Io(why), _) => {
            let advice = match endpoint {
                Endpoint::Serial { .. } => {
                    "Check the cable, the port's name, and that this user may open it and no other program has."
                }
                Endpoint::Tcp { .. } => "Try again; if it stays so, check this computer's network.",
            };
            Finding::problem(CHECK, why.clone(), advice)
        }
    }
}

/// Explains a connection on which nothing is ever answered.
pub(crate) fn mute(endpoint: &Endpoint) -> Finding {
    let advice = match endpoint {
        Endpoint::Tcp { .. } => {
            "A meter serves one connection: most likely a running server or another program holds it, or the router \
             accepts connections for a meter that is off or asleep. Ask the server, or end it and run this again."
        }
        Endpoint::Serial { .. } => {
            "Check the speed (9600 to 115200 bit/s, 38400 as delivered), the cable, and that serial communication is on \
             in the meter."
        }
    };
    Finding::problem(CHECK, "connected, but nothing is answered", advice)
}
