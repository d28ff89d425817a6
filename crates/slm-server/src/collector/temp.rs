//! Files that are being written: beside their place, each under a name that no other has, and gone unless they are kept.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::{Builder, TempPath};

/// What tells them from all other files of the data folder. Hidden, so that nobody takes one for what it will be.
const PREFIX: &str = ".slmm-";
const SUFFIX: &str = ".part";

/// How deep and how far leftovers are looked for.
const MAX_DEPTH: usize = 8;
const MAX_ENTRIES: usize = 1_000_000;

/// A new file beside `target`, which goes when the path is dropped.
pub(super) fn create(target: &Path) -> io::Result<(File, TempPath)> {
    Ok(builder().tempfile_in(folder_of(target))?.into_parts())
}

/// A copy of `from` beside `target`, without the bytes being copied where the disk can do so.
pub(super) fn copy(from: &Path, target: &Path) -> io::Result<TempPath> {
    let linked = builder().make_in(folder_of(target), |path| std::fs::hard_link(from, path));
    if let Ok(linked) = linked {
        return Ok(linked.into_temp_path());
    }
    let (mut file, path) = create(target)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    Ok(path)
}

/// Puts a file into its place, where it is whole or the one before.
pub(super) fn keep(part: TempPath, target: &Path) -> io::Result<()> {
    let name = part.to_path_buf();
    part.persist(target).map_err(io::Error::from)?;
    // Where both were links to one file, renaming has done nothing.
    match std::fs::remove_file(name) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what a process before left below `folder` because it was killed.
pub(super) async fn sweep(folder: PathBuf, started: SystemTime) {
    let swept = tokio::task::spawn_blocking(move || sweep_below(&folder, started)).await;
    if let Ok(count @ 1..) = swept {
        tracing::info!(count, "removed files that an earlier run left half written");
    }
}

fn sweep_below(folder: &Path, started: SystemTime) -> usize {
    let mut folders = vec![(folder.to_owned(), 0)];
    let (mut seen, mut removed) = (0, 0);
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.filter_map(Result::ok) {
            seen += 1;
            if seen > MAX_ENTRIES {
                return removed;
            }
            // Of the entry itself: links are not followed.
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() && depth < MAX_DEPTH {
                folders.push((entry.path(), depth + 1));
            } else if metadata.is_file() && is_ours(&entry.file_name().to_string_lossy()) {
                let is_old = metadata.modified().is_ok_and(|at| at < started);
                removed += usize::from(is_old && std::fs::remove_file(entry.path()).is_ok());
            }
        }
    }
    removed
}

fn is_ours(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

fn folder_of(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new(""))
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any other file; the process's mask takes its share.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::time::Duration;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_there_when_it_is_kept_and_gone_when_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.zip");
        std::fs::write(&target, "older").unwrap();
        let (mut file, part) = create(&target).unwrap();
        let (_other, given_up) = create(&target).unwrap();
        file.write_all(b"newer").unwrap();
        assert_eq!(names(folder.path()).len(), 3, "two at work beside each other");
        drop(given_up);
        assert_eq!(std::fs::read(&target).unwrap(), b"older");
        keep(part, &target).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"newer");
        assert_eq!(names(folder.path()), ["a.zip"]);
    }

    #[test]
    fn copies_made_at_the_same_time_are_both_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (from, target) = (folder.path().join("from"), folder.path().join("target"));
        std::fs::write(&from, "content").unwrap();
        let (one, other) = (copy(&from, &target).unwrap(), copy(&from, &target).unwrap());
        keep(one, &target).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"content");
        keep(other, &target).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"content");
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[tokio::test]
    async fn what_was_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("downloads/gate");
        std::fs::create_dir_all(&deep).unwrap();
        for path in [folder.path().join(".slmm-1.part"), deep.join(".slmm-2.part"), deep.join("mine.part")] {
            std::fs::write(path, "x").unwrap();
        }
        sweep(folder.path().to_owned(), SystemTime::now() - Duration::from_hours(1)).await;
        assert_eq!(names(&deep).len(), 2, "they may be at work");
        sweep(folder.path().to_owned(), SystemTime::now() + Duration::from_hours(1)).await;
        assert_eq!(names(&deep), ["mine.part"]);
        assert_eq!(names(folder.path()), ["downloads"]);
    }
}
