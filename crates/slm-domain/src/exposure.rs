//! When a measurement began, told by its own levels.

use jiff::{SignedDuration, Timestamp};
use nl43_proto::{Dod, Quantity};

/// No measurement of these instruments is longer; what looks longer is none.
const LONGEST_S: f64 = 366.0 * 86_400.0;

/// When the measurement that a snapshot shows began, when it was taken at `at` while measuring.
///
/// The exposure level is the equivalent level times the time measured: LE − Leq = 10 lg (T / 1 s). Both come in tenths of
/// a decibel, so T is known to 2.3 %; pauses are not in it. `None` without both levels.
pub(crate) fn began(dod: &Dod, at: Timestamp) -> Option<Timestamp> {
    let level = |quantity| dod.main().level(quantity).map(nl43_proto::Level::decibels);
    let seconds = 10_f64.powf((level(Quantity::Le)? - level(Quantity::Leq)?) / 10.0);
    let measured = SignedDuration::try_from_secs_f64(seconds).ok().filter(|_| seconds < LONGEST_S)?;
    at.checked_sub(measured).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(leq: &str, le: &str, expected_s: Option<i64>) {
        let head = format!("60.0,{leq},{le},60.0,60.0,60.0,60.0,60.0,60.0,60.0,72.0,-.-,-.-,-.-,0,0");
        let off = format!("{},-,-", ["-.-"; 14].join(","));
        let dod = Dod::decode(&[head, off.clone(), off.clone(), off].join(",")).unwrap();
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let told = began(&dod, at).map(|began| at.duration_since(began).as_secs());
        assert_eq!(told, expected_s, "Leq {leq}, LE {le}");
    }

    #[test]
    fn exposure_over_level_is_time() {
        check("60.0", "60.0", Some(1));
        check("60.0", "70.0", Some(10));
        check("43.7", "79.3", Some(3_630));
        check("-.-", "60.0", None);
        check("60.0", "-.-", None);
        check("60.0", "199.9", None);
    }
}
