//! Paths, methods and origins.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Service, answer};

#[tokio::test]
async fn unknown_paths_are_not_found() {
    let service = Service::start().await;
    let expected = json!({"code": 404, "body": {"detail": "Not Found"}});
    for path in ["/nothing", "/api/nl43", "/api/nl43/gate/nothing", "/api/nl43/_x/y", "/api/nl43//config"] {
        assert_eq!(service.get(path).await, expected, "{path}");
    }
    let unreadable = service.get("/api/nl43/%ff/config").await;
    assert_eq!(unreadable, expected);
}

#[tokio::test]
async fn a_wrong_method_is_told_which_are_right() {
    let service = Service::start().await;
    let check = async |method: Method, path: &str, allowed: &str| {
        let response = service.send(method.clone(), path, None).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_eq!(response.headers()["allow"], allowed, "{method} {path}");
        if method != Method::HEAD {
            assert_eq!(answer(response).await["body"], json!({"detail": "Method Not Allowed"}));
        }
    };
    check(Method::POST, "/health", "GET").await;
    check(Method::HEAD, "/health", "GET").await;
    check(Method::HEAD, "/api/nl43/gate/config", "GET, PUT, DELETE").await;
    check(Method::PATCH, "/api/nl43/gate/config", "GET, PUT, DELETE").await;
    check(Method::GET, "/api/nl43/gate/start", "POST").await;
    check(Method::POST, "/api/nl43/_monitor/status", "GET").await;
    check(Method::OPTIONS, "/health", "GET").await;
    let response = service.send(Method::HEAD, "/nothing", None).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_slash_too_many_is_redirected() {
    let service = Service::start().await;
    let location = async |method: Method, path: &str| {
        let response = service.send(method, path, None).await;
        let status = response.status().as_u16();
        (status, response.headers().get("location").map(|value| value.to_str().unwrap().to_owned()))
    };
    assert_eq!(location(Method::GET, "/health/").await, (307, Some("/health".into())));
    assert_eq!(
        location(Method::GET, "/api/nl43/gate/history/?hours=3").await,
        (307, Some("/api/nl43/gate/history?hours=3".into()))
    );
    assert_eq!(
        location(Method::POST, "/api/nl43/gate/start/").await,
        (307, Some("/api/nl43/gate/start".into()))
    );
    assert_eq!(location(Method::GET, "/nothing/").await, (404, None));
    assert_eq!(location(Method::GET, "//example.org/").await, (404, None));
}

#[tokio::test]
async fn every_origin_may_read_unless_told_otherwise() {
    let service = Service::start().await;
    let response =
        service.client.get(service.url("/nothing")).header("origin", "https://a.example").send().await;
    let headers = response.unwrap().headers().clone();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["access-control-allow-credentials"], "true");
    let plain = service.send(Method::GET, "/health", None).await;
    assert!(!plain.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn listed_origins_may_read() {
    let service = Service::start_with(&[("CORS_ORIGINS", "https://a.example,https://b.example")]).await;
    let check = async |origin: &str, expected: Option<&str>| {
        let response =
            service.client.get(service.url("/health")).header("origin", origin).send().await.unwrap();
        let allowed = response.headers().get("access-control-allow-origin");
        assert_eq!(allowed.map(|value| value.to_str().unwrap()), expected);
    };
    check("https://b.example", Some("https://b.example")).await;
    check("https://c.example", None).await;
}

#[tokio::test]
async fn preflights_are_answered() {
    let service = Service::start_with(&[("CORS_ORIGINS", "https://a.example")]).await;
    let ask = async |origin: &str| {
        let request = service.client.request(Method::OPTIONS, service.url("/api/nl43/gate/config"));
        let request = request.header("origin", origin).header("access-control-request-method", "PUT");
        request.header("access-control-request-headers", "content-type").send().await.unwrap()
    };
    let response = ask("https://a.example").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["access-control-allow-origin"], "https://a.example");
    assert!(response.headers()["access-control-allow-methods"].to_str().unwrap().contains("PUT"));
    assert_eq!(response.headers()["access-control-allow-headers"], "content-type");
    assert_eq!(ask("https://c.example").await.status(), 400);
}
