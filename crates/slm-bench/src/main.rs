//! Whole-system benchmarks, each against its floor and with ratios taken in one run.
#![expect(clippy::print_stdout, reason = "a command line tool reports on its standard output")]

mod fanout;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the parts of the service that have to be fast.
#[derive(Debug, Parser)]
#[command(name = "slm-bench")]
struct Cli {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// Processor time and memory per WebSocket subscriber, against a bare epoll loop.
    Fanout(fanout::Args),
    /// The measured process of `fanout`.
    #[command(hide = true)]
    FanoutServer(fanout::ServerArgs),
    /// The subscribers of `fanout`.
    #[command(hide = true)]
    FanoutClients(fanout::ClientsArgs),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().bench {
        Bench::Fanout(args) => fanout::run(&args),
        Bench::FanoutServer(args) => fanout::serve(&args),
        Bench::FanoutClients(args) => fanout::read(&args),
    }
}
