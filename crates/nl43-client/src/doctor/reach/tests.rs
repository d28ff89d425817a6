use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use super::*;

fn found(error: &LinkError, file_port: FilePort) -> (String, String) {
    let finding = unreachable(&Endpoint::tcp("meter", 2255), error, file_port);
    (finding.found, finding.advice.unwrap())
}

#[test]
fn a_refused_port_on_a_live_meter_suggests_the_wedge() {
    let (_, advice) = found(&LinkError::Refused, FilePort::Greets);
    assert!(advice.contains("wedged") && advice.contains("recording probably continues"), "{advice}");
}

#[test]
fn every_failure_has_its_advice() {
    let errors = [
        LinkError::Refused,
        LinkError::TimedOut,
        LinkError::NoSuchHost("meter".into()),
        LinkError::Unreachable("no route".into()),
        LinkError::Io("broken".into()),
    ];
    let ports = [FilePort::Greets, FilePort::Refuses, FilePort::Silent, FilePort::Unknown];
    let all = errors
        .iter()
        .flat_map(|error| ports.map(|port| (format!("{error:?}, {port:?}"), found(error, port))));
    let text: Vec<_> = all.map(|(case, (found, advice))| format!("{case}\n  {found}\n  {advice}")).collect();
    insta::assert_snapshot!(text.join("\n"));
}

async fn probed(greeting: Option<&'static [u8]>) -> FilePort {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    match greeting {
        None => drop(listener),
        Some(greeting) => {
            tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await.unwrap();
                stream.write_all(greeting).await.unwrap();
            });
        }
    }
    probe_port(&Endpoint::tcp("127.0.0.1", 2255), port).await
}

#[tokio::test]
async fn the_file_port_is_probed() {
    assert_eq!(probed(Some(b"220 Connection Ready\r\n")).await, FilePort::Greets);
    assert_eq!(probed(Some(b"SSH-2.0\r\n")).await, FilePort::Silent);
    assert_eq!(probed(None).await, FilePort::Refuses);
    assert_eq!(probe(&Endpoint::serial("/dev/ttyUSB0", 9600)).await, FilePort::Unknown);
}
