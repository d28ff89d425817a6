//! JSON shapes of the REST API and of live frames.
//!
//! ```
//! use slm_api_types::{Message, Ok};
//!
//! let answer = Message::new("Measurement started");
//! assert_eq!(serde_json::to_string(&answer)?, r#"{"status":"ok","message":"Measurement started"}"#);
//! assert_eq!(answer.status, Ok::Ok);
//! # Result::<(), serde_json::Error>::Ok(())
//! ```
//!
//! Shapes only: what the values mean is decided in `slm-domain`, how they are read and written in `slm-server`.

#![expect(
    clippy::struct_excessive_bools,
    reason = "JSON objects of the compatible API have as many as they have"
)]

mod alarms;
mod alerts;
mod campaigns;
mod client_links;
mod commands;
mod config;
mod connection_test;
mod connections;
mod control;
mod cycles;
mod delivery;
mod diagnostics;
mod envelope;
mod files;
mod health;
mod history;
mod live;
mod logs;
mod meter_settings;
mod monitor;
mod operations;
mod polling;
mod problem;
mod results;
mod roster;
mod series;
mod status;
mod system;
mod trials;
mod units;

pub use alarms::{
    AlarmAcknowledge, AlarmBlock, AlarmBlockBody, AlarmEscalation, AlarmEvent, AlarmEventKept, AlarmEvents,
    AlarmIncident, AlarmIncidentDetails, AlarmIncidentKept, AlarmIncidents, AlarmRule, AlarmRuleBody,
    AlarmRuleFields, AlarmRuleKept, AlarmRules, AlarmShelf, AlarmShelveBody, AlarmSummary,
    AlarmTimelineEntry, AlarmUnitSummary,
};
pub use alerts::{
    AlertAcknowledged, AlertEvent, AlertEvents, AlertRuleBody, AlertRuleDeleted, AlertRuleKept, AlertRules,
    UnitAlertRule,
};
pub use campaigns::{
    CampaignDeleted, CampaignDetails, CampaignDue, CampaignFrame, CampaignList, CampaignRunDetails,
    CampaignRuns, CampaignUpdate,
};
pub use client_links::{
    ClientLinkBody, ClientLinkDeleted, ClientLinkDetails, ClientLinkList, ClientLinkMade, ClientView,
    ViewedDay, ViewedLimit, ViewedNews, ViewedNow, ViewedSeries, ViewedState, ViewedUnit,
};
pub use commands::{
    CommandInfo, CommandKind, CommandList, CommandParams, CommandWarning, RawCommand, RawReply,
};
pub use config::{ConfigUpdate, PollingSettings, PollingUpdate, UnitSettings, UnitSettingsSummary};
pub use connection_test::{ConnectionStep, ConnectionTest, ConnectionTested, Instrument};
pub use connections::{Connection, ConnectionPool, ConnectionsStatus};
pub use control::{Disconnected, MeasurementState, PollingSwitched};
pub use cycles::{CycleProblem, StartCycle, StartCycleDone, StopCycle, StopCycleDone};
pub use delivery::{
    DeliveryAttempt, DeliveryChannelBody, DeliveryChannelDetails, DeliveryChannelKept, DeliveryChannelList,
    DeliveryCounts, DeliveryDeleted, DeliveryMessageDetails, DeliveryMessageEntry, DeliveryMessageList,
    DeliveryProblem, DeliveryQuietHours, DeliveryRecipientBody, DeliveryRecipientDetails,
    DeliveryRecipientKept, DeliveryRecipientList, DeliveryResent, DeliveryTestBody, DeliveryTested,
};
pub use diagnostics::{
    DatabaseDump, DiagnosticTests, DiagnosticVerdict, Diagnostics, DumpedConfig, DumpedStatus,
    LineDiagnostics, TestResult, TestStatus,
};
pub use envelope::{Data, Message, Ok};
pub use files::{
    CardFile, CardFiles, ErrorWord, FileRequest, FolderRequest, FtpStatus, LatestMeasurement, Manifest,
    ManifestFile, MissingFile, SoftFailure, StartTimeSync, StartTimeSynced,
};
pub use health::{DeviceHealth, DevicesHealth, Health, HealthVerdict};
pub use history::{History, HistoryReading};
pub use live::{
    AlertFrame, BackfillFrame, ErrorFrame, FeedPosition, FeedStatus, GapFrame, Heartbeat, HelloFrame,
    MonitorFrame, StreamFrame, StreamPercentiles,
};
pub use logs::{LogCleared, Pagination, UnitLog, UnitLogEntry, UnitLogFilters, UnitLogStats};
pub use meter_settings::{
    Battery, Clock, ClockSynced, ClockUpdate, FrequencyWeighting, IndexNumber, IndexUpdate, LeqInterval,
    LpInterval, MeasurementTime, MeterSettings, OverwriteCheck, PresetUpdate, SettingsValues, SleepStatus,
    TimeWeighting, WeightingUpdate,
};
pub use monitor::{MonitorEntry, MonitorStarted, MonitorStatus, MonitorStopped};
pub use operations::{OperationBegun, OperationDetails, OperationFrame, OperationList, OperationStep};
pub use polling::{PolledUnit, PollingStatus};
pub use problem::{FieldProblem, Place, Problem, ValidationProblem};
pub use results::{ChannelResults, Results};
pub use roster::{Created, CreatedUnit, NewUnit, Roster, RosterStatus, RosterUnit};
pub use series::{
    Series, SeriesFormat, SeriesFrom, SeriesMetrics, SeriesPeriod, SeriesTo, SeriesValue, SoundCharacter,
    ZoneName,
};
pub use status::{CachedStatus, LiveReading, MergedStatus, StatusUpdate};
pub use system::{
    BackupList, BackupMade, DatabaseInfo, StoredBackup, SystemChanged, SystemInfo, SystemMode, SystemStatus,
    WriterInfo,
};
pub use trials::{AlarmBudget, AlarmBudgets, AlarmTrial, AlarmTrialBody, TriedAlarmEvent};
pub use units::{GroupMembers, Groups, ProfileUpdate, UnitOverview, UnitProfiled, Units};
