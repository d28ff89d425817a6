//! What can happen to bytes on their way, and to a session by it.

use std::{iter, time::Duration};

use nl43_client::ftp::{FtpError, FtpOptions, FtpPhase};
use tokio::{io::AsyncWriteExt as _, net::TcpStream, time::timeout};

use super::{
    SHORT, active, fetch, open, path,
    script::{is_closed, reset, send_to, serve},
    short,
};

#[tokio::test]
async fn a_meter_that_gives_up_is_heard_at_once() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        let mut data = TcpStream::connect(data).await.unwrap();
        data.write_all(b"some").await.unwrap();
        // The data connection stays open; nothing is waited for there.
        peer.say("451 Card error").await;
        peer.gone().await;
        assert!(is_closed(&mut data).await);
    })
    .await;
    let mut session = open(addr, &active()).await;
    let error = fetch(&mut session, "/a").await.unwrap_err();
    assert_eq!(error, FtpError::Aborted { path: path("/a"), got: 4, code: 451, text: "Card error".into() });
    assert_eq!(fetch(&mut session, "/a").await, Err(FtpError::Closed));
    served.await.unwrap();
}

/// Sends four bytes of a file, then does `last` to the data and says `words`.
async fn broken(last: fn(TcpStream), words: &'static [&'static str]) -> FtpError {
    let (addr, served) = serve(async move |mut peer| {
        peer.log_in().await;
        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        let mut data = TcpStream::connect(data).await.unwrap();
        data.write_all(b"some").await.unwrap();
        tokio::time::sleep(SHORT / 3).await;
        last(data);
        for word in words {
            tokio::time::sleep(SHORT / 3).await;
            peer.say(word).await;
        }
        if !words.contains(&"") {
            peer.gone().await;
        }
    })
    .await;
    let mut session = open(addr, &short()).await;
    let mut retrieval = session.retrieve(&path("/a")).await.unwrap();
    let error = loop {
        match retrieval.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("complete"),
            Err(error) => break error,
        }
    };
    assert_eq!(retrieval.bytes(), 4);
    assert_eq!(retrieval.chunk().await, Err(FtpError::Closed));
    assert!(!session.is_open());
    served.await.unwrap();
    error
}

#[tokio::test]
async fn an_end_is_no_success_without_the_meters_word() {
    let error = broken(drop, &[]).await;
    assert!(matches!(error, FtpError::Unconfirmed { got: 4, .. }), "{error}");
    let error = broken(drop, &["150 again", "426 Connection closed"]).await;
    assert!(matches!(error, FtpError::Aborted { got: 4, code: 426, .. }), "{error}");
    // An empty word ends the dialogue.
    let error = broken(drop, &[""]).await;
    assert!(matches!(error, FtpError::ControlLost { verb: "RETR", .. }), "{error}");
    assert_eq!(error.phase(), FtpPhase::Transfer);
}

#[tokio::test]
async fn a_broken_data_connection_is_explained_if_anyhow() {
    let error = broken(reset, &["426 Connection closed"]).await;
    assert!(matches!(error, FtpError::Aborted { got: 4, code: 426, .. }), "{error}");
    let error = broken(reset, &[]).await;
    assert!(matches!(error, FtpError::DataLost { got: 4, .. }), "{error}");
    // Not even a confirmation makes up for a reset: bytes may be lost.
    let error = broken(reset, &["226 done"]).await;
    assert!(matches!(error, FtpError::DataLost { got: 4, .. }), "{error}");
}

#[tokio::test]
async fn silence_is_a_stall_however_it_is_waited_for() {
    let error = broken(std::mem::forget, &[]).await;
    assert!(matches!(error, FtpError::Stalled { got: 4, after: SHORT, .. }), "{error}");

    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        let mut data = TcpStream::connect(data).await.unwrap();
        for piece in 0..10_u8 {
            data.write_all(&[piece]).await.unwrap();
            tokio::time::sleep(SHORT / 10).await;
        }
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &short()).await;
    let mut retrieval = session.retrieve(&path("/a")).await.unwrap();
    let mut whole = Vec::new();
    // A caller that looks up from time to time, as one that shows progress.
    let error = loop {
        match timeout(Duration::from_millis(7), retrieval.chunk()).await {
            Err(_elapsed) => {}
            Ok(Ok(bytes)) => whole.extend_from_slice(&bytes.unwrap()),
            Ok(Err(error)) => break error,
        }
    };
    assert!(whole.iter().copied().eq(0..10), "{whole:?}");
    assert!(matches!(error, FtpError::Stalled { got: 10, .. }), "{error}");
    served.await.unwrap();
}

#[tokio::test]
async fn an_abandoned_transfer_ends_the_session() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        let mut data = TcpStream::connect(data).await.unwrap();
        data.write_all(b"some").await.unwrap();
        peer.gone().await;
        assert!(is_closed(&mut data).await);
    })
    .await;
    let mut session = open(addr, &active()).await;
    let mut retrieval = session.retrieve(&path("/a")).await.unwrap();
    assert_eq!(retrieval.chunk().await.unwrap().unwrap(), "some");
    drop(retrieval);
    assert!(!session.is_open());
    assert_eq!(session.list(&path("/")).await, Err(FtpError::Closed));
    // It has hung up already, though the session is still there.
    served.await.unwrap();
    drop(session);
}

