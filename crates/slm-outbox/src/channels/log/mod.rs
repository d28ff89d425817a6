//! Into the server's log.

use futures_util::future::{BoxFuture, FutureExt};
use slm_domain::delivery::Severity;

use super::{Carrier, Delivery};
use crate::outcome::Outcome;

pub(super) struct Log;

impl Carrier for Log {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome> {
        let (message, recipient) = (&delivery.message, &delivery.recipient.name);
        let unit = message.unit.as_ref().map(ToString::to_string);
        let (kind, key) = (message.kind.as_str(), &message.key);
        if message.severity > Severity::Info {
            tracing::warn!(recipient, unit, kind, key, text = message.text, "{}", message.title);
        } else {
            tracing::info!(recipient, unit, kind, key, text = message.text, "{}", message.title);
        }
        async { Outcome::Delivered("written to the log".to_owned()) }.boxed()
    }
}
