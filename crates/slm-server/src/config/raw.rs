//! Configuration as written, before any check.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::path::PathBuf;

use super::Config;

/// Values by key, each with the place it was written at. Later places win over earlier ones.
#[derive(Debug, Clone, Default)]
pub struct RawConfig {
    values: BTreeMap<String, RawValue>,
}

#[derive(Debug, Clone)]
pub(super) struct RawValue {
    pub(super) text: String,
    pub(super) source: Source,
}

/// Where a value was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The process environment.
    Environment,
    /// The command line.
    Flag,
    /// Set by the embedding program, as tests do.
    Program,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "environment",
            Self::Flag => "command line",
            Self::Program => "program",
        })
    }
}

/// What the command line may say instead of the environment.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Instead of `HOST`.
    pub host: Option<String>,
    /// Instead of `PORT`.
    pub port: Option<u16>,
    /// Instead of `SLMM_DATA_DIR`.
    pub data_dir: Option<PathBuf>,
    /// `true`: start in standby, whatever `SLMM_POLLING_ENABLED` says.
    pub standby: bool,
}

impl RawConfig {
    /// Reads the keys we know from the process environment; the rest of it is not ours.
    pub fn from_environment() -> Self {
        let mut raw = Self::default();
        for key in Config::keys() {
            if let Some(value) = env::var_os(key) {
                raw.put(key, value.to_string_lossy().into_owned(), Source::Environment);
            }
        }
        raw
    }

    /// Sets one key, as a program that embeds the service does.
    pub fn set(&mut self, key: &str, value: impl fmt::Display) -> &mut Self {
        self.put(key, value.to_string(), Source::Program);
        self
    }

    /// Lays the command line over what is there.
    pub fn overlay(&mut self, overrides: &Overrides) -> &mut Self {
        if let Some(host) = &overrides.host {
            self.put("HOST", host.clone(), Source::Flag);
        }
        if let Some(port) = overrides.port {
            self.put("PORT", port.to_string(), Source::Flag);
        }
        if let Some(folder) = &overrides.data_dir {
            self.put("SLMM_DATA_DIR", folder.to_string_lossy().into_owned(), Source::Flag);
        }
        if overrides.standby {
            self.put("SLMM_POLLING_ENABLED", "false".to_owned(), Source::Flag);
        }
        self
    }

    /// A value that was written and is not blank.
    pub(super) fn get(&self, key: &str) -> Option<&RawValue> {
        self.values.get(key).filter(|value| !value.text.trim().is_empty())
    }

    fn put(&mut self, key: &str, text: String, source: Source) {
        self.values.insert(key.to_owned(), RawValue { text, source });
    }
}
