//! What a client sees of a unit.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use nl43_proto::{FrequencyWeighting, Quantity};
use slm_api_types::{
    ClientView, Ok as OkWord, ViewedDay, ViewedLimit, ViewedNews, ViewedNow, ViewedSeries, ViewedState,
    ViewedUnit,
};
use slm_domain::series::{self, Character, Period, SeriesMetric};
use slm_domain::{ClientLink, Reading, UnitId, UnitProfile, UnitStatus};
use slm_fleet::UnitHandle;
use slm_store::StoreError;

use super::{key_of, units_of};
use crate::alerting::RuleBudget;
use crate::app::App;
use crate::history::{SeriesQuery, SeriesReader};
use crate::http::{iso_zulu, zone_text};

/// Length of the steps of the last 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Step {
    /// Five minutes.
    Five,
    /// A quarter of an hour.
    #[default]
    Quarter,
}

/// Levels older than this many periods of the polling are not current.
const CURRENT_PERIODS: u32 = 3;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Levels of a step of the last 24 hours, with their columns.
const COLUMNS: [(&str, SeriesMetric); 3] =
    [("leq", SeriesMetric::Leq), ("lmax", SeriesMetric::Lmax), ("l90", SeriesMetric::Percentile(90))];

/// Everything a link shows.
///
/// # Errors
/// The database failed.
pub(super) async fn of(app: &App, link: &ClientLink, step: Step) -> Result<ClientView, StoreError> {
    let now = Timestamp::now();
    let profiles = app.store.profiles().await?;
    let mut units = Vec::new();
    for unit in units_of(app, link).await? {
        let name = profiles.get(unit.id()).and_then(UnitProfile::name);
        let ViewedNews { key, state, last_seen, weighting, now: level } = known(app, link, &unit, now);
        units.push(ViewedUnit {
            key,
            name: name.unwrap_or(unit.id().as_str()).to_owned(),
            state,
            last_seen,
            weighting,
            now: level,
            today: Some(today(app, unit.id(), now).await?),
            limits: limits(app, unit.id()).await,
            last_24h: last_24h(app, unit.id(), step, now).await?,
        });
    }
    units.sort_by(|one, other| one.name.cmp(&other.name));
    let zone = zone_text(&app.config.site.zone);
    Ok(ClientView { status: OkWord::Ok, name: link.name.clone(), zone, now: iso_zulu(now), units })
}

/// What is known of a unit's present, from memory.
fn known(app: &App, link: &ClientLink, unit: &UnitHandle, now: Timestamp) -> ViewedNews {
    let status = app.board.get(unit.id());
    let last_seen = status.as_ref().and_then(|status| status.last_seen);
    let current_for = current_for(app, unit);
    let level = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse::<f64>().ok());
    ViewedNews {
        key: key_of(link, unit.id()),
        state: state(status.as_ref(), now, current_for),
        last_seen: last_seen.map(iso_zulu),
        weighting: status.as_ref().and_then(|status| status.frequency_weighting).map(word),
        now: status.filter(|status| status.last_seen.is_some()).map(|status| ViewedNow {
            at: last_seen.map(iso_zulu),
            stale_after_s: current_for.as_secs_f64(),
            lp: level(&status.lp),
            leq: level(&status.leq),
        }),
    }
}

/// As it is written behind the unit of a level.
fn word(weighting: FrequencyWeighting) -> String {
    weighting.as_str().to_owned()
}

/// How long a level of a unit is current: what is older was not followed by those that were due.
fn current_for(app: &App, unit: &UnitHandle) -> Duration {
    let period = unit.snapshot().poll_period.unwrap_or(app.config.monitor.idle_poll_interval);
    period.saturating_mul(CURRENT_PERIODS)
}

fn state(status: Option<&UnitStatus>, now: Timestamp, current_for: Duration) -> ViewedState {
    match status {
        Some(UnitStatus { is_reachable: Some(false), .. }) => ViewedState::Unreachable,
        Some(UnitStatus { last_seen: Some(at), .. })
            if now.duration_since(*at).unsigned_abs() <= current_for =>
        {
            ViewedState::Live
        }
        Some(UnitStatus { last_seen: Some(_), .. }) => ViewedState::Stale,
        Some(_) | None => ViewedState::Waiting,
    }
}

