//! When to stop.

use std::io;

use tokio::sync::watch;

/// Hears Ctrl-C and SIGTERM from the moment it was made, whoever waits for it later.
pub(crate) struct Stop {
    requested: watch::Receiver<bool>,
}

impl Stop {
    /// Begins to listen.
    ///
    /// A second request ends the process at once, for whoever does not want to wait for an orderly end.
    ///
    /// # Errors
    /// The signals cannot be heard.
    pub(crate) fn listen() -> io::Result<Self> {
        let mut signals = Signals::new()?;
        let (sender, requested) = watch::channel(false);
        tokio::spawn(async move {
            signals.next().await;
            // Nobody waits any more when the receiver is gone.
            let _ = sender.send(true);
            signals.next().await;
            std::process::exit(SECOND_SIGNAL);
        });
        Ok(Self { requested })
    }

    /// Completes once the process was asked to end.
    ///
    /// # Cancel safety
    /// Safe; a request is never missed.
    pub(crate) async fn requested(&self) {
        let mut requested = self.requested.clone();
        if requested.wait_for(|requested| *requested).await.is_err() {
            // The listening task ends with the process only.
            std::future::pending::<()>().await;
        }
    }
}

/// Exit code after the second request, as a shell reports an interrupt.
const SECOND_SIGNAL: i32 = 130;

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
