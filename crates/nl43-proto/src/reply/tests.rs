use proptest::prelude::*;

use super::*;
use crate::{Flag, Level, PercentileSlot};

/// Recorded on an NL-43 after a measurement of 10 s.
const MAIN: &str = " 46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0";
/// The same of a stream record.
const STREAMED: &str = " 46.2, 44.9, 46.3, 46.2, 56.6,  -.-,0,0";
/// A snapshot and a stream record of an NL-42.
const NL42_DOD: &str = " 52.1, 51.8, 70.2, 58.3, 49.0, --.-, 55.1, 54.2, 51.0, 49.9, 49.5, --.-,0,1";
const NL42_DRD: &str = " 17, 52.1, 51.8, 52.4, 51.9, --.-, 60.4,0,0";

fn off(levels: usize) -> String {
    "  -.-,".repeat(levels) + "-,-"
}

fn nl43_dod() -> String {
    [MAIN, &off(14), &off(14), &off(14)].join(",")
}

fn nl43_drd() -> String {
    ["386", STREAMED, &off(6), &off(6), &off(6)].join(",")
}

#[expect(clippy::unnecessary_wraps, reason = "shortens the tables below")]
fn level(tenths: i16) -> Option<Level> {
    Some(Level::from_tenths(tenths))
}

/// A line with one field replaced.
fn with_field(line: &str, index: usize, field: &str) -> String {
    let mut fields: Vec<&str> = line.split(',').collect();
    fields[index] = field;
    fields.join(",")
}

#[test]
fn snapshot_of_nl43_has_every_quantity_in_its_place() {
    let dod = Dod::decode(&nl43_dod()).unwrap();
    assert_eq!(dod.layout(), Layout::Nl43);
    let expected =
        [462, 437, 537, 441, 434, 442, 442, 437, 434, 433, 590].map(level).into_iter().chain([None; 3]);
    for (quantity, expected) in Quantity::ALL.into_iter().zip(expected) {
        assert_eq!(dod.main().level(quantity), expected, "{quantity:?}");
        assert_eq!(
            dod.text(quantity),
            Some(expected.map_or("-.-".to_owned(), |level| level.to_string()).as_str())
        );
    }
    assert_eq!((dod.main().over, dod.main().under), (Flag::No, Flag::No));
    assert_eq!(dod.subs(), [ChannelLevels::default(); 3]);
    assert_eq!(dod.raw(), nl43_dod().trim());
    assert_eq!(dod.encode(), nl43_dod());
    assert_eq!(dod.encode().len(), 351);
}

#[test]
fn sub_channels_are_read_when_they_are_on() {
    let sub = MAIN.replace("0,0", "1,0");
    let dod = Dod::decode(&[MAIN, &off(14), &sub, &off(14)].join(",")).unwrap();
    assert_eq!(dod.subs()[1].leq, level(437));
    assert_eq!(dod.subs()[1].over, Flag::Yes);
}

#[test]
fn snapshot_of_nl42_has_its_own_order() {
    let dod = Dod::decode(NL42_DOD).unwrap();
    assert_eq!(dod.layout(), Layout::Nl42);
    assert_eq!((dod.main().lmin, dod.ly(), dod.main().ln1), (level(490), None, level(551)));
    assert_eq!((dod.text(Quantity::Lmin), dod.text(Quantity::Ln1)), (Some("49.0"), Some("55.1")));
    assert_eq!((dod.text(Quantity::Ln5), dod.text(Quantity::Lpeak)), (Some("49.5"), None));
    assert_eq!(dod.subs(), [ChannelLevels::default()]);
    assert_eq!(dod.main().under, Flag::Yes);
    assert_eq!(dod.encode(), NL42_DOD);
}

#[test]
fn longer_snapshot_is_kept_but_not_interpreted() {
    let line = nl43_dod() + &", 31.2".repeat(36);
    let dod = Dod::decode(&line).unwrap();
    assert_eq!(dod.layout(), Layout::Extended);
    assert_eq!(dod.main(), &ChannelLevels::default());
    assert_eq!(dod.text(Quantity::Lp), None);
    assert_eq!(dod.subs(), []);
    assert_eq!(dod.raw(), line.trim());
}

