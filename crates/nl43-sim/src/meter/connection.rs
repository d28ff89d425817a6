//! One connection: all waiting for it happens here, all deciding in [`Dialogue`].

use std::sync::Arc;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::watch;

use super::dialogue::Dialogue;
use super::wire::Wire;
use super::{Condition, Order, Shared};
use crate::fault::{Fault, Line};
use crate::journal::{ClosedBy, Event};

/// What a connection waits for next.
enum Woken {
    Received(usize),
    Written { count: usize, begun: Instant },
    Deadline,
    Condition,
    Ordered,
    Ended,
}

/// How a connection goes on.
enum Fate {
    GoOn,
    /// The meter resets it.
    Reset,
    /// The meter closes it in good order.
    Close,
    /// It stays open and silent.
    Silent,
    /// The client is gone.
    Gone,
}

pub(super) struct Connection {
    shared: Arc<Shared>,
    number: u32,
    reader: ReadHalf<Wire>,
    writer: WriteHalf<Wire>,
    buffer: Box<[u8; 512]>,
    dialogue: Dialogue,
    condition: watch::Receiver<Condition>,
    orders: watch::Receiver<Order>,
}

impl Connection {
    /// Serves a connection that holds the slot, until it ends.
    pub(super) async fn serve(shared: Arc<Shared>, number: u32, wire: Wire) {
        let (reader, writer) = tokio::io::split(wire);
        let mut connection = Self {
            number,
            reader,
            writer,
            buffer: Box::new([0; 512]),
            dialogue: Dialogue::new(&shared, number),
            condition: shared.condition.subscribe(),
            orders: shared.orders.subscribe(),
            shared,
        };
        connection.dialogue.set_faults(connection.condition.borrow().faults.clone());
        // An order may have come between the accept and the subscription.
        let fate = match connection.obey() {
            Some(fate) => fate,
            None => connection.run().await,
        };
        connection.end(fate).await;
    }

    async fn run(&mut self) -> Fate {
        loop {
            let now = super::now();
            let line = self.condition.borrow().line;
            if line == Line::Open {
                self.dialogue.advance(&self.shared, now);
            }
            match self.fate(line) {
                Fate::GoOn => {}
                fate => return fate,
            }
            let deadline = self.dialogue.deadline().filter(|_| line == Line::Open);
            // A client that cut its own link by a setting still gets its answer.
            let passes = matches!(line, Line::Open | Line::Refusing);
            let packet = self.dialogue.outbox.ready(now).filter(|_| passes);
            let woken = tokio::select! {
                biased;
                () = self.shared.cancel.cancelled() => Woken::Ended,
                Ok(()) = self.orders.changed() => Woken::Ordered,
                Ok(()) = self.condition.changed() => Woken::Condition,
                result = self.writer.write(packet.as_deref().unwrap_or_default()), if packet.is_some() => match result {
                    Ok(count) => Woken::Written { count, begun: now },
                    Err(_) => Woken::Ended,
                },
                result = self.reader.read(&mut self.buffer[..]) => match result {
                    Ok(0) | Err(_) => Woken::Ended,
                    Ok(count) => Woken::Received(count),
                },
                () = super::sleep_until(deadline), if deadline.is_some() => Woken::Deadline,
            };
            if let Some(fate) = self.handle(&woken) {
                return fate;
            }
        }
    }

    fn handle(&mut self, woken: &Woken) -> Option<Fate> {
        match *woken {
            Woken::Received(count) => {
                let now = super::now();
                self.dialogue.received(&self.buffer[..count], &self.shared, now);
            }
            Woken::Written { count, begun } => {
                // The time before the write: the client may have the bytes before this task runs again.
                if self.dialogue.outbox.written(count, begun) {
                    self.shared.answered(begun);
                }
            }
            Woken::Deadline => {}
            Woken::Condition => {
                let faults = self.condition.borrow_and_update().faults.clone();
                self.dialogue.set_faults(faults);
            }
            Woken::Ordered => return self.obey(),
            Woken::Ended => return Some(Fate::Gone),
        }
        None
    }

    /// What the present state of line and link means for this connection.
    fn fate(&self, line: Line) -> Fate {
        if self.dialogue.outbox.is_cut() {
            return Fate::Reset;
        }
        if line != Line::Refusing {
            return Fate::GoOn;
        }
        let by_fault = self.condition.borrow().faults.line() == Line::Refusing;
        if by_fault {
            Fate::Reset
        } else if self.dialogue.outbox.is_empty() {
            Fate::Close
        } else {
            Fate::GoOn
        }
    }

    fn obey(&mut self) -> Option<Fate> {
        match *self.orders.borrow_and_update() {
            Order::Reset { up_to } if self.number <= up_to => Some(Fate::Reset),
            Order::Silence { up_to } if self.number <= up_to => Some(Fate::Silent),
            _ => None,
        }
    }

    async fn end(self, fate: Fate) {
        let Self { shared, number, reader, writer, dialogue, .. } = self;
        if dialogue.outbox.is_cut() {
            shared.use_up_by_name(Fault::DropLinkAfter(0).name());
        }
        let wire = reader.unsplit(writer);
        let by = match fate {
            Fate::Silent => {
                shared.leave_slot(number);
                return ignore(shared, number, wire).await;
            }
            Fate::Gone => ClosedBy::Client,
            Fate::Reset | Fate::Close | Fate::GoOn => ClosedBy::Meter,
        };
        // In this order, so that the next connection is neither counted beside this one nor turned away because of it.
        shared.journal.note(super::now(), number, Event::Closed { by });
        shared.leave_slot(number);
        if matches!(fate, Fate::Reset) {
            wire.reset();
        }
    }
}

/// Keeps a connection open without ever answering, until the client or the meter goes away.
pub(super) async fn ignore(shared: Arc<Shared>, number: u32, mut wire: Wire) {
    let mut orders = shared.orders.subscribe();
    let mut buffer = [0; 256];
    let by = loop {
        if matches!(*orders.borrow_and_update(), Order::Reset { up_to } if number <= up_to) {
            break ClosedBy::Meter;
        }
        tokio::select! {
            biased;
            () = shared.cancel.cancelled() => break ClosedBy::Meter,
            Ok(()) = orders.changed() => {}
            result = wire.read(&mut buffer) => if matches!(result, Ok(0) | Err(_)) {
                break ClosedBy::Client;
            },
        }
    };
    shared.journal.note(super::now(), number, Event::Closed { by });
    if by == ClosedBy::Meter && !shared.cancel.is_cancelled() {
        wire.reset();
    }
}
