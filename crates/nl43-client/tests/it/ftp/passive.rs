//! Passive mode, which RION's meters do not take.

use nl43_client::ftp::{DataMode, FtpError, FtpOptions};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use super::{
    fetch, open, path,
    script::{Peer, serve, serve_on},
    short,
};

const PASSIVE: DataMode = DataMode::Passive;

/// Answers `PASV` and listens.
async fn passive(peer: &mut Peer) -> TcpListener {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    name_port(peer, listener.local_addr().unwrap().port()).await;
    listener
}

/// Answers `PASV`, naming an address that is not the server's, as one behind address translation does.
async fn name_port(peer: &mut Peer, port: u16) {
    let [high, low] = port.to_be_bytes();
    peer.answer("PASV", &format!("227 Entering Passive Mode (10,99,99,99,{high},{low})")).await;
}

#[tokio::test]
async fn the_meters_own_address_is_dialled_whatever_it_names() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        for reply in ["150 now\r\n226 done", "125 now\r\n250 done"] {
            let listener = passive(&mut peer).await;
            let mut data = listener.accept().await.unwrap().0;
            peer.hear("RETR /a").await;
            data.write_all(b"bytes").await.unwrap();
            drop(data);
            peer.say(reply).await;
        }
        let _listener = passive(&mut peer).await;
        peer.answer("RETR /a", "550 No such file").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &FtpOptions { mode: DataMode::Auto, ..short() }).await;
    for _ in 0..2 {
        assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"bytes");
        assert_eq!(session.mode(), PASSIVE);
    }
    // A path was taken before, so nothing else is tried.
    assert!(fetch(&mut session, "/a").await.unwrap_err().is_not_found());
    drop(session);
    served.await.unwrap();
}

#[tokio::test]
async fn what_blocks_it_is_named() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.answer("CWD /", "250 ok").await;
        peer.answer("PASV", "502  Not Implemented").await;
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        name_port(&mut peer, closed).await;
        let _listener = passive(&mut peer).await;
        peer.hear("LIST").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &FtpOptions { mode: PASSIVE, ..short() }).await;
    let error = session.list(&path("/")).await.unwrap_err();
    assert!(matches!(&error, FtpError::CommandRefused { verb: "PASV", code: 502, .. }), "{error}");
    let error = session.list(&path("/")).await.unwrap_err();
    assert!(matches!(&error, FtpError::DataConnect { address, .. } if address.ip() == addr.ip()), "{error}");
    let error = session.list(&path("/")).await.unwrap_err();
    assert!(matches!(&error, FtpError::ReplyTimedOut { verb: "LIST", .. }), "{error}");
    assert!(!session.is_open());
    served.await.unwrap();
}

#[tokio::test]
async fn an_answer_without_a_port_ends_the_session() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.answer("PASV", "227 Entering Passive Mode").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &FtpOptions { mode: PASSIVE, ..short() }).await;
    let error = fetch(&mut session, "/a").await.unwrap_err();
    assert_eq!(error.to_string(), "what came after PASV is no FTP reply: 227 Entering Passive Mode");
    assert!(!session.is_open());
    served.await.unwrap();
}

#[tokio::test]
async fn over_ipv6_the_extended_form_is_used() {
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let (addr, served) = serve_on("::1".parse().unwrap(), async |mut peer| {
        peer.log_in().await;
        let listener = TcpListener::bind("[::1]:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        peer.answer("EPSV", &format!("229 Entering Extended Passive Mode (|||{port}|)")).await;
        peer.answer("RETR /a", "150 now").await;
        listener.accept().await.unwrap().0.write_all(b"six").await.unwrap();
        peer.say("226 done").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &FtpOptions { mode: DataMode::Auto, ..short() }).await;
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"six");
    drop(session);
    served.await.unwrap();
}