#[tokio::test]
async fn an_abandoned_call_ends_the_session() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.hear("CWD /").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    assert!(timeout(SHORT / 3, session.list(&path("/"))).await.is_err());
    assert_eq!(session.list(&path("/")).await, Err(FtpError::Closed));
    served.await.unwrap();
    session.quit().await;
}

#[tokio::test]
async fn a_word_said_twice_is_not_taken_for_the_next() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        let data = peer.port().await;
        peer.answer("RETR /a", "150 now").await;
        send_to(data, b"bytes").await;
        peer.say("226 done\r\n226 really done").await;
        peer.answer("CWD /b", "550 No such folder").await;
        peer.say("421 Timeout").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    assert_eq!(fetch(&mut session, "/a").await.unwrap(), b"bytes");
    assert!(session.list(&path("/b")).await.unwrap_err().is_not_found());
    tokio::time::sleep(SHORT / 3).await;
    let error = session.list(&path("/b")).await.unwrap_err();
    assert!(matches!(&error, FtpError::ControlLost { cause, .. } if cause == "421 Timeout"), "{error}");
    served.await.unwrap();
}

#[tokio::test]
async fn listings_are_bounded() {
    let line = "-rw-r--r-- 1 u g 5 Jan 3 10:00 a\r\n";
    let (addr, served) = serve(async move |mut peer| {
        peer.log_in().await;
        peer.answer("CWD /", "250 ok").await;
        peer.transfer("LIST", line.repeat(10).as_bytes()).await;
        peer.transfer("LIST", line.repeat(11).as_bytes()).await;
        let data = peer.port().await;
        peer.answer("LIST", "150 now").await;
        let mut data = TcpStream::connect(data).await.unwrap();
        while data.write_all(line.repeat(100).as_bytes()).await.is_ok() {}
        peer.gone().await;
    })
    .await;
    let options = FtpOptions { max_entries: 10, max_listing_bytes: 1000, ..active() };
    let mut session = open(addr, &options).await;
    assert_eq!(session.list(&path("/")).await.unwrap().into_iter().count(), 10);
    let errors = [session.list(&path("/")).await.unwrap_err(), session.list(&path("/")).await.unwrap_err()];
    assert_eq!(
        errors.map(|error| error.to_string()),
        [
            "the listing of the folder is too long: more than 10 entries",
            "the listing of the folder is too long: more than 1000 bytes"
        ]
    );
    assert!(!session.is_open());
    served.await.unwrap();
}

#[tokio::test]
async fn a_server_that_dislikes_paths_is_asked_by_name() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.port().await;
        peer.answer("RETR /f/a b", "501 Syntax error").await;
        peer.answer("CWD /f", "250 ok").await;
        peer.transfer("RETR a b", b"ab").await;
        // Remembered, and it stands in the folder.
        peer.transfer("RETR c", b"c").await;
        peer.transfer("LIST", b"").await;
        peer.answer("CWD /g", "550 No such folder").await;
        peer.transfer("RETR d", b"d").await;
        peer.answer("CWD /", "250 ok").await;
        peer.transfer("RETR e", b"e").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    assert_eq!(fetch(&mut session, "/f/a b").await.unwrap(), b"ab");
    assert_eq!(fetch(&mut session, "/f/c").await.unwrap(), b"c");
    assert_eq!(session.list(&path("/f")).await.unwrap().entries, []);
    assert!(fetch(&mut session, "/g/x").await.unwrap_err().is_not_found());
    assert_eq!(fetch(&mut session, "/f/d").await.unwrap(), b"d");
    assert_eq!(fetch(&mut session, "/e").await.unwrap(), b"e");
    drop(session);
    served.await.unwrap();
}

#[tokio::test]
async fn the_first_refusal_of_a_file_is_the_one_that_is_told() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.port().await;
        peer.answer("RETR /f/a", "550 No such file").await;
        peer.answer("CWD /f", "250 ok").await;
        peer.port().await;
        peer.answer("RETR a", "553 Funny name").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    let error = fetch(&mut session, "/f/a").await.unwrap_err();
    assert_eq!(error, FtpError::NoSuchFile { path: path("/f/a"), code: 550, text: "No such file".into() });
    let error = fetch(&mut session, "/").await.unwrap_err();
    assert_eq!(error.to_string(), "the path cannot be sent to the meter: it is a folder");
    assert!(session.is_open());
    drop(session);
    served.await.unwrap();
}

#[tokio::test]
async fn the_root_can_be_listed_where_it_cannot_be_entered() {
    let (addr, served) = serve(async |mut peer| {
        peer.log_in().await;
        peer.answer("CWD /", "502  Not Implemented").await;
        peer.transfer("LIST", b"drwxr-xr-x 1 u g 0 Jan 3 10:00 NL-43\r\n").await;
        peer.answer("CWD /NL-43", "250 ok").await;
        peer.transfer("LIST", b"").await;
        // Now it stands elsewhere, and a listing would be of another folder.
        peer.answer("CWD /", "502  Not Implemented").await;
        peer.gone().await;
    })
    .await;
    let mut session = open(addr, &active()).await;
    let names: Vec<_> = session.list(&path("/")).await.unwrap().into_iter().map(|entry| entry.name).collect();
    assert!(iter::once("NL-43").eq(names));
    assert_eq!(session.list(&path("/NL-43")).await.unwrap().entries, []);
    let error = session.list(&path("/")).await.unwrap_err();
    assert!(matches!(error, FtpError::CommandRefused { verb: "CWD", code: 502, .. }), "{error}");
    drop(session);
    served.await.unwrap();
}
