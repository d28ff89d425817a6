//! `slmm doctor`: examines a meter and says in plain words what is wrong.

mod report;

use std::io::IsTerminal as _;

use nl43_client::LinkOptions;
use nl43_client::doctor::{Context, Depth, Verdict, examine};
use nl43_proto::ExchangeTiming;

use self::report::Report;
use crate::{Exit, cli::DoctorArgs, output, signal};

#[cfg(test)]
mod tests;

/// Runs the command.
pub(crate) async fn run(args: DoctorArgs) -> anyhow::Result<Exit> {
    let stop = signal::Stop::listen()?;
    let context = Context { zone: args.zone() };
    let progress = std::io::stderr().is_terminal() && !args.json;
    if progress {
        output::note(
            "A meter takes one connection: this fails while a server holds it. It takes about half a minute.",
        );
    }
    let timing = ExchangeTiming { reply_timeout: args.timeout(), ..ExchangeTiming::default() };
    let options = LinkOptions { connect_timeout: args.timeout(), ..LinkOptions::default() };
    let examination = examine(&args.endpoint, &options, timing, Depth::Whole, |question, done, total| {
        if progress {
            output::note(format!("  {done}/{total} {question}?"));
        }
    });
    let report = tokio::select! {
        examination = examination => Report::new(&args.endpoint, examination, &context),
        () = stop.requested() => return Ok(Exit::Failed),
    };
    output::line(if args.json { report.json()? } else { report.text() })?;
    Ok(verdict(&report))
}

fn verdict(report: &Report) -> Exit {
    let problem = report.findings.iter().any(|finding| finding.verdict == Verdict::Problem);
    match (report.reachable, problem) {
        (false, _) => Exit::Unreachable,
        (true, true) => Exit::Failed,
        (true, false) => Exit::Done,
    }
}
