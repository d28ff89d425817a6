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
//! # What is evidence
//! - A gap is none: delays count time between values with no gap between ([`Frame::max_gap`]); a value after a gap
//!   begins them anew. Missing values neither raise nor clear.
//! - A window's figure counts when enough of the window was covered; otherwise only what is proven counts, whatever was
//!   missed. A clock-aligned window is over its limit as soon as it is certain to be, not when it ends.
//! - Outside of its times nothing begins. What is open is closed at their end, or stays until the level clears it
//!   ([`Leaving`]).
//! - A unit that does not answer is one event: of several rules on connectivity one is told, and those on missing data
//!   keep silent.

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

pub use check::RuleProblem;
pub use compatible::{METRICS, RuleText};
pub use condition::{Comparison, Condition, Judgement, Range};
pub use draft::{BlockDraft, RuleDraft};
pub use event::{CloseReason, Event, Note, Peak, Shelf, Telling, Transition, TransitionKind};
pub use frame::{Contact, Fact, Frame, InstrumentFacts, Levels, Stretch};
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
pub use trial::{Trial, TriedEvent, try_rule};
pub use unit::{NoSuchEvent, UnitAlerts, UnitSnapshot};
pub use window::{Tally, WindowSnapshot, WindowStep};
