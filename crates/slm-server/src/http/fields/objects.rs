//! Objects whose keys are not known before, and values that are not to be shown again.

use serde_json::{Map, Value};

use super::{Fields, Mistake};

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

    /// The object itself.
    pub(crate) fn object(&self) -> &'a Map<String, Value> {
        self.object
    }

    /// As [`refuse`](Self::refuse) for a value that is not to be shown again.
    pub(crate) fn refuse_hidden(&mut self, key: &str, reason: &str) {
        self.take(key, &Value::Null, |_| Err::<(), _>(Mistake::value_error(reason)));
    }
}
