//! All campaigns, and what of them is due.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Campaign, Due, Verdict, judge};

/// A campaign with its zone.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The campaign.
    pub campaign: Campaign,
    /// Its own zone, or the site's.
    pub zone: TimeZone,
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
}

impl Agenda {
    /// The campaigns, in the order of their numbers.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds a campaign, or replaces the one of its number.
    pub fn put(&mut self, entry: Entry) {
        match self.entries.binary_search_by_key(&entry.campaign.id, |known| known.campaign.id) {
            Ok(place) => self.entries[place] = entry,
            Err(place) => self.entries.insert(place, entry),
        }
    }

    /// Removes the campaigns that are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Campaign) -> bool) {
        self.entries.retain(|entry| keep(&entry.campaign));
    }

    /// Takes everything that became due until `now`. It is not given again.
    pub fn take_due(&mut self, now: Timestamp) -> Vec<DueOf> {
        let mut taken = Vec::new();
        for Entry { campaign, zone } in &mut self.entries {
            let due = judge(campaign, zone, now);
            campaign.checked = campaign.checked.max(now);
            if !due.is_empty() {
                taken.push(DueOf { campaign: campaign.clone(), due });
            }
        }
        // Over all campaigns of a unit the one due first begins first; at one moment the stop before the start.
        taken.sort_by_key(|of| of.due.first().map(|(due, _)| (due.at, due.action)));
        taken
    }

    /// When something is due next after what was taken.
    pub fn next_due(&self) -> Option<Timestamp> {
        let enabled = self.entries.iter().filter(|entry| entry.campaign.enabled);
        enabled
            .filter_map(|Entry { campaign, zone }| campaign.schedule.next_due(zone, campaign.checked))
            .map(|due| due.at)
            .min()
    }
}
