//! The thread on which all walkers of a hub run.

use std::io;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// A thread of their own, so that a walk to ten thousand connections holds up no other task, and stays on its
/// processor: a shared pool hands it around at every pause, which costs up to a tenth of the whole fan-out.
#[derive(Debug)]
pub(super) struct WalkThread {
    handle: Handle,
    /// The thread ends when this is dropped.
    _alive: Option<oneshot::Sender<()>>,
}

impl WalkThread {
    /// Starts the thread; without one, walkers run where everything else does.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub(super) fn start() -> Self {
        match Self::try_start() {
            Ok(thread) => thread,
            Err(error) => {
                tracing::warn!(%error, "no thread for the fan-out; it shares the others");
                Self { handle: Handle::current(), _alive: None }
            }
        }
    }

    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }

    fn try_start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let handle = runtime.handle().clone();
        let (alive, hub_is_gone) = oneshot::channel();
        let work = move || drop(runtime.block_on(hub_is_gone));
        thread::Builder::new().name("slm-fan-out".into()).spawn(work)?;
        Ok(Self { handle, _alive: Some(alive) })
    }
}
