use clap::{CommandFactory as _, error::ErrorKind};
use jiff::Timestamp;

use super::*;

/// The help as on a terminal of 100 columns.
fn help(subcommand: &str) -> String {
    let mut command = Cli::command().term_width(100);
    command.build();
    let command = match subcommand {
        "" => &mut command,
        name => command.find_subcommand_mut(name).unwrap(),
    };
    command.render_help().to_string()
}

fn parsed(line: &str) -> Result<Command, clap::Error> {
    Cli::try_parse_from(line.split_whitespace()).map(|cli| cli.command)
}

#[track_caller]
fn refuse(line: &str, expected: ErrorKind) {
    let error = parsed(line).unwrap_err();
    assert_eq!(error.kind(), expected, "{error}");
    assert_eq!(error.exit_code(), 2);
}

#[test]
fn the_grammar_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn help_of_the_command() {
    insta::assert_snapshot!(help(""));
}

#[test]
fn help_of_serve() {
    insta::assert_snapshot!(help("serve"));
}

#[test]
fn help_of_sim() {
    insta::assert_snapshot!(help("sim"));
}

#[test]
fn help_of_demo() {
    insta::assert_snapshot!(help("demo"));
}

#[test]
fn help_of_watch() {
    insta::assert_snapshot!(help("watch"));
}

#[test]
fn help_of_doctor() {
    insta::assert_snapshot!(help("doctor"));
}

#[test]
fn help_of_config() {
    insta::assert_snapshot!(help("config"));
}

#[test]
fn help_of_db() {
    insta::assert_snapshot!(help("db"));
}

#[test]
fn wrong_usage_is_refused() {
    refuse("slmm watch", ErrorKind::MissingRequiredArgument);
    refuse("slmm watch a --plain --json", ErrorKind::ArgumentConflict);
    refuse("slmm doctor http://meter", ErrorKind::ValueValidation);
    refuse("slmm doctor meter --timezone UTC --utc-offset 1", ErrorKind::ArgumentConflict);
    refuse("slmm doctor meter --timezone Mars/North", ErrorKind::ValueValidation);
    refuse("slmm doctor meter --utc-offset noon", ErrorKind::ValueValidation);
    refuse("slmm watch a --server https://host", ErrorKind::ValueValidation);
    refuse("slmm doctor meter --timeout 0", ErrorKind::ValueValidation);
    refuse("slmm sim --fault nonsense", ErrorKind::ValueValidation);
    refuse("slmm sim --sound silence", ErrorKind::ValueValidation);
    refuse("slmm sim --model nl99", ErrorKind::ValueValidation);
    refuse("slmm sim -n 0", ErrorKind::ValueValidation);
    refuse("slmm serve --port 70000", ErrorKind::ValueValidation);
    refuse("slmm serve --set http.port", ErrorKind::ValueValidation);
    refuse("slmm db backup --force", ErrorKind::MissingRequiredArgument);
    refuse("slmm db restore", ErrorKind::MissingRequiredArgument);
    refuse("slmm config", ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    refuse("slmm config show --format xml", ErrorKind::InvalidValue);
}

#[track_caller]
fn check_offset(text: &str, expected: Option<i32>) {
    let now = Timestamp::UNIX_EPOCH;
    let seconds = parse_offset(text).map(|zone| zone.to_offset(now).seconds());
    assert_eq!(seconds, expected, "{text}");
}

#[test]
fn offsets_are_understood() {
    check_offset("0", Some(0));
    check_offset("-5", Some(-18_000));
    check_offset("+9", Some(32_400));
    check_offset("5.5", Some(19_800));
    check_offset("+05:30", Some(19_800));
    check_offset("-03:30", Some(-12_600));
    for wrong in ["", "+", "x", "15", "NaN", "5:99", "--5"] {
        check_offset(wrong, None);
    }
}

#[test]
fn models_are_named_either_way() {
    for text in ["nl43", "NL-43", "43"] {
        assert_eq!(model(text), Ok(Model::Nl43), "{text}");
    }
}
