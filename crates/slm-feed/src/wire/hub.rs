//! All WebSocket connections of a service.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};

use super::outlet::Outlet;
use super::socket::limit_kernel_buffers;
use super::thread::WalkThread;
use crate::feed::now;
use crate::{CloseReason, Encoding, Feed, Since, Totals, lock};

/// Limits of a hub.
#[derive(Debug, Clone)]
pub struct HubOptions {
    /// Connections at once. Default 20,000.
    pub max_outlets: usize,
    /// Feeds on one connection. Default 1,024.
    pub max_feeds: usize,
    /// A client that was not heard for this long is pinged. Default 12 s.
    pub ping_after: Duration,
    /// A client that was not heard for this long is closed. Default 27 s, so that it is gone within 30 s.
    pub dead_after: Duration,
    /// A client that does not take one message within this time is closed. Default 5 s.
    pub write_limit: Duration,
    /// How long a goodbye may take. Default 1 s.
    pub linger: Duration,
    /// How often the connections are checked for all of this. Default 1 s.
    pub sweep_every: Duration,
    /// Longest message a client may send; it is discarded anyway. Default 64 KiB.
    pub max_client_message: u64,
    /// Size of the kernel's send buffer; the system's own choice when `None`. Default 32 KiB.
    pub send_buffer: Option<usize>,
    /// How much may wait unsent in the kernel (Linux). Default 8 KiB.
    pub not_sent: Option<u32>,
}

impl Default for HubOptions {
    fn default() -> Self {
        Self {
            max_outlets: 20_000,
            max_feeds: 1_024,
            ping_after: Duration::from_secs(12),
            dead_after: Duration::from_secs(27),
            write_limit: Duration::from_secs(5),
            linger: Duration::from_secs(1),
            sweep_every: Duration::from_secs(1),
            max_client_message: 64 * 1024,
            send_buffer: Some(32 * 1024),
            not_sent: Some(8 * 1024),
        }
    }
}

/// How one connection wants to be served.
#[derive(Debug, Clone, Default)]
pub struct OutletOptions {
    /// The form of its frames.
    pub encoding: Encoding,
    /// Text messages before any frame, in this order.
    pub first: Vec<Bytes>,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Why.
    pub reason: CloseReason,
    /// How the subscriber fared, summed over all its feeds.
    pub totals: Totals,
}

/// Counts since the hub was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HubCounters {
    /// Connections now.
    pub outlets: usize,
    /// Connections served so far.
    pub served: u64,
    /// Closed because they were too slow.
    pub too_slow: u64,
    /// Closed because they answered no ping.
    pub unresponsive: u64,
    /// Turned away because there was no room.
    pub refused: u64,
}

/// Serves WebSocket connections, after their handshake, from any number of feeds.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
}

/// What all connections of a hub share.
pub(super) struct Shared {
    pub(super) options: HubOptions,
    outlets: watch::Sender<usize>,
    closing: Mutex<Option<CloseReason>>,
    newcomers: Mutex<Newcomers>,
    hurry: Notify,
    walkers: OnceLock<WalkThread>,
    served: AtomicU64,
    too_slow: AtomicU64,
    unresponsive: AtomicU64,
    refused: AtomicU64,
}

#[derive(Default)]
struct Newcomers {
    outlets: Vec<Arc<Outlet>>,
    /// The sweep lives while there are connections.
    sweeping: bool,
}

