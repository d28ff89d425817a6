//! Everything a change has to pass, in the order that fails soonest. The tests come last, so that a run ends with
//! their summary.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Context;

/// Runs the steps; `false` at the first that fails.
pub(crate) fn run() -> anyhow::Result<bool> {
    let started = Instant::now();
    let passed = announced("format", || cargo(&["fmt", "--all", "--check"]))?
        && announced("layers", crate::layers)?
        && announced("dashboard", crate::web::checks)?
        && announced("clippy", clippy)?
        && announced("documentation", documentation)?
        && no_stray_snapshots(Path::new("."))?
        && announced("servers for tests", crate::servers::provide)?
        && announced("tests, built", build_tests)?
        && announced("dashboard in a browser", crate::web::end_to_end)?
        && tests()?
        && no_stray_snapshots(Path::new("."))?;
    if !passed {
        eprintln!("xtask ci: failed after {} s", started.elapsed().as_secs());
    }
    Ok(passed)
}

fn clippy() -> anyhow::Result<bool> {
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
}

/// With the server among them, which the browser needs. Built alone, it would be built with other features a second time.
fn build_tests() -> anyhow::Result<bool> {
    if has_nextest() {
        return cargo(&["nextest", "run", "--workspace", "--locked", "--no-run"]);
    }
    cargo(&["test", "--workspace", "--locked", "--no-run"])
}

fn documentation() -> anyhow::Result<bool> {
    status(command(&["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Tests by nextest, which stops the ones that hang; where it is not installed, by cargo itself. The stored fuzz
/// corpus is part of the tests. Nextest runs no doc-tests, so these go first.
fn tests() -> anyhow::Result<bool> {
    if has_nextest() {
        return Ok(announced("doc-tests", || cargo(&["test", "--doc", "--workspace", "--locked"]))?
            && announced("tests", || cargo(&["nextest", "run", "--workspace", "--locked"]))?);
    }
    eprintln!("xtask ci: cargo-nextest is not installed; `cargo test` runs the tests, without time limits");
    announced("tests", || cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]))
}

fn has_nextest() -> bool {
    command(&["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A snapshot test that failed leaves its new answer beside the old one; neither belongs into a commit.
fn no_stray_snapshots(root: &Path) -> anyhow::Result<bool> {
    let mut stray = Vec::new();
    for folder in ["crates", "xtask", "fuzz"] {
        let folder = root.join(folder);
        if folder.is_dir() {
            stray_snapshots(&folder, &mut stray).with_context(|| format!("listing {}", folder.display()))?;
        }
    }
    for path in &stray {
        eprintln!("snapshots: {} is an answer nobody has accepted or refused", path.display());
    }
    Ok(stray.is_empty())
}

fn stray_snapshots(folder: &Path, stray: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && name != "target" {
            stray_snapshots(&path, stray)?;
        } else if name.ends_with(".snap.new") || name.ends_with(".pending-snap") {
            stray.push(path);
        }
    }
    Ok(())
}

fn announced(step: &str, run: impl FnOnce() -> anyhow::Result<bool>) -> anyhow::Result<bool> {
    eprintln!("\n== {step}");
    let passed = run()?;
    if !passed {
        eprintln!("xtask ci: {step} failed");
    }
    Ok(passed)
}

fn cargo(arguments: &[&str]) -> anyhow::Result<bool> {
    status(&mut command(arguments))
}

fn command(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(arguments);
    command
}

fn status(command: &mut Command) -> anyhow::Result<bool> {
    let status = command.status().with_context(|| format!("starting {}", command.get_program().display()))?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use super::no_stray_snapshots;

    #[test]
    fn a_pending_snapshot_is_stray() -> anyhow::Result<()> {
        let root = std::env::temp_dir().join(format!("xtask-stray-{}", std::process::id()));
        let folder = root.join("crates/some/src/snapshots");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("answer.snap"), "kept")?;
        let clean = no_stray_snapshots(&root)?;
        std::fs::write(folder.join("answer.snap.new"), "not looked at yet")?;
        let stray = no_stray_snapshots(&root)?;
        std::fs::remove_dir_all(&root)?;
        assert!(clean && !stray);
        Ok(())
    }
}
