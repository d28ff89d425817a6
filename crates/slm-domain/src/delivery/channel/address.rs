//! Hosts, mailboxes and telephone numbers, as far as their form tells.

/// Whether a text can be a host: a name of labels, or an address.
pub(super) fn is_host(text: &str) -> bool {
    if text.parse::<core::net::Ipv6Addr>().is_ok() {
        return true;
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    !name.is_empty() && name.len() <= 253 && name.split('.').all(is_label)
}

/// The underscore stands in names of hosts inside many houses.
fn is_label(label: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=63).contains(&label.len())
        && label.bytes().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether a text is an e-mail address of the usual form, without a name before it.
pub(in crate::delivery) fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    // RFC 5322's atoms; quoted local parts are not used by people.
    let is_atom = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    (1..=64).contains(&local.len())
        && local.split('.').all(is_atom)
        && !domain.ends_with('.')
        && !domain.contains(':')
        && is_host(domain)
}

/// Whether a text names somebody who can be told: an e-mail address or a telephone number.
pub(crate) fn is_address(text: &str) -> bool {
    is_mailbox(text) || telephone(text).is_some()
}

/// A telephone number as digits, with `+` when it has its country; spaces, dashes, dots, slashes and brackets are left out.
pub(in crate::delivery) fn telephone(text: &str) -> Option<String> {
    let number: String = text.chars().filter(|letter| !" -./()".contains(*letter)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    // E.164: at most 15 digits; short codes have 3.
    let fits = (3..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(number)
}
