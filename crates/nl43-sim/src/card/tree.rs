//! Folders and files.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::civil::DateTime;

use super::content::{Content, seed_for};
use super::recording::{Made, Reader};
use super::{CardEntry, CardError, Place, Present, Recording};

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
    /// What the meter itself keeps here, seen beside the children.
    recording: Option<Box<Recording>>,
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
        Self { modified, children: BTreeMap::new(), recording: None }
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

    /// Begins a store in a folder of its own; whatever was there is replaced.
    pub(crate) fn record(&mut self, place: &Place, recording: Recording) -> Result<(), CardError> {
        self.remove_node(place);
        self.make_folder(place, recording.begun())?;
        if let Some(folder) = folder_mut(&mut self.root, place.names()) {
            folder.recording = Some(Box::new(recording));
        }
        Ok(())
    }

    /// The store in this folder, to go on with.
    pub(crate) fn recording(&mut self, place: &Place) -> Option<&mut Recording> {
        folder_mut(&mut self.root, place.names())?.recording.as_deref_mut()
    }

    /// Adds `row` to a file, which begins with `header`.
    pub(crate) fn append(
        &mut self,
        place: &Place,
        header: &str,
        row: &[u8],
        modified: DateTime,
    ) -> Result<(), CardError> {
        let present = match self.resolve(place).node {
            Some(Node::File { stored: Stored::Bytes(bytes), .. }) => bytes.clone(),
            _ => Bytes::copy_from_slice(header.as_bytes()),
        };
        self.put(place, Stored::Bytes([&present, row].concat().into()), modified)
    }

    /// Changes the time of a file or folder.
    pub(crate) fn set_modified(
        &mut self,
        place: &Place,
        to: DateTime,
        present: Present,
    ) -> Result<(), CardError> {
        let Some((name, folders)) = place.names().split_last() else {
            self.root.modified = to;
            return Ok(());
        };
        let missing = self.missing(place, present);
        let node = folder_mut(&mut self.root, folders).and_then(|folder| folder.children.get_mut(name));
        match node.ok_or(missing)? {
            Node::Folder(folder) => folder.modified = to,
            Node::File { modified, .. } => *modified = to,
        }
        Ok(())
    }

    /// Removes a file, or a folder with all in it.
    pub(crate) fn remove(&mut self, place: &Place, present: Present) -> Result<(), CardError> {
        if self.remove_node(place) { Ok(()) } else { Err(self.missing(place, present)) }
    }

    fn remove_node(&mut self, place: &Place) -> bool {
        let removed = place
            .names()
            .split_last()
            .and_then(|(name, folders)| folder_mut(&mut self.root, folders)?.children.remove(name));
        self.entries = self.entries.saturating_sub(removed.as_ref().map_or(0, Node::count));
        removed.is_some()
    }

    /// What a folder holds, by name.
    pub(crate) fn list(&self, place: &Place, present: Present) -> Result<Vec<CardEntry>, CardError> {
        let Resolved { node, store } = self.resolve(place);
        let children = match node {
            Some(Node::Folder(folder)) => Some(&folder.children),
            Some(Node::File { .. }) => return Err(CardError::OtherKind(place.to_string())),
            None if place.names().is_empty() => Some(&self.root.children),
            None => None,
        };
        let made = store.and_then(|(recording, names)| recording.list(names, present));
        if children.is_none() && made.is_none() {
            return Err(match self.entry(place, present) {
                Ok(_) => CardError::OtherKind(place.to_string()),
                Err(nothing) => nothing,
            });
        }
        let made = made.into_iter().flatten().map(|made| (made.entry.name.clone(), made.entry));
        let mut entries: BTreeMap<String, CardEntry> = made.collect();
        for (name, node) in children.into_iter().flatten() {
            entries.insert(name.to_string(), node.entry(name));
        }
        Ok(entries.into_values().collect())
    }

    /// The line of one file or folder.
    pub(crate) fn entry(&self, place: &Place, present: Present) -> Result<CardEntry, CardError> {
        let Resolved { node, store } = self.resolve(place);
        let Some(name) = place.name() else {
            let modified = self.root.modified;
            return Ok(CardEntry { name: "/".to_owned(), is_folder: true, size_bytes: 0, modified });
        };
        let made = || store.and_then(|(recording, names)| recording.find(names, present));
        match node {
            Some(node) => Ok(node.entry(name)),
            None => made().map(|made| made.entry).ok_or_else(|| CardError::Nothing(place.to_string())),
        }
    }

    /// What is in a file.
    pub(crate) fn content(&self, place: &Place, present: Present) -> Result<Content, CardError> {
        let Resolved { node, store } = self.resolve(place);
        let other_kind = || CardError::OtherKind(place.to_string());
        match node {
            Some(Node::File { stored: Stored::Bytes(bytes), .. }) => {
                return Ok(Content::bytes(bytes.clone()));
            }
            Some(Node::File { stored: Stored::Generated { size_bytes }, .. }) => {
                return Ok(Content::generated(*size_bytes, seed_for(&place.to_string(), self.seed)));
            }
            Some(Node::Folder(_)) => return Err(other_kind()),
            None if place.names().is_empty() => return Err(other_kind()),
            None => {}
        }
        let nothing = || CardError::Nothing(place.to_string());
        let (recording, names) = store.ok_or_else(nothing)?;
        let Made { entry, kind } = recording.find(names, present).ok_or_else(nothing)?;
        let reader = Reader::new(recording, kind, present).ok_or_else(other_kind)?;
        Ok(Content::recorded(entry.size_bytes, reader))
    }

    /// What was put at this place, and the store it lies in, with the path from there. The root is no node.
    fn resolve<'a, 'p>(&'a self, place: &'p Place) -> Resolved<'a, 'p> {
        let names = place.names();
        let mut children = &self.root.children;
        let mut resolved = Resolved { node: None, store: None };
        for (depth, name) in names.iter().enumerate() {
            resolved.node = children.get(name);
            let Some(Node::Folder(folder)) = resolved.node else {
                // A file leads nowhere further.
                resolved.node = resolved.node.filter(|_| depth + 1 == names.len());
                return resolved;
            };
            if let Some(recording) = folder.recording.as_deref() {
                resolved.store = Some((recording, &names[depth + 1..]));
            }
            children = &folder.children;
        }
        resolved
    }

    /// Why nothing that was put is at this place.
    fn missing(&self, place: &Place, present: Present) -> CardError {
        match self.entry(place, present) {
            Ok(_) => CardError::Recorded(place.to_string()),
            Err(nothing) => nothing,
        }
    }

    fn check_room(&self, place: &Place) -> Result<(), CardError> {
        // Counted as though all of the path were new.
        if self.entries + place.names().len() > MOST_ENTRIES {
            return Err(CardError::Full(MOST_ENTRIES));
        }
        Ok(())
    }
}

