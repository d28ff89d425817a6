//! How a simulated meter is set up.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU64;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::sound::SoundField;

/// Everything that makes one simulated meter.
///
/// `MeterConfig::default()` behaves like the real instrument, with its turnaround of 100–300 ms;
/// [`MeterConfig::immediate`] answers at once, for tests.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each set by name")]
pub struct MeterConfig {
    /// Seed of the sound and of all random behaviour.
    pub seed: u64,
    /// What the microphone hears.
    pub sound: SoundField,
    /// Which instrument it is.
    pub model: Model,
    /// Whether the octave option lengthens the records (33 bands and a partial over all after the base fields).
    pub octave_records: bool,
    /// Control address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address of the file port; `None` for none.
    pub ftp_listen: Option<SocketAddr>,
    /// How the files on the card are served.
    pub files: FilesConfig,
    /// When things happen.
    pub timing: Timing,
    /// What becomes of a second control connection.
    pub second_connection: SecondConnection,
    /// Whether `$` is sent after every complete answer.
    pub prompt: bool,
    /// Whether `$` is sent as soon as a connection is accepted.
    pub prompt_on_connect: bool,
    /// What is sent after a stream was ended.
    pub stream_end: StreamEnd,
    /// Whether input within 200 ms after the meter's last byte is lost, as on the real instrument.
    pub strict_spacing: bool,
    /// How far the meter's clock is ahead of the host's UTC, in seconds.
    pub clock_offset_s: i64,
    /// Settings that differ from the factory's, as `("Store Mode", "Auto")`. Unknown names are ignored.
    pub settings: Vec<(String, String)>,
    /// What `Battery Level?` answers.
    pub battery: String,
    /// Whether the meter runs on an external supply.
    pub external_power: bool,
    /// Size of the SD card in MB.
    pub sd_total_mb: u32,
    /// Free space on the SD card in MB.
    pub sd_free_mb: u32,
    /// Whether the card holds a few stores, screenshots and foreign files from the start, where it is served at all.
    pub used_card: bool,
    /// Whether a measurement is already running at power-on.
    pub measuring: bool,
    /// How many journal entries are kept; older ones are forgotten, their totals are not.
    pub journal_entries: usize,
}

impl Default for MeterConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            sound: SoundField::Traffic,
            model: Model::Nl43,
            octave_records: false,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ftp_listen: None,
            files: FilesConfig::default(),
            timing: Timing::default(),
            second_connection: SecondConnection::Ignore,
            prompt: true,
            prompt_on_connect: false,
            stream_end: StreamEnd::Prompt,
            strict_spacing: false,
            clock_offset_s: 0,
            settings: Vec::new(),
            battery: "Full".to_owned(),
            external_power: true,
            sd_total_mb: 30_436,
            sd_free_mb: 29_876,
            used_card: true,
            measuring: false,
            journal_entries: 1024,
        }
    }
}

impl MeterConfig {
    /// A meter for tests: answers at once, frees its connection at once, hears a steady 60 dB, has an empty card.
    pub fn immediate() -> Self {
        let sound = SoundField::steady(60.0);
        Self { sound, timing: Timing::immediate(), used_card: false, ..Self::default() }
    }

    /// The same with another seed.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same with another sound.
    #[must_use]
    pub fn sound(self, sound: SoundField) -> Self {
        Self { sound, ..self }
    }

    /// The same with a measurement running from power-on.
    #[must_use]
    pub fn measuring(self) -> Self {
        Self { measuring: true, ..self }
    }

    /// The same with a file port, on the loopback and a free port.
    #[must_use]
    pub fn with_files(self) -> Self {
        Self { ftp_listen: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))), ..self }
    }

    /// The same with one setting changed, as `("Percentile 1", "1")`.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// How the meter serves the files on its card. The default is the real instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesConfig {
    /// Name to log in with.
    pub user: String,
    /// Password to log in with.
    pub password: String,
    /// Whether clients may connect for data (`PASV`, `EPSV`). The instrument knows active mode only.
    pub passive: bool,
    /// Whether it knows `EPRT`, `NLST`, `SIZE` and `MDTM` besides, of which the instrument is not known to.
    pub extended: bool,
    /// Speed of a data connection in bytes per second; unlimited when `None`.
    pub bytes_per_second: Option<NonZeroU64>,
    /// Longest time a client may say nothing.
    pub idle: Duration,
    /// How long the meter tries to open a data connection.
    pub data_connect: Duration,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self {
            user: "USER".to_owned(),
            password: "0000".to_owned(),
            passive: false,
            extended: false,
            bytes_per_second: None,
            idle: Duration::from_mins(1),
            data_connect: Duration::from_secs(20),
        }
    }
}

