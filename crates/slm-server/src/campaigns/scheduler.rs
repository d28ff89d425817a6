//! Waits for what is due.

use std::time::Duration;

use jiff::Timestamp;
use slm_domain::campaign::DueOf;

use super::Campaigns;

/// The wall clock may be set, and a computer may sleep: it is looked at that often.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Takes up everything that becomes due, for ever. `clock` tells the time.
pub(super) async fn keep<F: Future<Output = ()>>(
    campaigns: Campaigns,
    clock: impl Fn() -> Timestamp,
    take_up: impl Fn(Vec<DueOf>) -> F,
) {
    loop {
        let now = clock();
        let due = campaigns.agenda().take_due(now);
        if !due.is_empty() {
            take_up(due).await;
        }
        let next = campaigns.agenda().next_due();
        let wait = next.map_or(LOOK_EVERY, |next| until(next, clock()).min(LOOK_EVERY));
        // A change is noted even when it comes before this waits.
        let _ = tokio::time::timeout(wait, campaigns.shared.changed.notified()).await;
    }
}

fn until(next: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(next.duration_since(now)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use jiff::tz::TimeZone;
    use slm_domain::UnitId;
    use slm_domain::campaign::{Action, Campaign, Entry, Schedule, Verdict, Weekdays};
    use slm_domain::cycle::StartOptions;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn campaign(id: i64, unit: &str, (start, stop): (&str, &str), checked: &str) -> Campaign {
        Campaign {
            id,
            unit: UnitId::new(unit).unwrap(),
            name: "nights".into(),
            enabled: true,
            zone: None,
            schedule: Schedule {
                start: start.parse().unwrap(),
                stop: stop.parse().unwrap(),
                ..Schedule::every(Weekdays::ALL)
            },
            grace: Duration::from_mins(15),
            start: StartOptions::default(),
            download: true,
            toggle_ftp: true,
            checked: at(checked),
            owed_stop: None,
        }
    }

    /// Keeps campaigns from a moment on for some hours of virtual time, and gives what was taken up and when.
    async fn watch(campaigns: &Campaigns, zone: &str, from: &str, hours: u64) -> Vec<String> {
        let zone = TimeZone::get(zone).unwrap();
        let (begin, origin) = (at(from), tokio::time::Instant::now());
        let clock = || begin + jiff::SignedDuration::try_from(origin.elapsed()).unwrap();
        let taken = Mutex::new(Vec::new());
        let note = |due: Vec<DueOf>| {
            let now = zone.to_datetime(clock()).strftime("%d %H:%M:%S").to_string();
            for DueOf { campaign, due } in due {
                for (due, verdict) in due {
                    let verdict = match verdict {
                        Verdict::Run { late } => format!("late {}", late.as_secs()),
                        Verdict::Missed(_) => "missed".to_owned(),
                    };
                    taken.lock().unwrap().push(format!("{now} {} {} {verdict}", campaign.unit, due.action));
                }
            }
            std::future::ready(())
        };
        let kept = keep(campaigns.clone(), clock, note);
        let _ = tokio::time::timeout(Duration::from_hours(hours), kept).await;
        taken.into_inner().unwrap()
    }

    fn put(campaigns: &Campaigns, campaign: Campaign, zone: TimeZone) {
        campaigns.put(Entry { campaign, zone: Some(zone) });
    }

    fn campaigns(zone: &str) -> Campaigns {
        Campaigns::new(TimeZone::get(zone).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn cycles_come_at_their_moment() {
        let campaigns = campaigns("Europe/Berlin");
        let zone = campaigns.zone(None).unwrap();
        put(&campaigns, campaign(1, "gate", ("22:00", "06:00"), "2026-06-09T10:00:00Z"), zone.clone());
        put(&campaigns, campaign(2, "yard", ("22:00", "05:30"), "2026-06-09T10:00:00Z"), zone);
        let taken = watch(&campaigns, "Europe/Berlin", "2026-06-09T10:00:00Z", 24).await;
        assert_eq!(
            taken,
            [
                "09 22:00:00 gate start late 0",
                "09 22:00:00 yard start late 0",
                "10 05:30:00 yard stop late 0",
                "10 06:00:00 gate stop late 0",
            ]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn the_night_of_a_change_has_one_start_and_one_stop() {
        let campaigns = campaigns("Europe/Berlin");
        let zone = campaigns.zone(None).unwrap();
        put(&campaigns, campaign(1, "gate", ("02:30", "03:30"), "2026-10-24T22:00:00Z"), zone);
        let taken = watch(&campaigns, "UTC", "2026-10-24T22:00:00Z", 6).await;
        assert_eq!(taken, ["25 00:30:00 gate start late 0", "25 02:30:00 gate stop late 0"]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_became_due_during_an_absence_is_late_or_missed() {
        let campaigns = campaigns("UTC");
        let zone = campaigns.zone(None).unwrap();
        put(&campaigns, campaign(1, "gate", ("08:00", "17:00"), "2026-06-08T07:00:00Z"), zone);
        let taken = watch(&campaigns, "UTC", "2026-06-09T08:10:00Z", 1).await;
        assert_eq!(
            taken,
            [
                "09 08:10:00 gate start missed",
                "09 08:10:00 gate stop missed",
                "09 08:10:00 gate start late 600"
            ]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_campaign_is_not_waited_past() {
        let campaigns = campaigns("UTC");
        let later = campaigns.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_mins(1)).await;
            let zone = later.zone(None).unwrap();
            put(&later, campaign(1, "gate", ("08:01:05", "08:01:10"), "2026-06-08T08:01:00Z"), zone);
            tokio::time::sleep(Duration::from_secs(7)).await;
            later.forget(&UnitId::new("gate").unwrap());
        });
        let taken = watch(&campaigns, "UTC", "2026-06-08T08:00:00Z", 48).await;
        assert_eq!(taken, ["08 08:01:05 gate start late 0"], "the unit was deleted before the stop");
    }

    #[tokio::test(start_paused = true)]
    async fn stops_come_before_starts_of_the_same_moment() {
        let campaigns = campaigns("UTC");
        let zone = campaigns.zone(None).unwrap();
        put(&campaigns, campaign(1, "gate", ("00:00", "00:00"), "2026-06-08T00:00:00Z"), zone.clone());
        put(&campaigns, campaign(2, "yard", ("12:00", "00:00"), "2026-06-08T00:00:00Z"), zone);
        let taken = watch(&campaigns, "UTC", "2026-06-08T20:00:00Z", 8).await;
        assert_eq!(
            taken[1..],
            ["09 00:00:00 gate stop late 0", "09 00:00:00 gate start late 0", "09 00:00:00 yard stop late 0"]
        );
        assert!(Action::Stop < Action::Start);
    }
}
