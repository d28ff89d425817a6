//! Arithmetic on moments that cannot fail.

use std::time::Duration;

use jiff::Timestamp;

/// How long after `earlier` a moment lies; nothing when it lies before.
pub(super) fn elapsed(at: Timestamp, earlier: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(earlier)).unwrap_or_default()
}

/// The moment so long after another; the last one there is when that is beyond it.
pub(super) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// The moment so long before another.
pub(super) fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_sub(by).unwrap_or(Timestamp::MIN)
}
