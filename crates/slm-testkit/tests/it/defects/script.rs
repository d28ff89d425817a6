//! A meter that says what no meter should.

use std::net::SocketAddr;

use serde_json::json;
use slm_testkit::Scene;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// Answers every line with what a function makes of it; it never sleeps.
pub(super) struct Script {
    address: SocketAddr,
}

impl Script {
    /// Starts with a function from a line to the bytes of its answer.
    pub(super) async fn start(answer: impl Fn(&str) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = if line == "Sleep Mode?" { told("Off") } else { answer(&line) };
                    if write.write_all(answer.as_bytes()).await.is_err() {
                        break;
                    }
                }
            }
        });
        Self { address }
    }

    pub(super) async fn join(&self, scene: &Scene, unit: &str) {
        let port = self.address.port();
        let body = json!({"unit_id": unit, "host": "127.0.0.1", "tcp_port": port, "poll_enabled": false});
        assert_eq!(scene.post("/api/nl43/roster", &body).await.unwrap().0, 200);
    }
}

/// A whole answer to a question.
pub(super) fn told(data: &str) -> String {
    format!("R+0000\r\n{data}\r\n$")
}

/// A snapshot of which the first fields are given, the rest of the main channel is 70.0 and the others are off.
pub(super) fn snapshot(first: &[&str]) -> String {
    let rest = ["70.0"; 14];
    let main = first.iter().chain(&rest[first.len().min(14)..]).copied().chain(["0", "0"]);
    let off = [["-.-"; 14].as_slice(), &["-", "-"]].concat();
    main.chain([off.as_slice(); 3].concat()).collect::<Vec<_>>().join(",")
}
