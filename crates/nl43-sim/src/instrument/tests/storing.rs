//! What measurements leave on the card.

use super::*;
use crate::card::{CardEntry, CardError};

impl Bench {
    fn auto() -> Self {
        let config = MeterConfig::immediate()
            .sound(SoundField::Traffic)
            .setting("Store Mode", "Auto")
            .setting("Store Name", "0019")
            .setting("Leq Calculation Interval Preset", "1m");
        Self::new(&config)
    }

    fn list(&mut self, path: &str) -> Result<Vec<CardEntry>, CardError> {
        let (card, present) = self.meter.card(self.now);
        card.list(&Place::parse(path).unwrap(), present)
    }

    fn names(&mut self, path: &str) -> Vec<String> {
        self.list(path).unwrap_or_default().into_iter().map(|entry| entry.name).collect()
    }

    /// The rows of a file, without its header.
    fn rows(&mut self, path: &str) -> Vec<Vec<String>> {
        let (card, present) = self.meter.card(self.now);
        let content = card.content(&Place::parse(path).unwrap(), present).unwrap().to_vec();
        let text = String::from_utf8(content).unwrap();
        let cells = |row: &str| row.split(',').map(|cell| cell.trim().to_owned()).collect();
        text.lines().filter(|row| row.starts_with(' ')).map(cells).collect()
    }
}

const LEQ: &str = "/NL-43/Auto_0019/Auto_Leq_01/NL_0001_SLM_Leq_0019_0001.rnd";
const LP: &str = "/NL-43/Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd";

#[test]
fn a_row_tells_what_the_meter_shows() {
    let mut bench = Bench::auto();
    bench.wait(30.0).check("Measure,Start", 0);
    assert_eq!(bench.text("Overwrite?"), "Exist");
    let shown = bench.wait(60.0).levels();
    let row = &bench.rows(LEQ)[0];
    let stored: Vec<f64> = row[3..].iter().map(|level| level.parse().unwrap()).collect();
    assert_eq!(row[..3], ["1", "2026/05/01 12:00:30", "00d 00:01:00.0"]);
    assert_eq!(stored, shown[1..], "Leq, LE, Lmax, Lmin, LN1 to LN5 and Lpeak");
    let lp = bench.rows(LP);
    let lp: f64 = lp[599][2].parse().unwrap();
    assert!((lp - shown[0]).abs() < 0.05, "{lp} {shown:?}");
}

#[test]
fn the_settings_go_with_the_store() {
    let mut bench = Bench::auto();
    bench.check("Display Sub Channel 2,On", 0).check("Percentile 1,1", 0).check("Measure,Start", 0).wait(1.0);
    let settings = "/NL-43/Auto_0019/NL_0001_SLM_Leq_0019_0000.rnh";
    let (card, present) = bench.meter.card(bench.now);
    let text = card.content(&Place::parse(settings).unwrap(), present).unwrap().to_vec();
    let text = String::from_utf8(text).unwrap();
    for line in ["[Store]", "Store Name,0019", "Start Time,2026/05/01 12:00:00", "Percentile 1,1"] {
        assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
    }
    assert_eq!(bench.rows(LP)[0].len(), 2 + 2 * 5, "main and one sub channel");
}

#[test]
fn a_store_ends_with_its_measurement() {
    let mut bench = Bench::auto();
    bench.check("Measurement Time Preset Auto,10s", 0).check("Measure,Start", 0).wait(3600.0);
    assert_eq!(bench.rows(LP).len(), 100);
    bench.check("Store Name,0020", 0).check("Measure,Start", 0).wait(2.0);
    bench.meter.power_cycle(bench.now);
    bench.wait(10.0);
    assert_eq!(bench.rows("/NL-43/Auto_0020/Auto_Lp_01/NL_0001_SLM_Lp _0020_0001.rnd").len(), 20);
    assert_eq!(bench.names("/NL-43"), ["Auto_0019", "Auto_0020"]);
    let begun: Vec<_> = bench.list("/NL-43").unwrap().iter().map(|entry| entry.modified).collect();
    assert_eq!(begun[1], CLOCK.saturating_add(jiff::SignedDuration::from_secs(3600)));
}

