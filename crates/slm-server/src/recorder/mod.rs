//! Writes down what the lines report: one task, fed by a bounded queue.
//!
//! A slow or failing database delays the writing, never a line: when the queue is full, the loss is counted.

mod chatter;
mod clean;
mod log_entry;
mod minutes;
mod purge;
mod row;
mod trail;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::aggregate::Levels;
use slm_domain::{Observation, Sample, UnitId};
use slm_store::{DeviceLog, LogCategory, LogLevel, ReadingRow, Store, TrailRow};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::config::RetentionConfig;
use crate::status_board::StatusBoard;
use crate::unit_logs::{UnitLogFigures, UnitLogs};
use chatter::Chatter;
use trail::TrailSampler;
use writer::Writer;

/// Entries that wait at most: eight seconds of a thousand watched meters.
const QUEUE_LIMIT: usize = 8192;

/// Longest time a caller of [`Recorder::flush`] waits.
const FLUSH_LIMIT: Duration = Duration::from_secs(2);

/// The near end of the queue. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Recorder {
    queue: mpsc::Sender<Entry>,
    requests: mpsc::Sender<oneshot::Sender<()>>,
    unit_logs: UnitLogs,
    sampler: Arc<TrailSampler>,
    chatter: Arc<Chatter>,
    figures: Arc<RecorderFigures>,
}

/// One thing to write down.
#[derive(Debug)]
enum Entry {
    Reading(Box<ReadingRow>, Levels),
    Trail(TrailRow),
    Log(DeviceLog),
}

/// What the recorder has done, for the metrics.
#[derive(Debug, Default)]
pub(crate) struct RecorderFigures {
    /// Entries in the database.
    pub(crate) written: AtomicU64,
    /// Entries lost because the queue was full.
    pub(crate) lost: AtomicU64,
    /// Batches that could not be written at first.
    pub(crate) failures: AtomicU64,
}

impl Recorder {
    /// Starts the tasks that write and purge. They end with the set they are in.
    pub(crate) fn start(
        store: Store,
        board: Arc<StatusBoard>,
        unit_logs: UnitLogs,
        settings: &RetentionConfig,
        tasks: &mut JoinSet<()>,
    ) -> Self {
        let (queue, entries) = mpsc::channel(QUEUE_LIMIT);
        // Few ask at once: deletions and the shutdown.
        let (requests, flushes) = mpsc::channel(64);
        let figures = Arc::new(RecorderFigures::default());
        let writer = Writer::new(store.clone(), board, entries, flushes, Arc::clone(&figures));
        let (done, taken_up) = oneshot::channel();
        tasks.spawn(writer.run(done));
        tasks.spawn(purge::every_hour(store, settings.clone(), taken_up));
        let sampler = Arc::new(TrailSampler::new(settings.trail_sample));
        Self { queue, requests, unit_logs, sampler, chatter: Arc::default(), figures }
    }

    /// Notes what a line reports. Never waits.
    pub(crate) fn observe(&self, unit: &UnitId, observation: &Observation) {
        if let Observation::Reading { reading, live } = observation {
            let row = Box::new(row::reading_row(unit, reading));
            self.put(Entry::Reading(row, Levels::from(&**reading)));
            let is_snapshot = matches!(reading.sample, Sample::Dod(_));
            if is_snapshot && self.sampler.is_due(unit, reading.seen, *live) {
                self.put(Entry::Trail(row::trail_row(unit, reading)));
            }
        }
        if let Some(entry) = log_entry::of(unit, observation) {
            self.note_reported(entry);
        }
    }

    /// Notes what a line caused; of small things, not every one.
    fn note_reported(&self, mut entry: DeviceLog) {
        if matches!(entry.level, LogLevel::Debug | LogLevel::Warning) {
            match self.chatter.admit(&entry.unit, entry.at) {
                Some(0) => {}
                Some(left_out) => {
                    entry.message = format!("{} ({left_out} more were left out before)", entry.message);
                }
                None => return,
            }
        }
        self.note(entry);
    }

    /// Adds an entry to a unit's log, as of now. Never waits.
    ///
    /// At most a thousand characters; control characters are spelled out.
    pub(crate) fn log(
        &self,
        unit: &UnitId,
        level: LogLevel,
        category: LogCategory,
        message: impl Into<String>,
    ) {
        let (unit, at) = (unit.clone(), Timestamp::now());
        self.note(DeviceLog { unit, at, level, category, message: message.into() });
    }

    fn note(&self, entry: DeviceLog) {
        let message = clean::clean(entry.message);
        let entry = DeviceLog { message, ..entry };
        self.unit_logs.note(&entry);
        self.put(Entry::Log(entry));
    }

    /// Forgets what is remembered of a deleted unit.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.sampler.forget(unit);
        self.chatter.forget(unit);
    }

    /// Waits until everything noted so far is written, but not for long. `false` when it is not.
    pub(crate) async fn flush(&self) -> bool {
        let (done, written) = oneshot::channel();
        if self.requests.try_send(done).is_err() {
            return false;
        }
        let both = async { tokio::join!(written, self.unit_logs.flush()).0 };
        matches!(tokio::time::timeout(FLUSH_LIMIT, both).await, Ok(Ok(())))
    }

    /// As [`flush`](Self::flush), the database only. Any number may wait for it.
    pub(crate) async fn write_out(&self) -> bool {
        let (done, written) = oneshot::channel();
        let both = async {
            self.requests.send(done).await.ok()?;
            written.await.ok()
        };
        matches!(tokio::time::timeout(FLUSH_LIMIT, both).await, Ok(Some(())))
    }

    /// What became of the lines of the units' log files.
    pub(crate) fn unit_log_figures(&self) -> &UnitLogFigures {
        self.unit_logs.figures()
    }

    /// What was done so far.
    pub(crate) fn figures(&self) -> &RecorderFigures {
        &self.figures
    }

    /// How many entries wait.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    fn put(&self, entry: Entry) {
        if self.queue.try_send(entry).is_err() {
            self.figures.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}
