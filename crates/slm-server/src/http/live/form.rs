//! In which form a client wants its frames, and from where on.

use std::collections::HashMap;

use nl43_proto::Quantity;
use serde_json::{Map, Value};
use slm_domain::UnitId;
use slm_feed::{Encoding, Since};

use super::backfill::Backfill;
use crate::fields::Fields;
use crate::http::problem::ApiError;

/// The form of a subscriber's frames; the feed keeps one copy of each frame per form in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Form {
    /// Levels as numbers, with what only we have beside them.
    pub(crate) numbers: bool,
    /// Alerts and pauses as frames of their own.
    pub(crate) events: bool,
    /// The 10 Hz feed instead of the monitor's.
    pub(crate) stream: bool,
    /// Only these fields; everything when `None`.
    pub(crate) fields: Option<FieldSet>,
}

/// A set of fields of a data frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FieldSet(u32);

/// A field that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// A level.
    Level(Quantity),
    /// State of the measurement and its start.
    State,
    /// The meter's whole data line.
    Raw,
}

const NUMBERS: u32 = 1;
const EVENTS: u32 = 1 << 1;
const STREAM: u32 = 1 << 2;
const PROJECTED: u32 = 1 << 3;
/// Fields take the bits from here on.
const FIELD_SHIFT: u32 = 8;

impl FieldSet {
    pub(crate) fn contains(self, field: Field) -> bool {
        self.0 & field.bit() != 0
    }

    fn with(self, field: Field) -> Self {
        Self(self.0 | field.bit())
    }
}

impl Field {
    fn bit(self) -> u32 {
        match self {
            Self::Level(quantity) => 1 << (quantity as u32),
            Self::State => 1 << 20,
            Self::Raw => 1 << 21,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "state" | "measurement_state" => Some(Self::State),
            "raw_payload" => Some(Self::Raw),
            name => Quantity::from_key(name).map(Self::Level),
        }
    }
}

impl From<Form> for Encoding {
    fn from(form: Form) -> Self {
        let flag = |set: bool, bit: u32| if set { bit } else { 0 };
        let fields = form.fields.map_or(0, |fields| PROJECTED | (fields.0 << FIELD_SHIFT));
        Self(flag(form.numbers, NUMBERS) | flag(form.events, EVENTS) | flag(form.stream, STREAM) | fields)
    }
}

impl From<Encoding> for Form {
    fn from(Encoding(bits): Encoding) -> Self {
        Self {
            numbers: bits & NUMBERS != 0,
            events: bits & EVENTS != 0,
            stream: bits & STREAM != 0,
            fields: (bits & PROJECTED != 0).then_some(FieldSet(bits >> FIELD_SHIFT)),
        }
    }
}

/// What a client asked for in the query string.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    pub(crate) form: Form,
    /// Whether it wants to be told where the feeds stand first.
    pub(crate) hello: bool,
    /// The last frame it has.
    pub(crate) since: SinceBy,
    /// What was recorded, before the first frame.
    pub(super) backfill: Option<Backfill>,
}

/// The last frame a client has: of the one unit it follows, or of several.
#[derive(Debug, Clone, Default)]
pub(crate) struct SinceBy {
    one: Option<Since>,
    many: HashMap<String, Since>,
}

impl SinceBy {
    pub(crate) fn of(&self, unit: &UnitId) -> Option<Since> {
        self.many.get(unit.as_str()).or(self.one.as_ref()).cloned()
    }
}

impl Wishes {
    /// Reads `values`, `fields`, `events`, `hello`, `since`, `backfill` and `backfill_period`.
    ///
    /// # Errors
    /// Every parameter that cannot be taken.
    pub(crate) fn read(query: &Map<String, Value>) -> Result<Self, ApiError> {
        let mut fields = Fields::new("query", query);
        let values = fields.parsed("values", |text| match text {
            "numbers" => Ok(true),
            "strings" => Ok(false),
            _ => Err("expected numbers or strings".to_owned()),
        });
        let form = Form {
            numbers: values.unwrap_or_default(),
            events: fields.boolean("events").unwrap_or_default(),
            stream: false,
            fields: fields.parsed("fields", field_set),
        };
        let hello = fields.boolean("hello").unwrap_or_default();
        let since = fields.parsed("since", since_by).unwrap_or_default();
        let backfill = Backfill::read(&mut fields);
        fields.finish()?;
        Ok(Self { form, hello, since, backfill })
    }
}

fn field_set(text: &str) -> Result<FieldSet, String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).try_fold(
        FieldSet::default(),
        |set, name| {
            let field = Field::from_name(name);
            field.map(|field| set.with(field)).ok_or_else(|| format!("there is no field {name:?}"))
        },
    )
}

/// `epoch:seq`, or `unit@epoch:seq` for each of several units, separated by commas.
fn since_by(text: &str) -> Result<SinceBy, String> {
    let mut since = SinceBy::default();
    for part in text.split(',') {
        let (unit, position) = match part.rsplit_once('@') {
            Some((unit, position)) => (Some(unit), position),
            None => (None, part),
        };
        let position: Since =
            position.trim().parse().map_err(|error: slm_feed::SinceError| error.to_string())?;
        match unit {
            Some(unit) => drop(since.many.insert(unit.to_owned(), position)),
            None => since.one = Some(position),
        }
    }
    Ok(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Wishes, ApiError> {
        Wishes::read(&pairs.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect())
    }

    #[test]
    fn nothing_asked_is_the_compatible_form() {
        let wishes = read(&[("token", "x")]).unwrap();
        assert_eq!(wishes.form, Form::default());
        assert!(!wishes.hello);
        assert_eq!(Encoding::from(Form::default()), Encoding(0));
    }

    #[test]
    fn every_form_survives_its_encoding() {
        let fields = field_set("lp, leq,ltm5,state,raw_payload").unwrap();
        for fields in [None, Some(fields), Some(FieldSet::default())] {
            let form = Form { numbers: true, events: true, stream: true, fields };
            assert_eq!(Form::from(Encoding::from(form)), form);
        }
        assert!(fields.contains(Field::Level(Quantity::Ltm5)));
        assert!(!fields.contains(Field::Level(Quantity::Lmax)));
    }

    #[test]
    fn positions_are_read_for_one_unit_and_for_many() {
        let gate = UnitId::new("gate").unwrap();
        let yard = UnitId::new("ya@rd").unwrap();
        let one = read(&[("since", "abc:7")]).unwrap().since;
        assert_eq!(one.of(&gate).unwrap().seq, 7);
        let many = read(&[("since", "gate@abc:7,ya@rd@def:9")]).unwrap().since;
        assert_eq!(many.of(&gate).unwrap().seq, 7);
        assert_eq!(many.of(&yard).unwrap().seq, 9);
        assert_eq!(many.of(&UnitId::new("other").unwrap()), None);
    }

    #[test]
    fn every_wrong_parameter_is_told() {
        let pairs = [
            ("values", "words"),
            ("fields", "lp,loudness"),
            ("events", "maybe"),
            ("since", "7"),
            ("backfill", "86401"),
            ("backfill_period", "7s"),
        ];
        let Err(ApiError::Invalid(problems)) = read(&pairs) else { panic!("six mistakes") };
        assert_eq!(problems.len(), 6);
        assert_eq!(problems[0].loc, ["query".into(), "values".into()]);
    }
}
