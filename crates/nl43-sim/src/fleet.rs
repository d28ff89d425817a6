//! Many meters in one process.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::{CancellationToken, DropGuard};

use crate::config::MeterConfig;
use crate::control;
use crate::meter::SimMeter;

/// Simulated meters, each on its own port, numbered from 1.
///
/// Nothing ticks for a meter that nobody asks, so a thousand of them fit into one process.
#[derive(Debug)]
pub struct SimFleet {
    meters: Arc<Vec<SimMeter>>,
    /// Ends the control interfaces with the fleet.
    controls: Mutex<Vec<DropGuard>>,
}

impl SimFleet {
    /// Starts one meter for each configuration.
    ///
    /// # Errors
    /// When the address of one cannot be had; those already started end again.
    pub async fn start(configs: impl IntoIterator<Item = MeterConfig>) -> io::Result<Self> {
        let mut meters = Vec::new();
        for config in configs {
            meters.push(SimMeter::start(config).await?);
        }
        Ok(Self { meters: Arc::new(meters), controls: Mutex::default() })
    }

    /// Starts `count` meters alike but for their seeds, which count up from the template's.
    ///
    /// # Errors
    /// As [`SimFleet::start`].
    pub async fn start_many(count: usize, template: &MeterConfig) -> io::Result<Self> {
        let config = |n: usize| template.clone().seed(template.seed.wrapping_add(n as u64));
        Self::start((0..count).map(config)).await
    }

    /// All meters, in order.
    pub fn meters(&self) -> &[SimMeter] {
        &self.meters
    }

    /// The meter with this number, counted from 1.
    pub fn meter(&self, number: usize) -> Option<&SimMeter> {
        find(&self.meters, number)
    }

    /// Serves the control interface (`GET /` lists its routes) and returns its address. It ends with the fleet.
    ///
    /// # Errors
    /// When the address is not on the loopback, for whoever reaches the interface rules the meters; or cannot be had.
    pub async fn serve_control(&self, addr: SocketAddr) -> io::Result<SocketAddr> {
        if !addr.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the control interface listens on the loopback only",
            ));
        }
        let listener = tokio::net::TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        let cancel = CancellationToken::new();
        self.controls.lock().unwrap_or_else(PoisonError::into_inner).push(cancel.clone().drop_guard());
        tokio::spawn(control::serve(listener, Arc::clone(&self.meters), cancel));
        Ok(addr)
    }

    /// Stops all meters and waits for them.
    pub async fn stop(self) {
        self.controls.lock().unwrap_or_else(PoisonError::into_inner).clear();
        for meter in self.meters.iter() {
            meter.stop().await;
        }
    }
}

/// The meter with this number, counted from 1.
pub(crate) fn find(meters: &[SimMeter], number: usize) -> Option<&SimMeter> {
    meters.get(number.checked_sub(1)?)
}
