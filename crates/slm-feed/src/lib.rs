//! Live fan-out: frames encoded once, a ring, cursors, subscriptions.
//!
//! A unit's owner publishes to its [`Feed`] and never waits. Subscribers follow with a cursor each: server-sent events
//! pull a [`Subscription`], WebSocket connections are served by the [`wire::Hub`].
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Instant;
//!
//! use bytes::Bytes;
//! use jiff::Timestamp;
//! use slm_domain::{LiveEvent, UnitId};
//! use slm_feed::{Encoding, Feed, FeedOptions, FrameEncoder, Gap, Stamp};
//!
//! struct Words;
//!
//! impl FrameEncoder for Words {
//!     fn encode(&self, unit: &UnitId, stamp: &Stamp, _: &LiveEvent, _: Encoding) -> Option<Bytes> {
//!         Some(format!(r#"{{"unit_id":"{unit}","seq":{}}}"#, stamp.seq).into())
//!     }
//!     fn heartbeat(&self, _: &UnitId, _: &Stamp, _: bool, _: Encoding) -> Bytes {
//!         Bytes::from_static(br#"{"heartbeat":true}"#)
//!     }
//!     fn gap(&self, _: &UnitId, _: &Stamp, gap: &Gap, _: Encoding) -> Bytes {
//!         format!(r#"{{"gap":"{}"}}"#, gap.reason.as_str()).into()
//!     }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! let feed = Feed::new(UnitId::new("north-gate")?, FeedOptions::default(), Arc::new(Words));
//! let at = Timestamp::now();
//! feed.publish(LiveEvent::Unreachable { at, reason: "refused".into() }, at, Instant::now());
//!
//! let mut subscription = feed.subscribe(Encoding(0), None);
//! let delivery = subscription.next().await;
//! assert_eq!(subscription.payload(&delivery).as_deref(), Some(&br#"{"unit_id":"north-gate","seq":1}"#[..]));
//! # Ok::<(), slm_domain::UnitIdError>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The handshake, the JSON and who may subscribe belong to `slm-server`; when to publish belongs to `slm-fleet`.

mod close;
mod cursor;
mod encoding;
mod feed;
mod frame;
mod gap;
mod hold;
mod log;
mod ring;
mod stamp;
mod subscription;
#[cfg(test)]
mod testing;
pub mod wire;

pub use close::CloseReason;
pub use cursor::Totals;
pub use encoding::{Encoding, FrameEncoder};
pub use feed::{Feed, FeedCounters, FeedOptions};
pub use frame::{Frame, Heartbeat};
pub use gap::{Gap, GapReason};
pub use hold::Hold;
pub use stamp::{Epoch, Since, SinceError, Stamp};
pub use subscription::{Delivery, Subscription};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a panic elsewhere: everything behind our locks is changed in single steps.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
