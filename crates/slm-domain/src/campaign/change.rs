//! What a change of a campaign means for what it has begun, and for what waits to be run.

use jiff::Timestamp;

use super::{Action, Entry, Window};

/// The stop that stays due when a campaign is changed while a window of it runs, so that no measurement goes on because
/// its campaign was disabled or moved.
///
/// * A window of the new schedule that runs now ends it instead.
/// * A window of the new schedule that ended since the old one began ends it now.
/// * Else it ends when the old window does, or when the new schedule begins the next.
///
/// `has_begun` says whether the old window was begun: what was missed or skipped needs no stop.
pub fn owed_after(
    old: &Entry,
    new: &Entry,
    now: Timestamp,
    has_begun: impl FnOnce(&Window) -> bool,
) -> Option<Timestamp> {
    let running = |entry: &Entry| {
        let zone = entry.active_zone()?;
        let mut windows = entry.campaign.schedule.windows(zone, now, now);
        windows.find(|window| window.start <= now && now < window.stop)
    };
    let begun = running(old).filter(has_begun);
    let owed = begun.map(|window| window.stop).or(old.campaign.owed_stop)?;
    if running(new).is_some() {
        return None;
    }
    let zone = new.active_zone();
    let is_cut_short = begun.zip(zone).is_some_and(|(begun, zone)| {
        let window = new.campaign.schedule.window(begun.day, zone);
        window.is_some_and(|window| begun.start < window.stop && window.stop <= now)
    });
    if is_cut_short {
        return Some(now);
    }
    let next = new.next_due(now).filter(|due| due.action == Action::Start);
    Some(next.map_or(owed, |next| owed.min(next.at)))
}

/// Whether something that was due is still to be run, after it has waited: the campaign may have been changed, and time
/// has passed. `entry` is the campaign as it is now.
///
/// # Errors
/// Why it is not to be run any more.
pub fn still_due(
    entry: Option<&Entry>,
    action: Action,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), &'static str> {
    let schedule = entry.and_then(|entry| Some((&entry.campaign.schedule, entry.active_zone()?)));
    let window = |is_it: &dyn Fn(&Window) -> bool| {
        let (schedule, zone) = schedule?;
        schedule.windows(zone, due, now.max(due)).find(|window| is_it(window))
    };
    match action {
        // A meter that was started measures on until someone stops it, also when its campaign is gone.
        Action::Stop => {
            match window(&|window| window.start < due && due < window.stop && now < window.stop) {
                Some(_) => Err("the campaign was changed meanwhile: its window ends later"),
                None => Ok(()),
            }
        }
        Action::Start if entry.is_none() => Err("the campaign was deleted meanwhile"),
        Action::Start if schedule.is_none() => Err("the campaign was disabled meanwhile"),
        Action::Start => match window(&|window| window.start == due) {
            Some(window) if now < window.stop => Ok(()),
            Some(_) => Err("its window was over before its turn came"),
            None => Err("the campaign was changed meanwhile: it does not begin then any more"),
        },
    }
}