#[test]
fn two_lines_run_into_one_are_no_snapshot() {
    assert_eq!(Dod::decode(&(nl43_dod() + &nl43_dod())), Err(RecordError::Field(63)));
    assert_eq!(Dod::decode(&(nl43_dod() + "R+0000" + &nl43_dod())), Err(RecordError::Field(63)));
}

#[test]
fn empty_fields_are_counted_and_empty() {
    let dod = Dod::decode(&with_field(&nl43_dod(), 2, "")).unwrap();
    assert_eq!(dod.text(Quantity::Le), Some(""));
    assert_eq!((dod.main().le, dod.main().lmax), (None, level(441)));
}

#[test]
fn lp_must_be_there() {
    assert_eq!(Dod::decode(&with_field(&nl43_dod(), 0, "")), Err(RecordError::Level(0)));
    assert!(Dod::decode(&with_field(&nl43_dod(), 0, "  -.-")).is_ok());
    assert_eq!(DrdFrame::decode(&with_field(&nl43_drd(), 1, "")), Err(RecordError::Level(1)));
    assert_eq!(Dod::decode(&with_field(NL42_DOD, 0, "")), Err(RecordError::Level(0)));
}

#[test]
fn garbled_fields_are_refused() {
    let dod = nl43_dod();
    for field in ["4x.2", "46..2", "46.2 46", "R+0000", "462", "846.2"] {
        assert_eq!(Dod::decode(&with_field(&dod, 3, field)), Err(RecordError::Level(3)), "{field}");
    }
    assert_eq!(Dod::decode(&with_field(&dod, 14, "2")), Err(RecordError::Flag(14)));
    assert_eq!(Dod::decode(&with_field(&dod, 15, " 46.2")), Err(RecordError::Flag(15)));
    assert_eq!(Dod::decode(&dod.replacen(',', "", 1)), Err(RecordError::FieldCount(63)));
    assert_eq!(Dod::decode(&dod.replacen(',', "\t", 1)), Err(RecordError::NotText));
    assert_eq!(Dod::decode(""), Err(RecordError::FieldCount(1)));
}

#[test]
fn final_results_have_no_lp() {
    let line = with_field(&nl43_dod(), 0, "  -.-");
    let dlc = Dlc::decode(&line).unwrap();
    assert_eq!((dlc.main().lp, dlc.main().leq), (None, level(437)));
    assert_eq!(dlc.encode(), line);
    assert_eq!(dlc.text(Quantity::Lmax), Some("44.1"));
}

#[test]
fn stream_record_of_nl43() {
    let frame = DrdFrame::decode(&nl43_drd()).unwrap();
    assert_eq!((frame.layout(), frame.counter()), (Layout::Nl43, 386));
    assert_eq!((frame.main().lp, frame.main().lpeak, frame.main().lieq), (level(462), level(566), None));
    assert_eq!((frame.text(Quantity::Lp), frame.text(Quantity::Lieq)), (Some("46.2"), Some("-.-")));
    assert_eq!((frame.text(Quantity::Ln1), frame.text(Quantity::Le)), (None, None));
    assert_eq!(frame.encode(), nl43_drd());
    assert_eq!(frame.encode().len(), 163);
}

#[test]
fn stream_record_of_nl42() {
    let frame = DrdFrame::decode(NL42_DRD).unwrap();
    assert_eq!((frame.layout(), frame.counter()), (Layout::Nl42, 17));
    assert_eq!((frame.main().lmin, frame.ly(), frame.subs()[0].lp), (level(519), None, level(604)));
    assert_eq!((frame.text(Quantity::Lmin), frame.text(Quantity::Lpeak)), (Some("51.9"), None));
    assert_eq!(frame.encode(), NL42_DRD);
}

