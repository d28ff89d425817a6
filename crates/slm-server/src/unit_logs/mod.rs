//! A log file for each unit, `logs/<unit>.log` in the data folder, beside the log in the database.
//!
//! A thread of its own writes, fed by a bounded queue: a slow or full disk delays and loses lines of these files, which is
//! counted, and holds up neither polls nor the database.

mod files;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use jiff::tz::TimeZone;
use slm_store::{DeviceLog, LogLevel};
use tokio::sync::oneshot;

use files::Files;

/// Lines that wait at most: some for each of a thousand units that fail at once.
const QUEUE_LIMIT: usize = 4096;

/// The near end of the queue. Cheap to clone; the thread ends when the last one is dropped.
#[derive(Debug, Clone)]
pub(crate) struct UnitLogs {
    queue: Option<SyncSender<Order>>,
    least: LogLevel,
    figures: Arc<UnitLogFigures>,
}

/// Where the files are, and what they are given.
#[derive(Debug, Clone)]
pub(crate) struct UnitLogSettings {
    pub(crate) folder: PathBuf,
    /// The least serious entries that are written; `None`: no files.
    pub(crate) level: Option<LogLevel>,
    /// In which time, and what that is called.
    pub(crate) zone: TimeZone,
    pub(crate) zone_name: String,
}

/// What became of the lines, for the metrics.
#[derive(Debug, Default)]
pub(crate) struct UnitLogFigures {
    /// Lines that are in no file: the queue was full, or the disk failed.
    pub(crate) lost: AtomicU64,
}

#[derive(Debug)]
enum Order {
    Write(DeviceLog),
    /// Says when everything before it is written.
    Flush(oneshot::Sender<()>),
}

impl UnitLogs {
    /// Starts the thread that writes, unless nothing is to be written.
    pub(crate) fn start(settings: UnitLogSettings) -> Self {
        let figures = Arc::new(UnitLogFigures::default());
        let Some(least) = settings.level else { return Self::none() };
        let (queue, orders) = sync_channel(QUEUE_LIMIT);
        let files = Files::new(settings);
        let counted = Arc::clone(&figures);
        let started = std::thread::Builder::new()
            .name("slmm-unit-logs".to_owned())
            .spawn(move || write_all(&orders, files, &counted));
        match started {
            Ok(_) => Self { queue: Some(queue), least, figures },
            Err(error) => {
                tracing::warn!(%error, "the units get no log files: no thread can be started");
                Self::none()
            }
        }
    }

    /// Writes nothing.
    pub(crate) fn none() -> Self {
        Self { queue: None, least: LogLevel::Error, figures: Arc::default() }
    }

    /// Adds a line to a unit's file, if it is serious enough. Never waits.
    pub(crate) fn note(&self, entry: &DeviceLog) {
        let Some(queue) = self.queue.as_ref().filter(|_| entry.level >= self.least) else { return };
        if queue.try_send(Order::Write(entry.clone())).is_err() {
            self.figures.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until everything noted so far is written, or lost.
    pub(crate) async fn flush(&self) {
        let Some(queue) = &self.queue else { return };
        let (done, written) = oneshot::channel();
        // With a full queue there is nothing to be done at the end but to leave.
        if queue.try_send(Order::Flush(done)).is_ok() {
            let _ = written.await;
        }
    }

    pub(crate) fn figures(&self) -> &UnitLogFigures {
        &self.figures
    }
}

/// The thread.
fn write_all(orders: &Receiver<Order>, mut files: Files, figures: &UnitLogFigures) {
    while let Ok(order) = orders.recv() {
        match order {
            Order::Write(entry) => {
                if !files.write(&entry) {
                    figures.lost.fetch_add(1, Ordering::Relaxed);
                }
            }
            Order::Flush(done) => {
                // Whoever asked may have given up.
                let _ = done.send(());
            }
        }
    }
}

#[cfg(test)]
mod tests;
