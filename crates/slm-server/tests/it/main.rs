//! The whole service, bound to a free port, driven over HTTP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod alarm_frames;
mod alarm_rules;
mod alarms;
mod alerts;
mod backfill;
mod budget;
mod campaigns;
mod client_links;
mod config;
mod connection_test;
mod contract;
mod control;
mod cycles;
mod device;
mod edge;
mod feed;
mod files;
mod limits;
mod live;
mod old_database;
mod pages;
mod polling;
mod recording;
mod registers;
mod roster;
mod series;
mod status;
mod support;
mod system;
mod trials;
mod unit_logs;
