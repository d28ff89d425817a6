//! The store as its callers see it, each test on a file of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod aggregates;
mod alarms;
mod alerts;
mod backup;
mod client_links;
mod cycles;
mod durability;
mod incidents;
mod logs;
mod old_files;
mod old_service;
mod outbox;
mod profiles;
mod purge;
mod recording;
mod refused;
mod restore;
mod statuses;
mod support;
mod units;
mod upgrade;
