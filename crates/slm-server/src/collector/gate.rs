//! One FTP session at a time for each meter.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use slm_domain::UnitConfig;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who waits for a meter's session at most; more would only wait for answers nobody waits for any more.
const MAX_WAITING: usize = 8;
/// Longest wait for one's turn. A download may take hours, a listing takes seconds.
const TURN_WITHIN: Duration = Duration::from_secs(30);

/// The sessions of all meters. A meter is an address: units that share one share its session.
#[derive(Debug, Default)]
pub(super) struct Gates {
    gates: Mutex<HashMap<(String, u16), Weak<Gate>>>,
}

/// One meter's.
#[derive(Debug)]
struct Gate {
    session: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Gate {
    fn default() -> Self {
        Self { session: Arc::new(Semaphore::new(1)), places: Arc::new(Semaphore::new(MAX_WAITING + 1)) }
    }
}

/// The right to have a session with a meter, until dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _session: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
    _gate: Arc<Gate>,
}

impl Gates {
    /// Waits for one's turn. `None`: too many wait already, or the wait was too long.
    pub(super) async fn enter(&self, unit: &UnitConfig) -> Option<Turn> {
        let gate = self.gate((unit.host.to_ascii_lowercase(), unit.ftp_port));
        let place = Arc::clone(&gate.places).try_acquire_owned().ok()?;
        let session = Arc::clone(&gate.session).acquire_owned();
        let session = tokio::time::timeout(TURN_WITHIN, session).await.ok()?.ok()?;
        Some(Turn { _session: session, _place: place, _gate: gate })
    }

    fn gate(&self, key: (String, u16)) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gate) = gates.get(&key).and_then(Weak::upgrade) {
            return gate;
        }
        gates.retain(|_, gate| gate.strong_count() > 0);
        let gate = Arc::new(Gate::default());
        gates.insert(key, Arc::downgrade(&gate));
        gate
    }
}

#[cfg(test)]
mod tests {
    use slm_domain::UnitId;

    use super::*;

    fn unit(host: &str) -> UnitConfig {
        UnitConfig::new(UnitId::new("gate").unwrap(), host)
    }

    #[tokio::test(start_paused = true)]
    async fn a_meter_has_one_session_and_others_have_theirs() {
        let gates = Gates::default();
        let first = gates.enter(&unit("a.example")).await.unwrap();
        assert!(gates.enter(&unit("b.example")).await.is_some());
        assert!(gates.enter(&unit("A.example")).await.is_none(), "waits half a minute, then gives up");
        drop(first);
        assert!(gates.enter(&unit("a.example")).await.is_some());
        assert_eq!(gates.gates.lock().unwrap().len(), 1, "nothing is kept of meters without a session");
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_are_bounded() {
        let gates = Arc::new(Gates::default());
        let first = gates.enter(&unit("a")).await.unwrap();
        let waiting: Vec<_> = (0..MAX_WAITING)
            .map(|_| {
                tokio::spawn({
                    let gates = Arc::clone(&gates);
                    async move { gates.enter(&unit("a")).await.is_some() }
                })
            })
            .collect();
        tokio::task::yield_now().await;
        let asked = tokio::time::Instant::now();
        assert!(gates.enter(&unit("a")).await.is_none());
        assert_eq!(asked.elapsed(), Duration::ZERO, "at once");
        drop(first);
        for waiter in waiting {
            assert!(waiter.await.unwrap());
        }
    }
}
