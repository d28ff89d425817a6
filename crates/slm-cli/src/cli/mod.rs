//! The command line's grammar and help.

mod db;
mod rules;
mod settings;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU64,
    path::PathBuf,
    time::Duration,
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::tz::{Offset, TimeZone};
use nl43_client::Endpoint;
use nl43_sim::{Fault, Model, SoundField};

pub(crate) use self::db::{BackupArgs, DataArgs, DbArgs, DbCommand, RestoreArgs};
pub(crate) use self::rules::{RuleFilesArgs, RulesArgs, RulesCommand};
pub(crate) use self::settings::{ConfigArgs, ConfigCommand, SettingsArgs, ShowFormat};
use crate::watch::Server;

/// Server for RION NL-43/NL-53 sound level meters: one line to each meter, any number of viewers
#[derive(Debug, Parser)]
#[command(name = "slmm", version, after_help = TOP_EXAMPLES)]
#[command(subcommand_required = true, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server
    Serve(ServeArgs),
    /// Run simulated meters
    Sim(SimArgs),
    /// Run the server with four simulated meters, to look around
    Demo(DemoArgs),
    /// Watch units live in the terminal
    Watch(WatchArgs),
    /// Examine a meter and say in plain words what is wrong with it
    Doctor(DoctorArgs),
    /// Check, show and document the configuration
    Config(ConfigArgs),
    /// Examine, copy and restore the database
    Db(DbArgs),
    /// Try alert rules on series of your own
    Rules(RulesArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell to complete in
        shell: Shell,
    },
}

const TOP_EXAMPLES: &str = "\
Exit codes: 0 done, 1 failed, 2 wrong usage; `slmm doctor` has its own, see there.

Examples:
  slmm demo                              four simulated meters and a server to look at
  slmm serve                             the server on 127.0.0.1:8100, data in ./data
  slmm watch site-7                      unit site-7 live in the terminal
  slmm doctor tcp://192.0.2.7:2255       what is wrong with this meter?
  slmm config check                      can this configuration be used?
  slmm db backup                         a copy of the database, also while the server runs";

/// Run the server.
#[derive(Debug, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub(crate) struct ServeArgs {
    /// Address to listen on; instead of HOST [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) host: Option<String>,
    /// Port to listen on, 0 for a free one; instead of PORT [default: 8100]
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Where database and logs are kept
    #[arg(
        long,
        value_name = "DIRECTORY",
        help = "Where database and logs are kept; instead of SLMM_DATA_DIR [default: data]"
    )]
    pub(crate) data_dir: Option<PathBuf>,
    /// Start without talking to any meter until resumed
    #[arg(long)]
    pub(crate) standby: bool,
    /// What is logged
    #[arg(
        long,
        value_name = "FILTER",
        help = "What is logged, as in `info` or `warn,slm_fleet=debug`; instead of RUST_LOG"
    )]
    pub(crate) log: Option<String>,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

const SERVE_EXAMPLES: &str = "\
Everything can be set in the file, by environment variables or with --set; the command line wins
over the environment, and that over the file. `slmm config reference` lists all keys.
SIGTERM or Ctrl-C ends the server in an orderly way: viewers are told, readings are written,
meters are released.

Examples:
  slmm serve
  slmm serve --host 0.0.0.0 --port 80
  slmm serve --config /etc/slmm.toml --set alert.threshold_db=70
  ALERT_THRESHOLD_DB=70 slmm serve --data-dir /var/lib/slmm";

