//! The measurements on a card, each a folder in the folder named after the meter's model.

use jiff::Timestamp;
use nl43_client::ftp::{CardPath, ListEntry};
use slm_domain::UnitConfig;

use super::connection::Connection;
use super::{CollectError, Collector};

/// Where an NL-43 keeps them; other models are looked for when there is no such folder.
const STORE: &str = "NL-43";
const MODELS: &str = "NL-";
/// Beside the measurements.
const SCREENSHOTS: &str = "Screenshot";

/// The folder of one measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measurement {
    /// Its name, for instance `Auto_0042`.
    pub(crate) folder: String,
    /// Its date; `None` where it is no date.
    pub(crate) at: Option<Timestamp>,
}

impl Collector {
    /// The newest measurement whose folder's name begins so; `None` when there is none.
    ///
    /// # Errors
    /// The meter's session is in use, or the card cannot be listed.
    pub(crate) async fn newest_measurement(
        &self,
        unit: &UnitConfig,
        prefix: &str,
    ) -> Result<Option<Measurement>, CollectError> {
        let _turn = self.enter(unit).await?;
        let mut connection = Connection::new(unit, &self.config);
        let entries = self.unless_stopped(store(&mut connection)).await?;
        connection.quit().await;
        let dates = self.dates();
        let folders = entries.into_iter().filter(|entry| entry.is_dir && is_measurement(&entry.name, prefix));
        let measurements = folders.map(|entry| {
            let at = entry.modified.resolve(&dates.zone, dates.now);
            Measurement { folder: entry.name, at }
        });
        // Of those of the same minute the one with the highest number.
        Ok(measurements.max_by(|one, other| (one.at, &one.folder).cmp(&(other.at, &other.folder))))
    }
}

fn is_measurement(name: &str, prefix: &str) -> bool {
    let begins = name.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    begins && !name.eq_ignore_ascii_case(SCREENSHOTS)
}

/// The folder named after the model.
async fn store(connection: &mut Connection) -> Result<Vec<ListEntry>, CollectError> {
    let root = CardPath::root();
    let known = root.join(STORE).unwrap_or(root.clone());
    match connection.list(&known).await {
        Err(error) if error.is_not_found() => {}
        other => return other.map(|listing| listing.entries),
    }
    let entries = connection.list(&root).await?.entries;
    let model = entries.iter().find(|entry| entry.is_dir && is_measurement(&entry.name, MODELS));
    match model.and_then(|entry| root.join(&entry.name).ok()) {
        Some(folder) => connection.list(&folder).await.map(|listing| listing.entries),
        // A card on which nothing was measured yet.
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screenshots_are_no_measurement() {
        assert!(is_measurement("Auto_0042", "Auto_"));
        assert!(is_measurement("AUTO_0042", "Auto_"));
        assert!(!is_measurement("Manual_0042", "Auto_"));
        assert!(is_measurement("Manual_0042", ""));
        assert!(!is_measurement("Screenshot", ""));
        assert!(!is_measurement("é", "Auto_"));
    }
}
