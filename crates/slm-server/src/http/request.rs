//! Bodies and query strings as JSON objects, ready for [`Fields`](crate::fields::Fields).

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value, json};
use slm_api_types::{FieldProblem, Place};

use super::edge::MAX_BODY_BYTES;
use super::problem::ApiError;

/// Longest time until a body has come. Routes that answer after hours would otherwise wait as long for it.
const BODY_LIMIT: Duration = Duration::from_secs(30);

/// A request body that is a JSON object.
pub(crate) struct JsonObject(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for JsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let is_json = is_json(request.headers());
        let bytes = whole(request, state).await?;
        if bytes.is_empty() {
            return Err(problem("missing", "Field required", Value::Null));
        }
        if !is_json {
            let input = String::from_utf8_lossy(&bytes).into_owned();
            return Err(no_object(input.into()));
        }
        match serde_json::from_slice::<Value>(&bytes) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            Ok(other) => Err(no_object(other)),
            Err(error) => Err(no_json(&bytes, &error)),
        }
    }
}

/// A request body that is a JSON object, or nothing: an empty body and `null` are an empty object.
pub(crate) struct OptionalJsonObject(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for OptionalJsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let bytes = whole(Request::from_parts(parts.clone(), body), state).await?;
        if bytes.is_empty() || (is_json(&parts.headers) && bytes.trim_ascii() == b"null") {
            return Ok(Self(Map::new()));
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        JsonObject::from_request(request, state).await.map(|JsonObject(object)| Self(object))
    }
}

/// `application/json` and its relatives, with any parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}

async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let bytes = tokio::time::timeout(BODY_LIMIT, Bytes::from_request(request, state)).await;
    bytes
        .map_err(|_| ApiError::BodyTooSlow { limit: BODY_LIMIT })?
        .map_err(|rejection| unreadable(&rejection))
}

/// Reads a body that nobody will look at. A connection that is closed over an unread one is reset, and takes what is left
/// of the answer with it.
pub(crate) async fn without_body(request: Request) -> Result<Request, ApiError> {
    let (parts, body) = request.into_parts();
    let read = tokio::time::timeout(BODY_LIMIT, axum::body::to_bytes(body, MAX_BODY_BYTES)).await;
    match read {
        Ok(Ok(_)) => Ok(Request::from_parts(parts, Body::empty())),
        Ok(Err(_)) => Err(ApiError::BodyTooLarge { limit: MAX_BODY_BYTES }),
        Err(_) => Err(ApiError::BodyTooSlow { limit: BODY_LIMIT }),
    }
}

fn unreadable(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::BodyTooLarge { limit: MAX_BODY_BYTES };
    }
    problem("json_invalid", "The body broke off", Value::Null)
}

fn no_object(input: Value) -> ApiError {
    problem(
        "model_attributes_type",
        "Input should be a valid dictionary or object to extract fields from",
        input,
    )
}

fn problem(kind: &str, msg: &str, input: Value) -> ApiError {
    let loc = vec!["body".into()];
    ApiError::Invalid(vec![FieldProblem { kind: kind.into(), loc, msg: msg.into(), input, ctx: None }])
}

fn no_json(bytes: &[u8], error: &serde_json::Error) -> ApiError {
    ApiError::Invalid(vec![FieldProblem {
        kind: "json_invalid".to_owned(),
        loc: vec!["body".into(), Place::Offset(offset(bytes, error))],
        msg: "JSON decode error".to_owned(),
        input: json!({}),
        ctx: Some(json!({"error": error.to_string()})),
    }])
}

/// Where reading stopped, in characters from the beginning.
fn offset(bytes: &[u8], error: &serde_json::Error) -> u64 {
    let line_start: usize = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let end = (line_start + error.column().saturating_sub(1)).min(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).chars().count() as u64
}

/// The query string as an object of texts; of a key given twice the last one counts.
pub(crate) struct QueryObject(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequestParts<S> for QueryObject {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(pairs) = pairs.map_err(|_| ApiError::UnknownPath)?;
        Ok(Self(pairs.into_iter().map(|(key, value)| (key, Value::String(value))).collect()))
    }
}

/// The parameters of the path as an object of texts, percent-decoded.
pub(crate) struct PathObject(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequestParts<S> for PathObject {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| ApiError::UnknownPath)?;
        Ok(Self(params.iter().map(|(key, value)| (key.to_owned(), value.into())).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(content_type: Option<&str>, body: &str) -> Result<Map<String, Value>, Value> {
        let mut request = Request::post("/");
        if let Some(value) = content_type {
            request = request.header(header::CONTENT_TYPE, value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        match JsonObject::from_request(request, &()).await {
            Ok(JsonObject(object)) => Ok(object),
            Err(ApiError::Invalid(problems)) => {
                Err(json!([problems[0].kind, serde_json::to_value(&problems[0].loc).unwrap()]))
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let never = Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        let began = tokio::time::Instant::now();
        let Err(error) = JsonObject::from_request(Request::new(never), &()).await else {
            panic!("no body came")
        };
        assert_eq!(error.to_string(), "Request body did not come within 30 s");
        assert_eq!(began.elapsed(), BODY_LIMIT);
    }

    #[tokio::test]
    async fn json_of_every_kind_is_read() {
        for kind in ["application/json", "application/json; charset=utf-8", "Application/Problem+JSON"] {
            assert_eq!(read(Some(kind), r#"{"a":1}"#).await.unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn anything_else_is_unreadable() {
        let check = async |kind, body, expected: Value| assert_eq!(read(kind, body).await, Err(expected));
        check(None, r#"{"a":1}"#, json!(["model_attributes_type", ["body"]])).await;
        check(Some("text/plain"), r#"{"a":1}"#, json!(["model_attributes_type", ["body"]])).await;
        let kind = Some("application/json");
        check(kind, "", json!(["missing", ["body"]])).await;
        check(kind, "[1]", json!(["model_attributes_type", ["body"]])).await;
        check(kind, "null", json!(["model_attributes_type", ["body"]])).await;
        check(kind, "{\"a\":\n é}", json!(["json_invalid", ["body", 7]])).await;
        check(kind, r#"{"a":NaN}"#, json!(["json_invalid", ["body", 5]])).await;
    }
}
