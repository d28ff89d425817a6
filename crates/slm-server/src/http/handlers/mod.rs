//! One function per route, by subject.

pub(crate) mod config;
pub(crate) mod connections;
pub(crate) mod control;
pub(crate) mod ftp;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod metrics;
pub(crate) mod monitor;
pub(crate) mod operations;
pub(crate) mod pages;
pub(crate) mod polling;
pub(crate) mod roster;
pub(crate) mod status;
pub(crate) mod system;
