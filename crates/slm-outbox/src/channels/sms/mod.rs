//! Short messages, through a gateway that takes an HTTP request.

mod fill;

use std::borrow::Cow;

use bytes::Bytes;
use futures_util::future::{BoxFuture, FutureExt};
use hyper::{HeaderMap, Method};
use slm_domain::delivery::{HttpMethod, Message, Sms};

use self::fill::{Place, fill};
use super::Delivery;
use crate::http::{Call, CallError, Client, add_header, judge};
use crate::outcome::Outcome;

pub(super) struct Carrier {
    sms: Sms,
    client: Client,
}

impl Carrier {
    pub(super) fn new(sms: Sms, client: Client) -> Self {
        Self { sms, client }
    }

    async fn send(&self, delivery: &Delivery) -> Outcome {
        let url = &self.sms.url;
        let text = text(&delivery.message, self.sms.max_chars.into());
        let values =
            [("{to}", delivery.recipient.address.as_str()), ("{text}", &text), ("{key}", &delivery.key())];
        let target = fill(url.target(), Place::Url, &values);
        let body = self.sms.body.as_deref().unwrap_or_default();
        let body = fill(body, Place::of(&self.sms.content_type), &values);
        let answer = match self.headers() {
            Ok(headers) => {
                let method = match self.sms.method {
                    HttpMethod::Get => Method::GET,
                    HttpMethod::Post => Method::POST,
                    HttpMethod::Put => Method::PUT,
                };
                let content_type = self.sms.content_type.as_str();
                let call =
                    Call { url, target: &target, method, headers, content_type, body: Bytes::from(body) };
                self.client.call(call, delivery.now).await
            }
            Err(error) => Err(error),
        };
        judge(url.host(), answer)
    }

    fn headers(&self) -> Result<HeaderMap, CallError> {
        let mut headers = HeaderMap::new();
        for header in &self.sms.headers {
            add_header(&mut headers, &header.name, header.value.reveal())?;
        }
        Ok(headers)
    }
}

impl super::Carrier for Carrier {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome> {
        self.send(delivery).boxed()
    }
}

/// Title and text, cut where the gateway would.
fn text(message: &Message, most: usize) -> String {
    let whole: Cow<'_, str> = if message.text.is_empty() {
        Cow::Borrowed(&message.title)
    } else {
        Cow::Owned(format!("{}\n{}", message.title, message.text))
    };
    if whole.chars().count() <= most {
        return whole.into_owned();
    }
    // Three dots: an ellipsis alone would make every character of the message twice as long.
    whole.chars().take(most.saturating_sub(3)).chain("...".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples;

    #[test]
    fn a_short_message_is_short() {
        let message = examples::raised();
        assert!(text(&message, 500).ends_with("\nSecond line"));
        let cut = text(&message, 60);
        assert_eq!(cut, "[critical] north-gate: Night limit raised\nnorth-gate: LAe...");
        assert_eq!(cut.chars().count(), 60);
        assert_eq!(text(&examples::bare(), 500), "[info] north-gate: Night closed");
    }
}
