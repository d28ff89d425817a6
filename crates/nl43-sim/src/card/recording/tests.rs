use jiff::civil::date;

use super::*;

const NOON: DateTime = date(2025, 12, 24).at(12, 0, 0, 0);

fn plan(lp: &str, leq_steps: Option<u64>) -> Plan {
    let main = ChannelPlan { label: "Main", frequency: FrequencyWeighting::A, time: TimeWeighting::F };
    let sub = ChannelPlan { label: "Sub1", frequency: FrequencyWeighting::C, time: TimeWeighting::S };
    Plan {
        index: "0001".into(),
        store: 19,
        lp: LpInterval::of_setting(lp),
        leq_steps,
        percentiles: [5.0, 10.0, 50.0, 90.0, 95.0],
        channels: vec![main, sub],
        settings: "[Store]\r\nStore Name,0019\r\n".into(),
        sound: SoundField::Traffic,
        seed: 7,
    }
}

fn begun(lp: &str, leq_steps: Option<u64>) -> Recording {
    Recording::begin(plan(lp, leq_steps), None, at(1000, 0))
}

/// So many steps after a beginning in step 1000.
fn at(step: u64, after: u64) -> Present {
    let clock = NOON.saturating_add(SignedDuration::from_millis(i64::try_from(after * 100).unwrap()));
    Present { clock, step: step + after }
}

fn names(recording: &Recording, folder: &[&str], present: Present) -> Vec<String> {
    let folder: Vec<Box<str>> = folder.iter().map(|name| (*name).into()).collect();
    recording.list(&folder, present).unwrap().into_iter().map(|made| made.entry.name).collect()
}

/// Content of a file, which must be as long as it is listed.
fn text(recording: &Recording, path: &[&str], present: Present) -> String {
    let path: Vec<Box<str>> = path.iter().map(|name| (*name).into()).collect();
    let made = recording.find(&path, present).unwrap();
    let mut reader = Reader::new(recording, made.kind, present).unwrap();
    let (mut all, mut piece) = (Vec::new(), Vec::new());
    while reader.piece(&mut piece) {
        all.extend_from_slice(&piece);
    }
    assert_eq!(all.len() as u64, made.entry.size_bytes, "{}", made.entry.name);
    String::from_utf8(all).unwrap()
}

const LEQ: [&str; 2] = ["Auto_Leq_01", "NL_0001_SLM_Leq_0019_0001.rnd"];
const LP: [&str; 2] = ["Auto_Lp_01", "NL_0001_SLM_Lp _0019_0001.rnd"];

#[test]
fn a_store_has_leq_lp_and_settings() {
    let recording = begun("100ms", Some(600));
    let top = ["NL_0001_SLM_Leq_0019_0000.rnh", "Auto_Leq_01", "Auto_Lp_01"];
    assert_eq!(names(&recording, &[], at(1000, 0)), top);
    assert_eq!(names(&recording, &["Auto_Lp_01"], at(1000, 0)), [LP[1]]);
    assert_eq!(text(&recording, &top[..1], at(1000, 0)), "[Store]\r\nStore Name,0019\r\n");
    assert_eq!(text(&recording, &LP, at(1000, 0)).lines().count(), 1, "the header at first");
    assert!(recording.list(&["Auto_Lp_02".into()], at(1000, 0)).is_none());
    assert_eq!(names(&begun("Off", None), &[], at(1000, 0)).len(), 1);
}

#[test]
fn files_grow_row_by_row_and_keep_what_they_had() {
    let recording = begun("100ms", Some(600));
    let early = text(&recording, &LP, at(1000, 5));
    let late = text(&recording, &LP, at(1000, 700));
    assert!(late.starts_with(&early));
    assert_eq!((early.lines().count(), late.lines().count()), (6, 701));
    let rows: Vec<&str> = early.lines().collect();
    assert_eq!(
        rows[0],
        "Address,Start Time,Lp(Main),Leq(Main),Lmax(Main),Lmin(Main),Lpeak(Main),\
         Lp(Sub1),Leq(Sub1),Lmax(Sub1),Lmin(Sub1),Lpeak(Sub1)"
    );
    assert!(rows[1].starts_with("      1,2025/12/24 12:00:00.0, "), "{}", rows[1]);
    assert!(rows[5].starts_with("      5,2025/12/24 12:00:00.4, "), "{}", rows[5]);

    let leq = text(&recording, &LEQ, at(1000, 700));
    assert_eq!(leq.lines().count(), 3, "one full minute behind two lines of header");
    assert!(leq.lines().nth(2).unwrap().starts_with("    1,2025/12/24 12:00:00,00d 00:01:00.0, "));
}

