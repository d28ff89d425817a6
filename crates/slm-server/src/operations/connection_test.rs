//! Trying an address before a unit is made of it.
//!
//! A meter takes one connection. Where a unit has the address already, its line is asked instead of opening a second one.

use std::time::Duration;

use nl43_client::doctor::{self, Context, Depth, FilePort, Finding};
use nl43_client::{Endpoint, LinkOptions};
use nl43_proto::{ExchangeTiming, OnOff};
use slm_domain::{DeviceError, UnitId};
use slm_fleet::UnitHandle;

use super::{Diagnosis, Operator, diagnose};
use crate::app::App;
use crate::http::ApiError;

/// Longest time of a whole test: seven questions to a meter behind a slow link.
const WITHIN: Duration = Duration::from_secs(40);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// An address to be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) host: String,
    pub(crate) tcp_port: u16,
    /// The file port, where files are to be fetched.
    pub(crate) ftp_port: Option<u16>,
}

/// What a test found.
#[derive(Debug)]
pub(crate) struct ConnectionFindings {
    /// The unit whose line was asked.
    pub(crate) held_by: Option<UnitId>,
    pub(crate) is_reachable: bool,
    pub(crate) findings: Vec<Finding>,
    pub(crate) identity: Option<Identity>,
}

/// Who a meter says it is.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) model: String,
    pub(crate) serial_number: Option<String>,
    pub(crate) version: Option<String>,
}

/// Tries an address, for 40 s at most.
///
/// # Errors
/// Another test runs: they open connections to wherever they are told to, so that there is one at a time.
pub(crate) async fn test_connection(app: &App, address: Address) -> Result<ConnectionFindings, ApiError> {
    let Ok(_turn) = app.connection_test.try_lock() else {
        return Err(ApiError::Conflict("Another connection test runs; try again when it has ended"));
    };
    match app.fleet.unit_at(&address.host, address.tcp_port).await {
        Some(unit) => Ok(ask_line(app, unit).await),
        None => Ok(examine(app, &address).await),
    }
}

/// What the line of a unit that has the address knows, or finds out.
async fn ask_line(app: &App, unit: UnitHandle) -> ConnectionFindings {
    let held = Finding::warning(
        "Address",
        format!("the unit {} has this address already", unit.id()),
        "A meter takes one connection, and this server has it for that unit. Change that unit instead of adding one; a second \
         one of this address would share its line.",
    );
    let (is_reachable, finding) = if unit.config().tcp_enabled {
        told(diagnose(&Operator::new(app, unit.clone())).await)
    } else {
        let advice = "Switch TCP on in the settings of that unit, and try again.";
        (false, Finding::warning("Connection", "that unit's line is switched off", advice))
    };
    let held_by = Some(unit.id().clone());
    ConnectionFindings { held_by, is_reachable, findings: vec![held, finding], identity: None }
}

/// Whether the meter answers, and what its line says.
fn told(diagnosis: Diagnosis) -> (bool, Finding) {
    match diagnosis {
        Diagnosis::NoConnection(reason) => {
            let advice = "Look at the page of that unit: its line tries again by itself.";
            (false, Finding::problem("Connection", format!("its line has no connection: {reason}"), advice))
        }
        Diagnosis::NoAnswer(DeviceError::Busy) => {
            let found = "its line is busy with what others asked for";
            (true, Finding::warning("Connection", found, "Try again in a moment."))
        }
        Diagnosis::NoAnswer(error) => {
            let advice = "Look at the page of that unit: its line tries again by itself.";
            (false, Finding::problem("Connection", format!("its meter does not answer: {error}"), advice))
        }
        Diagnosis::Answers { battery, ftp } => {
            let ftp = match ftp {
                Some(Ok(OnOff::On)) => ", FTP is on",
                Some(Ok(OnOff::Off)) => ", FTP is off",
                Some(Err(_)) | None => "",
            };
            (true, Finding::ok("Connection", format!("its meter answers: battery {battery}{ftp}")))
        }
    }
}

/// Opens a connection to an address that no unit has, and asks who is there.
async fn examine(app: &App, address: &Address) -> ConnectionFindings {
    let endpoint = Endpoint::tcp(address.host.clone(), address.tcp_port);
    let options = LinkOptions { connect_timeout: CONNECT_WITHIN, ..LinkOptions::default() };
    let timing = ExchangeTiming { command_gap: app.config.line.command_pause, ..ExchangeTiming::default() };
    let examination = doctor::examine(&endpoint, &options, timing, Depth::Brief, |_, _, _| {});
    let Ok(examination) = tokio::time::timeout(WITHIN, examination).await else {
        let found = format!("not done within {} s", WITHIN.as_secs());
        let advice = "Something answers, but too slowly: look at the link to the meter, and try again.";
        let findings = vec![Finding::problem("Connection", found, advice)];
        return ConnectionFindings { held_by: None, is_reachable: false, findings, identity: None };
    };
    let is_reachable = examination.is_answered();
    let mut findings = examination.findings(&Context { zone: app.config.site.zone.clone() });
    if is_reachable {
        findings.insert(0, Finding::ok("Connection", "the meter takes a connection and answers"));
    }
    if let Some(port) = address.ftp_port.filter(|_| is_reachable) {
        findings.push(file_port(port, doctor::probe_port(&endpoint, port).await));
    }
    let answers = examination.into_answers();
    let said = |question| answers.said(question).map(str::to_owned);
    let identity = said("Type").map(|model| Identity {
        model,
        serial_number: said("Serial Number"),
        version: said("System Version"),
    });
    ConnectionFindings { held_by: None, is_reachable, findings, identity }
}

fn file_port(port: u16, found: FilePort) -> Finding {
    const CHECK: &str = "File port";
    match found {
        FilePort::Greets => Finding::ok(CHECK, format!("port {port} greets as an FTP server")),
        FilePort::Refuses => Finding::warning(
            CHECK,
            format!("port {port} refuses"),
            "The meter's FTP server is off, which is usual: it is switched on when files are fetched. If it is on, check the port.",
        ),
        FilePort::Silent | FilePort::Unknown => Finding::warning(
            CHECK,
            format!("port {port} does not answer as an FTP server"),
            "The router may not forward it, or the port is another one: without it no files can be fetched.",
        ),
    }
}
