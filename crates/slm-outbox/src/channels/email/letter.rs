//! One e-mail: headers, text, page, picture.

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::Delivery;
use crate::chart::chart;
use crate::words::{html, text};

/// Name of the picture within the e-mail.
const PICTURE: &str = "chart";

/// Tells machines that nobody wrote this, so that none answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Writes the e-mail.
///
/// # Errors
/// In words, when an address cannot stand in an e-mail.
pub(super) fn write(delivery: &Delivery, sender: &str) -> Result<Message, String> {
    let (message, to) = (&delivery.message, &delivery.recipient.address);
    let mailbox = |address: &str| -> Result<Mailbox, String> {
        let address = address.parse().map_err(|error| format!("{address} is no e-mail address: {error}"))?;
        Ok(Mailbox::new(None, address))
    };
    let host = sender.rsplit('@').next().unwrap_or("localhost");
    let id = |name: &str| format!("<{name}@{host}>");
    let builder = Message::builder()
        .from(mailbox(sender)?)
        .to(mailbox(to)?)
        .subject(message.title.clone())
        .date(delivery.now.into())
        // The same at every attempt: a server that has had it may say so.
        .message_id(Some(id(&delivery.key())))
        // All of one incident, or else of one alarm, are one conversation.
        .references(id(&plain(message.thread.as_ref().unwrap_or(&message.alarm))))
        .header(AutoSubmitted);
    let limit = message.threshold.as_ref().map(|limit| limit.value);
    let picture = message.series.as_ref().and_then(|series| chart(series, limit));
    let source = picture.as_ref().map(|_| format!("cid:{PICTURE}"));
    let page = SinglePart::html(html(message, source.as_deref()));
    let page = match picture {
        Some(picture) => {
            let content_type = ContentType::parse("image/png").map_err(|error| error.to_string())?;
            let inline = Attachment::new_inline(PICTURE.to_owned()).body(picture, content_type);
            MultiPart::related().singlepart(page).singlepart(inline)
        }
        None => MultiPart::related().singlepart(page),
    };
    let body = MultiPart::alternative().singlepart(SinglePart::plain(text(message))).multipart(page);
    builder.multipart(body).map_err(|error| error.to_string())
}

fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).take(100).collect()
}