#[test]
fn the_end_leaves_a_row_that_is_cut_short() {
    let mut recording = begun("1s", Some(600));
    recording.end(1000 + 723);
    let later = at(1000, 90_000);
    let leq = text(&recording, &LEQ, later);
    assert!(leq.lines().nth(3).unwrap().starts_with("    2,2025/12/24 12:01:00,00d 00:00:12.3, "));
    assert_eq!(text(&recording, &LP, later).lines().count(), 73);
    let modified = recording.list(&["Auto_Lp_01".into()], later).unwrap()[0].entry.modified;
    assert_eq!(modified, date(2025, 12, 24).at(12, 1, 12, 0));
}

#[test]
fn every_interval_has_its_rows() {
    for (interval, rows, second) in [
        ("10ms", 200, "12:00:00.010"),
        ("25ms", 80, "12:00:00.025"),
        ("100ms", 20, "12:00:00.1"),
        ("200ms", 10, "12:00:00.2"),
        ("1s", 2, "12:00:01.0"),
        ("Leq1s", 2, "12:00:01.0"),
    ] {
        let lp = text(&begun(interval, None), &LP, at(1000, 20));
        assert_eq!(lp.lines().count(), 1 + rows, "{interval}");
        assert!(lp.lines().nth(2).unwrap().contains(second), "{interval}");
    }
    assert!(!text(&begun("Leq1s", None), &LP, at(1000, 20)).contains("Lp(Main)"));
}

#[test]
fn files_are_split_by_the_hour_and_folders_by_the_thousand() {
    let recording = begun("1s", Some(10));
    let two_hours = at(1000, 72_001);
    assert_eq!(
        names(&recording, &["Auto_Lp_01"], two_hours),
        ["NL_0001_SLM_Lp _0019_0001.rnd", "NL_0001_SLM_Lp _0019_0002.rnd"]
    );
    let second = text(&recording, &["Auto_Lp_01", "NL_0001_SLM_Lp _0019_0002.rnd"], two_hours);
    assert!(second.lines().nth(1).unwrap().starts_with("      1,2025/12/24 13:00:00.0, "));
    let long = at(1000, 36_000 * 1500);
    assert_eq!(names(&recording, &[], long)[1..].join(" "), "Auto_Leq_01 Auto_Lp_01 Auto_Lp_02");
    assert_eq!(names(&recording, &["Auto_Lp_01"], long).len(), 1000);
    assert_eq!(names(&recording, &["Auto_Lp_02"], long)[0], "NL_0001_SLM_Lp _0019_1001.rnd");
    assert_eq!(names(&recording, &["Auto_Leq_01"], long).len(), 90, "60 000 rows a file");
}

#[test]
fn a_file_from_the_middle_continues_the_one_before() {
    let recording = begun("1s", None);
    let second = text(&recording, &["Auto_Lp_01", "NL_0001_SLM_Lp _0019_0002.rnd"], at(1000, 36_100));
    // The same steps in a store that began an hour later.
    let later = Recording::begin(plan("1s", None), None, at(1000, 36_000));
    assert_eq!(second, text(&later, &LP, at(1000, 36_100)));
}

#[test]
fn pauses_are_left_out_and_clocks_followed() {
    let mut recording = begun("1s", Some(100));
    recording.pause(1000 + 55);
    recording.resume(at(1000, 600));
    let present = at(1000, 700);
    let leq = text(&recording, &LEQ, present);
    assert!(leq.lines().nth(2).unwrap().starts_with("    1,2025/12/24 12:00:00,00d 00:00:10.0, "));
    let lp = text(&recording, &LP, present);
    let starts: Vec<&str> = lp.lines().skip(5).take(4).map(|row| &row[19..29]).collect();
    assert_eq!(starts, ["12:00:04.0", "12:00:05.0", "12:01:00.5", "12:01:01.5"]);

    recording.set_clock(Present { clock: date(2026, 1, 1).at(0, 0, 0, 0), ..present });
    let lp = text(&recording, &LP, at(1000, 800));
    assert!(lp.lines().last().unwrap().contains(",2026/01/01 00:00:0"), "{lp}");
}

#[test]
fn levels_set_by_hand_are_in_the_rows() {
    let mut recording = begun("1s", None);
    recording.set_level(Some(86.0), 1000 + 50);
    recording.set_level(Some(61.5), 1000 + 70);
    let lp = text(&recording, &LP, at(1000, 80));
    let levels: Vec<&str> = lp.lines().skip(6).map(|row| row[29..].split(',').nth(2).unwrap()).collect();
    assert_eq!(levels, [" 86.0", " 86.0", " 61.5"]);
}
