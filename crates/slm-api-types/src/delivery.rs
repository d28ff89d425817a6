//! Channels, recipients, and messages on their way to them (ours).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Body of `POST …/_delivery/channels` and `PUT …/_delivery/channels/{channel_id}`, which replaces the whole channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryChannelBody {
    /// What people call it.
    #[schema(example = "Office")]
    pub name: String,
    /// `log`, `webhook`, `email`, `mqtt` or `sms`; stays as it is.
    #[schema(example = "log")]
    pub kind: String,
    /// Whether it is used; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What it has to know, by name, as texts, numbers, true or false. A secret given as `***` stays as it is kept.
    ///
    /// webhook: `url`, `secret`. email: `host`, `port`, `security` (`tls`, `starttls` or `none`), `username`, `password`,
    /// `sender`. mqtt: `host`, `port`, `tls`, `username`, `password`, `topic`, `discovery` (`none`: no announcement to Home
    /// Assistant). sms: `url`, `method`, `headers`, `body`, `content_type`, `max_chars`.
    #[schema(example = json!({}))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<BTreeMap<String, String>>,
}

/// A way by which messages leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryChannelDetails {
    /// Its number.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// `log`, `webhook`, `email`, `mqtt` or `sms`.
    pub kind: String,
    /// Whether it is used.
    pub enabled: bool,
    /// What it knows, by name; secrets are `***`.
    pub settings: BTreeMap<String, String>,
    /// Why it cannot be used as it is; empty when it can.
    pub problems: Vec<DeliveryProblem>,
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryProblem {
    /// Its name.
    pub field: String,
    /// What is the matter with it.
    pub reason: String,
}

/// Answer to `GET …/_delivery/channels`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryChannelList {
    /// Always `ok`.
    pub status: Ok,
    /// All channels, in the order of their numbers.
    pub channels: Vec<DeliveryChannelDetails>,
}

/// One channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryChannelKept {
    /// Always `ok`.
    pub status: Ok,
    /// The channel as it is kept.
    pub channel: DeliveryChannelDetails,
}

/// Answer to a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryDeleted {
    /// Always `ok`.
    pub status: Ok,
    /// The number it had.
    pub deleted: i64,
}

/// Body of `POST …/_delivery/channels/{channel_id}/test`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryTestBody {
    /// Where to: an e-mail address, a telephone number; none where the channel itself says it.
    #[schema(example = "")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryTested {
    /// Always `ok`: the test was made.
    pub status: Ok,
    /// `delivered`, `retry_later` or `give_up`.
    pub outcome: String,
    /// What happened, in words.
    pub detail: String,
    /// How long it took, ms.
    pub duration_ms: u64,
}

/// Body of `POST …/_delivery/recipients` and `PUT …/_delivery/recipients/{recipient_id}`, which replaces the whole recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryRecipientBody {
    /// What people call it.
    #[schema(example = "Night shift")]
    pub name: String,
    /// Number of the channel that reaches it.
    pub channel_id: i64,
    /// Where on the channel: an e-mail address, a telephone number; none where the channel itself says it.
    #[schema(example = "")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The least severity that it wants to know: `info`, `warning` or `critical`; `info` unless given.
    #[schema(example = "warning")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_severity: Option<String>,
    /// When it is not to be disturbed; never unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<DeliveryQuietHours>,
    /// Most messages within the window below, before they become digests; 10 unless given.
    #[schema(minimum = 1, maximum = 1000)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_after: Option<i64>,
    /// Length of that window, seconds; 600 unless given.
    #[schema(minimum = 1, maximum = 86400)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_window_s: Option<i64>,
    /// Whether it is told anything; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// Daily hours in which all but what is grave enough waits for their end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryQuietHours {
    /// When they begin, `HH:MM`.
    #[schema(example = "22:00")]
    pub start: String,
    /// When they end, `HH:MM`; on the next day when earlier than the start.
    #[schema(example = "06:00")]
    pub end: String,
    /// Days on which they begin, `0` (Monday) to `6`, separated by commas; all unless given.
    #[schema(example = "0,1,2,3,4")]
    #[serde(default)]
    pub days: Option<String>,
    /// IANA name of their zone; the site's unless given.
    #[schema(example = "Europe/Berlin")]
    #[serde(default)]
    pub zone: Option<String>,
    /// The least severity that is told all the same; nothing unless given.
    #[schema(example = "critical")]
    #[serde(default)]
    pub pierced_by: Option<String>,
}

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryRecipientDetails {
    /// Its number.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Number of the channel that reaches it.
    pub channel_id: i64,
    /// Where on the channel; empty where the channel itself says it.
    pub address: String,
    /// The least severity that it wants to know.
    pub minimum_severity: String,
    /// When it is not to be disturbed.
    pub quiet_hours: Option<DeliveryQuietHours>,
    /// Most messages within the window below, before they become digests.
    pub digest_after: i64,
    /// Length of that window, seconds.
    pub digest_window_s: i64,
    /// Whether it is told anything.
    pub enabled: bool,
}

