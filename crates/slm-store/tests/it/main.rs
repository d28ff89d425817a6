//! The store as its callers see it, each test on a file of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod alerts;
mod cycles;
mod durability;
mod logs;
mod purge;
mod recording;
mod refused;
mod statuses;
mod support;
mod units;
mod upgrade;
