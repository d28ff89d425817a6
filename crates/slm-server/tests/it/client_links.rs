//! Links by which clients see one unit or group, and nothing else.

use std::time::Duration;

use futures_util::StreamExt as _;
use nl43_sim::{MeterConfig, SimMeter};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Service, mistakes};

/// A service with links, and its meters `gate` and `yard`.
struct Site {
    service: Service,
    _meters: [SimMeter; 2],
}

impl Site {
    async fn new() -> Self {
        let settings =
            [("SLMM_COMMAND_PAUSE_S", "0.2"), ("CLIENT_LINKS", "true"), ("TIMEZONE_OFFSET", "UTC")];
        let service = Service::start_with(&settings).await;
        let gate = SimMeter::start(MeterConfig::immediate().measuring()).await.unwrap();
        let yard = SimMeter::start(MeterConfig::immediate().measuring()).await.unwrap();
        service.add_meter("gate-7f", &gate).await;
        service.add_meter("yard-secret", &yard).await;
        let site = Self { service, _meters: [gate, yard] };
        site.profile("gate-7f", json!({"name": "North gate", "groups": ["Site A"]})).await;
        site.profile("yard-secret", json!({"name": "Hidden yard", "groups": ["Site B"]})).await;
        for unit in ["gate-7f", "yard-secret"] {
            assert_eq!(site.service.get(&format!("/api/nl43/{unit}/live")).await["code"], 200);
        }
        site
    }

    async fn profile(&self, unit: &str, profile: Value) {
        assert_eq!(self.service.put(&format!("/api/nl43/{unit}/profile"), profile).await["code"], 200);
    }

    /// Makes a link, and gives its number and path.
    async fn link(&self, body: Value) -> (i64, String) {
        let answer = self.service.post("/api/nl43/_links", body).await;
        assert_eq!(answer["code"], 200, "{answer}");
        let link = &answer["body"]["link"];
        (link["id"].as_i64().unwrap(), link["path"].as_str().unwrap().to_owned())
    }

    async fn data(&self, path: &str) -> Value {
        self.service.get(&format!("{path}/data")).await
    }

    async fn events(&self, path: &str) -> Response {
        self.service.send(Method::GET, &format!("{path}/events"), None).await
    }
}

/// Whatever must not be known to whoever may see `gate-7f`.
fn assert_silent(text: &str) {
    for secret in ["yard", "Hidden", "Site B", "gate-7f", "127.0.0.1", "host", "recipient"] {
        assert!(!text.contains(secret), "{secret} leaks: {text}");
    }
}