/// Which instrument is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// Class 2, main channel and three sub channels.
    #[default]
    Nl43,
    /// Class 1, otherwise as NL-43.
    Nl53,
    /// Class 1 with low frequencies, otherwise as NL-43.
    Nl63,
    /// Previous generation, class 2: shorter records, one sub channel, no LAN commands.
    Nl42,
    /// Previous generation, class 1.
    Nl52,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Nl43, Self::Nl53, Self::Nl63, Self::Nl42, Self::Nl52];

    /// The name it answers to `Type?`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nl43 => "NL-43",
            Self::Nl53 => "NL-53",
            Self::Nl63 => "NL-63",
            Self::Nl42 => "NL-42",
            Self::Nl52 => "NL-52",
        }
    }

    /// Whether it belongs to the previous generation.
    pub const fn is_previous_generation(self) -> bool {
        matches!(self, Self::Nl42 | Self::Nl52)
    }
}

impl std::fmt::Display for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Model {
    type Err = UnknownModel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |name: &str| name.replace('-', "").to_ascii_lowercase();
        let found = Self::ALL.into_iter().find(|model| plain(model.name()) == plain(text));
        found.ok_or_else(|| UnknownModel(text.to_owned()))
    }
}

/// A text that names no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no model `{0}`; there are NL-43, NL-53, NL-63, NL-42 and NL-52")]
pub struct UnknownModel(String);

/// When things happen. The default is the real instrument on a mobile link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// From command to answer.
    pub turnaround: RangeInclusive<Duration>,
    /// The same for `Measure,Start`.
    pub start_turnaround: Duration,
    /// How long after a close the meter takes no new connection.
    pub slot_release: Duration,
    /// From `FTP,On` to a listening file port.
    pub ftp_start: Duration,
    /// Pause that the client owes after an answer; a command that comes sooner is a breach in the journal.
    pub command_gap: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            turnaround: Duration::from_millis(100)..=Duration::from_millis(300),
            start_turnaround: Duration::from_millis(600),
            slot_release: Duration::from_secs(1),
            ftp_start: Duration::from_secs(2),
            command_gap: Duration::from_secs(1),
        }
    }
}

impl Timing {
    /// No waiting at all; the pause owed by the client stays one second.
    pub fn immediate() -> Self {
        Self {
            turnaround: Duration::ZERO..=Duration::ZERO,
            start_turnaround: Duration::ZERO,
            slot_release: Duration::ZERO,
            ftp_start: Duration::ZERO,
            ..Self::default()
        }
    }
}

/// What becomes of a control connection while another one is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondConnection {
    /// It gets no answer, even after the first one closed; what a real meter does as far as the client can tell.
    #[default]
    Ignore,
    /// Nothing listens while one is open.
    Refuse,
    /// It takes the place of the first, which is reset.
    Evict,
}

impl std::fmt::Display for SecondConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ignore => "ignore",
            Self::Refuse => "refuse",
            Self::Evict => "evict",
        })
    }
}

impl std::str::FromStr for SecondConnection {
    type Err = UnknownSecondConnection;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found =
            [Self::Ignore, Self::Refuse, Self::Evict].into_iter().find(|choice| choice.to_string() == text);
        found.ok_or_else(|| UnknownSecondConnection(text.to_owned()))
    }
}

/// A text that names no behaviour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a second connection is met by ignore, refuse or evict, not `{0}`")]
pub struct UnknownSecondConnection(String);

/// What is sent after a stream was ended by SUB. The real bytes are unproven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StreamEnd {
    /// The prompt.
    #[default]
    Prompt,
    /// A result line, then the prompt.
    ResultLine,
    /// Nothing.
    Nothing,
}
