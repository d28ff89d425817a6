//! Trying an address before a unit is made of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Body of `POST /api/nl43/_connection-test` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionTest {
    /// Host name or address of the meter.
    #[schema(example = "198.51.100.7")]
    pub host: String,
    /// Control port. Default 2255.
    #[schema(minimum = 1, maximum = 65535)]
    pub tcp_port: Option<u16>,
    /// Whether files are to be fetched: then the file port is looked at, too. Default false.
    pub ftp_enabled: Option<bool>,
    /// FTP port. Default 21.
    #[schema(minimum = 1, maximum = 65535)]
    pub ftp_port: Option<u16>,
}

/// Answer to `POST /api/nl43/_connection-test` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionTested {
    /// Always `ok`: the test was made, whatever it found.
    pub status: Ok,
    /// Whether a meter answers there.
    pub reachable: bool,
    /// The unit that has this address already, whose line was asked instead; null when there is none.
    pub held_by: Option<String>,
    /// What was looked at, in order.
    pub steps: Vec<ConnectionStep>,
    /// Who answers; null when nobody says.
    pub instrument: Option<Instrument>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionStep {
    /// What.
    pub name: String,
    /// Whether nothing is wrong with it. It may still have an advice.
    pub ok: bool,
    /// What was seen, in plain words.
    pub detail: String,
    /// What to do about it.
    pub advice: Option<String>,
}

/// Who a meter says it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Instrument {
    /// Its type, as in `NL-43`.
    pub model: String,
    /// Its serial number.
    pub serial_number: Option<String>,
    /// Version of its software.
    pub version: Option<String>,
}
