//! `slmm doctor`: examines a meter and says in plain words what is wrong.

mod answers;
mod checks;
mod finding;
mod reach;
mod report;

use std::io::IsTerminal as _;

use jiff::Timestamp;
use nl43_client::{Client, ClientError, Endpoint, Link, LinkOptions};
use nl43_proto::{Command, ExchangeTiming};

use self::{
    answers::{Answer, Answers},
    checks::{Context, SECTIONS},
    finding::{Finding, Verdict},
    report::Report,
};
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
    let examination = examine(&args.endpoint, &options, timing, |question, done, total| {
        if progress {
            output::note(format!("  {done}/{total} {question}?"));
        }
    });
    let report = tokio::select! {
        report = examination => report.into_report(&args.endpoint, &context),
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

/// How far the examination came.
enum Examination {
    Unreachable(Finding),
    Answered(Answers),
}

impl Examination {
    fn into_report(self, endpoint: &Endpoint, context: &Context) -> Report {
        let endpoint = endpoint.to_string();
        match self {
            Self::Unreachable(finding) => {
                Report { endpoint, reachable: false, findings: vec![finding], answers: Answers::default() }
            }
            Self::Answered(answers) => {
                Report { endpoint, reachable: true, findings: checks::judge(&answers, context), answers }
            }
        }
    }
}

/// Connects and asks every question, telling `progress` of each.
async fn examine(
    endpoint: &Endpoint,
    options: &LinkOptions,
    timing: ExchangeTiming,
    mut progress: impl FnMut(&str, usize, usize),
) -> Examination {
    let link = match Link::connect(endpoint, options).await {
        Ok(link) => link,
        Err(error) => {
            return Examination::Unreachable(reach::unreachable(
                endpoint,
                &error,
                reach::probe(endpoint).await,
            ));
        }
    };
    let mut client = Client::new(link, timing);
    let mut answers = Answers::default();
    let total = SECTIONS.iter().map(|section| section.questions.len()).sum();
    for (done, question) in SECTIONS.iter().flat_map(|section| section.questions).enumerate() {
        progress(question, done + 1, total);
        let answer = ask(&mut client, question).await;
        let over = matches!(answer.outcome, Err(ClientError::Lost { .. } | ClientError::Closed));
        let unanswered = !matches!(answer.outcome, Ok(_) | Err(ClientError::Refused { .. }));
        answers.insert(question, answer);
        if done == 0 && unanswered {
            client.close().await;
            return Examination::Unreachable(reach::mute(endpoint));
        }
        if over {
            return Examination::Answered(answers);
        }
    }
    client.close().await;
    Examination::Answered(answers)
}

async fn ask(client: &mut Client, question: &'static str) -> Answer {
    let command =
        Command::query_by_name(question).expect("every question is in the catalogue, as a test shows");
    let outcome = client.ask(command).await;
    let answered = matches!(outcome, Ok(_) | Err(ClientError::Refused { .. }));
    Answer {
        outcome: outcome.map(|reply| reply.text()),
        turnaround: client.turnaround().filter(|_| answered),
        at: Timestamp::now(),
    }
}
