//! The simulated meter as a client sees it: raw bytes on real sockets, and in memory where time is paused.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests")]

mod faults;
mod file_faults;
mod files;
mod fleet;
mod ftp;
mod line;
mod properties;
mod scale;
mod sound;
mod support;
mod transcripts;
