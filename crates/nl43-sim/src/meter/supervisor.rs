//! The control port: accepts, keeps to one connection, opens and closes as faults and settings demand.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::DuplexStream;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::connection::{Connection, ignore};
use super::port::Port;
use super::wire::Wire;
use super::{Condition, Occupancy, Order, Shared};
use crate::config::SecondConnection;
use crate::fault::{Fault, Line};
use crate::journal::Event;

/// How often time passes for a meter that nobody asks; bounds the work of a late question.
const HOUSEKEEPING: Duration = Duration::from_mins(1);
/// A client that closed at this very moment has left within this time.
const FAREWELL: Duration = Duration::from_millis(50);
/// After an accept that failed, as when files run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

pub(super) struct Supervisor {
    shared: Arc<Shared>,
    port: Port,
    dialled: mpsc::Receiver<DuplexStream>,
    condition: watch::Receiver<Condition>,
    connections: JoinSet<()>,
    housekeeping_at: Instant,
}

enum Woken {
    Accepted(io::Result<TcpStream>),
    Dialled(DuplexStream),
    Changed,
    Deadline,
    Cancelled,
}

impl Supervisor {
    pub(super) fn new(shared: Arc<Shared>, port: Port, dialled: mpsc::Receiver<DuplexStream>) -> Self {
        let condition = shared.condition.subscribe();
        // Spread over the minute, so that the meters of a fleet do not all wake at once.
        let share = f64::from(shared.addr.port() % 64) / 64.0;
        let housekeeping_at = super::now() + HOUSEKEEPING.mul_f64(share);
        Self { shared, port, dialled, condition, connections: JoinSet::new(), housekeeping_at }
    }

    pub(super) async fn run(mut self) {
        loop {
            let now = super::now();
            let deadline = self.keep_house(now);
            let woken = tokio::select! {
                () = self.shared.cancel.cancelled() => Woken::Cancelled,
                accepted = self.port.accept() => Woken::Accepted(accepted),
                Some(pipe) = self.dialled.recv() => Woken::Dialled(pipe),
                Ok(()) = self.condition.changed() => Woken::Changed,
                () = self.shared.slot_changed.notified() => Woken::Changed,
                Some(_) = self.connections.join_next() => Woken::Changed,
                () = super::sleep_until(Some(deadline)) => Woken::Deadline,
            };
            match woken {
                Woken::Accepted(Ok(stream)) => self.welcome(Wire::Tcp(stream)).await,
                Woken::Accepted(Err(error)) => {
                    tracing::warn!(%error, addr = %self.shared.addr, "simulated meter could not accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
                Woken::Dialled(pipe) => self.dialled(pipe).await,
                Woken::Changed | Woken::Deadline => {}
                Woken::Cancelled => break,
            }
        }
        while self.connections.join_next().await.is_some() {}
    }

    /// Does what is due, and says when the next thing is.
    fn keep_house(&mut self, now: Instant) -> Instant {
        if self.housekeeping_at <= now {
            self.shared.instrument().advance(now);
            self.housekeeping_at = now + HOUSEKEEPING;
        }
        let reboot_at = self.condition.borrow_and_update().reboot_at;
        if reboot_at.is_some_and(|at| at <= now) {
            self.shared.change(|condition| {
                condition.faults.remove(Fault::PowerLoss { reboot_after: Duration::ZERO }.name());
                condition.reboot_at = None;
            });
        }
        let (line, generation) = {
            let condition = self.condition.borrow_and_update();
            (condition.line, condition.generation)
        };
        let occupancy = match self.shared.config.second_connection {
            SecondConnection::Refuse => self.shared.occupancy(now),
            SecondConnection::Ignore | SecondConnection::Evict => Occupancy::Free,
        };
        let occupied = line == Line::Open && occupancy != Occupancy::Free;
        let line = if occupied { Line::Refusing } else { line };
        if let Err(error) = self.port.follow(line) {
            tracing::error!(%error, addr = %self.shared.addr, "simulated meter could not change its port");
        }
        self.shared.followed[0].send_replace(generation);
        let free_at = if let Occupancy::Lingering { until } = occupancy { Some(until) } else { None };
        [reboot_at.filter(|at| *at > now), free_at]
            .into_iter()
            .flatten()
            .fold(self.housekeeping_at, Instant::min)
    }

    /// A connection within the process meets the same port.
    async fn dialled(&mut self, pipe: DuplexStream) {
        let line = self.condition.borrow().line;
        match line {
            Line::Open | Line::Mute => self.welcome(Wire::Memory(pipe)).await,
            // Dropping the pipe is the refusal.
            Line::Refusing => drop(pipe),
            Line::Deaf => {
                let number = self.shared.number();
                self.park(number, Wire::Memory(pipe));
            }
        }
    }

    async fn welcome(&mut self, wire: Wire) {
        let number = self.shared.number();
        let mut served = self.shared.take_slot(number, super::now());
        if !served {
            tokio::time::sleep(FAREWELL).await;
            served = self.shared.take_slot(number, super::now());
        }
        if !served && self.shared.config.second_connection == SecondConnection::Evict {
            self.shared.orders.send_replace(Order::Reset { up_to: number - 1 });
            served = self.shared.evict_for(number);
        }
        if !served {
            return self.park(number, wire);
        }
        self.shared.journal.note(super::now(), number, Event::Opened { served: true });
        self.connections.spawn(Connection::serve(Arc::clone(&self.shared), number, wire));
    }

    fn park(&mut self, number: u32, wire: Wire) {
        self.shared.journal.note(super::now(), number, Event::Opened { served: false });
        self.connections.spawn(ignore(Arc::clone(&self.shared), number, wire));
    }
}
