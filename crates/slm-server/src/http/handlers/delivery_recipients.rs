//! Recipients: those who are told.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    DeliveryDeleted, DeliveryRecipientBody, DeliveryRecipientKept, DeliveryRecipientList, DeliveryTested,
    Ok as OkWord, Problem, ValidationProblem,
};
use slm_domain::delivery::Recipient;

use crate::app::App;
use crate::delivery;
use crate::fields::Fields;
use crate::http::delivery::{read_recipient, recipient_details, tested};
use crate::http::problem::ApiError;
use crate::http::request::{JsonObject, PathObject};

/// Lists those who are told (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_delivery/recipients",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = DeliveryRecipientList)),
)]
pub(crate) async fn list_recipients(State(app): State<App>) -> Result<Json<DeliveryRecipientList>, ApiError> {
    let recipients = app.store.recipients().await?.iter().map(recipient_details).collect();
    Ok(Json(DeliveryRecipientList { status: OkWord::Ok, recipients }))
}

/// Adds a recipient (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_delivery/recipients",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    request_body = DeliveryRecipientBody,
    responses(
        (status = 200, body = DeliveryRecipientKept),
        (status = 409, description = "There are 1000 recipients", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn add_recipient(
    State(app): State<App>,
    body: JsonObject,
) -> Result<Json<DeliveryRecipientKept>, ApiError> {
    let mut recipient = read(&app, 0, &body).await?;
    recipient.id = delivery::create_recipient(&app, &recipient).await?;
    Ok(kept(&recipient))
}

/// Shows a recipient (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_delivery/recipients/{recipient_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("recipient_id" = i64, Path, description = "Number of the recipient")),
    responses(
        (status = 200, body = DeliveryRecipientKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_recipient(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryRecipientKept>, ApiError> {
    Ok(kept(&find(&app, recipient_id(&path)?).await?))
}

/// Replaces a recipient; what waits for it goes where it is now (ours).
#[utoipa::path(
    put,
    path = "/api/nl43/_delivery/recipients/{recipient_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("recipient_id" = i64, Path, description = "Number of the recipient")),
    request_body = DeliveryRecipientBody,
    responses(
        (status = 200, body = DeliveryRecipientKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn put_recipient(
    State(app): State<App>,
    path: PathObject,
    body: JsonObject,
) -> Result<Json<DeliveryRecipientKept>, ApiError> {
    let id = find(&app, recipient_id(&path)?).await?.id;
    let recipient = read(&app, id, &body).await?;
    delivery::put_recipient(&app, &recipient).await?;
    Ok(kept(&recipient))
}

/// Deletes a recipient that no rule names; what waits for it is not sent any more (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/_delivery/recipients/{recipient_id}",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("recipient_id" = i64, Path, description = "Number of the recipient")),
    responses(
        (status = 200, body = DeliveryDeleted),
        (status = 404, body = Problem),
        (status = 409, description = "Rules name it; the answer says which", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_recipient(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryDeleted>, ApiError> {
    let deleted = recipient_id(&path)?;
    delivery::delete_recipient(&app, deleted).await?;
    Ok(Json(DeliveryDeleted { status: OkWord::Ok, deleted }))
}

/// Sends a recipient a test at once, past quiet hours, and says what happened (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_delivery/recipients/{recipient_id}/test",
    tag = "delivery",
    extensions(("x-slmm" = json!(true))),
    params(("recipient_id" = i64, Path, description = "Number of the recipient")),
    responses(
        (status = 200, body = DeliveryTested),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn test_recipient(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<DeliveryTested>, ApiError> {
    let recipient = find(&app, recipient_id(&path)?).await?;
    let began = Instant::now();
    let outcome = app.delivery.send_test(recipient.channel, recipient).await;
    Ok(Json(tested(&outcome, began)))
}

fn recipient_id(path: &PathObject) -> Result<i64, ApiError> {
    let mut fields = Fields::new("path", &path.0);
    let id = fields.required_integer("recipient_id");
    Ok(fields.finish_with(id)?)
}

async fn find(app: &App, id: i64) -> Result<Recipient, ApiError> {
    let recipients = app.store.recipients().await?;
    recipients.into_iter().find(|recipient| recipient.id == id).ok_or(ApiError::NoRecipient)
}

async fn read(app: &App, id: i64, body: &JsonObject) -> Result<Recipient, ApiError> {
    let channels = app.store.channels().await?;
    let kind_of = |id| channels.iter().find(|channel| channel.id == id).map(|channel| channel.draft.kind);
    let mut fields = Fields::new("body", &body.0);
    let recipient = read_recipient(&mut fields, id, kind_of, &app.config.site.zone);
    Ok(fields.finish_with(recipient)?)
}

fn kept(recipient: &Recipient) -> Json<DeliveryRecipientKept> {
    Json(DeliveryRecipientKept { status: OkWord::Ok, recipient: recipient_details(recipient) })
}
