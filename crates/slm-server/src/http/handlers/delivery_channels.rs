//! Channels: the ways by which messages leave.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    DeliveryChannelBody, DeliveryChannelKept, DeliveryChannelList, DeliveryDeleted, DeliveryTestBody,
    DeliveryTested, Ok as OkWord, Problem, ValidationProblem,
};
use slm_domain::delivery::ChannelDraft;
use slm_store::StoredChannel;

use crate::app::App;
use crate::delivery;
use crate::fields::Fields;
use crate::http::delivery::{channel_details, read_channel, read_test, tested};
use crate::http::problem::ApiError;
use crate::http::request::{JsonObject, OptionalJsonObject, PathObject};

/// Lists the channels by which messages leave (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_delivery/channels",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = DeliveryChannelList)),
)]
pub(crate) async fn list_channels(State(app): State<App>) -> Result<Json<DeliveryChannelList>, ApiError> {
    let channels = app.store.channels().await?;
    let policy = &app.config.delivery.policy;
    let channels = channels.iter().map(|channel| channel_details(channel, policy)).collect();
    Ok(Json(DeliveryChannelList { status: OkWord::Ok, channels }))
}

/// Adds a channel (ours).
///
/// A webhook or a gateway on an address inside the house is refused unless the configuration allows it.
#[utoipa::path(
    post,
    path = "/api/nl43/_delivery/channels",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    request_body = DeliveryChannelBody,
    responses(
        (status = 200, body = DeliveryChannelKept),
        (status = 409, description = "There are 100 channels", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn add_channel(
    State(app): State<App>,
    body: JsonObject,
) -> Result<Json<DeliveryChannelKept>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let draft = read_channel(&mut fields, None, &app.config.delivery.policy);
    let draft = fields.finish_with(draft)?;
    let id = delivery::create_channel(&app, &draft).await?;
    Ok(kept(&app, id, draft))
}

/// Shows a channel; its secrets are `***` (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_delivery/channels/{channel_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("channel_id" = i64, Path, description = "Number of the channel")),
    responses(
        (status = 200, body = DeliveryChannelKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_channel(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryChannelKept>, ApiError> {
    let found = find(&app, channel_id(&path)?).await?;
    Ok(kept(&app, found.id, found.draft))
}

/// Replaces a channel; it keeps its kind, and a secret given as `***` (ours).
#[utoipa::path(
    put,
    path = "/api/nl43/_delivery/channels/{channel_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("channel_id" = i64, Path, description = "Number of the channel")),
    request_body = DeliveryChannelBody,
    responses(
        (status = 200, body = DeliveryChannelKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn put_channel(
    State(app): State<App>,
    path: PathObject,
    body: JsonObject,
) -> Result<Json<DeliveryChannelKept>, ApiError> {
    let found = find(&app, channel_id(&path)?).await?;
    let mut fields = Fields::new("body", &body.0);
    let draft = read_channel(&mut fields, Some(&found.draft), &app.config.delivery.policy);
    let draft = fields.finish_with(draft)?;
    delivery::put_channel(&app, found.id, &draft).await?;
    Ok(kept(&app, found.id, draft))
}

/// Deletes a channel that reaches nobody (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/_delivery/channels/{channel_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("channel_id" = i64, Path, description = "Number of the channel")),
    responses(
        (status = 200, body = DeliveryDeleted),
        (status = 404, body = Problem),
        (status = 409, description = "It reaches recipients, who are named", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_channel(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryDeleted>, ApiError> {
    let deleted = channel_id(&path)?;
    delivery::delete_channel(&app, deleted).await?;
    Ok(Json(DeliveryDeleted { status: OkWord::Ok, deleted }))
}

/// Sends a test by a channel at once, also by one that is switched off, and says what happened (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_delivery/channels/{channel_id}/test",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("channel_id" = i64, Path, description = "Number of the channel")),
    request_body = Option<DeliveryTestBody>,
    responses(
        (status = 200, body = DeliveryTested),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn test_channel(
    State(app): State<App>,
    path: PathObject,
    body: OptionalJsonObject,
) -> Result<Json<DeliveryTested>, ApiError> {
    let found = find(&app, channel_id(&path)?).await?;
    let mut fields = Fields::new("body", &body.0);
    let recipient = read_test(&mut fields, found.id, found.draft.kind);
    let recipient = fields.finish_with(recipient)?;
    let began = Instant::now();
    let outcome = app.delivery.send_test(found.id, recipient).await;
    Ok(Json(tested(&outcome, began)))
}

fn channel_id(path: &PathObject) -> Result<i64, ApiError> {
    let mut fields = Fields::new("path", &path.0);
    let id = fields.required_integer("channel_id");
    Ok(fields.finish_with(id)?)
}

async fn find(app: &App, id: i64) -> Result<StoredChannel, ApiError> {
    let channels = app.store.channels().await?;
    channels.into_iter().find(|channel| channel.id == id).ok_or(ApiError::NoChannel)
}

fn kept(app: &App, id: i64, draft: ChannelDraft) -> Json<DeliveryChannelKept> {
    let channel = channel_details(&StoredChannel { id, draft }, &app.config.delivery.policy);
    Json(DeliveryChannelKept { status: OkWord::Ok, channel })
}
