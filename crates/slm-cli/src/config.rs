//! `slmm config`: what the configuration is, and whether it can be used.

use slm_server::{
    Config, RawConfig,
    config::{self, Setting},
};

use crate::{
    Exit,
    cli::{ConfigCommand, ShowFormat},
    output,
};

/// Runs the command.
pub(crate) fn run(command: ConfigCommand) -> anyhow::Result<Exit> {
    match command {
        ConfigCommand::Check(settings) => {
            let written = RawConfig::gather(&settings.overrides());
            let (_, settings) = Config::check_and_list(&written)?;
            output::line(summary(&written, &settings))?;
        }
        ConfigCommand::Show { settings, format } => {
            let (_, settings) = Config::check_and_list(&RawConfig::gather(&settings.overrides()))?;
            let text = match format {
                ShowFormat::Toml => Setting::list_as_toml(&settings),
                ShowFormat::Env => Setting::list_as_environment(&settings),
                ShowFormat::Json => Setting::list_as_json(&settings),
            };
            output::line(text.trim_end())?;
        }
        ConfigCommand::Reference => output::line(config::reference().trim_end())?,
        ConfigCommand::Sample => output::line(config::sample().trim_end())?,
    }
    Ok(Exit::Done)
}

fn summary(written: &RawConfig, settings: &[Setting]) -> String {
    let set = settings.iter().filter(|setting| setting.source.is_some()).count();
    let rest = settings.len() - set;
    format!(
        "The configuration is fine: {set} keys set, {rest} at their defaults.\nFrom: {}",
        written.origin()
    )
}
