//! What keeps a unit's meter from answering.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use nl43_proto::OnOff;
use slm_api_types::{
    DatabaseDump, DiagnosticTests, DiagnosticVerdict, Diagnostics, DumpedConfig, DumpedStatus, Problem,
    TestResult, TestStatus,
};
use slm_domain::UnitStatus;
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::time::iso_utc;
use crate::http::unit::RawUnit;
use crate::http::{line_words, shape};
use crate::operations::{self, Diagnosis, Operator};

/// Tests a unit step by step, over its one line (`Battery Level?`, and `FTP?` where files may be fetched).
///
/// An unknown unit, too, is an answer.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/diagnostics",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = Diagnostics),
        (status = 404, description = "The name is a path of the API", body = Problem),
    ),
)]
pub(crate) async fn diagnostics(State(app): State<App>, name: RawUnit) -> Json<Diagnostics> {
    let mut report = Diagnostics {
        unit_id: name.0.clone(),
        timestamp: iso_utc(Timestamp::now()),
        tests: DiagnosticTests::default(),
        overall_status: DiagnosticVerdict::Fail,
        line: None,
        advice: Vec::new(),
        database_dump: None,
    };
    match name.configured(&app) {
        Ok(unit) => test(&app, &unit, &mut report).await,
        Err(ApiError::NotConfigured) => {
            report.tests.config_exists = fail("Unit configuration not found in database");
        }
        Err(error) => report.tests.config_exists = fail(error.to_string()),
    }
    Json(report)
}

async fn test(app: &App, unit: &UnitHandle, report: &mut Diagnostics) {
    let config = unit.config();
    let key = format!("{}:{}", config.host, config.tcp_port);
    report.tests.config_exists = pass(format!("Unit configuration found: {key}"));
    if config.tcp_enabled {
        report.tests.tcp_enabled = pass("TCP communication enabled");
        let diagnosis = operations::diagnose(&Operator::new(app, unit.clone())).await;
        report.overall_status = judge(&mut report.tests, &diagnosis, &key);
    } else {
        report.tests.tcp_enabled = fail("TCP communication disabled in configuration");
    }
    let line = unit.snapshot();
    report.advice = line_words::advice(&config, &line, app.fleet.is_standby());
    report.line = Some(line_words::line(&line));
    if report.overall_status == DiagnosticVerdict::Pass {
        report.database_dump = Some(dump(app, unit));
    }
}

/// Puts what was found into the tests; answers what that means altogether.
fn judge(tests: &mut DiagnosticTests, diagnosis: &Diagnosis, key: &str) -> DiagnosticVerdict {
    if let Diagnosis::NoConnection(why) = diagnosis {
        tests.tcp_connection = fail(format!("TCP connection to {key} failed: {why}"));
        return DiagnosticVerdict::Fail;
    }
    tests.tcp_connection = pass(format!("TCP connection to {key} is up"));
    match diagnosis {
        Diagnosis::NoConnection(_) => DiagnosticVerdict::Fail,
        Diagnosis::NoAnswer(error) => {
            tests.command_response = fail(format!("Device did not respond: {error}"));
            DiagnosticVerdict::Degraded
        }
        Diagnosis::Answers { battery, ftp } => {
            tests.command_response = pass(format!("Device responded: battery level {battery}"));
            tests.ftp_status = Some(match ftp {
                None => result(TestStatus::Skip, "FTP not enabled in configuration"),
                Some(Ok(OnOff::On)) => result(TestStatus::Pass, "FTP server enabled on device"),
                Some(Ok(OnOff::Off)) => result(TestStatus::Warning, "FTP server disabled on device"),
                Some(Err(error)) => result(TestStatus::Warning, format!("FTP status unknown: {error}")),
            });
            DiagnosticVerdict::Pass
        }
    }
}

/// What is stored of the unit.
fn dump(app: &App, unit: &UnitHandle) -> DatabaseDump {
    let config = unit.config();
    let mut settings = shape::settings(&config);
    settings.ftp_password = settings.ftp_password.map(|_| "***".to_owned());
    let config = DumpedConfig {
        settings,
        poll_interval_seconds: config.poll_interval.as_secs(),
        poll_enabled: config.poll_enabled,
        monitor_enabled: config.monitor_enabled,
    };
    let status = app.board.get(unit.id());
    DatabaseDump { config, status_cache: status.map(|status| dumped(unit, status)) }
}

fn dumped(unit: &UnitHandle, mut status: UnitStatus) -> DumpedStatus {
    let counter = status.counter.take();
    let mut cached = shape::cached_status(unit.id(), status);
    let times = [
        &mut cached.merged.last_seen,
        &mut cached.merged.measurement_start_time,
        &mut cached.last_poll_attempt,
        &mut cached.last_success,
    ];
    for time in times.into_iter().flatten() {
        time.push('Z');
    }
    DumpedStatus { cached, counter }
}

#[expect(clippy::unnecessary_wraps, reason = "the form the tests are kept in")]
fn pass(message: impl Into<String>) -> Option<TestResult> {
    Some(result(TestStatus::Pass, message))
}

#[expect(clippy::unnecessary_wraps, reason = "the form the tests are kept in")]
fn fail(message: impl Into<String>) -> Option<TestResult> {
    Some(result(TestStatus::Fail, message))
}

fn result(status: TestStatus, message: impl Into<String>) -> TestResult {
    TestResult { status, message: message.into() }
}
