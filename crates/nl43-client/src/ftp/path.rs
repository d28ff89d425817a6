//! Paths and names on the meter's card.

use std::{fmt, str::FromStr};

/// Longest path, in bytes; a meter's own are about 60.
pub const MAX_PATH: usize = 1024;

/// Longest name, in bytes; what FAT and most other file systems take.
pub const MAX_NAME: usize = 255;

/// An absolute path on the meter's card, such as `/NL-43/Auto_0019`.
///
/// Holds nothing that could leave the card or end a command: no `..`, no control characters, no backslash. Blanks are
/// ordinary; the meter's own file names have one. Written without a slash at the end and without empty parts.
///
/// ```
/// use nl43_client::ftp::CardPath;
///
/// let folder: CardPath = "/NL-43//Auto_0019/".parse()?;
/// assert_eq!(folder.as_str(), "/NL-43/Auto_0019");
/// assert_eq!(folder.join("NL_0001_SLM_Lp _0019_0001.rnd")?.parent(), Some(folder.clone()));
/// assert!(folder.join("../slmm.db").is_err());
/// # Ok::<(), nl43_client::ftp::CardPathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardPath(String);

/// Why a text is no path or no name on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CardPathError {
    /// A path has to begin at the root.
    #[error("a path on the card begins with /")]
    NotAbsolute,
    /// More than [`MAX_PATH`] or [`MAX_NAME`] bytes.
    #[error("the path or name is too long")]
    TooLong,
    /// A name without a character.
    #[error("the name is empty")]
    Empty,
    /// A name with `/` or `\` in it, or a path with `\`.
    #[error("the name contains a slash or backslash")]
    Separator,
    /// Line ends, tabs, escape sequences and their like.
    #[error("the name contains control characters")]
    Control,
    /// A part of dots only, such as `..`, which leads elsewhere.
    #[error("the name consists of dots only")]
    Dots,
}

impl CardPath {
    /// The root of the card, `/`.
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    /// Reads an absolute path. Empty parts are dropped: `//NL-43/` is `/NL-43`.
    ///
    /// # Errors
    /// [`CardPathError`] unless it is absolute, bounded, and each part a name that [`check_name`] takes.
    pub fn parse(text: &str) -> Result<Self, CardPathError> {
        if text.len() > MAX_PATH {
            return Err(CardPathError::TooLong);
        }
        let parts = text.strip_prefix('/').ok_or(CardPathError::NotAbsolute)?;
        let mut path = Self::root();
        for part in parts.split('/').filter(|part| !part.is_empty()) {
            path = path.join(part)?;
        }
        Ok(path)
    }

    /// The entry `name` of this folder.
    ///
    /// # Errors
    /// [`CardPathError`] when `name` is not the name of an entry, see [`check_name`], or the path becomes too long.
    pub fn join(&self, name: &str) -> Result<Self, CardPathError> {
        check_name(name)?;
        let folder = if self.is_root() { "" } else { self.as_str() };
        if folder.len() + 1 + name.len() > MAX_PATH {
            return Err(CardPathError::TooLong);
        }
        Ok(Self(format!("{folder}/{name}")))
    }

    /// The last part; empty for the root.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(_folder, name)| name)
    }

    /// The folder it lies in; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (folder, name) = self.0.rsplit_once('/')?;
        match (folder, name) {
            (_, "") => None,
            ("", _) => Some(Self::root()),
            (folder, _) => Some(Self(folder.to_owned())),
        }
    }

    /// The path as sent to the meter.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `/`.
    pub fn is_root(&self) -> bool {
        self.0 == "/"
    }
}

impl fmt::Display for CardPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CardPath {
    type Err = CardPathError;

    fn from_str(text: &str) -> Result<Self, CardPathError> {
        Self::parse(text)
    }
}

impl AsRef<str> for CardPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Whether `name` can be one entry of a folder, on the card and joined to a folder of ours.
///
/// # Errors
/// [`CardPathError`] for names that are empty or too long, of dots only, or with slashes, backslashes or control
/// characters in them.
pub fn check_name(name: &str) -> Result<(), CardPathError> {
    if name.is_empty() {
        return Err(CardPathError::Empty);
    }
    if name.len() > MAX_NAME {
        return Err(CardPathError::TooLong);
    }
    if name.contains(['/', '\\']) {
        return Err(CardPathError::Separator);
    }
    if name.contains(char::is_control) {
        return Err(CardPathError::Control);
    }
    // Also `...`: some systems drop dots at the end of a name.
    if name.bytes().all(|byte| byte == b'.') {
        return Err(CardPathError::Dots);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CardPath, CardPathError as Error, MAX_NAME, MAX_PATH};

    #[track_caller]
    fn check(text: &str, expected: Result<&str, Error>) {
        let path = CardPath::parse(text);
        assert_eq!(path.as_ref().map(CardPath::as_str).map_err(|error| *error), expected, "{text:?}");
    }

    #[test]
    fn paths_are_absolute_and_stay_on_the_card() {
        check("/", Ok("/"));
        check("///", Ok("/"));
        check("/NL-43", Ok("/NL-43"));
        check("//NL-43/ Auto 1 //", Ok("/NL-43/ Auto 1 "));
        check("/.hidden/a..b", Ok("/.hidden/a..b"));
        check("", Err(Error::NotAbsolute));
        check("NL-43", Err(Error::NotAbsolute));
        check("/a/../b", Err(Error::Dots));
        check("/./b", Err(Error::Dots));
        check("/...", Err(Error::Dots));
        check("/a\\b", Err(Error::Separator));
        check("/a\r\nDELE b", Err(Error::Control));
        check("/a\0", Err(Error::Control));
        check("/a\u{85}", Err(Error::Control));
        check(&format!("/{}", "n".repeat(MAX_NAME)), Ok(&format!("/{}", "n".repeat(MAX_NAME))));
        check(&format!("/{}", "n".repeat(MAX_NAME + 1)), Err(Error::TooLong));
        check(&"/n".repeat(MAX_PATH), Err(Error::TooLong));
    }

    #[test]
    fn parts_come_apart_and_together() {
        let root = CardPath::root();
        assert_eq!((root.name(), root.parent(), root.is_root()), ("", None, true));
        let folder = root.join("NL-43").expect("a name");
        assert_eq!((folder.name(), folder.parent()), ("NL-43", Some(root)));
        let file = folder.join("a b.rnd").expect("a name");
        assert_eq!(
            (file.as_str(), file.name(), file.parent()),
            ("/NL-43/a b.rnd", "a b.rnd", Some(folder.clone()))
        );
        assert_eq!(folder.join(""), Err(Error::Empty));
        assert_eq!(folder.join("a/b"), Err(Error::Separator));
        assert_eq!(folder.join(".."), Err(Error::Dots));
        let mut deep = folder;
        while let Ok(deeper) = deep.join(&"n".repeat(200)) {
            deep = deeper;
        }
        assert!(deep.as_str().len() <= MAX_PATH);
    }
}
