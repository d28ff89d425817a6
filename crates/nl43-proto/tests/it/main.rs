//! The crate as its users see it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod corpus;
mod late_answers;
mod properties;
mod random;
mod transcripts;

use std::time::Instant;

/// An instant to count from.
#[expect(clippy::disallowed_methods, reason = "there is no other instant to begin with")]
fn start() -> Instant {
    Instant::now()
}
