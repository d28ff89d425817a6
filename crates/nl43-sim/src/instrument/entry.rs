//! One line of the command catalogue, as far as the meter needs it.
//!
//! The table itself is shared with the client's side; what the meter makes of it is decided here.

use nl43_proto::catalogue::{CATALOGUE, Category, Kind, Params};

/// A name the meter knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) form: Form,
    pub(super) values: Values,
    /// Whether it is refused while a measurement runs.
    pub(super) fixed_while_measuring: bool,
    /// Whether only the previous generation has it.
    pub(super) previous_generation_only: bool,
}

/// Which forms of a name exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Both,
    RequestOnly,
    SetOnly,
}

/// What a setting takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Values {
    Words { words: &'static [&'static str], complete: bool },
    Integer { min: i64, max: i64, zero_pad: u8 },
    Clock,
    Address,
    Text,
}

/// Looks a name up without regard to case; blanks inside count.
pub(super) fn find(name: &str) -> Option<Entry> {
    let line = CATALOGUE.iter().find(|line| line.name.eq_ignore_ascii_case(name))?;
    let form = match line.kind {
        Kind::Set => Form::SetOnly,
        Kind::Request => Form::RequestOnly,
        Kind::SetRequest => Form::Both,
    };
    let values = match line.params {
        Params::Words(words) => Values::Words { words, complete: true },
        Params::SomeWords(words) => Values::Words { words, complete: false },
        Params::Integer(min, max) => Values::Integer { min: min.into(), max: max.into(), zero_pad: 0 },
        Params::FourDigits => Values::Integer { min: 0, max: 9999, zero_pad: 4 },
        Params::Clock => Values::Clock,
        Params::Ipv4 => Values::Address,
        Params::Record | Params::Text | Params::Unknown => Values::Text,
    };
    // What starts, pauses and stops a measurement has rules of its own.
    let control = matches!(line.name, "Measure" | "Pause");
    let fixed_while_measuring =
        !control && matches!(line.category, Category::Measure | Category::Store | Category::Wave);
    Some(Entry {
        name: line.name,
        form,
        values,
        fixed_while_measuring,
        previous_generation_only: line.nl42_only,
    })
}
