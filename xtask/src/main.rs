//! Our automation: `cargo xtask layers`, `cargo xtask ci`, `cargo xtask web` and `cargo xtask servers`.
//!
//! `layers` checks what keeps the crates apart, and that documents' links lead somewhere; `ci` runs everything a change has to pass, in the order that fails
//! soonest. Both print what they found in sentences and end with a non-zero status when something is wrong.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to its terminal")]

mod ci;
mod layers;
mod links;
mod servers;
mod web;
mod workspace;

use std::process::ExitCode;

use crate::workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  layers   check the dependency direction, the purity of the pure crates and the rules every crate follows;
           links between documents
  ci       everything CI runs: format, layers, the dashboard's checks, clippy, documentation, the dashboard in a browser,
           doc-tests, tests, stray snapshots
  web      the dashboard's checks only: types, style, unit tests, build, size
  servers  install what tests talk to, where it is missing: Mosquitto, aiosmtpd, Chromium
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let outcome = match command.as_str() {
        "layers" => layers(),
        "ci" => ci::run(),
        "web" => web::checks(),
        "servers" => servers::provide(),
        "" | "help" | "-h" | "--help" => {
            print!("{USAGE}");
            Ok(true)
        }
        other => {
            eprint!("xtask: no command called `{other}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Prints every breach of the layering and every broken link; `false` when there is one.
fn layers() -> anyhow::Result<bool> {
    let workspace = Workspace::read()?;
    let breaches = layers::check(&workspace);
    for breach in &breaches {
        eprintln!("layers: {breach}");
    }
    let broken = links::broken(&workspace.files, |path| workspace.root.join(path).exists());
    for link in &broken {
        eprintln!("links: {link}");
    }
    let passed = breaches.is_empty() && broken.is_empty();
    if passed {
        println!(
            "layers: {} crates keep to their layers, all links lead somewhere",
            workspace.packages.len()
        );
    }
    Ok(passed)
}
