//! A faithful simulated sound level meter of the RION NL-43 family, with faults on request.
//!
//! [`SimMeter`] is one meter on one port: a single control connection, the prompt, result codes, the meter's timing and
//! states, settings that stick, and readings from a seeded [`SoundField`]. [`FaultHandle`] lets things go wrong while it
//! runs, [`Journal`] tells what the client did; [`SimFleet`] holds many meters and a control interface over HTTP. It is written from the instrument's documents, not from our client, so
//! that each checks the other.
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! use nl43_sim::{MeterConfig, SimMeter};
//! use tokio::io::{AsyncReadExt, AsyncWriteExt};
//!
//! let meter = SimMeter::start(MeterConfig::immediate()).await?;
//! let mut line = tokio::net::TcpStream::connect(meter.addr()).await?;
//! line.write_all(b"Measure?\r\n").await?;
//! let mut answer = [0; 15];
//! line.read_exact(&mut answer).await?;
//! assert_eq!(&answer, b"R+0000\r\nStop\r\n$");
//! assert_eq!(meter.journal().count("Measure?"), 1);
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! It leaves to other crates: understanding what a meter says (`nl43-proto`), talking to one (`nl43-client`), and
//! flags and output of the `slmm sim` command.

mod card;
mod config;
mod control;
mod fault;
mod fleet;
mod instrument;
pub mod journal;
mod meter;
mod sound;

pub use card::{CardEntry, CardError, Content};
pub use config::{
    FilesConfig, MeterConfig, Model, SecondConnection, StreamEnd, Timing, UnknownModel,
    UnknownSecondConnection,
};
pub use fault::{CommandFault, Fault, FaultError, FaultInfo, FileFault};
pub use fleet::SimFleet;
pub use instrument::{Answer, Instrument, Reach};
pub use journal::Journal;
pub use meter::{Card, FaultHandle, SimMeter};
pub use sound::{SoundField, UnknownSoundField};
