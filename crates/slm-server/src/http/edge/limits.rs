//! Limits on what one request may cost.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::http::problem::ApiError;

/// Longest body we read; the longest one that means anything to us has well under 4 KiB.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;

/// Longest time until an answer begins. The slowest routes ask a meter a dozen times with its pauses.
const ANSWER_LIMIT: Duration = Duration::from_mins(2);

/// Whether a body announces that it is too long, before any of it is read.
pub(super) fn is_too_long(request: &Request) -> bool {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
    length > MAX_BODY_BYTES as u64
}

/// Cycles answer when they are done: a search through a hundred store names takes minutes, a large folder over a mobile
/// link hours. They have limits of their own.
const CYCLE_LIMIT: Duration = Duration::from_hours(12);

/// Folders on a card are listed one by one before an answer begins, and each step has a time of its own, which says
/// what hangs. A large database is copied in minutes.
const FILES_LIMIT: Duration = Duration::from_hours(1);

/// How long a request may go without an answer.
pub(super) fn of(request: &Request) -> Duration {
    let path = request.uri().path();
    let is_cycle = ["/start-cycle", "/stop-cycle", "/restart"].iter().any(|action| path.ends_with(action));
    if is_cycle {
        CYCLE_LIMIT
    } else if path.split('/').nth(4) == Some("ftp") || path.ends_with("/_system/backup") {
        FILES_LIMIT
    } else {
        ANSWER_LIMIT
    }
}

/// Answers for a handler that panicked; the panic itself is in the log.
pub(super) fn caught(panic: &(dyn Any + Send)) -> Response {
    tracing::error!(panic = slm_domain::panic_text(panic), "a request handler panicked");
    ApiError::Panicked.into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn what_takes_long_by_its_nature_is_waited_for() {
        let check = |path: &str, expected: Duration| {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            assert_eq!(of(&request), expected, "{path}");
        };
        check("/api/nl43/gate/status", ANSWER_LIMIT);
        check("/api/nl43/gate/ftp/download-folder", FILES_LIMIT);
        check("/api/nl43/gate/ftp/files?path=/NL-43", FILES_LIMIT);
        check("/api/nl43/gate/stop-cycle", CYCLE_LIMIT);
    }
}
