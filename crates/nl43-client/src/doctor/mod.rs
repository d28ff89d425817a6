//! Examines a meter over a connection of its own and says in plain words what is wrong.
//!
//! A meter takes one connection: who examines one that somebody else holds finds out that it is held, at best.

mod answers;
mod checks;
mod finding;
mod reach;

use jiff::Timestamp;
use nl43_proto::{Command, ExchangeTiming};

use crate::{Client, ClientError, Endpoint, Link, LinkOptions};

pub use answers::{Answer, Answers};
pub use checks::Context;
pub use finding::{Finding, Verdict};
pub use reach::{FilePort, probe_port};

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything: some twenty questions, half a minute.
    Whole,
    /// Who it is, and what would keep it from being served: some seven questions, ten seconds.
    Brief,
}

/// How far an examination came.
#[derive(Debug)]
pub enum Examination {
    /// There is no connection, or nothing is ever answered on it.
    Unreachable(Finding),
    /// The meter answers.
    Answered(Depth, Answers),
}

impl Examination {
    /// Whether the meter answers.
    pub fn is_answered(&self) -> bool {
        matches!(self, Self::Answered(..))
    }

    /// What was found, in the order in which it was looked at.
    pub fn findings(&self, context: &Context) -> Vec<Finding> {
        match self {
            Self::Unreachable(finding) => vec![finding.clone()],
            Self::Answered(depth, answers) => checks::judge(answers, *depth, context),
        }
    }

    /// What the meter said.
    pub fn into_answers(self) -> Answers {
        match self {
            Self::Unreachable(_) => Answers::default(),
            Self::Answered(_, answers) => answers,
        }
    }
}

/// Connects and asks the questions, telling `progress` of each with its number and how many there are.
///
/// # Cancel safety
/// Dropping the future closes the connection.
pub async fn examine(
    endpoint: &Endpoint,
    options: &LinkOptions,
    timing: ExchangeTiming,
    depth: Depth,
    mut progress: impl FnMut(&str, usize, usize),
) -> Examination {
    let link = match Link::connect(endpoint, options).await {
        Ok(link) => link,
        Err(error) => {
            let file_port = reach::probe(endpoint).await;
            return Examination::Unreachable(reach::unreachable(endpoint, &error, file_port));
        }
    };
    let mut client = Client::new(link, timing);
    let mut answers = Answers::default();
    let questions: Vec<_> = checks::sections(depth).flat_map(|section| section.questions).copied().collect();
    for (done, question) in questions.iter().enumerate() {
        progress(question, done + 1, questions.len());
        let answer = ask(&mut client, question).await;
        let is_over = matches!(answer.outcome, Err(ClientError::Lost { .. } | ClientError::Closed));
        let is_unanswered = !matches!(answer.outcome, Ok(_) | Err(ClientError::Refused { .. }));
        answers.insert(question, answer);
        if done == 0 && is_unanswered {
            client.close().await;
            return Examination::Unreachable(reach::mute(endpoint));
        }
        if is_over {
            return Examination::Answered(depth, answers);
        }
    }
    client.close().await;
    Examination::Answered(depth, answers)
}

async fn ask(client: &mut Client, question: &'static str) -> Answer {
    let command =
        Command::query_by_name(question).expect("every question is in the catalogue, as a test shows");
    let outcome = client.ask(command).await;
    let is_answered = matches!(outcome, Ok(_) | Err(ClientError::Refused { .. }));
    Answer {
        outcome: outcome.map(|reply| reply.text()),
        turnaround: client.turnaround().filter(|_| is_answered),
        at: Timestamp::now(),
    }
}
