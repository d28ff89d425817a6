//! Runs what is due: notes it first, then lets the cycle do its work, then notes what became of it.

use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use slm_domain::campaign::{Action, Campaign, CampaignNotice, Due, DueOf, Verdict, still_due};
use slm_domain::cycle::{StartOptions, StopOptions};
use slm_domain::{LiveEvent, UnitConfig};
use slm_fleet::UnitHandle;
use slm_store::{CampaignRun, LogCategory, LogLevel, RunState};

use crate::app::App;
use crate::http::{ApiError, iso_utc};
use crate::operations::cycle::{self, Cycle, Outcome, Reason, Request, StopRequest};

/// How often a unit is looked at whose one cycle is another's.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A disk that takes longer to keep what is due is not waited for.
const KEEP_WITHIN: Duration = Duration::from_secs(10);
/// A run that began so much after it was due says so.
const WORTH_TELLING: SignedDuration = SignedDuration::from_secs(5);

/// A unit's turn; runs take theirs in the order in which they became due.
type Turn = tokio::sync::OwnedMutexGuard<()>;

/// A run that is to be made.
struct Job {
    campaign: Campaign,
    run: CampaignRun,
}

/// Notes everything due, and sets the cycles going that are to be run.
pub(super) async fn take_up(app: &App, due: Vec<DueOf>) {
    let mut jobs = note(app, due).await;
    jobs.sort_by_key(|job| (job.run.due, job.run.action));
    for job in jobs {
        // In line for the unit before the next one is: turns are taken in the order of asking.
        let turn = app.campaigns.turn_of(&job.campaign.unit);
        let asking = turn.lock_owned();
        let task_app = app.clone();
        let mut asking = Box::pin(asking);
        let first = futures_util::poll!(asking.as_mut());
        app.operations.run(async move {
            let closing = task_app.operations.closing().clone();
            let turn = match first {
                Poll::Ready(turn) => Some(turn),
                Poll::Pending => closing.run_until_cancelled(asking).await,
            };
            if let Some(turn) = turn {
                run(&task_app, job, turn).await;
            }
        });
    }
}

/// Keeps what is due, all at once; what was kept before is not run again.
async fn note(app: &App, due: Vec<DueOf>) -> Vec<Job> {
    let now = Timestamp::now();
    let mut campaigns = Vec::with_capacity(due.len());
    let mut rows = Vec::with_capacity(due.len());
    for DueOf { campaign, due } in due {
        let rest = why_not(app, &campaign);
        let runs = due.iter().map(|(due, verdict)| run_row(&campaign, due, *verdict, rest, now)).collect();
        rows.push((campaign.id, runs));
        campaigns.push(campaign);
    }
    let kept = tokio::time::timeout(KEEP_WITHIN, app.store.open_runs(&rows, now)).await;
    let kept = match kept {
        Ok(Ok(numbers)) => numbers,
        // Not kept, so perhaps run twice or told as missed later: better than a meter that nobody stops.
        Ok(Err(error)) => {
            tracing::error!(%error, "what is due could not be kept");
            Vec::new()
        }
        Err(_) => {
            tracing::error!("what is due was not kept: the disk is slow");
            Vec::new()
        }
    };
    let mut kept = kept.into_iter();
    let mut jobs = Vec::new();
    for (campaign, (_, runs)) in campaigns.into_iter().zip(rows) {
        let numbers = kept.next().unwrap_or_else(|| vec![Some(0); runs.len()]);
        for (run, number) in runs.into_iter().zip(numbers) {
            let Some(id) = number else { continue };
            let run = CampaignRun { id, ..run };
            if run.state == RunState::Running {
                jobs.push(Job { campaign: campaign.clone(), run });
            } else {
                tell(app, &campaign.name, &run);
            }
        }
    }
    jobs
}

fn run_row(
    campaign: &Campaign,
    due: &Due,
    verdict: Verdict,
    rest: Option<&'static str>,
    now: Timestamp,
) -> CampaignRun {
    let (state, detail) = match (verdict, rest) {
        (Verdict::Missed(why), _) => (RunState::Missed, Some(why.to_owned())),
        (Verdict::Run { .. }, Some(why)) => (RunState::Skipped, Some(why.to_owned())),
        (Verdict::Run { .. }, None) => (RunState::Running, None),
    };
    CampaignRun {
        id: 0,
        campaign: campaign.id,
        unit: campaign.unit.clone(),
        action: due.action,
        due: due.at,
        state,
        began: None,
        ended: (state != RunState::Running).then_some(now),
        operation: None,
        detail,
    }
}

