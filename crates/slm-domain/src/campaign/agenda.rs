//! All campaigns, and what of them is due.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Action, Campaign, Due, Verdict, judge};

/// A campaign with its zone.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The campaign.
    pub campaign: Campaign,
    /// Its own zone, or the site's; `None` while its zone is not known here, and the campaign rests.
    pub zone: Option<TimeZone>,
}

/// What is due of one campaign.
#[derive(Debug, Clone)]
pub struct DueOf {
    /// The campaign, as it was when this was judged.
    pub campaign: Campaign,
    /// Each of them, in order.
    pub due: Vec<(Due, Verdict)>,
}

/// All campaigns.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    entries: Vec<Entry>,
    /// Until when a clock that has been set back since had dealt with a campaign.
    seen_ahead: HashMap<i64, Timestamp>,
}

/// A clock that is set back by no more than this has been corrected: what was run is not run again.
const CORRECTION: SignedDuration = SignedDuration::from_mins(5);

impl Entry {
    /// Whether it makes anything due by its schedule; with the zone that it does so in.
    pub fn active_zone(&self) -> Option<&TimeZone> {
        self.zone.as_ref().filter(|_| self.campaign.enabled)
    }

    /// What is due next after a moment: an owed stop, or by the schedule.
    pub fn next_due(&self, after: Timestamp) -> Option<Due> {
        let planned = self.active_zone().and_then(|zone| self.campaign.schedule.next_due(zone, after));
        let owed = self.campaign.owed_stop.map(|at| owed_due(at, self.zone.as_ref()));
        planned.into_iter().chain(owed).min_by_key(|due| (due.at, due.action))
    }
}

impl Agenda {
    /// The campaigns, in the order of their numbers.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds a campaign, or replaces the one of its number.
    pub fn put(&mut self, entry: Entry) {
        self.seen_ahead.remove(&entry.campaign.id);
        match self.entries.binary_search_by_key(&entry.campaign.id, |known| known.campaign.id) {
            Ok(place) => self.entries[place] = entry,
            Err(place) => self.entries.insert(place, entry),
        }
    }

    /// Removes the campaigns that are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Campaign) -> bool) {
        self.entries.retain(|entry| keep(&entry.campaign));
        let Self { entries, seen_ahead } = self;
        seen_ahead.retain(|id, _| entries.iter().any(|entry| entry.campaign.id == *id));
    }

    /// Takes everything that became due until `now`. It is not given again, unless the clock was set back: then what was
    /// taken ahead of its time is given at its time.
    pub fn take_due(&mut self, now: Timestamp) -> Vec<DueOf> {
        let mut taken = Vec::new();
        for entry in &mut self.entries {
            let id = entry.campaign.id;
            if entry.campaign.checked.duration_since(now) > CORRECTION {
                let ahead = self.seen_ahead.entry(id).or_insert(entry.campaign.checked);
                *ahead = entry.campaign.checked.max(*ahead);
                entry.campaign.checked = now;
            }
            let mut due = take_due_of(entry, now);
            if let Some(ahead) = self.seen_ahead.get(&id).copied() {
                // Told before, perhaps in another year: only what can be run is looked at again.
                due.retain(|(due, verdict)| ahead < due.at || matches!(verdict, Verdict::Run { .. }));
                if ahead <= now {
                    self.seen_ahead.remove(&id);
                }
            }
            if !due.is_empty() {
                taken.push(DueOf { campaign: entry.campaign.clone(), due });
            }
        }
        // Over all campaigns of a unit the one due first begins first; at one moment the stop before the start.
        taken.sort_by_key(|of| of.due.first().map(|(due, _)| (due.at, due.action)));
        taken
    }

    /// When something is due next after what was taken.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.entries.iter().filter_map(|entry| entry.next_due(entry.campaign.checked)).map(|due| due.at).min()
    }
}

fn take_due_of(Entry { campaign, zone }: &mut Entry, now: Timestamp) -> Vec<(Due, Verdict)> {
    let due = judge(campaign, zone.as_ref(), now);
    // What becomes due while the zone is not known is told once it is.
    if zone.is_some() {
        campaign.checked = campaign.checked.max(now);
    }
    campaign.owed_stop = campaign.owed_stop.filter(|at| now < *at);
    due
}

/// An owed stop as something due.
pub(super) fn owed_due(at: Timestamp, zone: Option<&TimeZone>) -> Due {
    let day = zone.unwrap_or(&TimeZone::UTC).to_datetime(at).date();
    Due { at, action: Action::Stop, day }
}
