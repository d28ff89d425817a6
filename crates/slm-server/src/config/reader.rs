//! Reads typed values out of a [`RawConfig`] and collects what is wrong.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::raw::RawValue;
use super::{ConfigError, ConfigErrors, RawConfig};

/// Longest duration a key may hold, a hundred years; longer ones overflow date arithmetic.
const MAX_SECONDS: f64 = 3_155_760_000.0;

/// Reads one key after the other; a wrong value is remembered and its default used to go on.
pub(super) struct Reader<'a> {
    raw: &'a RawConfig,
    errors: Vec<ConfigError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(raw: &'a RawConfig) -> Self {
        Self { raw, errors: Vec::new() }
    }

    pub(super) fn finish(self) -> Result<(), ConfigErrors> {
        if self.errors.is_empty() { Ok(()) } else { Err(ConfigErrors(self.errors)) }
    }

    /// Whether a key was written.
    pub(super) fn is_set(&self, key: &'static str) -> bool {
        self.raw.get(key).is_some()
    }

    /// `true` in any case is true, everything else is false, as existing set-ups rely on.
    pub(super) fn boolean(&mut self, key: &'static str, default: bool) -> bool {
        self.raw.get(key).map_or(default, |value| value.text.trim().eq_ignore_ascii_case("true"))
    }

    pub(super) fn text(&mut self, key: &'static str, default: &str) -> String {
        self.raw.get(key).map_or_else(|| default.to_owned(), |value| value.text.trim().to_owned())
    }

    pub(super) fn integer(&mut self, key: &'static str, default: u64, range: &RangeInclusive<u64>) -> u64 {
        self.parsed(key, default, |text| match text.parse::<u64>() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(format!("expected a whole number from {} to {}", range.start(), range.end())),
        })
    }

    pub(super) fn number(&mut self, key: &'static str, default: f64, range: &RangeInclusive<f64>) -> f64 {
        self.parsed(key, default, |text| match text.parse::<f64>() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(format!("expected a number from {} to {}", range.start(), range.end())),
        })
    }

    /// A duration in `unit`s, for instance seconds.
    pub(super) fn duration(
        &mut self,
        key: &'static str,
        default: Duration,
        unit: Duration,
        least: f64,
    ) -> Duration {
        let most = MAX_SECONDS / unit.as_secs_f64();
        self.parsed(key, default, |text| match text.parse::<f64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(unit.mul_f64(number)),
            _ => Err(format!("expected a number of at least {least}")),
        })
    }

    pub(super) fn seconds(&mut self, key: &'static str, default: Duration, least: f64) -> Duration {
        self.duration(key, default, Duration::from_secs(1), least)
    }

    /// Seconds, where -1 means never.
    pub(super) fn seconds_or_never(
        &mut self,
        key: &'static str,
        default: Option<Duration>,
        least: f64,
    ) -> Option<Duration> {
        self.parsed(key, default, |text| match text.parse::<f64>() {
            Ok(-1.0) => Ok(None),
            Ok(number) if (least..=MAX_SECONDS).contains(&number) => {
                Ok(Some(Duration::from_secs_f64(number)))
            }
            _ => Err(format!("expected a number of seconds of at least {least}, or -1 for never")),
        })
    }

    /// Any other value; `parse` says what it expects.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        let Some(RawValue { text, source }) = self.raw.get(key) else {
            return default;
        };
        parse(text.trim()).unwrap_or_else(|reason| {
            self.errors.push(ConfigError { key, value: text.clone(), source: *source, reason });
            default
        })
    }
}
