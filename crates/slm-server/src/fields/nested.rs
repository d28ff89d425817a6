//! Lists and objects within a part of a request.

use serde_json::{Map, Value};
use slm_api_types::Place;

use super::{Fields, Mistake, integer, text};

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

    /// An object; `read` reads its fields.
    pub(crate) fn required_object<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        let object = self.object;
        match object.get(key) {
            Some(value) => self.within(key, value, read),
            None => self.read_required(key, |_| Err::<T, _>(no_object())),
        }
    }

    /// A list of objects; `read` reads the fields of each. A list with something else in it counts as not given. Of more
    /// than `most` only as many and one are read.
    pub(crate) fn objects<T>(
        &mut self,
        key: &str,
        most: usize,
        mut read: impl FnMut(&mut Fields<'a>) -> T,
    ) -> Option<Vec<T>> {
        let elements = self.list(key)?.iter().take(most + 1).enumerate();
        let read: Vec<Option<T>> =
            elements.map(|(place, value)| self.within(&format!("{key}.{place}"), value, &mut read)).collect();
        read.into_iter().collect()
    }

    /// A list of texts. Of more than `most` only as many and one are read.
    pub(crate) fn texts(&mut self, key: &str, most: usize) -> Option<Vec<String>> {
        self.elements(key, most, |value| text(value).map(str::to_owned))
    }

    /// A list of whole numbers. Of more than `most` only as many and one are read.
    pub(crate) fn integers(&mut self, key: &str, most: usize) -> Option<Vec<i64>> {
        self.elements(key, most, integer)
    }

    /// Where a key stands.
    pub(super) fn place(&self, key: &str) -> Vec<Place> {
        let steps = key.split('.').map(|step| match step.parse::<u64>() {
            Ok(offset) => Place::Offset(offset),
            Err(_) => Place::from(step),
        });
        std::iter::once(Place::from(self.part)).chain(self.path.iter().cloned()).chain(steps).collect()
    }

    fn elements<T>(
        &mut self,
        key: &str,
        most: usize,
        read: impl Fn(&Value) -> Result<T, Mistake>,
    ) -> Option<Vec<T>> {
        let elements = self.list(key)?.iter().take(most + 1).enumerate();
        let read: Vec<Option<T>> =
            elements.map(|(place, value)| self.take(&format!("{key}.{place}"), value, &read)).collect();
        read.into_iter().collect()
    }

    fn list(&mut self, key: &str) -> Option<&'a Vec<Value>> {
        let object = self.object;
        match object.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::Array(list)) => Some(list),
            Some(other) => {
                let mistake = || Mistake::new("list_type", "Input should be a valid list");
                self.take(key, other, |_| Err(mistake()))
            }
        }
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
