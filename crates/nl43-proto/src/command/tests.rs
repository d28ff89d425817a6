use std::collections::HashSet;

use super::*;
use crate::{RunState, catalogue::CATALOGUE};

#[test]
fn commands_are_spelled_as_the_instrument_wants_them() {
    let slot = PercentileSlot::ALL[2];
    let clock = "2025/12/24 20:34:05".parse().unwrap();
    for (command, wire) in [
        (Command::DodQuery, "DOD?"),
        (Command::DrdStatusQuery, "DRD?status"),
        (Command::Measure(StartStop::Stop), "Measure,Stop"),
        (Command::ManualStore, "Manual Store,Start"),
        (Command::Reset, "Reset"),
        (Command::Clock(clock), "Clock,2025/12/24 20:34:05"),
        (Command::FrequencyWeighting(Channel::Sub2, FrequencyWeighting::Z), "Frequency Weighting (Sub2),Z"),
        (Command::TimeWeightingQuery(Channel::Main), "Time Weighting (Main)?"),
        (Command::StoreName(StoreName::new(42).unwrap()), "Store Name,0042"),
        (Command::Percentile(slot, Percent::new(50).unwrap()), "Percentile 3,50"),
        (Command::Ftp(OnOff::On), "FTP,On"),
    ] {
        assert_eq!(command.wire(), wire);
        assert_eq!(command.to_string(), wire);
    }
}

#[test]
fn every_name_of_the_list_can_be_asked_or_set() {
    for entry in &CATALOGUE {
        assert_eq!(Command::query_by_name(entry.name).is_ok(), entry.kind.can_request(), "{}", entry.name);
        assert_eq!(
            Command::setting_from_text(entry.name, "1").is_ok(),
            entry.kind.can_set(),
            "{}",
            entry.name
        );
    }
}

#[test]
fn every_typed_query_is_in_the_list_and_found_by_its_name() {
    let queries: Vec<Command> = typed_queries().collect();
    assert_eq!(queries.len(), 37);
    assert_eq!(queries.iter().map(Command::name).collect::<HashSet<_>>().len(), queries.len());
    for query in queries {
        assert!(!query.is_setting());
        assert_eq!(Command::query_by_name(query.name()), Ok(query));
    }
}

#[test]
fn other_queries_are_generic() {
    let query = Command::query_by_name("backlight brightness").unwrap();
    assert_eq!((query.wire().as_str(), query.expects()), ("Backlight Brightness?", Expect::Data));
}

#[track_caller]
fn refused(name: &str, value: &str, error: CommandError) {
    assert_eq!(Command::setting_from_text(name, value), Err(error), "{name},{value:?}");
}

#[test]
fn nothing_unparsed_reaches_the_line() {
    refused("Clock", "2026/06/09 12:00:00\r\nReset", CommandError::Unprintable);
    for value in ["A\n", "A\r", "\u{1a}", "A\0", "caf\u{e9}", "\u{7f}", "A\t"] {
        refused("Frequency Weighting (Main)", value, CommandError::Unprintable);
    }
    refused("Clock", "2025/12/24,20:34:05", CommandError::Comma);
    refused("Echo", "", CommandError::Empty);
    refused("Echo", "  ", CommandError::Empty);
    refused("Echo", &"x".repeat(65), CommandError::TooLong);
    refused("Communication Echo", "On", CommandError::UnknownName);
    refused("Echo,On\r\nEcho", "On", CommandError::UnknownName);
    refused("Battery Level", "Full", CommandError::RequestOnly("Battery Level"));
    assert_eq!(Command::query_by_name("Manual Store"), Err(CommandError::SetOnly("Manual Store")));
    assert_eq!(Command::query_by_name("Measure?\r\nMeasure"), Err(CommandError::UnknownName));
}

