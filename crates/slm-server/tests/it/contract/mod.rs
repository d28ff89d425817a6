//! Every route, held by a snapshot of its answers.
//!
//! One test a route, in the file of its subject and named after method and path: `get_battery`, `put_config`,
//! `post_ftp_download_folder`, `delete_alerts_rules_id`, `get_monitor_status`, `ws_stream`. It asks for the success and the main
//! failures and ends with [`hold!`], which writes `snapshots/…__NAME.snap`:
//!
//! ```ignore
//! #[tokio::test]
//! async fn get_battery() {
//!     let mut answers = Answers::of(MeterConfig::immediate()).await;
//!     answers.get("full", "gate/battery").await;
//!     answers.gates(Method::GET, "battery", None).await;
//!     hold!(answers);
//! }
//! ```

mod alarms;
mod alerts;
mod campaigns;
mod control;
mod coverage;
mod cycles;
mod delivery;
mod files;
mod live;
mod logs;
mod pages;
mod polling;
mod readings;
mod roster;
mod settings;
mod system;
mod table;
mod units;

use nl43_sim::{MeterConfig, SimMeter};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::support::{Service, answer};

/// Compares the answers with the snapshot that is named after the test.
macro_rules! hold {
    ($answers:expr) => {{
        let settings = $answers.redactions();
        let _bound = settings.bind_to_scope();
        insta::assert_json_snapshot!($answers.taken());
    }};
}
pub(crate) use hold;

/// Named answers of one route: code, body, and the lines that reached the meter meanwhile.
///
/// There are three units: `gate` with the meter, `off` whose TCP is disabled, and `gone` whose address nobody serves.
pub(crate) struct Answers {
    pub(crate) service: Service,
    pub(crate) meter: SimMeter,
    taken: Map<String, Value>,
    /// Whether something keeps the unit alive: lines of its polls come between ours at any moment.
    is_kept_alive: bool,
}

impl Answers {
    /// A service that polls nothing by itself, and whose meter is an immediate one.
    pub(crate) async fn new() -> Self {
        Self::of(MeterConfig::immediate()).await
    }

    /// A service that polls nothing by itself, and its meter.
    pub(crate) async fn of(meter: MeterConfig) -> Self {
        Self::with(meter, &[]).await
    }

    /// The same with some keys of the configuration set.
    pub(crate) async fn with(meter: MeterConfig, settings: &[(&str, &str)]) -> Self {
        let meter = SimMeter::start(meter).await.unwrap();
        let quick = [("SLMM_COMMAND_PAUSE_S", "0.2")];
        let service = Service::start_with(&[&quick, settings].concat()).await;
        service.add_meter("gate", &meter).await;
        service.add_disabled_unit("off").await;
        let gone = json!({"unit_id": "gone", "host": "127.0.0.1", "tcp_port": 1, "poll_enabled": false});
        assert_eq!(service.post("/api/nl43/roster", gone).await["code"], 200);
        Self { service, meter, taken: Map::new(), is_kept_alive: false }
    }

    /// The same for a test whose rules keep the unit alive: lines that reach the meter are none of the answers.
    pub(crate) fn kept_alive(self) -> Self {
        Self { is_kept_alive: true, ..self }
    }

    pub(crate) async fn get(&mut self, case: &str, path: &str) {
        self.ask(case, Method::GET, path, None).await;
    }

    pub(crate) async fn post(&mut self, case: &str, path: &str, body: impl Into<Option<Value>>) {
        self.ask(case, Method::POST, path, body.into()).await;
    }

    pub(crate) async fn put(&mut self, case: &str, path: &str, body: Value) {
        self.ask(case, Method::PUT, path, Some(body)).await;
    }

    pub(crate) async fn delete(&mut self, case: &str, path: &str) {
        self.ask(case, Method::DELETE, path, None).await;
    }

    /// Asks a path under `/api/nl43/`, or one that begins with a slash as it stands.
    pub(crate) async fn ask(&mut self, case: &str, method: Method, path: &str, body: Option<Value>) {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/api/nl43/{path}") };
        let before = self.meter.journal().lines().len();
        let answer = answer(self.service.send(method, &path, body).await).await;
        let lines: Vec<_> = self.meter.journal().lines()[before..].iter().map(ToString::to_string).collect();
        let mut answer = answer;
        if !lines.is_empty() && !self.is_kept_alive {
            answer["line"] = json!(lines);
        }
        self.note(case, answer);
    }

    /// The failures that every route which asks the meter has: unknown, disabled, unreachable, refused.
    pub(crate) async fn gates(&mut self, method: Method, action: &str, body: Option<Value>) {
        for (case, unit) in [("unknown unit", "nobody"), ("TCP disabled", "off"), ("no meter there", "gone")]
        {
            self.ask(case, method.clone(), &format!("{unit}/{action}"), body.clone()).await;
        }
        self.meter.faults().wrong_result_code(2);
        self.ask("refused by the meter", method, &format!("gate/{action}"), body).await;
        self.meter.faults().heal();
    }

    /// Takes something that was not asked over HTTP.
    pub(crate) fn note(&mut self, case: &str, answer: Value) {
        let before = self.taken.insert(case.to_owned(), answer);
        assert!(before.is_none(), "there are two cases `{case}`");
    }

    pub(crate) fn taken(&self) -> &Map<String, Value> {
        &self.taken
    }

    /// Times, ports and ids change from run to run.
    pub(crate) fn redactions(&self) -> insta::Settings {
        let mut settings = insta::Settings::clone_current();
        for (pattern, placeholder) in [
            (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?", "[time]"),
            // LE grows with the measurement.
            (r#""(60\.0|-\.-), 60\.0, +[\d.]+,"#, r#""$1, 60.0, [LE],"#),
            (r#""le": \d+\.\d"#, r#""le": "[LE]""#),
            (r"\d{4}/\d\d/\d\d[ ,]\d\d:\d\d:\d\d", "[clock]"),
            (r#""(epoch|operation_id|age_seconds|idle_seconds)": ("[^"]*"|[\d.]+)"#, r#""$1": "[$1]""#),
            (r"\bop-[0-9a-f]+-[0-9a-f]{16}\b", "[operation]"),
            (r#"("local_path": ")[^"]*/downloads/"#, "$1[data]/downloads/"),
            (r#""sha256": "[0-9a-f]{64}""#, r#""sha256": "[sha256]""#),
            (r"\bon \d{4}-\d\d-\d\d", "on [day]"),
            (r#""duration_ms": \d+"#, r#""duration_ms": "[ms]""#),
            (&format!(r"\b{}\b", self.meter.addr().port()), "[port]"),
        ] {
            settings.add_filter(pattern, placeholder);
        }
        settings
    }
}
