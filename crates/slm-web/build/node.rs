//! Building the dashboard with npm.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

/// What the dashboard is made of, within `web/`. Never `node_modules`.
const SOURCES: [&str; 9] = [
    "index.html",
    "package.json",
    "package-lock.json",
    "public",
    "src",
    "svelte.config.js",
    "tsconfig.json",
    "tsconfig.node.json",
    "vite.config.ts",
];

/// The oldest Node that the tools take.
const NODE: (u32, u32) = (20, 19);

/// Written by npm when it has installed everything.
const STAMP: &str = "node_modules/.package-lock.json";

/// Whether the sources are there, and what builds them.
///
/// # Errors
/// What is missing.
pub(crate) fn look_for(web: &Path) -> Result<(), String> {
    if !web.join("package-lock.json").is_file() {
        return Err("there is no folder web/".to_owned());
    }
    let version = said(Command::new("node").arg("--version")).ok_or("Node is not installed")?;
    if numbers(&version).is_none_or(|found| found < NODE) {
        return Err(format!("Node {version} is too old"));
    }
    said(npm().arg("--version")).map(|_| ()).ok_or_else(|| "npm is not installed".to_owned())
}

/// Builds into a folder below `out`, and returns it.
pub(crate) fn build(web: &Path, out: &Path) -> anyhow::Result<PathBuf> {
    for source in SOURCES.iter().map(|source| web.join(source)).filter(|source| source.exists()) {
        super::watch(&source);
    }
    // Cargo may build in two folders at a time; npm has only one.
    let lock = web.join("package-lock.json");
    let turn = File::open(&lock).with_context(|| format!("opening {}", lock.display()))?;
    turn.lock().with_context(|| format!("taking {}", lock.display()))?;
    if is_newer(&lock, &web.join(STAMP)) {
        run(web, npm().args(["ci", "--no-audit", "--no-fund", "--no-update-notifier"]))?;
    }
    let dist = out.join("dist");
    run(web, npm().args(["run", "build", "--", "--emptyOutDir", "--outDir"]).arg(&dist))?;
    ensure!(dist.join("index.html").is_file(), "the build of the dashboard left no index.html");
    Ok(dist)
}

/// Whether a file is newer than another, or there is no other.
fn is_newer(file: &Path, than: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    changed(than).is_none_or(|than| changed(file).is_none_or(|file| file > than))
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Runs a command to its end, and tells what it said when it failed.
fn run(web: &Path, command: &mut Command) -> anyhow::Result<()> {
    let output = command.current_dir(web).output().context("starting npm")?;
    let words = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
    let arguments: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    ensure!(
        output.status.success(),
        "`npm {}` failed in {}:\n{}",
        arguments.join(" "),
        web.display(),
        words.join("\n")
    );
    Ok(())
}

/// What a command says in one line; `None` when it is not there or fails.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first two numbers of `v20.19.1`.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}
