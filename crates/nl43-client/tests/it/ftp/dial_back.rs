//! Active mode: who dials, when, and what is told meanwhile.

use std::{
    net::{Ipv4Addr, TcpListener},
    time::Instant,
};

use nl43_client::ftp::{DataMode, FtpError, FtpOptions};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{
    SHORT, active, fetch, neighbours, open, path,
    script::{dial_from, is_closed, send_to, serve, serve_on},
};

#[tokio::test]
async fn the_data_connection_may_come_at_any_time() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.transfer("RETR /a", b"after the word").await;

        let data = peer.port().await;
        peer.hear("RETR /a").await;
        let mut data = TcpStream::connect(data).await.unwrap();
        peer.say("150 now").await;
        data.write_all(b"ahead of the word").await.unwrap();
        drop(data);
        peer.say("250 done").await;

        let data = peer.port().await;
        peer.hear("RETR /a").await;
        send_to(data, b"without a word").await;
        peer.say("226 done").await;

        let data = peer.port().await;
        peer.hear("RETR /a").await;
        peer.say("150 now\r\n226 done").await;
        send_to(data, b"behind all words").await;

        let data = peer.port().await;
        peer.hear("RETR /a").await;
        // Nothing in it, and told late.
        send_to(data, b"").await;
        tokio::time::sleep(SHORT / 3).await;
        peer.say("226 done").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    for expected in ["after the word", "ahead of the word", "without a word", "behind all words", ""] {
        assert_eq!(
            fetch(&mut session, "/a").await.map(|bytes| String::from_utf8(bytes).unwrap()),
            Ok(expected.into())
        );
    }
    drop(session);
    served.await.unwrap();
}

/// The data connection would be waited for longer than any test lasts.
#[tokio::test]
async fn refusals_are_not_waited_out() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        for reply in ["425 Can not open", "150 wait\r\n425 Can not open", "450 Busy", "550 No such file"] {
            peer.port().await;
            peer.answer("RETR /a", reply).await;
            if reply.starts_with("550") {
                peer.answer("CWD /", "550 no").await;
            }
        }
        let data = peer.port().await;
        peer.hear("RETR /a").await;
        // It dials before it looks.
        let mut data = TcpStream::connect(data).await.unwrap();
        peer.say("451 Card error").await;
        assert!(is_closed(&mut data).await);
        peer.transfer("RETR /a", b"all is well").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    let begun = Instant::now();
    for _ in 0..2 {
        let error = fetch(&mut session, "/a").await.unwrap_err();
        assert!(matches!(&error, FtpError::DataRefused { code: 425, .. }), "{error}");
    }
    let error = fetch(&mut session, "/a").await.unwrap_err();
    assert!(matches!(&error, FtpError::CommandRefused { verb: "RETR", code: 450, .. }), "{error}");
    assert!(fetch(&mut session, "/a").await.unwrap_err().is_not_found());
    let error = fetch(&mut session, "/a").await.unwrap_err();
    assert!(matches!(&error, FtpError::CommandRefused { verb: "RETR", code: 451, .. }), "{error}");
    // Refusals leave the session as good as before.
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"all is well");
    assert!(begun.elapsed() < active().data_connect_timeout);
    drop(session);
    served.await.unwrap();
}

#[tokio::test]
async fn strangers_are_turned_away_and_the_meter_is_not() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        let mut stranger = dial_from([127, 0, 0, 3], data).await;
        let _ = stranger.write_all(b"not yours").await;
        assert!(is_closed(&mut stranger).await);
        send_to(data, b"yours").await;
        peer.say("226 done").await;

        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        assert!(is_closed(&mut dial_from([127, 0, 0, 3], data).await).await);
        assert!(is_closed(&mut dial_from([127, 0, 0, 4], data).await).await);
        peer.gone().await;
    })
    .await;
    let options = FtpOptions { data_connect_timeout: SHORT, ..active() };
    let mut session = open(addr, &options).await;
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"yours");
    let (expected, seen) = ([127, 0, 0, 1].into(), [127, 0, 0, 4].into());
    assert_eq!(fetch(&mut session, "/a").await, Err(FtpError::WrongPeer { expected, seen, count: 2 }));
    assert!(!session.is_open());
    served.await.unwrap();
}

#[tokio::test]
async fn the_announced_address_is_the_configured_one() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        let mut data = peer.port().await;
        assert_eq!(data.ip(), Ipv4Addr::new(203, 0, 113, 7));
        // What a router does that forwards the port.
        data.set_ip(Ipv4Addr::LOCALHOST.into());
        peer.answer("RETR /a", "150 now").await;
        send_to(data, b"through the router").await;
        peer.say("226 done").await;
        peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        peer.gone().await;
    })
    .await;
    let announced = Some(Ipv4Addr::new(203, 0, 113, 7).into());
    let options = FtpOptions { announced, data_connect_timeout: SHORT, ..active() };
    let mut session = open(addr, &options).await;
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"through the router");
    let error = fetch(&mut session, "/a").await.unwrap_err();
    let sentence = "login worked, the data connection never came: the meter cannot reach 203.0.113.7:";
    assert!(error.to_string().starts_with(sentence), "{error}");
    assert_eq!(fetch(&mut session, "/a").await, Err(FtpError::Closed));
    served.await.unwrap();
}

#[tokio::test]
async fn done_without_a_connection_is_not_done() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.answer("CWD /", "250 ok").await;
        peer.port().await;
        peer.answer("LIST", "226 done").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &FtpOptions { data_connect_timeout: SHORT, ..active() }).await;
    let error = session.list(&path("/")).await.unwrap_err();
    assert!(matches!(error, FtpError::DataNeverCame { .. }), "{error}");
    served.await.unwrap();
}

#[tokio::test]
async fn busy_ports_are_passed_over_and_waited_for() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        for _ in 0..3 {
            peer.transfer("RETR /a", b"bytes").await;
        }
        peer.gone().await;
    })
    .await;
    let ([one, two], ports) = neighbours();
    let options = FtpOptions { ports: Some(ports.clone()), port_wait: SHORT, ..active() };
    let mut session = open(addr, &options).await;
    assert_eq!(fetch(&mut session, "/a").await, Err(FtpError::NoFreePort { ports }));
    drop(two);
    for _ in 0..2 {
        assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"bytes");
    }
    // Free only while it is waited for.
    let freed = tokio::spawn(async move {
        tokio::time::sleep(SHORT / 3).await;
        drop(one);
    });
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"bytes");
    freed.await.unwrap();
    drop(session);
    served.await.unwrap();
}

#[tokio::test]
async fn over_ipv6_the_longer_forms_are_used() {
    if TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let (addr, served) = serve_on("::1".parse().unwrap(), async |mut peer| {
        peer.log_in().await;
        peer.answer("EPSV", "502  Not Implemented").await;
        let line = peer.line().await.unwrap();
        let port = line.strip_prefix("EPRT |2|::1|").unwrap().strip_suffix('|').unwrap().parse().unwrap();
        peer.say("200 ok").await;
        peer.answer("RETR /a", "150 now").await;
        send_to(([0, 0, 0, 0, 0, 0, 0, 1], port).into(), b"six").await;
        peer.say("226 done").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &FtpOptions { mode: DataMode::Auto, ..active() }).await;
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"six");
    drop(session);
    served.await.unwrap();
}
