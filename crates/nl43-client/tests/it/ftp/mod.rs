//! The file client, on simulated meters and, where these cannot misbehave enough, on scripted servers.

mod dial_back;
mod login;
mod passive;
mod script;
mod sim;
mod transfers;

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    ops::RangeInclusive,
    time::Duration,
};

use nl43_client::ftp::{CardPath, DataMode, FtpError, FtpOptions, FtpServer, FtpSession};

/// Patience for what does not come.
const SHORT: Duration = Duration::from_millis(300);

/// Time-outs of which none should strike.
fn active() -> FtpOptions {
    FtpOptions { mode: DataMode::Active, ..FtpOptions::default() }
}

/// Time-outs that strike soon.
fn short() -> FtpOptions {
    FtpOptions {
        connect_timeout: SHORT,
        reply_timeout: SHORT,
        data_connect_timeout: SHORT,
        stall_timeout: SHORT,
        port_wait: SHORT,
        ..active()
    }
}

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

/// Two neighbouring ports, taken as long as the listeners are kept.
fn neighbours() -> ([TcpListener; 2], RangeInclusive<u16>) {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    loop {
        let one = bind(0).unwrap();
        let first = one.local_addr().unwrap().port();
        if let Some(Ok(two)) = first.checked_add(1).map(bind) {
            return ([one, two], first..=first + 1);
        }
    }
}
