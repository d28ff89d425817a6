//! Channels against real servers, and the worker against time.
//!
//! A server that is not installed fails its tests; nothing is skipped.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod email;
mod mqtt;
mod sms;
mod support;
mod webhook;
mod worker;
