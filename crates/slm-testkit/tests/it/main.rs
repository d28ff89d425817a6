//! The whole service as its users meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod alerts;
mod commands;
mod defects;
mod delivery;
mod fuzz;
mod outages;
mod persistence;
mod streams;
mod viewers;
