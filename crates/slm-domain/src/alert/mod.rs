//! Alarms: rules, and what happens by them. Pure: fed with frames and their times, it answers with transitions.
//!
//! A rule's way from its words to a message:
//!
//! - [`RuleText`] (the compatible fields) or [`RuleDraft`] (all of them) is checked and becomes a [`RuleDefinition`]:
//!   [`Metric`], [`Condition`], [`TimeScope`], whom it applies to, how it is told.
//! - [`UnitAlerts`] holds the rules of one unit. A [`Frame`] goes in; the metric's value is brought up to date
//!   (`gauge.rs`, `window/`), the condition judges it, the [`Standing`] moves on, an [`Event`] begins, grows or ends.
//! - A [`Transition`] comes out, as part of the unit's [`Incident`], and [`message()`] puts it into words.
//!
//! ```
//! use std::time::Duration;
//!
//! use jiff::{Timestamp, tz::TimeZone};
//! use nl43_proto::Quantity;
//! use slm_domain::UnitId;
//! use slm_domain::alert::{Fact, Frame, Levels, RuleDraft, UnitAlerts, message};
//!
//! let rule = RuleDraft { on_delay_s: 2, ..RuleDraft::new("lp", 70.0) }.check().unwrap();
//! let begin: Timestamp = "2026-06-12T12:00:00Z".parse()?;
//! let mut happened = Vec::new();
//! let mut gate = UnitAlerts::new(UnitId::new("gate")?, TimeZone::UTC);
//! gate.put_rule(1, rule.clone().into(), begin, &mut happened);
//! for second in 1..=3 {
//!     let levels = Levels::NONE.with(Quantity::Lp, Some(75.0));
//!     let at = begin + Duration::from_secs(second);
//!     gate.observe(&Frame { at, max_gap: Duration::from_secs(2), fact: Fact::Levels(levels) }, &mut happened);
//! }
//! let told = message(&rule, &happened[0], &TimeZone::UTC);
//! assert_eq!(told.text, "gate: LP over 70.0 dB: 75.0 dB at 2026-06-12 12:00:03");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is evidence
//! - A gap is none: delays count time between values with no gap between ([`Frame::max_gap`]); a value after a gap
//!   begins them anew. Missing values neither raise nor clear.
//! - A window's figure counts when enough of the window was covered; otherwise only what is proven counts, whatever was
//!   missed. A clock-aligned window is over its limit as soon as it is certain to be, not when it ends.
//! - Outside of its times nothing begins. What is open is closed at their end, or stays until the level clears it
//!   ([`Leaving`]).
//! - A unit that does not answer is one event: of several rules on connectivity one is told, and those on missing data
//!   keep silent.

mod audience;
mod check;
mod compatible;
mod condition;
mod draft;
mod event;
mod frame;
mod gauge;
mod incident;
mod message;
mod metric;
mod moment;
mod observed;
mod place;
mod portion;
mod rule;
mod scope;
mod standing;
mod template;
#[cfg(test)]
mod tests;
mod trial;
mod unit;
mod window;

pub use audience::{EscalationDraft, RuleAudience};
pub use check::RuleProblem;
pub use compatible::{METRICS, RuleText};
pub use condition::{Comparison, Condition, Judgement, Range};
pub use draft::{BlockDraft, RuleDraft};
pub use event::{CloseReason, Event, Note, Peak, Shelf, Telling, Transition, TransitionKind};
pub use frame::{Contact, Fact, Frame, InstrumentFacts, Levels, Stretch, Weighting};
pub use gauge::Budget;
pub use incident::{Incident, IncidentMark, IncidentStage, TimelineEntry};
pub use message::{Message, message};
pub use metric::{Figure, Metric, Span, WindowMetric};
pub use observed::Gaps;
pub use place::PlaceSnapshot;
pub use portion::Coverage;
pub use rule::{AppliesTo, Channel, RuleDefinition, RuleId, Severity};
pub use scope::{
    Block, ClockTime, ClockTimeError, Days, DaysError, Holidays, Leaving, ScopeCursor, TimeScope,
};
pub use standing::{EdgeKind, Gate, Phase, Quiet, Standing, Step};
pub use template::{Place as TemplatePlace, Template, TemplateError};
pub use trial::{Trial, TrialRun, TriedEvent, try_rule};
pub use unit::{NoSuchEvent, Refill, UnitAlerts, UnitSnapshot};
pub use window::{Tally, WindowSnapshot, WindowStep};
