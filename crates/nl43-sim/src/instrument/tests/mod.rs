use super::*;

mod storing;

const CLOCK: DateTime = jiff::civil::datetime(2026, 5, 1, 12, 0, 0, 0);

/// A meter and the time since it was switched on.
struct Bench {
    meter: Instrument,
    now: Instant,
}

impl Bench {
    fn new(config: &MeterConfig) -> Self {
        let now = Instant::now();
        Self { meter: Instrument::new(config, CLOCK, now), now }
    }

    fn steady(level: f64) -> Self {
        Self::new(&MeterConfig::immediate().sound(SoundField::steady(level)))
    }

    fn wait(&mut self, seconds: f64) -> &mut Self {
        self.now += Duration::from_secs_f64(seconds);
        self
    }

    #[track_caller]
    fn check(&mut self, line: &str, code: u16) -> &mut Self {
        assert_eq!(self.meter.answer(line, self.now), Answer::Result(code), "{line}");
        self
    }

    #[track_caller]
    fn text(&mut self, line: &str) -> String {
        match self.meter.answer(line, self.now) {
            Answer::Data(text) | Answer::Record(text) => text,
            other => panic!("{line} was answered {other:?}"),
        }
    }

    #[track_caller]
    fn fields(&mut self, line: &str) -> Vec<String> {
        self.text(line).split(',').map(|field| field.trim().to_owned()).collect()
    }

    /// Lp, Leq, LE, Lmax, Lmin, LN1–LN5, Lpeak of the main channel.
    #[track_caller]
    fn levels(&mut self) -> Vec<f64> {
        self.fields("DOD?")[..11].iter().map(|level| level.parse().unwrap()).collect()
    }
}

#[test]
fn a_measurement_has_its_rules() {
    let mut bench = Bench::steady(60.0);
    bench.check("Measure,Stop", 4).check("Pause,On", 4).check("measure,START", 0).check("Measure,Start", 4);
    assert_eq!(bench.text("MEASURE?"), "Start");
    bench
        .check("Sleep Mode,On", 4)
        .check("Store Mode,Auto", 4)
        .check("Percentile 1,1", 4)
        .check("Manual Store,Start", 4);
    bench.check("Display Leq,Off", 0).check("Sleep Mode,Off", 0);
    bench.wait(5.0).check("Measure, Stop", 0).check("Measure,Stop", 4);
    assert_eq!(bench.text("Measure?"), "Stop");
}

#[test]
fn a_measurement_ends_by_itself_after_its_preset() {
    let mut bench = Bench::steady(60.0);
    bench.check("Measurement Time Preset Manual,10s", 0).check("Measure,Start", 0);
    assert_eq!(bench.wait(8.1).text("Measure?"), "Start");
    bench.check("Manual Store,Start", 4);
    assert_eq!(bench.wait(5.5).text("Measure?"), "Stop");
    assert_eq!(bench.levels()[1..3], [60.0, 70.0], "exactly ten seconds");
    bench.check("Manual Store,Start", 0).check("Measure,Stop", 4);
}

#[test]
fn a_preset_may_be_given_as_number_and_unit() {
    let mut bench = Bench::steady(60.0);
    for line in [
        "Measurement Time Preset Manual,Manual",
        "Measurement Time Manual (Num),2",
        "Measurement Time Manual (Unit),m",
    ] {
        bench.check(line, 0);
    }
    bench.check("Measure,Start", 0);
    assert_eq!(bench.wait(119.0).text("Measure?"), "Start");
    assert_eq!(bench.wait(1.1).text("Measure?"), "Stop");
}

#[test]
fn paused_time_is_not_measured() {
    let mut bench = Bench::steady(60.0);
    bench.check("Measure,Start", 0).wait(10.0).check("Pause,On", 0);
    assert_eq!(bench.text("Pause?"), "On");
    bench.meter.set_level(Some(90.0), bench.now);
    bench.wait(60.0);
    assert_eq!(bench.levels()[..5], [90.0, 60.0, 70.0, 60.0, 60.0]);
    bench.meter.set_level(Some(60.0), bench.now);
    bench.check("Pause,Off", 0).wait(90.0);
    assert_eq!(bench.levels()[..5], [60.0, 60.0, 80.0, 60.0, 60.0]);
}

