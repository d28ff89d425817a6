//! Whom a message is told, and when.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Audience, Escalation, Message, MessageKind, QuietVerdict, Recipient};

/// A message on its way to one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Routed {
    /// Number of the recipient.
    pub recipient: i64,
    /// Number of the recipient's channel.
    pub channel: i64,
    /// When it is told, at the earliest.
    pub due: Timestamp,
    /// The step of escalation that it is told by; 0 for those who are told first.
    pub escalation: u32,
}

/// Whom a message is told: those of the audience who want to know it, and whoever was `told` of its alarm before; with
/// something that was raised also those of the escalation, later.
///
/// `known` are all recipients. Each is told once, by the first way that applies.
pub fn route(
    message: &Message,
    known: &[Recipient],
    audience: &Audience,
    escalation: &Escalation,
    told: &[i64],
    now: Timestamp,
) -> Vec<Routed> {
    let mut routed = Vec::new();
    let mut seen = HashSet::new();
    let find = |number: i64| known.iter().find(|recipient| recipient.id == number && recipient.enabled);
    // Whoever was told "active" is told "cleared", whatever was changed about it meanwhile.
    let followed = told.iter().filter(|_| message.kind.follows_up()).filter_map(|number| find(*number));
    // That somebody takes care of it is for those who know of it.
    let first = if message.kind == MessageKind::Acknowledged { Vec::new() } else { audience.first(known) };
    let wanted = first.iter().filter_map(|number| find(*number)).filter(|of| of.minimum <= message.severity);
    for recipient in followed.chain(wanted) {
        if seen.insert(recipient.id) {
            routed.push(on_its_way(recipient, message, now, 0));
        }
    }
    if message.kind != MessageKind::Raised {
        return routed;
    }
    for (number, at, step) in escalation.planned(message.at) {
        let called = step.recipients.iter().filter_map(|number| find(*number));
        for recipient in called.filter(|of| of.minimum <= message.severity) {
            if seen.insert(recipient.id) {
                routed.push(on_its_way(recipient, message, at.max(now), number));
            }
        }
    }
    routed
}

fn on_its_way(recipient: &Recipient, message: &Message, at: Timestamp, escalation: u32) -> Routed {
    let due = match recipient.quiet.as_ref().map(|quiet| quiet.verdict(message.severity, at)) {
        Some(QuietVerdict::Until(end)) => end,
        Some(QuietVerdict::Outside | QuietVerdict::Pierced) | None => at,
    };
    Routed { recipient: recipient.id, channel: recipient.channel, due, escalation }
}
