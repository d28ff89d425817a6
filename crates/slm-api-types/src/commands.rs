//! Raw commands, and what there are.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::Ok;

/// Body of `POST …/command`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RawCommand {
    /// Name of the command as in `GET /api/nl43/_commands`, in any case.
    #[schema(example = "Backlight")]
    pub name: String,
    /// The value of a setting; without it the command is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "On")]
    pub value: Option<String>,
    /// Needed for what may cut the connection, or disturb others.
    #[serde(default)]
    pub confirm: bool,
}

/// Answer to `POST …/command`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RawReply {
    /// Always `ok`.
    pub status: Ok,
    /// The line that was sent.
    pub command: String,
    /// The data line the meter answered, outer blanks trimmed; null for a setting.
    pub reply: Option<String>,
    /// The meter's result code.
    pub result_code: String,
    /// The answer as a boolean, a number, a text, or channels of levels, where that is known; null for a setting.
    pub value: Value,
}

/// Answer to `GET /api/nl43/_commands`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandList {
    /// Always `ok`.
    pub status: Ok,
    /// How many there are.
    pub count: usize,
    /// All commands of the instrument's list.
    pub commands: Vec<CommandInfo>,
}

/// One command of the instrument's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandInfo {
    /// Its name on the wire.
    pub name: String,
    /// Which forms it has.
    pub kind: CommandKind,
    /// What it is about: `system`, `display`, `power`, `sd_card`, `measure`, `store`, `wave`, `io`, `lan`, `output`.
    pub category: String,
    /// The option that brings it: `base`, `ex`, `rt`, `wr`.
    pub option: String,
    /// What it takes or answers.
    pub params: CommandParams,
    /// Whether changing it may cut the very connection it is sent over.
    pub cuts_link: bool,
    /// Whether only NL-42 and NL-52 know it.
    pub nl42_only: bool,
    /// Whether `POST …/command` takes it; streams are followed elsewhere.
    pub is_stream: bool,
    /// A remark for those who fill in its value.
    pub note: Option<String>,
    /// Values that need `confirm: true`, and why; empty for harmless ones.
    pub warnings: Vec<CommandWarning>,
}

/// Which forms a command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommandKind {
    /// It can only be set.
    Set,
    /// It can only be asked.
    Request,
    /// Both.
    SetRequest,
}

/// What a command takes or answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CommandParams {
    /// One of some words.
    Words {
        /// The words.
        words: Vec<String>,
        /// Whether there are no others.
        complete: bool,
    },
    /// A whole number.
    Integer {
        /// The least, where there is a limit.
        #[serde(skip_serializing_if = "Option::is_none")]
        min: Option<i32>,
        /// The most, where there is a limit.
        #[serde(skip_serializing_if = "Option::is_none")]
        max: Option<i32>,
    },
    /// A number from 0 to 9999, sent with four digits.
    FourDigits,
    /// `YYYY/MM/DD hh:mm:ss`.
    Clock,
    /// `a.b.c.d`.
    Ipv4,
    /// A record of levels.
    Record,
    /// Any text.
    Text,
    /// Not known: the meter decides.
    Unknown,
}

/// A value that wants a second thought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandWarning {
    /// The value; null stands for any.
    pub value: Option<String>,
    /// What may happen.
    pub reason: String,
}
