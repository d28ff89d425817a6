//! One function per route, by subject.

pub(crate) mod alarm_events;
pub(crate) mod alarm_rules;
pub(crate) mod alert_events;
pub(crate) mod alert_rules;
pub(crate) mod alert_trials;
pub(crate) mod backups;
pub(crate) mod campaigns;
pub(crate) mod client_links;
pub(crate) mod clock;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod connection_test;
pub(crate) mod connections;
pub(crate) mod control;
pub(crate) mod cycles;
pub(crate) mod delivery_channels;
pub(crate) mod delivery_messages;
pub(crate) mod delivery_recipients;
pub(crate) mod diagnostics;
pub(crate) mod files;
pub(crate) mod ftp;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod index_number;
pub(crate) mod logs;
pub(crate) mod meter_settings;
pub(crate) mod metrics;
pub(crate) mod monitor;
pub(crate) mod operations;
pub(crate) mod pages;
pub(crate) mod polling;
pub(crate) mod power;
pub(crate) mod preset;
pub(crate) mod roster;
pub(crate) mod series;
pub(crate) mod status;
pub(crate) mod system;
pub(crate) mod system_info;
pub(crate) mod units;
pub(crate) mod view;
pub(crate) mod weighting;

use nl43_proto::Command;
use slm_fleet::UnitHandle;

use super::problem::ApiError;
use crate::app::App;
use crate::operations::Operator;

/// Asks a meter one thing, for its word.
async fn word(app: &App, unit: UnitHandle, command: Command) -> Result<String, ApiError> {
    let reply = Operator::new(app, unit).ask(command).await.map_err(ApiError::device)?;
    Ok(reply.text())
}