impl Hub {
    /// A hub without connections.
    pub fn new(options: HubOptions) -> Self {
        let shared = Shared {
            options,
            outlets: watch::Sender::new(0),
            closing: Mutex::new(None),
            newcomers: Mutex::default(),
            hurry: Notify::new(),
            walkers: OnceLock::new(),
            served: AtomicU64::new(0),
            too_slow: AtomicU64::new(0),
            unresponsive: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Whether another connection would be served, so that a handshake may be refused in time.
    pub fn has_room(&self) -> bool {
        *self.shared.outlets.borrow() < self.shared.options.max_outlets
            && lock(&self.shared.closing).is_none()
    }

    /// Serves a connection whose handshake is done, until it ends.
    ///
    /// `early` are bytes that arrived together with the handshake. Each feed shows its present state at once, or
    /// replays what was missed since the given frame. Dropping the future cuts the connection.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn serve(
        &self,
        stream: TcpStream,
        early: &[u8],
        follows: Vec<(Arc<Feed>, Option<Since>)>,
        options: OutletOptions,
    ) -> Serving {
        let OutletOptions { encoding, first } = options;
        let limits = &self.shared.options;
        let refusal = match *lock(&self.shared.closing) {
            Some(reason) => Some(reason),
            None if *self.shared.outlets.borrow() >= limits.max_outlets => Some(CloseReason::Full),
            None if follows.len() > limits.max_feeds => Some(CloseReason::TooManyUnits),
            None if follows.is_empty() => Some(CloseReason::Done),
            None => None,
        };
        limit_kernel_buffers(&stream, limits.send_buffer, limits.not_sent);
        let outlet = Outlet::new(stream, encoding, &first, follows.len(), Arc::clone(&self.shared));
        self.shared.outlets.send_modify(|count| *count += 1);
        self.shared.served.fetch_add(1, Ordering::Relaxed);
        match refusal {
            Some(reason) => outlet.close(reason),
            None => outlet.follow(follows),
        }
        outlet.take_early(early);
        self.admit(Arc::clone(&outlet));
        Serving { outlet, shared: Arc::clone(&self.shared) }
    }

    /// Sends one text message and closes; for answers such as "no such unit", which WebSocket clients cannot read
    /// from a refused handshake.
    pub fn turn_away(&self, stream: TcpStream, message: Bytes, reason: CloseReason) -> Serving {
        let limits = &self.shared.options;
        limit_kernel_buffers(&stream, limits.send_buffer, limits.not_sent);
        let outlet = Outlet::new(stream, Encoding::default(), &[message], 0, Arc::clone(&self.shared));
        self.shared.outlets.send_modify(|count| *count += 1);
        outlet.close(reason);
        self.admit(Arc::clone(&outlet));
        Serving { outlet, shared: Arc::clone(&self.shared) }
    }

    /// Closes all connections, and every later one, with this reason. Returns when all have ended, after
    /// [`HubOptions::linger`] at the latest.
    pub async fn close_all(&self, reason: CloseReason) {
        lock(&self.shared.closing).get_or_insert(reason);
        self.shared.hurry.notify_one();
        let mut outlets = self.shared.outlets.subscribe();
        let all_gone = outlets.wait_for(|count| *count == 0);
        // The sweep cuts what is left.
        let _ = tokio::time::timeout(self.shared.options.linger, all_gone).await;
    }

    /// Counts since the hub was made.
    pub fn counters(&self) -> HubCounters {
        let shared = &self.shared;
        HubCounters {
            outlets: *shared.outlets.borrow(),
            served: shared.served.load(Ordering::Relaxed),
            too_slow: shared.too_slow.load(Ordering::Relaxed),
            unresponsive: shared.unresponsive.load(Ordering::Relaxed),
            refused: shared.refused.load(Ordering::Relaxed),
        }
    }

    fn admit(&self, outlet: Arc<Outlet>) {
        let mut newcomers = lock(&self.shared.newcomers);
        newcomers.outlets.push(outlet);
        if !newcomers.sweeping {
            newcomers.sweeping = true;
            tokio::spawn(sweep(Arc::clone(&self.shared)));
        }
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("counters", &self.counters()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("options", &self.options).finish_non_exhaustive()
    }
}

/// One connection while it lasts. Resolves when it has ended; dropping it cuts the connection.
#[derive(Debug)]
#[must_use = "the connection is cut when this is dropped"]
pub struct Serving {
    outlet: Arc<Outlet>,
    shared: Arc<Shared>,
}

impl Future for Serving {
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ended> {
        let reason = ready!(self.outlet.poll(cx));
        self.shared.note(reason);
        Poll::Ready(Ended { reason, totals: self.outlet.end() })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.outlet.end();
        self.shared.outlets.send_modify(|count| *count -= 1);
    }
}

impl Shared {
    /// Where walkers run.
    pub(super) fn walkers(&self) -> &Handle {
        self.walkers.get_or_init(WalkThread::start).handle()
    }

    fn note(&self, reason: CloseReason) {
        let counter = match reason {
            CloseReason::TooSlow => &self.too_slow,
            CloseReason::Unresponsive => &self.unresponsive,
            CloseReason::Full => &self.refused,
            _ => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Checks all connections once a second: one task instead of a timer each.
async fn sweep(shared: Arc<Shared>) {
    let mut outlets = Vec::new();
    loop {
        let closing = *lock(&shared.closing);
        let pause = if closing.is_some() { LAST_SWEEPS } else { shared.options.sweep_every };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shared.hurry.notified() => {}
        }
        {
            let mut newcomers = lock(&shared.newcomers);
            outlets.append(&mut newcomers.outlets);
            if outlets.is_empty() {
                newcomers.sweeping = false;
                return;
            }
        }
        let closing = *lock(&shared.closing);
        let mut index = 0;
        let mut since_pause = 0;
        while let Some(outlet) = outlets.get(index) {
            if outlet.sweep(now(), closing) {
                index += 1;
            } else {
                outlets.swap_remove(index);
            }
            since_pause += 1;
            if since_pause == SWEPT_AT_ONCE {
                since_pause = 0;
                tokio::task::yield_now().await;
            }
        }
        if outlets.len() * 4 < outlets.capacity() {
            outlets.shrink_to(outlets.len() * 2);
        }
    }
}

/// How often connections are checked while all are being closed.
const LAST_SWEEPS: Duration = Duration::from_millis(100);
/// Then other tasks of the thread get their turn.
const SWEPT_AT_ONCE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vanished_client_is_noticed_within_half_a_minute() {
        let options = HubOptions::default();
        let latest = options.dead_after + options.sweep_every + options.linger;
        assert!(latest < Duration::from_secs(30), "{latest:?}");
        let first_ping = options.ping_after + options.sweep_every;
        assert!(
            options.dead_after > first_ping + Duration::from_secs(10),
            "time for an answer over a slow line"
        );
    }
}
