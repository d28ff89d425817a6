//! A service of one's own for each test.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::StreamExt;
use nl43_sim::SimMeter;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use slm_server::{Config, RawConfig, Server};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A running service with a data folder of its own.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    pub(crate) client: reqwest::Client,
    folder: TempDir,
    settings: Vec<(String, String)>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Service {
    /// A service in standby: it leaves units alone that are not there.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[("SLMM_POLLING_ENABLED", "false")]).await
    }

    pub(crate) async fn start_with(settings: &[(&str, &str)]) -> Self {
        let owned = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self::start_in(tempfile::tempdir().unwrap(), owned).await
    }

    /// A service on a folder that has something in its `data` already.
    pub(crate) async fn start_on(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let owned = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self::start_in(folder, owned).await
    }

    async fn start_in(folder: TempDir, settings: Vec<(String, String)>) -> Self {
        let mut written = RawConfig::default();
        written.set("PORT", 0).set("SLMM_DATA_DIR", folder.path().join("data").display());
        for (key, value) in &settings {
            written.set(key, value);
        }
        let bound = Server::bind(Config::check(&written).unwrap()).await.unwrap();
        let address = bound.local_addr();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(bound.run(async move { drop(stopped.await) }));
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { address, client, folder, settings, stop, served }
    }

    pub(crate) fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Ends the service in order and returns its data folder.
    pub(crate) async fn stop(self) -> TempDir {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
        self.folder
    }

    /// Ends the service in order and starts it on the same data.
    pub(crate) async fn restart(self) -> Self {
        let settings = self.settings.clone();
        Self::start_in(self.stop().await, settings).await
    }

    /// The file of its database.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("data/slmm.db")
    }

    /// Ends the service in order, to be started on the same data later.
    pub(crate) async fn pause(self) -> Paused {
        let settings = self.settings.clone();
        Paused { folder: self.stop().await, settings }
    }

    /// The service's data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let mut request = self.client.request(method, self.url(path));
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        answer(self.send(Method::GET, path, None).await).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Value {
        answer(self.send(Method::PUT, path, Some(body)).await).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        answer(self.send(Method::POST, path, Some(body)).await).await
    }

    pub(crate) async fn act(&self, path: &str) -> Value {
        answer(self.send(Method::POST, path, None).await).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Value {
        answer(self.send(Method::DELETE, path, None).await).await
    }

    /// A unit for a simulated meter, not polled in the background.
    pub(crate) async fn add_meter(&self, name: &str, meter: &SimMeter) {
        let (host, port) = (meter.addr().ip().to_string(), meter.addr().port());
        let body = json!({"unit_id": name, "host": host, "tcp_port": port, "poll_enabled": false});
        assert_eq!(self.post("/api/nl43/roster", body).await["code"], 200);
    }

    /// A unit whose meter is never asked.
    pub(crate) async fn add_disabled_unit(&self, name: &str) {
        let body = json!({"unit_id": name, "host": "127.0.0.1", "tcp_enabled": false});
        assert_eq!(self.post("/api/nl43/roster", body).await["code"], 200);
    }
}

/// A service that has ended, with its data.
pub(crate) struct Paused {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Paused {
    /// Changes the database while nobody has it open.
    pub(crate) async fn run(&self, script: &str) {
        use sqlx::ConnectOptions as _;
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(self.folder.path().join("data/slmm.db"));
        let mut raw = options.connect().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&mut raw).await.unwrap();
    }

    pub(crate) async fn start(self) -> Service {
        Service::start_in(self.folder, self.settings).await
    }
}

/// Status and body of an answer as one value.
pub(crate) async fn answer(response: Response) -> Value {
    let code = response.status().as_u16();
    let text = response.text().await.unwrap();
    json!({"code": code, "body": serde_json::from_str::<Value>(&text).unwrap_or(Value::String(text))})
}

/// Kinds and places of the mistakes in a 422 answer.
pub(crate) fn mistakes(answer: &Value) -> Vec<(String, String)> {
    assert_eq!(answer["code"], 422, "{answer}");
    let fields = answer["body"]["detail"].as_array().unwrap();
    fields
        .iter()
        .map(|field| {
            assert!(field["msg"].is_string() && field.get("input").is_some(), "{field}");
            let place: Vec<String> = field["loc"].as_array().unwrap().iter().map(text).collect();
            (place.join("."), field["type"].as_str().unwrap().to_owned())
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The mistake of one field.
pub(crate) fn mistake(place: &str, kind: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), kind.to_owned())]
}

pub(crate) async fn open_socket(service: &Service, path: &str) -> Socket {
    connect_async(format!("ws://{}{path}", service.address)).await.unwrap().0
}

/// The next JSON message; the close code once the server closes.
pub(crate) async fn next_frame(socket: &mut Socket) -> Result<Value, u16> {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("in time");
        match message.expect("not lost").unwrap() {
            Message::Text(text) => return Ok(serde_json::from_str(&text).unwrap()),
            Message::Close(frame) => return Err(frame.map_or(1005, |frame| frame.code.into())),
            _ => {}
        }
    }
}
