//! Commands of operators, on the wire exactly as the contract lists them.

use serde_json::{Value, json};
use slm_testkit::{Scene, quick_meter};

async fn lines_of(path: &str, method: reqwest::Method) -> (u16, Value, Vec<String>) {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let before = meter.journal().lines().len();
    let (status, body) = scene.request(method, path, None).await.unwrap();
    assert_eq!(meter.journal().spacing_violations(), []);
    let lines = meter.journal().lines()[before..].iter().map(|line| (**line).to_owned()).collect();
    (status, body, lines)
}

#[tokio::test]
async fn adding_a_unit_asks_whether_it_sleeps() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    assert_eq!(meter.journal().lines().iter().map(|line| &**line).collect::<Vec<_>>(), ["Sleep Mode?"]);
}

#[tokio::test]
async fn live_asks_for_levels_and_state() {
    let (status, body, lines) = lines_of("/api/nl43/gate/live", reqwest::Method::GET).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(lines, ["DOD?", "Measure?"]);
    assert_eq!(body["data"]["lp"], "60.0");
    assert_eq!(body["data"]["measurement_state"], "Stop");
}

#[tokio::test]
async fn start_wakes_starts_and_confirms() {
    let (status, body, lines) = lines_of("/api/nl43/gate/start", reqwest::Method::POST).await;
    assert_eq!((status, &body["message"]), (200, &json!("Measurement started")));
    assert_eq!(lines, ["Sleep Mode?", "Measure,Start", "DOD?", "Measure?"]);
}

#[tokio::test]
async fn stop_of_a_stopped_meter_is_a_success_sent_once() {
    let (status, body, lines) = lines_of("/api/nl43/gate/stop", reqwest::Method::POST).await;
    assert_eq!((status, &body["message"]), (200, &json!("Measurement stopped")));
    assert_eq!(lines, ["Measure,Stop", "DOD?", "Measure?"]);
}

#[tokio::test]
async fn a_refusal_is_explained() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.faults().wrong_result_code(2);
    let (status, body) = scene.get("/api/nl43/gate/measurement-state").await.unwrap();
    assert_eq!(status, 502);
    assert!(body["detail"].as_str().unwrap().contains("Parameter error"), "{body}");
}

#[tokio::test]
async fn a_silent_meter_is_a_gateway_timeout() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.faults().hold_replies();
    let (status, body) = scene.post("/api/nl43/gate/stop", &json!({})).await.unwrap();
    assert_eq!((status, &body["detail"]), (504, &json!("Device communication timeout")));
}

#[tokio::test]
async fn an_unreachable_meter_is_a_bad_gateway() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.faults().refuse_connections();
    let (status, body) = scene.get("/api/nl43/gate/live").await.unwrap();
    assert_eq!((status, &body["detail"]), (502, &json!("Failed to communicate with device")));
}

#[tokio::test]
async fn a_disabled_line_is_forbidden_and_an_unknown_unit_not_found() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let off = json!({"tcp_enabled": false});
    scene.request(reqwest::Method::PUT, "/api/nl43/gate/config", Some(&off)).await.unwrap();
    let (status, body) = scene.get("/api/nl43/gate/live").await.unwrap();
    assert_eq!((status, &body["detail"]), (403, &json!("TCP communication is disabled for this device")));
    let (status, body) = scene.get("/api/nl43/ghost/live").await.unwrap();
    assert_eq!((status, &body["detail"]), (404, &json!("NL43 config not found")));
}

#[tokio::test]
async fn sixty_requests_to_silent_meters_do_not_stop_the_service() {
    let scene = std::sync::Arc::new(Scene::start().await.unwrap());
    let mut meters = Vec::new();
    for number in 0..20 {
        let meter = quick_meter().await.unwrap();
        scene.add_unit(&format!("unit-{number}"), &meter).await.unwrap();
        meter.faults().hold_replies();
        meters.push(meter);
    }
    let asking: Vec<_> = (0..60)
        .map(|number| {
            let scene = std::sync::Arc::clone(&scene);
            tokio::spawn(async move { scene.get(&format!("/api/nl43/unit-{}/live", number % 20)).await })
        })
        .collect();
    let asked = std::time::Instant::now();
    let (status, _) = scene.get("/health").await.unwrap();
    assert_eq!(status, 200);
    assert!(asked.elapsed() < std::time::Duration::from_secs(2), "{:?}", asked.elapsed());
    for asking in asking {
        let (status, _) = asking.await.unwrap().unwrap();
        assert!(status == 504 || status == 503 || status == 502, "{status}");
    }
}
