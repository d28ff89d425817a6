//! Values that fit a schema, and values that fit nothing.

use serde_json::{Map, Value, json};

use super::document::Document;
use super::random::Random;

/// What only the test knows: values that mean something to the unit at hand.
pub(super) struct Known {
    values: Map<String, Value>,
}

impl Known {
    pub(super) fn new(values: Value) -> Self {
        let Value::Object(values) = values else { panic!("a table of values") };
        Self { values }
    }

    /// Learns more.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    pub(super) fn of(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }
}

/// A value that fits.
pub(super) fn fitting(
    document: &Document,
    known: &Known,
    random: &mut Random,
    name: &str,
    schema: &Value,
) -> Value {
    if let Some(value) = known.of(name) {
        return match value {
            Value::Array(choices) if choices.is_empty() => Value::Null,
            Value::Array(choices) => random.pick(choices).clone(),
            value => value.clone(),
        };
    }
    let schema = document.resolved(schema);
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if let Some(choices) = schema["enum"].as_array() {
        return random.pick(choices).clone();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = Map::new();
        for part in parts {
            if let Value::Object(fields) = fitting(document, known, random, name, part) {
                whole.extend(fields);
            }
        }
        return Value::Object(whole);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[key].as_array() {
            let part = random.pick(parts).clone();
            return fitting(document, known, random, name, &part);
        }
    }
    of_type(document, known, random, schema)
}

fn of_type(document: &Document, known: &Known, random: &mut Random, schema: &Value) -> Value {
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec!["object"],
    };
    match *random.pick(&kinds) {
        "object" => object(document, known, random, schema),
        "array" => {
            let count = random.below(3);
            (0..count).map(|_| fitting(document, known, random, "", &schema["items"])).collect()
        }
        "integer" => {
            let least = schema["minimum"].as_i64().unwrap_or(0);
            let most = schema["maximum"].as_i64().unwrap_or(least.saturating_add(100));
            let span = usize::try_from(most.saturating_sub(least)).unwrap_or(0).saturating_add(1);
            let inside = least.saturating_add(i64::try_from(random.below(span)).unwrap());
            json!(*random.pick(&[least, most, inside]))
        }
        "number" => json!(*random.pick(&[0.5, 1.0, 2.25, 60.0])),
        "boolean" => json!(random.once_in(2)),
        "null" => Value::Null,
        _ => json!(*random.pick(&["A", "Main", "x", "1h", "some words", ""])),
    }
}

fn object(document: &Document, known: &Known, random: &mut Random, schema: &Value) -> Value {
    let none = Vec::new();
    let required = schema["required"].as_array().unwrap_or(&none);
    let mut object = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if required.iter().any(|needed| needed == name) || !random.once_in(3) {
            object.insert(name.clone(), fitting(document, known, random, name, property));
        }
    }
    Value::Object(object)
}

/// A body with one thing wrong, most of the time.
pub(super) fn spoilt(document: &Document, random: &mut Random, schema: &Value, good: &Value) -> Value {
    let Value::Object(mut object) = good.clone() else { return hostile(random) };
    let properties = document.resolved(schema)["properties"].as_object().cloned().unwrap_or_default();
    let names: Vec<String> = properties.keys().chain(object.keys()).cloned().collect();
    if names.is_empty() || random.once_in(12) {
        return hostile(random);
    }
    let name = random.pick(&names).clone();
    match random.below(8) {
        0 => drop(object.remove(&name)),
        1 => drop(object.insert(name, Value::Null)),
        2 => drop(object.insert(hostile_text(random), hostile(random))),
        _ => drop(object.insert(name, hostile(random))),
    }
    Value::Object(object)
}

/// A value that nobody asked for.
pub(super) fn hostile(random: &mut Random) -> Value {
    let plain = [
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(-0.0),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(65536),
        json!([]),
        json!({}),
        json!([[["A"]]]),
        json!({"a": {"b": null}}),
        json!(vec![0; 1000]),
    ];
    if random.once_in(3) { random.pick(&plain).clone() } else { Value::String(hostile_text(random)) }
}

/// A text that means harm to somebody: a meter's line, a path, a query, a log.
pub(super) fn hostile_text(random: &mut Random) -> String {
    let texts = [
        "",
        " ",
        "\0",
        "A\0B",
        "\r\n",
        "A\r\nReset",
        "2026/06/09 12:00:00\r\nReset",
        "A\nB",
        "\u{1a}",
        "A\u{1a}",
        "\u{1b}[2J",
        "\u{7f}",
        "A,B",
        "A?",
        "$",
        "ü",
        "Ａ",
        "\u{202e}gnp.exe",
        "🦀",
        "e\u{301}",
        "\u{feff}",
        "..",
        "../../../etc/passwd",
        "/etc/passwd",
        "/NL-43/../../x",
        "\\\\server\\share",
        "C:\\x",
        "~",
        "a/b",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "0x10",
        "1_000",
        "９",
        "-0",
        "99999999999999999999",
        "' OR 1=1 --",
        "'; DROP TABLE nl43_config; --",
        "%s%n%x",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "true",
        "null",
        "_monitor",
        "roster",
    ];
    match random.below(12) {
        0 => "x".repeat(129),
        1 => "A".repeat(*random.pick(&[256, 4096, 60_000])),
        2 => "ü".repeat(*random.pick(&[65, 2000])),
        _ => (*random.pick(&texts)).to_owned(),
    }
}
