//! Channels, recipients and messages: read from requests, and shown.

use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use serde_json::Value;
use slm_api_types::{
    DeliveryAttempt, DeliveryChannelDetails, DeliveryCounts, DeliveryMessageEntry, DeliveryProblem,
    DeliveryQuietHours, DeliveryRecipientDetails, DeliveryTested, Ok as OkWord,
};
use slm_domain::delivery::{
    AddressPolicy, ChannelDraft, ChannelKind, FieldProblem, QuietDraft, Recipient, RecipientDraft, Secret,
};
use slm_outbox::Outcome;
use slm_store::{DeliveryEntry, OutboxCounts, OutboxEntry, StoredChannel};

use super::time::iso_zulu;
use crate::fields::Fields;

/// Characters of a setting; a gateway's body is the longest.
const SETTING_CHARS: usize = 10_000;

/// A channel as a client wants it; of one that is there its kind, and the secrets that were given back as they are shown.
pub(crate) fn read_channel(
    fields: &mut Fields<'_>,
    before: Option<&ChannelDraft>,
    policy: &AddressPolicy,
) -> Option<ChannelDraft> {
    let name = fields.required_parsed("name", |text| Ok(text.to_owned()));
    let kind = read_kind(fields, before);
    let enabled = fields.boolean("enabled").unwrap_or(true);
    let mut draft = ChannelDraft::new(name?, kind?);
    draft.enabled = enabled;
    fields.optional_object("settings", |settings| read_settings(settings, &mut draft));
    if let Some(before) = before {
        draft.keep_secrets_of(before);
    }
    let mut problems = draft.check(0, policy).err().unwrap_or_default();
    for name in ChannelDraft::SECRETS {
        if draft.settings.get(name).is_some_and(|value| value.reveal() == Secret::HIDDEN) {
            let reason = "expected the secret itself: none is kept".to_owned();
            problems.retain(|problem| problem.field != name);
            problems.push(FieldProblem { field: name, reason });
        }
    }
    for FieldProblem { field, reason } in problems {
        match field {
            "name" | "settings" => fields.refuse(field, &reason),
            secret if ChannelDraft::SECRETS.contains(&secret) => {
                fields.refuse_hidden(&format!("settings.{secret}"), &reason);
            }
            setting => fields.refuse(&format!("settings.{setting}"), &reason),
        }
    }
    Some(draft)
}

fn read_kind(fields: &mut Fields<'_>, before: Option<&ChannelDraft>) -> Option<ChannelKind> {
    let read = |text: &str| text.parse::<ChannelKind>().map_err(|error| error.to_string());
    let Some(before) = before else { return fields.required_parsed("kind", read) };
    let kind = fields.parsed("kind", |text| {
        let kind = read(text)?;
        let reason = || format!("expected {}: a channel keeps its kind", before.kind);
        (kind == before.kind).then_some(kind).ok_or_else(reason)
    });
    kind.or(Some(before.kind))
}

/// Texts, and what is written without quotes in JSON. Null is none.
fn read_settings(settings: &mut Fields<'_>, draft: &mut ChannelDraft) {
    for (name, value) in settings.object() {
        let text = match value {
            Value::Null => continue,
            Value::String(text) if text.chars().count() <= SETTING_CHARS => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => {
                let reason = format!("expected a text of at most {SETTING_CHARS} characters");
                settings.refuse_hidden(name, &reason);
                continue;
            }
        };
        draft.settings.insert(name.clone(), Secret::new(text));
    }
}

/// A recipient as a client wants it; `kind_of` knows the channels. `site` is the zone of quiet hours that name none.
pub(crate) fn read_recipient(
    fields: &mut Fields<'_>,
    id: i64,
    kind_of: impl Fn(i64) -> Option<ChannelKind>,
    site: &TimeZone,
) -> Option<Recipient> {
    let name = fields.required_parsed("name", |text| Ok(text.to_owned()));
    let channel = fields.required_integer("channel_id");
    let kind = channel.and_then(&kind_of);
    if channel.is_some() && kind.is_none() {
        fields.refuse("channel_id", "there is no such channel");
    }
    let mut draft = RecipientDraft::new(
        name.unwrap_or_default(),
        channel.unwrap_or_default(),
        fields.text("address").unwrap_or_default(),
    );
    if let Some(severity) = fields.text("minimum_severity") {
        draft.minimum_severity = severity;
    }
    draft.digest_after = fields.integer("digest_after").unwrap_or(draft.digest_after);
    draft.digest_window_s = fields.integer("digest_window_s").unwrap_or(draft.digest_window_s);
    draft.enabled = fields.boolean("enabled").unwrap_or(true);
    draft.quiet_hours = fields.optional_object("quiet_hours", |quiet| QuietDraft {
        start: quiet.required_parsed("start", |text| Ok(text.to_owned())).unwrap_or_default(),
        end: quiet.required_parsed("end", |text| Ok(text.to_owned())).unwrap_or_default(),
        days: quiet.text("days").filter(|days| !days.trim().is_empty()),
        zone: quiet.text("zone").unwrap_or_else(|| zone_name(site)),
        pierced_by: quiet.text("pierced_by").filter(|severity| !severity.is_empty()),
    });
    let checked = draft.check(id, kind.unwrap_or(ChannelKind::Log));
    for FieldProblem { field, reason } in checked.as_ref().err().into_iter().flatten() {
        // Without a channel the address means nothing either.
        if *field != "address" || kind.is_some() {
            fields.refuse(field, reason);
        }
    }
    checked.ok()
}

