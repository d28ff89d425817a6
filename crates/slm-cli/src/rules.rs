//! `slmm rules`: alert rules on series of one's own.

use std::path::Path;

use slm_server::rule_file::{Outcome, RuleFile};

use crate::{
    Exit,
    cli::{RuleFilesArgs, RulesCommand},
    output,
};

/// Runs the command.
pub(crate) fn run(command: RulesCommand) -> anyhow::Result<Exit> {
    let (args, act): (_, fn(&Path, &RuleFile) -> Report) = match command {
        RulesCommand::Test(args) => (args, test),
        RulesCommand::Check(args) => (args, check),
    };
    run_all(&args, act)
}

fn run_all(args: &RuleFilesArgs, act: fn(&Path, &RuleFile) -> Report) -> anyhow::Result<Exit> {
    let mut exit = Exit::Done;
    let mut total = Report::default();
    for path in &args.files {
        match RuleFile::read(path) {
            Ok(file) => {
                let report = act(path, &file);
                report.lines.iter().try_for_each(output::line)?;
                total.passed += report.passed;
                total.failed += report.failed;
            }
            Err(error) => {
                output::line(&error)?;
                exit = Exit::Failed;
            }
        }
    }
    if total.passed + total.failed > 0 {
        output::line(format!("\n{} passed, {} failed", total.passed, total.failed))?;
    }
    Ok(if total.failed > 0 { Exit::Failed } else { exit })
}

#[derive(Debug, Default)]
struct Report {
    lines: Vec<String>,
    passed: usize,
    failed: usize,
}

fn test(path: &Path, file: &RuleFile) -> Report {
    let mut report = Report { lines: vec![path.display().to_string()], ..Report::default() };
    for case in &file.cases {
        let Outcome { facts, events, differences } = case.run();
        let word = if differences.is_empty() { "ok  " } else { "FAIL" };
        report.lines.push(format!(
            "  {word}  {} ({}, {})",
            case.name,
            count(facts, "reading"),
            count(events, "event")
        ));
        report.lines.extend(differences.iter().map(|difference| format!("          {difference}")));
        if differences.is_empty() {
            report.passed += 1;
        } else {
            report.failed += 1;
        }
    }
    report
}

fn check(path: &Path, file: &RuleFile) -> Report {
    let line =
        format!("{}: {}, {}", path.display(), count(file.rules, "rule"), count(file.cases.len(), "case"));
    Report { lines: vec![line], ..Report::default() }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        [rules.limit]
        metric = "lp"
        threshold = 70

        [[cases]]
        name = "as expected"
        levels = [60, 75, 60]
        expect = [{ onset = 2, clear = 3 }]

        [[cases]]
        name = "not as expected"
        levels = [60, 75, 60]
        expect = []
    "#;

    fn read(text: &str) -> Result<RuleFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.toml");
        std::fs::write(&path, text).unwrap();
        RuleFile::read(&path).map_err(|error| error.problems.join("; "))
    }

    #[test]
    fn each_case_has_a_line_and_what_differs_below_it() {
        let report = test(Path::new("rules.toml"), &read(FILE).unwrap());
        assert_eq!((report.passed, report.failed), (1, 1));
        assert_eq!(
            report.lines,
            [
                "rules.toml",
                "  ok    as expected (3 readings, 1 event)",
                "  FAIL  not as expected (3 readings, 1 event)",
                "          event 1 was not expected: onset at 2 s (2026-01-01T00:00:02Z), peak 75.00, cleared at 3 s (2026-01-01T00:00:03Z)",
            ]
        );
    }

    #[test]
    fn a_failed_case_or_a_file_that_is_none_fails_the_command() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("fails.toml"), FILE).unwrap();
        std::fs::write(
            at("passes.toml"),
            FILE.split("[[cases]]").take(2).collect::<Vec<_>>().join("[[cases]]"),
        )
        .unwrap();
        let exit = |names: &[&str], test: bool| {
            let args = RuleFilesArgs { files: names.iter().map(|name| at(name)).collect() };
            run(if test { RulesCommand::Test(args) } else { RulesCommand::Check(args) }).unwrap()
        };
        assert_eq!(exit(&["passes.toml"], true), Exit::Done);
        assert_eq!(exit(&["passes.toml", "fails.toml"], true), Exit::Failed);
        assert_eq!(exit(&["fails.toml"], false), Exit::Done, "it can be read");
        assert_eq!(exit(&["passes.toml", "missing.toml"], true), Exit::Failed);
    }

    #[test]
    fn the_example_of_the_documentation_passes() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/alert-tests.toml");
        let file = RuleFile::read(&path).unwrap();
        let report = test(&path, &file);
        assert_eq!(report.failed, 0, "{:#?}", report.lines);
        assert!(report.passed >= 6);
    }
}
