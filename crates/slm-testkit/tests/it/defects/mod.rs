//! Defects of the service before, a test each that shows that this one does not have them.
//!
//! The table in `docs/development.md` names them all; some tests stand with the code they are about.

mod exchange;
mod input;
mod lifecycle;
mod line;
mod script;
mod service;
mod table;

use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};
use slm_testkit::{PATIENCE, Scene};

/// The meters here need no second between commands.
const QUICK: (&str, &str) = ("SLMM_COMMAND_PAUSE_S", "0.2");

/// A quick service and one meter, as unit `gate`.
async fn quick() -> (Scene, SimMeter) {
    with_meter(MeterConfig::immediate()).await
}

async fn with_meter(config: MeterConfig) -> (Scene, SimMeter) {
    let scene = Scene::with(&[QUICK]).await.unwrap();
    let meter = SimMeter::start(config).await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    (scene, meter)
}

/// `POST` without anything to say.
async fn act(scene: &Scene, path: &str) -> (u16, Value) {
    scene.post(path, &json!({})).await.unwrap()
}

/// The last known state of `gate`.
async fn status(scene: &Scene) -> Value {
    scene.get("/api/nl43/gate/status").await.unwrap().1["data"].clone()
}

/// Asks until the answer fits.
async fn eventually(scene: &Scene, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let search = async {
        loop {
            let (_, answer) = scene.get(path).await.unwrap();
            if fits(&answer) {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, search).await.expect("an answer that fits, in time")
}
