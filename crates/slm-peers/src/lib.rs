//! The servers that messages are sent to, for tests: a real broker, a real mail server, and a receiver that misbehaves.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use slm_peers::{Answer, Receiver};
//!
//! let receiver = Receiver::start().await;
//! receiver.answer([Answer::Status(503)]);
//! assert!(receiver.received().is_empty());
//! # }
//! ```
//!
//! A server that is not installed fails its tests; nothing is skipped.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]
#![expect(clippy::missing_panics_doc, reason = "a test fails by panicking")]

mod authority;
mod mosquitto;
mod receiver;
mod smtp;
mod watcher;

use std::fmt::Debug;
use std::future::Future;
use std::time::{Duration, Instant};

pub use authority::Authority;
pub use mosquitto::Mosquitto;
pub use receiver::{Answer, Received, Receiver, SECRET};
pub use smtp::{PASSWORD, Smtp, USER, python};
pub use watcher::Watcher;

/// Longest wait for anything: far more than a busy machine needs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Waits until something is so.
pub async fn until<T, F: Future<Output = Option<T>>>(what: impl Debug, mut look: impl FnMut() -> F) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "never: {what:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
