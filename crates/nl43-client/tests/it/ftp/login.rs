//! From the first byte to the login.

use nl43_client::ftp::{FtpError, FtpOptions, FtpPhase, FtpServer, FtpSession};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    time::timeout,
};

use super::{SHORT, script::serve, server, short};

#[tokio::test]
async fn greetings_may_be_slow_and_long() {
    let (addr, served) = serve(async |mut peer| {
        peer.say("120 Ready in a moment").await;
        peer.send(b"220-Hello\r\n 2").await;
        peer.send(b"21\r\n220 there\r\n").await;
        // No password is wanted.
        peer.answer("USER USER", "230 Come in").await;
        peer.answer("TYPE I", "200 ok").await;
        peer.answer("QUIT", "221 Bye").await;
        peer.gone().await;
    })
    .await;
    FtpSession::open(&server(addr), &FtpOptions::default()).await.unwrap().quit().await;
    served.await.unwrap();
}

/// Opens a session on a server that says `lines`, one after each line it hears.
async fn refusal(lines: &'static [&'static str]) -> FtpError {
    let (addr, served) = serve(async move |mut peer| {
        for line in lines {
            peer.say(line).await;
            if peer.line().await.is_none() {
                return;
            }
        }
        peer.gone().await;
    })
    .await;
    let error = FtpSession::open(&server(addr), &short()).await.unwrap_err();
    served.await.unwrap();
    error
}

#[tokio::test]
async fn logins_are_refused() {
    let error = refusal(&["220 hi", "331 and?", "530  Login Fail"]).await;
    assert_eq!(error, FtpError::LoginRefused { user: "USER".into(), code: 530, text: "Login Fail".into() });
    for lines in
        [&["220 hi", "332 Account?"][..], &["220 hi", "331 and?", "332 Account?"], &["220 hi", "530 no"]]
    {
        let error = refusal(lines).await;
        assert!(matches!(error, FtpError::LoginRefused { .. }), "{lines:?}: {error}");
    }
    let error = refusal(&["220 hi", "230 ok", "504 no"]).await;
    assert!(matches!(&error, FtpError::CommandRefused { verb: "TYPE", code: 504, .. }), "{error}");
}

#[tokio::test]
async fn what_is_no_file_server_is_named() {
    let error = refusal(&["421 Too many users"]).await;
    assert!(matches!(&error, FtpError::GreetingRefused { code: 421, .. }), "{error}");
    let error = refusal(&["SSH-2.0-OpenSSH_9.2"]).await;
    assert!(matches!(&error, FtpError::Garbled { line, .. } if line == "SSH-2.0-OpenSSH_9.2"), "{error}");
    assert_eq!(error.phase(), FtpPhase::Greeting);
    // It is never ready.
    let error = refusal(&["120 1\r\n120 2\r\n120 3\r\n120 4\r\n120 5"]).await;
    assert!(matches!(&error, FtpError::ReplyTimedOut { .. }), "{error}");
}

#[tokio::test]
async fn silence_and_hanging_up_are_told_apart() {
    let error = refusal(&[]).await;
    assert!(matches!(error, FtpError::ReplyTimedOut { after: SHORT, .. }), "{error}");
    assert_eq!(error.phase(), FtpPhase::Greeting);

    let (addr, served) = serve(async |mut peer| {
        peer.say("220 hi").await;
        peer.hear("USER USER").await;
    })
    .await;
    let error = FtpSession::open(&server(addr), &short()).await.unwrap_err();
    assert!(matches!(&error, FtpError::ControlLost { verb: "USER", .. }), "{error}");
    served.await.unwrap();
}

#[tokio::test]
async fn endless_replies_are_cut_off() {
    for piece in ["220 no end ", "220-no end\r\n"] {
        let (addr, served) = serve(async move |mut peer| {
            for _ in 0..2000 {
                peer.send(piece.as_bytes()).await;
            }
        })
        .await;
        let error = FtpSession::open(&server(addr), &FtpOptions::default()).await.unwrap_err();
        assert!(matches!(&error, FtpError::TooLong { .. }), "{error}");
        served.await.unwrap();
    }
}

#[tokio::test]
async fn hosts_that_are_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = server(listener.local_addr().unwrap());
    drop(listener);
    let error = FtpSession::open(&nobody, &short()).await.unwrap_err();
    assert_eq!(error, FtpError::ConnectRefused { server: nobody.to_string() });

    let nowhere = FtpServer { host: "nowhere.invalid".into(), ..nobody };
    // A resolver beyond reach may take its time.
    let error = FtpSession::open(&nowhere, &short()).await.unwrap_err();
    assert!(matches!(error, FtpError::Resolve { .. } | FtpError::ConnectTimedOut { .. }), "{error}");
}

#[tokio::test]
async fn a_host_that_says_nothing_is_given_up() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let addr = listener.local_addr().unwrap();
    // Nobody accepts: once its queue is full, attempts go unanswered.
    let mut queued = Vec::new();
    while let Ok(stream) = timeout(SHORT / 3, TcpStream::connect(addr)).await {
        queued.push(stream.unwrap());
        assert!(queued.len() < 100, "the queue has no end");
    }
    let error = FtpSession::open(&server(addr), &short()).await.unwrap_err();
    assert_eq!(error, FtpError::ConnectTimedOut { server: addr.to_string(), after: SHORT });
    assert_eq!(error.phase(), FtpPhase::Connect);
}

#[tokio::test]
async fn credentials_stay_in_their_line_and_out_of_sight() {
    let (addr, served) = serve(async |mut peer| {
        peer.say("220 hi").await;
        peer.answer("USER USER", "331 and?").await;
        peer.gone().await;
    })
    .await;
    let evil = FtpServer { password: "0000\r\nDELE a".into(), ..server(addr) };
    let error = FtpSession::open(&evil, &short()).await.unwrap_err();
    assert_eq!(error.to_string(), "the password cannot be sent to the meter: it has control characters");
    assert!(!format!("{evil:?}{error:?}").contains("0000"));
    served.await.unwrap();
}
