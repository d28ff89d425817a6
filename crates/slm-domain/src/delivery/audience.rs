//! Whom something is told first.

use super::channel::{is_mailbox, telephone};
use super::{ChannelKind, Recipient};

/// Those who are told something first: by number, by address, or all that a kind of channel reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// Numbers of recipients.
    pub recipients: Vec<i64>,
    /// Addresses: e-mail addresses, telephone numbers.
    pub addresses: Vec<String>,
    /// Kinds of channels that tell it. Of a kind of which nobody is named, by number or address, all recipients are meant.
    pub kinds: Vec<ChannelKind>,
    /// Whether all recipients are meant, whatever reaches them.
    pub everybody: bool,
}

impl Audience {
    /// Those of these numbers.
    pub fn of(recipients: impl Into<Vec<i64>>) -> Self {
        Self { recipients: recipients.into(), ..Self::default() }
    }

    /// All there are.
    pub fn everybody() -> Self {
        Self { everybody: true, ..Self::default() }
    }

    /// Whether it can only ever mean nobody: neither somebody nor a kind is named, other than the log, which needs nobody.
    pub fn is_nobody(&self) -> bool {
        let has_kind = self.kinds.iter().any(|kind| *kind != ChannelKind::Log);
        !self.everybody && self.recipients.is_empty() && !has_kind
    }

    /// Whether somebody is named, by number or by address.
    pub fn names(&self, recipient: &Recipient) -> bool {
        self.recipients.contains(&recipient.id) || self.wanted().any(|one| one.is(recipient))
    }

    /// Numbers of those of the `known` who are meant, each once.
    pub fn first(&self, known: &[Recipient]) -> Vec<i64> {
        let named = known.iter().filter(|of| self.everybody || self.names(of));
        let mut first: Vec<i64> = named.map(|of| of.id).collect();
        for kind in self.kinds.iter().filter(|kind| **kind != ChannelKind::Log) {
            let has_named = known.iter().any(|of| of.kind == *kind && self.recipients.contains(&of.id));
            if !has_named && !self.wanted().any(|one| one.kind == *kind) {
                first.extend(known.iter().filter(|of| of.kind == *kind).map(|of| of.id));
            }
        }
        let mut seen = std::collections::HashSet::new();
        first.retain(|id| seen.insert(*id));
        first
    }

    /// Addresses that none of the `known` has, each with the kind of channel that reaches it.
    pub fn strangers(&self, known: &[Recipient]) -> Vec<(ChannelKind, String)> {
        let mut strangers: Vec<(ChannelKind, String)> = Vec::new();
        for one in self.wanted().filter(|one| !known.iter().any(|of| one.is(of))) {
            let stranger = (one.kind, one.address);
            if !strangers.contains(&stranger) {
                strangers.push(stranger);
            }
        }
        strangers
    }

    /// The addresses that a kind of channel reaches by which this is told.
    fn wanted(&self) -> impl Iterator<Item = Wanted> + '_ {
        self.addresses.iter().filter_map(|text| Wanted::of(text)).filter(|one| self.kinds.contains(&one.kind))
    }
}

/// An address with what reaches it.
struct Wanted {
    kind: ChannelKind,
    address: String,
}

impl Wanted {
    fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if is_mailbox(text) {
            return Some(Self { kind: ChannelKind::Email, address: text.to_owned() });
        }
        telephone(text).map(|address| Self { kind: ChannelKind::Sms, address })
    }

    fn is(&self, recipient: &Recipient) -> bool {
        recipient.kind == self.kind && recipient.address.eq_ignore_ascii_case(&self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::RecipientDraft;

    fn somebody(id: i64, kind: ChannelKind, address: &str) -> Recipient {
        RecipientDraft::new("somebody", 1, address).check(id, kind).unwrap()
    }

    fn known() -> Vec<Recipient> {
        vec![
            somebody(1, ChannelKind::Email, "anna@example.org"),
            somebody(2, ChannelKind::Email, "ben@example.org"),
            somebody(3, ChannelKind::Sms, "+49 170 1"),
            somebody(4, ChannelKind::Mqtt, ""),
            somebody(5, ChannelKind::Log, ""),
        ]
    }

    fn check(recipients: &[i64], addresses: &[&str], kinds: &[ChannelKind], expected: &[i64]) {
        let addresses = addresses.iter().map(|text| (*text).to_owned()).collect();
        let audience = Audience { addresses, kinds: kinds.to_vec(), ..Audience::of(recipients) };
        assert_eq!(audience.first(&known()), expected, "{audience:?}");
    }

    #[test]
    fn of_a_kind_of_which_nobody_is_named_all_are_meant() {
        use ChannelKind::{Email, Log, Mqtt, Sms, Webhook};
        check(&[], &[], &[], &[]);
        check(&[], &[], &[Email], &[1, 2]);
        check(&[2], &[], &[Email], &[2]);
        check(&[2], &[], &[Email, Sms], &[2, 3]);
        check(&[2, 3, 9], &[], &[], &[2, 3]);
        check(&[], &[], &[Mqtt, Webhook, Log], &[4]);
        check(&[5], &[], &[Log], &[5]);
    }

    #[test]
    fn addresses_are_those_of_the_recipients_that_have_them() {
        use ChannelKind::{Email, Sms};
        check(&[], &["Ben@example.org"], &[Email], &[2]);
        check(&[], &["+49 (170) 1"], &[Email, Sms], &[3, 1, 2]);
        check(&[], &["ben@example.org"], &[Sms], &[3]);
        check(&[], &["nobody@example.org"], &[Email], &[]);
    }

    #[test]
    fn strangers_are_told_with_what_reaches_them() {
        let addresses = ["cleo@example.org", "ben@example.org", "+49 30-2", "the boss", "cleo@example.org"];
        let audience = Audience {
            addresses: addresses.map(str::to_owned).to_vec(),
            kinds: vec![ChannelKind::Email, ChannelKind::Sms],
            ..Audience::default()
        };
        let expected =
            [(ChannelKind::Email, "cleo@example.org".to_owned()), (ChannelKind::Sms, "+49302".to_owned())];
        assert_eq!(audience.strangers(&known()), expected);
        assert_eq!(Audience::everybody().first(&known()), [1, 2, 3, 4, 5]);
        assert!(
            !audience.is_nobody() && !Audience::everybody().is_nobody() && !Audience::of([1]).is_nobody()
        );
        let log = Audience { kinds: vec![ChannelKind::Log], ..Audience::default() };
        assert!(log.is_nobody() && Audience::default().is_nobody());
    }
}
