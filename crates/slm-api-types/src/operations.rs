//! Long operations and their progress (ours).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET …/operations`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OperationList {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Running and recent operations, newest first.
    pub operations: Vec<OperationDetails>,
    /// How many there are.
    pub count: usize,
}

/// A long operation and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OperationDetails {
    /// Its name.
    pub operation_id: String,
    /// Name of the unit.
    pub unit_id: String,
    /// What it does: `start-cycle`, `stop-cycle`, `download`, `download-folder`, …
    pub kind: String,
    /// `running`, `done`, `failed`, `cancelled` or `interrupted`.
    pub state: String,
    /// When it began, UTC.
    pub began: String,
    /// When it ended, UTC.
    pub ended: Option<String>,
    /// Its steps, in order.
    pub steps: Vec<OperationStep>,
    /// Bytes brought so far.
    pub bytes_done: u64,
    /// Bytes to bring, once known.
    pub bytes_total: Option<u64>,
    /// A word on how it is going.
    pub note: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// What state the meter is in, in plain words, as far as known.
    pub meter_state: Option<String>,
    /// What it brought, in the words of the call that began it.
    pub result: Option<Value>,
    /// Whether `DELETE` can end it.
    pub can_cancel: bool,
    /// Whether somebody asked it to end.
    pub is_cancelling: bool,
    /// Whether `POST …/restart` can go on with it.
    pub can_restart: bool,
}

/// One step of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OperationStep {
    /// What it is called.
    pub name: String,
    /// `pending`, `running`, `done`, `failed` or `skipped`.
    pub state: String,
    /// What it found, tries at the moment, or failed of.
    pub detail: Option<String>,
    /// When it began, UTC.
    pub began: Option<String>,
    /// When it ended, UTC.
    pub ended: Option<String>,
}

/// Answer 202 to a long call with `?background=true`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OperationBegun {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// The operation's name; also in the header `x-operation-id`.
    pub operation_id: String,
    /// Where it can be looked at.
    pub location: String,
}

/// A frame that tells how a long operation gets on (ours).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OperationFrame {
    /// Always `operation`.
    pub event: String,
    /// Name of the unit.
    pub unit_id: String,
    /// When the frame was published.
    pub timestamp: String,
    /// The operation, without its result.
    pub operation: OperationDetails,
}
