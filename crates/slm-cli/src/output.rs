//! The one place that writes to standard output and standard error.

use std::{
    fmt::Display,
    io::{self, Write as _},
};

/// Prints one line and flushes it, so that a reader of a pipe sees it at once.
pub(crate) fn line(text: impl Display) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// Tells the person at the terminal something that is no part of the output.
///
/// A closed standard error is no reason to stop.
pub(crate) fn note(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether a failure only says that the reader of our output went away, as `| head` does.
pub(crate) fn is_reader_gone(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
