//! Who is told.

use std::time::Duration;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::channel::{is_mailbox, telephone};
use super::{ChannelKind, Checking, FieldProblem, Pacing, QuietHours, Severity, plain};
use crate::campaign::Weekdays;

/// Characters of a recipient's name.
const NAME_CHARS: usize = 100;
/// Longest window of a pace.
const LONGEST_WINDOW_S: i64 = 24 * 3600;

/// Somebody who is told things by a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipient {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Number of the channel.
    pub channel: i64,
    /// What kind of channel it is.
    pub kind: ChannelKind,
    /// Where on the channel: an e-mail address, a telephone number; empty where the channel itself says it.
    pub address: String,
    /// The least severity that it wants to know.
    pub minimum: Severity,
    /// When it is not to be disturbed.
    pub quiet: Option<QuietHours>,
    /// How much before it gets digests.
    pub pacing: Pacing,
    /// Whether it is told anything.
    pub enabled: bool,
}

/// A recipient as it is written, not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientDraft {
    /// What people call it.
    pub name: String,
    /// Number of the channel.
    pub channel: i64,
    /// Where on the channel.
    pub address: String,
    /// `info`, `warning` or `critical`.
    pub minimum_severity: String,
    /// When it is not to be disturbed.
    pub quiet_hours: Option<QuietDraft>,
    /// Most messages within the window below.
    pub digest_after: i64,
    /// Length of the window, seconds.
    pub digest_window_s: i64,
    /// Whether it is told anything.
    pub enabled: bool,
}

/// Quiet hours as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietDraft {
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`.
    pub end: String,
    /// Days on which they begin, `0` (Monday) to `6`, separated by commas; `None`: all.
    pub days: Option<String>,
    /// IANA name of a zone.
    pub zone: String,
    /// The least severity that is told all the same; `None`: nothing is.
    pub pierced_by: Option<String>,
}

impl RecipientDraft {
    /// Somebody who wants to know everything at any time.
    pub fn new(name: impl Into<String>, channel: i64, address: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            channel,
            address: address.into(),
            minimum_severity: Severity::Info.as_str().to_owned(),
            quiet_hours: None,
            digest_after: 10,
            digest_window_s: 600,
            enabled: true,
        }
    }

    /// The recipient it describes, on a channel of this kind.
    ///
    /// # Errors
    /// Every field that means nothing.
    pub fn check(&self, id: i64, kind: ChannelKind) -> Result<Recipient, Vec<FieldProblem>> {
        let mut checking = Checking::default();
        let name = checking.take("name", plain(&self.name, NAME_CHARS));
        let address = checking.take("address", address(kind, self.address.trim()));
        let minimum = checking.take("minimum_severity", self.minimum_severity.parse());
        let quiet = match &self.quiet_hours {
            Some(draft) => draft.check(&mut checking).map(Some),
            None => Some(None),
        };
        let most = checking.take("digest_after", within(self.digest_after, 1, 1_000));
        let window = checking.take("digest_window_s", within(self.digest_window_s, 1, LONGEST_WINDOW_S));
        let read = || {
            Some(Recipient {
                id,
                name: name?,
                channel: self.channel,
                kind,
                address: address?,
                minimum: minimum?,
                quiet: quiet?,
                pacing: Pacing {
                    most: u32::try_from(most?).ok()?,
                    within: Duration::from_secs(u64::try_from(window?).ok()?),
                },
                enabled: self.enabled,
            })
        };
        let recipient = read();
        checking.finish(recipient)
    }
}

impl QuietDraft {
    fn check(&self, checking: &mut Checking) -> Option<QuietHours> {
        let start = checking.take("quiet_hours.start", clock_time(&self.start));
        let end = checking.take("quiet_hours.end", clock_time(&self.end));
        let days = self.days.as_deref().map_or(Ok(Weekdays::ALL), str::parse);
        let days = checking.take("quiet_hours.days", days);
        let zone = TimeZone::get(&self.zone)
            .ok()
            .filter(|zone| zone.iana_name().is_some())
            .ok_or("expected the name of a zone as Europe/Berlin");
        let zone = checking.take("quiet_hours.zone", zone);
        let pierced_by = self.pierced_by.as_deref().map(str::parse).transpose();
        let pierced_by = checking.take("quiet_hours.pierced_by", pierced_by);
        if start.is_some() && start == end {
            checking.take::<()>("quiet_hours.end", Err("expected another time than the start"));
            return None;
        }
        Some(QuietHours { start: start?, end: end?, days: days?, zone: zone?, pierced_by: pierced_by? })
    }
}

impl From<&Recipient> for RecipientDraft {
    fn from(recipient: &Recipient) -> Self {
        let quiet_hours = recipient.quiet.as_ref().map(|quiet| QuietDraft {
            start: quiet.start.strftime("%H:%M").to_string(),
            end: quiet.end.strftime("%H:%M").to_string(),
            days: Some(quiet.days.to_string()),
            zone: quiet.zone.iana_name().unwrap_or("UTC").to_owned(),
            pierced_by: quiet.pierced_by.map(|severity| severity.as_str().to_owned()),
        });
        Self {
            name: recipient.name.clone(),
            channel: recipient.channel,
            address: recipient.address.clone(),
            minimum_severity: recipient.minimum.as_str().to_owned(),
            quiet_hours,
            digest_after: i64::from(recipient.pacing.most),
            digest_window_s: i64::try_from(recipient.pacing.within.as_secs()).unwrap_or(i64::MAX),
            enabled: recipient.enabled,
        }
    }
}

fn address(kind: ChannelKind, text: &str) -> Result<String, &'static str> {
    match kind {
        ChannelKind::Email if is_mailbox(text) => Ok(text.to_owned()),
        ChannelKind::Email => Err("expected an e-mail address as night@example.org"),
        ChannelKind::Sms => telephone(text).ok_or("expected a telephone number as +49 170 1234567"),
        ChannelKind::Log | ChannelKind::Webhook | ChannelKind::Mqtt if text.is_empty() => Ok(String::new()),
        ChannelKind::Log | ChannelKind::Webhook | ChannelKind::Mqtt => {
            Err("expected none: the channel itself says where messages go")
        }
    }
}

fn within(number: i64, least: i64, most: i64) -> Result<i64, String> {
    if (least..=most).contains(&number) { Ok(number) } else { Err(format!("expected {least} to {most}")) }
}

/// `HH:MM`, and nothing else that a parser of times would take.
fn clock_time(text: &str) -> Result<Time, &'static str> {
    let error = "expected a time of the day as HH:MM, 00:00 to 23:59";
    let is_plain = matches!(text.as_bytes(), [a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()));
    let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<i8>().ok());
    match (number(0..2), number(3..5)) {
        (Some(hour), Some(minute)) if is_plain => Time::new(hour, minute, 0, 0).map_err(|_| error),
        _ => Err(error),
    }
}
