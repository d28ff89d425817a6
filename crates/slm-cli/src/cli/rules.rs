//! Options of `slmm rules`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Try alert rules on series of your own.
#[derive(Debug, Args)]
#[command(after_help = RULES_EXAMPLES)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Run the rules of files over their series, and compare the events with those expected
    Test(RuleFilesArgs),
    /// Only read the files, and say what is wrong with them
    Check(RuleFilesArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RuleFilesArgs {
    /// TOML or, with the ending .json, JSON
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

const RULES_EXAMPLES: &str = "\
A file has rules, each as the API takes it, and cases: a rule, readings, and the events expected of
them. docs/alert-tests.md describes it. `test` exits with 1 when a case fails or a file cannot be
used. No server is needed.

Examples:
  slmm rules test docs/examples/alert-tests.toml
  slmm rules check site-7.toml site-8.toml";