/// Why nothing is run for this unit at present.
fn why_not(app: &App, campaign: &Campaign) -> Option<&'static str> {
    let unit = app.fleet.unit(&campaign.unit).map(|unit| unit.config());
    match unit.as_deref() {
        _ if app.fleet.is_standby() => Some("the service is in standby"),
        None => Some("the unit is not configured"),
        Some(UnitConfig { tcp_enabled: false, .. }) => Some("TCP communication is disabled for this device"),
        Some(UnitConfig { deactivated: true, .. }) => Some("the unit is deactivated"),
        Some(_) => None,
    }
}

async fn run(app: &App, Job { campaign, mut run }: Job, turn: Turn) {
    let closing = app.operations.closing().clone();
    let begun = match closing.run_until_cancelled(begin(app, &campaign, &run)).await {
        Some(Ok(begun)) => begun.holding(turn),
        Some(Err(why)) => {
            run.state = RunState::Skipped;
            return close(app, &campaign, run, Some(why)).await;
        }
        // Due again when the service is back.
        None => return,
    };
    let now = Timestamp::now();
    run.operation = Some(begun.operation().id.to_string());
    run.began = Some(now);
    let late = now.duration_since(run.due);
    run.detail = (late >= WORTH_TELLING).then(|| format!("{} s late", late.as_secs()));
    keep(app, &run).await;
    tell(app, &campaign.name, &run);
    let words;
    (run.state, words) = match begun.run().await {
        Ok(Outcome::Stop(stopped)) if stopped.download_error.is_some() => {
            (RunState::Failed, stopped.download_error)
        }
        Ok(_) => (RunState::Done, None),
        Err(failure) => {
            let is_end = failure.reason == Reason::Closing;
            let state = if is_end { RunState::Interrupted } else { RunState::Failed };
            (state, Some(format!("{failure}. {}", failure.meter)))
        }
    };
    close(app, &campaign, run, words).await;
}

/// Begins the cycle; while another cycle of the unit runs, waits for its end. Much may have changed until then.
async fn begin(app: &App, campaign: &Campaign, run: &CampaignRun) -> Result<Cycle, String> {
    loop {
        if let Some(why) = why_not(app, campaign) {
            return Err(why.to_owned());
        }
        let present = app.campaigns.get(&campaign.unit, campaign.id);
        still_due(present.as_ref(), run.action, run.due, Timestamp::now())?;
        let unit = app.fleet.unit(&campaign.unit).ok_or("the unit is not configured")?;
        let wanted = present.as_ref().map_or(campaign, |entry| &entry.campaign);
        let request = request(wanted, run.action, &unit);
        match cycle::begin(app, unit, request) {
            Ok(cycle) => return Ok(cycle.looking_first()),
            Err(ApiError::Conflict(_)) => tokio::time::sleep(LOOK_AGAIN).await,
            Err(error) => return Err(error.to_string()),
        }
    }
}

fn request(campaign: &Campaign, action: Action, unit: &UnitHandle) -> Request {
    match action {
        Action::Start => Request::Start(StartOptions { ..campaign.start }),
        Action::Stop => {
            let (download, toggle_ftp) = (campaign.download, campaign.toggle_ftp);
            let login = download || unit.config().ftp_username.is_some();
            Request::Stop(StopRequest { options: StopOptions { download, toggle_ftp, login }, target: None })
        }
    }
}

async fn close(app: &App, campaign: &Campaign, mut run: CampaignRun, words: Option<String>) {
    run.ended = Some(Timestamp::now());
    run.detail = match (run.detail.take(), words) {
        (Some(late), Some(words)) => Some(format!("{late}; {words}")),
        (late, words) => late.or(words),
    };
    keep(app, &run).await;
    tell(app, &campaign.name, &run);
}

async fn keep(app: &App, run: &CampaignRun) {
    if let Err(error) = app.store.update_run(run).await {
        tracing::warn!(campaign = run.campaign, %error, "a run of a campaign could not be kept");
    }
}

/// Tells viewers and the unit's log.
pub(super) fn tell(app: &App, name: &str, run: &CampaignRun) {
    let notice = CampaignNotice {
        campaign: run.campaign,
        name: name.to_owned(),
        action: run.action,
        due: run.due,
        state: run.state.as_str(),
        operation: run.operation.clone(),
        detail: run.detail.clone(),
    };
    if let Some(unit) = app.fleet.unit(&run.unit) {
        let event = LiveEvent::Campaign(Arc::new(notice));
        unit.monitor().publish(event, Timestamp::now(), Instant::now());
    }
    let level = match run.state {
        RunState::Running | RunState::Done => LogLevel::Info,
        RunState::Skipped | RunState::Missed => LogLevel::Warning,
        RunState::Failed | RunState::Interrupted => LogLevel::Error,
    };
    let detail = run.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
    let words = format!(
        "Campaign {} ({}): {} due at {} is {}{detail}",
        run.campaign,
        name,
        run.action,
        iso_utc(run.due),
        run.state
    );
    app.recorder.log(&run.unit, level, LogCategory::General, words);
}