struct Resolved<'a, 'p> {
    node: Option<&'a Node>,
    store: Option<(&'a Recording, &'p [Box<str>])>,
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

    fn now() -> Present {
        Present { clock: date(2025, 12, 25).at(0, 0, 0, 0), step: 0 }
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
            card.list(&place(path), now()).unwrap().into_iter().map(|entry| entry.name).collect()
        };
        assert_eq!(names("/"), ["NL-43"]);
        assert_eq!(names("/NL-43"), ["Auto_0019", "long.wav"]);
        assert_eq!(card.entry(&place("/NL-43/long.wav"), now()).unwrap().size_bytes, 5_000);
        assert_eq!(card.content(&place("/NL-43/long.wav"), now()).unwrap().to_vec().len(), 5_000);
        assert!(card.entry(&place("/"), now()).unwrap().is_folder);
    }

    #[test]
    fn removing_a_folder_removes_all_in_it() {
        let mut card = card();
        card.remove(&place("/NL-43/Auto_0019"), now()).unwrap();
        assert_eq!(card.entries, 2);
        let gone = card.content(&place("/NL-43/Auto_0019/settings.rnh"), now()).unwrap_err();
        assert_eq!(gone.to_string(), "nothing at `/NL-43/Auto_0019/settings.rnh` on the card");
        assert!(card.remove(&place("/"), now()).is_err(), "the root stays");
    }

    #[test]
    fn files_and_folders_do_not_take_each_others_place() {
        let mut card = card();
        let at = now().clock;
        let bytes = || Stored::Bytes(Bytes::new());
        let other_kind = |result: Result<(), CardError>| matches!(result, Err(CardError::OtherKind(_)));
        assert!(other_kind(card.put(&place("/NL-43"), bytes(), at)));
        assert!(other_kind(card.put(&place("/NL-43/long.wav/inside"), bytes(), at)));
        assert!(other_kind(card.make_folder(&place("/NL-43/long.wav"), at)));
        assert!(other_kind(card.list(&place("/NL-43/long.wav"), now()).map(drop)));
        assert!(other_kind(card.content(&place("/NL-43"), now()).map(drop)));
    }

    #[test]
    fn a_card_is_full_at_its_limit() {
        let mut card = card();
        let at = now().clock;
        let full = (0..=MOST_ENTRIES).find_map(|n| card.make_folder(&place(&format!("/{n}")), at).err());
        assert_eq!(full, Some(CardError::Full(MOST_ENTRIES)));
    }
}
