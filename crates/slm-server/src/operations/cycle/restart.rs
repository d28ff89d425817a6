//! Going on with a cycle that ended early.

use slm_domain::cycle::MeterFacts;
use slm_domain::operation::OperationState;
use slm_fleet::UnitHandle;

use super::{CYCLE_RUNS, Cycle, Hold, document};
use crate::app::App;
use crate::http::ApiError;
use crate::operations::Operator;

/// Takes a cycle up again where it ended. What it did is verified, not repeated.
///
/// # Errors
/// There is no such operation; it is none that can go on; another cycle of the unit runs; the database failed.
pub(crate) async fn restart(app: &App, unit: UnitHandle, id: &str) -> Result<Cycle, ApiError> {
    let shown = document::past_operation(app, unit.id(), id).await?.ok_or(ApiError::NoOperation)?;
    let mut operation = shown.operation;
    match operation.state {
        OperationState::Running => return Err(ApiError::Conflict("The operation runs")),
        OperationState::Done => {
            return Err(ApiError::Conflict("The operation was done; there is nothing left of it"));
        }
        OperationState::Failed | OperationState::Cancelled | OperationState::Interrupted => {}
    }
    let cannot = || ApiError::Conflict("This operation cannot go on; begin a new one");
    let row = document::find(app, unit.id(), id).await?.ok_or_else(cannot)?;
    let past = document::past(&row, &app.config.data.folder).ok_or_else(cannot)?;
    let claim = app.cycles.take(unit.id()).ok_or(CYCLE_RUNS)?;
    let before = operation.steps.clone();
    operation.reopen();
    let progress = app.operations.resume(operation);
    progress.allow_cancel();
    Ok(Cycle {
        app: app.clone(),
        operator: Operator::new(app, unit),
        progress,
        request: past.request,
        memory: past.memory,
        facts: MeterFacts::default(),
        before,
        has_begun: None,
        looks_first: true,
        hold: Hold::new(claim),
    })
}
