//! `slmm db`: the database examined, copied, put back.

use std::fmt::Write as _;

use slm_server::{
    Config, Overrides, RawConfig,
    config::DataConfig,
    maintenance::{self, Examination},
};

use crate::{
    Exit,
    cli::{BackupArgs, DataArgs, DbCommand, RestoreArgs},
    output,
};

/// Runs the command.
pub(crate) async fn run(command: DbCommand) -> anyhow::Result<Exit> {
    match command {
        DbCommand::Check(args) => check(&data(args)?).await,
        DbCommand::Backup(args) => backup(args).await,
        DbCommand::Restore(args) => restore(args).await,
    }
}

fn data(args: DataArgs) -> anyhow::Result<DataConfig> {
    let overrides = Overrides { data_dir: args.data_dir, ..args.settings.overrides() };
    Ok(Config::check(&RawConfig::gather(&overrides))?.data)
}

async fn check(data: &DataConfig) -> anyhow::Result<Exit> {
    let found = maintenance::check(data).await?;
    output::line(report(&found).trim_end())?;
    Ok(if found.usable().is_ok() { Exit::Done } else { Exit::Failed })
}

async fn backup(args: BackupArgs) -> anyhow::Result<Exit> {
    let data = data(args.data)?;
    let made = match &args.to {
        Some(target) => maintenance::back_up_to(&data, target, args.force).await?,
        None => maintenance::back_up(&data).await?,
    };
    let seconds = made.took.as_secs_f64();
    output::line(format!("{}: {}, checked, in {seconds:.1} s", made.path.display(), size(made.size_bytes)))?;
    Ok(Exit::Done)
}

async fn restore(args: RestoreArgs) -> anyhow::Result<Exit> {
    let data = data(args.data)?;
    let restored = maintenance::restore(&data, &args.backup).await?;
    let from = restored.backup.path.display();
    output::line(format!("{} is now {from}.", data.database().display()))?;
    if let Some(aside) = restored.aside {
        output::line(format!("What was there before: {}", aside.display()))?;
    }
    Ok(Exit::Done)
}

/// What was found, for people.
fn report(found: &Examination) -> String {
    let path = found.path.display();
    let mut text = match found.usable() {
        Ok(()) => format!("{path} is sound.\n"),
        Err(error) if found.findings.is_empty() => format!("{error}.\n"),
        Err(_) => format!("{path} is damaged:\n"),
    };
    for finding in &found.findings {
        let _ = writeln!(text, "  {finding}");
    }
    let journal = match found.journal_bytes {
        0 => String::new(),
        bytes => format!(", and {} in its journal", size(bytes)),
    };
    let _ = writeln!(text, "\nSize     {}{journal}", size(found.size_bytes));
    let _ = writeln!(text, "Version  {}", version(found));
    if found.is_ours && !found.missing.is_empty() {
        let _ = writeln!(text, "Lacks    {} (added when the server opens it)", found.missing.join(", "));
    }
    let width = found.tables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (number, (name, rows)) in found.tables.iter().enumerate() {
        let head = if number == 0 { "Rows" } else { "" };
        let _ = writeln!(text, "{head:<8} {name:<width$}  {rows:>9}");
    }
    text
}

fn version(found: &Examination) -> String {
    match (&found.opened_by, found.migration) {
        (Some(version), Some(migration)) => {
            let known = found.known_migration;
            format!(
                "opened last by slmm {version}; its tables are at change {migration}, this slmm knows {known}"
            )
        }
        _ if found.is_ours => "never opened by slmm; of the service that it replaces".to_owned(),
        _ => "unknown".to_owned(),
    }
}

/// A size in the unit that reads best.
fn size(bytes: u64) -> String {
    const STEP: f64 = 1000.0;
    let mut value = bytes as f64;
    for unit in ["B", "kB", "MB"] {
        if value < STEP {
            let decimals = usize::from(unit != "B");
            return format!("{value:.decimals$} {unit}");
        }
        value /= STEP;
    }
    format!("{value:.1} GB")
}

#[cfg(test)]
mod tests;
