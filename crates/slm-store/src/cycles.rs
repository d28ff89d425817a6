//! Rows of cycles and campaigns.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::campaign::Action;

/// A cycle with its outcome, in words and as the service's own JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationRow {
    /// Its name.
    pub id: String,
    /// Whose meter it worked on.
    pub unit: UnitId,
    /// `start-cycle` or `stop-cycle`.
    pub kind: String,
    /// `running`, `done`, `failed`, `cancelled` or `interrupted`.
    pub state: String,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// The step that runs, or that it ended at.
    pub step: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// What state the meter is in, in words.
    pub meter_state: Option<String>,
    /// What the service needs to show it and to go on with it.
    pub document: String,
}

/// What became of a run of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Its cycle runs.
    Running,
    /// Its cycle reached its end.
    Done,
    /// Its cycle failed.
    Failed,
    /// Nobody was there to run it in time.
    Missed,
    /// Not run, for a reason that stands beside.
    Skipped,
    /// The service ended while its cycle ran.
    Interrupted,
}

impl RunState {
    const ALL: [Self; 6] =
        [Self::Running, Self::Done, Self::Failed, Self::Missed, Self::Skipped, Self::Interrupted];

    /// The name in JSON and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Missed => "missed",
            Self::Skipped => "skipped",
            Self::Interrupted => "interrupted",
        }
    }
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RunState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// One run of a campaign: a cycle that was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRun {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// Its campaign, which may be gone.
    pub campaign: i64,
    /// Whose meter it was about.
    pub unit: UnitId,
    /// Which cycle.
    pub action: Action,
    /// When it was due.
    pub due: Timestamp,
    /// What became of it.
    pub state: RunState,
    /// When its cycle began.
    pub began: Option<Timestamp>,
    /// When its cycle ended.
    pub ended: Option<Timestamp>,
    /// The cycle's operation.
    pub operation: Option<String>,
    /// What is worth knowing: how late, why missed, what failed.
    pub detail: Option<String>,
}
