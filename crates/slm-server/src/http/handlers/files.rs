//! Files on a meter's card.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use nl43_client::ftp::{CardPath, ListEntry, Listing};
use slm_api_types::{
    CardFile, CardFiles, FileRequest, FolderRequest, LatestMeasurement, Ok as OkWord, Problem, SoftFailure,
    StartTimeSync, StartTimeSynced, ValidationProblem,
};
use slm_domain::UnitId;
use slm_domain::operation::OperationKind;
use slm_store::{LogCategory, LogLevel};

use crate::app::App;
use crate::collector::{CollectError, Dates, Wanted};
use crate::fields::Fields;
use crate::http::download::{self, Told};
use crate::http::problem::{ApiError, FilesWords};
use crate::http::request::{JsonObject, QueryObject};
use crate::http::responses::DownloadFailures;
use crate::http::time::{iso_utc, iso_utc_of};
use crate::http::unit::RawUnit;
use crate::operations::{self, StartSync};

/// Lists a folder of the meter's card.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/ftp/files",
    tag = "files",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("path" = Option<String>, Query, description = "The folder, from the root of the card; `/` unless given"),
    ),
    responses(
        (status = 200, body = CardFiles),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn ftp_files(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Json<CardFiles>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let folder = fields.parsed("path", |text| card_path(text.trim_end_matches('/')));
    fields.finish()?;
    let unit = name.configured(&app)?;
    let folder = folder.unwrap_or(CardPath::root());
    let listed = app.collector.files(&unit.config(), &folder).await;
    let Listing { entries, skipped } =
        listed.map_err(|error| failed(&app, unit.id(), error, FilesWords::Fixed))?;
    let dates = app.collector.dates();
    let files: Vec<_> = entries.into_iter().filter_map(|entry| card_file(&folder, entry, &dates)).collect();
    let skipped = skipped.into_iter().map(|line| format!("{}: {}", line.reason, line.line)).collect();
    let count = files.len();
    Ok(Json(CardFiles { status: OkWord::Ok, path: folder.to_string(), files, count, skipped }))
}

/// Tells the newest measurement on the meter's card (`Auto_…`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/ftp/latest-measurement-time",
    tag = "files",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = LatestMeasurement),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn latest_measurement_time(
    State(app): State<App>,
    name: RawUnit,
) -> Result<Json<LatestMeasurement>, ApiError> {
    let unit = name.configured(&app)?;
    let config = unit.config();
    if !config.ftp_enabled {
        return Err(ApiError::FtpDisabled);
    }
    let newest = app.collector.newest_measurement(&config, "Auto_").await;
    let newest = newest.map_err(|error| failed(&app, unit.id(), error, FilesWords::Connection))?;
    Ok(Json(LatestMeasurement {
        status: OkWord::Ok,
        latest_timestamp: iso_utc_of(newest.as_ref().and_then(|newest| newest.at)),
        latest_folder: newest.map(|newest| newest.folder),
    }))
}

/// Takes the start of the measurement from the newest folder on the meter's card.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/sync-start-time",
    tag = "files",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = StartTimeSync),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn sync_start_time(
    State(app): State<App>,
    name: RawUnit,
) -> Result<Json<StartTimeSync>, ApiError> {
    let unit = name.configured(&app)?;
    let synced = operations::sync_start_time(&app, &unit).await;
    let synced = synced.map_err(|error| failed(&app, unit.id(), error, FilesWords::Sync))?;
    let refusal = |message| StartTimeSync::Failed(SoftFailure::new(message));
    Ok(Json(match synced {
        StartSync::NoFolder => refusal("No measurement folders found on FTP"),
        StartSync::NoStatus => refusal("Device status not found in database"),
        StartSync::NoDate => refusal("Could not parse timestamp from FTP folder"),
        StartSync::Synced { folder, at, before } => StartTimeSync::Synced(StartTimeSynced {
            status: OkWord::Ok,
            message: "Start time synced from FTP".to_owned(),
            folder,
            start_time: iso_utc(at),
            old_start_time: iso_utc_of(before),
        }),
    }))
}

