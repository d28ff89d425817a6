//! The files on a meter's card, over FTP.
//!
//! [`FtpSession`] logs in, lists folders and fetches files. RION's meters take active mode only: they dial back to an
//! address and port that the client announces, so both can be chosen here ([`FtpOptions`]), and [`FtpError`] says which
//! of the two connections is blocked.
//!
//! ```no_run
//! use nl43_client::ftp::{CardPath, FtpOptions, FtpServer, FtpSession};
//!
//! # async fn fetch() -> Result<(), Box<dyn std::error::Error>> {
//! let server =
//!     FtpServer { host: "192.0.2.7".into(), port: 21, user: "USER".into(), password: "0000".into() };
//! let options = FtpOptions { ports: Some(50_000..=50_009), ..FtpOptions::default() };
//! let mut session = FtpSession::open(&server, &options).await?;
//!
//! let folder = CardPath::parse("/NL-43/Manual_0019")?;
//! for entry in session.list(&folder).await?.entries {
//!     let mut file = session.retrieve(&folder.join(&entry.name)?).await?;
//!     while let Some(bytes) = file.chunk().await? {
//!         // write them somewhere
//! #       drop(bytes);
//!     }
//!     file.expect_size(entry.size_bytes)?;
//! }
//! session.quit().await;
//! # Ok(())
//! # }
//! ```
//!
//! Only verbs that real meters are known to take are sent: `USER PASS TYPE CWD PORT LIST RETR QUIT`, besides one attempt at
//! `PASV` in [`DataMode::Auto`], and the two IPv6 forms where there is no other way. Everything received is bounded.
//!
//! Left to others: sessions in turn (a meter takes few), retries, and where the bytes go (`slm-server`).

mod control;
mod data;
mod error;
mod listed_time;
mod listing;
mod options;
mod path;
mod reply;
mod retrieval;
mod session;
mod transfer;

pub use error::{Announced, FtpError, FtpPhase};
pub use listed_time::ListedTime;
pub use listing::{ListEntry, Listing, SkipReason, SkippedLine, TooManyEntries};
pub use options::{DataMode, FtpOptions, FtpServer};
pub use path::{CardPath, CardPathError, MAX_NAME, MAX_PATH, check_name};
pub use retrieval::Retrieval;
pub use session::FtpSession;

/// What the fuzz targets look at.
pub(crate) mod internals {
    pub(crate) use super::{
        data::{extended_passive_port, passive_port},
        reply::{MAX_LINE, Reply, ReplyError, ReplyReader},
    };
}
