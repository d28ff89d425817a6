//! The file client, on simulated meters and, where these cannot misbehave enough, on scripted servers.

mod sim;

use std::net::SocketAddr;

use nl43_client::ftp::{CardPath, FtpError, FtpOptions, FtpServer, FtpSession};

fn server(addr: SocketAddr) -> FtpServer {
    FtpServer {
        host: addr.ip().to_string(),
        port: addr.port(),
        user: "USER".to_owned(),
        password: "0000".to_owned(),
    }
}

fn path(text: &str) -> CardPath {
    CardPath::parse(text).unwrap()
}

async fn open(addr: SocketAddr, options: &FtpOptions) -> FtpSession {
    FtpSession::open(&server(addr), options).await.unwrap()
}

async fn fetch(session: &mut FtpSession, file: &str) -> Result<Vec<u8>, FtpError> {
    let mut retrieval = session.retrieve(&path(file)).await?;
    let mut whole = Vec::new();
    while let Some(bytes) = retrieval.chunk().await? {
        whole.extend_from_slice(&bytes);
        assert_eq!(retrieval.bytes(), whole.len() as u64);
    }
    retrieval.expect_size(whole.len() as u64)?;
    Ok(whole)
}
