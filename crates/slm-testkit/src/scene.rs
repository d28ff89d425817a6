//! The server, its folder, and plain requests to it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use nl43_sim::{MeterConfig, SimMeter};
use reqwest::Method;
use serde_json::{Value, json};
use slm_server::{Config, RawConfig, Server};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{Events, PATIENCE, Socket};

/// A running server with a data folder of its own, which goes with the scene.
pub struct Scene {
    address: SocketAddr,
    folder: Arc<TempDir>,
    raw: RawConfig,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    client: reqwest::Client,
}

impl Scene {
    /// Starts with defaults.
    ///
    /// # Errors
    /// The server does not start.
    pub async fn start() -> Result<Self> {
        Self::with(&[]).await
    }

    /// Starts with some settings of the environment.
    ///
    /// # Errors
    /// The server does not start, or refuses the settings.
    pub async fn with(settings: &[(&str, &str)]) -> Result<Self> {
        let folder = Arc::new(tempfile::tempdir()?);
        let mut raw = RawConfig::default();
        raw.set("PORT", 0).set("SLMM_DATA_DIR", folder.path().display());
        for (key, value) in settings {
            raw.set(key, value);
        }
        Self::launch(folder, raw).await
    }

    async fn launch(folder: Arc<TempDir>, raw: RawConfig) -> Result<Self> {
        let server = Server::bind(Config::check(&raw)?).await?;
        let address = server.local_addr();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.run(async {
            // A dropped scene stops its server, too.
            let _ = stopped.await;
        }));
        let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
        Ok(Self { address, folder, raw, stop: Some(stop), serving: Some(serving), client })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops in order, and starts again on the same folder, on another port.
    ///
    /// # Errors
    /// The server does not stop in time, or does not start again.
    pub async fn restart(mut self) -> Result<Self> {
        self.stop().await?;
        Self::launch(Arc::clone(&self.folder), self.raw.clone()).await
    }

    /// Stops in order.
    ///
    /// # Errors
    /// The server does not stop in time.
    pub async fn stop(&mut self) -> Result<()> {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            tokio::time::timeout(PATIENCE, serving).await.context("the server does not stop")??;
        }
        Ok(())
    }

    /// Adds a unit for a simulated meter, not polled in the background.
    ///
    /// # Errors
    /// The server refuses it.
    pub async fn add_unit(&self, unit: &str, meter: &SimMeter) -> Result<()> {
        let body = json!({
            "unit_id": unit,
            "host": meter.addr().ip().to_string(),
            "tcp_port": meter.addr().port(),
            "poll_enabled": false,
        });
        let (status, answer) = self.post("/api/nl43/roster", &body).await?;
        ensure!(status == 200, "{status}: {answer}");
        Ok(())
    }

    /// `GET`: status and JSON body.
    ///
    /// # Errors
    /// No answer, or no JSON.
    pub async fn get(&self, path: &str) -> Result<(u16, Value)> {
        self.request(Method::GET, path, None).await
    }

    /// `POST` with a JSON body.
    ///
    /// # Errors
    /// No answer, or no JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Result<(u16, Value)> {
        self.request(Method::POST, path, Some(body)).await
    }

    /// Any request with JSON both ways.
    ///
    /// # Errors
    /// No answer, or no JSON.
    pub async fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Result<(u16, Value)> {
        let mut request = self.client.request(method, format!("http://{}{path}", self.address));
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let text = response.text().await?;
        let value = serde_json::from_str(&text).with_context(|| format!("{status}: {text}"))?;
        Ok((status, value))
    }

    /// `GET` of something that is no JSON.
    ///
    /// # Errors
    /// No answer.
    pub async fn text(&self, path: &str) -> Result<String> {
        Ok(self.client.get(format!("http://{}{path}", self.address)).send().await?.text().await?)
    }

    /// A WebSocket on any path.
    ///
    /// # Errors
    /// The server does not upgrade.
    pub async fn socket(&self, path: &str) -> Result<Socket> {
        Socket::connect(self.address, path).await
    }

    /// A viewer of a unit's monitor feed.
    ///
    /// # Errors
    /// The server does not upgrade.
    pub async fn monitor(&self, unit: &str) -> Result<Socket> {
        self.socket(&format!("/api/nl43/{unit}/monitor")).await
    }

    /// Server-sent events on any path.
    ///
    /// # Errors
    /// The server does not answer with a stream.
    pub async fn events(&self, path: &str, last_event_id: Option<&str>) -> Result<Events> {
        let mut request = reqwest::Client::new().get(format!("http://{}{path}", self.address));
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        Events::read(request.send().await?.error_for_status()?)
    }
}

/// A simulated meter that answers at once and hears a steady 60 dB.
///
/// # Errors
/// No free port.
pub async fn quick_meter() -> std::io::Result<SimMeter> {
    SimMeter::start(MeterConfig { journal_entries: 100_000, ..MeterConfig::immediate() }).await
}
