//! The state machine against a model that remembers everything and looks back.

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::alert::{Comparison, Condition, EdgeKind, Gate, Judgement, Standing};

/// Every value so far, and the edges so far.
struct Model<'a> {
    condition: &'a Condition,
    max_gap: i64,
    seen: Vec<(i64, Judgement)>,
    edges: Vec<(i64, EdgeKind)>,
    /// How much had been seen at the last onset or clear.
    turned: usize,
}

impl Model<'_> {
    /// Seconds without a gap for which a judgement has held up to now, if it holds now; 0 begins anew at an edge.
    fn held(&self, judgement: Judgement) -> Option<i64> {
        let last = self.seen.last()?;
        let mut begin = None;
        let mut next = last.0;
        for (at, judged) in self.seen[self.turned..].iter().rev() {
            if *judged != judgement || next - at > self.max_gap {
                break;
            }
            (begin, next) = (Some(*at), *at);
        }
        begin.map(|begin| last.0 - begin)
    }

    fn take(&mut self, at: i64, judgement: Judgement) -> Option<EdgeKind> {
        if judgement == Judgement::Undetermined {
            return None;
        }
        self.seen.push((at, judgement));
        let is_active = self
            .edges
            .iter()
            .rfind(|edge| edge.1 != EdgeKind::Reminder)
            .is_some_and(|edge| edge.1 == EdgeKind::Onset);
        let told = self.edges.iter().rfind(|edge| edge.1 != EdgeKind::Clear).map(|edge| edge.0);
        let has_passed =
            |duration: Duration| told.is_none_or(|told| at - told >= duration.as_secs().cast_signed());
        let is_long = |held: Option<i64>, delay: Duration| {
            held.is_some_and(|held| held >= delay.as_secs().cast_signed())
        };
        let edge = match (is_active, judgement) {
            (false, _) if is_long(self.held(Judgement::Breached), self.condition.on_delay) => {
                has_passed(self.condition.cooldown).then_some(EdgeKind::Onset)
            }
            (true, Judgement::Breached) => {
                self.condition.reminder.filter(|every| has_passed(*every)).map(|_| EdgeKind::Reminder)
            }
            (true, _) if is_long(self.held(Judgement::Recovered), self.condition.off_delay) => {
                Some(EdgeKind::Clear)
            }
            _ => None,
        };
        self.edges.extend(edge.map(|edge| (at, edge)));
        if edge.is_some_and(|edge| edge != EdgeKind::Reminder) {
            self.turned = self.seen.len();
        }
        edge
    }
}

fn judgements() -> impl Strategy<Value = Judgement> {
    prop_oneof![
        4 => Just(Judgement::Breached),
        4 => Just(Judgement::Recovered),
        1 => Just(Judgement::Between),
        1 => Just(Judgement::Undetermined),
    ]
}

fn conditions() -> impl Strategy<Value = Condition> {
    (0u64..8, 0u64..8, 0u64..30, prop::option::of(1u64..20)).prop_map(|(on, off, cooldown, reminder)| {
        Condition {
            on_delay: Duration::from_secs(on),
            off_delay: Duration::from_secs(off),
            cooldown: Duration::from_secs(cooldown),
            reminder: reminder.map(Duration::from_secs),
            ..Condition::new(Comparison::Above, 70.0)
        }
    })
}

proptest! {
    /// `PROPTEST_CASES=1000000` makes it a million series.
    #[test]
    fn the_machine_does_what_the_model_does(
        condition in conditions(),
        max_gap in 1u64..6,
        series in prop::collection::vec((0i64..8, judgements()), 1..40),
    ) {
        let mut model = Model { condition: &condition, max_gap: max_gap.cast_signed(), seen: Vec::new(), edges: Vec::new(), turned: 0 };
        let mut standing = Standing::default();
        let mut second = 1_800_000_000;
        for (pause, judgement) in series {
            second += pause;
            let at = Timestamp::from_second(second).unwrap();
            let step = standing.step(&condition, judgement, at, Duration::from_secs(max_gap), Gate::Open);
            prop_assert_eq!(step.edge(), model.take(second, judgement), "at {}", second - 1_800_000_000);
        }
    }

    /// A judgement that holds gives the same edges however often somebody looks.
    #[test]
    fn holding_does_not_depend_on_how_often_it_is_looked_at(
        condition in conditions().prop_map(|condition| Condition { reminder: None, ..condition }),
        stretches in prop::collection::vec((1u32..30, any::<bool>(), 1u32..7), 1..20),
    ) {
        let edges = |fine: bool| {
            let mut standing = Standing::default();
            let mut at = Timestamp::from_second(1_800_000_000).unwrap();
            let mut edges = Vec::new();
            for (length, is_bad, looks) in &stretches {
                let judgement = if *is_bad { Judgement::Breached } else { Judgement::Recovered };
                // What changes is known at once.
                edges.extend(standing.hold(&condition, judgement, at, Gate::Open, Timestamp::MIN));
                let looks = if fine { *looks } else { 1 };
                for look in 1..=looks {
                    let until = at + Duration::from_secs(u64::from(*length)) * look / looks;
                    edges.extend(standing.hold(&condition, judgement, until, Gate::Open, Timestamp::MIN));
                }
                at += Duration::from_secs(u64::from(*length));
            }
            edges
        };
        prop_assert_eq!(edges(true), edges(false));
    }
}
