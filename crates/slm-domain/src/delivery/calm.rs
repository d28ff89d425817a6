//! When those who were told of an incident are told more of it.

use std::time::Duration;

use jiff::Timestamp;

use super::Severity;

/// How long after something was told of an incident more of it is held back, and put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calm(pub Duration);

impl Default for Calm {
    /// A minute.
    fn default() -> Self {
        Self(Duration::from_mins(1))
    }
}

/// Something that waits to be told of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How grave it is.
    pub severity: Severity,
    /// The step of escalation that it is told by; 0 for those who are told first.
    pub escalation: u32,
    /// Whether the incident is over with it.
    pub is_end: bool,
}

/// What a recipient was told of an incident so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoFar {
    /// When, last.
    pub last: Timestamp,
    /// The gravest of it.
    pub gravest: Severity,
}

/// What may be told to a recipient of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// What came first, alone and at once.
    First,
    /// All that waits, as one update.
    Update,
    /// Nothing before then.
    Wait(Timestamp),
}

impl Calm {
    /// What may be told now, of what waits.
    ///
    /// What is graver than all before, what ends the incident, and what nobody has acknowledged is not held back.
    pub fn turn(self, so_far: Option<SoFar>, waiting: &[Waiting], now: Timestamp) -> Turn {
        let Some(so_far) = so_far else { return Turn::First };
        let is_pressing = |one: &Waiting| one.is_end || one.escalation > 0 || one.severity > so_far.gravest;
        let until = so_far.last.saturating_add(self.0).unwrap_or(Timestamp::MAX);
        // A clock that was set back must not hold back everything.
        if until <= now || so_far.last > now || waiting.iter().any(is_pressing) {
            return Turn::Update;
        }
        Turn::Wait(until)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_781_000_000 + second).unwrap()
    }

    fn waiting(severity: Severity) -> Waiting {
        Waiting { severity, escalation: 0, is_end: false }
    }

    fn check(told: Option<i64>, one: Waiting, now: i64, expected: Turn) {
        let so_far = told.map(|last| SoFar { last: at(last), gravest: Severity::Warning });
        assert_eq!(Calm::default().turn(so_far, &[waiting(Severity::Info), one], at(now)), expected);
    }

    #[test]
    fn the_first_is_told_at_once_and_what_follows_waits_for_the_calm() {
        let warning = waiting(Severity::Warning);
        check(None, warning, 0, Turn::First);
        check(Some(0), warning, 1, Turn::Wait(at(60)));
        check(Some(0), warning, 59, Turn::Wait(at(60)));
        check(Some(0), warning, 60, Turn::Update);
        check(Some(0), warning, -5, Turn::Update);
    }

    #[test]
    fn what_presses_does_not_wait() {
        check(Some(0), waiting(Severity::Critical), 1, Turn::Update);
        check(Some(0), Waiting { is_end: true, ..waiting(Severity::Info) }, 1, Turn::Update);
        check(Some(0), Waiting { escalation: 1, ..waiting(Severity::Warning) }, 1, Turn::Update);
    }

    proptest! {
        /// Whatever happens, all is told within the calm, the end at once, and between two updates that nothing pressed for
        /// lies the calm.
        #[test]
        fn nothing_waits_longer_than_the_calm(happens in proptest::collection::btree_map(0_i64..900, 0_u8..4, 1..60), calm in 1_i64..200) {
            let severities = [Severity::Info, Severity::Warning, Severity::Critical];
            let rule = Calm(Duration::from_secs(calm.unsigned_abs()));
            let (mut so_far, mut held, mut sent): (Option<SoFar>, Vec<(i64, Waiting)>, Vec<i64>) = (None, vec![], vec![]);
            for second in 0..1_200 {
                if let Some(what) = happens.get(&second) {
                    let severity = severities[usize::from(*what).min(2)];
                    held.push((second, Waiting { severity, escalation: 0, is_end: *what == 3 }));
                }
                let mut ways = 0;
                while !held.is_empty() {
                    let all: Vec<Waiting> = held.iter().map(|(_, one)| *one).collect();
                    let told: Vec<(i64, Waiting)> = match rule.turn(so_far, &all, at(second)) {
                        Turn::Wait(until) => {
                            prop_assert!(until > at(second) && until <= at(held[0].0 + calm));
                            prop_assert!(all.iter().all(|one| !one.is_end));
                            break;
                        }
                        Turn::First => vec![held.remove(0)],
                        Turn::Update => std::mem::take(&mut held),
                    };
                    let pressed = told.iter().any(|(_, one)| one.is_end || so_far.is_some_and(|so| one.severity > so.gravest));
                    if let Some(last) = sent.last() {
                        prop_assert!(pressed || second - last >= calm);
                    }
                    let gravest = told.iter().map(|(_, one)| one.severity).max().unwrap();
                    let gravest = so_far.map_or(gravest, |so| so.gravest.max(gravest));
                    so_far = Some(SoFar { last: at(second), gravest });
                    sent.push(second);
                    ways += 1;
                    prop_assert!(ways <= 2);
                }
            }
            prop_assert!(held.is_empty());
        }
    }
}
