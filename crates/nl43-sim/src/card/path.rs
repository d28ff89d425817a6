//! Places on the card.

use std::fmt;

use super::CardError;

/// Deepest folder on a card.
const MOST_LEVELS: usize = 16;
/// Longest name, in bytes, as on the card's file system.
const LONGEST_NAME: usize = 255;

/// A place on the card, from its root. Blanks and anything printable may occur in names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place(Vec<Box<str>>);

impl Place {
    pub(crate) fn root() -> Self {
        Self::default()
    }

    /// A path from the root, as in `/NL-43/Auto_0019`.
    pub(crate) fn parse(path: &str) -> Result<Self, CardError> {
        Self::root().join(path)
    }

    /// `path` seen from here: one that begins with `/` counts from the root. `..` stops at the root.
    pub(crate) fn join(&self, path: &str) -> Result<Self, CardError> {
        let mut names = if path.starts_with('/') { Vec::new() } else { self.0.clone() };
        for name in path.split('/') {
            match name {
                "" | "." => {}
                ".." => drop(names.pop()),
                name if name.len() > LONGEST_NAME || name.chars().any(char::is_control) => {
                    return Err(CardError::Name(path.escape_debug().to_string()));
                }
                name => names.push(name.into()),
            }
        }
        if names.len() > MOST_LEVELS { Err(CardError::Name(path.to_owned())) } else { Ok(Self(names)) }
    }

    pub(crate) fn names(&self) -> &[Box<str>] {
        &self.0
    }

    /// Whether this is the file or folder called `name`, by name or by path, or lies in it.
    pub(crate) fn lies_in(&self, name: &str) -> bool {
        let by_path = || Self::parse(name).is_ok_and(|folder| self.0.starts_with(&folder.0));
        self.0.iter().any(|own| **own == *name) || (name.starts_with('/') && by_path())
    }

    /// The last name; nothing for the root.
    pub(crate) fn name(&self) -> Option<&str> {
        self.0.last().map(|name| &**name)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("/");
        }
        self.0.iter().try_for_each(|name| write!(f, "/{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_root_or_from_where_one_is() {
        let here = Place::parse("/NL-43//Auto_0019/./").unwrap();
        assert_eq!(here.to_string(), "/NL-43/Auto_0019");
        let to = |path: &str| here.join(path).unwrap().to_string();
        assert_eq!(to("Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd").matches(' ').count(), 1);
        assert_eq!(to("../Manual_0019"), "/NL-43/Manual_0019");
        assert_eq!(to("../../../.."), "/");
        assert_eq!(to("/DCIM"), "/DCIM");
        assert_eq!(Place::root().name(), None);
        assert!(["Auto_0019", "/NL-43", "/NL-43/Auto_0019"].iter().all(|name| here.lies_in(name)));
        assert!(["Auto_001", "/NL-4", "/Auto_0019"].iter().all(|name| !here.lies_in(name)));
    }

    #[test]
    fn what_no_card_holds_is_refused() {
        for path in ["a\nb", "/x\0", &"n".repeat(256), &"/d".repeat(17)] {
            assert!(matches!(Place::parse(path), Err(CardError::Name(_))), "{path}");
        }
    }
}
