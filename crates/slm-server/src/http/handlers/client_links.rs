//! `_links`: links for clients, made and taken back.

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    ClientLinkBody, ClientLinkDeleted, ClientLinkList, ClientLinkMade, Ok as OkWord, Problem,
    ValidationProblem,
};

use crate::app::App;
use crate::http::client_link::{LinkNumber, details, links, read, refusal};
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::operations;

/// Lists the links for clients, with their tokens (ours).
///
/// This and all about links is 404 unless `CLIENT_LINKS` is on.
#[utoipa::path(
    get,
    path = "/api/nl43/_links",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    responses(
        (status = 200, body = ClientLinkList),
        (status = 404, description = "Links are switched off", body = Problem),
    ),
)]
pub(crate) async fn get_links(State(app): State<App>) -> Result<Json<ClientLinkList>, ApiError> {
    let links = links(&app)?.all().iter().map(|link| details(link)).collect();
    Ok(Json(ClientLinkList { status: OkWord::Ok, links }))
}

/// Makes a link by which whoever has it sees one unit or group, and nothing else (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_links",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    request_body = ClientLinkBody,
    responses(
        (status = 200, body = ClientLinkMade),
        (status = 404, description = "Links are switched off", body = Problem),
        (status = 409, description = "There are as many as there may be", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn post_link(
    State(app): State<App>,
    body: JsonObject,
) -> Result<Json<ClientLinkMade>, ApiError> {
    operations::to_the_end(async move {
        let links = links(&app)?;
        // No unit goes meanwhile: the link would show one that is given its name later.
        let _change = app.changes.lock().await;
        let (name, target) = read(&app, &body.0).await?;
        let made = links.create(&app.store, name, target).await.map_err(refusal)?;
        tracing::info!(link = made.id, name = made.name, target = ?made.target, "a link for clients was made");
        Ok(Json(ClientLinkMade { status: OkWord::Ok, link: details(&made) }))
    })
    .await
}

/// Takes a link back; whoever follows it sees nothing more (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/_links/{link_id}",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    params(("link_id" = i64, Path, description = "Number of the link")),
    responses(
        (status = 200, body = ClientLinkDeleted),
        (status = 404, description = "There is none, or links are switched off", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_link(
    State(app): State<App>,
    LinkNumber(id): LinkNumber,
) -> Result<Json<ClientLinkDeleted>, ApiError> {
    operations::to_the_end(async move {
        if !links(&app)?.delete(&app.store, id).await? {
            return Err(ApiError::NoLink);
        }
        tracing::info!(link = id, "a link for clients was taken back");
        Ok(Json(ClientLinkDeleted { status: OkWord::Ok, deleted: id }))
    })
    .await
}
