//! What the recorder hands over: readings, history samples, statuses and log entries of up to a second.

use jiff::Timestamp;
use slm_domain::aggregate::{Aggregate, Levels, Origin};
use slm_domain::{UnitId, UnitStatus};

use crate::DeviceLog;

/// One good reading. Levels in dB; `None` where the instrument had no value.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingRow {
    /// Whose.
    pub unit: UnitId,
    /// When; kept to the microsecond.
    pub at: Timestamp,
    /// Instantaneous level.
    pub lp: Option<f64>,
    /// Equivalent continuous level.
    pub leq: Option<f64>,
    /// Exposure level.
    pub le: Option<f64>,
    /// Maximum.
    pub lmax: Option<f64>,
    /// Minimum.
    pub lmin: Option<f64>,
    /// Peak.
    pub lpeak: Option<f64>,
    /// The percentile slots 1 to 5.
    pub ln: [Option<f64>; 5],
    /// Overload: the levels are lower bounds; `None` where the flag is switched off.
    pub over: Option<bool>,
    /// Under-range: the levels are upper bounds; `None` where the flag is switched off.
    pub under: Option<bool>,
    /// Whether a measurement was running; `None` when not known.
    pub measuring: Option<bool>,
    /// The answer it was taken from.
    pub source: ReadingSource,
}

impl ReadingRow {
    /// A reading without any value yet.
    pub fn new(unit: UnitId, at: Timestamp, source: ReadingSource) -> Self {
        Self {
            unit,
            at,
            lp: None,
            leq: None,
            le: None,
            lmax: None,
            lmin: None,
            lpeak: None,
            ln: [None; 5],
            over: None,
            under: None,
            measuring: None,
            source,
        }
    }

    /// What aggregates are put together from. The number of a record and the start of the measurement are not kept.
    pub fn levels(&self) -> Levels {
        Levels {
            at: self.at,
            origin: self.source.origin(),
            lp: self.lp,
            leq: self.leq,
            le: self.le,
            lmax: self.lmax,
            lmin: self.lmin,
            lpeak: self.lpeak,
            over: self.over == Some(true),
            under: self.under == Some(true),
            started_at: None,
            measuring: self.measuring == Some(true),
        }
    }
}

/// The answer a reading was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadingSource {
    /// Snapshot of the displayed values.
    Dod,
    /// Record of the 10 Hz stream.
    Drd,
}

impl ReadingSource {
    /// What it is to aggregates. The number of a record is not kept.
    pub(crate) const fn origin(self) -> Origin {
        match self {
            Self::Dod => Origin::Snapshot,
            Self::Drd => Origin::Record { counter: None },
        }
    }
}

/// One sample of the compatible history: the texts as the instrument printed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailRow {
    /// Whose.
    pub unit: UnitId,
    /// When; kept to the microsecond.
    pub at: Timestamp,
    /// Instantaneous level.
    pub lp: Option<String>,
    /// Equivalent continuous level.
    pub leq: Option<String>,
    /// Maximum.
    pub lmax: Option<String>,
    /// Percentile slot 1.
    pub ln1: Option<String>,
    /// Percentile slot 2.
    pub ln2: Option<String>,
}

/// What is recorded together or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Readings; one of a unit and time that is there already is left out, so a batch may be handed over again.
    pub readings: Vec<ReadingRow>,
    /// Minutes that have ended; one that is there already is replaced.
    pub minutes: Vec<(UnitId, Aggregate)>,
    /// Samples of the compatible history.
    pub trail: Vec<TrailRow>,
    /// Last known states; the last one of a unit counts.
    pub statuses: Vec<(UnitId, UnitStatus)>,
    /// Log entries.
    pub logs: Vec<DeviceLog>,
}

impl Batch {
    /// Whether there is nothing to record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows of all kinds.
    pub fn len(&self) -> usize {
        self.readings.len() + self.minutes.len() + self.trail.len() + self.statuses.len() + self.logs.len()
    }

    /// Empties it, keeping its memory for the next second.
    pub fn clear(&mut self) {
        self.readings.clear();
        self.minutes.clear();
        self.trail.clear();
        self.statuses.clear();
        self.logs.clear();
    }
}
