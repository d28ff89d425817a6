//! What a unit's session wants done.

use bytes::Bytes;
use nl43_proto::Reply;

use super::RequestId;
use crate::{DeviceError, LiveEvent, Observation};

/// Something the shell has to do, in order.
#[derive(Debug)]
pub enum Effect {
    /// Open the one connection; answer with `Connected` or `ConnectFailed`.
    Connect,
    /// Close it politely.
    Close,
    /// Send bytes on it, in one write.
    Write(Bytes),
    /// See whether the host is alive beside its control port; answer with `HostProbed`.
    ProbeHost,
    /// A request is answered.
    Answer {
        /// Which.
        id: RequestId,
        /// With what.
        outcome: Result<Reply, DeviceError>,
    },
    /// A wish to disconnect is fulfilled.
    Disconnected {
        /// Which.
        id: RequestId,
        /// Whether there was a connection.
        closed: bool,
    },
    /// Show this on the monitor feed.
    Publish(LiveEvent),
    /// Show this on the 10 Hz feed.
    PublishStream(LiveEvent),
    /// Tell the recorder and the alarm engine.
    Observe(Observation),
}
