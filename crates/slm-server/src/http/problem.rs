//! Every failure of the API and its one mapping to statuses and words.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use slm_api_types::{CycleProblem, FieldProblem, Problem, ValidationProblem};
use slm_domain::{DeviceError, UnitId};
use slm_store::StoreError;

use crate::collector::CollectError;
use crate::fields::Invalid;
use crate::operations::cycle::CycleFailure;

/// Why a request was not answered with a success.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// Fields that cannot be taken, all of them.
    #[error("{} fields of the request cannot be taken", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// No such path.
    #[error("Not Found")]
    UnknownPath,
    /// The path exists, but not with this method.
    #[error("Method Not Allowed")]
    MethodNotAllowed,
    /// A WebSocket was asked for where there is none.
    #[error("Forbidden")]
    NoSuchSocket,
    /// A WebSocket handshake that is none.
    #[error("{0}")]
    BadHandshake(&'static str),
    /// A WebSocket handshake of another time.
    #[error("Only version 13 of the WebSocket protocol is spoken")]
    WebSocketVersion,
    /// The unit is not in the roster.
    #[error("NL43 config not found")]
    NotConfigured,
    /// The same, in the words of the polling routes.
    #[error("Device configuration not found")]
    NoDeviceConfiguration,
    /// Nothing was ever read from the unit.
    #[error("No NL43 status recorded")]
    NoStatus,
    /// The roster has a unit of that name.
    #[error("Device with unit_id '{0}' already exists. Use PUT /{0}/config to update.")]
    UnitExists(UnitId),
    /// The unit has no alert rule of that number.
    #[error("Alert rule not found")]
    NoAlertRule,
    /// The unit has no alert event of that number.
    #[error("Alert event not found")]
    NoAlertEvent,
    /// No incident of that number.
    #[error("Incident not found")]
    NoIncident,
    /// Rules of others are being tried.
    #[error("Others are trying rules; try again in a minute")]
    TrialsBusy,
    /// No long operation of that name.
    #[error("Operation not found")]
    NoOperation,
    /// No campaign of that number.
    #[error("Campaign not found")]
    NoCampaign,
    /// There is no such link for clients.
    #[error("Link not found")]
    NoLink,
    /// No place is left for those who follow links.
    #[error("As many follow links for clients as may; try again later")]
    TooManyFollowers,
    /// No channel of that number.
    #[error("Channel not found")]
    NoChannel,
    /// No recipient of that number.
    #[error("Recipient not found")]
    NoRecipient,
    /// No message of that number.
    #[error("Message not found")]
    NoMessage,
    /// It is needed by others, who are named.
    #[error("{0}")]
    InUse(String),
    /// A cycle ended early.
    #[error("{0}")]
    Cycle(Box<CycleFailure>),
    /// It does not fit what is going on.
    #[error("{0}")]
    Conflict(&'static str),
    /// A command that may cut the connection it is sent over.
    #[error("`{line}` needs confirm: true, because {reason}")]
    NeedsConfirmation {
        /// The command line.
        line: String,
        /// What may happen.
        reason: &'static str,
    },
    /// A folder number that no meter has.
    #[error("Index must be between 0000 and 9999")]
    IndexOutOfRange,
    /// The unit's control line may not be used.
    #[error("TCP communication is disabled for this device")]
    TcpDisabled,
    /// The meter did not do as asked.
    #[error("{}", device_words(.error, *.words))]
    Device {
        /// What happened.
        error: DeviceError,
        /// In whose words that is told.
        words: Words,
    },
    /// A path without the name of a file or folder.
    #[error("Invalid remote path")]
    NoRemoteName,
    /// The unit's card may not be looked at for this.
    #[error("FTP is disabled for this device")]
    FtpDisabled,
    /// Files could not be had.
    #[error("{}", files_words(.error, *.words))]
    Files {
        /// What happened.
        error: CollectError,
        /// In whose words that is told.
        words: FilesWords,
    },
    /// The body is longer than any of ours has to be.
    #[error("Request body too large (at most {limit} bytes)")]
    BodyTooLarge {
        /// Longest body in bytes.
        limit: usize,
    },
    /// The body did not come in time.
    #[error("Request body did not come within {} s", .limit.as_secs())]
    BodyTooSlow {
        /// Longest wait.
        limit: Duration,
    },
    /// The answer took longer than any of ours should.
    #[error("Request timed out")]
    TimedOut,
    /// A bug of ours, caught.
    #[error("Internal server error")]
    Panicked,
    /// The database failed.
    #[error("The database failed; see the log")]
    Store(#[source] StoreError),
}

/// The compatible API tells some failures of some routes in fixed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// The whole reason.
    Reason,
    /// `Failed to communicate with device` and `Device communication timeout`.
    Fixed,
}

/// The compatible API tells why files could not be had in words that depend on the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FilesWords {
    /// `Failed to communicate with device`.
    Fixed,
    /// `FTP connection failed: …`.
    Connection,
    /// `Failed to sync start time: …`.
    Sync,
}

