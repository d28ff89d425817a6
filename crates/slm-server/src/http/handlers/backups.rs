//! Copies of the database.

use axum::Json;
use axum::extract::State;
use slm_api_types::{BackupList, BackupMade, Ok as OkWord, Problem, StoredBackup};

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::time::iso_utc_of;
use crate::maintenance;
use crate::operations::to_the_end;

/// Copies the database into the folder of backups, while it is in use (ours).
///
/// The oldest copies go when there are more than are kept.
#[utoipa::path(
    post,
    path = "/api/nl43/_system/backup",
    tag = "system",
    extensions(("x-slmm" = json!(true))),
    responses(
        (status = 200, body = BackupMade),
        (status = 409, body = Problem, description = "A copy is being made"),
        (status = 500, body = Problem, description = "The copy cannot be made"),
        (status = 503, body = Problem, description = "The database is locked"),
    ),
)]
pub(crate) async fn post_backup(State(app): State<App>) -> Result<Json<BackupMade>, ApiError> {
    // A copy that was begun is made, also when its client leaves.
    let made = to_the_end(async move { Ok(app.backups.make(&app.config.data).await) }).await?;
    let backup = made.ok_or(ApiError::Conflict("A backup is being made already"))??;
    Ok(Json(BackupMade {
        status: OkWord::Ok,
        path: backup.path.display().to_string(),
        size_bytes: backup.size_bytes,
        took_ms: u64::try_from(backup.took.as_millis()).unwrap_or(u64::MAX),
    }))
}

/// Lists the copies of the database, newest first (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_system/backups",
    tag = "system",
    extensions(("x-slmm" = json!(true))),
    responses(
        (status = 200, body = BackupList),
        (status = 500, body = Problem, description = "The folder cannot be read"),
    ),
)]
pub(crate) async fn get_backups(State(app): State<App>) -> Result<Json<BackupList>, ApiError> {
    let backups = maintenance::list(&app.config.data).await?.into_iter().map(|backup| StoredBackup {
        path: backup.path.display().to_string(),
        size_bytes: backup.size_bytes,
        written_at: iso_utc_of(backup.written),
    });
    Ok(Json(BackupList { status: OkWord::Ok, backups: backups.collect() }))
}
