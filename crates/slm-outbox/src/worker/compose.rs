//! The message of a claimed row: as it was kept, a digest of several, or an update of an incident.

use std::fmt::Write;

use jiff::Timestamp;
use slm_domain::delivery::{Figure, Message, MessageKind, Standing, StandingEvent, Told};
use slm_store::{Claimed, Composed, StoredEvent, StoredIncident};

use crate::document::{decode, encode};

/// Puts the message of a row together.
///
/// # Errors
/// In words, when it cannot be read.
pub(super) fn compose(claimed: &Claimed, now: Timestamp) -> Result<Message, String> {
    if claimed.is_digest {
        return Ok(digest(claimed, now));
    }
    let document = claimed.documents.first().map(String::as_str).unwrap_or_default();
    let message = decode(document).map_err(|error| error.to_string())?;
    Ok(Message {
        escalation: claimed.escalation,
        event: claimed.event.or(message.event),
        incident: claimed.incident.or(message.incident),
        position: claimed.position,
        ..message
    })
}

/// Puts an update of an incident together, to be kept before it is sent; `None` when it is none.
pub(super) fn put_together(claimed: &Claimed) -> Option<Composed> {
    let more = claimed.more.as_ref()?;
    let read = |document: &String| {
        let message = decode(document);
        message
            .inspect_err(
                |error| tracing::warn!(key = claimed.key, %error, "an update says less than it might"),
            )
            .ok()
    };
    let news: Vec<Message> = claimed.documents.iter().filter_map(read).collect();
    let first = more.first.as_ref().and_then(read);
    let standing = standing(&more.incident);
    let told = Told { news: &news, first: first.as_ref(), standing: &standing, is_end: more.is_end };
    let message = Message::of_incident(&claimed.key, told);
    Some(Composed { kind: message.kind, title: message.title.clone(), document: encode(&message) })
}

fn standing(incident: &StoredIncident) -> Standing {
    let shown = u32::try_from(incident.events.len()).unwrap_or(u32::MAX);
    Standing {
        incident: incident.id,
        severity: incident.severity,
        began: incident.started_at,
        ended: incident.ended_at,
        events: incident.events.iter().rev().map(standing_event).collect(),
        more: incident.event_count.saturating_sub(shown),
    }
}

fn standing_event(event: &StoredEvent) -> StandingEvent {
    let unit = event.details.as_ref().map_or("dB", |details| details.dimension.as_str());
    let peak = |value| Figure { name: "peak".to_owned(), value, unit: unit.to_owned() };
    StandingEvent {
        name: event.rule_name.clone().unwrap_or_else(|| event.metric.clone()),
        began: event.onset_at,
        ended: event.clear_at,
        reason: event.notes.clone(),
        peak: event.peak_value.map(peak),
        by: event.acknowledged_by.clone(),
    }
}

/// One line for each message, the gravest severity of all, and how many more there were.
fn digest(claimed: &Claimed, now: Timestamp) -> Message {
    let members: Vec<Message> =
        claimed.documents.iter().filter_map(|document| decode(document).ok()).collect();
    let unread = u64::try_from(claimed.documents.len() - members.len()).unwrap_or_default();
    let more = claimed.left_out + unread;
    let count = u64::try_from(members.len()).unwrap_or_default() + more;
    let mut text = String::new();
    for member in &members {
        let at = member.at.to_zoned(member.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let _ = writeln!(text, "{at}  {}", member.title);
    }
    if more > 0 {
        let _ = writeln!(text, "and {more} more");
    }
    let mut digest = Message {
        title: format!("{count} messages"),
        text,
        severity: members.iter().map(|member| member.severity).max().unwrap_or_default(),
        ..Message::new(claimed.key.clone(), claimed.key.clone(), MessageKind::Digest, now)
    };
    if let Some(first) = members.first() {
        digest.zone = first.zone.clone();
        // About one unit only when all of them are.
        digest.unit = first.unit.clone().filter(|_| members.iter().all(|member| member.unit == first.unit));
    }
    digest.bounded()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::encode;
    use crate::examples;

    fn claimed(documents: Vec<String>, is_digest: bool) -> Claimed {
        Claimed {
            id: 1,
            key: "digest-1-1".to_owned(),
            recipient: 1,
            channel: 1,
            attempt: 1,
            escalation: 2,
            event: None,
            incident: None,
            position: None,
            documents,
            left_out: if is_digest { 7 } else { 0 },
            more: None,
            is_digest,
        }
    }

    #[test]
    fn a_digest_has_a_line_for_each() {
        let now = "2026-06-09T18:00:00Z".parse().unwrap();
        let documents = vec![encode(&examples::raised()), encode(&examples::bare()), "broken".to_owned()];
        let digest = compose(&claimed(documents, true), now).unwrap();
        assert_eq!(digest.title, "10 messages");
        assert_eq!(
            digest.text,
            "2026-06-09 19:13:21  [critical] north-gate: Night limit raised\n\
             2026-06-09 17:13:21  [info] north-gate: Night closed\nand 8 more\n"
        );
        assert_eq!((digest.kind, digest.severity), (MessageKind::Digest, examples::raised().severity));
        assert_eq!(digest.unit, None);
    }

    #[test]
    fn a_single_message_says_which_step_it_is() {
        let now = "2026-06-09T18:00:00Z".parse().unwrap();
        let message = compose(&claimed(vec![encode(&examples::raised())], false), now).unwrap();
        assert_eq!(message, Message { escalation: 2, ..examples::raised() });
        let known = Claimed { event: Some(9), ..claimed(vec![encode(&examples::raised())], false) };
        assert_eq!(compose(&known, now).unwrap().event, Some(9));
        assert!(compose(&claimed(vec!["broken".to_owned()], false), now).is_err());
        assert!(compose(&claimed(vec![], false), now).is_err());
    }
}
