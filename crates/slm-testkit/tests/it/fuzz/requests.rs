//! Requests to one operation: some that fit its description, and many that do not.

use std::fmt::Write;

use serde_json::Value;

use super::document::{Document, Operation, Parameter};
use super::random::Random;
use super::values::{Known, fitting, hostile, hostile_text, spoilt};
use super::wire::Request;

/// Bodies longer than the server reads.
const TOO_LONG: [usize; 2] = [64 * 1024 + 1, 200 * 1024];

/// Makes requests to one operation.
pub(super) struct Maker<'a> {
    pub(super) document: &'a Document,
    pub(super) operation: &'a Operation,
    pub(super) known: &'a Known,
    pub(super) random: Random,
}

impl Maker<'_> {
    /// A request that the description allows.
    pub(super) fn fitting(&mut self) -> Request {
        let target = self.target(|maker, parameter| Some(maker.fitting_text(parameter)));
        let mut request = self.request(target);
        if let Some(schema) = &self.operation.body {
            let body = fitting(self.document, self.known, &mut self.random, "", schema);
            set_json(&mut request, body.to_string());
        }
        request
    }

    /// A request with something wrong about it, most of the time.
    pub(super) fn spoilt(&mut self) -> Request {
        let mut request = self.fitting();
        match self.random.below(if self.operation.body.is_some() { 10 } else { 4 }) {
            0 => request.target = self.spoilt_target(true),
            1 => request.target = self.spoilt_target(false),
            2 => request.headers = self.spoilt_headers(),
            3 => set_json(&mut request, hostile(&mut self.random).to_string()),
            4 => {
                request.body = Some(self.spoilt_text());
            }
            5 => request.headers = self.spoilt_headers(),
            _ => self.spoil_body(&mut request),
        }
        request
    }

    /// Requests with mistakes that every operation gets.
    pub(super) fn standing(&mut self) -> Vec<Request> {
        let mut requests = Vec::new();
        let mut names =
            vec!["nobody", "off", "gone", "..%2f..%2fx", "%2e%2e", "%00", "gate%00", "a%0d%0aReset"];
        names.extend([
            "%1a", "%ff%fe", "%zz", "%", "_monitor", "_x", "roster", "%C3%BC", "a%20b", "%20", "~", "'",
        ]);
        let long = "x".repeat(5_000);
        names.extend(["a,b", "..;", "%252e%252e", "%5c..%5c", "%e2%80%ae", &long]);
        if self.operation.path.contains("{unit_id}") {
            for name in names {
                let mut request = self.fitting();
                let place = self.operation.path.find("{unit_id}").unwrap_or_default();
                let (before, _) = self.operation.path.split_at(place);
                let after = request.target.split_at(before.len()).1;
                let after = after.find('/').map(|end| after[end..].to_owned()).unwrap_or_default();
                request.target = format!("{before}{name}{after}");
                // `_monitor/status` is a route of its own.
                if !self.document.has_path(&request.target) {
                    requests.push(request);
                }
            }
        }
        if self.operation.body.is_some() {
            for length in TOO_LONG {
                let mut request = self.fitting();
                request.body = Some(format!("{{\"x\":\"{}\"}}", "y".repeat(length - 8)).into_bytes());
                requests.push(request);
            }
            let mut without = self.fitting();
            (without.body, without.headers) = (None, Vec::new());
            requests.push(without);
        }
        requests
    }

    fn request(&self, target: String) -> Request {
        let mut headers = Vec::new();
        if self.operation.is_websocket() {
            let fields =
                [("connection", "upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13")];
            headers.extend(fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
            headers.push(("sec-websocket-key".to_owned(), "dGhlIHNhbXBsZSBub25jZQ==".to_owned()));
        }
        Request { method: self.operation.method.clone(), target, headers, body: None }
    }

    /// Path and query; a parameter without text is left out, or stays as the template has it.
    fn target(&mut self, mut text: impl FnMut(&mut Self, &Parameter) -> Option<String>) -> String {
        let mut path = self.operation.path.clone();
        let mut query = Vec::new();
        for parameter in &self.operation.parameters {
            let may_miss = !parameter.in_path && !parameter.required;
            if may_miss && self.random.once_in(3) {
                continue;
            }
            let Some(text) = text(self, parameter) else { continue };
            if parameter.in_path {
                path = path.replace(&format!("{{{}}}", parameter.name), &encoded(&text));
            } else {
                query.push(format!("{}={}", parameter.name, encoded(&text)));
            }
        }
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    fn fitting_text(&mut self, parameter: &Parameter) -> String {
        let value = fitting(self.document, self.known, &mut self.random, &parameter.name, &parameter.schema);
        match value.as_str() {
            Some("") if parameter.in_path => "x".to_owned(),
            Some(text) => text.to_owned(),
            None => value.to_string(),
        }
    }

    fn spoilt_target(&mut self, in_path: bool) -> String {
        let mut target = self.target(|maker, parameter| {
            if parameter.in_path == in_path && !maker.random.once_in(3) {
                Some(hostile_text(&mut maker.random))
            } else {
                Some(maker.fitting_text(parameter))
            }
        });
        if !in_path && self.random.once_in(3) {
            let sign = if target.contains('?') { '&' } else { '?' };
            let more =
                ["x=1", "=", "&&&", "%", "%00=%00", "hours=1&hours=x", "limit[]=1", "%ff=%ff", "a=b=c"];
            target = format!("{target}{sign}{}", self.random.pick(&more));
        }
        target
    }

    fn spoilt_headers(&mut self) -> Vec<(String, String)> {
        let kinds = [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/problem+json",
            "application/jsonx",
            "APPLICATION/JSON",
            ";",
            "",
        ];
        let mut headers = vec![("content-type".to_owned(), (*self.random.pick(&kinds)).to_owned())];
        let others = [
            ("accept", "image/png"),
            ("accept-encoding", "br, *;q=0"),
            ("expect", "100-continue"),
            ("last-event-id", "x"),
            ("last-event-id", "18446744073709551616:1"),
            ("range", "bytes=5-1"),
            ("if-match", "*"),
            ("upgrade", "h2c"),
            ("cookie", "a=b"),
            ("origin", "null"),
            ("x-forwarded-for", "198.51.100.7"),
        ];
        let (name, value) = *self.random.pick(&others);
        headers.push((name.to_owned(), value.to_owned()));
        headers
    }

    fn spoil_body(&mut self, request: &mut Request) {
        let Some(schema) = &self.operation.body else { return };
        let good = request.body.as_deref().and_then(|body| serde_json::from_slice::<Value>(body).ok());
        let body = spoilt(self.document, &mut self.random, schema, &good.unwrap_or_default());
        set_json(request, body.to_string());
    }

    /// A body that is no JSON, or a strange one.
    fn spoilt_text(&mut self) -> Vec<u8> {
        let mut texts: Vec<Vec<u8>> = [
            "",
            "{",
            "{}}",
            "nul",
            "null",
            "[]",
            "1",
            "\"text\"",
            "{\"a\":NaN}",
            "{\"a\":1e999}",
            "{'a':1}",
            "{\"a\":1,}",
            "\u{feff}{}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\t\"}",
            "// no\n{}",
        ]
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect();
        texts.push(b"{\"a\":\"\xff\xfe\"}".to_vec());
        texts.push("[".repeat(60_000).into_bytes());
        texts.push("{\"a\":".repeat(10_000).into_bytes());
        texts.push(format!("{}{{}}{}", "[".repeat(100), "]".repeat(100)).into_bytes());
        let schema = self.operation.body.as_ref().map(|schema| self.document.resolved(schema));
        let names = schema.and_then(|schema| schema["properties"].as_object());
        if let Some(name) = names.and_then(|names| names.keys().next()) {
            texts.push(format!("{{\"{name}\":1,\"{name}\":\"x\",\"{name}\":null}}").into_bytes());
        }
        self.random.pick(&texts).clone()
    }
}

fn set_json(request: &mut Request, text: String) {
    request.headers.retain(|(name, _)| name != "content-type");
    request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
    request.body = Some(text.into_bytes());
}

/// Percent-encodes everything but letters, digits and a few signs. Heads longer than 32 KiB never reach a route.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes().take(5_000) {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
