//! Whether an answer is one that the description promises.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use jsonschema::Validator;
use serde_json::Value;

use super::document::{Document, Operation};
use super::wire::Reply;

/// The promises of one operation.
pub(super) struct Judge {
    /// By status and media type; `None` where any body will do.
    answers: BTreeMap<u16, BTreeMap<String, Option<Arc<Validator>>>>,
}

impl Judge {
    pub(super) fn new(document: &Document, operation: &Operation) -> Result<Self> {
        let mut answers = BTreeMap::new();
        for (status, kinds) in &operation.answers {
            let mut validators = BTreeMap::new();
            for (kind, schema) in kinds {
                let schema = schema.as_ref().filter(|_| kind == "application/json");
                validators.insert(kind.clone(), schema.map(|schema| document.validator(schema)).transpose()?);
            }
            answers.insert(*status, validators);
        }
        Ok(Self { answers })
    }

    /// What is wrong with an answer; `None` for nothing.
    pub(super) fn complaint(&self, reply: &Reply) -> Option<String> {
        let status = reply.status;
        if status >= 500 && !matches!(status, 502..=504) {
            return Some(format!("{status}: {}", excerpt(&reply.body)));
        }
        let Some(kinds) = self.answers.get(&status) else {
            return Some(format!("{status} is not described: {}", excerpt(&reply.body)));
        };
        if status == 101 {
            return None;
        }
        let Some(kind) = reply.media_type() else {
            return (!kinds.is_empty()).then(|| format!("{status} without a content type"));
        };
        match kinds.get(kind) {
            None => Some(format!("{status} with content type {kind}, described are {:?}", kinds.keys())),
            Some(None) => None,
            Some(Some(validator)) => {
                misfit(validator, &reply.body).map(|misfit| format!("{status}: {misfit}"))
            }
        }
    }
}

fn misfit(validator: &Validator, body: &[u8]) -> Option<String> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return Some(format!("no JSON ({error}): {}", excerpt(body))),
    };
    let error = validator.iter_errors(&value).next()?;
    Some(format!("{} at `{}` in {}", shortened(&error.to_string()), error.instance_path(), excerpt(body)))
}

fn excerpt(body: &[u8]) -> String {
    shortened(&String::from_utf8_lossy(body))
}

fn shortened(text: &str) -> String {
    text.chars().take(300).collect()
}
