//! Start and stop cycles, and the operations they leave.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answers, hold};
use crate::cycles::recorder;

#[tokio::test]
async fn post_start_cycle() {
    let mut answers = Answers::of(recorder()).await;
    answers.post("started", "gate/start-cycle", None).await;
    answers.post("known to measure", "gate/start-cycle", json!({"sync_clock": false})).await;
    assert_eq!(answers.service.act("/api/nl43/gate/stop").await["code"], 200);
    answers.post("clock left alone", "gate/start-cycle", json!({"sync_clock": false})).await;
    answers.post("no switch", "gate/start-cycle", json!({"sync_clock": 2})).await;
    answers.post("no object", "gate/start-cycle", json!([1])).await;
    answers.gates(Method::POST, "start-cycle", None).await;
    let begun = answers.service.act("/api/nl43/gate/start-cycle?background=true").await;
    answers.note("in the background", begun);
    hold!(answers);
}

#[tokio::test]
async fn post_stop_cycle() {
    let mut answers = Answers::of(recorder().measuring()).await;
    let path = "gate/stop-cycle";
    answers.post("stopped", path, json!({"download": false})).await;
    let port = json!({"ftp_port": answers.meter.ftp_addr().unwrap().port()});
    assert_eq!(answers.service.put("/api/nl43/gate/config", port).await["code"], 200);
    answers.post("with its files", path, None).await;
    answers.meter.faults().apply(&"ftp-deny=Auto_0001".parse().unwrap());
    answers.post("files that do not come", path, None).await;
    answers.meter.faults().heal();
    answers.post("outside the data folder", path, json!({"download_path": "/etc/passwd.zip"})).await;
    answers.post("no archive", path, json!({"download_path": "data/slmm.db"})).await;
    answers.post("no switches", path, json!({"download": "perhaps", "toggle_ftp": 2})).await;
    answers.gates(Method::POST, "stop-cycle", Some(json!({"download": false}))).await;
    hold!(answers);
}

#[tokio::test]
async fn get_operations() {
    let mut answers = Answers::of(recorder()).await;
    answers.get("none", "gate/operations").await;
    answers.meter.faults().apply(&"command=Overwrite?:3".parse().unwrap());
    assert_eq!(answers.service.act("/api/nl43/gate/start-cycle").await["code"], 502);
    answers.get("one that failed", "gate/operations").await;
    answers.get("unknown unit", "nobody/operations").await;
    hold!(answers);
}

#[tokio::test]
async fn delete_operations_id() {
    let mut answers = Answers::of(recorder()).await;
    let done = answers.service.act("/api/nl43/gate/start-cycle").await;
    let id = crate::cycles::text(&done["body"]["operation_id"]).to_owned();
    answers.delete("done", &format!("gate/operations/{id}")).await;
    assert_eq!(answers.service.act("/api/nl43/gate/stop").await["code"], 200);
    answers.meter.faults().apply(&"command=Store Name?:late 4s".parse().unwrap());
    let running = crate::cycles::begin(&answers.service, "start-cycle", json!({})).await;
    crate::cycles::heard(&answers.meter, "Store Name?", 2).await;
    answers.delete("running", &format!("gate/operations/{running}")).await;
    answers.delete("unknown operation", "gate/operations/op-0-0").await;
    answers.delete("unknown unit", "nobody/operations/op-0-0").await;
    answers.post("restart of one that was done", &format!("gate/operations/{id}/restart"), Value::Null).await;
    hold!(answers);
}
