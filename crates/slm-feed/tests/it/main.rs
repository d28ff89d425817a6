//! The hub on real sockets.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod closing;
mod fanout;
mod liveness;
mod slow;
mod support;