/// Answer to `GET …/_delivery/recipients`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryRecipientList {
    /// Always `ok`.
    pub status: Ok,
    /// All recipients, in the order of their numbers.
    pub recipients: Vec<DeliveryRecipientDetails>,
}

/// One recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryRecipientKept {
    /// Always `ok`.
    pub status: Ok,
    /// The recipient as it is kept.
    pub recipient: DeliveryRecipientDetails,
}

/// Answer to `GET …/_delivery/messages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryMessageList {
    /// Always `ok`.
    pub status: Ok,
    /// How many there are, listed or not.
    pub counts: DeliveryCounts,
    /// Messages, each to one recipient, newest first.
    pub messages: Vec<DeliveryMessageEntry>,
}

/// How many messages stand where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryCounts {
    /// Waiting for their time, or being sent.
    pub open: u64,
    /// Of these, those that were tried and did not arrive yet.
    pub overdue: u64,
    /// Not arrived, and not tried any more.
    pub dead: u64,
}

/// A message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryMessageEntry {
    /// Its number.
    pub id: i64,
    /// Names what is told for good; the same to all recipients.
    pub key: String,
    /// `raised`, `update`, `acknowledged`, `cleared`, `closed`, `digest` or `test`.
    pub kind: String,
    /// `info`, `warning` or `critical`.
    pub severity: String,
    /// Its first line.
    pub title: String,
    /// When it happened.
    pub at: String,
    /// Number of the recipient.
    pub recipient: i64,
    /// Its name; null when it was deleted.
    pub recipient_name: Option<String>,
    /// Number of the channel.
    pub channel: i64,
    /// Its name; null when it was deleted.
    pub channel_name: Option<String>,
    /// `pending`, `sending`, `delivered`, `dead`, `withdrawn` or `digested`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; null when it is not.
    pub next: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// Why it did not arrive, last.
    pub last_error: Option<String>,
    /// Number of the digest that it is told in.
    pub digest: Option<i64>,
}

/// One message, and how it was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryMessageDetails {
    /// Always `ok`.
    pub status: Ok,
    /// The message.
    pub message: DeliveryMessageEntry,
    /// Its attempts, newest first; at most 100.
    pub attempts: Vec<DeliveryAttempt>,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryAttempt {
    /// When it ended.
    pub at: String,
    /// Its number; the first is 1.
    pub attempt: u32,
    /// `delivered`, `retry_later` or `give_up`.
    pub outcome: String,
    /// What happened, in words.
    pub detail: String,
    /// How long it took, ms.
    pub duration_ms: u64,
}

/// Answer to `POST …/_delivery/messages/{message_id}/resend`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryResent {
    /// Always `ok`.
    pub status: Ok,
    /// The message, on its way again.
    pub message: DeliveryMessageEntry,
}
