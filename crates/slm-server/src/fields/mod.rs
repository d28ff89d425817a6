//! Typed reading of the fields of requests and documents, with every mistake collected.
//!
//! The rules are those of the compatible API: which texts pass for a number or a boolean, and what kind of mistake
//! the rest is.

mod nested;
mod objects;

use std::net::IpAddr;
use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};
use slm_api_types::{FieldProblem, Place};
use slm_domain::UnitId;

/// Port range of the roster.
const PORTS: RangeInclusive<i64> = 1..=65535;
/// Background poll interval in seconds.
pub(crate) const INTERVALS: RangeInclusive<i64> = 30..=21600;

/// The fields of one part of a request.
///
/// Each method reads one key. A mistake is remembered and read as "not given"; [`finish`](Self::finish) tells all.
pub(crate) struct Fields<'a> {
    part: &'static str,
    /// Where the object stands in its part.
    path: Vec<Place>,
    object: &'a Map<String, Value>,
    problems: Vec<FieldProblem>,
}

/// Fields that cannot be taken; at least one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Invalid(pub(crate) Vec<FieldProblem>);

/// One value that cannot be taken.
struct Mistake {
    kind: &'static str,
    msg: String,
    ctx: Option<Value>,
}

impl Mistake {
    fn new(kind: &'static str, msg: impl Into<String>) -> Self {
        Self { kind, msg: msg.into(), ctx: None }
    }

    fn value_error(reason: &str) -> Self {
        Self { kind: "value_error", msg: format!("Value error, {reason}"), ctx: Some(json!({"error": {}})) }
    }
}

impl<'a> Fields<'a> {
    /// Reads from `part`: `body` or `query`.
    pub(crate) fn new(part: &'static str, object: &'a Map<String, Value>) -> Self {
        Self { part, path: Vec::new(), object, problems: Vec::new() }
    }

    /// Adds a mistake that shows only beside other fields.
    pub(crate) fn wrong(&mut self, key: &str, reason: &str) {
        let value = self.object.get(key).cloned().unwrap_or_default();
        self.take(key, &value, |_| Err::<(), _>(Mistake::value_error(reason)));
    }

    /// Whether there is no mistake so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// All mistakes, if there is one.
    pub(crate) fn finish(self) -> Result<(), Invalid> {
        if self.problems.is_empty() { Ok(()) } else { Err(Invalid(self.problems)) }
    }

