//! The card, for tests and demonstrations to fill and to look at.

use std::sync::Arc;

use bytes::Bytes;
use jiff::civil::DateTime;

use super::Shared;
use crate::card::{CardEntry, CardError, Content, Place, Stored};

/// The card of one meter, while it runs. Cheap to clone.
///
/// Paths count from the root of the card, as in `/NL-43/Auto_0019`; folders on the way are made. Times are those of the
/// meter's clock.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use nl43_sim::{MeterConfig, SimMeter};
///
/// let meter = SimMeter::start(MeterConfig::immediate().with_files()).await?;
/// let card = meter.card();
/// card.put("/NL-43/Auto_0019/settings.rnh", "[Store]\r\n")?;
/// card.put_sized("/NL-43/Auto_0019/long.wav", 1_000_000_000)?;
/// card.set_modified("/NL-43/Auto_0019", card.clock().saturating_sub(jiff::Span::new().years(1)))?;
/// assert_eq!(card.list("/NL-43/Auto_0019")?.len(), 2);
/// assert_eq!(card.content("/NL-43/Auto_0019/settings.rnh")?.to_vec(), b"[Store]\r\n");
/// card.remove("/NL-43/Auto_0019")?;
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new()?.block_on(example())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Card {
    shared: Arc<Shared>,
}

impl Card {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// What the meter's clock shows now.
    pub fn clock(&self) -> DateTime {
        self.shared.instrument().card(super::now()).1.clock
    }

    /// Writes a file, now; one that is there is replaced.
    ///
    /// # Errors
    /// When the path leads nowhere, or the card is full.
    pub fn put(&self, path: &str, bytes: impl Into<Bytes>) -> Result<(), CardError> {
        self.put_at(path, bytes, self.clock())
    }

    /// Writes a file with another time.
    ///
    /// # Errors
    /// As [`Card::put`].
    pub fn put_at(&self, path: &str, bytes: impl Into<Bytes>, modified: DateTime) -> Result<(), CardError> {
        self.store(path, Stored::Bytes(bytes.into()), modified)
    }

    /// Writes a file of any size, now. Its content depends on path, size and the meter's seed alone and takes no memory.
    ///
    /// # Errors
    /// As [`Card::put`].
    pub fn put_sized(&self, path: &str, size_bytes: u64) -> Result<(), CardError> {
        self.store(path, Stored::Generated { size_bytes }, self.clock())
    }

    /// Makes a folder, now; one that is there stays as it is.
    ///
    /// # Errors
    /// As [`Card::put`].
    pub fn make_folder(&self, path: &str) -> Result<(), CardError> {
        let place = Place::parse(path)?;
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(super::now());
        card.make_folder(&place, present.clock)
    }

    /// Changes the time of a file or folder.
    ///
    /// # Errors
    /// When nothing is there, or the meter itself writes there.
    pub fn set_modified(&self, path: &str, to: DateTime) -> Result<(), CardError> {
        let place = Place::parse(path)?;
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(super::now());
        card.set_modified(&place, to, present)
    }

    /// Removes a file, or a folder with all in it.
    ///
    /// # Errors
    /// When nothing is there, or it is a single file that the meter itself writes.
    pub fn remove(&self, path: &str) -> Result<(), CardError> {
        let place = Place::parse(path)?;
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(super::now());
        card.remove(&place, present)
    }

    /// What a folder holds now, by name.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn list(&self, path: &str) -> Result<Vec<CardEntry>, CardError> {
        let place = Place::parse(path)?;
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(super::now());
        card.list(&place, present)
    }

    /// What is in a file now.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn content(&self, path: &str) -> Result<Content, CardError> {
        let place = Place::parse(path)?;
        let mut instrument = self.shared.instrument();
        let (card, present) = instrument.card(super::now());
        card.content(&place, present)
    }

    fn store(&self, path: &str, stored: Stored, modified: DateTime) -> Result<(), CardError> {
        let place = Place::parse(path)?;
        self.shared.instrument().card(super::now()).0.put(&place, stored, modified)
    }
}
