//! Options of everything that reads the configuration.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use slm_server::Overrides;

/// Where the configuration is, and what of it is overruled.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SettingsArgs {
    /// The configuration file
    #[arg(
        long,
        value_name = "FILE",
        help = "Configuration file; instead of SLMM_CONFIG [default: slmm.toml, if there is one]"
    )]
    pub(crate) config: Option<PathBuf>,
    /// Set one key, as in `--set http.port=9000`; may be given several times
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub(crate) set: Vec<(String, String)>,
}

impl SettingsArgs {
    /// What the configuration is told.
    pub(crate) fn overrides(self) -> Overrides {
        Overrides { config: self.config, settings: self.set, ..Overrides::default() }
    }
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        _ => Err("expected a key and a value, as in http.port=9000".to_owned()),
    }
}

/// Check, show and document the configuration.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say whether the configuration can be used, or everything that is wrong with it
    Check(SettingsArgs),
    /// Show what holds, and where it was written
    Show {
        #[command(flatten)]
        settings: SettingsArgs,
        /// In which form
        #[arg(long, value_enum, default_value_t = ShowFormat::Toml)]
        format: ShowFormat,
    },
    /// Print the reference of all keys, as Markdown
    Reference,
    /// Print a configuration file to begin with, everything in it and commented out
    Sample,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// A configuration file
    Toml,
    /// Environment variables
    Env,
    /// An array of keys, values and sources
    Json,
}
