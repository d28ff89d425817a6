//! The SD card as a value: folders and files, their times in the meter's clock.

use jiff::civil::DateTime;

pub(crate) use path::Place;
pub(crate) use recording::{ChannelPlan, LpInterval, Period, Plan, Present, Recording, leq_header, leq_row};
pub(crate) use start::{STORE as SAMPLE_STORE, furnish};
pub(crate) use tree::{Stored, Tree};

pub use content::Content;

mod content;
mod path;
mod recording;
mod start;
mod tree;

/// One line of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEntry {
    /// Its name, without the path.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Size in bytes; 0 for folders.
    pub size_bytes: u64,
    /// When it was last changed, by the meter's clock. Folders keep the time of their making.
    pub modified: DateTime,
}

/// Why something is not possible on the card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// There is neither file nor folder.
    #[error("nothing at `{0}` on the card")]
    Nothing(String),
    /// A file is not a folder, and the other way round.
    #[error("`{0}` is of the other kind: a folder in place of a file, or a file in place of a folder")]
    OtherKind(String),
    /// No path: a name with control characters, or too long, or too deep.
    #[error("no path on a card: `{0}`")]
    Name(String),
    /// The meter itself writes there.
    #[error("`{0}` is written by the meter itself")]
    Recorded(String),
    /// The card holds as much as it can.
    #[error("the card holds {0} files and folders, and no more")]
    Full(usize),
}