#[test]
fn a_snapshot_is_no_stream_record() {
    assert_eq!(DrdFrame::decode(&nl43_dod()), Err(RecordError::Counter));
    assert_eq!(DrdFrame::decode(&with_field(&nl43_drd(), 0, "1000")), Err(RecordError::Counter));
    assert_eq!(DrdFrame::decode(&with_field(&nl43_drd(), 0, "")), Err(RecordError::Counter));
}

const TAIL: &str = "2025/12/24 21:33:50,E,F,29876,M";

#[test]
fn state_is_found_behind_and_in_front() {
    for line in
        [format!("{},{TAIL}", nl43_drd()), format!("{TAIL},{}", nl43_drd()), format!("{NL42_DRD},{TAIL}")]
    {
        let status = DrdStatus::decode(&line).unwrap();
        let tail = status.tail.unwrap();
        assert_eq!((tail.power, tail.battery), (PowerSource::External, BatteryState::Full));
        assert_eq!((tail.sd_free_mb, tail.measuring), (29_876, true));
        assert_eq!(tail.to_string(), TAIL);
        assert_eq!(status.frame.tail(), Some(&tail));
        assert_eq!(status.frame.raw(), line.trim());
        let lp = status.frame.main().lp.map(|level| level.to_string());
        assert_eq!(status.frame.text(Quantity::Lp), lp.as_deref());
    }
}

#[test]
fn levels_are_good_without_a_state_that_is_understood() {
    for tail in ["", ",2025-12-24T21:33:50,E,F,29876,M", ",E,F,29876,M", ",?,?"] {
        let status = DrdStatus::decode(&(nl43_drd() + tail)).unwrap();
        assert_eq!(status.tail, None);
        assert_eq!(status.frame.main().lp, level(462));
        assert_eq!(status.frame.layout(), Layout::Nl43);
    }
    assert_eq!(DrdStatus::decode("Stop"), Err(RecordError::FieldCount(1)));
}

#[test]
fn longer_stream_record_is_kept_but_not_interpreted() {
    let frame = DrdFrame::decode(&("  1, 46.2".to_owned() + &", 31.2".repeat(60))).unwrap();
    assert_eq!((frame.layout(), frame.counter(), frame.main().lp), (Layout::Extended, 1, None));
}

#[track_caller]
fn check(command: &Command, line: &str, expected: impl Into<Option<Reply>>) {
    assert_eq!(Reply::decode(command, line.as_bytes()).ok(), expected.into(), "{command}: {line}");
}

#[test]
fn replies_are_read_by_their_command() {
    let text = |text: &str| Reply::Text(text.to_owned());
    let slot = PercentileSlot::ALL[0];
    check(&Command::MeasureQuery, " Measure ", Reply::RunState(RunState::Measure));
    check(&Command::FtpQuery, "On", Reply::OnOff(OnOff::On));
    check(&Command::FtpQuery, "Start", None);
    check(&Command::StoreNameQuery, "42", StoreName::new(42).map(Reply::StoreName));
    check(&Command::StoreNameQuery, "00042", None);
    check(&Command::PercentileQuery(slot), " 5", Percent::new(5).map(Reply::Percent));
    check(&Command::SdCardFreeSizeQuery, "29876", Reply::Number(29_876));
    check(&Command::SdCardFreeSizeQuery, "29876MB", None);
    check(&Command::SdCardFreeSizeQuery, "+5", None);
    check(&Command::StoreModeQuery, "timer auto", Reply::StoreMode(StoreMode::TimerAuto));
    check(&Command::StoreModeQuery, "Something New", text("Something New"));
    check(&Command::BatteryLevelQuery, "Full", text("Full"));
    check(&Command::BatteryLevelQuery, "R+0000", None);
    check(&Command::BatteryLevelQuery, "", None);
    check(&Command::OverwriteQuery, "Exist", Reply::Overwrite(Overwrite::Exist));
    check(
        &Command::FrequencyWeightingQuery(crate::Channel::Main),
        "A",
        Some(Reply::FrequencyWeighting(FrequencyWeighting::A)),
    );
    check(&Command::TimeWeightingQuery(crate::Channel::Main), "A", None);
    check(&Command::ManualStore, "Start", None);
    check(&Command::DrdQuery, &nl43_drd(), None);
}

