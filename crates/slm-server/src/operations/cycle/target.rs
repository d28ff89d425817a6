//! Where a caller may have an archive written.

use std::path::{Component, Path, PathBuf};

/// A place for an archive, inside the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target(PathBuf);

/// Why an archive cannot be written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TargetError {
    /// It leads elsewhere, by itself or by a link on the way.
    #[error("the path must lie inside the data folder")]
    Outside,
    /// It is no name for an archive.
    #[error("the path must name a file that ends in .zip")]
    NotZip,
    /// It has characters that no path of ours has.
    #[error("the path must be 1 to 1024 bytes without control characters")]
    Unusable,
}

impl Target {
    /// Checks a path, absolute or relative to the working directory, against the data folder.
    ///
    /// # Errors
    /// [`TargetError`] says why nothing is written there.
    pub(crate) fn check(text: &str, data: &Path) -> Result<Self, TargetError> {
        if text.is_empty() || text.len() > 1024 || text.chars().any(char::is_control) {
            return Err(TargetError::Unusable);
        }
        let is_absolute = |path: &Path| std::path::absolute(path).map_err(|_| TargetError::Unusable);
        let path = plain(&is_absolute(Path::new(text))?).ok_or(TargetError::Outside)?;
        let data = is_absolute(data)?;
        let inside = path.strip_prefix(&data).map_err(|_| TargetError::Outside)?;
        let is_zip = inside.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        if !is_zip {
            return Err(TargetError::NotZip);
        }
        // What of it exists must be where it seems to be.
        let existing = path.ancestors().skip(1).find(|folder| folder.exists()).ok_or(TargetError::Outside)?;
        let real = |path: &Path| path.canonicalize().map_err(|_| TargetError::Outside);
        if path.is_dir() || path.is_symlink() || !real(existing)?.starts_with(real(&data)?) {
            return Err(TargetError::Outside);
        }
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
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
        let inside = check("DATA/downloads/mine/./a.zip").unwrap();
        assert_eq!(inside.path(), data.join("downloads/mine/a.zip"));
        assert!(check("DATA/a/../b.ZIP").is_ok());
        for text in
            ["DATA/../a.zip", "DATA/a/../../a.zip", "/etc/a.zip", "DATA-other/a.zip", "a.zip", "../a.zip"]
        {
            assert_eq!(check(text), Err(TargetError::Outside), "{text}");
        }
        for text in ["DATA/slmm.db", "DATA", "DATA/downloads/", "DATA/.zip"] {
            assert_eq!(check(text), Err(TargetError::NotZip), "{text}");
        }
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
