//! Objects whose keys are not known before, and values that are not to be shown again.

use serde_json::{Map, Value};

use super::{Fields, Mistake};

/// Unknown keys that are told.
const MOST_STRANGERS: usize = 20;
/// Bytes of a key that may have been meant.
const LONGEST_KEY: usize = 40;
/// Letters that a key may differ by from the one that was meant.
const MOST_SLIPS: usize = 3;

impl<'a> Fields<'a> {
    /// An object within this one, where it is given; `read` reads its fields.
    pub(crate) fn optional_object<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        let object = self.object;
        match object.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => self.within(key, value, read),
        }
    }

    /// Refuses keys that mean nothing here: most are a slip of the pen, and what they say would be lost.
    pub(crate) fn only(&mut self, known: &[&str]) {
        let object = self.object;
        let strangers = object.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        for (key, value) in strangers.take(MOST_STRANGERS) {
            // Who writes a longer one did not mean any of them.
            let candidates = if key.len() <= LONGEST_KEY { known } else { &[] };
            let near = candidates.iter().min_by_key(|known| strsim::damerau_levenshtein(known, key));
            let is_near = |known: &&&str| strsim::damerau_levenshtein(known, key) <= MOST_SLIPS;
            let near = near.filter(is_near);
            let msg = match near {
                Some(near) => format!("There is no such field; did you mean {near}?"),
                None => "There is no such field".to_owned(),
            };
            self.take(key, value, |_| Err::<(), _>(Mistake::new("extra_forbidden", msg)));
        }
    }

    /// The object itself.
    pub(crate) fn object(&self) -> &'a Map<String, Value> {
        self.object
    }

    /// As [`refuse`](Self::refuse) for a value that is not to be shown again.
    pub(crate) fn refuse_hidden(&mut self, key: &str, reason: &str) {
        self.take(key, &Value::Null, |_| Err::<(), _>(Mistake::value_error(reason)));
    }
}