    /// The mistakes of two parts of a request, told together.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.problems.extend(other.problems);
        self
    }

    /// All mistakes; or `value`, which is there unless it was one of them.
    pub(crate) fn finish_with<T>(self, value: Option<T>) -> Result<T, Invalid> {
        let problems = self.problems;
        debug_assert!(value.is_some() || !problems.is_empty(), "what is missing is a mistake");
        value.filter(|_| problems.is_empty()).ok_or(Invalid(problems))
    }

    /// A unit that the path names and that may have to be created.
    pub(crate) fn unit_of_path(&mut self, name: &str) -> Option<UnitId> {
        unit_id(name).map_err(|reason| self.problems.push(path_problem(name, &reason))).ok()
    }

    /// Whether there is anything of this key, readable or not.
    pub(crate) fn is_given(&self, key: &str) -> bool {
        self.object.get(key).is_some_and(|value| !value.is_null())
    }

    pub(crate) fn boolean(&mut self, key: &str) -> Option<bool> {
        self.read(key, boolean)
    }

    pub(crate) fn number(&mut self, key: &str) -> Option<f64> {
        self.read(key, number)
    }

    pub(crate) fn required_number(&mut self, key: &str) -> Option<f64> {
        self.read_required(key, number)
    }

    /// A whole number, however large.
    pub(crate) fn integer(&mut self, key: &str) -> Option<i64> {
        self.read(key, integer)
    }

    /// A whole number from 0; what is too large counts as the largest.
    pub(crate) fn natural(&mut self, key: &str) -> Option<u32> {
        let number = self.integer_within(key, &(0..=i64::MAX))?;
        Some(u32::try_from(number).unwrap_or(u32::MAX))
    }

    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        self.read(key, |value| text(value).map(str::to_owned))
    }

    /// A text with a meaning of its own; `parse` says what it expects.
    pub(crate) fn parsed<T>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        self.read(key, |value| parse(text(value)?).map_err(|reason| Mistake::value_error(&reason)))
    }

    /// A value of a form of its own; `parse` says what it expects.
    pub(crate) fn parsed_value<T>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<T> {
        self.read(key, |value| parse(value).map_err(|reason| Mistake::value_error(&reason)))
    }

    /// As [`parsed`](Self::parsed), for a key that has to be given.
    pub(crate) fn required_parsed<T>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        self.read_required(key, |value| parse(text(value)?).map_err(|reason| Mistake::value_error(&reason)))
    }

    /// A whole number of any size.
    pub(crate) fn required_integer(&mut self, key: &str) -> Option<i64> {
        self.read_required(key, integer)
    }

    /// A text that goes to a meter's FTP server.
    pub(crate) fn credential(&mut self, key: &str) -> Option<String> {
        self.read(key, |value| {
            let text = text(value)?;
            let is_plain = text.len() <= 255 && !text.chars().any(char::is_control);
            let reason = "credentials have at most 255 bytes and no control characters";
            if is_plain { Ok(text.to_owned()) } else { Err(Mistake::value_error(reason)) }
        })
    }

    /// An integer within a range that the schema tells.
    pub(crate) fn integer_within(&mut self, key: &str, range: &RangeInclusive<i64>) -> Option<i64> {
        self.read(key, |value| {
            let number = integer(value)?;
            let (kind, limit, name) = if number < *range.start() {
                ("greater_than_equal", *range.start(), "ge")
            } else if number > *range.end() {
                ("less_than_equal", *range.end(), "le")
            } else {
                return Ok(number);
            };
            let side = if name == "ge" { "greater" } else { "less" };
            let msg = format!("Input should be {side} than or equal to {limit}");
            Err(Mistake { kind, msg, ctx: Some(json!({ name: limit })) })
        })
    }

    pub(crate) fn port(&mut self, key: &str) -> Option<u16> {
        self.read(key, |value| {
            let number = integer(value)?;
            let port = u16::try_from(number).ok().filter(|_| PORTS.contains(&number));
            port.ok_or_else(|| Mistake::value_error("Port must be between 1 and 65535"))
        })
    }

    pub(crate) fn interval(&mut self, key: &str) -> Option<u64> {
        self.read(key, |value| {
            let number = integer(value)?;
            let seconds = u64::try_from(number).ok().filter(|_| INTERVALS.contains(&number));
            seconds.ok_or_else(|| Mistake::value_error("Poll interval must be between 30 and 21600 seconds"))
        })
    }

    pub(crate) fn host(&mut self, key: &str) -> Option<String> {
        self.read(key, host)
    }

    pub(crate) fn required_host(&mut self, key: &str) -> Option<String> {
        self.read_required(key, host)
    }

    pub(crate) fn required_unit_id(&mut self, key: &str) -> Option<UnitId> {
        self.read_required(key, |value| unit_id(text(value)?).map_err(|reason| Mistake::value_error(&reason)))
    }

    fn read<T>(&mut self, key: &str, read: impl FnOnce(&Value) -> Result<T, Mistake>) -> Option<T> {
        match self.object.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => self.take(key, value, read),
        }
    }

    fn read_required<T>(&mut self, key: &str, read: impl FnOnce(&Value) -> Result<T, Mistake>) -> Option<T> {
        if let Some(value) = self.object.get(key) {
            return self.take(key, value, read);
        }
        let loc = self.place(key);
        let input = Value::Object(self.object.clone());
        let msg = "Field required".to_owned();
        self.problems.push(FieldProblem { kind: "missing".to_owned(), loc, msg, input, ctx: None });
        None
    }

    fn take<T>(
        &mut self,
        key: &str,
        value: &Value,
        read: impl FnOnce(&Value) -> Result<T, Mistake>,
    ) -> Option<T> {
        match read(value) {
            Ok(taken) => Some(taken),
            Err(Mistake { kind, msg, ctx }) => {
                let loc = self.place(key);
                self.problems.push(FieldProblem {
                    kind: kind.to_owned(),
                    loc,
                    msg,
                    input: value.clone(),
                    ctx,
                });
                None
            }
        }
    }
}

/// The mistake of a field that was readable but does not fit what is there.
pub(crate) fn refused(body: &Map<String, Value>, key: &str, reason: &str) -> Invalid {
    refused_in("body", body, key, reason)
}

