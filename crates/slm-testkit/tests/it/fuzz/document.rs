//! The API's description: which operations there are, and what they promise to answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The description of a running server.
pub(super) struct Document {
    value: Value,
    /// Few schemas are used many times.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One method of one path.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    /// In capitals.
    pub(super) method: String,
    /// With `{names}`.
    pub(super) path: String,
    pub(super) parameters: Vec<Parameter>,
    /// Schema of the JSON body.
    pub(super) body: Option<Value>,
    /// Schemas by status and media type; `None` where a body has no schema.
    pub(super) answers: BTreeMap<u16, BTreeMap<String, Option<Value>>>,
}

#[derive(Debug, Clone)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) in_path: bool,
    pub(super) required: bool,
    pub(super) schema: Value,
}

impl Operation {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(super) fn is_websocket(&self) -> bool {
        self.answers.contains_key(&101)
    }
}

impl Document {
    pub(super) fn new(value: Value) -> Self {
        Self { value, validators: Mutex::default() }
    }

    pub(super) fn operations(&self) -> Result<Vec<Operation>> {
        let mut operations = Vec::new();
        for (path, methods) in self.value["paths"].as_object().context("a description has paths")? {
            for (method, written) in methods.as_object().context("a path has methods")? {
                operations.push(Self::operation(path, method, written)?);
            }
        }
        Ok(operations)
    }

    fn operation(path: &str, method: &str, written: &Value) -> Result<Operation> {
        let none = Vec::new();
        let parameters =
            written["parameters"].as_array().unwrap_or(&none).iter().map(|parameter| Parameter {
                name: parameter["name"].as_str().unwrap_or_default().to_owned(),
                in_path: parameter["in"] == "path",
                required: parameter["required"] == true,
                schema: parameter["schema"].clone(),
            });
        let body = written.pointer("/requestBody/content/application~1json/schema").cloned();
        let mut answers = BTreeMap::new();
        for (status, answer) in written["responses"].as_object().context("an operation has responses")? {
            // `default` stands for failures of the server itself, of which there should be none.
            let Ok(status) = status.parse::<u16>() else { continue };
            let kinds = answer["content"].as_object().cloned().unwrap_or_default();
            let kinds = kinds.into_iter().map(|(kind, content)| (kind, content.get("schema").cloned()));
            answers.insert(status, kinds.collect());
        }
        let method = method.to_uppercase();
        Ok(Operation { method, path: path.to_owned(), parameters: parameters.collect(), body, answers })
    }

    /// Whether a target leads to a path without parameters.
    pub(super) fn has_path(&self, target: &str) -> bool {
        let path = target.split('?').next().unwrap_or_default();
        self.value["paths"].get(path).is_some()
    }

    /// What a `$ref` stands for, and everything else as it is.
    pub(super) fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let link = schema.get("$ref").and_then(Value::as_str).and_then(|link| link.strip_prefix('#'));
        match link.and_then(|place| self.value.pointer(place)) {
            Some(target) => self.resolved(target),
            None => schema,
        }
    }

    /// A validator that takes described keys only.
    pub(super) fn validator(&self, schema: &Value) -> Result<Arc<Validator>> {
        let text = schema.to_string();
        if let Some(known) = self.validators.lock().unwrap().get(&text) {
            return Ok(Arc::clone(known));
        }
        let mut whole = self.strict(schema);
        let mut components = Map::new();
        for (name, schema) in self.value["components"]["schemas"].as_object().context("components")? {
            components.insert(name.clone(), self.strict_inside(schema));
        }
        whole["components"] = json!({ "schemas": components });
        whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        let validator = jsonschema::validator_for(&whole).map_err(|error| anyhow::anyhow!("{error}"))?;
        let validator = Arc::new(validator);
        self.validators.lock().unwrap().insert(text, Arc::clone(&validator));
        Ok(validator)
    }

    /// A schema in its place: an object there has no keys but the described ones.
    fn strict(&self, schema: &Value) -> Value {
        let mut strict = self.strict_inside(schema);
        if self.is_closed(schema)
            && let Some(object) = strict.as_object_mut()
        {
            object.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
        }
        strict
    }

    /// The same without the schema itself, which may be a part of another (`allOf`).
    fn strict_inside(&self, schema: &Value) -> Value {
        let mut strict = schema.clone();
        if let Some(properties) = strict.get_mut("properties").and_then(Value::as_object_mut) {
            properties.values_mut().for_each(|property| *property = self.strict(property));
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = strict.get_mut(key).filter(|inner| inner.is_object()) {
                *inner = self.strict(inner);
            }
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            if let Some(parts) = strict.get_mut(key).and_then(Value::as_array_mut) {
                for part in parts {
                    *part = self.strict_inside(part);
                }
            }
        }
        strict
    }

    /// Whether a schema describes an object by its keys.
    fn is_closed(&self, schema: &Value) -> bool {
        let schema = self.resolved(schema);
        let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
        let mut parts = parts.filter(|part| part["type"] != "null").peekable();
        if parts.peek().is_some() {
            return parts.all(|part| self.is_closed(part));
        }
        schema.get("properties").is_some() && schema.get("additionalProperties").is_none()
    }
}