#[test]
fn statistics_stay_after_the_end_and_lp_moves_on() {
    let mut bench = Bench::steady(60.0);
    bench.check("Measure,Start", 0).wait(10.0).check("Measure,Stop", 0);
    bench.meter.set_level(Some(75.5), bench.now);
    bench.wait(30.0);
    assert_eq!(bench.levels(), [75.5, 60.0, 70.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0, 72.0]);
    let final_values = bench.fields("DLC?");
    assert_eq!(final_values.len(), 64);
    assert_eq!(final_values[..3], ["-.-", "60.0", "70.0"]);
}

#[test]
fn manual_store_wants_its_mode_and_data() {
    let mut bench = Bench::steady(60.0);
    bench.check("Manual Store,Start", 4);
    assert_eq!(bench.text("Overwrite?"), "None");
    bench.check("Measure,Start", 0).wait(1.0).check("Measure,Stop", 0).check("Manual Store,Start", 0);
    assert_eq!(bench.text("Overwrite?"), "Exist");
    assert_eq!(bench.text("Manual Address?"), "2");
    bench.check("Store Name,0002", 0);
    assert_eq!(bench.text("Overwrite?"), "None");
    bench.check("Store Mode,Auto", 0).check("Manual Store,Start", 4).check("Measure,Start", 0);
    assert_eq!(bench.text("Overwrite?"), "Exist", "an auto store begins with the measurement");
}

#[test]
fn settings_stick_in_the_words_of_the_meter() {
    let mut bench = Bench::steady(60.0);
    let cases = [
        ("Store Name,7", "Store Name?", "0007"),
        ("store mode,auto", "Store Mode?", "Auto"),
        ("Time Weighting,s", "Time Weighting (Main)?", "S"),
        ("Frequency Weighting (Main),C", "Frequency Weighting?", "C"),
        ("Percentile 5,99", "Percentile 5?", "99"),
        ("Ethernet IP,10.0.0.7", "Ethernet IP?", "10.0.0.7"),
        ("Timer Auto Start Time,2026/01/02 03:04:00", "Timer Auto Start Time?", "2026/01/02 03:04:00"),
        ("Trigger Mode,Whatever Fits", "Trigger Mode?", "Whatever Fits"),
    ];
    for (setting, request, value) in cases {
        assert_eq!(bench.check(setting, 0).text(request), value);
    }
    for setting in [
        "Store Name,10000",
        "Percentile 1,0",
        "Percentile 1,five",
        "Time Weighting,X",
        "Ethernet IP,10.0.0",
        "TCP,",
    ] {
        bench.check(setting, 2);
    }
    bench.check("Clock,2022/12/31 00:00:00", 2).check("Clock,2080/01/01 00:00:00", 2);
    assert_eq!(bench.text("Clock?"), "2026/05/01 12:00:00");
}

#[test]
fn every_command_of_the_catalogue_answers_in_the_form_it_has() {
    for model in [Model::Nl43, Model::Nl42] {
        let mut bench = Bench::new(&MeterConfig { model, ..MeterConfig::immediate() });
        bench.check("Measure,Start", 0).wait(1.0).check("Measure,Stop", 0);
        let mut known = 0;
        for line in &nl43_proto::catalogue::CATALOGUE {
            let request =
                if line.name == "DRD?status" { line.name.to_owned() } else { format!("{}?", line.name) };
            let answer = bench.meter.answer(&request, bench.now);
            if answer == Answer::Result(1) {
                continue;
            }
            known += 1;
            match answer {
                Answer::Result(code) => assert_eq!((line.kind.can_request(), code), (false, 3), "{request}"),
                Answer::Data(text) => {
                    assert!(!text.is_empty() && line.kind.can_request(), "{request}");
                    if line.kind.can_set() && !matches!(line.name, "Measure" | "Pause") {
                        bench.check(&format!("{},{text}", line.name), 0);
                        if line.name != "Clock" {
                            assert_eq!(bench.text(&request), text, "{request} returns what was set");
                        }
                    }
                }
                Answer::Record(_) | Answer::Stream { .. } => assert!(!line.kind.can_set(), "{request}"),
            }
        }
        assert_eq!(known, if model == Model::Nl43 { 168 } else { 182 - 20 }, "{model}");
    }
}

