//! The `slmm` command: the server, simulated meters, a live view and an examination of meters.

mod cli;
mod config;
mod db;
mod demo;
mod doctor;
mod output;
mod rules;
mod serve;
mod signal;
mod sim;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use self::cli::{Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, as the shell sees it. Wrong usage, 2, is reported by the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Done,
    Failed,
    /// `doctor` only: no answer from the meter.
    Unreachable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Failed => Self::FAILURE,
            Exit::Unreachable => Self::from(3),
        }
    }
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    match run(command) {
        Ok(exit) => exit.into(),
        Err(error) if output::is_reader_gone(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::note(format!("slmm: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<Exit> {
    if let Command::Completions { shell } = command {
        return completions(shell);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let exit = runtime.block_on(async {
        match command {
            Command::Serve(args) => serve::run(args).await,
            Command::Sim(args) => sim::run(args).await,
            Command::Demo(args) => demo::run(args).await,
            Command::Watch(args) => watch::run(args).await,
            Command::Doctor(args) => doctor::run(args).await,
            Command::Config(args) => config::run(args.command),
            Command::Db(args) => db::run(args.command).await,
            Command::Rules(args) => rules::run(args.command),
            Command::Completions { shell } => completions(shell),
        }
    });
    // A task that hangs must not hold up the end of the process.
    runtime.shutdown_background();
    exit
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "slmm", &mut script);
    output::line(String::from_utf8(script)?.trim_end())?;
    Ok(Exit::Done)
}
