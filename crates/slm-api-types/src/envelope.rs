//! What every answer is wrapped in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The word that marks a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub enum Ok {
    /// `"ok"`.
    #[default]
    #[serde(rename = "ok")]
    Ok,
}

/// A success with its payload under `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Data<T> {
    /// Always `ok`.
    pub status: Ok,
    /// The payload.
    pub data: T,
}

impl<T> Data<T> {
    /// Wraps a payload.
    pub fn new(data: T) -> Self {
        Self { status: Ok::Ok, data }
    }
}

/// A success with nothing but words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Always `ok`.
    pub status: Ok,
    /// What was done, in words.
    pub message: String,
}

impl Message {
    /// Wraps a sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { status: Ok::Ok, message: message.into() }
    }
}