#[test]
fn the_card_decides_what_would_be_overwritten() {
    let mut bench = Bench::auto();
    assert_eq!(bench.text("Overwrite?"), "None");
    let (card, present) = bench.meter.card(bench.now);
    card.make_folder(&Place::parse("/NL-43/Auto_0019").unwrap(), present.clock).unwrap();
    assert_eq!(bench.text("Overwrite?"), "Exist");
    bench.check("Store Mode,Manual", 0);
    assert_eq!(bench.text("Overwrite?"), "None", "another folder");
    bench.check("Store Mode,Auto", 0).check("Measure,Start", 0).wait(2.0).check("Measure,Stop", 0);
    bench.wait(100.0).check("Measure,Start", 0).wait(1.0);
    assert_eq!(bench.rows(LP).len(), 10, "the new measurement takes the place of the old one");
    let (card, present) = bench.meter.card(bench.now);
    card.remove(&Place::parse("/NL-43/Auto_0019").unwrap(), present).unwrap();
    bench.check("Measure,Stop", 0);
    assert_eq!(bench.names("/NL-43"), Vec::<String>::new(), "what was removed does not come back");
}

#[test]
fn manual_stores_add_records_to_a_file() {
    let mut bench = Bench::steady(60.0);
    bench.check("Store Name,0200", 0);
    for _ in 0..2 {
        bench.check("Measure,Start", 0).wait(10.0).check("Measure,Stop", 0).check("Manual Store,Start", 0);
    }
    let rows = bench.rows("/NL-43/Manual_0200/NL_0001_SLM_MAN_0200_0000.rnd");
    assert_eq!(rows[0][..5], ["1", "2026/05/01 12:00:00", "00d 00:00:10.0", "60.0", "70.0"]);
    assert_eq!(rows[1][..2], ["2", "2026/05/01 12:00:10"]);
}

#[test]
fn the_meters_own_files_are_its_own() {
    let mut bench = Bench::auto();
    bench.check("Measure,Start", 0).wait(2.0);
    let (card, present) = bench.meter.card(bench.now);
    let place = |path: &str| Place::parse(path).unwrap();
    assert_eq!(card.remove(&place(LP), present), Err(CardError::Recorded(LP.to_owned())));
    assert_eq!(card.set_modified(&place(LP), CLOCK, present), Err(CardError::Recorded(LP.to_owned())));
    assert_eq!(
        card.content(&place("/NL-43/Auto_0019"), present).unwrap_err().to_string().matches("kind").count(),
        1
    );
    let beside = place("/NL-43/Auto_0019/Auto_Lp_01/notes.txt");
    card.put(&beside, crate::card::Stored::Bytes("x".into()), CLOCK).unwrap();
    let names: Vec<_> = card
        .list(&place("/NL-43/Auto_0019/Auto_Lp_01"), present)
        .unwrap()
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    assert_eq!(names, ["NL_0001_SLM_Lp _0019_0001.rnd", "notes.txt"]);
    card.remove(&place("/NL-43/Auto_0019"), present).unwrap();
    assert!(card.list(&place("/NL-43/Auto_0019"), present).is_err());
}

#[test]
fn a_card_in_use_holds_old_stores() {
    let config = MeterConfig { used_card: true, ..MeterConfig::immediate().with_files() };
    let mut bench = Bench::new(&config);
    assert_eq!(bench.names("/"), ["DCIM", "NL-43"]);
    assert_eq!(bench.names("/NL-43"), ["Auto_9001", "Manual_9001", "Screenshot"]);
    assert_eq!(bench.names("/NL-43/Auto_9001").len(), 3);
    let rows = bench.rows("/NL-43/Auto_9001/Auto_Leq_01/NL_0001_SLM_Leq_9001_0001.rnd");
    assert_eq!(rows[0][1], "2026/04/01 10:00:00");
    let rows = bench.rows("/NL-43/Manual_9001/NL_0001_SLM_MAN_9001_0000.rnd");
    assert_eq!(rows[0][3], "60.0");
}
