//! The dashboard's own checks, by npm in `web/`: types, style, tests, size, and the whole in a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// What has to pass before anything is compiled, with its script in `web/package.json`.
const CHECKS: [(&str, &str); 6] = [
    ("types of the API", "types:check"),
    ("types", "check"),
    ("style", "lint"),
    ("unit tests", "test"),
    ("build", "build"),
    ("size of the first load", "budget"),
];

/// Everything that needs no server; `false` at the first that fails.
pub(crate) fn checks() -> anyhow::Result<bool> {
    let web = folder();
    if !install(&web)? {
        return Ok(false);
    }
    for (what, script) in CHECKS {
        eprintln!("web: {what}");
        if !npm(&web, &["run", "--silent", script])? {
            eprintln!("web: {what} failed; `npm run {script}` in web/ does it alone");
            return Ok(false);
        }
    }
    Ok(true)
}

/// The whole in a real browser, against the server that was built last.
///
/// # Errors
/// There is no browser.
pub(crate) fn end_to_end() -> anyhow::Result<bool> {
    let Some(browser) = crate::servers::browser() else {
        bail!("there is no Chromium; `cargo xtask servers` installs it on Debian");
    };
    let mut command = Command::new(program());
    command.current_dir(folder()).args(["run", "--silent", "e2e"]);
    command.env("SLMM_BIN", target().join("debug").join("slmm")).env("SLMM_CHROMIUM", browser);
    let status = command.status().context("starting npm")?;
    Ok(status.success())
}

/// Installs what the lock file names, unless that is there. A fresh machine takes some ten seconds for it.
fn install(web: &Path) -> anyhow::Result<bool> {
    if !is_there() {
        eprintln!("web: Node 20.19 or newer with npm is needed to check and build the dashboard");
        return Ok(false);
    }
    let changed = |path: PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let locked = changed(web.join("package-lock.json"));
    // Written by npm when it has installed everything.
    let installed = changed(web.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(true);
    }
    npm(web, &["ci", "--no-audit", "--no-fund"])
}

fn npm(web: &Path, arguments: &[&str]) -> anyhow::Result<bool> {
    let status = Command::new(program()).args(arguments).current_dir(web).status().context("starting npm")?;
    Ok(status.success())
}

fn program() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn is_there() -> bool {
    let mut command = Command::new(program());
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// `web/` of the workspace, wherever this is started.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web")
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root.join(folder),
        None => root.join("target"),
    }
}
