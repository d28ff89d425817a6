//! The listening socket, its connections, and the orderly end.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use slm_feed::CloseReason;
use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::http::{self, Edge};
use crate::start_error::StartError;

/// Connections that wait to be accepted.
const BACKLOG: u32 = 4096;
/// Plain connections at once; those that became WebSockets are not counted here.
const MAX_CONNECTIONS: usize = 8192;
/// A request's first line and headers together, in bytes.
const MAX_HEAD_BYTES: usize = 32 * 1024;
const MAX_HEADERS: usize = 64;
/// Longest time for a request's head to arrive, and for a connection to idle between requests.
const HEAD_LIMIT: Duration = Duration::from_secs(30);
/// A peer that acknowledges nothing for this long is gone.
const PEER_LIMIT: Duration = Duration::from_secs(25);
/// How long commands in flight may take once the end was announced: an answer's own time-out.
const LINES_WITHIN: Duration = Duration::from_secs(5);
/// How long requests may still run after that.
const LAST_ANSWERS_WITHIN: Duration = Duration::from_secs(1);
/// How long messages under way may take to arrive, and what became of them to be noted.
const LAST_MESSAGES_WITHIN: Duration = Duration::from_secs(3);
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// The service, listening but not yet serving.
pub struct Server {
    app: App,
    edge: Arc<Edge>,
    listener: TcpListener,
    address: SocketAddr,
    tasks: JoinSet<()>,
    /// Given up last.
    _folder: DataFolder,
}

impl Server {
    /// Takes the data folder, opens the database, loads the roster and listens.
    ///
    /// # Errors
    /// [`StartError`] says what cannot be used.
    pub async fn bind(config: Config) -> Result<Self, StartError> {
        let folder = DataFolder::take(&config.data.folder)?;
        // First the port: a second instance must not touch the meters.
        let listener = listen(&config.http.host, config.http.port).await?;
        let address = listener
            .local_addr()
            .map_err(|reason| StartError::Listen { address: config.http.host.clone(), reason })?;
        let mut tasks = JoinSet::new();
        let app = App::start(config, &mut tasks).await?;
        let edge = Arc::new(http::router(&app));
        Ok(Self { app, edge, listener, address, tasks, _folder: folder })
    }

    /// The address it listens on, with the port that was chosen when 0 was asked for.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` resolves, then ends everything in order: no new connections, live clients told to come
    /// back, commands in flight finished, readings written. Takes at most ten seconds.
    pub async fn run(mut self, shutdown: impl Future<Output = ()>) {
        tracing::info!(address = %self.address, "listening on http://{}", self.address);
        let (stop, stopped) = watch::channel(false);
        let mut connections = JoinSet::new();
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut shutdown = pin!(shutdown);
        loop {
            let accepted = tokio::select! {
                () = &mut shutdown => break,
                accepted = accept(&self.listener, &places) => accepted,
                Some(_) = connections.join_next() => continue,
            };
            let Some((stream, place)) = accepted else { continue };
            connections.spawn(serve(stream, Arc::clone(&self.edge), stopped.clone(), place));
        }
        drop(self.listener);
        // Whoever still listens has gone with the sender otherwise.
        let _ = stop.send(true);
        finish(&self.app, connections).await;
        self.tasks.shutdown().await;
    }
}

/// Ends what is running, in the order in which it depends on each other.
async fn finish(app: &App, mut connections: JoinSet<()>) {
    tracing::info!("shutting down");
    let began = tokio::time::Instant::now();
    // What takes long is interrupted while viewers can still be told.
    app.operations.close().await;
    app.collector.stop();
    // Viewers first: they hear it from the hub. Then the lines, whose end answers the requests that wait for them.
    let lines = tokio::time::timeout(LINES_WITHIN, app.fleet.shutdown());
    // What is told is in the store: what does not leave any more, leaves after the next start.
    let messages = tokio::time::timeout(LAST_MESSAGES_WITHIN, app.delivery.stop());
    let ((), lines, messages) = tokio::join!(app.hub.close_all(CloseReason::Restart), lines, messages);
    if messages.is_err() {
        tracing::warn!("messages under way are sent again after the next start");
    }
    if lines.is_err() {
        tracing::warn!("some meters did not finish their last command");
    }
    let last_answers = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_ANSWERS_WITHIN, last_answers).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    connections.shutdown().await;
    if !app.observer.connections.flush().await {
        tracing::error!("the last events of connections could not be written");
    }
    if !app.observer.rules.save().await {
        tracing::error!("the state of the alert rules could not be written");
    }
    if !app.recorder.flush().await {
        let lost = app.recorder.waiting();
        tracing::error!(lost, "the last readings could not be written");
    }
    if tokio::time::timeout(CLOSE_WITHIN, app.store.close()).await.is_err() {
        tracing::warn!("the database was still busy");
    }
    tracing::info!(took_ms = began.elapsed().as_millis(), "ended");
}

async fn listen(host: &str, port: u16) -> Result<TcpListener, StartError> {
    let address = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let fail = |reason| StartError::Listen { address: address.clone(), reason };
    let mut last = std::io::Error::new(std::io::ErrorKind::NotFound, "the name has no address");
    for candidate in tokio::net::lookup_host((host, port)).await.map_err(fail)? {
        match listen_on(candidate) {
            Ok(listener) => return Ok(listener),
            Err(reason) => last = reason,
        }
    }
    Err(fail(last))
}

fn listen_on(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A restart must not wait for the connections of the instance before.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Waits for a place and a connection.
///
/// # Cancel safety
/// A connection that was accepted is returned; nothing is lost before.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(error) => {
            // Out of file descriptors, most likely; the connection stays in the backlog.
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

/// Serves one connection until it ends or becomes a WebSocket.
async fn serve(
    stream: TcpStream,
    edge: Arc<Edge>,
    mut stopped: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    if let Err(error) = watch_peer(&stream) {
        tracing::debug!(%error, "a connection's options could not be set");
    }
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let edge = Arc::clone(&edge);
        async move { Ok::<_, Infallible>(edge.answer(request.map(Body::new)).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = told(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Waits for the end to be announced.
async fn told(stopped: &mut watch::Receiver<bool>) {
    // The announcer being gone means the same.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Notices peers that vanish without a goodbye.
fn watch_peer(stream: &TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let probes = TcpKeepalive::new().with_time(Duration::from_secs(10)).with_interval(Duration::from_secs(5));
    socket.set_tcp_keepalive(&probes.with_retries(3))?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(PEER_LIMIT))?;
    Ok(())
}
