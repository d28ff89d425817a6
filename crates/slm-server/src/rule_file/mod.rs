//! Rules in a file, with series that they are tried on and the events that are expected: a customer's own tests.
//!
//! A file is TOML or JSON. It has `rules`, each as the API takes it, under names of its own, and `cases`. The engine that runs them is the
//! service's own; only the readings come from the file.

mod compare;
mod csv;
mod series;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use slm_domain::UnitId;
use slm_domain::alert::{Frame, RuleDefinition, TrialRun};

use crate::rule_document::read_rule;
use compare::{Expected, Tolerance};
use text::CaseText;

/// A file that was read: rules, and cases to try them on.
#[derive(Debug)]
pub struct RuleFile {
    /// How many rules it has.
    pub rules: usize,
    /// The cases, in the file's order.
    pub cases: Vec<Case>,
}

/// A rule, a series, and what is expected of them.
#[derive(Debug)]
pub struct Case {
    /// What it is about.
    pub name: String,
    rule: RuleDefinition,
    zone: TimeZone,
    begin: Timestamp,
    frames: Vec<Frame>,
    until: Timestamp,
    expected: Vec<Expected>,
    tolerance: Tolerance,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Readings and other facts that the rule was told.
    pub facts: usize,
    /// Events that there were.
    pub events: usize,
    /// How they differ from what was expected; none: the case passed.
    pub differences: Vec<String>,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub struct RuleFileError {
    /// The file.
    pub path: PathBuf,
    /// All that is wrong with it, each with its place.
    pub problems: Vec<String>,
}

impl fmt::Display for RuleFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be used:", self.path.display())?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for RuleFileError {}

/// Longest file, series included.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Cases of a file at most.
const MOST_CASES: usize = 10_000;

impl RuleFile {
    /// Reads a file and the series that it names, which are looked for beside it.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(path: &Path) -> Result<Self, RuleFileError> {
        let error = |problems| RuleFileError { path: path.to_owned(), problems };
        let text = read_text(path).map_err(|problem| error(vec![problem]))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let value =
            if is_json { json(&text) } else { toml(&text) }.map_err(|problem| error(vec![problem]))?;
        Self::of(value, folder).map_err(error)
    }

    fn of(value: Map<String, Value>, folder: &Path) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut rules = BTreeMap::new();
        let mut cases = Vec::new();
        for (key, value) in value {
            match (key.as_str(), value) {
                ("rules", Value::Object(given)) => read_rules(given, &mut rules, &mut problems),
                ("rules", _) => {
                    problems.push("rules: expected a table of rules, each under its name".to_owned());
                }
                ("cases", Value::Array(given)) => cases = given,
                ("cases", _) => problems.push("cases: expected a list".to_owned()),
                (key, _) => problems.push(format!("{key}: there is no such key; expected rules and cases")),
            }
        }
        if cases.len() > MOST_CASES {
            problems.push(format!("cases: expected at most {MOST_CASES}"));
        }
        let mut read = Vec::new();
        for (number, case) in cases.into_iter().take(MOST_CASES).enumerate() {
            match read_case(case, &rules, folder) {
                Ok(case) => read.push(case),
                Err(reasons) => {
                    problems.extend(reasons.into_iter().map(|reason| format!("cases.{number}: {reason}")));
                }
            }
        }
        let rules = rules.len();
        if problems.is_empty() { Ok(Self { rules, cases: read }) } else { Err(problems) }
    }
}

impl Case {
    /// Runs the rule over the series, and compares.
    pub fn run(&self) -> Outcome {
        let mut run = TrialRun::new(&self.rule, unit(), self.zone.clone());
        run.take(&Frame::time(self.begin));
        for frame in &self.frames {
            run.take(frame);
        }
        let trial = run.finish(Some(self.until));
        let differences = compare::differences(&trial, &self.expected, self.tolerance, self.begin);
        Outcome { facts: self.frames.len(), events: trial.events.len(), differences }
    }
}

/// Rules without problems, by their names in the file. Those with problems are there as `None`: nothing more is said of
/// cases that use them.
type Rules = BTreeMap<String, Option<RuleDefinition>>;

fn read_rules(given: Map<String, Value>, rules: &mut Rules, problems: &mut Vec<String>) {
    for (name, value) in given {
        let read = read_rule(&value);
        if let Err(wrong) = &read {
            problems.extend(wrong.iter().map(|problem| format!("rules.{name}.{problem}")));
        }
        rules.insert(name, read.ok().map(|rule| rule.definition));
    }
}

fn read_case(case: Value, rules: &Rules, folder: &Path) -> Result<Case, Vec<String>> {
    let one = |reason: String| vec![reason];
    let text: CaseText = serde_json::from_value(case).map_err(|error| one(error.to_string()))?;
    let rule = match (&text.rule, rules.len()) {
        (Some(name), _) => rules.get(name).ok_or_else(|| one(format!("rule: there is no rule {name:?}")))?,
        (None, 1) => rules.values().next().unwrap_or(&None),
        (None, _) => return Err(one("rule: expected the name of one of the rules".to_owned())),
    };
    let zone = match &text.zone {
        Some(name) => TimeZone::get(name).map_err(|_| one(format!("zone: there is no zone {name:?}")))?,
        None => TimeZone::UTC,
    };
    let (begin, series) =
        series::read(&text, &zone, folder).map_err(|reason| one(format!("{}: {reason}", text.name)))?;
    let expected = compare::read(&text.expect, begin, &zone)
        .map_err(|reason| one(format!("{}: {reason}", text.name)))?;
    let tolerance = Tolerance { seconds: text.tolerance_s, decibels: text.tolerance_db };
    // Its own mistakes are told already.
    let Some(rule) = rule.clone() else { return Err(Vec::new()) };
    let series::Series { frames, until } = series;
    Ok(Case { name: text.name, rule, zone, begin, frames, until, expected, tolerance })
}

fn read_text(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > MOST_BYTES {
        return Err(format!("the file has {size} bytes; expected at most {MOST_BYTES}"));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}

fn json(text: &str) -> Result<Map<String, Value>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn toml(text: &str) -> Result<Map<String, Value>, String> {
    let table: ::toml::Table = text.parse().map_err(|error: ::toml::de::Error| error.to_string())?;
    Ok(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
}

fn of_toml(value: ::toml::Value) -> Value {
    use ::toml::Value as Toml;
    match value {
        Toml::String(text) => text.into(),
        Toml::Integer(number) => number.into(),
        Toml::Float(number) => number.into(),
        Toml::Boolean(flag) => flag.into(),
        Toml::Datetime(time) => time.to_string().into(),
        Toml::Array(list) => list.into_iter().map(of_toml).collect(),
        Toml::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
    }
}

/// The rule is tried at a unit of no importance.
fn unit() -> UnitId {
    UnitId::new("unit").expect("it is a name")
}