/// Run simulated meters.
#[derive(Debug, Args)]
#[command(after_help = sim_help())]
pub(crate) struct SimArgs {
    /// How many meters
    #[arg(long, short = 'n', value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) meters: u16,
    /// Port of the first meter; the others follow. 0 takes free ports
    #[arg(long, alias = "port", value_name = "PORT", default_value_t = nl43_client::DEFAULT_TCP_PORT)]
    pub(crate) base_port: u16,
    /// Address the meters listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) listen: IpAddr,
    /// What the meters hear: traffic, piling, concert, night or rain. Unless given, each meter in turn hears another
    #[arg(long, value_name = "FIELD")]
    pub(crate) sound: Option<SoundField>,
    /// Seed of sound and chance; equal seeds give equal readings
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Which instrument: nl43, nl53, nl63, nl42 or nl52
    #[arg(long, alias = "profile", value_name = "MODEL", default_value = "nl43", value_parser = model)]
    pub(crate) model: Model,
    /// Have a measurement running from the start
    #[arg(long)]
    pub(crate) measuring: bool,
    /// What becomes of a second connection to a meter
    #[arg(long, value_enum, default_value_t = Second::Ignore)]
    pub(crate) second: Second,
    /// File port of the first meter, where its SD card is served over FTP; the others follow. 0 takes free ports
    #[arg(long, value_name = "PORT")]
    pub(crate) ftp_port: Option<u16>,
    /// Let FTP clients use passive mode too, which the real instrument does not know
    #[arg(long, requires = "ftp_port")]
    pub(crate) ftp_passive: bool,
    /// Speed of FTP transfers in bytes per second [default: unlimited]
    #[arg(long, value_name = "BYTES", requires = "ftp_port")]
    pub(crate) ftp_speed: Option<NonZeroU64>,
    /// A fault in every meter, see below; may be given several times
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<Fault>,
    /// Address of an HTTP interface that sets faults and settings while the meters run
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) control: Option<SocketAddr>,
}

/// Lists the faults as the simulator itself names them.
fn sim_help() -> String {
    let width = Fault::CATALOGUE.iter().map(|fault| fault.example.len()).max().unwrap_or(0);
    let list: Vec<_> = Fault::CATALOGUE
        .iter()
        .map(|fault| {
            let once = if fault.once { " (once)" } else { "" };
            format!("  {:<width$}  {}{once}", fault.example, fault.description)
        })
        .collect();
    format!(
        "Faults:\n{}\n\nWith `@once` behind it, an ftp fault happens at its next occasion only.\n\n{SIM_EXAMPLES}",
        list.join("\n")
    )
}

const SIM_EXAMPLES: &str = "\
Examples:
  slmm sim                                         one meter on 127.0.0.1:2255
  slmm sim -n 4 --base-port 0 --measuring          four measuring meters on free ports
  slmm sim --sound piling --seed 7 --second evict
  slmm sim --ftp-port 2121 --fault ftp-cut=1000@once
  slmm sim --fault delay=0.5s..3s@0.1 --fault garble=0.01
  slmm sim --control 127.0.0.1:8055                faults at run time over HTTP";

/// What becomes of a second connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Second {
    /// It gets no answer, as from the real instrument
    Ignore,
    /// It is refused
    Refuse,
    /// It takes the place of the first
    Evict,
}

/// `nl43` as well as `NL-43`.
fn model(text: &str) -> Result<Model, String> {
    let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    format!("NL-{number}").parse::<Model>().map_err(|error| error.to_string())
}

/// Run the server with four simulated meters.
#[derive(Debug, Args)]
#[command(after_help = DEMO_EXAMPLES)]
pub(crate) struct DemoArgs {
    /// Port of the server; a free one is taken when it is in use
    #[arg(long, default_value_t = 8100)]
    pub(crate) port: u16,
    /// Where the demo keeps its data; begins with a new database each time
    #[arg(long, value_name = "DIRECTORY", default_value = "data/demo")]
    pub(crate) data_dir: PathBuf,
    /// What is logged, as in `info` or `warn,slm_fleet=debug`; warnings unless given
    #[arg(long, value_name = "FILTER", env = "RUST_LOG", hide_env_values = true)]
    pub(crate) log: Option<String>,
}

const DEMO_EXAMPLES: &str = "\
The meters exist in this process only. Ctrl-C ends all of it.

Examples:
  slmm demo
  slmm demo --port 9000";

