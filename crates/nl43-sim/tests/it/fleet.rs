//! Many meters, and the interface that rules them.

use nl43_sim::{MeterConfig, SimFleet, SoundField};
use serde_json::{Value, json};

use crate::support::Client;

#[tokio::test]
async fn meters_of_a_fleet_differ_by_seed_and_port() {
    let template = MeterConfig { sound: SoundField::Traffic, ..MeterConfig::immediate() };
    let fleet = SimFleet::start_many(5, &template).await.unwrap();
    let mut serials = std::collections::BTreeSet::new();
    for meter in fleet.meters() {
        serials.insert(Client::connect(meter).await.data("Serial Number?").await);
    }
    assert_eq!(serials.len(), 5);
    assert_eq!(fleet.meter(1).unwrap().addr(), fleet.meters()[0].addr());
    assert!(fleet.meter(0).is_none() && fleet.meter(6).is_none());
    fleet.stop().await;
}

#[tokio::test]
async fn the_control_interface_lists_meters_and_faults() {
    let (_fleet, http) = controlled().await;
    let meters = http.get("/meters").await;
    assert_eq!(meters[1]["n"], 2);
    assert_eq!(meters[1]["sound"], "steady=60");
    assert_eq!(meters[1]["lp"], 60.0);
    assert_eq!(meters[1]["faults"], json!([]));
    let faults = http.get("/faults").await;
    assert!(faults.as_array().unwrap().iter().any(|fault| fault["example"] == "delay=0.5s..3s@0.1"));
}

#[tokio::test]
async fn faults_come_and_go_over_http() {
    let (fleet, http) = controlled().await;
    let meter = fleet.meter(2).unwrap();
    let mut client = Client::connect(meter).await;
    let (status, view) = http.post("/meters/2/faults", json!({ "fault": "wrong-code=2" })).await;
    assert_eq!((status, &view["faults"]), (200, &json!(["wrong-code=2"])));
    http.post("/meters/2/faults", json!({ "fault": "drop-crlf" })).await;
    assert_eq!(client.ask("Measure?").await, "R+0002$");
    let (status, view) = http.delete("/meters/2/faults").await;
    assert_eq!((status, &view["faults"]), (200, &json!([])));
    assert_eq!(client.data("Measure?").await, "Stop");
}

#[tokio::test]
async fn the_level_is_set_over_http() {
    let (fleet, http) = controlled().await;
    let mut client = Client::connect(fleet.meter(1).unwrap()).await;
    assert_eq!(http.post("/meters/1/level", json!({ "lp": 86.0 })).await.0, 200);
    assert_eq!(client.fields("DOD?", 1).await, ["86.0"]);
    assert_eq!(http.post("/meters/1/level", json!({ "lp": null })).await.0, 200);
}

#[tokio::test]
async fn the_journal_is_shown_over_http() {
    let (fleet, http) = controlled().await;
    let mut client = Client::connect(fleet.meter(1).unwrap()).await;
    client.ask("Type?").await;
    client.ask("Type?").await;
    let journal = http.get("/meters/1/journal").await;
    assert_eq!(journal["totals"]["commands"], 2);
    assert_eq!(journal["totals"]["spacing_violations"], 1);
    assert_eq!(journal["entries"][0]["event"], "opened");
    assert_eq!(journal["entries"][2]["detail"], "Type?");
    let breach = journal["entries"][2]["breach"].as_str().unwrap();
    assert!(breach.starts_with("only 0.") && breach.ends_with(" s after the previous answer"), "{breach}");
}

#[tokio::test]
async fn mistakes_are_named() {
    let (_fleet, http) = controlled().await;
    for path in ["/meters/0/faults", "/meters/3/faults", "/meters/x/faults"] {
        let (status, body) = http.post(path, json!({ "fault": "hold" })).await;
        assert_eq!(status, 404, "{path}");
        assert!(body["detail"].as_str().unwrap().ends_with("they are numbered from 1 to 2"), "{body}");
    }
    for (body, detail) in [
        (json!({ "fault": "flood" }), "no fault `flood`"),
        (json!({ "fault": "garble=2" }), "fault `garble` is written like"),
        (json!({}), "missing field `fault`"),
    ] {
        let (status, answer) = http.post("/meters/1/faults", body).await;
        assert_eq!(status, 422);
        assert!(answer["detail"].as_str().unwrap().contains(detail), "{answer}");
    }
    assert_eq!(http.post("/meters/1/level", json!({ "lp": 1e9 })).await.0, 422);
}

#[tokio::test]
async fn the_control_interface_stays_on_the_loopback() {
    let fleet = SimFleet::start([MeterConfig::immediate()]).await.unwrap();
    let error = fleet.serve_control("0.0.0.0:0".parse().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}

async fn controlled() -> (SimFleet, Http) {
    let fleet = SimFleet::start_many(2, &MeterConfig::immediate()).await.unwrap();
    let addr = fleet.serve_control("127.0.0.1:0".parse().unwrap()).await.unwrap();
    (fleet, Http { base: format!("http://{addr}"), client: reqwest::Client::new() })
}

struct Http {
    base: String,
    client: reqwest::Client,
}

impl Http {
    async fn get(&self, path: &str) -> Value {
        self.client.get(format!("{}{path}", self.base)).send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.client.post(format!("{}{path}", self.base)).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn delete(&self, path: &str) -> (u16, Value) {
        let answer = self.client.delete(format!("{}{path}", self.base)).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}
