//! Async links to a RION NL-43 family sound level meter, and a typed client on top.
//!
//! [`Link`] is a byte pipe over TCP or a serial port with failures that have names. [`Client`] drives an
//! [`nl43_proto::Exchange`] over one link: one command at a time, with the pauses the instrument needs. [`ftp`] fetches the
//! files on the meter's card, [`doctor`] says in plain words what is wrong with a meter.
//!
//! ```
//! use nl43_client::{Endpoint, LinkOptions};
//!
//! let meter: Endpoint = "tcp://192.0.2.7:2255".parse()?;
//! assert_eq!(meter, Endpoint::tcp("192.0.2.7", 2255));
//! assert_eq!(LinkOptions::default().connect_timeout.as_secs(), 5);
//! # Ok::<(), nl43_client::EndpointError>(())
//! ```
//!
//! Left to others: what the bytes mean (`nl43-proto`), when to ask what, back-off and reconnecting (`slm-fleet`),
//! and where files are kept (`slm-server`).

mod client;
pub mod doctor;
mod endpoint;
pub mod ftp;
#[doc(hidden)]
pub mod fuzzing;
mod link;

pub use client::{Client, ClientError, DrdStream, StreamItem};
pub use endpoint::{DEFAULT_BAUD, DEFAULT_TCP_PORT, Endpoint, EndpointError};
pub use link::{Link, LinkError, LinkOptions};
