//! Folders and files.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::civil::DateTime;

use super::content::{Content, seed_for};
use super::{CardEntry, CardError, Place};

/// Most files and folders on one card.
const MOST_ENTRIES: usize = 20_000;

/// All that is on one card.
#[derive(Debug)]
pub(crate) struct Tree {
    root: Folder,
    entries: usize,
    seed: u64,
}

#[derive(Debug)]
enum Node {
    Folder(Folder),
    File { modified: DateTime, stored: Stored },
}

#[derive(Debug)]
struct Folder {
    modified: DateTime,
    children: BTreeMap<Box<str>, Node>,
}

/// What a file consists of.
#[derive(Debug, Clone)]
pub(crate) enum Stored {
    /// These bytes.
    Bytes(Bytes),
    /// So many bytes, generated when asked for.
    Generated { size_bytes: u64 },
}

impl Folder {
    fn new(modified: DateTime) -> Self {
        Self { modified, children: BTreeMap::new() }
    }
}

impl Node {
    fn entry(&self, name: &str) -> CardEntry {
        let (is_folder, size_bytes, modified) = match self {
            Self::Folder(folder) => (true, 0, folder.modified),
            Self::File { modified, stored } => (false, stored.size_bytes(), *modified),
        };
        CardEntry { name: name.to_owned(), is_folder, size_bytes, modified }
    }

    /// How many files and folders it is, with all below it.
    fn count(&self) -> usize {
        match self {
            Self::Folder(folder) => 1 + folder.children.values().map(Self::count).sum::<usize>(),
            Self::File { .. } => 1,
        }
    }
}

impl Stored {
    fn size_bytes(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Generated { size_bytes } => *size_bytes,
        }
    }
}

impl Tree {
    /// An empty card; `seed` decides what is generated on it.
    pub(crate) fn new(seed: u64, formatted: DateTime) -> Self {
        Self { root: Folder::new(formatted), entries: 0, seed }
    }

    /// Writes a file, with the folders above it; one that was there is replaced.
    pub(crate) fn put(&mut self, place: &Place, stored: Stored, modified: DateTime) -> Result<(), CardError> {
        let Some((name, folders)) = place.names().split_last() else {
            return Err(CardError::OtherKind(place.to_string()));
        };
        self.check_room(place)?;
        let folder = make_folders(&mut self.root, &mut self.entries, folders, modified)
            .ok_or_else(|| CardError::OtherKind(place.to_string()))?;
        let file = Node::File { modified, stored };
        match folder.children.get_mut(name) {
            Some(Node::Folder(_)) => return Err(CardError::OtherKind(place.to_string())),
            Some(present) => *present = file,
            None => {
                folder.children.insert(name.clone(), file);
                self.entries += 1;
            }
        }
        Ok(())
    }

    /// Makes a folder, with those above it; one that is there stays as it is.
    pub(crate) fn make_folder(&mut self, place: &Place, modified: DateTime) -> Result<(), CardError> {
        self.check_room(place)?;
        let made = make_folders(&mut self.root, &mut self.entries, place.names(), modified);
        made.map(|_| ()).ok_or_else(|| CardError::OtherKind(place.to_string()))
    }

    /// Changes the time of a file or folder.
    pub(crate) fn set_modified(&mut self, place: &Place, to: DateTime) -> Result<(), CardError> {
        let Some((name, folders)) = place.names().split_last() else {
            self.root.modified = to;
            return Ok(());
        };
        let nothing = || CardError::Nothing(place.to_string());
        let node = folder_mut(&mut self.root, folders).and_then(|folder| folder.children.get_mut(name));
        match node.ok_or_else(nothing)? {
            Node::Folder(folder) => folder.modified = to,
            Node::File { modified, .. } => *modified = to,
        }
        Ok(())
    }

    /// Removes a file, or a folder with all in it.
    pub(crate) fn remove(&mut self, place: &Place) -> Result<(), CardError> {
        let nothing = || CardError::Nothing(place.to_string());
        let (name, folders) = place.names().split_last().ok_or_else(nothing)?;
        let folder = folder_mut(&mut self.root, folders).ok_or_else(nothing)?;
        let removed = folder.children.remove(name).ok_or_else(nothing)?;
        self.entries = self.entries.saturating_sub(removed.count());
        Ok(())
    }

    /// What a folder holds, by name.
    pub(crate) fn list(&self, place: &Place) -> Result<Vec<CardEntry>, CardError> {
        match self.find(place)? {
            Found::Folder(folder) => {
                Ok(folder.children.iter().map(|(name, node)| node.entry(name)).collect())
            }
            Found::File(_) => Err(CardError::OtherKind(place.to_string())),
        }
    }

    /// The line of one file or folder.
    pub(crate) fn entry(&self, place: &Place) -> Result<CardEntry, CardError> {
        let name = place.name().unwrap_or("/");
        match self.find(place)? {
            Found::Folder(folder) => Ok(CardEntry {
                name: name.to_owned(),
                is_folder: true,
                size_bytes: 0,
                modified: folder.modified,
            }),
            Found::File(node) => Ok(node.entry(name)),
        }
    }

