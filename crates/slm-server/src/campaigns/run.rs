//! Runs what is due: notes it first, then lets the cycle do its work, then notes what became of it.

use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use slm_domain::campaign::{Action, Campaign, CampaignNotice, Due, DueOf, Verdict};
use slm_domain::cycle::{StartOptions, StopOptions};
use slm_domain::{LiveEvent, UnitConfig};
use slm_fleet::UnitHandle;
use slm_store::{CampaignRun, LogCategory, LogLevel, RunState};

use crate::app::App;
use crate::http::{ApiError, iso_utc};
use crate::operations::cycle::{self, Cycle, Outcome, Reason, Request, StopRequest};

/// How often a unit is looked at whose one cycle is another's.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A run that is to be made.
struct Job {
    campaign: Campaign,
    run: CampaignRun,
}

/// Notes everything due, and sets the cycles going that are to be run.
pub(super) async fn take_up(app: &App, due: Vec<DueOf>) {
    let mut jobs = Vec::new();
    for DueOf { campaign, due } in due {
        jobs.extend(note(app, campaign, due).await);
    }
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
            if turn.is_some() {
                run(&task_app, job).await;
            }
        });
    }
}

/// Keeps what is due; what was kept before is not run again.
async fn note(app: &App, campaign: Campaign, due: Vec<(Due, Verdict)>) -> Vec<Job> {
    let now = Timestamp::now();
    let rest = why_not(app, &campaign);
    let runs: Vec<CampaignRun> =
        due.iter().map(|(due, verdict)| run_row(&campaign, due, *verdict, rest, now)).collect();
    let numbers = match app.store.open_runs(campaign.id, &runs, campaign.checked).await {
        Ok(numbers) => numbers,
        Err(error) => {
            // Not kept, so perhaps run twice or told as missed later: better than a meter that nobody stops.
            tracing::error!(campaign = campaign.id, %error, "what is due could not be kept");
            vec![Some(0); runs.len()]
        }
    };
    let mut jobs = Vec::new();
    for (run, number) in runs.into_iter().zip(numbers) {
        let Some(id) = number else { continue };
        let run = CampaignRun { id, ..run };
        if run.state == RunState::Running {
            jobs.push(Job { campaign: campaign.clone(), run });
        } else {
            tell(app, &campaign, &run);
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
        (Verdict::Run { late }, None) => {
            let is_late = late >= Duration::from_secs(5);
            (RunState::Running, is_late.then(|| format!("{} s late", late.as_secs())))
        }
    };
    CampaignRun {
        id: 0,
        campaign: campaign.id,
        unit: campaign.unit.clone(),
        action: due.action,
        due: due.at,
        state,
        began: (state == RunState::Running).then_some(now),
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

async fn run(app: &App, Job { campaign, mut run }: Job) {
    let closing = app.operations.closing().clone();
    let begun = match closing.run_until_cancelled(begin(app, &campaign, &run)).await {
        Some(Ok(begun)) => begun,
        Some(Err(why)) => {
            run.state = RunState::Skipped;
            return close(app, &campaign, run, Some(why)).await;
        }
        // Marked as interrupted when the service starts again.
        None => return,
    };
    run.operation = Some(begun.operation().id.to_string());
    keep(app, &run).await;
    tell(app, &campaign, &run);
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

/// Begins the cycle; while another cycle of the unit runs, waits for its end.
async fn begin(app: &App, campaign: &Campaign, run: &CampaignRun) -> Result<Cycle, String> {
    loop {
        if let Some(why) = why_not(app, campaign) {
            return Err(why.to_owned());
        }
        let unit = app.fleet.unit(&campaign.unit).ok_or("the unit is not configured")?;
        let request = request(campaign, run.action, &unit);
        match cycle::begin(app, unit, request) {
            Ok(cycle) => return Ok(cycle),
            Err(ApiError::Conflict(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
        let is_over = run.action == Action::Start && is_over(app, campaign, run);
        if is_over {
            return Err("another cycle of the unit ran until its window was over".to_owned());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Whether the window that a start was for has ended.
fn is_over(app: &App, campaign: &Campaign, run: &CampaignRun) -> bool {
    let Some(zone) = app.campaigns.zone(campaign.zone.as_deref()) else { return true };
    let stop = campaign.schedule.next_due(&zone, run.due).filter(|due| due.action == Action::Stop);
    stop.is_some_and(|stop| stop.at <= Timestamp::now())
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
    tell(app, campaign, &run);
}

async fn keep(app: &App, run: &CampaignRun) {
    if let Err(error) = app.store.update_run(run).await {
        tracing::warn!(campaign = run.campaign, %error, "a run of a campaign could not be kept");
    }
}

/// Tells viewers and the unit's log.
fn tell(app: &App, campaign: &Campaign, run: &CampaignRun) {
    let notice = CampaignNotice {
        campaign: campaign.id,
        name: campaign.name.clone(),
        action: run.action,
        due: run.due,
        state: run.state.as_str(),
        operation: run.operation.clone(),
        detail: run.detail.clone(),
    };
    if let Some(unit) = app.fleet.unit(&campaign.unit) {
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
        campaign.id,
        campaign.name,
        run.action,
        iso_utc(run.due),
        run.state
    );
    app.recorder.log(&campaign.unit, level, LogCategory::General, words);
}
