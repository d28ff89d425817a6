//! Live feeds without a meter: handshakes, refusals, what is told of units that rest.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;

use crate::support::{Service, next_frame, open_socket};

async fn refused(service: &Service, path: &str) -> u16 {
    match connect_async(format!("ws://{}{path}", service.address)).await {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn unknown_and_disabled_units_get_an_error_frame_and_the_end() {
    let service = Service::start().await;
    service.add_disabled_unit("off").await;
    for route in ["monitor", "stream"] {
        let mut socket = open_socket(&service, &format!("/api/nl43/ghost/{route}")).await;
        assert_eq!(
            next_frame(&mut socket).await,
            Ok(json!({"error": "NL43 config not found", "unit_id": "ghost"}))
        );
        assert_eq!(next_frame(&mut socket).await, Err(1000));
        let mut socket = open_socket(&service, &format!("/api/nl43/off/{route}")).await;
        let words = "TCP communication is disabled for this device";
        assert_eq!(next_frame(&mut socket).await, Ok(json!({"error": words, "unit_id": "off"})));
        assert_eq!(next_frame(&mut socket).await, Err(1000));
    }
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));
}

#[tokio::test]
async fn a_resting_unit_is_shown_as_unreachable_with_the_reason() {
    let service = Service::start().await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor?hello=1").await;
    let hello = next_frame(&mut socket).await.unwrap();
    assert_eq!(hello["event"], "hello");
    assert_eq!(hello["units"][0]["unit_id"], "gate");
    let frame = next_frame(&mut socket).await.unwrap();
    assert_eq!(frame["feed_status"], "unreachable");
    assert_eq!(frame["reason"], "the service is in standby");
    assert!(frame.get("lp").is_none());
}

#[tokio::test]
async fn sockets_exist_only_where_they_are_spoken() {
    let service = Service::start().await;
    for path in
        ["/nothing", "/health", "/api/nl43/gate/config", "/api/nl43/_x/monitor", "/api/nl43/roster/stream"]
    {
        assert_eq!(refused(&service, path).await, 403, "{path}");
    }
    for path in ["/api/nl43/gate/monitor", "/api/nl43/gate/stream", "/api/nl43/_monitor/ws"] {
        assert_eq!(service.get(path).await, json!({"code": 404, "body": {"detail": "Not Found"}}), "{path}");
    }
}

#[tokio::test]
async fn a_handshake_that_is_none_is_refused() {
    let service = Service::start().await;
    let ask = async |headers: &[(&str, &str)]| {
        let mut request = service.client.get(service.url("/api/nl43/gate/monitor"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().status().as_u16()
    };
    let (upgrade, connection) = (("upgrade", "websocket"), ("connection", "Upgrade"));
    let version = ("sec-websocket-version", "13");
    assert_eq!(ask(&[upgrade]).await, 400);
    assert_eq!(
        ask(&[upgrade, connection, ("sec-websocket-version", "8"), ("sec-websocket-key", "x")]).await,
        426
    );
    assert_eq!(ask(&[upgrade, connection, version]).await, 400);
}

#[tokio::test]
async fn wrong_wishes_are_told_on_the_socket() {
    let service = Service::start().await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor?values=words&since=7").await;
    let told = next_frame(&mut socket).await.unwrap();
    assert_eq!(told["detail"][0]["loc"], json!(["query", "values"]));
    assert_eq!(told["detail"][1]["loc"], json!(["query", "since"]));
    assert_eq!(next_frame(&mut socket).await, Err(1000));
}

#[tokio::test]
async fn one_socket_follows_many_units() {
    let service = Service::start().await;
    for (name, port) in [("north", 1), ("south", 2)] {
        service
            .post("/api/nl43/roster", json!({"unit_id": name, "host": "127.0.0.1", "tcp_port": port}))
            .await;
    }
    let mut socket = open_socket(&service, "/api/nl43/_monitor/ws?units=north,south,ghost&hello=1").await;
    let hello = next_frame(&mut socket).await.unwrap();
    assert_eq!(hello["missing"], json!(["ghost"]));
    let mut seen = [next_frame(&mut socket).await.unwrap(), next_frame(&mut socket).await.unwrap()]
        .map(|frame| frame["unit_id"].as_str().unwrap().to_owned());
    seen.sort();
    assert_eq!(seen, ["north", "south"]);
    let monitors = service.get("/api/nl43/_monitor/status").await["body"]["monitors"].clone();
    assert_eq!(monitors["north"]["subscribers"], 1);
    let mut socket = open_socket(&service, "/api/nl43/_monitor/ws?units=ghost").await;
    assert_eq!(next_frame(&mut socket).await.unwrap()["missing"], json!(["ghost"]));
    assert_eq!(next_frame(&mut socket).await, Err(1000));
}

#[tokio::test]
async fn events_begin_with_the_present_state() {
    let service = Service::start().await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    for path in ["/api/nl43/gate/events", "/api/nl43/_monitor/events?units=gate"] {
        let mut response = service.send(Method::GET, path, None).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunk =
            tokio::time::timeout(Duration::from_secs(5), response.chunk()).await.unwrap().unwrap().unwrap();
        let text = String::from_utf8_lossy(&chunk).into_owned();
        assert!(text.contains("data: {") && text.contains("\"feed_status\":\"unreachable\""), "{text}");
        assert_eq!(text.contains("id: "), path.ends_with("/events"), "{text}");
    }
}

#[tokio::test]
async fn events_that_cannot_be_resumed_begin_with_a_gap() {
    let service = Service::start().await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    let request = service.client.get(service.url("/api/nl43/gate/events?since=older:1"));
    let mut response = request.header("last-event-id", "other:7").send().await.unwrap();
    let chunk =
        tokio::time::timeout(Duration::from_secs(5), response.chunk()).await.unwrap().unwrap().unwrap();
    let text = String::from_utf8_lossy(&chunk).into_owned();
    assert!(text.contains("event: gap") && text.contains("\"reason\":\"epoch_changed\""), "{text}");
    assert!(text.contains("\"since\":\"other:7\""), "the header is newer: {text}");
}

#[tokio::test]
async fn events_of_unknown_and_disabled_units() {
    let service = Service::start().await;
    service.add_disabled_unit("off").await;
    assert_eq!(service.get("/api/nl43/ghost/events").await["code"], 404);
    assert_eq!(service.get("/api/nl43/off/events").await["code"], 403);
    assert_eq!(service.get("/api/nl43/_monitor/events?units=ghost").await["code"], 404);
    assert_eq!(service.get("/api/nl43/off/events?values=x").await["code"], 422);
}

#[tokio::test]
async fn viewers_are_told_to_come_back_when_the_service_ends() {
    let service = Service::start().await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut socket).await.unwrap();
    let mut events = service.send(Method::GET, "/api/nl43/gate/events", None).await;
    let began = std::time::Instant::now();
    let stopping = tokio::spawn(service.stop());
    assert_eq!(next_frame(&mut socket).await, Err(1012));
    drop(socket);
    let mut told = String::new();
    while let Ok(Some(chunk)) = events.chunk().await {
        told.push_str(&String::from_utf8_lossy(&chunk));
    }
    assert!(told.contains("event: close") && told.contains("\"code\":1012"), "{told}");
    stopping.await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
