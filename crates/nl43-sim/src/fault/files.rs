//! What can go wrong with the file server.

use std::fmt;

/// Behind a file fault: it happens at its next occasion, and then no more.
pub(super) const ONCE: &str = "@once";
/// Longest name in a fault.
const LONGEST: usize = 255;

/// A fault of the file server. Counts of bytes are those of one file; listings are left whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// Every password is wrong.
    LoginFail,
    /// The control connection is closed instead of an answer to this verb; to any, once logged in, without one.
    Close {
        /// As in `RETR`; in capitals.
        verb: Option<Box<str>>,
    },
    /// Data connections are announced and never opened.
    NoData,
    /// Data connections come from another address than the meter's.
    WrongPeer,
    /// After so many bytes of a file nothing more comes, and the connection stays open.
    Stall(u64),
    /// After so many bytes of a file the connection is closed, and `426` says so.
    Cut(u64),
    /// After so many bytes of a file the connection is closed, and `226` says that all is well.
    Short(u64),
    /// The file or folder of this name, or at this path, is denied with `550`, though listings show it.
    Deny(Box<str>),
    /// The lines of listings are garbled.
    GarbleList,
    /// Listings show one more file, of this name.
    ListName(Box<str>),
}

impl FileFault {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::LoginFail => "ftp-login-fail",
            Self::Close { .. } => "ftp-close",
            Self::NoData => "ftp-no-data",
            Self::WrongPeer => "ftp-wrong-peer",
            Self::Stall(_) => "ftp-stall",
            Self::Cut(_) => "ftp-cut",
            Self::Short(_) => "ftp-short",
            Self::Deny(_) => "ftp-deny",
            Self::GarbleList => "ftp-garble-list",
            Self::ListName(_) => "ftp-list-name",
        }
    }

    pub(super) fn read(name: &str, value: Option<&str>) -> Option<Self> {
        let bytes = || value?.parse().ok();
        let text = || {
            let fits =
                |text: &&str| (1..=LONGEST).contains(&text.len()) && !text.chars().any(char::is_control);
            value.filter(fits).map(Box::from)
        };
        let verb = |text: &str| {
            let fits = (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            fits.then(|| text.to_ascii_uppercase().into())
        };
        Some(match name {
            "ftp-close" => Self::Close {
                verb: match value {
                    Some(value) => Some(verb(value)?),
                    None => None,
                },
            },
            "ftp-stall" => Self::Stall(bytes()?),
            "ftp-cut" => Self::Cut(bytes()?),
            "ftp-short" => Self::Short(bytes()?),
            "ftp-deny" => Self::Deny(text()?),
            "ftp-list-name" => Self::ListName(text()?),
            _ if value.is_some() => return None,
            "ftp-login-fail" => Self::LoginFail,
            "ftp-no-data" => Self::NoData,
            "ftp-wrong-peer" => Self::WrongPeer,
            "ftp-garble-list" => Self::GarbleList,
            _ => return None,
        })
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::Stall(bytes) | Self::Cut(bytes) | Self::Short(bytes) => write!(f, "={bytes}"),
            Self::Deny(name) | Self::ListName(name) | Self::Close { verb: Some(name) } => {
                write!(f, "={name}")
            }
            _ => Ok(()),
        }
    }
}
