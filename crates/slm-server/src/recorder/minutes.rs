//! Readings put together by minute, on their way to the database.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use slm_domain::UnitId;
use slm_domain::aggregate::{Aggregate, AggregateBuilder, Levels};
use slm_store::{Batch, Store, StoreError};

/// The present minute of every unit that is read, and the minutes that ended.
#[derive(Debug, Default)]
pub(super) struct Minutes {
    builders: HashMap<UnitId, AggregateBuilder>,
    done: Vec<(UnitId, Aggregate)>,
    /// Minutes that ended with one reading; empty in between.
    ended: Vec<Aggregate>,
}

/// Readings that are read back at once.
const PAGE: usize = 10_000;
/// Read back before the first missing minute: what the first reading of that minute stands for depends on those before.
const LEAD: SignedDuration = SignedDuration::from_mins(1);
/// A unit that was silent for so long is begun anew.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(1);

impl Minutes {
    /// Takes up where the last run of the service ended, however it did: minutes that it recorded no figures of are put
    /// together from its readings, and those of the present minute are not lost to it.
    ///
    /// # Errors
    /// The database failed; what was taken up until then is kept.
    pub(super) async fn take_up(&mut self, store: &Store) -> Result<(), StoreError> {
        for (unit, until) in store.all_aggregated_until(Timestamp::now()).await? {
            let until = until.unwrap_or(Timestamp::MIN);
            self.builders.insert(unit.clone(), AggregateBuilder::default().open_from(until));
            let mut from = until.saturating_sub(LEAD).unwrap_or(until);
            loop {
                let readings = store.readings(&unit, from.., PAGE).await?;
                for reading in &readings {
                    self.add(&unit, &reading.levels());
                }
                let Some(last) = readings.last().filter(|_| readings.len() == PAGE) else { break };
                from = last.at.saturating_add(SignedDuration::from_micros(1)).unwrap_or(last.at);
                self.record(store).await?;
            }
        }
        self.settle(Timestamp::now());
        self.record(store).await
    }

    /// Takes a reading.
    pub(super) fn add(&mut self, unit: &UnitId, levels: &Levels) {
        // Most readings are of units that are there: no name is copied for them.
        let builder = match self.builders.get_mut(unit) {
            Some(builder) => builder,
            None => self.builders.entry(unit.clone()).or_default(),
        };
        builder.add(levels, &mut self.ended);
        self.done.extend(self.ended.drain(..).map(|minute| (unit.clone(), minute)));
    }

    /// Ends minutes whose units fell silent. Every reading that came before `now` has been added.
    pub(super) fn settle(&mut self, now: Timestamp) {
        for (unit, builder) in &mut self.builders {
            self.done.extend(builder.end_before(now).map(|minute| (unit.clone(), minute)));
        }
        self.builders.retain(|_, builder| !builder.is_silent_since(now - FORGET_AFTER));
    }

    /// The first of the minutes that ended, to be written.
    pub(super) fn take(&mut self, at_most: usize) -> Vec<(UnitId, Aggregate)> {
        let rest = self.done.split_off(at_most.min(self.done.len()));
        std::mem::replace(&mut self.done, rest)
    }

    /// Whether a minute that ended was not taken yet.
    pub(super) fn has_more(&self) -> bool {
        !self.done.is_empty()
    }

    async fn record(&mut self, store: &Store) -> Result<(), StoreError> {
        let batch = Batch { minutes: self.take(usize::MAX), ..Batch::default() };
        if batch.is_empty() { Ok(()) } else { store.record(&batch).await }
    }
}

#[cfg(test)]
mod tests {
    use slm_domain::aggregate::Resolution;
    use slm_store::{ReadingRow, ReadingSource};

    use super::*;

    fn at(second: f64) -> Timestamp {
        let start: Timestamp = "2026-06-09T17:13:00Z".parse().unwrap();
        start + SignedDuration::from_secs_f64(second)
    }

    fn reading(unit: &UnitId, second: f64) -> ReadingRow {
        ReadingRow { lp: Some(60.0), ..ReadingRow::new(unit.clone(), at(second), ReadingSource::Dod) }
    }