#[test]
fn switched_off_quantities_are_blank_everywhere() {
    let mut bench = Bench::steady(60.0);
    for name in ["Leq", "LE", "Lmax", "Lmin", "LN3", "Lpeak"] {
        bench.check(&format!("Display {name},Off"), 0);
    }
    bench.check("Measure,Start", 0).wait(10.0);
    for line in ["DOD?", "DLC?"] {
        let fields = bench.fields(line);
        for index in [1, 2, 3, 4, 7, 10] {
            assert_eq!(fields[index], "-.-", "{line} field {index}");
        }
        assert_eq!(fields[5], "60.0");
    }
    let record = bench.meter.stream_record(1, false, bench.now);
    assert!(record.starts_with("  1, 60.0,  -.-,  -.-,  -.-,  -.-,  -.-,0,0,"), "{record}");
}

#[test]
fn additional_quantities_appear_when_their_display_is_on() {
    let mut bench = Bench::steady(60.0);
    for line in ["Display LIeq,On", "Display Ltm5,On", "Display Leqmov,On", "Measure,Start"] {
        bench.check(line, 0);
    }
    assert_eq!(bench.wait(20.0).fields("DOD?")[11..14], ["60.0", "60.0", "60.0"]);
}

#[test]
fn a_sub_channel_has_its_block_and_its_weighting() {
    let mut bench = Bench::new(&MeterConfig::immediate().sound(SoundField::Concert));
    bench
        .check("Display Sub Channel 2,On", 0)
        .check("Frequency Weighting (Sub2),C", 0)
        .check("Measure,Start", 0);
    let fields = bench.wait(30.0).fields("DOD?");
    assert_eq!(fields[16 + 14..16 + 16], ["-", "-"]);
    assert_eq!(fields[32 + 14..32 + 16], ["0", "0"]);
    let difference = fields[33].parse::<f64>().unwrap() - fields[1].parse::<f64>().unwrap();
    assert!(difference > 3.0, "music is louder in C: {difference}");
    let record = bench.meter.stream_record(1, false, bench.now);
    let record: Vec<&str> = record.split(',').collect();
    assert_eq!((record.len(), record[9].trim(), record[23]), (33, "-.-", "0"));
}

#[test]
fn flags_tell_over_and_under_range() {
    let mut bench = Bench::steady(60.0);
    bench.check("Measure,Start", 0);
    bench.meter.set_level(Some(20.0), bench.now);
    bench.wait(1.0);
    assert_eq!(bench.fields("DOD?")[14..16], ["0", "1"]);
    bench.meter.set_level(Some(139.0), bench.now);
    assert_eq!(bench.wait(1.0).fields("DOD?")[14..16], ["1", "1"], "they stay for the measurement");
    bench.meter.set_level(Some(60.0), bench.now);
    bench.wait(1.0);
    let record = bench.meter.stream_record(1, false, bench.now);
    assert!(record.starts_with("  1, 60.0, 60.0, 60.0, 60.0, 72.0,  -.-,0,0,"), "{record}");
}

#[test]
fn levels_keep_their_five_characters() {
    for (level, printed) in [(100.2, "100.2"), (46.2, " 46.2"), (5.04, "  5.0"), (5.05, "  5.1")] {
        assert!(Bench::steady(level).text("DOD?").starts_with(&format!("{printed},")), "{level}");
    }
}

#[test]
fn status_records_carry_clock_power_card_and_state() {
    let mut bench = Bench::steady(60.0);
    assert_eq!(bench.meter.answer("drd?STATUS", bench.now), Answer::Stream { status: true });
    bench.check("Measure,Start", 0).wait(50.0);
    let record = bench.meter.stream_record(500, true, bench.now);
    assert!(record.starts_with("500,"));
    assert!(record.ends_with(",-,-,2026/05/01 12:00:50,E,F,29876,M"), "{record}");
    assert_eq!(record.split(',').count(), 38);
}

#[test]
fn streams_want_the_right_store_settings() {
    let mut bench = Bench::steady(60.0);
    bench.check("Lp Store Interval,1s", 0);
    assert_eq!(bench.meter.answer("DRD?", bench.now), Answer::Stream { status: false });
    bench.check("Store Mode,Auto", 0).check("DRD?", 4).check("Lp Store Interval,100ms", 0);
    assert_eq!(bench.meter.answer("DRD?", bench.now), Answer::Stream { status: false });
    bench.check("Wave Rec Mode,On", 0).check("DRD?", 4);
}

