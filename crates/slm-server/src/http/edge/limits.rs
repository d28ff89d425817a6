//! Limits on what one request may cost.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::ApiError;

/// Longest body we read; the longest one that means anything to us has well under 4 KiB.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;

/// Longest time until an answer begins. The slowest routes ask a meter a dozen times with its pauses.
const ANSWER_LIMIT: Duration = Duration::from_mins(2);

/// Refuses bodies that announce their length before any of them is read.
pub(super) async fn refuse_long_bodies(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
    if length > MAX_BODY_BYTES as u64 {
        return ApiError::BodyTooLarge { limit: MAX_BODY_BYTES }.into_response();
    }
    next.run(request).await
}

/// Cycles answer when they are done: a search through a hundred store names takes minutes, a large folder over a mobile
/// link hours. They have limits of their own.
const CYCLE_LIMIT: Duration = Duration::from_hours(12);

/// Answers for a handler that does not.
pub(super) async fn end_in_time(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_cycle = ["/start-cycle", "/stop-cycle", "/restart"].iter().any(|action| path.ends_with(action));
    let limit = if is_cycle { CYCLE_LIMIT } else { ANSWER_LIMIT };
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| ApiError::TimedOut.into_response())
}

/// Answers for a handler that panicked; the panic itself is in the log.
#[expect(clippy::needless_pass_by_value, reason = "the form the layer asks for")]
pub(super) fn caught(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words.unwrap_or("no words"), "a request handler panicked");
    ApiError::Panicked.into_response()
}