impl ApiError {
    /// A device's failure, told with its reason.
    pub(crate) fn device(error: DeviceError) -> Self {
        Self::Device { error, words: Words::Reason }
    }

    /// A device's failure, told in the fixed words of `start`, `stop` and `live`.
    pub(crate) fn device_fixed(error: DeviceError) -> Self {
        Self::Device { error, words: Words::Fixed }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::UnknownPath
            | Self::NotConfigured
            | Self::NoDeviceConfiguration
            | Self::NoStatus
            | Self::NoAlertRule
            | Self::NoAlertEvent
            | Self::NoIncident
            | Self::NoOperation
            | Self::NoCampaign
            | Self::NoLink
            | Self::NoChannel
            | Self::NoRecipient
            | Self::NoMessage => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoSuchSocket | Self::TcpDisabled | Self::FtpDisabled => StatusCode::FORBIDDEN,
            Self::BadHandshake(_) | Self::IndexOutOfRange | Self::NoRemoteName => StatusCode::BAD_REQUEST,
            Self::WebSocketVersion => StatusCode::UPGRADE_REQUIRED,
            Self::UnitExists(_) | Self::Conflict(_) | Self::InUse(_) | Self::NeedsConfirmation { .. } => {
                StatusCode::CONFLICT
            }
            // One status for all of its reasons: schedulers know no other.
            Self::Cycle(_) => StatusCode::BAD_GATEWAY,
            Self::Device { error, .. } => device_status(error),
            Self::Files { error, .. } => files_status(error),
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTooSlow { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::TooManyFollowers => StatusCode::SERVICE_UNAVAILABLE,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::TrialsBusy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Store(error) => store_status(error),
        }
    }
}

impl From<Invalid> for ApiError {
    fn from(Invalid(problems): Invalid) -> Self {
        Self::Invalid(problems)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnitExists(unit) => Self::UnitExists(unit),
            error => Self::Store(error),
        }
    }
}

