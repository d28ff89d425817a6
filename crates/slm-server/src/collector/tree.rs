//! A folder of a card with everything below it, listed before anything is fetched.

use std::collections::{HashSet, VecDeque};

use nl43_client::ftp::{CardPath, ListedTime, Listing, SkippedLine};
use slm_api_types::MissingFile;

use super::connection::Connection;
use super::error::CollectError;

/// A store has two levels below its folder, each with at most 1000 files.
const MAX_DEPTH: usize = 8;
const MAX_FOLDERS: usize = 1_000;
/// A year of hourly files.
const MAX_FILES: usize = 10_000;

/// Everything below a folder.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<TreeFile>,
    /// Folders with nothing in them, by their names in an archive.
    pub(super) empty: Vec<(String, ListedTime)>,
    /// What the listings show and nobody can ask for.
    pub(super) refused: Vec<MissingFile>,
}

/// One file.
#[derive(Debug, Clone)]
pub(super) struct TreeFile {
    pub(super) path: CardPath,
    /// Its name in an archive, from the folder's own name on.
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) modified: ListedTime,
}

impl Tree {
    /// Bytes of all files, by the listing.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.bytes))
    }
}

/// Lists a folder and all below it.
pub(super) async fn list(connection: &mut Connection, root: &CardPath) -> Result<Tree, CollectError> {
    let mut tree = Tree::default();
    let mut names = HashSet::new();
    let mut folders = VecDeque::from([(root.clone(), root.name().to_owned(), None, 0)]);
    let mut listed = 0;
    while let Some((folder, name, modified, depth)) = folders.pop_front() {
        listed += 1;
        if listed > MAX_FOLDERS || depth > MAX_DEPTH {
            let limits = format!("more than {MAX_FOLDERS} folders, or more than {MAX_DEPTH} in each other");
            return Err(CollectError::TooLarge(limits));
        }
        let Listing { entries, skipped } = connection.list(&folder).await?;
        if entries.is_empty()
            && let Some(modified) = modified
        {
            tree.empty.push((name.clone(), modified));
        }
        tree.refused.extend(skipped.iter().map(|line| refused(&folder, line)));
        for entry in entries {
            let path = match folder.join(&entry.name) {
                Ok(path) => path,
                Err(error) => {
                    let line = SkippedLine { line: entry.name, reason: error.into() };
                    tree.refused.push(refused(&folder, &line));
                    continue;
                }
            };
            let name = format!("{name}/{}", entry.name);
            if !names.insert(name.clone()) {
                continue;
            }
            if entry.is_dir {
                folders.push_back((path, name, Some(entry.modified), depth + 1));
            } else {
                let bytes = entry.size_bytes;
                tree.files.push(TreeFile { path, name, bytes, modified: entry.modified });
            }
        }
        if tree.files.len() > MAX_FILES {
            return Err(CollectError::TooLarge(format!("more than {MAX_FILES} files")));
        }
    }
    Ok(tree)
}

/// What a listing shows and nobody can ask for is missing, too.
fn refused(folder: &CardPath, skipped: &SkippedLine) -> MissingFile {
    MissingFile {
        path: folder.to_string(),
        size: None,
        attempts: 0,
        reason: format!("a line of its listing is not understood ({}): {}", skipped.reason, skipped.line),
    }
}
