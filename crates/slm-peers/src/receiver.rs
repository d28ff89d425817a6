//! A web server that keeps what it is sent, checks signatures with the standard's own library, and misbehaves on request.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::Authority;

type Body = BoxBody<Bytes, Infallible>;

/// A key of signatures.
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A request that came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Received {
    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// What the standard's own library says of the signature, and of its time, which must be now.
    pub fn is_signed_now(&self, secret: &str) -> bool {
        standardwebhooks::Webhook::new(secret).unwrap().verify(&self.body, &self.headers).is_ok()
    }

    /// The same at whatever time.
    pub fn is_signed(&self, secret: &str) -> bool {
        let (id, time) = (self.header("webhook-id"), self.header("webhook-timestamp").parse().unwrap());
        let signed = standardwebhooks::Webhook::new(secret).unwrap().sign(id, time, &self.body);
        signed.unwrap() == self.header("webhook-signature")
    }
}

/// What is answered next.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A status without a body.
    Status(u16),
    /// A status with a header.
    With(u16, &'static str, String),
    /// None.
    Silence,
    /// 200, and a body that does not end.
    Drip,
    /// So many bytes, more than anybody wants to read.
    Flood(usize),
}

/// A running web server.
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Listens on a port of its own.
    pub async fn start() -> Self {
        Self::listen(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// The same, over TLS.
    pub async fn secure(authority: &Authority) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::serve(listener, Some(authority.acceptor()))
    }

    /// Serves a listener that is there.
    pub fn listen(listener: TcpListener) -> Self {
        Self::serve(listener, None)
    }

    fn serve(listener: TcpListener, tls: Option<TlsAcceptor>) -> Self {
        let address = listener.local_addr().unwrap();
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let answers: Arc<Mutex<VecDeque<Answer>>> = Arc::default();
        let task = tokio::spawn(serve(listener, tls, Arc::clone(&received), Arc::clone(&answers)));
        Self { address, received, answers, task }
    }

    /// Its address with a path.
    pub fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// What is answered to the next requests; 200 to all others.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Answers everything with 200 from here.
    pub fn behave(&self) {
        self.answers.lock().unwrap().clear();
    }

    /// What has come.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (received, answers, tls) = (Arc::clone(&received), Arc::clone(&answers), tls.clone());
        connections.spawn(async move {
            let service = service_fn(|request| answer(request, &received, &answers));
            let server = hyper::server::conn::http1::Builder::new();
            let Some(tls) = tls else {
                return drop(server.serve_connection(TokioIo::new(stream), service).await);
            };
            if let Ok(stream) = tls.accept(stream).await {
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            }
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    received: &Mutex<Vec<Received>>,
    answers: &Mutex<VecDeque<Answer>>,
) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    received.lock().unwrap().push(Received {
        method: head.method.to_string(),
        target: head.uri.to_string(),
        headers: head.headers,
        body,
    });
    let next = answers.lock().unwrap().pop_front().unwrap_or(Answer::Status(200));
    let builder = Response::builder();
    let response = match next {
        Answer::Status(status) => builder.status(status).body(whole("")),
        Answer::With(status, name, value) => {
            builder.status(status).header(name, value).body(whole("slow down"))
        }
        Answer::Drip => {
            builder.body(StreamBody::new(stream::pending::<Result<Frame<Bytes>, Infallible>>()).boxed())
        }
        Answer::Flood(bytes) => builder.body(whole(vec![b'x'; bytes])),
        Answer::Silence => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            builder.body(whole(""))
        }
    };
    Ok(response.unwrap())
}

/// A body that is there as a whole.
fn whole(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).boxed()
}