/// The recipient of a test of a channel of this kind.
pub(crate) fn read_test(fields: &mut Fields<'_>, channel: i64, kind: ChannelKind) -> Option<Recipient> {
    let address = fields.text("address").unwrap_or_default();
    let checked = RecipientDraft::new("Test", channel, address).check(0, kind);
    for problem in checked.as_ref().err().into_iter().flatten() {
        fields.refuse(problem.field, &problem.reason);
    }
    checked.ok()
}

/// A channel as it is shown: without its secrets, with what is the matter with it.
pub(crate) fn channel_details(stored: &StoredChannel, policy: &AddressPolicy) -> DeliveryChannelDetails {
    let draft = &stored.draft;
    let shown = draft.shown().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let problems = draft.check(stored.id, policy).err().unwrap_or_default();
    let problem =
        |problem: FieldProblem| DeliveryProblem { field: problem.field.to_owned(), reason: problem.reason };
    DeliveryChannelDetails {
        id: stored.id,
        name: draft.name.clone(),
        kind: draft.kind.to_string(),
        enabled: draft.enabled,
        settings: shown.collect(),
        problems: problems.into_iter().map(problem).collect(),
    }
}

/// A recipient as it is shown.
pub(crate) fn recipient_details(recipient: &Recipient) -> DeliveryRecipientDetails {
    let draft = RecipientDraft::from(recipient);
    DeliveryRecipientDetails {
        id: recipient.id,
        name: draft.name,
        channel_id: draft.channel,
        address: draft.address,
        minimum_severity: draft.minimum_severity,
        quiet_hours: draft.quiet_hours.map(|quiet| DeliveryQuietHours {
            start: quiet.start,
            end: quiet.end,
            days: quiet.days,
            zone: Some(quiet.zone),
            pierced_by: quiet.pierced_by,
        }),
        digest_after: draft.digest_after,
        digest_window_s: draft.digest_window_s,
        enabled: draft.enabled,
    }
}

/// What became of a test that began then.
pub(crate) fn tested(outcome: &Outcome, began: Instant) -> DeliveryTested {
    DeliveryTested {
        status: OkWord::Ok,
        outcome: outcome.name().to_owned(),
        detail: outcome.words().to_owned(),
        duration_ms: millis(began.elapsed()),
    }
}

/// How many messages stand where.
pub(crate) fn counts(counts: OutboxCounts) -> DeliveryCounts {
    DeliveryCounts { open: counts.open, overdue: counts.overdue, dead: counts.dead }
}

/// A message to one recipient.
pub(crate) fn message_entry(entry: OutboxEntry) -> DeliveryMessageEntry {
    DeliveryMessageEntry {
        id: entry.id,
        key: entry.key,
        kind: entry.kind.to_string(),
        severity: entry.severity.to_string(),
        title: entry.title,
        at: iso_zulu(entry.at),
        recipient: entry.recipient,
        recipient_name: entry.recipient_name,
        channel: entry.channel,
        channel_name: entry.channel_name,
        state: entry.state.to_string(),
        attempts: entry.attempts,
        next: entry.next.map(iso_zulu),
        ended: entry.ended.map(iso_zulu),
        last_error: entry.last_error,
        digest: entry.digest,
    }
}

/// One attempt.
pub(crate) fn attempt(entry: DeliveryEntry) -> DeliveryAttempt {
    DeliveryAttempt {
        at: iso_zulu(entry.at),
        attempt: entry.attempt,
        outcome: entry.outcome,
        detail: entry.detail,
        duration_ms: millis(entry.took),
    }
}

/// The name of a zone; empty for a distance from UTC that no zone of a name has.
fn zone_name(zone: &TimeZone) -> String {
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    let seconds = zone.to_fixed_offset().map_or(0, jiff::tz::Offset::seconds);
    match (seconds / 3600, seconds % 3600) {
        (0, 0) => "UTC".to_owned(),
        // Counted westwards, as POSIX does.
        (hours @ -14..=12, 0) => format!("Etc/GMT{:+}", -hours),
        _ => String::new(),
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
