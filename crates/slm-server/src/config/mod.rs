//! Configuration in two steps: as written ([`RawConfig`]), then checked and typed ([`Config`]).
//!
//! A value comes from the command line, else the environment, else a TOML file, else it is the default. Everything
//! that can be set is a [`Key`] of one of the [`SECTIONS`]. All mistakes are found in one go and reported together,
//! each with key, value, place and reason.

mod alert;
mod data;
mod delivery;
mod error;
mod ftp;
mod http;
mod key;
mod line;
mod log;
mod monitor;
mod raw;
mod reader;
mod reference;
mod retention;
mod secret;
mod setting;
mod site;
mod source;
mod web;

pub use alert::AlertConfig;
pub use data::DataConfig;
pub use delivery::DeliveryConfig;
pub use error::{ConfigError, ConfigErrors};
pub use ftp::{FtpConfig, FtpMode};
pub use http::{CorsOrigins, HttpConfig};
pub use key::{Key, Kind, Section, TimeUnit};
pub use line::LineConfig;
pub use log::LogConfig;
pub use monitor::MonitorConfig;
pub use raw::{DEFAULT_FILE, FILE_VARIABLE, Overrides, RawConfig};
pub use reference::{reference, sample};
pub use retention::RetentionConfig;
pub use secret::Secret;
pub use setting::{Setting, Value};
pub use site::SiteConfig;
pub use source::Source;
pub use web::{TileServer, WebConfig};

use reader::Reader;

/// Everything the service can be told, checked. Immutable once the service runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where the service listens, and to whom it answers.
    pub http: HttpConfig,
    /// Where files are kept.
    pub data: DataConfig,
    /// What is logged.
    pub log: LogConfig,
    /// The site's clock.
    pub site: SiteConfig,
    /// Connections to the meters.
    pub line: LineConfig,
    /// Files from the meters' cards.
    pub ftp: FtpConfig,
    /// Cadence of the live monitors.
    pub monitor: MonitorConfig,
    /// What is kept for how long.
    pub retention: RetentionConfig,
    /// The alert rule of the environment.
    pub alert: AlertConfig,
    /// How messages reach people.
    pub delivery: DeliveryConfig,
    /// The dashboard.
    pub web: WebConfig,
}

/// All that can be set, in the order of the reference.
pub const SECTIONS: &[&Section] = &[
    &http::SECTION,
    &data::SECTION,
    &log::SECTION,
    &site::SECTION,
    &line::SECTION,
    &ftp::SECTION,
    &monitor::SECTION,
    &retention::SECTION,
    &alert::SECTION,
    &delivery::SECTION,
    &web::SECTION,
];

impl Config {
    /// Checks a configuration as written.
    ///
    /// # Errors
    /// Every wrong value, with key and reason.
    pub fn check(raw: &RawConfig) -> Result<Self, ConfigErrors> {
        Self::check_and_list(raw).map(|(config, _)| config)
    }

    /// The same, and what holds with the place it was written at.
    ///
    /// # Errors
    /// Every wrong value, with key and reason.
    pub fn check_and_list(raw: &RawConfig) -> Result<(Self, Vec<Setting>), ConfigErrors> {
        let mut reader = Reader::new(raw);
        let config = Self::read(&mut reader);
        reader.finish().map(|settings| (config, settings))
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            http: HttpConfig::read(reader),
            data: DataConfig::read(reader),
            log: LogConfig::read(reader),
            site: SiteConfig::read(reader),
            line: LineConfig::read(reader),
            ftp: FtpConfig::read(reader),
            monitor: MonitorConfig::read(reader),
            retention: RetentionConfig::read(reader),
            alert: AlertConfig::read(reader),
            delivery: DeliveryConfig::read(reader),
            web: WebConfig::read(reader),
        }
    }

    /// Every key that is read, in the order of its section.
    pub fn keys() -> impl Iterator<Item = &'static Key> {
        SECTIONS.iter().flat_map(|section| section.keys)
    }

    /// A key by its name or its variable.
    pub fn key(name: &str) -> Option<&'static Key> {
        Self::keys().find(|key| key.name == name || key.variable == name)
    }
}

impl Default for Config {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

#[cfg(test)]
mod tests;
