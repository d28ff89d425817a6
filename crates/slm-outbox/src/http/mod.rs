//! One HTTP request to a stranger: no redirects, no proxy, no connection kept, everything bounded, and the address it
//! really goes to checked.

mod connect;

use std::time::Duration;

use bytes::Bytes;
use futures_util::TryFutureExt;
use http_body_util::{BodyExt, Full, Limited};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use slm_domain::delivery::{AddressPolicy, HttpUrl};
use tokio::time::{Instant, timeout, timeout_at};

use crate::outcome::{Outcome, causes};
use crate::tls::Trust;

/// Until the head of the answer is there. Standard Webhooks recommends 15 to 30 s.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// For the body after that: it changes nothing, and is only for people to read.
const BODY_PATIENCE: Duration = Duration::from_secs(3);

/// Bytes of an answer that are read; the rest says nothing to us.
const ANSWER_BYTES: usize = 16 * 1024;

/// Characters of an answer that people are shown.
const SHOWN_CHARS: usize = 200;

/// Makes requests.
#[derive(Clone)]
pub(crate) struct Client {
    trust: Trust,
    policy: AddressPolicy,
    patience: Duration,
}

/// What is asked.
pub(crate) struct Call<'a> {
    pub(crate) url: &'a HttpUrl,
    /// Path and query.
    pub(crate) target: &'a str,
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) content_type: &'a str,
    pub(crate) body: Bytes,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<Duration>,
    /// The beginning of its body, for people.
    pub(crate) excerpt: String,
}

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    #[error("{host}: {refused}")]
    Refused { host: String, refused: slm_domain::delivery::AddressRefused },
    #[error("{0} cannot be sent as a request")]
    Unusable(&'static str),
    #[error("{0}")]
    Failed(String),
    #[error("no answer within {} s", .0.as_secs_f32())]
    TimedOut(Duration),
}

impl Client {
    pub(crate) fn new(trust: Trust, policy: AddressPolicy, patience: Duration) -> Self {
        Self { trust, policy, patience }
    }

    /// Makes one request, `now` being the time for whoever asks to be asked again at a date.
    pub(crate) async fn call(&self, call: Call<'_>, now: Timestamp) -> Result<Answer, CallError> {
        let deadline = Instant::now() + self.patience;
        let timed_out = |_| CallError::TimedOut(self.patience);
        let request =
            request(call.url, call.target, call.method, call.headers, call.content_type, call.body)?;
        let connecting = connect::connect(call.url, &self.policy, &self.trust);
        let stream = timeout_at(deadline, connecting).await.map_err(timed_out)??;
        let failed = |error: hyper::Error| CallError::Failed(causes(&error));
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .handshake(TokioIo::new(stream))
            .await
            .map_err(failed)?;
        let exchange = async {
            let response = timeout_at(deadline, sender.send_request(request).map_err(failed));
            let response = response.await.map_err(timed_out)??;
            let (head, body) = response.into_parts();
            // A body that is too long, breaks off or never ends changes nothing about what the status says.
            let body = Limited::new(body, ANSWER_BYTES).collect();
            let body = timeout(BODY_PATIENCE.min(self.patience), body).await.ok().and_then(Result::ok);
            let bytes = body.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            Ok(Answer {
                status: head.status,
                retry_after: head.headers.get(RETRY_AFTER).and_then(|value| retry_after(value, now)),
                excerpt: excerpt(&bytes),
            })
        };
        // The connection ends with the answer: whatever else it does is of no interest.
        tokio::select! {
            // An answer that came counts, also where the connection broke after it.
            biased;
            answer = exchange => answer,
            Err(error) = connection => Err(failed(error)),
        }
    }
}

fn request(
    url: &HttpUrl,
    target: &str,
    method: Method,
    mut headers: HeaderMap,
    content_type: &str,
    body: Bytes,
) -> Result<Request<Full<Bytes>>, CallError> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| CallError::Unusable("a header"));
    headers.insert(HOST, value(&url.authority())?);
    headers.insert(USER_AGENT, HeaderValue::from_static(concat!("slmm/", env!("CARGO_PKG_VERSION"))));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    if method != Method::GET {
        headers.insert(CONTENT_TYPE, value(content_type)?);
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .body(Full::new(body))
        .map_err(|_| CallError::Unusable("the address"))?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Adds a header to those of a call.
pub(crate) fn add_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), CallError> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| CallError::Unusable("a header"))?;
    let mut value = HeaderValue::from_str(value).map_err(|_| CallError::Unusable("a header"))?;
    value.set_sensitive(true);
    headers.append(name, value);
    Ok(())
}

/// Seconds, or a date.
fn retry_after(value: &HeaderValue, now: Timestamp) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(date.duration_since(now).try_into().unwrap_or_default())
}

/// The beginning of an answer on one line.
fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|letter| !letter.is_control()).take(SHOWN_CHARS).collect()
}

/// What the answer to a delivery means: arrived, gone for good, or to be tried again.
pub(crate) fn judge(host: &str, answer: Result<Answer, CallError>) -> Outcome {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error @ (CallError::Refused { .. } | CallError::Unusable(_))) => {
            return Outcome::GiveUp(error.to_string());
        }
        Err(error) => return Outcome::retry(format!("{host}: {error}")),
    };
    let said = if answer.excerpt.is_empty() { String::new() } else { format!(": {}", answer.excerpt) };
    let words = format!("{host} answered {}{said}", answer.status);
    match answer.status {
        status if status.is_success() => Outcome::Delivered(words),
        StatusCode::GONE => Outcome::GiveUp(words),
        status if status.is_redirection() => Outcome::retry(format!(
            "{words} (redirects are not followed: put the new address into the channel)"
        )),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Outcome::RetryLater { reason: words, after: answer.retry_after }
        }
        _ => Outcome::retry(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, retry_after: Option<u64>) -> Outcome {
        let answer = Answer {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: retry_after.map(Duration::from_secs),
            excerpt: String::new(),
        };
        judge("hooks.example", Ok(answer))
    }

    #[test]
    fn a_status_says_what_follows() {
        assert!(judged(204, None).arrived());
        assert!(matches!(judged(410, None), Outcome::GiveUp(_)));
        for later in [301, 400, 401, 404, 500, 502] {
            assert!(matches!(judged(later, Some(9)), Outcome::RetryLater { after: None, .. }), "{later}");
        }
        let asked = Some(Duration::from_secs(9));
        assert!(matches!(judged(429, Some(9)), Outcome::RetryLater { after, .. } if after == asked));
        assert!(matches!(judged(503, Some(9)), Outcome::RetryLater { after, .. } if after == asked));
    }

    #[test]
    fn patience_is_asked_in_seconds_or_by_a_date() {
        let now = "2026-06-09T12:00:00Z".parse().unwrap();
        let check = |text: &'static str, expected: Option<u64>| {
            let read = retry_after(&HeaderValue::from_static(text), now);
            assert_eq!(read, expected.map(Duration::from_secs), "{text}");
        };
        check("120", Some(120));
        check("Tue, 09 Jun 2026 12:01:30 GMT", Some(90));
        check("Tue, 09 Jun 2026 11:00:00 GMT", Some(0));
        check("soon", None);
        check("-5", None);
    }
}
