//! Puts the dashboard into the program: finds or builds it, and writes a table of its files.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build script talks to cargo and to its terminal"
)]

mod node;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("slm-web: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let own = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let (folder, is_placeholder) = match dashboard(&own, &out)? {
        Some(folder) => (folder, false),
        None => (own.join("placeholder"), true),
    };
    watch(&own.join("placeholder"));
    table::write(&folder, is_placeholder, &out)
}

/// The folder of a built dashboard; `None` where there is to be none.
fn dashboard(own: &Path, out: &Path) -> anyhow::Result<Option<PathBuf>> {
    for variable in ["SLMM_WEB_DIST", "SLMM_WEB"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    if let Some(folder) = std::env::var_os("SLMM_WEB_DIST").filter(|folder| !folder.is_empty()) {
        let folder = PathBuf::from(folder);
        // Relative to where cargo runs this, which is not where it was typed.
        ensure!(folder.is_absolute(), "SLMM_WEB_DIST={} must be an absolute path", folder.display());
        ensure!(
            folder.join("index.html").is_file(),
            "SLMM_WEB_DIST={} has no index.html; make one with `npm ci && npm run build` in web/",
            folder.display()
        );
        watch(&folder);
        return Ok(Some(folder));
    }
    match std::env::var("SLMM_WEB").unwrap_or_default().as_str() {
        "" => {}
        "skip" => {
            warn("built without the dashboard, as SLMM_WEB=skip says");
            return Ok(None);
        }
        other => bail!("SLMM_WEB={other}: expected `skip`, or that it is not set"),
    }
    let sources = own.join("../../web");
    let missing = match node::look_for(&sources) {
        Ok(()) => return node::build(&sources, out).map(Some),
        Err(missing) => missing,
    };
    // Installing Node mostly changes this; where it does not, `touch crates/slm-web/build/main.rs` does.
    println!("cargo::rerun-if-env-changed=PATH");
    let advice = "install Node 20.19 or newer, or name a built folder in SLMM_WEB_DIST";
    if variable("PROFILE")? == "release" {
        bail!("the dashboard cannot be built: {missing}; {advice}, or set SLMM_WEB=skip to do without");
    }
    warn(&format!("built without the dashboard: {missing}; {advice}"));
    Ok(None)
}

/// Cargo runs this again when something in there changes.
fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

fn warn(sentence: &str) {
    println!("cargo::warning={sentence}");
}

fn variable(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| format!("cargo sets {name}"))
}
