//! The session's figures; each is configuration.

use std::time::Duration;

use jiff::tz::TimeZone;
use nl43_proto::ExchangeTiming;

/// Pauses, refreshes and limits of a unit's session.
#[derive(Debug, Clone)]
pub struct SessionSettings {
    /// The line's own rules.
    pub exchange: ExchangeTiming,
    /// Pause between polls while watched; the line's command gap comes on top where it is longer.
    pub watched_pause: Duration,
    /// Pause between polls while only kept alive.
    pub kept_pause: Duration,
    /// Pause between snapshots while the 10 Hz stream runs, each of which interrupts it.
    pub stream_poll_pause: Duration,
    /// How old the state of the measurement may become.
    pub state_refresh: Duration,
    /// First housekeeping after the connection is up.
    pub housekeeping_after: Duration,
    /// Battery, card and clock are asked this often.
    pub housekeeping_every: Duration,
    /// Least time between a close and the next connect.
    pub reconnect_pause: Duration,
    /// Least time between a failed connect and the next one for an operator.
    pub retry_pause: Duration,
    /// First pause after a failed poll; doubles.
    pub backoff_base: Duration,
    /// Longest pause after failed polls.
    pub backoff_max: Duration,
    /// Longest pause after failed polls while watched.
    pub backoff_watched_max: Duration,
    /// Pause between attempts on a wedged meter.
    pub backoff_wedged: Duration,
    /// A port that refuses for this long while the host lives is wedged.
    pub wedged_after: Duration,
    /// Failed polls in a row that make a unit unreachable.
    pub unreachable_after: u32,
    /// Close an unused connection after this; `None`: never.
    pub idle_ttl: Option<Duration>,
    /// Rotate a connection at this age; `None`: never.
    pub max_age: Option<Duration>,
    /// Whether connections are kept between commands at all.
    pub persistent: bool,
    /// Waiting requests at most; beyond that callers hear `Busy`.
    pub queue_limit: usize,
    /// The site's zone, which the meter's clock is compared in.
    pub site_zone: TimeZone,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            exchange: ExchangeTiming::default(),
            watched_pause: Duration::from_millis(250),
            kept_pause: Duration::from_secs(10),
            stream_poll_pause: Duration::from_secs(30),
            state_refresh: Duration::from_secs(30),
            housekeeping_after: Duration::from_secs(30),
            housekeeping_every: Duration::from_mins(10),
            reconnect_pause: Duration::from_secs(3),
            retry_pause: Duration::from_secs(1),
            backoff_base: Duration::from_secs(1),
            backoff_max: Duration::from_mins(1),
            backoff_watched_max: Duration::from_secs(5),
            backoff_wedged: Duration::from_mins(5),
            wedged_after: Duration::from_mins(1),
            unreachable_after: 3,
            idle_ttl: Some(Duration::from_mins(5)),
            max_age: None,
            persistent: true,
            // Enough for every operator of a site at once; a full queue is half a minute of work already.
            queue_limit: 32,
            site_zone: TimeZone::UTC,
        }
    }
}