#[test]
fn reply_says_what_was_printed() {
    let printed = |command: &Command, line: &str| Reply::decode(command, line.as_bytes()).unwrap().text();
    assert_eq!(printed(&Command::DodQuery, &nl43_dod()), nl43_dod().trim());
    assert_eq!(printed(&Command::StoreNameQuery, "0042"), "0042");
    assert_eq!(printed(&Command::ClockQuery, "2025/12/24 20:34:05"), "2025/12/24 20:34:05");
    assert_eq!(Reply::Done.text(), "");
}

#[test]
fn excerpts_are_short_and_printable() {
    let unfit = Reply::decode(&Command::MeasureQuery, b"St\x1a\xffp").unwrap_err();
    assert_eq!(unfit.excerpt(), "St\\x1a\\xffp");
    let unfit = Reply::decode(&Command::MeasureQuery, &[b'x'; 1000]).unwrap_err();
    assert_eq!(unfit.excerpt().chars().count(), 81);
}

fn any_level() -> impl Strategy<Value = Option<Level>> {
    proptest::option::of((-200_i16..=2000).prop_map(Level::from_tenths))
}

fn any_flag() -> impl Strategy<Value = Flag> {
    prop_oneof![Just(Flag::No), Just(Flag::Yes), Just(Flag::Off)]
}

fn any_channel() -> impl Strategy<Value = ChannelLevels> {
    (proptest::array::uniform14(any_level()), any_flag(), any_flag()).prop_map(|(levels, over, under)| {
        let mut channel = ChannelLevels { over, under, ..ChannelLevels::default() };
        for (quantity, level) in Quantity::ALL.into_iter().zip(levels) {
            *channel.level_mut(quantity) = level;
        }
        channel
    })
}

proptest! {
    #[test]
    fn snapshots_survive_printing(main in any_channel(), subs in proptest::array::uniform3(any_channel())) {
        let dod = Dod::new(main, subs);
        prop_assert_eq!((dod.main(), dod.subs()), (&main, &subs[..]));
        prop_assert_eq!(Dod::decode(&dod.encode()), Ok(dod));
        let dlc = Dlc::new(main, subs);
        prop_assert_eq!(Dlc::decode(&dlc.encode()), Ok(dlc));
    }

    #[test]
    fn snapshots_of_nl42_survive_printing(main in any_channel(), ly in any_level(), sub in any_level()) {
        let dod = Dod::new_nl42(main, ly, sub);
        prop_assert_eq!(Dod::decode(&dod.encode()), Ok(dod));
    }

    #[test]
    fn stream_records_survive_printing(
        counter in 1_u16..=600, main in any_channel(), subs in proptest::array::uniform3(any_channel()), ly in any_level(),
    ) {
        let frame = DrdFrame::new(counter, main, subs);
        prop_assert_eq!(DrdFrame::decode(&frame.encode()), Ok(frame));
        let frame = DrdFrame::new_nl42(counter, main, ly, subs[0].lp);
        prop_assert_eq!(DrdFrame::decode(&frame.encode()), Ok(frame));
    }

    #[test]
    fn a_changed_character_never_moves_a_value(place in 0_usize..351, byte in b' '..=b'~') {
        let mut line = nl43_dod().into_bytes();
        line[place] = byte;
        let line = String::from_utf8(line).unwrap();
        if let Ok(dod) = Dod::decode(&line) {
            if byte == b',' && dod.layout() == Layout::Extended {
                prop_assert_eq!(dod.main(), &ChannelLevels::default());
                return Ok(());
            }
            let fields: Vec<&str> = line.split(',').map(str::trim).collect();
            for (index, quantity) in Quantity::ALL.into_iter().enumerate() {
                prop_assert_eq!(dod.text(quantity), Some(fields[index]));
                if let Some(level) = dod.main().level(quantity) {
                    prop_assert_eq!(fields[index].parse(), Ok(level));
                }
            }
        }
    }
}
