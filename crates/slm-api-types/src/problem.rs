//! What a failure looks like.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Any failure but a bad field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// What is wrong, in words.
    pub detail: String,
    /// A short name of the device's failure (ours), for instance `refused` or `timed_out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The device's failure in words (ours), where `detail` tells it in fixed ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where fetching files failed (ours), for instance `login`, `data-connection` or `transfer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// The files that could not be fetched (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<crate::MissingFile>>,
}

/// A request whose fields cannot be taken; every wrong field is listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ValidationProblem {
    /// The wrong fields.
    pub detail: Vec<FieldProblem>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// The kind of mistake, for instance `int_parsing`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it stands, for instance `["body", "tcp_port"]`.
    pub loc: Vec<Place>,
    /// What is wrong, for people.
    pub msg: String,
    /// What was given.
    pub input: Value,
    /// Figures the message is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ctx: Option<Value>,
}

/// One step of a location: a key, or an offset into the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Place {
    /// A part of the request or a key.
    Key(String),
    /// An offset in characters.
    Offset(u64),
}

impl From<&str> for Place {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}