#[test]
fn the_previous_generation_prints_its_own_records() {
    let mut bench = Bench::new(&MeterConfig { model: Model::Nl42, ..MeterConfig::immediate() });
    assert_eq!(
        bench.text("DOD?"),
        " 60.0, --.-, --.-, --.-, --.-, --.-, --.-, --.-, --.-, --.-, --.-, --.-,0,0"
    );
    bench.check("FTP,On", 1).check("Display Sub Channel 1,On", 1).check("Display Sub Channel,On", 0);
    bench.check("Measurement Elapsed Time?", 4).check("Measure,Start", 0).wait(10.0);
    assert_eq!(
        bench.text("DOD?"),
        " 60.0, 60.0, 70.0, 60.0, 60.0, 72.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0,0,0"
    );
    assert_eq!(
        bench.meter.stream_record(17, false, bench.now),
        " 17, 60.0, 60.0, 60.0, 60.0, 72.0, 60.0,0,0"
    );
    assert_eq!(bench.text("Measurement Elapsed Time?"), "10");
    assert_eq!(bench.text("Measurement Start Time?"), "2026/05/01 12:00:00");
    bench.check("Measurement Stop Time?", 4).check("Measure,Stop", 0);
    assert_eq!(bench.text("Measurement Stop Time?"), "2026/05/01 12:00:10");
    assert_eq!(bench.text("Type?"), "NL-42");
}

#[test]
fn the_octave_option_lengthens_the_records() {
    let mut bench = Bench::new(&MeterConfig { octave_records: true, ..MeterConfig::immediate() });
    assert_eq!(bench.fields("DOD?").len(), 64 + 34);
    assert_eq!(bench.meter.stream_record(1, false, bench.now).split(',').count(), 33 + 34);
}

#[test]
fn identity_and_supplies() {
    let mut bench = Bench::new(&MeterConfig { battery: "Low".into(), ..MeterConfig::immediate().seed(7) });
    let answers = [
        "Type?",
        "Serial Number?",
        "Battery Level?",
        "SD Card Total Size?",
        "SD Card Free Size?",
        "SD Card Percentage?",
    ]
    .map(|request| bench.text(request));
    assert_eq!(answers, ["NL-43", "00340007", "Low", "30436", "29876", "98"]);
}

#[test]
fn a_client_may_cut_its_own_link() {
    for (line, reach) in [
        ("TCP,Off", Reach::PortClosed),
        ("Web,On", Reach::PortClosed),
        ("USB Class,CDC", Reach::PortClosed),
        ("Ethernet,Off", Reach::Gone),
    ] {
        let mut bench = Bench::steady(60.0);
        assert_eq!(bench.meter.reach(), Reach::Open);
        bench.check(line, 0);
        assert_eq!(bench.meter.reach(), reach, "{line}");
        bench.meter.restore_link();
        assert_eq!(bench.meter.reach(), Reach::Open);
    }
}

#[test]
fn initial_settings_are_taken_where_they_fit() {
    let config = MeterConfig::immediate()
        .setting("time weighting", "s")
        .setting("Percentile 1", "1")
        .setting("Nonsense", "x");
    let mut bench = Bench::new(&config.setting("Store Name", "99999"));
    assert_eq!(
        ["Time Weighting (Main)?", "Percentile 1?", "Store Name?"].map(|line| bench.text(line)),
        ["S", "1", "0001"]
    );
}

#[test]
fn slow_weighting_is_slower_than_fast() {
    let after = |weighting: &str| {
        let script = SoundField::script([(Duration::ZERO, 60.0)]);
        let mut bench =
            Bench::new(&MeterConfig::immediate().sound(script).setting("Time Weighting", weighting));
        // Straight to the detector: a level set by hand would be settled.
        let loud = Emission { leq: 80.0, settled: false, ..Emission::by_hand(80.0) };
        bench.meter.each_channel(|channel| channel.hear(&loud));
        bench.meter.lp()
    };
    let (fast, slow, impulse) = (after("F"), after("S"), after("I"));
    // 100 ms after a step of 20 dB: 80 + 10 lg(1 − e^(−t/τ) · 0.99).
    assert!((fast - 77.44).abs() < 0.05, "{fast}");
    assert!((slow - 70.18).abs() < 0.05, "{slow}");
    assert!((impulse - 79.75).abs() < 0.05, "{impulse}");
}
