use crate::catalogue;

/// A command of the catalogue that has no variant of its own, or whose value comes from outside.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GenericCommand {
    name: &'static str,
    value: Option<Box<str>>,
}

impl GenericCommand {
    pub(super) fn setting(name: &str, value: &str) -> Result<Self, CommandError> {
        let entry = catalogue::find(name).ok_or(CommandError::UnknownName)?;
        if !entry.kind.can_set() {
            return Err(CommandError::RequestOnly(entry.name));
        }
        check(value)?;
        Ok(Self { name: entry.name, value: Some(value.into()) })
    }

    pub(super) fn query(name: &str) -> Result<Self, CommandError> {
        let entry = catalogue::find(name).ok_or(CommandError::UnknownName)?;
        if !entry.kind.can_request() {
            return Err(CommandError::SetOnly(entry.name));
        }
        Ok(Self { name: entry.name, value: None })
    }

    /// The name, spelled as in the catalogue.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value of a setting; `None` for a query.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

/// Why texts make no command. Nothing of it reaches the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The instrument's list has no such name.
    #[error("no command of this name")]
    UnknownName,
    /// The command has no setting form.
    #[error("{0} can only be read")]
    RequestOnly(&'static str),
    /// The command has no query form.
    #[error("{0} can only be set")]
    SetOnly(&'static str),
    /// There is no value.
    #[error("a value is needed")]
    Empty,
    /// The value is longer than any the instrument takes.
    #[error("a value has at most {MAX_VALUE} characters")]
    TooLong,
    /// A comma would begin a second value.
    #[error("a value has no comma")]
    Comma,
    /// CR, LF, SUB, NUL or anything else that is no printable ASCII.
    #[error("only printable ASCII characters are allowed")]
    Unprintable,
}

/// The longest value known has 19 characters.
const MAX_VALUE: usize = 64;

fn check(value: &str) -> Result<(), CommandError> {
    if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Err(CommandError::Unprintable)
    } else if value.trim().is_empty() {
        Err(CommandError::Empty)
    } else if value.contains(',') {
        Err(CommandError::Comma)
    } else if value.len() > MAX_VALUE {
        Err(CommandError::TooLong)
    } else {
        Ok(())
    }
}
