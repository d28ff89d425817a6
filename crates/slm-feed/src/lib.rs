//! Live fan-out: frames encoded once, a ring, cursors, subscriptions.

mod close;
mod cursor;
mod encoding;
mod feed;
mod frame;
mod gap;
mod log;
mod ring;
mod stamp;
mod subscription;
pub mod wire;

pub use close::CloseReason;
pub use cursor::Totals;
pub use encoding::{Encoding, FrameEncoder};
pub use feed::{Feed, FeedCounters, FeedOptions};
pub use frame::{Frame, Heartbeat};
pub use gap::{Gap, GapReason};
pub use stamp::{Epoch, Since, SinceError, Stamp};
pub use subscription::{Delivery, Subscription};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a panic elsewhere: everything behind our locks is changed in single steps.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