/// What a reading, or the end of readings, is to a client.
pub(crate) fn news(app: &App, link: &ClientLink, unit: &UnitHandle, reading: Option<&Reading>) -> ViewedNews {
    let Some(reading) = reading else {
        let known = known(app, link, unit, Timestamp::now());
        return ViewedNews { state: ViewedState::Unreachable, ..known };
    };
    let level = |quantity| reading.text(quantity).and_then(|text| text.parse::<f64>().ok());
    let at = Some(iso_zulu(reading.at));
    ViewedNews {
        key: key_of(link, unit.id()),
        state: ViewedState::Live,
        last_seen: at.clone(),
        weighting: reading.settings.frequency_weighting.map(word),
        now: Some(ViewedNow {
            at,
            stale_after_s: current_for(app, unit).as_secs_f64(),
            lp: level(Quantity::Lp),
            leq: level(Quantity::Leq),
        }),
    }
}

/// What a unit's limits still allow; nothing while the engine has no time to tell.
async fn limits(app: &App, unit: &UnitId) -> Vec<ViewedLimit> {
    let rules = &app.observer.rules;
    let budgets = rules.budgets(unit).await.unwrap_or_default();
    let limits = budgets.into_iter().map(|RuleBudget { rule, name, budget }| ViewedLimit {
        name,
        metric_text: rules.full_rule(rule).map(|rule| rule.definition.metric.to_string()).unwrap_or_default(),
        limit_db: budget.limit_db,
        window_start: iso_zulu(budget.window.start),
        window_end: iso_zulu(budget.window.end),
        level_db: budget.leq_db.map(hundredths),
        used_percent: Some((budget.used * 1000.0).round() / 10.0),
        allowed_db: budget.allowed_db.map(hundredths),
        seconds_to_breach: budget.seconds_to_breach,
        breached: budget.used > 1.0,
    });
    limits.collect()
}

/// The site's day so far.
async fn today(app: &App, unit: &UnitId, now: Timestamp) -> Result<ViewedDay, StoreError> {
    let day = period(24 * 3600);
    let start = day.window(&app.config.site.zone, now).start;
    let steps = steps(app, unit, day, now, now).await?;
    let step = steps.first();
    let level = |metric: SeriesMetric| step.and_then(|step| step.level(metric)).map(hundredths);
    Ok(ViewedDay {
        from: iso_zulu(start),
        to: iso_zulu(now),
        leq: level(SeriesMetric::Leq),
        lmax: level(SeriesMetric::Lmax),
        l10: level(SeriesMetric::Percentile(10)),
        l50: level(SeriesMetric::Percentile(50)),
        l90: level(SeriesMetric::Percentile(90)),
        coverage: step.map(|step| thousandths(step.coverage(now))),
        provisional: step.is_some_and(|step| step.sampling(Character::Fluctuating).is_some()),
    })
}

async fn last_24h(app: &App, unit: &UnitId, step: Step, now: Timestamp) -> Result<ViewedSeries, StoreError> {
    let seconds = match step {
        Step::Five => 300,
        Step::Quarter => 900,
    };
    let steps = steps(app, unit, period(seconds), now - DAY, now).await?;
    let rows = steps.iter().map(|step| {
        let levels = COLUMNS.iter().map(|(_, metric)| step.level(*metric).map(hundredths));
        let coverage = Some(thousandths(step.coverage(now)));
        std::iter::once(Some(step.window.start.as_second() as f64)).chain(levels).chain([coverage]).collect()
    });
    let names = std::iter::once("at").chain(COLUMNS.map(|(name, _)| name)).chain(["coverage"]);
    Ok(ViewedSeries { period_s: seconds, columns: names.map(str::to_owned).collect(), rows: rows.collect() })
}

/// Steps from the one that holds `start` to the one that holds `end`.
async fn steps(
    app: &App,
    unit: &UnitId,
    period: Period,
    start: Timestamp,
    end: Timestamp,
) -> Result<Vec<series::Step>, StoreError> {
    let zone = app.config.site.zone.clone();
    // The last step begins before the end, and may begin right at it.
    let end = end.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(end);
    let query = SeriesQuery { unit: unit.clone(), period, zone, start, end };
    let mut reader = SeriesReader::new(app.store.clone(), query);
    let mut steps = Vec::new();
    loop {
        let page = reader.next().await?;
        if page.is_empty() {
            return Ok(steps);
        }
        steps.extend(page);
    }
}

fn period(seconds: u32) -> Period {
    Period::of_seconds(seconds).expect("divides the next longer unit")
}

/// Levels are measured to tenths; a mean has a digit more.
fn hundredths(level: f64) -> f64 {
    (level * 100.0).round() / 100.0
}

fn thousandths(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
