//! The simulated meter as a client sees it: raw bytes on real sockets, and in memory where time is paused.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;
mod transcripts;
