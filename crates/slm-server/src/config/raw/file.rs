//! The configuration file, TOML.
//!
//! Read with `toml`'s own spanned tables rather than through a layering library: every value keeps its line, and every
//! mistake of a file is reported, not only the first.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::{Config, ConfigError, Key, Kind, SECTIONS, Source};
use super::{RawConfig, suggest};

/// Many times what all keys need with a paragraph of comment each.
const MAX_BYTES: u64 = 1024 * 1024;

impl RawConfig {
    /// Reads a file, over what is there.
    pub(super) fn read_file(&mut self, path: &Path) {
        self.file = Some(path.to_owned());
        match read_text(path) {
            Ok(text) => self.read_toml(path, &text),
            Err(error) => {
                let source = Source::File { path: path.into(), line: None };
                let reason = format!("cannot read the configuration file: {error}");
                self.errors.push(ConfigError { key: None, value: None, source, reason });
            }
        }
    }

    /// Reads the text of a file.
    pub(super) fn read_toml(&mut self, path: &Path, text: &str) {
        let place = Place { path: path.into(), text };
        let (document, mistakes) = DeTable::parse_recoverable(text);
        for mistake in &mistakes {
            let line = mistake.span().map(|span| place.line(span.start));
            let source = Source::File { path: Arc::clone(&place.path), line };
            let reason = one_line(mistake.message());
            self.errors.push(ConfigError { key: None, value: None, source, reason });
        }
        for (name, value) in document.get_ref() {
            match value.get_ref() {
                DeValue::Table(table) => self.read_table(&place, name, table),
                // A key without its section: say which one it belongs to.
                _ => self.unknown(name.get_ref(), place.source(name.span().start)),
            }
        }
    }

    fn read_table(&mut self, place: &Place<'_>, name: &Spanned<Cow<'_, str>>, table: &DeTable<'_>) {
        let section = name.get_ref();
        if !SECTIONS.iter().any(|known| known.name == section) {
            let reason = suggest::unknown_section(section);
            let key = Some(format!("[{section}]"));
            let source = place.source(name.span().start);
            self.errors.push(ConfigError { key, value: None, source, reason });
            return;
        }
        for (last, value) in table {
            let full = format!("{section}.{}", last.get_ref());
            let source = place.source(last.span().start);
            match Config::keys().find(|key| key.name == full) {
                Some(key) => self.take(key, value, place, source),
                None => self.unknown(&full, source),
            }
        }
    }

    /// Takes a value if it is of the kind that the key wants.
    fn take(&mut self, key: &'static Key, value: &Spanned<DeValue<'_>>, place: &Place<'_>, source: Source) {
        if let Some(text) = text_of(key.kind, value.get_ref()) {
            self.put(key, text, source);
            return;
        }
        let written = place.text.get(value.span()).filter(|_| !key.secret).unwrap_or_default();
        let found = format!("{} {}", named(value.get_ref()), one_line(written));
        let reason = format!("expected {}, not {}", wanted(key.kind), found.trim_end());
        self.errors.push(ConfigError { key: Some(key.name.to_owned()), value: None, source, reason });
    }
}

/// A file's name and text, to find lines in.
struct Place<'a> {
    path: Arc<Path>,
    text: &'a str,
}

impl Place<'_> {
    fn source(&self, offset: usize) -> Source {
        Source::File { path: Arc::clone(&self.path), line: Some(self.line(offset)) }
    }

    /// The line of a byte, from 1.
    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 MiB"));
    }
    Ok(text)
}

/// A value as one would write it in the environment; `None` when it is of another kind.
fn text_of(kind: Kind, value: &DeValue<'_>) -> Option<String> {
    match (kind, value) {
        (Kind::Boolean, DeValue::Boolean(flag)) => Some(flag.to_string()),
        (
            Kind::Whole { .. } | Kind::Number { .. } | Kind::Duration { .. } | Kind::NumberOrText { .. },
            DeValue::Integer(number),
        ) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number.to_string()),
        (Kind::Number { .. } | Kind::Duration { .. } | Kind::NumberOrText { .. }, DeValue::Float(number)) => {
            Some(number.as_str().to_owned())
        }
        (Kind::Text { .. } | Kind::List { .. } | Kind::NumberOrText { .. }, DeValue::String(text)) => {
            Some(text.to_string())
        }
        (Kind::List { .. }, DeValue::Array(items)) => {
            let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}

/// What the file should hold, where what the environment takes is not clear enough.
fn wanted(kind: Kind) -> String {
    match kind {
        Kind::Boolean | Kind::Whole { .. } | Kind::Number { .. } | Kind::Duration { .. } => kind.to_string(),
        Kind::Text { .. } => format!("a string: {kind}"),
        Kind::List { .. } => format!("a string or an array of strings: {kind}"),
        Kind::NumberOrText { .. } => format!("a number or a string: {kind}"),
    }
}

fn named(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "the string",
        DeValue::Integer(_) => "the number",
        DeValue::Float(_) => "the number",
        DeValue::Boolean(_) => "the boolean",
        DeValue::Datetime(_) => "the date or time",
        DeValue::Array(_) => "the array",
        DeValue::Table(_) => "the table",
    }
}

/// A text that fits into a line of a list of mistakes.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 80;
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= LONGEST {
        return joined;
    }
    let shortened: String = joined.chars().take(LONGEST).collect();
    format!("{shortened}…")
}
