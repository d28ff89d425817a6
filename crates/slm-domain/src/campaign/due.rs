//! What is due, and what is too late.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::agenda::owed_due;
use super::{Action, Campaign};

/// A cycle that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// Which.
    pub action: Action,
    /// The local day on which its window begins.
    pub day: Date,
}

/// What is to be done about something due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Run it; it is late by so much.
    Run {
        /// Since when it was due.
        late: Duration,
    },
    /// It is too late.
    Missed(&'static str),
}

/// Dues of one campaign that are looked at after a long absence; of older ones nobody wants to read.
const MAX_LOOKED_BACK: usize = 200;

/// Judges everything of a campaign that became due since it was last looked at, in order. Without a zone, or disabled, it
/// has an owed stop at most.
pub fn judge(campaign: &Campaign, zone: Option<&TimeZone>, now: Timestamp) -> Vec<(Due, Verdict)> {
    let mut due = match zone.filter(|_| campaign.enabled) {
        Some(zone) => campaign.schedule.due(zone, campaign.checked, now),
        None => Vec::new(),
    };
    due.drain(..due.len().saturating_sub(MAX_LOOKED_BACK));
    let owed = campaign.owed_stop.filter(|at| *at <= now).map(|at| owed_due(at, zone));
    if let Some(owed) = owed
        && let Err(place) = due.binary_search_by_key(&(owed.at, owed.action), |due| (due.at, due.action))
    {
        due.insert(place, owed);
    }
    let verdicts: Vec<Verdict> =
        (0..due.len()).map(|place| verdict(&due, place, campaign.grace, now)).collect();
    due.into_iter().zip(verdicts).collect()
}

fn verdict(due: &[Due], place: usize, grace: Duration, now: Timestamp) -> Verdict {
    let one = &due[place];
    let late = now.duration_since(one.at);
    let late = Duration::try_from(late).unwrap_or_default();
    let is_over = due[place + 1..].iter().any(|later| later.day == one.day && later.action == Action::Stop);
    // A meter that was started measures on until someone stops it: a stop has no grace time, only a next start.
    let has_started =
        !due[..place].iter().any(|earlier| earlier.day == one.day && earlier.action == Action::Start);
    let is_superseded =
        due[place + 1..].iter().any(|later| later.day > one.day && later.action == Action::Start);
    let may_be_late = one.action == Action::Stop && has_started && !is_superseded;
    if late > grace && !may_be_late {
        Verdict::Missed("the grace time had passed")
    } else if one.action == Action::Start && is_over {
        Verdict::Missed("its window was over")
    } else {
        Verdict::Run { late }
    }
}