/// The same for a key of the query string.
pub(crate) fn refused_in_query(query: &Map<String, Value>, key: &str, reason: &str) -> Invalid {
    refused_in("query", query, key, reason)
}

fn refused_in(part: &'static str, object: &Map<String, Value>, key: &str, reason: &str) -> Invalid {
    let Mistake { kind, msg, ctx } = Mistake::value_error(reason);
    let loc = vec![part.into(), Place::from(key)];
    let input = object.get(key).cloned().unwrap_or_default();
    Invalid(vec![FieldProblem { kind: kind.to_owned(), loc, msg, input, ctx }])
}

/// Checks a name that would become part of our addresses.
///
/// Names that start with `_`, and `roster`, are addresses of ours already.
fn unit_id(name: &str) -> Result<UnitId, String> {
    let unit = UnitId::new(name).map_err(|error| error.to_string())?;
    if is_reserved(name) {
        return Err("names that start with `_`, and `roster`, are reserved".to_owned());
    }
    Ok(unit)
}

/// Whether a first path segment is one of ours and never a unit.
pub(crate) fn is_reserved(name: &str) -> bool {
    name.starts_with('_') || name == "roster"
}

/// The mistake of a name in the path that cannot name a unit.
fn path_problem(name: &str, reason: &str) -> FieldProblem {
    let Mistake { kind, msg, ctx } = Mistake::value_error(reason);
    let loc = vec!["path".into(), "unit_id".into()];
    FieldProblem { kind: kind.to_owned(), loc, msg, input: name.into(), ctx }
}

fn text(value: &Value) -> Result<&str, Mistake> {
    value.as_str().ok_or_else(|| Mistake::new("string_type", "Input should be a valid string"))
}

fn integer(value: &Value) -> Result<i64, Mistake> {
    let fraction = || {
        let msg = "Input should be a valid integer, got a number with a fractional part";
        Mistake::new("int_from_float", msg)
    };
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Ok(whole),
            (None, Some(float)) => whole(float).ok_or_else(fraction),
            (None, None) => Err(fraction()),
        },
        Value::String(text) => integer_text(text.trim()).ok_or_else(|| {
            let msg = "Input should be a valid integer, unable to parse string as an integer";
            Mistake::new("int_parsing", msg)
        }),
        _ => Err(Mistake::new("int_type", "Input should be a valid integer")),
    }
}

/// `7`, `+7` and `7.0`, as existing clients write whole numbers.
fn integer_text(text: &str) -> Option<i64> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    whole.parse().ok()
}

/// The integer a float stands for; beyond the range of integers the nearest, which every range of ours refuses.
fn whole(float: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, as documented")]
    (float.is_finite() && float.fract() == 0.0).then_some(float as i64)
}

fn number(value: &Value) -> Result<f64, Mistake> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => Some(text.trim().parse::<f64>().map_err(|_| {
            let msg = "Input should be a valid number, unable to parse string as a number";
            Mistake::new("float_parsing", msg)
        })?),
        _ => return Err(Mistake::new("float_type", "Input should be a valid number")),
    };
    let finite = number.filter(|number| number.is_finite());
    finite.ok_or_else(|| Mistake::new("finite_number", "Input should be a finite number"))
}

fn boolean(value: &Value) -> Result<bool, Mistake> {
    let unreadable = || {
        let msg = "Input should be a valid boolean, unable to interpret input";
        Mistake::new("bool_parsing", msg)
    };
    match value {
        Value::Bool(boolean) => Ok(*boolean),
        Value::Number(number) => match number.as_f64() {
            Some(0.0) => Ok(false),
            Some(1.0) => Ok(true),
            _ => Err(unreadable()),
        },
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "on" | "yes" | "true" | "t" | "y" | "1" => Ok(true),
            "off" | "no" | "false" | "f" | "n" | "0" => Ok(false),
            _ => Err(unreadable()),
        },
        _ => Err(Mistake::new("bool_type", "Input should be a valid boolean")),
    }
}

fn host(value: &Value) -> Result<String, Mistake> {
    let host = text(value)?;
    let is_name = (1..=253).contains(&host.len())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if is_name || host.parse::<IpAddr>().is_ok() {
        Ok(host.to_owned())
    } else {
        Err(Mistake::value_error(
            "Invalid host: expected an IP address, or letters, digits, dots and hyphens",
        ))
    }
}

#[cfg(test)]
mod tests;
