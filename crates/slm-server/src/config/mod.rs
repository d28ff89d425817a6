//! Configuration in two steps: as written ([`RawConfig`]), then checked and typed ([`Config`]).
//!
//! All mistakes are found in one go and reported together, each with key, value and reason.

mod alert;
mod data;
mod error;
mod http;
mod line;
mod monitor;
mod raw;
mod reader;
mod retention;
mod site;

pub use alert::AlertConfig;
pub use data::DataConfig;
pub use error::{ConfigError, ConfigErrors};
pub use http::{CorsOrigins, HttpConfig};
pub use line::LineConfig;
pub use monitor::MonitorConfig;
pub use raw::{Overrides, RawConfig, Source};
pub use retention::RetentionConfig;
pub use site::SiteConfig;

use reader::Reader;

/// Everything the service can be told, checked. Immutable once the service runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Where the service listens, and to whom it answers.
    pub http: HttpConfig,
    /// Where files are kept.
    pub data: DataConfig,
    /// The site's clock.
    pub site: SiteConfig,
    /// Connections to the meters.
    pub line: LineConfig,
    /// Cadence of the live monitors.
    pub monitor: MonitorConfig,
    /// What is kept for how long.
    pub retention: RetentionConfig,
    /// The alert rule of the environment.
    pub alert: AlertConfig,
}

impl Config {
    /// Checks a configuration as written.
    ///
    /// # Errors
    /// Every wrong value, with key and reason.
    pub fn check(raw: &RawConfig) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(raw);
        let config = Self {
            http: HttpConfig::read(&mut reader),
            data: DataConfig::read(&mut reader),
            site: SiteConfig::read(&mut reader),
            line: LineConfig::read(&mut reader),
            monitor: MonitorConfig::read(&mut reader),
            retention: RetentionConfig::read(&mut reader),
            alert: AlertConfig::read(&mut reader),
        };
        reader.finish().map(|()| config)
    }

    /// Every key that is read, in the order of its section.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        [http::KEYS, data::KEYS, site::KEYS, line::KEYS, monitor::KEYS, retention::KEYS, alert::KEYS]
            .into_iter()
            .flatten()
            .copied()
    }
}

#[cfg(test)]
mod tests;
