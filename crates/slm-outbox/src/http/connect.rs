//! The way to a host, checked where it ends.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use rustls::pki_types::ServerName;
use slm_domain::delivery::{AddressPolicy, HttpUrl};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::CallError;
use crate::tls::Trust;

/// Addresses of a name that are tried.
const ADDRESSES: usize = 8;

pub(super) trait Stream: AsyncRead + AsyncWrite + Send {}
impl<S: AsyncRead + AsyncWrite + Send> Stream for S {}

/// Connects to the host of a URL.
///
/// The name is looked up once, and what is checked is what is connected to: a name that shows one address to the check and
/// another to the connection gains nothing.
pub(super) async fn connect(
    url: &HttpUrl,
    policy: &AddressPolicy,
    trust: &Trust,
) -> Result<Pin<Box<dyn Stream>>, CallError> {
    let failed = |error: io::Error| CallError::Failed(error.to_string());
    let addresses = tokio::net::lookup_host((url.host(), url.port())).await.map_err(failed)?;
    let stream = open(addresses.take(ADDRESSES), url.host(), policy).await?;
    if !url.is_secure() {
        return Ok(Box::pin(stream));
    }
    let name =
        ServerName::try_from(url.host().to_owned()).map_err(|_| CallError::Unusable("the host's name"))?;
    let secured = TlsConnector::from(trust.config()).connect(name, stream).await.map_err(failed)?;
    Ok(Box::pin(secured))
}

/// Opens a connection to the first address that takes it; one that is refused is not tried.
async fn open(
    addresses: impl Iterator<Item = SocketAddr>,
    host: &str,
    policy: &AddressPolicy,
) -> Result<TcpStream, CallError> {
    let mut outcome = CallError::Failed("the name has no address".to_owned());
    for address in addresses {
        if let Err(refused) = policy.check(address.ip()) {
            outcome = CallError::Refused { host: host.to_owned(), refused };
            continue;
        }
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => outcome = CallError::Failed(format!("{address}: {error}")),
        }
    }
    Err(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a resolver that answers a check with one address and the connection with another.
    #[tokio::test]
    async fn what_is_connected_to_is_what_was_checked() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inside = listener.local_addr().unwrap();
        let refused = open([inside].into_iter(), "rebound.example", &AddressPolicy::default()).await;
        let error = refused.map(drop).unwrap_err().to_string();
        assert!(error.starts_with("rebound.example: 127.0.0.1 is a loopback address"), "{error}");
        assert!(open([inside].into_iter(), "a", &AddressPolicy::open()).await.is_ok());
    }
}
