//! Whole-system benchmarks, each against its floor and with ratios taken in one run.
#![expect(clippy::print_stdout, reason = "a command line tool reports on its standard output")]

mod alarms;
mod download;
mod fanout;
mod figures;
mod history;
mod http;
mod latency;
mod meter;
mod poll;
mod process;
mod service;
mod store;

use clap::{Args, Parser, Subcommand};

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
    /// Everything, one after the other.
    All,
    /// Processor time and memory per WebSocket subscriber, against a bare epoll loop.
    Fanout(fanout::Args),
    /// A thousand watched meters: how punctual each poll is, and what a faulty one does to the others.
    Poll(poll::Args),
    /// From a meter's last byte to a viewer's first, and the first frame of a new viewer.
    Latency(latency::Args),
    /// From a loud answer to the committed event, while a thousand meters record.
    Alarms(alarms::Args),
    /// Ten thousand readings a second, and what readers notice of them.
    Store(store::Args),
    /// A folder of a meter's card as an archive, against a plain FTP client.
    Download(download::Args),
    /// Requests for a unit's state and for the roster of a thousand units, against an empty handler.
    Http(http::Args),
    /// A year of one unit at every zoom level.
    History(history::Args),
    /// The measured process of `fanout`.
    #[command(hide = true)]
    FanoutServer(fanout::ServerArgs),
    /// The subscribers of `fanout`.
    #[command(hide = true)]
    FanoutClients(fanout::ClientsArgs),
    /// The measured process of the others.
    #[command(hide = true)]
    Service(service::ServiceArgs),
    /// The meter of `download`.
    #[command(hide = true)]
    Card(download::CardArgs),
    /// The empty handler of `http`.
    #[command(hide = true)]
    HttpFloor,
    /// The clients of `http`.
    #[command(hide = true)]
    HttpLoad,
    /// The meters of `poll`.
    #[command(hide = true)]
    Meters(poll::MetersArgs),
}

/// The defaults of one benchmark's options, but for those that are named.
#[derive(Debug, Parser)]
struct Defaults<A: Args> {
    #[command(flatten)]
    args: A,
}

fn defaults<A: Args>(named: &[&str]) -> A {
    Defaults::<A>::parse_from([&["slm-bench"], named].concat()).args
}

/// Measures everything, and tells at the end which figures missed their targets.
fn all() -> anyhow::Result<()> {
    let outcomes = [
        ("fanout", fanout::run(&defaults(&[]))),
        ("fanout of the whole service", fanout::run(&fanout::Args::whole_service())),
        ("http", http::run(&defaults(&["--check"]))),
        ("poll", poll::run(&defaults(&[]))),
        ("latency", latency::run(&defaults(&[]))),
        ("alarms", alarms::run(&defaults(&["--check"]))),
        ("store", store::run(&defaults(&["--check"]))),
        ("history", history::run(&defaults(&["--check"]))),
        ("download", download::run(&defaults(&["--check"]))),
    ];
    let failures = outcomes.iter().filter_map(|(name, outcome)| Some((name, outcome.as_ref().err()?)));
    let failures: Vec<_> = failures.map(|(name, error)| format!("{name}: {error:#}")).collect();
    anyhow::ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().bench {
        Bench::All => all(),
        Bench::Fanout(args) => fanout::run(&args),
        Bench::Poll(args) => poll::run(&args),
        Bench::Latency(args) => latency::run(&args),
        Bench::Alarms(args) => alarms::run(&args),
        Bench::Store(args) => store::run(&args),
        Bench::Download(args) => download::run(&args),
        Bench::History(args) => history::run(&args),
        Bench::Card(args) => download::card(&args),
        Bench::Http(args) => http::run(&args),
        Bench::HttpFloor => http::serve_floor(),
        Bench::HttpLoad => http::make_load(),
        Bench::FanoutServer(args) => fanout::serve(&args),
        Bench::FanoutClients(args) => fanout::read(&args),
        Bench::Service(args) => service::serve(&args),
        Bench::Meters(args) => poll::meters(&args),
    }
}
