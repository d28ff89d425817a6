//! Options of `slmm db`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::SettingsArgs;

/// Examine, copy and restore the database.
#[derive(Debug, Args)]
#[command(after_help = DB_EXAMPLES)]
pub(crate) struct DbArgs {
    #[command(subcommand)]
    pub(crate) command: DbCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DbCommand {
    /// Look through the whole database; a server may run meanwhile
    Check(DataArgs),
    /// Copy the database; a server may run and write meanwhile
    Backup(BackupArgs),
    /// Put a copy in the place of the database; no server may run
    Restore(RestoreArgs),
}

const DB_EXAMPLES: &str = "\
`check` exits with 1 when the database is damaged or cannot be used by this version. `backup` looks
through the copy before it gives it its name. `restore` looks through the copy first and keeps
the present database beside the restored one.

Examples:
  slmm db check
  slmm db backup                                   to data/backups/slmm-TIME.db
  slmm db backup --to /mnt/nas/slmm.db --force
  slmm db restore slmm-2026-06-09T17-13-21.987Z.db";

/// Whose database.
#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// Folder of the database
    #[arg(
        long,
        value_name = "DIRECTORY",
        help = "Folder of the database; instead of SLMM_DATA_DIR [default: data]"
    )]
    pub(crate) data_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The copy [default: backups/slmm-TIME.db in the data folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long, requires = "to")]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The copy: a file, or the name of one in `backups` in the data folder
    #[arg(value_name = "BACKUP")]
    pub(crate) backup: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
}
