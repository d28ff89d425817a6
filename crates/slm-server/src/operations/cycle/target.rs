//! Where a caller may have an archive written.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// A place for an archive, inside the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    path: PathBuf,
    /// The archive goes into it, under its usual name.
    is_folder: bool,
}

/// Why an archive cannot be written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TargetError {
    /// It leads elsewhere, by itself or by a link on the way.
    #[error("the path must lie inside the data folder")]
    Outside,
    /// Database, logs and the like.
    #[error("the path names a file or folder that slmm works with")]
    Ours,
    /// Something that is no archive would be moved aside.
    #[error("at this path lies a file that is no archive")]
    Taken,
    /// It has characters that no path of ours has.
    #[error("the path must be 1 to 1024 bytes without control characters")]
    Unusable,
}

impl Target {
    /// Checks a path, absolute or relative to the working directory, against the data folder. It names the archive,
    /// with whatever ending; or, when it exists as a folder or ends in a slash, the folder for it.
    ///
    /// # Errors
    /// [`TargetError`] says why nothing is written there.
    pub(crate) fn check(text: &str, data: &Path) -> Result<Self, TargetError> {
        if text.is_empty() || text.len() > 1024 || text.chars().any(char::is_control) {
            return Err(TargetError::Unusable);
        }
        let to_absolute = |path: &Path| std::path::absolute(path).map_err(|_| TargetError::Unusable);
        let path = plain(&to_absolute(Path::new(text))?).ok_or(TargetError::Outside)?;
        let data = to_absolute(data)?;
        let inside = path.strip_prefix(&data).map_err(|_| TargetError::Outside)?;
        if is_ours(inside) {
            return Err(TargetError::Ours);
        }
        let is_folder = path.is_dir() || text.ends_with(['/', std::path::MAIN_SEPARATOR]);
        // What of it exists must be where it seems to be.
        let folders = path.ancestors().skip(usize::from(!is_folder));
        let existing = folders.into_iter().find(|folder| folder.exists()).ok_or(TargetError::Outside)?;
        let real = |path: &Path| path.canonicalize().map_err(|_| TargetError::Outside);
        if (!is_folder && path.is_symlink()) || !real(existing)?.starts_with(real(&data)?) {
            return Err(TargetError::Outside);
        }
        if existing.is_file() || (!is_folder && path.exists() && !is_archive(&path)) {
            return Err(TargetError::Taken);
        }
        Ok(Self { path, is_folder })
    }

    /// Where an archive of this usual name goes.
    pub(crate) fn named(self, usual: &str) -> PathBuf {
        if self.is_folder { self.path.join(usual) } else { self.path }
    }

    /// As [`check`](Self::check) takes it.
    pub(crate) fn text(&self) -> String {
        let path = self.path.to_string_lossy();
        if self.is_folder { format!("{path}/") } else { path.into_owned() }
    }
}

/// Database, lock, log and what belongs to them; the units' logs; copies of the database; fetched files on their way.
fn is_ours(inside: &Path) -> bool {
    let mut names = inside.components().map(|part| part.as_os_str().to_string_lossy().to_ascii_lowercase());
    if inside.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".slmm-")) {
        return true;
    }
    match names.next().unwrap_or_default().as_str() {
        "logs" | "backups" => true,
        "downloads" => names.next().is_some_and(|name| name == ".spool"),
        name => name.starts_with("slmm.") || name == "demo.lock",
    }
}

/// Whether a file is an archive by its name or its first bytes.
fn is_archive(path: &Path) -> bool {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        return true;
    }
    let mut begin = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut begin));
    read.is_ok() && begin == *b"PK\x03\x04"
}

/// A path without `.` and `..`; `None` when it climbs above its root.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            part => plain.push(part),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_stay_inside_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let check = |text: &str| Target::check(&text.replace("DATA", data.to_str().unwrap()), &data);
        let named = |text: &str| check(text).map(|target| target.named("Auto_0002.zip"));
        assert_eq!(named("DATA/downloads/mine/./a.zip"), Ok(data.join("downloads/mine/a.zip")));
        assert_eq!(named("DATA/a/../b.ZIP"), Ok(data.join("b.ZIP")));
        assert_eq!(
            named("DATA/mine/june"),
            Ok(data.join("mine/june")),
            "a name is a name, as it was before us"
        );
        assert_eq!(named("DATA/mine/"), Ok(data.join("mine/Auto_0002.zip")));
        for ours in ["DATA/backups/slmm-2026-06-09T17-13-21.987Z.db", "DATA/mine/.slmm-1.part"] {
            assert_eq!(named(ours), Err(TargetError::Ours), "{ours}");
        }
        std::fs::create_dir(data.join("there")).unwrap();
        assert_eq!(named("DATA/there"), Ok(data.join("there/Auto_0002.zip")));
        assert_eq!(named("DATA"), Ok(data.join("Auto_0002.zip")));
        let again = check(&check("DATA/mine/").unwrap().text()).unwrap();
        assert_eq!(again.named("x"), data.join("mine/x"), "kept and read back it is the same");
        for text in
            ["DATA/../a.zip", "DATA/a/../../a.zip", "/etc/a.zip", "DATA-other/a.zip", "a.zip", "../a.zip"]
        {
            assert_eq!(check(text), Err(TargetError::Outside), "{text}");
        }
        for text in ["DATA/slmm.db", "DATA/slmm.db-wal", "DATA/logs/a.zip", "DATA/downloads/.spool/a.zip"] {
            assert_eq!(check(text), Err(TargetError::Ours), "{text}");
        }
        std::fs::write(data.join("notes.txt"), "precious").unwrap();
        std::fs::write(data.join("archive"), "PK\x03\x04 and so on").unwrap();
        assert_eq!(check("DATA/notes.txt"), Err(TargetError::Taken));
        assert_eq!(check("DATA/notes.txt/"), Err(TargetError::Taken));
        assert!(check("DATA/archive").is_ok());
        for text in ["", "DATA/a\n.zip", "DATA/a\0.zip", &"x".repeat(2000)] {
            assert_eq!(check(text), Err(TargetError::Unusable), "{text:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        std::os::unix::fs::symlink(folder.path(), data.join("way-out")).unwrap();
        let text = data.join("way-out/a.zip");
        assert_eq!(Target::check(text.to_str().unwrap(), &data), Err(TargetError::Outside));
        std::os::unix::fs::symlink(folder.path().join("b"), data.join("b.zip")).unwrap();
        assert_eq!(Target::check(data.join("b.zip").to_str().unwrap(), &data), Err(TargetError::Outside));
    }
}
