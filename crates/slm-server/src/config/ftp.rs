//! Files from the meters' cards.

use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::reader::{Reader, expected};
use super::{Key, Section};

const MODE: Key = Key::ours("ftp.mode", "FTP_MODE").text("auto, active or passive").default("auto").doc(
    "Who opens the data connections: `active`, the meter, as the instrument insists; `passive`, slmm; `auto`, slmm where \
     the meter lets it.",
);

const ANNOUNCED: Key = Key::ours("ftp.announced_address", "FTP_ANNOUNCED_ADDRESS")
    .text("an IPv4 address such as 203.0.113.7, the only kind that PORT can announce")
    .doc("Address at which meters reach this server for their data connections. Default: its own, which is not it behind NAT.");

const PORTS: Key = Key::ours("ftp.ports", "FTP_PORTS")
    .text("a range of ports such as 50000-50009, from 1024 up")
    .doc("Ports on which data connections are awaited; one for each meter that is served at the same time. Default: any free one.");

const CONTROL_TIMEOUT: Key = Key::ours("ftp.control_timeout_s", "FTP_CONTROL_TIMEOUT_S")
    .seconds(0.1)
    .default("10")
    .doc("For connecting, and for each answer of the meter.");

const DATA_CONNECT_TIMEOUT: Key = Key::ours("ftp.data_connect_timeout_s", "FTP_DATA_CONNECT_TIMEOUT_S")
    .seconds(0.1)
    .default("10")
    .doc("Until a data connection must be there.");

const STALL_TIMEOUT: Key = Key::ours("ftp.stall_timeout_s", "FTP_STALL_TIMEOUT_S")
    .seconds(0.1)
    .default("30")
    .doc("Without a byte, after which a transfer counts as dead.");

const RETRIES: Key = Key::ours("ftp.retries", "FTP_RETRIES")
    .whole(0, 10)
    .default("2")
    .doc("How often a listing or a file is asked for again, on a session of its own.");

const SPOOL_MB: Key = Key::ours("ftp.spool_mb", "DOWNLOADS_SPOOL_MB")
    .whole(1, 100_000_000)
    .default("4096")
    .doc("Most megabytes of fetched files kept for an archive that is being made or asked for again.");

pub(super) const SECTION: Section = Section {
    name: "ftp",
    title: "Files from the meters",
    keys: &[MODE, ANNOUNCED, PORTS, CONTROL_TIMEOUT, DATA_CONNECT_TIMEOUT, STALL_TIMEOUT, RETRIES, SPOOL_MB],
};

/// How files are fetched from the meters' cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FtpConfig {
    /// Who opens the data connections.
    pub mode: FtpMode,
    /// Address at which meters reach this server; `None`: the own one of the control connection.
    pub announced: Option<IpAddr>,
    /// Ports on which data connections are awaited; `None`: any free one.
    pub ports: Option<RangeInclusive<u16>>,
    /// For connecting, and for each answer of the meter.
    pub control_timeout: Duration,
    /// Until a data connection must be there.
    pub data_connect_timeout: Duration,
    /// Without a byte, after which a transfer counts as dead.
    pub stall_timeout: Duration,
    /// How often something is asked for again, on a session of its own.
    pub retries: u32,
    /// Most bytes of fetched files kept for archives.
    pub spool_bytes: u64,
}

/// Who opens the data connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FtpMode {
    /// We do where the meter lets us, else the meter does.
    Auto,
    /// The meter does.
    Active,
    /// We do.
    Passive,
}

const MEGABYTE: u64 = 1_000_000;

impl Default for FtpConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl FtpConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            mode: reader.parsed(&MODE, parse_mode),
            announced: reader.parsed_or_none(&ANNOUNCED, parse_address),
            ports: reader.parsed_or_none(&PORTS, parse_ports),
            control_timeout: reader.duration(&CONTROL_TIMEOUT),
            data_connect_timeout: reader.duration(&DATA_CONNECT_TIMEOUT),
            stall_timeout: reader.duration(&STALL_TIMEOUT),
            retries: u32::try_from(reader.whole(&RETRIES)).unwrap_or(u32::MAX),
            spool_bytes: reader.whole(&SPOOL_MB) * MEGABYTE,
        }
    }
}

fn parse_mode(text: &str) -> Result<FtpMode, String> {
    match text.to_ascii_lowercase().as_str() {
        "auto" => Ok(FtpMode::Auto),
        "active" => Ok(FtpMode::Active),
        "passive" => Ok(FtpMode::Passive),
        _ => Err(expected(&MODE)),
    }
}

fn parse_address(text: &str) -> Result<IpAddr, String> {
    match text.parse() {
        Ok(IpAddr::V4(address)) if !address.is_unspecified() => Ok(IpAddr::V4(address)),
        _ => Err(expected(&ANNOUNCED)),
    }
}

fn parse_ports(text: &str) -> Result<RangeInclusive<u16>, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse::<u16>(), last.trim().parse::<u16>()) {
        (Ok(first), Ok(last)) if first >= 1024 && first <= last => Ok(first..=last),
        _ => Err(expected(&PORTS)),
    }
}