/// Watch units live in the terminal.
#[derive(Debug, Args)]
#[command(after_help = WATCH_EXAMPLES)]
pub(crate) struct WatchArgs {
    /// Names of the units
    #[arg(required = true, value_name = "UNIT")]
    pub(crate) units: Vec<String>,
    /// Address of the server
    #[arg(
        long,
        short,
        env = "SLMM_SERVER",
        hide_env_values = true,
        default_value = "http://127.0.0.1:8100",
        value_name = "URL"
    )]
    pub(crate) server: Server,
    /// Print a line for every reading instead of a picture; so does output into a pipe
    #[arg(long)]
    pub(crate) plain: bool,
    /// Print every frame as the server sent it, one JSON object a line
    #[arg(long, conflicts_with = "plain")]
    pub(crate) json: bool,
}

const WATCH_EXAMPLES: &str = "\
A value is LIVE, or STALE when it is older than three of the unit's periods, or OFFLINE with the
reason when the meter cannot be reached. A lost server is tried again until it is back.
`q` ends the picture.

Examples:
  slmm watch site-7
  slmm watch site-7 site-8 --server http://slmm.example:8100
  slmm watch site-7 | tee site-7.log
  slmm watch site-7 --json | jq .lp";

/// Examine a meter.
#[derive(Debug, Args)]
#[command(after_help = DOCTOR_EXAMPLES)]
pub(crate) struct DoctorArgs {
    /// Where the meter is
    #[arg(value_name = "METER", help = "tcp://HOST:PORT or serial:///dev/ttyUSB0?baud=38400")]
    pub(crate) endpoint: Endpoint,
    /// Zone the meter's clock should show, such as Europe/Berlin [default: this computer's]
    #[arg(long, value_name = "ZONE", conflicts_with = "utc_offset", value_parser = named_zone)]
    timezone: Option<TimeZone>,
    /// Hours from UTC the meter's clock should show, such as -5 or +05:30
    #[arg(long, value_name = "HOURS", allow_hyphen_values = true, value_parser = fixed_zone)]
    utc_offset: Option<TimeZone>,
    /// Longest wait for the connection and for each answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    timeout: u64,
    /// Print the findings as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

const DOCTOR_EXAMPLES: &str = "\
A meter takes one connection at a time: a running server that has the meter configured holds it,
and the doctor is then locked out. Rest the unit first (POST /api/nl43/UNIT/deactivate), or ask the
server. Nothing is changed in the meter. An examination takes about half a minute, since a meter
wants a second of rest between two questions.

Exit codes: 0 healthy (things to look at may be listed), 1 problems found, 2 wrong usage,
3 unreachable.

Examples:
  slmm doctor tcp://192.0.2.7:2255
  slmm doctor meter.example --timezone America/New_York
  slmm doctor serial:///dev/ttyUSB0?baud=38400 --json";

impl DoctorArgs {
    /// The zone the meter's clock should show.
    pub(crate) fn zone(&self) -> TimeZone {
        self.timezone.as_ref().or(self.utc_offset.as_ref()).cloned().unwrap_or_else(TimeZone::system)
    }

    /// The longest wait for the connection and for each answer.
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

fn named_zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text).map_err(|_| "expected a zone name such as Europe/Berlin".to_owned())
}

fn fixed_zone(text: &str) -> Result<TimeZone, String> {
    parse_offset(text).ok_or_else(|| "expected hours such as -5, 5.5 or +05:30".to_owned())
}

/// `-5`, `+9`, `5.5`, `+05:30`.
fn parse_offset(text: &str) -> Option<TimeZone> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let hours: f64 = match digits.split_once(':') {
        Some((hours, minutes)) => {
            hours.parse::<f64>().ok()? + minutes.parse::<f64>().ok().filter(|m| *m < 60.0)? / 60.0
        }
        None => digits.parse().ok()?,
    };
    // Offsets in use lie within 14 hours of UTC.
    if !(0.0..=14.0).contains(&hours) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 14 hours")]
    let seconds = (hours * 3600.0).round() as i32;
    Offset::from_seconds(if negative { -seconds } else { seconds }).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests;
