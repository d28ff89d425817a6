//! Limits, each reached.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Service, answer};

const LIMIT: usize = 64 * 1024;

#[tokio::test]
async fn a_long_body_is_refused_whether_announced_or_not() {
    let service = Service::start().await;
    let expected = json!({"code": 413, "body": {"detail": "Request body too large (at most 65536 bytes)"}});
    let body = json!({"raw_payload": "x".repeat(LIMIT)});
    assert_eq!(service.post("/api/nl43/gate/status", body.clone()).await, expected);

    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>(body.to_string())]);
    let request = service.client.post(service.url("/api/nl43/gate/status"));
    let request = request.header("content-type", "application/json").body(reqwest::Body::wrap_stream(chunks));
    assert_eq!(answer(request.send().await.unwrap()).await, expected);
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_read() {
    let service = Service::start().await;
    let frame = json!({"raw_payload": ""}).to_string().len();
    let body = json!({"raw_payload": "x".repeat(LIMIT - frame)});
    assert_eq!(service.post("/api/nl43/gate/status", body).await["code"], 200);
}

#[tokio::test]
async fn deep_nesting_is_no_json() {
    let service = Service::start().await;
    let request = service.client.put(service.url("/api/nl43/gate/config"));
    let request = request.header("content-type", "application/json").body("[".repeat(10_000));
    let refused = answer(request.send().await.unwrap()).await;
    assert_eq!(refused["code"], 422);
    assert_eq!(refused["body"]["detail"][0]["type"], "json_invalid");
}

/// Sends bytes and returns the status line of the answer.
async fn raw(service: &Service, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = [0; 64];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&answer[..read]).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn long_and_many_headers_are_refused() {
    let service = Service::start().await;
    let long = format!("GET /health HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "x".repeat(64 * 1024));
    assert!(raw(&service, long.as_bytes()).await.contains("431"));
    let many = format!("GET /health HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(100));
    assert!(raw(&service, many.as_bytes()).await.contains("431"));
    let garbage = raw(&service, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n").await;
    assert!(garbage.contains("400"), "{garbage}");
    assert_eq!(service.get("/health").await["code"], 200);
}

#[tokio::test]
async fn a_second_service_on_the_same_port_says_so() {
    let service = Service::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut written = slm_server::RawConfig::default();
    written.set("PORT", service.address.port()).set("SLMM_DATA_DIR", folder.path().display());
    let config = slm_server::Config::check(&written).unwrap();
    let Err(error) = slm_server::Server::bind(config).await else { panic!("the port is taken") };
    assert_eq!(error.to_string(), format!("cannot listen on {}", service.address));
    let _: Value = service.get("/health").await;
}