    async fn covered(store: &Store, unit: &UnitId) -> Vec<f64> {
        let all =
            store.aggregates(unit, Resolution::Minute, Timestamp::MIN..Timestamp::MAX, 100).await.unwrap();
        all.iter().map(|minute| minute.figures.seconds()).collect()
    }

    #[tokio::test]
    async fn a_killed_service_loses_no_minute() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let gate = UnitId::new("gate").unwrap();
        let rows: Vec<_> = (0..=150).map(|second| reading(&gate, f64::from(second))).collect();
        // Readings are recorded at once, minutes when they are over; the first run is killed in its second minute.
        let mut first = Minutes::default();
        for row in &rows[..100] {
            first.add(&gate, &row.levels());
        }
        let batch =
            Batch { readings: rows[..100].to_vec(), minutes: first.take(usize::MAX), ..Batch::default() };
        store.record(&batch).await.unwrap();
        assert_eq!(covered(&store, &gate).await, [60.0]);

        let mut second = Minutes::default();
        second.take_up(&store).await.unwrap();
        // All of it is long ago, so what there is of the second minute ended with it.
        assert_eq!(covered(&store, &gate).await, [60.0, 39.0]);
        let mut third = Minutes::default();
        store.record(&Batch { readings: rows[100..].to_vec(), ..Batch::default() }).await.unwrap();
        third.take_up(&store).await.unwrap();
        assert_eq!(
            covered(&store, &gate).await,
            [60.0, 39.0, 30.0],
            "a minute that ended is not begun again"
        );
    }

    /// A reading of a measurement of 70 dB that began 20 s before the minute, of which samples see 60.
    fn measured(unit: &UnitId, second: f64) -> ReadingRow {
        let exposure = 70.0 + 10.0 * (second + 20.0).log10();
        let le = Some((exposure * 10.0).round() / 10.0);
        ReadingRow { leq: Some(70.0), le, measuring: Some(true), ..reading(unit, second) }
    }

    #[tokio::test]
    async fn a_killed_service_goes_on_with_the_meters_own_exposure() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let gate = UnitId::new("gate").unwrap();
        // Polls that do not come at the boundaries of minutes.
        let rows: Vec<_> = (0..600).map(|number| measured(&gate, f64::from(number) * 1.1)).collect();
        let (before, after) = rows.split_at(250);
        let mut first = Minutes::default();
        for row in before {
            first.add(&gate, &row.levels());
        }
        store
            .record(&Batch { readings: before.to_vec(), minutes: first.take(usize::MAX), ..Batch::default() })
            .await
            .unwrap();
        store.record(&Batch { readings: after.to_vec(), ..Batch::default() }).await.unwrap();
        let mut second = Minutes::default();
        second.take_up(&store).await.unwrap();
        let all = Timestamp::MIN..Timestamp::MAX;
        let hour = store.aggregates(&gate, Resolution::Hour, all, 9).await.unwrap().remove(0);
        assert_eq!(hour.runs.last, None, "one run, whoever watched it");
        assert!((hour.figures.leq().unwrap() - 60.0).abs() < 1e-9);
        let metered = hour.metered().unwrap();
        assert!((metered.leq - 70.0).abs() <= metered.uncertainty_db, "{metered:?}");
    }

    #[tokio::test]
    async fn a_database_without_minutes_is_caught_up_page_by_page() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let gate = UnitId::new("gate").unwrap();
        let seconds = i32::try_from(PAGE).unwrap() + 321;
        let rows = (0..=seconds).map(|second| reading(&gate, f64::from(second))).collect();
        store.record(&Batch { readings: rows, ..Batch::default() }).await.unwrap();
        let mut minutes = Minutes::default();
        minutes.take_up(&store).await.unwrap();
        let covered =
            store.aggregates(&gate, Resolution::Day, Timestamp::MIN..Timestamp::MAX, 9).await.unwrap();
        assert!((covered[0].figures.seconds() - f64::from(seconds)).abs() < 1e-6);
        assert!(minutes.builders.is_empty(), "a unit that has been silent for an hour is forgotten");
    }
}
