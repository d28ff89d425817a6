//! WebSocket fan-out over raw sockets, after the handshake.
//!
//! A new frame is written to each socket by the feed's one walker, in place; a connection's own task wakes only for
//! what the client says, and to bring a client up to date that could not take a frame at once.

pub(crate) mod header;
mod hub;
mod inbound;
mod outlet;
mod socket;
mod thread;
mod track;
pub(crate) mod walker;

pub use hub::{Ended, Hub, HubCounters, HubOptions, OutletOptions, Serving};
