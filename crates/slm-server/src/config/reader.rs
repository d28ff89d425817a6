//! Reads typed values out of a [`RawConfig`] and collects what is wrong.

use std::time::Duration;

use super::raw::RawValue;
use super::{ConfigError, ConfigErrors, Key, Kind, RawConfig, Secret, Setting, Source, Value};

/// Longest duration a key may hold, a hundred years; longer ones overflow date arithmetic.
const MAX_SECONDS: f64 = 3_155_760_000.0;

/// Reads one key after the other; a wrong value is remembered and its default used to go on.
pub(super) struct Reader<'a> {
    raw: &'a RawConfig,
    errors: Vec<ConfigError>,
    /// What holds, in the order in which it was read.
    settings: Vec<Setting>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(raw: &'a RawConfig) -> Self {
        Self { raw, errors: raw.errors().to_vec(), settings: Vec::new() }
    }

    /// What a section holds when nothing was written.
    pub(super) fn defaults<T>(read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        read(&mut Reader::new(&RawConfig::default()))
    }

    pub(super) fn finish(mut self) -> Result<Vec<Setting>, ConfigErrors> {
        // A file from top to bottom, then what came later.
        self.errors.sort_by_key(|error| error.source.rank());
        if self.errors.is_empty() { Ok(self.settings) } else { Err(ConfigErrors(self.errors)) }
    }

    /// Whether a key was written.
    pub(super) fn is_set(&self, key: &Key) -> bool {
        self.raw.get(key).is_some()
    }

    /// In environment variables of the compatible service, `true` in any case is true and everything else is false, as existing
    /// set-ups rely on.
    pub(super) fn boolean(&mut self, key: &'static Key) -> bool {
        let is_flag = self.raw.get(key).is_some_and(|value| value.source == Source::Flag);
        let is_strict = is_flag || !key.compatible;
        let parse = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ if is_strict => Err(expected(key)),
            _ => Ok(false),
        };
        self.take(key, parse, |flag, _| Value::Boolean(*flag))
    }

    /// A text whose default follows from other keys.
    pub(super) fn text_or(&mut self, key: &'static Key, default: &str) -> String {
        let parse = |text: &str| Ok(if text.is_empty() { default } else { text }.to_owned());
        self.take(key, parse, |text, _| Value::Text(text.clone()))
    }

    /// A text that is never shown.
    #[cfg_attr(not(test), expect(dead_code, reason = "no setting is secret yet"))]
    pub(super) fn secret(&mut self, key: &'static Key) -> Secret {
        debug_assert!(key.secret, "{} is not marked as secret", key.name);
        self.take(key, |text| Ok(Secret::new(text)), |secret, _| Value::Secret(secret.clone()))
    }

    pub(super) fn whole(&mut self, key: &'static Key) -> u64 {
        let Kind::Whole { least, most } = key.kind else { unreachable!("{} is no whole number", key.name) };
        let parse = |text: &str| {
            text.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| expected(key))
        };
        self.take(key, parse, |number, _| Value::Whole(*number))
    }

    pub(super) fn number(&mut self, key: &'static Key) -> f64 {
        let Kind::Number { least, most } = key.kind else { unreachable!("{} is no number", key.name) };
        let parse = |text: &str| {
            text.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| expected(key))
        };
        self.take(key, parse, |number, _| Value::Number(*number))
    }

    pub(super) fn duration(&mut self, key: &'static Key) -> Duration {
        // The longest there is stands for never, which keys that are read in this way do not take.
        self.duration_or_never(key).unwrap_or(Duration::MAX)
    }

    /// A duration, or `None` where -1 was written, for never.
    pub(super) fn duration_or_never(&mut self, key: &'static Key) -> Option<Duration> {
        let Kind::Duration { unit, least, or_never } = key.kind else {
            unreachable!("{} is no duration", key.name)
        };
        let most = MAX_SECONDS / unit.length().as_secs_f64();
        let parse = |text: &str| match text.parse() {
            Ok(-1.0) if or_never => Ok(-1.0),
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(expected(key)),
        };
        let count = self.take(key, parse, |number, _| Value::Number(*number));
        (count >= 0.0).then(|| unit.length().mul_f64(count))
    }

    /// Any other value; `parse` says what is wrong, [`expected`] if it knows no better.
    pub(super) fn parsed<T>(&mut self, key: &'static Key, parse: impl Fn(&str) -> Result<T, String>) -> T {
        self.take(key, parse, |_, text| match (key.kind, text.parse()) {
            (Kind::NumberOrText { .. }, Ok(number)) => Value::Number(number),
            _ => Value::Text(text.to_owned()),
        })
    }

    /// The same for a key without a default.
    pub(super) fn parsed_or_none<T>(
        &mut self,
        key: &'static Key,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        debug_assert!(key.default.is_empty(), "{} has a default", key.name);
        self.parsed(key, |text| if text.is_empty() { Ok(None) } else { parse(text).map(Some) })
    }

    /// Parses what was written or else the default, and notes what holds.
    fn take<T>(
        &mut self,
        key: &'static Key,
        parse: impl Fn(&str) -> Result<T, String>,
        show: impl Fn(&T, &str) -> Value,
    ) -> T {
        if let Some(written) = self.raw.get(key) {
            let text = written.text.trim();
            match parse(text) {
                Ok(value) => {
                    let source = Some(written.source.clone());
                    self.settings.push(Setting { key, value: show(&value, text), source });
                    return value;
                }
                Err(reason) => self.refuse(key, written, reason),
            }
        }
        let value = parse(key.default)
            .unwrap_or_else(|reason| unreachable!("the default of {} is wrong: {reason}", key.name));
        self.settings.push(Setting { key, value: show(&value, key.default), source: None });
        value
    }

    /// Refuses a value that was right by itself, but does not go with another. A default is not refused.
    pub(super) fn contradict(&mut self, key: &'static Key, reason: &str) {
        if let Some(written) = self.raw.get(key) {
            self.refuse(key, written, reason.to_owned());
        }
    }

    fn refuse(&mut self, key: &Key, written: &RawValue, reason: String) {
        let called = match written.source {
            Source::File { .. } | Source::Flag => key.name,
            Source::Environment | Source::Program => key.variable,
        };
        self.errors.push(ConfigError {
            key: Some(called.to_owned()),
            value: Some(written.shown()),
            source: written.source.clone(),
            reason,
        });
    }
}

/// The sentence about a value that is not what the key takes.
pub(super) fn expected(key: &Key) -> String {
    format!("expected {}", key.kind)
}
