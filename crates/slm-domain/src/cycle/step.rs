//! The steps of both cycles.

use std::fmt;

/// One step of a start or stop cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CycleStep {
    /// Switches the sleep mode off if it is on.
    Wake,
    /// Sees that nothing is measured yet.
    Check,
    /// Sets the meter's clock.
    Clock,
    /// Finds the next store name whose folder is free.
    StoreName,
    /// Starts the measurement.
    Start,
    /// Reads the meter until it says that it measures.
    Confirm,
    /// Stops the measurement.
    Stop,
    /// Switches the FTP server off, so that it starts anew.
    FtpOff,
    /// Switches the FTP server on.
    FtpOn,
    /// Waits until the meter says that its FTP server is on.
    FtpReady,
    /// Logs in over FTP.
    FtpLogin,
    /// Asks where the measurement was stored.
    Folder,
    /// Fetches the folder.
    Download,
    /// Compares what came with what the card lists, and writes checksum and manifest.
    Verify,
    /// Reads the meter once, for the cached reading.
    Reading,
}

impl CycleStep {
    /// Steps of a start cycle, in order.
    pub const START: [Self; 6] =
        [Self::Wake, Self::Check, Self::Clock, Self::StoreName, Self::Start, Self::Confirm];
    /// Steps of a stop cycle, in order.
    pub const STOP: [Self; 9] = [
        Self::Stop,
        Self::FtpOff,
        Self::FtpOn,
        Self::FtpReady,
        Self::FtpLogin,
        Self::Folder,
        Self::Download,
        Self::Verify,
        Self::Reading,
    ];
    /// Names of the steps of a start cycle.
    pub const START_NAMES: [&'static str; 6] = names(Self::START);
    /// Names of the steps of a stop cycle.
    pub const STOP_NAMES: [&'static str; 9] = names(Self::STOP);

    /// Whether it uses the meter's FTP server, which serves one cycle at a time.
    pub const fn needs_files(self) -> bool {
        matches!(self, Self::FtpOff | Self::FtpOn | Self::FtpReady | Self::FtpLogin | Self::Download)
    }

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wake => "wake",
            Self::Check => "check",
            Self::Clock => "clock",
            Self::StoreName => "store_name",
            Self::Start => "start",
            Self::Confirm => "confirm",
            Self::Stop => "stop",
            Self::FtpOff => "ftp_off",
            Self::FtpOn => "ftp_on",
            Self::FtpReady => "ftp_ready",
            Self::FtpLogin => "ftp_login",
            Self::Folder => "folder",
            Self::Download => "download",
            Self::Verify => "verify",
            Self::Reading => "reading",
        }
    }
}

const fn names<const N: usize>(steps: [CycleStep; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut place = 0;
    while place < N {
        names[place] = steps[place].name();
        place += 1;
    }
    names
}

impl fmt::Display for CycleStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
