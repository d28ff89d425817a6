//! What was recorded of a unit, and from there on what comes: on one connection, without a hole and without anything twice.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use slm_domain::series::{Period, Step};
use slm_feed::{Encoding, Feed, Gap, GapReason, Hold, Since};
use slm_store::StoreError;
use tokio::time::{Instant, timeout_at};

use super::form::Form;
use crate::app::App;
use crate::fields::{Fields, refused_in_query};
use crate::history::{SeriesQuery, SeriesReader, Tail};
use crate::http::problem::ApiError;
use crate::http::series::hundredths;
use crate::http::time::{iso_utc, iso_utc_of};

/// A wish for what was recorded lately, in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Backfill {
    seconds: u32,
    period: Period,
}

/// Longest time back: a day.
const MOST_SECONDS: i64 = 86_400;
/// Steps unless their length is given; about what a small chart has pixels.
const USUAL_STEPS: usize = 360;
/// Steps of one unit at most: a day of ten seconds.
const MOST_STEPS: u32 = 8_640;
/// Steps of a connection at most: some five megabytes.
const MOST_STEPS_IN_ALL: usize = 100_000;
/// Readings or aggregates that are read for a connection at most, were there one each second: some seconds of work.
const MOST_READ_IN_ALL: usize = 500_000;
/// Units whose history is read at the same time for one connection.
const AT_ONCE: usize = 3;
/// Who waited so long is shown the present.
const LIMIT: Duration = Duration::from_secs(10);

impl Backfill {
    /// Reads `backfill` and `backfill_period`.
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let seconds = fields.integer_within("backfill", &(1..=MOST_SECONDS));
        let period = fields
            .parsed("backfill_period", |text| text.parse::<Period>().map_err(|error| error.to_string()));
        let seconds = u32::try_from(seconds?).unwrap_or(u32::MAX);
        let end = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds.into());
        let period = period.unwrap_or_else(|| Period::fitting(Timestamp::UNIX_EPOCH, end, USUAL_STEPS));
        let backfill = Self { seconds, period };
        if seconds.div_ceil(backfill.period.seconds()) > MOST_STEPS {
            let reason = format!("that makes more than {MOST_STEPS} steps; ask for longer ones, or for less");
            fields.refuse("backfill_period", &reason);
        }
        Some(backfill)
    }

    /// The answer to a wish that cannot be met here.
    pub(super) fn refused(query: &Map<String, Value>, reason: &str) -> ApiError {
        refused_in_query(query, "backfill", reason).into()
    }

    /// Keeps each feed's place. Feeds whose client can be given every frame it missed need nothing else.
    ///
    /// # Errors
    /// That is too much for one connection.
    pub(super) fn begin(
        self,
        app: &App,
        feeds: Vec<(Arc<Feed>, Option<Since>)>,
        form: Form,
    ) -> Result<Begin, ApiError> {
        let step = if self.period.seconds() < 60 { 1 } else { 60 };
        let read = feeds.len().saturating_mul((self.seconds / step) as usize);
        let steps = feeds.len().saturating_mul(self.steps() as usize);
        if steps > MOST_STEPS_IN_ALL || read > MOST_READ_IN_ALL {
            let reason = format!(
                "that is too much for {} units on one connection; ask for less time, for longer steps, or for fewer units",
                feeds.len()
            );
            let query = Map::from_iter([("backfill".to_owned(), json!(self.seconds))]);
            return Err(Self::refused(&query, &reason));
        }
        let at = Timestamp::now();
        let places = feeds.into_iter().map(|(feed, since)| Place::keep(feed, since)).collect();
        let zone = app.config.site.zone.clone();
        Ok(Begin { backfill: self, zone, at, places, form })
    }

    fn steps(self) -> u32 {
        // The first one may begin before the time asked for.
        self.seconds.div_ceil(self.period.seconds()) + 1
    }
}

/// Feeds whose places are kept.
pub(super) struct Begin {
    backfill: Backfill,
    zone: jiff::tz::TimeZone,
    at: Timestamp,
    places: Vec<Place>,
    form: Form,
}

enum Place {
    /// The client has a frame from which on all is there.
    Resumed(Arc<Feed>, Since),
    Held(Arc<Hold>, Option<Gap>),
}

impl Place {
    fn keep(feed: Arc<Feed>, since: Option<Since>) -> Self {
        let gap = match since {
            None => None,
            Some(since) => match feed.can_replay(&since) {
                Ok(()) => return Self::Resumed(feed, since),
                Err(reason) => Some(Gap { reason, since, missed: None }),
            },
        };
        Self::Held(Arc::new(feed.hold()), gap)
    }
}

/// A feed and what comes before its frames.
pub(super) struct Begun {
    feed: Arc<Feed>,
    /// Where to follow it from.
    pub(super) since: Since,
    /// The back-fill; none where a client goes on.
    pub(super) message: Option<Bytes>,
    /// Keeps frames coming until the feed is followed.
    _hold: Option<Arc<Hold>>,
}