/// Downloads one file from the meter's card; a copy stays in `data/downloads/<unit_id>/`.
///
/// The answer begins when the file is whole, or after ten seconds. A file that fails after that is cut off before its
/// announced length.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/ftp/download",
    tag = "files",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = FileRequest,
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        DownloadFailures,
    ),
)]
pub(crate) async fn ftp_download(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Response, ApiError> {
    send_file(&app, &name, Fields::new("body", &body.0)).await
}

/// Downloads one file as `POST` does, for links: a browser takes it to the disk by itself (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/ftp/download",
    tag = "files",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("remote_path" = String, Query, description = "Whole path of the file on the card"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        DownloadFailures,
    ),
)]
pub(crate) async fn ftp_get_file(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Response, ApiError> {
    send_file(&app, &name, Fields::new("query", &query.0)).await
}

async fn send_file(app: &App, name: &RawUnit, fields: Fields<'_>) -> Result<Response, ApiError> {
    let (path, _) = remote_path(fields, Ending::File)?;
    let unit = name.configured(app)?;
    let told = told(app, unit.id(), OperationKind::Download, path.clone());
    let opened = async {
        let mut download = app.collector.open_file(unit.config(), path).await?;
        told.progress.step(TRANSFER);
        download.settle().await.map(|()| download)
    };
    let download = told.prepare(Box::pin(opened)).await?;
    Ok(download::file(download, told))
}

/// Downloads a folder of the meter's card, with everything below it, as a ZIP archive with a `MANIFEST.json`.
///
/// The answer begins when all is fetched, after ten seconds, or after 32 MiB. A file that cannot be had until then makes
/// it a 502 that names the file; after that, the archive ends with its manifest and the answer is cut off, so that
/// nobody takes it for a success. With `partial` (ours) the files that are missing are in the manifest only.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/ftp/download-folder",
    tag = "files",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = FolderRequest,
    responses(
        (status = 200, description = "The archive", content_type = "application/zip"),
        DownloadFailures,
    ),
)]
pub(crate) async fn ftp_download_folder(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Response, ApiError> {
    send_folder(&app, &name, Fields::new("body", &body.0)).await
}

/// Downloads a folder as `POST` does, for links: a browser takes the archive to the disk by itself, however large (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/ftp/download-folder",
    tag = "files",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("remote_path" = String, Query, description = "Whole path of the folder on the card"),
        ("partial" = Option<bool>, Query, description = "Take an archive that lacks files; false unless given"),
    ),
    responses(
        (status = 200, description = "The archive", content_type = "application/zip"),
        DownloadFailures,
    ),
)]
pub(crate) async fn ftp_get_folder(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Response, ApiError> {
    send_folder(&app, &name, Fields::new("query", &query.0)).await
}

async fn send_folder(app: &App, name: &RawUnit, fields: Fields<'_>) -> Result<Response, ApiError> {
    let (folder, partial) = remote_path(fields, Ending::Folder)?;
    let unit = name.configured(app)?;
    let told = told(app, unit.id(), OperationKind::DownloadFolder, folder.clone());
    let opened = async {
        let wanted = Wanted { unit: unit.config(), folder, since: None };
        let mut download = app.collector.open_folder(wanted).await?;
        told.progress.step(TRANSFER);
        download.settle(partial).await.map(|()| download)
    };
    let download = told.prepare(Box::pin(opened)).await?;
    Ok(download::archive(download, partial, told))
}

/// The steps of a download.
const LIST: &str = "list";
const TRANSFER: &str = "transfer";

/// Begins the operation of a download.
fn told(app: &App, unit: &UnitId, kind: OperationKind, path: CardPath) -> Told {
    let progress = app.operations.begin(unit, kind, &[LIST, TRANSFER]);
    progress.allow_cancel();
    progress.step(LIST);
    Told { progress, recorder: app.recorder.clone(), unit: unit.clone(), path }
}

/// What a path of a request is to name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    File,
    Folder,
}

/// `remote_path`, and `partial` where a folder is asked for.
fn remote_path(mut fields: Fields<'_>, ending: Ending) -> Result<(CardPath, bool), ApiError> {
    let mut names_nothing = false;
    let path = fields.required_parsed("remote_path", |text| {
        let trimmed = text.trim_end_matches('/');
        names_nothing = trimmed.is_empty() || (ending == Ending::File && trimmed != text);
        card_path(trimmed)
    });
    let partial = ending == Ending::Folder && fields.boolean("partial").unwrap_or_default();
    fields.finish()?;
    match path {
        Some(path) if !names_nothing => Ok((path, partial)),
        _ => Err(ApiError::NoRemoteName),
    }
}

/// A path on the card. One without the leading slash counts from the root, too, where a session begins.
fn card_path(text: &str) -> Result<CardPath, String> {
    CardPath::parse(&format!("/{}", text.trim_start_matches('/'))).map_err(|error| error.to_string())
}

/// One line of a listing, unless its path would be too long to be asked for.
fn card_file(folder: &CardPath, entry: ListEntry, dates: &Dates) -> Option<CardFile> {
    let path = folder.join(&entry.name).ok()?;
    Some(CardFile {
        path: path.to_string(),
        size: if entry.is_dir { 0 } else { entry.size_bytes },
        modified: entry.modified.text().to_owned(),
        modified_timestamp: iso_utc_of(entry.modified.resolve(&dates.zone, dates.now)),
        is_dir: entry.is_dir,
        name: entry.name,
    })
}

/// Notes a failure in the unit's log.
fn failed(app: &App, unit: &UnitId, error: CollectError, words: FilesWords) -> ApiError {
    app.recorder.log(unit, LogLevel::Error, LogCategory::Ftp, error.to_string());
    ApiError::Files { error, words }
}
