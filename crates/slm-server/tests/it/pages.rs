//! Pages for people, and the API's description.

use reqwest::Method;
use serde_json::Value;

use crate::support::Service;

#[tokio::test]
async fn pages_need_nothing_from_elsewhere() {
    let service = Service::start().await;
    for path in ["/", "/roster", "/docs", "/redoc"] {
        let response = service.send(Method::GET, path, None).await;
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        let page = response.text().await.unwrap();
        assert!(!page.contains("https://") && !page.contains("\"http://"), "{path}");
    }
    for file in ["swagger-ui.css", "swagger-ui-bundle.js"] {
        let response = service.send(Method::GET, &format!("/docs/{file}"), None).await;
        assert_eq!(response.status(), 200, "{file}");
    }
}

#[tokio::test]
async fn the_page_stands_under_its_own_addresses_only() {
    let service = Service::start().await;
    for path in [
        "/",
        "/roster",
        "/map",
        "/wall",
        "/units/gate",
        "/units/a%2Fb/files",
        "/alarms",
        "/alarms/7",
        "/setup/units",
    ] {
        let response = service.send(Method::GET, path, None).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8", "{path}");
    }
    for path in
        ["/unit", "/alarm", "/index.html", "/assets/nothing.js", "/assets/../index.html", "/view/abc", "/api"]
    {
        let response = service.send(Method::GET, path, None).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(response.headers()["content-type"], "application/json", "{path}");
    }
}

#[tokio::test]
async fn a_page_that_is_there_is_not_sent_again() {
    let service = Service::start().await;
    let first = service.send(Method::GET, "/", None).await;
    assert_eq!(first.headers()["cache-control"], "no-cache");
    let tag = first.headers()["etag"].clone();
    let again = service.client.get(service.url("/units/gate")).header("if-none-match", tag).send();
    assert_eq!(again.await.unwrap().status(), 304);
}

#[tokio::test]
async fn a_page_may_use_this_service_and_the_tile_server_and_nothing_else() {
    let tiles = ("MAP_TILE_URL", "https://tiles.example.org/{z}/{x}/{y}.png");
    let service = Service::start_with(&[("SLMM_POLLING_ENABLED", "false"), tiles]).await;
    let response = service.send(Method::GET, "/map", None).await;
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let part = |name: &str| policy.split("; ").find(|part| part.starts_with(name)).unwrap().to_owned();
    assert_eq!(part("script-src"), "script-src 'self'");
    assert_eq!(part("img-src"), "img-src 'self' data: blob: https://tiles.example.org");
    assert_eq!(part("frame-ancestors"), "frame-ancestors 'self'");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.headers()["referrer-policy"], "strict-origin");
    let page = response.text().await.unwrap();
    let scripts = page.split("<script").skip(1);
    for script in scripts {
        let (head, rest) = script.split_once('>').unwrap();
        assert!(head.contains("src=") && rest.starts_with("</script>"), "a script within the page: {script}");
    }
}

#[tokio::test]
async fn the_description_is_as_committed() {
    insta::assert_snapshot!("openapi", slm_server::api_description());
}

#[test]
fn the_description_is_sound() {
    let description: Value = serde_json::from_str(&slm_server::api_description()).unwrap();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let words = response["description"].as_str().unwrap_or_default();
                assert!(!words.is_empty(), "{method} {path}: {status}");
            }
        }
    }
    let mut links = Vec::new();
    collect_links(&description, &mut links);
    assert!(!links.is_empty());
    for link in links {
        let place = link.strip_prefix('#').and_then(|place| description.pointer(place));
        assert!(place.is_some(), "{link} leads nowhere");
    }
}

fn collect_links<'a>(value: &'a Value, links: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            links.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| collect_links(field, links));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_links(item, links)),
        _ => {}
    }
}

#[test]
fn asking_a_meter_can_find_its_line_busy() {
    let description: Value = serde_json::from_str(&slm_server::api_description()).unwrap();
    for (method, action) in
        [("post", "start"), ("post", "stop"), ("get", "measurement-state"), ("get", "live")]
    {
        let path = format!("/api/nl43/{{unit_id}}/{action}");
        assert!(description["paths"][&path][method]["responses"].get("503").is_some(), "{method} {path}");
    }
    assert!(description["components"]["schemas"]["Problem"]["properties"].get("reason").is_some());
}
