//! The workspace as plain values, read once, so that the checks need neither cargo nor a disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};
use serde_json::Value;

/// Everything the checks look at.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// Its folder.
    pub(crate) root: PathBuf,
    /// Our crates, `xtask` among them.
    pub(crate) packages: Vec<Package>,
    /// The root's `clippy.toml`.
    pub(crate) clippy: String,
    /// Every tracked text file, for checks that are not about one crate.
    pub(crate) files: Vec<File>,
}

/// One of our crates.
#[derive(Debug, Default, Clone)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest: String,
    pub(crate) dependencies: Vec<Dependency>,
    /// `README.md`, when there is one.
    pub(crate) readme: Option<String>,
    /// The crate's own `clippy.toml`, when there is one.
    pub(crate) clippy: Option<String>,
    /// The files under `src/`.
    pub(crate) sources: Vec<File>,
}

/// One line of a `[…dependencies]` table.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Only tests, examples and benches see it.
    pub(crate) dev: bool,
    /// It is a member of this workspace.
    pub(crate) ours: bool,
}

/// A text file and where it lies, relative to the workspace root.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl Workspace {
    /// Reads manifests, sources and tracked files of the workspace around the current directory.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let metadata = metadata()?;
        let root = PathBuf::from(text(&metadata, "workspace_root")?);
        let packages = metadata["packages"]
            .as_array()
            .context("cargo metadata lists no packages")?
            .iter()
            .map(|package| Package::read(package, &root))
            .collect::<anyhow::Result<Vec<_>>>()?;
        ensure!(!packages.is_empty(), "cargo metadata lists no packages");
        let clippy = fs::read_to_string(root.join("clippy.toml")).context("reading clippy.toml")?;
        Ok(Self { packages, clippy, files: tracked(&root)?, root })
    }
}

impl Package {
    fn read(package: &Value, root: &Path) -> anyhow::Result<Self> {
        let manifest_path = PathBuf::from(text(package, "manifest_path")?);
        let folder = manifest_path.parent().context("a manifest lies in a folder")?;
        let mut sources = Vec::new();
        collect(&folder.join("src"), root, &mut sources)?;
        Ok(Self {
            name: text(package, "name")?.to_owned(),
            manifest: fs::read_to_string(&manifest_path)
                .with_context(|| format!("reading {}", manifest_path.display()))?,
            dependencies: package["dependencies"]
                .as_array()
                .map(|list| list.iter().map(Dependency::read).collect::<anyhow::Result<Vec<_>>>())
                .transpose()?
                .unwrap_or_default(),
            readme: fs::read_to_string(folder.join("README.md")).ok(),
            clippy: fs::read_to_string(folder.join("clippy.toml")).ok(),
            sources,
        })
    }
}

impl Dependency {
    fn read(dependency: &Value) -> anyhow::Result<Self> {
        Ok(Self {
            name: text(dependency, "name")?.to_owned(),
            dev: dependency["kind"].as_str() == Some("dev"),
            ours: dependency["path"].is_string(),
        })
    }
}

/// `cargo metadata` without the network and without changing the lock file.
fn metadata() -> anyhow::Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--locked"])
        .output()
        .context("running cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    serde_json::from_slice(&output.stdout).context("reading what cargo metadata printed")
}

/// The tracked text files; none when this is not a git checkout (an unpacked archive, say).
fn tracked(root: &Path) -> anyhow::Result<Vec<File>> {
    let Ok(output) = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output() else {
        return Ok(Vec::new());
    };
    if !output.status.success() {
        return Ok(Vec::new());
    }
    let names = String::from_utf8(output.stdout).context("a tracked file's name is not UTF-8")?;
    Ok(names
        .split('\0')
        .filter(|name| !name.is_empty())
        .filter_map(|name| {
            let text = fs::read_to_string(root.join(name)).ok()?;
            Some(File { path: name.into(), text })
        })
        .collect())
}

/// Adds the Rust files under `folder`, in order of their names.
fn collect(folder: &Path, root: &Path, into: &mut Vec<File>) -> anyhow::Result<()> {
    let mut entries = fs::read_dir(folder)
        .with_context(|| format!("listing {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, root, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            into.push(File { path: path.strip_prefix(root).unwrap_or(&path).to_path_buf(), text });
        }
    }
    Ok(())
}

fn text<'a>(value: &'a Value, key: &str) -> anyhow::Result<&'a str> {
    value[key].as_str().with_context(|| format!("cargo metadata has no `{key}`"))
}