#[test]
fn values_go_out_as_given() {
    let command = Command::setting_from_text("clock", "2025/12/24 20:34:05").unwrap();
    assert_eq!(command.wire(), "Clock,2025/12/24 20:34:05");
    assert!(command.is_setting());
    assert_eq!(command.expects(), Expect::Result);
}

#[test]
fn settings_are_typed_where_the_line_stays_the_same() {
    let check = |name: &str, value: &str, expected: Option<Command>| {
        let command = Command::setting_from_text(name, value).unwrap();
        let is_generic = matches!(command, Command::Generic(_));
        assert_eq!((!is_generic).then(|| command.clone()), expected, "{command}");
        assert!(command.wire().ends_with(&format!(",{value}")), "{command}");
    };
    check("measure", "Start", Some(Command::Measure(StartStop::Start)));
    check("Measure", "start", None);
    check("Manual Store", "Start", Some(Command::ManualStore));
    check("Manual Store", "Stop", None);
    check("Store Name", "0042", Some(Command::StoreName(StoreName::new(42).unwrap())));
    check("Store Name", "42", None);
    check(
        "Frequency Weighting (Sub1)",
        "C",
        Some(Command::FrequencyWeighting(Channel::Sub1, FrequencyWeighting::C)),
    );
    check("Frequency Weighting", "C", None);
    check("Time Weighting (Main)", "S", Some(Command::TimeWeighting(Channel::Main, TimeWeighting::S)));
    check("Percentile 2", "10", Some(Command::Percentile(PercentileSlot::ALL[1], Percent::new(10).unwrap())));
    check("Percentile 2", "10.0", None);
    check("Clock", "2025/12/24 20:34:05", Some(Command::Clock("2025/12/24 20:34:05".parse().unwrap())));
    check("Backlight", "On", None);
}

#[test]
fn settings_are_read_back_by_their_query() {
    let backlight = Command::setting_from_text("Backlight", "On").unwrap();
    for (setting, query) in [
        (Command::Measure(StartStop::Start), Some("Measure?")),
        (Command::Percentile(PercentileSlot::ALL[4], Percent::new(95).unwrap()), Some("Percentile 5?")),
        (backlight, Some("Backlight?")),
        (Command::ManualStore, None),
        (Command::Reset, None),
        (Command::DodQuery, None),
    ] {
        assert_eq!(setting.read_back().map(|query| query.wire()).as_deref(), query, "{setting}");
    }
}

#[test]
fn read_back_tells_whether_a_setting_took_effect() {
    let start = Command::Measure(StartStop::Start);
    assert_eq!(start.confirmed_by(&Reply::RunState(RunState::Measure)), Some(true));
    assert_eq!(start.confirmed_by(&Reply::RunState(RunState::Stop)), Some(false));
    assert_eq!(start.confirmed_by(&Reply::Done), None);
    assert_eq!(Command::MeasureQuery.confirmed_by(&Reply::RunState(RunState::Stop)), None);

    let clock = |text: &str| text.parse::<MeterClock>().unwrap();
    let set = Command::Clock(clock("2025/12/24 20:34:55"));
    assert_eq!(set.confirmed_by(&Reply::Clock(clock("2025/12/24 20:35:04"))), Some(true));
    assert_eq!(set.confirmed_by(&Reply::Clock(clock("2025/12/24 19:35:04"))), Some(false));

    let name = Command::setting_from_text("Store Name", "0042").unwrap();
    let shown = |number| Reply::StoreName(StoreName::new(number).unwrap());
    assert_eq!(name.confirmed_by(&shown(42)), Some(true));
    assert_eq!(name.confirmed_by(&shown(43)), Some(false));

    let preset = Command::setting_from_text("Lp Store Interval", "100MS").unwrap();
    assert_eq!(preset.confirmed_by(&Reply::Text("100ms".to_owned())), Some(true));
    assert_eq!(Command::Ftp(OnOff::On).confirmed_by(&Reply::OnOff(OnOff::Off)), Some(false));
    assert_eq!(Command::Reset.confirmed_by(&Reply::Done), None);
}
