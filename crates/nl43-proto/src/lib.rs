//! The language of RION NL-43/NL-53 sound level meters as values and one state machine.
//!
//! Commands encode themselves, answers decode themselves, and an [`Exchange`] turns bytes and time into bytes and events:
//! one command at a time over one connection, with the pauses the instrument needs, and never an answer that belongs to
//! another command.
//!
//! ```
//! use std::time::Instant;
//!
//! use nl43_proto::{Command, Event, Exchange, ExchangeTiming, Reply, RunState};
//!
//! let now = Instant::now();
//! let mut exchange = Exchange::new(ExchangeTiming::default());
//! exchange.link_up(now);
//! exchange.submit(Command::MeasureQuery, now)?;
//! assert_eq!(exchange.poll_transmit().as_deref(), Some(&b"Measure?\r\n"[..]));
//!
//! exchange.handle_input(b"R+0000\r\nStop\r\n$", now);
//! assert_eq!(exchange.poll_event(), Some(Event::Answered(Reply::RunState(RunState::Stop))));
//! # Ok::<(), nl43_proto::Busy>(())
//! ```
//!
//! Sockets, serial ports and clocks are left to `nl43-client`; what readings mean, to `slm-domain`.

pub mod catalogue;
pub mod command;
pub mod exchange;
#[doc(hidden)]
pub mod fuzzing;
pub mod level;
pub mod line;
pub mod reply;
pub mod result_code;
pub mod setting;

pub use command::{Command, CommandError, Expect, GenericCommand};
pub use exchange::{Busy, Event, Exchange, ExchangeTiming};
pub use level::{Flag, FlagError, Level, LevelError};
pub use reply::{
    BatteryState, ChannelLevels, Dlc, Dod, DodError, DrdError, DrdFrame, DrdStatus, Layout, PowerSource,
    Quantity, RecordError, Reply, StatusTail, Unfit, UnfitReason,
};
pub use result_code::{NotAResult, ResultCode};
pub use setting::{
    Channel, ClockError, FrequencyWeighting, MeterClock, OnOff, Overwrite, Percent, PercentileSlot, RunState,
    StartStop, StoreMode, StoreName, TimeWeighting, UnknownValue,
};
