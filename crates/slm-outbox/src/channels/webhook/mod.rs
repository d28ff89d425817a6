//! Signed requests, as Standard Webhooks has them.

mod signature;

use bytes::Bytes;
use futures_util::future::{BoxFuture, FutureExt};
use hyper::{HeaderMap, Method};
use slm_domain::delivery::Webhook;

use super::Delivery;
use crate::http::{Call, CallError, Client, add_header, judge};
use crate::outcome::Outcome;
use crate::payload::payload;

pub(super) struct Carrier {
    webhook: Webhook,
    client: Client,
}

impl Carrier {
    pub(super) fn new(webhook: Webhook, client: Client) -> Self {
        Self { webhook, client }
    }

    async fn post(&self, delivery: &Delivery) -> Outcome {
        let url = &self.webhook.url;
        let answer = match self.call(delivery) {
            Ok(call) => self.client.call(call, delivery.now).await,
            Err(error) => Err(error),
        };
        judge(url.host(), answer)
    }

    /// Source: Standard Webhooks specification, "Webhook metadata" and "Signature scheme".
    fn call(&self, delivery: &Delivery) -> Result<Call<'_>, CallError> {
        let url = &self.webhook.url;
        let id = delivery.key();
        let body = payload(&delivery.message).to_string();
        // Of this attempt, not of the message: receivers refuse what is minutes old.
        let timestamp = delivery.now.as_second().to_string();
        let signature = signature::sign(&self.webhook.secret, &id, &timestamp, &body)
            .ok_or(CallError::Unusable("the channel's secret"))?;
        let mut headers = HeaderMap::new();
        add_header(&mut headers, "webhook-id", &id)?;
        add_header(&mut headers, "webhook-timestamp", &timestamp)?;
        add_header(&mut headers, "webhook-signature", &signature)?;
        Ok(Call {
            url,
            target: url.target(),
            method: Method::POST,
            headers,
            content_type: "application/json",
            body: Bytes::from(body),
        })
    }
}

impl super::Carrier for Carrier {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome> {
        self.post(delivery).boxed()
    }
}
