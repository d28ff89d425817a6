//! What holds, and how it is shown.

use std::fmt::Write as _;

use serde_json::json;

use super::secret::HIDDEN;
use super::{Key, SECTIONS, Secret, Source};

/// One key with the value that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// What is set.
    pub key: &'static Key,
    /// What holds.
    pub value: Value,
    /// Where it was written; `None` when it is the default.
    pub source: Option<Source>,
}

/// A value of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Whole(u64),
    /// A number; of a duration, the count of its unit.
    Number(f64),
    /// Anything else.
    Text(String),
    /// What is never shown.
    Secret(Secret),
}

impl Setting {
    /// What holds as a configuration file. Defaults and secrets are comments, so that the text can be used as it is.
    pub fn list_as_toml(settings: &[Self]) -> String {
        let mut text = "# What holds, and where it was written. Commented values are defaults.\n".to_owned();
        for section in SECTIONS {
            let _ = write!(text, "\n[{}]\n", section.name);
            for setting in settings.iter().filter(|setting| section.keys.contains(setting.key)) {
                let name = setting.key.name.rsplit('.').next().unwrap_or_default();
                let line = format!("{name} = {}", setting.value.toml());
                let _ = writeln!(text, "{}{line}  # {}", setting.comment(), setting.place());
            }
        }
        text
    }

    /// What holds as environment variables. Defaults and secrets are comments.
    pub fn list_as_environment(settings: &[Self]) -> String {
        let mut text = "# What holds, and where it was written. Commented values are defaults.\n".to_owned();
        for setting in settings {
            let line = format!("{}={}", setting.key.variable, setting.value.shell());
            // Not behind the value: files of environment variables know comments on lines of their own only.
            let _ = write!(text, "# {}\n{}{line}\n", setting.place(), setting.comment());
        }
        text
    }

    /// What holds as a JSON array.
    pub fn list_as_json(settings: &[Self]) -> String {
        let list: Vec<_> = settings
            .iter()
            .map(|setting| {
                json!({
                    "key": setting.key.name,
                    "variable": setting.key.variable,
                    "value": setting.value.json(),
                    "source": setting.place(),
                })
            })
            .collect();
        format!("{:#}\n", serde_json::Value::Array(list))
    }

    /// Where it was written, in words.
    fn place(&self) -> String {
        match &self.source {
            None => "default".to_owned(),
            Some(Source::Environment) => format!("environment, {}", self.key.variable),
            Some(source) => source.to_string(),
        }
    }

    fn comment(&self) -> &'static str {
        let is_secret = matches!(self.value, Value::Secret(_));
        if self.source.is_none() || is_secret { "# " } else { "" }
    }
}

impl Value {
    fn toml(&self) -> String {
        match self {
            Self::Boolean(flag) => flag.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => toml::Value::from(text.as_str()).to_string(),
            Self::Secret(_) => format!("{HIDDEN:?}"),
        }
    }

    /// As a shell and an environment file of systemd both read it.
    fn shell(&self) -> String {
        match self {
            Self::Boolean(flag) => flag.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => quoted(text),
            Self::Secret(_) => HIDDEN.to_owned(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Boolean(flag) => json!(flag),
            Self::Whole(number) => json!(number),
            #[expect(clippy::cast_possible_truncation, reason = "it is a whole number below 2^53")]
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => json!(*number as i64),
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Secret(_) => json!(HIDDEN),
        }
    }
}

fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/:,+@%=".contains(c);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests;
