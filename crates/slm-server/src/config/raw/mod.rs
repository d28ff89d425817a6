//! Configuration as written, before any check.

mod file;
mod suggest;

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::secret::HIDDEN;
use super::{Config, ConfigError, Key, Source};

/// The file that is read from the working directory unless another one is named.
pub const DEFAULT_FILE: &str = "slmm.toml";

/// Names a file instead of [`DEFAULT_FILE`].
pub const FILE_VARIABLE: &str = "SLMM_CONFIG";

/// Values by key, each with the place it was written at. Later places win over earlier ones.
#[derive(Debug, Clone, Default)]
pub struct RawConfig {
    values: BTreeMap<&'static str, RawValue>,
    /// What could not even be read.
    errors: Vec<ConfigError>,
    file: Option<PathBuf>,
}

#[derive(Clone)]
pub(super) struct RawValue {
    pub(super) text: String,
    pub(super) source: Source,
    is_secret: bool,
}

/// What the command line may say.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The configuration file, instead of `SLMM_CONFIG` and `slmm.toml`.
    pub config: Option<PathBuf>,
    /// Any keys with their values, as in `http.port` and `9000`.
    pub settings: Vec<(String, String)>,
    /// Instead of `http.host`.
    pub host: Option<String>,
    /// Instead of `http.port`.
    pub port: Option<u16>,
    /// Instead of `data.folder`.
    pub data_dir: Option<PathBuf>,
    /// `true`: start in standby, whatever `line.polling_enabled` says.
    pub standby: bool,
    /// Instead of `log.filter`.
    pub log: Option<String>,
}

impl RawConfig {
    /// Collects what is written: file, then environment, then command line.
    ///
    /// What cannot be read is reported by [`Config::check`], together with everything else that is wrong.
    pub fn gather(overrides: &Overrides) -> Self {
        Self::gather_from(Path::new(""), |name| env::var_os(name), overrides)
    }

    /// The same, as seen from a working directory and with an environment.
    pub(super) fn gather_from(
        folder: &Path,
        variable: impl Fn(&str) -> Option<OsString>,
        overrides: &Overrides,
    ) -> Self {
        let mut raw = Self::default();
        let named = variable(FILE_VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
        match overrides.config.clone().or(named) {
            Some(path) => raw.read_file(&path),
            None if folder.join(DEFAULT_FILE).exists() => raw.read_file(&folder.join(DEFAULT_FILE)),
            None => {}
        }
        raw.read_environment(variable);
        raw.overlay(overrides);
        raw
    }

    /// Only the process environment, without any file.
    pub fn from_environment() -> Self {
        let mut raw = Self::default();
        raw.read_environment(|name| env::var_os(name));
        raw
    }

    /// Sets one key, by its name or its variable, as a program that embeds the service does.
    pub fn set(&mut self, key: &str, value: impl fmt::Display) -> &mut Self {
        match Config::key(key) {
            Some(known) => self.put(known, value.to_string(), Source::Program),
            None => self.unknown(key, Source::Program),
        }
        self
    }

    /// Lays the command line over what is there.
    pub fn overlay(&mut self, overrides: &Overrides) -> &mut Self {
        for (name, value) in &overrides.settings {
            match Config::keys().find(|key| key.name == name) {
                Some(key) => self.put(key, value.clone(), Source::Flag),
                None => self.unknown(name, Source::Flag),
            }
        }
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let flags = [
            ("http.host", overrides.host.clone()),
            ("http.port", overrides.port.map(|port| port.to_string())),
            ("data.folder", overrides.data_dir.as_ref().map(path)),
            ("line.polling_enabled", overrides.standby.then(|| "false".to_owned())),
            ("log.filter", overrides.log.clone()),
        ];
        for (name, value) in flags {
            if let (Some(key), Some(value)) = (Config::key(name), value) {
                self.put(key, value, Source::Flag);
            }
        }
        self
    }

    /// The configuration file that was read, if any.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Where it all came from, in one line, without any value.
    pub fn origin(&self) -> String {
        let named = |wanted: fn(&Source) -> bool, name: fn(&Key) -> &'static str| {
            let keys = Config::keys().filter(|key| self.get(key).is_some_and(|value| wanted(&value.source)));
            keys.map(name).collect::<Vec<_>>().join(", ")
        };
        let file = self.file.as_ref().map(|path| path.display().to_string());
        let environment = named(|source| *source == Source::Environment, |key| key.variable);
        let flags = named(|source| *source == Source::Flag, |key| key.name);
        let program = named(|source| *source == Source::Program, |key| key.name);
        let mut parts: Vec<String> = file.into_iter().collect();
        for (place, keys) in [("environment", environment), ("command line", flags), ("program", program)] {
            if !keys.is_empty() {
                parts.push(format!("{place} ({keys})"));
            }
        }
        if parts.is_empty() { "defaults only".to_owned() } else { parts.join("; ") }
    }

    /// A value that was written and is not blank.
    pub(super) fn get(&self, key: &Key) -> Option<&RawValue> {
        self.values.get(key.name).filter(|value| !value.text.trim().is_empty())
    }

    /// What could not even be read.
    pub(super) fn errors(&self) -> &[ConfigError] {
        &self.errors
    }

    /// The keys we know; the rest of the environment is not ours. A blank variable counts as not set.
    fn read_environment(&mut self, variable: impl Fn(&str) -> Option<OsString>) {
        for key in Config::keys() {
            let written = variable(key.variable).map(|text| text.to_string_lossy().into_owned());
            if let Some(text) = written.filter(|text| !text.trim().is_empty()) {
                self.put(key, text, Source::Environment);
            }
        }
    }

    /// Sets a key that is in no section.
    #[cfg(test)]
    pub(super) fn put_for_test(&mut self, key: &'static Key, text: &str) {
        self.put(key, text.to_owned(), Source::Program);
    }

    fn put(&mut self, key: &'static Key, text: String, source: Source) {
        self.values.insert(key.name, RawValue { text, source, is_secret: key.secret });
    }

    fn unknown(&mut self, name: &str, source: Source) {
        let reason = suggest::unknown_key(name);
        self.errors.push(ConfigError { key: Some(name.to_owned()), value: None, source, reason });
    }
}

impl RawValue {
    /// The text as it may be shown.
    pub(super) fn shown(&self) -> String {
        if self.is_secret { HIDDEN.to_owned() } else { self.text.clone() }
    }
}

impl fmt::Debug for RawValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({})", self.shown(), self.source)
    }
}

#[cfg(test)]
mod tests;
