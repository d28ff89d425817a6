//! Units: roster entries, and where their instruments answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Name of a unit, as it stands in every address of the API.
///
/// Always one usable path segment: 1 to 128 bytes, no `/`, no control characters, neither `.` nor `..`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(Arc<str>);

impl UnitId {
    /// Longest name in bytes.
    pub const MAX_BYTES: usize = 128;

    /// Checks a name.
    ///
    /// # Errors
    /// [`UnitIdError`] names what is wrong with it.
    pub fn new(name: &str) -> Result<Self, UnitIdError> {
        if name.is_empty() {
            return Err(UnitIdError::Empty);
        }
        if name.len() > Self::MAX_BYTES {
            return Err(UnitIdError::TooLong { bytes: name.len() });
        }
        if name == "." || name == ".." {
            return Err(UnitIdError::Dots);
        }
        if let Some(character) = name.chars().find(|c| c.is_control() || matches!(c, '/' | '\\')) {
            return Err(UnitIdError::Character(character));
        }
        Ok(Self(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Why a text cannot name a unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitIdError {
    /// No text at all.
    #[error("a unit needs a name")]
    Empty,
    /// More than [`UnitId::MAX_BYTES`].
    #[error("a unit's name has at most 128 bytes, this one has {bytes}")]
    TooLong {
        /// Bytes given.
        bytes: usize,
    },
    /// `.` or `..`.
    #[error("`.` and `..` cannot name a unit")]
    Dots,
    /// A character that cannot stand in a path segment.
    #[error("a unit's name cannot contain {0:?}")]
    Character(char),
}

/// Configuration of one unit, as the roster keeps it.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as the roster's columns")]
pub struct UnitConfig {
    /// Its name.
    pub id: UnitId,
    /// Host name or address of the instrument.
    pub host: String,
    /// Control port.
    pub tcp_port: u16,
    /// Whether the control line may be used at all.
    pub tcp_enabled: bool,
    /// Whether files may be fetched.
    pub ftp_enabled: bool,
    /// FTP port.
    pub ftp_port: u16,
    /// FTP user; `None` means the factory's `USER`.
    pub ftp_username: Option<String>,
    /// FTP password; `None` means the factory's `0000`.
    pub ftp_password: Option<String>,
    /// Stored for clients, without effect here.
    pub web_enabled: bool,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
    /// Background poll interval, 30 s to 6 h.
    pub poll_interval: Duration,
    /// Whether the monitor feed is kept alive without viewers.
    pub monitor_enabled: bool,
    /// Deactivated by an operator: nothing is polled and no connection held until activated.
    pub deactivated: bool,
}

impl UnitConfig {
    /// A unit with the defaults of the roster.
    pub fn new(id: UnitId, host: impl Into<String>) -> Self {
        Self {
            id,
            host: host.into(),
            tcp_port: 2255,
            tcp_enabled: true,
            ftp_enabled: false,
            ftp_port: 21,
            ftp_username: None,
            ftp_password: None,
            web_enabled: false,
            poll_enabled: true,
            poll_interval: Duration::from_mins(1),
            monitor_enabled: true,
            deactivated: false,
        }
    }
}

impl fmt::Debug for UnitConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnitConfig")
            .field("id", &self.id)
            .field("host", &self.host)
            .field("tcp_port", &self.tcp_port)
            .field("tcp_enabled", &self.tcp_enabled)
            .field("poll_enabled", &self.poll_enabled)
            .field("deactivated", &self.deactivated)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_paths_are_refused() {
        assert_eq!(UnitId::new(""), Err(UnitIdError::Empty));
        assert_eq!(UnitId::new(".."), Err(UnitIdError::Dots));
        assert_eq!(UnitId::new("../x"), Err(UnitIdError::Character('/')));
        assert_eq!(UnitId::new("a\r\nb"), Err(UnitIdError::Character('\r')));
        assert_eq!(UnitId::new(&"x".repeat(129)), Err(UnitIdError::TooLong { bytes: 129 }));
        assert!(UnitId::new("nl43 – north gate").is_ok());
    }
}
