//! One FTP session at a time for each meter.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use slm_domain::UnitConfig;
use slm_fleet::LineKey;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who waits for a meter's session at most; more would only wait for answers nobody waits for any more.
const MAX_WAITING: usize = 8;
/// Longest wait for one's turn. A download may take hours, a listing takes seconds.
const TURN_WITHIN: Duration = Duration::from_secs(30);

/// The sessions of all meters. A meter is an address: units that share one share its session, whatever name each has
/// for it.
#[derive(Debug, Default)]
pub(super) struct Gates {
    gates: Mutex<HashMap<LineKey, Weak<Gate>>>,
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

/// The right to have a session with a meter, until the last copy of it is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    _held: Arc<Held>,
}

#[derive(Debug)]
struct Held {
    _session: OwnedSemaphorePermit,
    /// Who waits patiently takes none of the places.
    _place: Option<OwnedSemaphorePermit>,
    _gate: Arc<Gate>,
}

impl Turn {
    fn new(session: OwnedSemaphorePermit, place: Option<OwnedSemaphorePermit>, gate: Arc<Gate>) -> Self {
        Self { _held: Arc::new(Held { _session: session, _place: place, _gate: gate }) }
    }
}

impl Gates {
    /// Waits half a minute for one's turn. `None`: too many wait already, or the wait was too long.
    pub(super) async fn enter(&self, unit: &UnitConfig) -> Option<Turn> {
        let gate = self.of(unit).await;
        let place = Arc::clone(&gate.places).try_acquire_owned().ok()?;
        let session = Arc::clone(&gate.session).acquire_owned();
        let session = tokio::time::timeout(TURN_WITHIN, session).await.ok()?.ok()?;
        Some(Turn::new(session, Some(place), gate))
    }

    /// Takes the turn if nobody has it.
    pub(super) async fn try_enter(&self, unit: &UnitConfig) -> Option<Turn> {
        let gate = self.of(unit).await;
        let session = Arc::clone(&gate.session).try_acquire_owned().ok()?;
        Some(Turn::new(session, None, gate))
    }

    /// Waits for one's turn in line with the others, as long as it takes; for those of whom a meter has one at a time.
    ///
    /// # Cancel safety
    /// Dropping the future gives the place in the line up.
    pub(super) async fn wait(&self, unit: &UnitConfig) -> Option<Turn> {
        let gate = self.of(unit).await;
        let session = Arc::clone(&gate.session).acquire_owned().await.ok()?;
        Some(Turn::new(session, None, gate))
    }

    async fn of(&self, unit: &UnitConfig) -> Arc<Gate> {
        let key = LineKey::resolve(&unit.host, unit.ftp_port).await;
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
        let first = gates.enter(&unit("192.0.2.1")).await.unwrap();
        let copy = first.clone();
        assert!(gates.enter(&unit("192.0.2.2")).await.is_some());
        drop(first);
        assert!(gates.enter(&unit("192.0.2.1")).await.is_none(), "waits half a minute, then gives up");
        drop(copy);
        assert!(gates.enter(&unit("192.0.2.1")).await.is_some());
        assert_eq!(gates.gates.lock().unwrap().len(), 1, "nothing is kept of meters without a session");
    }

    #[tokio::test(start_paused = true)]
    async fn d45_a_name_and_its_address_are_one_meter() {
        let gates = Gates::default();
        let _first = gates.enter(&unit("localhost")).await.unwrap();
        assert!(gates.enter(&unit("127.0.0.1")).await.is_none());
        assert!(gates.enter(&unit("LocalHost")).await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_are_bounded() {
        let gates = Arc::new(Gates::default());
        let first = gates.enter(&unit("192.0.2.1")).await.unwrap();
        let waiting: Vec<_> = (0..MAX_WAITING)
            .map(|_| {
                tokio::spawn({
                    let gates = Arc::clone(&gates);
                    async move { gates.enter(&unit("192.0.2.1")).await.is_some() }
                })
            })
            .collect();
        tokio::task::yield_now().await;
        let asked = tokio::time::Instant::now();
        assert!(gates.enter(&unit("192.0.2.1")).await.is_none());
        assert_eq!(asked.elapsed(), Duration::ZERO, "at once");
        drop(first);
        for waiter in waiting {
            assert!(waiter.await.unwrap());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_patient_wait_for_hours() {
        let gates = Arc::new(Gates::default());
        let first = gates.try_enter(&unit("192.0.2.1")).await.unwrap();
        assert!(gates.try_enter(&unit("192.0.2.1")).await.is_none());
        let waiting = tokio::spawn({
            let gates = Arc::clone(&gates);
            async move { gates.wait(&unit("192.0.2.1")).await.is_some() }
        });
        tokio::time::sleep(Duration::from_hours(3)).await;
        assert!(!waiting.is_finished());
        drop(first);
        assert!(waiting.await.unwrap());
    }
}