fn device_status(error: &DeviceError) -> StatusCode {
    match error {
        DeviceError::ConnectRefused
        | DeviceError::ConnectTimedOut
        | DeviceError::NoSuchHost(_)
        | DeviceError::HostUnreachable(_)
        | DeviceError::LinkLost { .. }
        | DeviceError::Garbled { .. }
        | DeviceError::Refused { .. }
        | DeviceError::Wedged
        | DeviceError::Unconfirmed { .. } => StatusCode::BAD_GATEWAY,
        DeviceError::Timeout { .. } => StatusCode::GATEWAY_TIMEOUT,
        DeviceError::Busy | DeviceError::Expired | DeviceError::NoClock | DeviceError::Closed => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

fn device_words(error: &DeviceError, words: Words) -> String {
    match (words, error) {
        (Words::Reason, error) => error.to_string(),
        (Words::Fixed, DeviceError::Timeout { .. }) => "Device communication timeout".to_owned(),
        (Words::Fixed, DeviceError::Garbled { .. }) => "Device returned invalid data".to_owned(),
        (Words::Fixed, error) => match device_status(error) {
            StatusCode::BAD_GATEWAY if !matches!(error, DeviceError::Refused { .. }) => {
                "Failed to communicate with device".to_owned()
            }
            _ => error.to_string(),
        },
    }
}

fn files_status(error: &CollectError) -> StatusCode {
    match error {
        CollectError::Busy | CollectError::Cancelled | CollectError::Stopped => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        CollectError::SpoolFull { .. } | CollectError::Disk(_) => StatusCode::INSUFFICIENT_STORAGE,
        CollectError::Ftp(_)
        | CollectError::NoListing { .. }
        | CollectError::NoFile(_)
        | CollectError::Incomplete { .. }
        | CollectError::Endless { .. }
        | CollectError::TooLarge(_)
        | CollectError::Files { .. } => StatusCode::BAD_GATEWAY,
    }
}

fn files_words(error: &CollectError, words: FilesWords) -> String {
    match words {
        _ if files_status(error) != StatusCode::BAD_GATEWAY => error.to_string(),
        FilesWords::Fixed => "Failed to communicate with device".to_owned(),
        FilesWords::Connection => format!("FTP connection failed: {error}"),
        FilesWords::Sync => format!("Failed to sync start time: {error}"),
    }
}

fn files_body(detail: String, error: CollectError) -> Problem {
    Problem {
        detail,
        error: Some(error.name().to_owned()),
        reason: Some(error.to_string()),
        phase: Some(error.phase().to_owned()),
        files: match error {
            CollectError::Files { failures, .. } => Some(failures),
            _ => None,
        },
    }
}

fn store_status(error: &StoreError) -> StatusCode {
    match error {
        StoreError::UnitExists(_) => StatusCode::CONFLICT,
        StoreError::Locked { .. } | StoreError::Closed => StatusCode::SERVICE_UNAVAILABLE,
        StoreError::TargetExists { .. } => StatusCode::CONFLICT,
        StoreError::Folder { .. }
        | StoreError::Missing { .. }
        | StoreError::NotOurs { .. }
        | StoreError::File { .. }
        | StoreError::IsFolder { .. }
        | StoreError::NotADatabase { .. }
        | StoreError::Access { .. }
        | StoreError::Damaged { .. }
        | StoreError::ForeignTable { .. }
        | StoreError::Newer { .. }
        | StoreError::Upgrade { .. }
        | StoreError::Full { .. }
        | StoreError::Database { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status();
        let detail = self.to_string();
        if let Self::Store(error) = &self {
            tracing::error!(error = error as &dyn std::error::Error, "a request failed in the database");
        }
        let body = match self {
            Self::Invalid(fields) => Json(ValidationProblem { detail: fields }).into_response(),
            Self::Device { error, .. } => {
                let reason = error.to_string();
                let body = serde_json::json!({"detail": detail, "error": error.name(), "reason": reason});
                Json(body).into_response()
            }
            Self::NeedsConfirmation { reason, .. } => {
                let body =
                    serde_json::json!({"detail": detail, "error": "needs_confirmation", "reason": reason});
                Json(body).into_response()
            }
            Self::Files { error, .. } => Json(files_body(detail, error)).into_response(),
            Self::Cycle(failure) => Json(cycle_problem(&failure)).into_response(),
            _ => Json(serde_json::json!({ "detail": detail })).into_response(),
        };
        let mut response = (status, body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if status == StatusCode::UPGRADE_REQUIRED {
            response.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        }
        response
    }
}

fn cycle_problem(failure: &CycleFailure) -> CycleProblem {
    CycleProblem {
        detail: failure.to_string(),
        error: failure.reason.name().to_owned(),
        reason: failure.reason.to_string(),
        step: failure.step.clone(),
        meter_state: failure.meter.clone(),
        operation_id: failure.operation.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(error: &ApiError) -> (u16, String) {
        (error.status().as_u16(), error.to_string())
    }

    #[test]
    fn lost_links_and_silence_are_told_in_fixed_words() {
        let silent = DeviceError::Timeout { command: "DOD?".into() };
        let refused = DeviceError::ConnectRefused;
        assert_eq!(told(&ApiError::device_fixed(silent)), (504, "Device communication timeout".into()));
        assert_eq!(told(&ApiError::device_fixed(refused)), (502, "Failed to communicate with device".into()));
        let garbled = DeviceError::Garbled { command: "DOD?".into(), excerpt: "<html>".into() };
        assert_eq!(told(&ApiError::device_fixed(garbled)), (502, "Device returned invalid data".into()));
    }

    #[test]
    fn a_busy_line_is_told_as_such() {
        assert_eq!(told(&ApiError::device_fixed(DeviceError::Busy)).0, 503);
        assert_eq!(told(&ApiError::device(DeviceError::Busy)).0, 503);
    }
}
