//! Links between our documents lead somewhere.

use std::path::{Component, Path, PathBuf};

use crate::workspace::File;

/// Links in tracked Markdown files to files that are not there, each with its place.
pub(crate) fn broken(files: &[File], exists: impl Fn(&Path) -> bool) -> Vec<String> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| file.path.extension().is_some_and(|extension| extension == "md")) {
        for (number, line) in outside_code(&file.text) {
            for target in targets(line) {
                if !exists(&beside(&file.path, target)) {
                    broken.push(format!("{}:{number}: nothing lies at {target}", file.path.display()));
                }
            }
        }
    }
    broken
}

/// Lines with their numbers, fenced blocks left out.
fn outside_code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then_some((index + 1, line))
    })
}

/// Targets of `[text](target)` that are paths of ours, without their fragment.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split([')', '#']).next()?;
        let is_ours = !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:");
        is_ours.then_some(target)
    })
}

/// The path a target means, seen from the file it stands in.
fn beside(file: &Path, target: &str) -> PathBuf {
    let mut path = file.parent().map(Path::to_path_buf).unwrap_or_default();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::broken;
    use crate::workspace::File;

    #[test]
    fn a_link_to_nothing_is_found_and_code_is_no_link() {
        let text = "\
See [a](b.md), [up](../README.md#use), [out](https://example.org/x.md) and [here](#there).
```rust
let x = list[0](missing.md);
```
[gone](old.md)
";
        let files = [File { path: "docs/a.md".into(), text: text.into() }];
        let exists = |path: &Path| [Path::new("docs/b.md"), Path::new("README.md")].contains(&path);
        assert_eq!(broken(&files, exists), ["docs/a.md:5: nothing lies at old.md"]);
    }
}
