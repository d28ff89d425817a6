//! Our automation: `cargo xtask layers` and `cargo xtask ci`.
//!
//! `layers` checks what keeps the crates apart; `ci` runs everything a change has to pass, in the order that fails
//! soonest. Both print what they found in sentences and end with a non-zero status when something is wrong.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to its terminal")]

mod ci;
mod layers;
mod workspace;

use std::process::ExitCode;

use crate::workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  layers   check the dependency direction, the purity of the pure crates and the rules every crate follows
  ci       everything CI runs: format, layers, clippy, documentation, doc-tests, tests, stray snapshots
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let outcome = match command.as_str() {
        "layers" => layers(),
        "ci" => ci::run(),
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

/// Prints every breach of the layering; `false` when there is one.
fn layers() -> anyhow::Result<bool> {
    let workspace = Workspace::read()?;
    let breaches = layers::check(&workspace);
    for breach in &breaches {
        eprintln!("layers: {breach}");
    }
    if breaches.is_empty() {
        println!("layers: {} crates keep to their layers", workspace.packages.len());
    }
    Ok(breaches.is_empty())
}
