//! Messages on their way, and those that are over.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use slm_api_types::{
    DeliveryDeleted, DeliveryMessageDetails, DeliveryMessageList, DeliveryResent, Ok as OkWord, Problem,
    ValidationProblem,
};
use slm_store::OutboxState;

use crate::app::App;
use crate::fields::Fields;
use crate::http::delivery::{attempt, counts, message_entry};
use crate::http::problem::ApiError;
use crate::http::request::{PathObject, QueryObject};

const DEFAULT_LIMIT: i64 = 50;
const MOST_MESSAGES: i64 = 500;
/// Attempts that are shown of one message; the plan has ten, and may be begun again.
const MOST_ATTEMPTS: u32 = 100;

/// Lists messages, each to one recipient, newest first (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_delivery/messages",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(
        ("state" = Option<String>, Query,
            description = "pending, sending, delivered, dead, withdrawn or digested; all unless given"),
        ("limit" = Option<i64>, Query, description = "At most so many, 1 to 500; 50 unless given"),
        ("before" = Option<i64>, Query, description = "Only those with smaller numbers"),
    ),
    responses(
        (status = 200, body = DeliveryMessageList),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn list_messages(
    State(app): State<App>,
    query: QueryObject,
) -> Result<Json<DeliveryMessageList>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let state = fields.parsed("state", state);
    let limit = fields.integer_within("limit", &(1..=MOST_MESSAGES)).unwrap_or(DEFAULT_LIMIT);
    let before = fields.integer("before");
    fields.finish()?;
    let messages =
        app.store.outbox(state.flatten(), before, u32::try_from(limit).unwrap_or_default()).await?;
    let counts = counts(app.store.outbox_counts(Timestamp::now()).await?);
    let messages = messages.into_iter().map(message_entry).collect();
    Ok(Json(DeliveryMessageList { status: OkWord::Ok, counts, messages }))
}

/// Shows a message to a recipient, and how it was tried (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_delivery/messages/{message_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("message_id" = i64, Path, description = "Number of the message")),
    responses(
        (status = 200, body = DeliveryMessageDetails),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_message(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryMessageDetails>, ApiError> {
    let id = message_id(&path)?;
    let message = app.store.outbox_entry(id).await?.ok_or(ApiError::NoMessage)?;
    let attempts = app.store.deliveries(Some(id), None, MOST_ATTEMPTS).await?;
    let attempts = attempts.into_iter().map(attempt).collect();
    Ok(Json(DeliveryMessageDetails { status: OkWord::Ok, message: message_entry(message), attempts }))
}

/// Forgets a message that did not arrive (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/_delivery/messages/{message_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("message_id" = i64, Path, description = "Number of the message")),
    responses(
        (status = 200, body = DeliveryDeleted),
        (status = 404, body = Problem),
        (status = 409, description = "It is no dead one", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_message(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryDeleted>, ApiError> {
    let deleted = message_id(&path)?;
    app.store.outbox_entry(deleted).await?.ok_or(ApiError::NoMessage)?;
    if !app.store.forget_dead(deleted).await? {
        return Err(ApiError::Conflict("Only a message that is dead can be forgotten"));
    }
    Ok(Json(DeliveryDeleted { status: OkWord::Ok, deleted }))
}

/// Begins again with a message that did not arrive (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_delivery/messages/{message_id}/resend",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("message_id" = i64, Path, description = "Number of the message")),
    responses(
        (status = 200, body = DeliveryResent),
        (status = 404, body = Problem),
        (status = 409, description = "It is no dead one", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn resend_message(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryResent>, ApiError> {
    let id = message_id(&path)?;
    app.store.outbox_entry(id).await?.ok_or(ApiError::NoMessage)?;
    if !app.store.send_again(id, Timestamp::now()).await? {
        return Err(ApiError::Conflict("Only a message that is dead can be sent again"));
    }
    app.delivery.wake();
    let message = app.store.outbox_entry(id).await?.ok_or(ApiError::NoMessage)?;
    Ok(Json(DeliveryResent { status: OkWord::Ok, message: message_entry(message) }))
}

fn message_id(path: &PathObject) -> Result<i64, ApiError> {
    let mut fields = Fields::new("path", &path.0);
    let id = fields.required_integer("message_id");
    Ok(fields.finish_with(id)?)
}

/// An empty text and `all` mean any.
fn state(text: &str) -> Result<Option<OutboxState>, String> {
    match text {
        "" | "all" => Ok(None),
        word => word
            .parse()
            .map(Some)
            .map_err(|_| "expected all, pending, sending, delivered, dead, withdrawn or digested".to_owned()),
    }
}
