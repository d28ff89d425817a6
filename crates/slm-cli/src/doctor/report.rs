//! The examination's result for people and programs.

use nl43_client::Endpoint;
use nl43_client::doctor::{Answers, Context, Examination, Finding, Verdict};
use serde_json::{Map, Value, json};

/// Room for the longest name of a check.
const NAME_WIDTH: usize = 17;

/// Columns of running text.
const TEXT_WIDTH: usize = 100;

pub(crate) struct Report {
    pub(crate) endpoint: String,
    pub(crate) reachable: bool,
    pub(crate) findings: Vec<Finding>,
    pub(crate) answers: Answers,
}

impl Report {
    /// What an examination found.
    pub(crate) fn new(endpoint: &Endpoint, examination: Examination, context: &Context) -> Self {
        Self {
            endpoint: endpoint.to_string(),
            reachable: examination.is_answered(),
            findings: examination.findings(context),
            answers: examination.into_answers(),
        }
    }

    /// Marks, plain words and what to do.
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![self.endpoint.clone(), String::new()];
        for finding in &self.findings {
            lines.push(format!("{} {:<NAME_WIDTH$} {}", mark(finding.verdict), finding.check, finding.found));
            let indent = " ".repeat(NAME_WIDTH + 3);
            let advice =
                finding.advice.iter().flat_map(|advice| wrapped(advice, TEXT_WIDTH - indent.len() - 2));
            lines.extend(advice.enumerate().map(|(row, line)| {
                let lead = if row == 0 { "→ " } else { "  " };
                format!("{indent}{lead}{line}")
            }));
        }
        lines.extend([String::new(), self.summary()]);
        lines.join("\n")
    }

    fn summary(&self) -> String {
        let count = |verdict| self.findings.iter().filter(|finding| finding.verdict == verdict).count();
        match (self.reachable, count(Verdict::Problem), count(Verdict::Warning)) {
            (false, _, _) => "The meter cannot be reached.".to_owned(),
            (true, 0, 0) => "All is well.".to_owned(),
            (true, 0, warnings) => format!("Nothing is wrong; to look at: {warnings}."),
            (true, problems, 0) => format!("Problems: {problems}."),
            (true, problems, warnings) => format!("Problems: {problems}; to look at: {warnings}."),
        }
    }

    /// The same as JSON, with every answer as printed.
    pub(crate) fn json(&self) -> serde_json::Result<String> {
        let milliseconds: Vec<_> =
            self.answers.turnarounds().iter().map(|time| time.as_secs_f64() * 1000.0).collect();
        let turnaround = match (
            milliseconds.first(),
            milliseconds.get(milliseconds.len() / 2),
            milliseconds.last(),
        ) {
            (Some(min), Some(median), Some(max)) => {
                json!({"min_ms": min.round(), "median_ms": median.round(), "max_ms": max.round(), "answers": milliseconds.len()})
            }
            _ => Value::Null,
        };
        let answers: Map<_, _> = self
            .answers
            .iter()
            .map(|(question, answer)| {
                let value = match &answer.outcome {
                    Ok(text) => json!({"text": text}),
                    Err(error) => json!({"error": error.to_string()}),
                };
                (question.to_owned(), value)
            })
            .collect();
        serde_json::to_string_pretty(&json!({
            "endpoint": self.endpoint,
            "reachable": self.reachable,
            "findings": self.findings.iter().map(shown).collect::<Vec<_>>(),
            "turnaround": turnaround,
            "answers": answers,
        }))
    }
}

/// The mark before a finding.
pub(crate) fn mark(verdict: Verdict) -> char {
    match verdict {
        Verdict::Ok => '✓',
        Verdict::Warning => '!',
        Verdict::Problem => '✗',
    }
}

fn shown(finding: &Finding) -> Value {
    let verdict = match finding.verdict {
        Verdict::Ok => "ok",
        Verdict::Warning => "warning",
        Verdict::Problem => "problem",
    };
    let mut shown = json!({"check": finding.check, "verdict": verdict, "found": finding.found});
    if let Some(advice) = &finding.advice {
        shown["advice"] = json!(advice);
    }
    shown
}

/// Words of `text` in lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
