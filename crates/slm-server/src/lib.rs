//! The slmm service: HTTP, live feeds, recording, alerting.

pub mod config;

pub use config::{Config, ConfigError, ConfigErrors, Overrides, RawConfig};
