use tokio::net::TcpListener;

use super::*;

/// A link and the meter's side of it.
async fn connected() -> (Link, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::tcp("127.0.0.1", listener.local_addr().unwrap().port());
    let options = LinkOptions::default();
    let (link, accepted) = tokio::join!(Link::connect(&endpoint, &options), listener.accept());
    (link.unwrap(), accepted.unwrap().0)
}

async fn refused_endpoint() -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Endpoint::tcp("127.0.0.1", listener.local_addr().unwrap().port())
}

#[tokio::test]
async fn bytes_go_both_ways_over_tcp() {
    let (mut link, mut meter) = connected().await;

    link.write_all(b"DOD?\r\n").await.unwrap();
    let mut seen = [0; 6];
    meter.read_exact(&mut seen).await.unwrap();
    assert_eq!(&seen, b"DOD?\r\n");

    meter.write_all(b"R+0000\r\n").await.unwrap();
    let mut buffer = [0; 64];
    assert_eq!(link.read(&mut buffer).await.unwrap(), 8);
}

#[tokio::test]
async fn keepalive_and_nodelay_are_set() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    configure(&stream, &LinkOptions::default()).unwrap();
    let socket = SockRef::from(&stream);
    assert!(socket.keepalive().unwrap());
    assert_eq!(socket.tcp_keepalive_time().unwrap(), Duration::from_secs(15));
    assert_eq!(socket.tcp_keepalive_interval().unwrap(), Duration::from_secs(10));
    assert_eq!(socket.tcp_keepalive_retries().unwrap(), 3);
    assert!(stream.nodelay().unwrap());
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let endpoint = refused_endpoint().await;
    let failure = Link::connect(&endpoint, &LinkOptions::default()).await.unwrap_err();
    assert_eq!(failure, LinkError::Refused);
}

#[tokio::test]
async fn an_unknown_name_is_no_such_host() {
    let endpoint = Endpoint::tcp("no-such-meter.invalid", 2255);
    let failure = Link::connect(&endpoint, &LinkOptions::default()).await.unwrap_err();
    assert!(matches!(failure, LinkError::NoSuchHost(_)), "{failure:?}");
}

#[test]
fn failures_of_the_network_have_names() {
    let kinds = [
        (io::ErrorKind::ConnectionRefused, "Refused"),
        (io::ErrorKind::TimedOut, "TimedOut"),
        (io::ErrorKind::HostUnreachable, "Unreachable"),
        (io::ErrorKind::NetworkUnreachable, "Unreachable"),
        (io::ErrorKind::ConnectionReset, "Io"),
    ];
    for (kind, name) in kinds {
        let error = LinkError::from(io::Error::from(kind));
        assert!(format!("{error:?}").starts_with(name), "{kind:?} became {error:?}");
    }
}

#[tokio::test]
async fn a_polite_close_ends_without_reset_although_bytes_were_unread() {
    let (link, mut meter) = connected().await;

    meter.write_all(b"never read").await.unwrap();
    let closing = tokio::spawn(link.close());
    assert_eq!(meter.read(&mut [0; 8]).await.unwrap(), 0, "the meter sees an orderly end");
    drop(meter);
    closing.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_polite_close_does_not_wait_for_ever() {
    let (near, far) = tokio::io::duplex(64);
    let before = tokio::time::Instant::now();
    Link::from_io(near).close().await;
    assert_eq!(before.elapsed(), CLOSE_PATIENCE);
    drop(far);
}

#[cfg(all(unix, feature = "serial"))]
mod serial {
    use super::*;

    #[tokio::test]
    async fn a_missing_port_is_named() {
        let endpoint = Endpoint::serial("/dev/no-such-port", 38_400);
        let failure = Link::connect(&endpoint, &LinkOptions::default()).await.unwrap_err();
        assert!(matches!(&failure, LinkError::Io(text) if text.contains("/dev/no-such-port")), "{failure:?}");
    }

    #[tokio::test]
    async fn bytes_go_both_ways_over_a_serial_port() {
        let (mut meter, port) = tokio_serial::SerialStream::pair().unwrap();
        let mut link = Link { pipe: Pipe::Serial(Box::new(port)) };

        link.write_all(b"Measure?\r\n").await.unwrap();
        let mut seen = [0; 10];
        meter.read_exact(&mut seen).await.unwrap();
        assert_eq!(&seen, b"Measure?\r\n");

        meter.write_all(b"R+0000\r\nStop\r\n$").await.unwrap();
        let (mut buffer, mut filled) = ([0; 64], 0);
        while filled < 15 {
            filled += link.read(&mut buffer[filled..]).await.unwrap();
        }
        assert_eq!(&buffer[..filled], b"R+0000\r\nStop\r\n$");
    }
}
