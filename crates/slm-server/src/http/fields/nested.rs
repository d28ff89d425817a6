//! Lists and objects within a part of a request.

use serde_json::{Map, Value};
use slm_api_types::Place;

use super::{Fields, Mistake};

impl<'a> Fields<'a> {
    /// Refuses a value that was read, for what it means. Dots in the key lead into objects and lists: `blocks.1.start`.
    /// A value that could not be read is not refused again.
    pub(crate) fn refuse(&mut self, key: &str, reason: &str) {
        let loc = self.place(key);
        if self.problems.iter().any(|problem| problem.loc == loc) {
            return;
        }
        let (first, rest) = key.split_once('.').map_or((key, None), |(first, rest)| (first, Some(rest)));
        let value = self.object.get(first).unwrap_or(&Value::Null);
        let steps = rest.into_iter().flat_map(|rest| rest.split('.'));
        let value = steps.fold(value, |value, step| match step.parse::<usize>() {
            Ok(place) => &value[place],
            Err(_) => &value[step],
        });
        self.take(key, value, |_| Err::<(), _>(Mistake::value_error(reason)));
    }

    /// Where a key stands.
    pub(super) fn place(&self, key: &str) -> Vec<Place> {
        let steps = key.split('.').map(|step| match step.parse::<u64>() {
            Ok(offset) => Place::Offset(offset),
            Err(_) => Place::from(step),
        });
        std::iter::once(Place::from(self.part)).chain(self.path.iter().cloned()).chain(steps).collect()
    }

    pub(super) fn within<T>(
        &mut self,
        key: &str,
        value: &'a Value,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        let Value::Object(object) = value else {
            return self.take(key, value, |_| Err(no_object()));
        };
        let mut inner = self.inner(key, object);
        let taken = read(&mut inner);
        self.problems.append(&mut inner.problems);
        Some(taken)
    }

    fn inner(&self, key: &str, object: &'a Map<String, Value>) -> Fields<'a> {
        let path = self.place(key).split_off(1);
        Fields { part: self.part, path, object, problems: Vec::new() }
    }
}

fn no_object() -> Mistake {
    Mistake::new(
        "model_attributes_type",
        "Input should be a valid dictionary or object to extract fields from",
    )
}
