//! `_system/info`: the service at a glance.

use std::path::Path;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use slm_api_types::{DatabaseInfo, Ok as OkWord, SystemInfo, WriterInfo};

use super::connections::open_connections;
use crate::app::App;
use crate::http::time::{iso_zulu, zone_text};

/// Shows the service at a glance: version, clock, database, writer, units and viewers (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_system/info",
    tag = "system",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = SystemInfo)),
)]
pub(crate) async fn system_info(State(app): State<App>) -> Json<SystemInfo> {
    let units = app.fleet.units();
    let web = &app.config.web;
    let viewers = units.iter().map(|unit| unit.monitor().subscribers() + unit.stream().subscribers());
    let reachable = units.iter().filter(|unit| unit.snapshot().reachable == Some(true));
    Json(SystemInfo {
        status: OkWord::Ok,
        name: "slmm".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: iso_zulu(app.started_at),
        now: iso_zulu(Timestamp::now()),
        zone: zone_text(&app.config.site.zone),
        zone_name: app.config.site.zone_name.clone(),
        locale: app.config.site.locale.clone(),
        tile_url: web.tiles.as_ref().map(|tiles| tiles.url.clone()),
        tile_attribution: web.tile_attribution.clone(),
        client_links: web.client_links,
        standby: app.fleet.is_standby(),
        database: database(&app).await,
        writer: writer(&app),
        units: units.len(),
        units_reachable: reachable.count(),
        connections: open_connections(&app).len(),
        subscribers: viewers.sum(),
        websockets: app.hub.counters().outlets,
        open_alarms: app.observer.rules.figures().open.load(Ordering::Relaxed),
        task_failures: app.supervisor.failures().values().sum::<u64>() + app.delivery.failures(),
    })
}

async fn database(app: &App) -> DatabaseInfo {
    let path = app.store.path();
    let mut journal = path.as_os_str().to_owned();
    journal.push("-wal");
    DatabaseInfo {
        path: path.display().to_string(),
        size_bytes: size(path).await,
        journal_bytes: size(Path::new(&journal)).await,
        schema: app.store.schema(),
    }
}

/// 0 where there is no such file.
async fn size(path: &Path) -> u64 {
    tokio::fs::metadata(path).await.map(|metadata| metadata.len()).unwrap_or_default()
}

fn writer(app: &App) -> WriterInfo {
    let figures = app.recorder.figures();
    WriterInfo {
        waiting: app.recorder.waiting(),
        written: figures.written.load(Ordering::Relaxed),
        lost: figures.lost.load(Ordering::Relaxed),
        failures: figures.failures.load(Ordering::Relaxed),
    }
}