impl Begun {
    pub(super) fn follow(&self) -> (Arc<Feed>, Option<Since>) {
        (Arc::clone(&self.feed), Some(self.since.clone()))
    }

    pub(super) fn feed(&self) -> &Arc<Feed> {
        &self.feed
    }
}

impl Begin {
    /// Reads what was recorded. It does not fail: a database that does must not keep anybody from what is live.
    pub(super) async fn bring(self, app: &App) -> Vec<Begun> {
        let until = Instant::now() + LIMIT;
        let is_needed = self.places.iter().any(|place| matches!(place, Place::Held(..)));
        if is_needed {
            // Readings that nobody watched are on no feed. When this fails, those are missing.
            app.recorder.write_out().await;
        }
        let Self { backfill, zone, at, places, form } = self;
        let one = |place| {
            let zone = zone.clone();
            async move {
                match place {
                    Place::Resumed(feed, since) => Begun { feed, since, message: None, _hold: None },
                    Place::Held(hold, gap) => {
                        let unit = Unit { app, backfill, zone, at, hold, gap, form };
                        unit.begun(until).await
                    }
                }
            }
        };
        futures_util::stream::iter(places).map(one).buffered(AT_ONCE).collect().await
    }
}

/// One unit's back-fill.
struct Unit<'a> {
    app: &'a App,
    backfill: Backfill,
    zone: jiff::tz::TimeZone,
    at: Timestamp,
    hold: Arc<Hold>,
    gap: Option<Gap>,
    form: Form,
}

impl Unit<'_> {
    async fn begun(self, until: Instant) -> Begun {
        let read = timeout_at(until, async {
            let _permit = self.app.backfills.acquire().await;
            self.read().await
        });
        let message = match read.await {
            Ok(Ok((steps, newest))) => self.frame(&steps, newest, None),
            Ok(Err(error)) => {
                let unit = self.hold.feed().unit();
                tracing::error!(%unit, error = &error as &dyn std::error::Error, "a back-fill could not be read");
                self.frame(&[], None, Some("the history could not be read"))
            }
            Err(_) => self.frame(&[], None, Some("the history was not there in time")),
        };
        Begun {
            feed: Arc::clone(self.hold.feed()),
            since: self.hold.position().clone(),
            message: Some(message),
            _hold: Some(self.hold),
        }
    }

    async fn read(&self) -> Result<(Vec<Step>, Option<Timestamp>), StoreError> {
        let end = Timestamp::now();
        let start = self.at.saturating_sub(SignedDuration::from_secs(self.backfill.seconds.into()));
        let query = SeriesQuery {
            unit: self.hold.feed().unit().clone(),
            period: self.backfill.period,
            zone: self.zone.clone(),
            start: start.unwrap_or(self.at),
            // A clock that was set back must not turn the range round.
            end: end.max(self.at),
        };
        let tail = Tail::new(Arc::clone(&self.hold), self.at);
        let mut reader = SeriesReader::new(self.app.store.clone(), query).before(tail);
        let mut steps = Vec::new();
        loop {
            let page = reader.next().await?;
            if page.is_empty() {
                return Ok((steps, reader.newest_reading()));
            }
            steps.extend(page);
        }
    }

    fn frame(&self, steps: &[Step], newest: Option<Timestamp>, error: Option<&str>) -> Bytes {
        let position = self.hold.position();
        let head = json!({
            "event": "backfill",
            "unit_id": self.hold.feed().unit().as_str(),
            "timestamp": iso_utc(self.at),
            "period_s": self.backfill.period.seconds(),
            "columns": COLUMNS,
            "until": iso_utc_of(newest),
            "gap": self.gap.as_ref().map(|gap| GapReason::as_str(gap.reason)),
            "error": error,
            "epoch": position.epoch.as_str(),
            "seq": position.seq,
        });
        let mut text = head.to_string().into_bytes();
        // What is JSON already is put in as it is.
        text.pop();
        text.extend_from_slice(b",\"rows\":[");
        for (number, step) in steps.iter().enumerate() {
            if number > 0 {
                text.push(b',');
            }
            row(&mut text, step);
        }
        text.extend_from_slice(b"],\"state\":");
        let state = self.hold.state().and_then(|state| state.payload(Encoding::from(self.form)));
        text.extend_from_slice(state.as_deref().unwrap_or(b"null"));
        text.push(b'}');
        text.into()
    }
}

const COLUMNS: [&str; 6] = ["at", "leq", "lmax", "lmin", "lpeak", "covered_s"];

fn row(text: &mut Vec<u8>, step: &Step) {
    let figures = &step.figures;
    // Writing into memory cannot fail.
    let _ = write!(text, "[{}", step.window.start.as_second());
    for level in [figures.leq(), figures.max(), figures.min(), figures.peak()] {
        let _ = match level.map(hundredths) {
            Some(level) => write!(text, ",{level}"),
            None => write!(text, ",null"),
        };
    }
    let _ = write!(text, ",{}]", hundredths(figures.seconds()));
}
