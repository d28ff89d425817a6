//! A cycle as it is kept: what it was asked to do, what it has learned, how far it is.

use std::borrow::Cow;

use jiff::Timestamp;
use nl43_proto::StoreName;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use slm_domain::UnitId;
use slm_domain::cycle::{Known, MeterFacts, StartOptions, StopOptions};
use slm_domain::operation::{Operation, OperationId, OperationState, Step};
use slm_store::{LogCategory, LogLevel, OperationRow, StoreError};

use super::files::Archived;
use super::{Request, StopRequest, Target};
use crate::app::App;
use crate::progress::Shown;

/// Cycles of each unit that are shown again after a restart of the service.
const REMEMBERED: u32 = 20;

/// What a cycle has learned and may need again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// The store name before.
    pub(super) old_name: Option<u16>,
    /// The store name tried last.
    pub(super) candidate: Option<u16>,
    /// The store name chosen.
    pub(super) new_name: Option<u16>,
    /// Store names tried.
    pub(super) attempts: u32,
    /// The time sent to the meter's clock.
    pub(super) clock: Option<String>,
    /// Whether the meter said that it measures.
    pub(super) confirmed: bool,
    /// The folder of the card in which the meter stores.
    pub(super) store: Option<String>,
    /// Where the measurement was stored.
    pub(super) folder: Option<String>,
    /// Whether somebody logged in over FTP.
    pub(super) ftp_verified: Option<bool>,
    /// What came.
    pub(super) archive: Option<Archived>,
    /// Why it did not come.
    pub(super) download_error: Option<String>,
}