/// Reads events until one has this text, or the stream ends.
async fn read_until(response: Response, wanted: Option<&str>) -> String {
    let mut text = String::new();
    let mut pieces = response.bytes_stream();
    let reading = async {
        while let Some(piece) = pieces.next().await {
            text.push_str(&String::from_utf8_lossy(&piece.unwrap()));
            if wanted.is_some_and(|wanted| text.contains(wanted)) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reading).await.expect("in time");
    text
}

#[tokio::test]
async fn without_the_switch_there_are_no_links() {
    let service = Service::start().await;
    service.add_disabled_unit("off").await;
    let body = json!({"name": "Neighbours", "unit_id": "off"});
    assert_eq!(service.get("/api/nl43/_links").await["code"], 404);
    assert_eq!(service.post("/api/nl43/_links", body).await["code"], 404);
    assert_eq!(service.delete("/api/nl43/_links/1").await["code"], 404);
    for path in ["/view/abc", "/view/abc/data", "/view/abc/events"] {
        let answer = service.get(path).await;
        assert_eq!(
            (&answer["code"], &answer["body"]["detail"]),
            (&json!(404), &json!("Not Found")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_link_made_before_the_switch_was_turned_off_leads_nowhere() {
    let site = Site::new().await;
    let (_, path) = site.link(json!({"name": "Neighbours", "unit_id": "gate-7f"})).await;
    let folder = site.service.stop().await;
    let service = Service::start_on(folder, &[("SLMM_POLLING_ENABLED", "false")]).await;
    assert_eq!(service.get(&format!("{path}/data")).await["code"], 404);
    let folder = service.stop().await;
    let on = [("SLMM_POLLING_ENABLED", "false"), ("CLIENT_LINKS", "true")];
    let service = Service::start_on(folder, &on).await;
    assert_eq!(service.get(&format!("{path}/data")).await["code"], 200);
    assert_eq!(service.get("/api/nl43/_links").await["body"]["links"][0]["path"], path);
}

#[tokio::test]
async fn a_client_sees_his_unit_and_nothing_else() {
    let site = Site::new().await;
    let (_, path) = site.link(json!({"name": "Neighbours", "unit_id": "gate-7f"})).await;
    let answer = site.data(&path).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert_silent(&answer["body"].to_string());
    let body = &answer["body"];
    assert_eq!((&body["name"], &body["zone"]), (&json!("Neighbours"), &json!("UTC")));
    assert_eq!(body["units"].as_array().unwrap().len(), 1);
    let unit = &body["units"][0];
    assert_eq!((&unit["name"], &unit["state"]), (&json!("North gate"), &json!("live")));
    assert!(unit["now"]["lp"].is_number(), "{unit}");
    assert!(unit["today"]["from"].as_str().unwrap().ends_with("T00:00:00Z"), "{unit}");
    let series = &unit["last_24h"];
    assert_eq!(series["columns"], json!(["at", "leq", "lmax", "l90", "coverage"]));
    assert_eq!(series["period_s"], 900);
    let rows = series["rows"].as_array().unwrap().len();
    assert!((96..=98).contains(&rows), "{rows} quarters of an hour");
    let finer = site.service.get(&format!("{path}/data?step=5")).await;
    assert_eq!(finer["body"]["units"][0]["last_24h"]["period_s"], 300);
    assert_eq!(mistakes(&site.service.get(&format!("{path}/data?step=7")).await)[0].0, "query.step");
}

#[tokio::test]
async fn a_client_sees_how_much_of_a_limit_is_used() {
    let site = Site::new().await;
    let rule = json!({"name": "Quarter of an hour", "applies_to": "group:Site A", "metric": "leq_t", "window": "aligned",
        "window_s": 900, "comparison": "above", "threshold": 120.0, "severity": "critical", "channels": ["log"]});
    let answer = site.service.post("/api/nl43/_alerts/rules", rule).await;
    assert_eq!(answer["code"], 200, "{answer}");
    let known = async {
        while site.service.get("/api/nl43/gate-7f/alerts/budget").await["body"]["budgets"][0].is_null() {
            assert_eq!(site.service.get("/api/nl43/gate-7f/live").await["code"], 200);
        }
    };
    tokio::time::timeout(Duration::from_secs(20), known).await.expect("in time");
    let (_, path) = site.link(json!({"name": "Neighbours", "unit_id": "gate-7f"})).await;
    let answer = site.data(&path).await;
    assert_silent(&answer["body"].to_string());
    let limits = answer["body"]["units"][0]["limits"].as_array().unwrap();
    assert_eq!(limits.len(), 1, "{answer}");
    assert_eq!((&limits[0]["name"], &limits[0]["limit_db"]), (&json!("Quarter of an hour"), &json!(120.0)));
    assert_eq!(limits[0]["metric_text"], "Leq,15min");
    assert_eq!(limits[0]["breached"], false);
    assert!(limits[0]["used_percent"].as_f64().unwrap() < 1.0, "{answer}");
    let (_, other) = site.link(json!({"name": "Yard", "unit_id": "yard-secret"})).await;
    assert_eq!(site.data(&other).await["body"]["units"][0]["limits"], json!([]));
}

#[tokio::test]
async fn a_client_hears_his_unit_and_nothing_else_until_the_link_is_taken_back() {
    let site = Site::new().await;
    let (id, path) = site.link(json!({"name": "Neighbours", "unit_id": "gate-7f"})).await;
    let key = site.data(&path).await["body"]["units"][0]["key"].as_str().unwrap().to_owned();
    let first = read_until(site.events(&path).await, Some("\n\n")).await;
    assert!(first.contains("event: now") && first.contains(&key), "{first}");
    let following = site.events(&path).await;
    let follower = tokio::spawn(read_until(following, None));
    // Both units are heard of on the feeds meanwhile.
    for unit in ["yard-secret", "gate-7f"] {
        assert_eq!(site.service.get(&format!("/api/nl43/{unit}/live")).await["code"], 200);
    }
    assert_eq!(site.service.delete(&format!("/api/nl43/_links/{id}")).await["code"], 200);
    let heard = follower.await.unwrap();
    assert!(heard.contains(&key), "{heard}");
    assert_silent(&heard);
    assert_eq!(site.data(&path).await["code"], 404);
    assert_eq!(site.events(&path).await.status(), 404);
    assert_eq!(site.service.delete(&format!("/api/nl43/_links/{id}")).await["code"], 404);
}

#[tokio::test]
async fn an_outage_is_told_without_its_reason() {
    let settings =
        [("SLMM_COMMAND_PAUSE_S", "0.2"), ("CLIENT_LINKS", "true"), ("MONITOR_POLL_INTERVAL", "0.2")];
    let service = Service::start_with(&settings).await;
    let meter = SimMeter::start(MeterConfig::immediate().measuring()).await.unwrap();
    service.add_meter("gate", &meter).await;
    let made = service.post("/api/nl43/_links", json!({"name": "N", "unit_id": "gate"})).await;
    let path = made["body"]["link"]["path"].as_str().unwrap().to_owned();
    let events = service.send(Method::GET, &format!("{path}/events"), None).await;
    let follower = tokio::spawn(read_until(events, Some("unreachable")));
    meter.stop().await;
    let heard = follower.await.unwrap();
    assert!(heard.contains("\"state\":\"unreachable\""), "{heard}");
    for secret in ["127.0.0.1", "refused", "reason", "connect"] {
        assert!(!heard.contains(secret), "{secret}: {heard}");
    }
}

#[tokio::test]
async fn a_group_is_who_is_in_it_when_somebody_looks() {
    let site = Site::new().await;
    let (_, path) = site.link(json!({"name": "Council", "group": "Site A"})).await;
    let names = |answer: &Value| {
        let units = answer["body"]["units"].as_array().unwrap();
        units.iter().map(|unit| unit["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&site.data(&path).await), ["North gate"]);
    let follower = tokio::spawn(read_until(site.events(&path).await, None));
    site.profile("yard-secret", json!({"name": "Yard", "groups": ["Site B", "Site A"]})).await;
    // Whoever follows comes back for the new unit.
    follower.await.unwrap();
    assert_eq!(names(&site.data(&path).await), ["North gate", "Yard"]);
    site.profile("gate-7f", json!({"name": "North gate"})).await;
    assert_eq!(names(&site.data(&path).await), ["Yard"]);
}

#[tokio::test]
async fn a_link_does_not_show_a_unit_that_is_given_the_name_later() {
    let site = Site::new().await;
    let (_, path) = site.link(json!({"name": "Neighbours", "unit_id": "gate-7f"})).await;
    assert_eq!(site.service.delete("/api/nl43/gate-7f/config").await["code"], 200);
    site.service.add_disabled_unit("gate-7f").await;
    assert_eq!(site.data(&path).await["code"], 404);
    assert_eq!(site.service.get("/api/nl43/_links").await["body"]["links"], json!([]));
}

#[tokio::test]
async fn the_page_says_what_is_wrong_with_a_link() {
    let site = Site::new().await;
    let (_, path) = site.link(json!({"name": "Neighbours", "unit_id": "gate-7f"})).await;
    for (path, status) in [(path.as_str(), 200), ("/view/guessed", 404)] {
        let response = site.service.send(Method::GET, path, None).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(response.headers()["referrer-policy"], "strict-origin");
    }
    assert_eq!(site.data("/view/guessed").await["code"], 404);
}

#[tokio::test]
async fn what_is_no_link_is_refused() {
    let site = Site::new().await;
    let places = async |body: Value| {
        let answer = site.service.post("/api/nl43/_links", body).await;
        mistakes(&answer).into_iter().map(|(place, _)| place).collect::<Vec<_>>()
    };
    assert_eq!(places(json!({})).await, ["body.name"]);
    assert_eq!(places(json!({"name": "N"})).await, ["body.unit_id"]);
    assert_eq!(places(json!({"name": " ", "unit_id": "gate-7f"})).await, ["body.name"]);
    assert_eq!(places(json!({"name": "N", "unit_id": "gate-7f", "group": "Site A"})).await, ["body.group"]);
    assert_eq!(places(json!({"name": "N", "unit_id": "nobody"})).await, ["body.unit_id"]);
    assert_eq!(places(json!({"name": "N", "group": "Site Z"})).await, ["body.group"]);
    assert_eq!(mistakes(&site.service.delete("/api/nl43/_links/x").await)[0].0, "path.link_id");
}