    /// What is in a file.
    pub(crate) fn content(&self, place: &Place) -> Result<Content, CardError> {
        match self.find(place)? {
            Found::File(Node::File { stored, .. }) => Ok(match stored {
                Stored::Bytes(bytes) => Content::bytes(bytes.clone()),
                Stored::Generated { size_bytes } => {
                    Content::generated(*size_bytes, seed_for(&place.to_string(), self.seed))
                }
            }),
            _ => Err(CardError::OtherKind(place.to_string())),
        }
    }

    fn find(&self, place: &Place) -> Result<Found<'_>, CardError> {
        let nothing = || CardError::Nothing(place.to_string());
        let mut found = Found::Folder(&self.root);
        for name in place.names() {
            let Found::Folder(folder) = found else { return Err(nothing()) };
            found = match folder.children.get(name).ok_or_else(nothing)? {
                Node::Folder(folder) => Found::Folder(folder),
                file @ Node::File { .. } => Found::File(file),
            };
        }
        Ok(found)
    }

    fn check_room(&self, place: &Place) -> Result<(), CardError> {
        // Counted as though all of the path were new.
        if self.entries + place.names().len() > MOST_ENTRIES {
            return Err(CardError::Full(MOST_ENTRIES));
        }
        Ok(())
    }
}

enum Found<'a> {
    Folder(&'a Folder),
    File(&'a Node),
}

fn folder_mut<'a>(root: &'a mut Folder, names: &[Box<str>]) -> Option<&'a mut Folder> {
    names.iter().try_fold(root, |folder, name| match folder.children.get_mut(name) {
        Some(Node::Folder(folder)) => Some(folder),
        Some(Node::File { .. }) | None => None,
    })
}

/// The last of these folders, made where it is missing; `None` where a file is in the way.
fn make_folders<'a>(
    root: &'a mut Folder,
    entries: &mut usize,
    names: &[Box<str>],
    modified: DateTime,
) -> Option<&'a mut Folder> {
    names.iter().try_fold(root, |folder, name| {
        let node = folder.children.entry(name.clone()).or_insert_with(|| {
            *entries += 1;
            Node::Folder(Folder::new(modified))
        });
        match node {
            Node::Folder(folder) => Some(folder),
            Node::File { .. } => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn place(path: &str) -> Place {
        Place::parse(path).unwrap()
    }

    fn card() -> Tree {
        let mut card = Tree::new(1, date(2025, 1, 1).at(0, 0, 0, 0));
        let noon = date(2025, 12, 24).at(12, 0, 0, 0);
        card.put(&place("/NL-43/Auto_0019/settings.rnh"), Stored::Bytes("a".into()), noon).unwrap();
        card.put(&place("/NL-43/long.wav"), Stored::Generated { size_bytes: 5_000 }, noon).unwrap();
        card
    }

    #[test]
    fn files_bring_their_folders() {
        let card = card();
        let names = |path: &str| -> Vec<_> {
            card.list(&place(path)).unwrap().into_iter().map(|entry| entry.name).collect()
        };
        assert_eq!(names("/"), ["NL-43"]);
        assert_eq!(names("/NL-43"), ["Auto_0019", "long.wav"]);
        assert_eq!(card.entry(&place("/NL-43/long.wav")).unwrap().size_bytes, 5_000);
        assert_eq!(card.content(&place("/NL-43/long.wav")).unwrap().to_vec().len(), 5_000);
        assert!(card.entry(&place("/")).unwrap().is_folder);
    }

    #[test]
    fn removing_a_folder_removes_all_in_it() {
        let mut card = card();
        card.remove(&place("/NL-43/Auto_0019")).unwrap();
        assert_eq!(card.entries, 2);
        let gone = card.content(&place("/NL-43/Auto_0019/settings.rnh")).unwrap_err();
        assert_eq!(gone.to_string(), "nothing at `/NL-43/Auto_0019/settings.rnh` on the card");
        assert!(card.remove(&place("/")).is_err(), "the root stays");
    }

    #[test]
    fn files_and_folders_do_not_take_each_others_place() {
        let mut card = card();
        let now = date(2025, 12, 25).at(0, 0, 0, 0);
        let bytes = || Stored::Bytes(Bytes::new());
        let other_kind = |result: Result<(), CardError>| matches!(result, Err(CardError::OtherKind(_)));
        assert!(other_kind(card.put(&place("/NL-43"), bytes(), now)));
        assert!(other_kind(card.put(&place("/NL-43/long.wav/inside"), bytes(), now)));
        assert!(other_kind(card.make_folder(&place("/NL-43/long.wav"), now)));
        assert!(other_kind(card.list(&place("/NL-43/long.wav")).map(drop)));
        assert!(other_kind(card.content(&place("/NL-43")).map(drop)));
    }

    #[test]
    fn a_card_is_full_at_its_limit() {
        let mut card = card();
        let now = date(2025, 12, 25).at(0, 0, 0, 0);
        let full = (0..=MOST_ENTRIES).find_map(|n| card.make_folder(&place(&format!("/{n}")), now).err());
        assert_eq!(full, Some(CardError::Full(MOST_ENTRIES)));
    }
}