impl Memory {
    /// What it knows of the meter's state.
    fn facts(&self) -> MeterFacts {
        let name = |number: Option<u16>| number.and_then(StoreName::new);
        MeterFacts {
            clock_set: if self.clock.is_some() { Known::Yes } else { Known::Unasked },
            old_name: name(self.old_name),
            store_name: name(self.new_name.or(self.candidate)),
            is_free: if self.new_name.is_some() { Known::Yes } else { Known::Unasked },
            ..MeterFacts::default()
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Document {
    request: Asked,
    memory: Memory,
    steps: Vec<KeptStep>,
    bytes_done: u64,
    bytes_total: Option<u64>,
    result: Option<Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "cycle", rename_all = "lowercase")]
enum Asked {
    Start { sync_clock: bool },
    Stop { download: bool, toggle_ftp: bool, login: bool, download_path: Option<String> },
}

#[derive(Serialize, Deserialize)]
struct KeptStep {
    name: String,
    state: String,
    detail: Option<String>,
    began_us: Option<i64>,
    ended_us: Option<i64>,
}

/// A cycle of the past, ready to be shown and to go on.
pub(super) struct Past {
    pub(super) request: Request,
    pub(super) memory: Memory,
}

/// The row of a cycle as it stands.
pub(super) fn row(shown: &Shown, request: &Request, memory: &Memory) -> OperationRow {
    let operation = &shown.operation;
    let document = Document {
        request: Asked::from(request),
        memory: memory.clone(),
        steps: operation.steps.iter().map(KeptStep::from).collect(),
        bytes_done: operation.bytes_done,
        bytes_total: operation.bytes_total,
        result: shown.result.clone(),
    };
    let step = operation.running_step().or(operation.failed_step());
    OperationRow {
        id: operation.id.to_string(),
        unit: operation.unit.clone(),
        kind: operation.kind.to_string(),
        state: operation.state.to_string(),
        began: operation.began,
        ended: operation.ended,
        step: step.map(str::to_owned),
        error: operation.error.clone(),
        meter_state: operation.meter.clone(),
        // Texts and numbers only: this cannot fail.
        document: serde_json::to_string(&document).unwrap_or_default(),
    }
}

/// Marks cycles that the last run of the service did not survive, and shows the newest of all again.
pub(crate) async fn remember_past(app: &App) -> Result<(), StoreError> {
    let now = Timestamp::now();
    app.store.interrupt_operations(now).await?;
    for row in app.store.operations(REMEMBERED).await? {
        let is_news = row.ended.is_some_and(|ended| ended.as_microsecond() == now.as_microsecond());
        if is_news && row.state == OperationState::Interrupted.as_str() {
            let step = row.step.as_deref().unwrap_or("its beginning");
            let words = format!(
                "{} {} was interrupted in step `{step}` when the service ended; it can be restarted",
                row.kind, row.id
            );
            app.recorder.log(&row.unit, LogLevel::Warning, LogCategory::Command, words);
        }
        if let Some((operation, result)) = operation(&row) {
            app.operations.remember(operation, result);
        }
    }
    Ok(())
}

/// An operation of the unit: as it runs, as it is remembered, or, of a cycle, as it was kept.
///
/// # Errors
/// The database failed.
pub(crate) async fn past_operation(app: &App, unit: &UnitId, id: &str) -> Result<Option<Shown>, StoreError> {
    if let Some(shown) = app.operations.get(unit, id) {
        return Ok(Some(shown));
    }
    let row = find(app, unit, id).await?;
    Ok(row.and_then(kept_operation).map(|(operation, result)| Shown {
        operation,
        result,
        can_cancel: false,
        is_cancelling: false,
    }))
}

/// A cycle that nobody remembers: one that ran when it was kept last did not come to be kept at its end.
fn kept_operation(mut row: OperationRow) -> Option<(Operation, Option<Value>)> {
    if row.state == OperationState::Running.as_str() {
        OperationState::Interrupted.as_str().clone_into(&mut row.state);
    }
    operation(&row)
}

/// What a cycle needs to go on.
pub(super) fn past(row: &OperationRow, data: &std::path::Path) -> Option<Past> {
    let Document { request, memory, .. } = serde_json::from_str(&row.document).ok()?;
    let request = match request {
        Asked::Start { sync_clock } => Request::Start(StartOptions { sync_clock }),
        Asked::Stop { download, toggle_ftp, login, download_path } => {
            let target = download_path.map(|path| Target::check(&path, data)).transpose().ok()?;
            Request::Stop(StopRequest { options: StopOptions { download, toggle_ftp, login }, target })
        }
    };
    Some(Past { request, memory })
}

fn operation(row: &OperationRow) -> Option<(Operation, Option<Value>)> {
    let document: Document = serde_json::from_str(&row.document).ok()?;
    let id = OperationId::new(&row.id).ok()?;
    let mut operation = Operation::new(id, row.unit.clone(), row.kind.parse().ok()?, &[], row.began);
    operation.steps = document.steps.into_iter().filter_map(KeptStep::into_step).collect();
    operation.bytes_done = document.bytes_done;
    operation.bytes_total = document.bytes_total;
    operation.meter.clone_from(&row.meter_state);
    let state: OperationState = row.state.parse().ok()?;
    let ended = row.ended.unwrap_or(row.began);
    if state == OperationState::Interrupted && operation.meter.is_none() {
        let mut facts = document.memory.facts();
        facts.interrupted_in(operation.running_step().unwrap_or_default());
        operation.meter = Some(facts.words());
    }
    // What ran ends as the whole did, and says so.
    operation.end(state, row.error.clone(), ended);
    Some((operation, document.result))
}

impl From<&Request> for Asked {
    fn from(request: &Request) -> Self {
        match request {
            Request::Start(options) => Self::Start { sync_clock: options.sync_clock },
            Request::Stop(StopRequest { options, target }) => Self::Stop {
                download: options.download,
                toggle_ftp: options.toggle_ftp,
                login: options.login,
                download_path: target.as_ref().map(Target::text),
            },
        }
    }
}

impl From<&Step> for KeptStep {
    fn from(step: &Step) -> Self {
        Self {
            name: step.name.to_string(),
            state: step.state.to_string(),
            detail: step.detail.clone(),
            began_us: step.began.map(Timestamp::as_microsecond),
            ended_us: step.ended.map(Timestamp::as_microsecond),
        }
    }
}

impl KeptStep {
    fn into_step(self) -> Option<Step> {
        let state = self.state.parse().ok()?;
        let time =
            |microseconds: Option<i64>| microseconds.and_then(|at| Timestamp::from_microsecond(at).ok());
        let Self { name, detail, began_us, ended_us, .. } = self;
        let (began, ended) = (time(began_us), time(ended_us));
        Some(Step { name: Cow::Owned(name), state, detail, began, ended })
    }
}

/// The unit's row of this name.
pub(super) async fn find(app: &App, unit: &UnitId, id: &str) -> Result<Option<OperationRow>, StoreError> {
    let row = app.store.operation(id).await?;
    Ok(row.filter(|row| row.unit == *unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the file has it after a power cut.
    #[test]
    fn a_cycle_without_an_end_is_told_with_its_step_and_what_is_in_doubt() {
        let document = r#"{"request":{"cycle":"start","sync_clock":false},
            "memory":{"old_name":41,"candidate":42,"new_name":42,"attempts":1},
            "steps":[{"name":"wake","state":"done"},{"name":"start","state":"running"},{"name":"confirm","state":"pending"}],
            "bytes_done":0}"#;
        let at = "2026-06-09T17:13:21Z".parse().unwrap();
        let row = OperationRow {
            id: "op-1".to_owned(),
            unit: UnitId::new("gate").unwrap(),
            kind: "start-cycle".to_owned(),
            state: "interrupted".to_owned(),
            began: at,
            ended: Some(at),
            step: Some("start".to_owned()),
            error: Some("the service ended before it did".to_owned()),
            meter_state: None,
            document: document.to_owned(),
        };
        let (operation, _) = operation(&row).unwrap();
        assert_eq!((operation.state, operation.failed_step()), (OperationState::Interrupted, Some("start")));
        assert_eq!(
            operation.meter.unwrap(),
            "Whether the meter measures is not known. Its store name is 0042, which is free (it was 0041)."
        );
        let past = past(&row, std::path::Path::new("data")).unwrap();
        assert_eq!(past.request, Request::Start(StartOptions { sync_clock: false }));
        assert_eq!(past.memory.new_name, Some(42));
    }
}
