//! The slmm service: HTTP, live feeds, recording, alerting.
//!
//! A [`Server`] owns everything: it opens the database, starts the units of the roster, and answers the compatible
//! API. [`config`] says what it can be told.
//!
//! ```
//! use slm_server::{Config, RawConfig, Server};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let mut written = RawConfig::default();
//! written.set("PORT", 0).set("SLMM_DATA_DIR", folder.path().display());
//! let server = Server::bind(Config::check(&written)?).await?;
//! println!("listening on {}", server.local_addr());
//! server.run(async { /* until someone presses Ctrl-C */ }).await;
//! # Ok(())
//! # }
//! ```
//!
//! Left to others: the meters' lines (`slm-fleet`), fan-out (`slm-feed`), the database file (`slm-store`), decisions
//! (`slm-domain`), JSON shapes (`slm-api-types`), signals and flags (`slm-cli`).

mod alerting;
mod app;
mod campaigns;
mod client_links;
mod collector;
pub mod config;
mod data_folder;
mod delivery;
mod fields;
mod history;
mod http;
pub mod logging;
pub mod maintenance;
mod observer;
mod operations;
mod progress;
mod recorder;
mod rule_document;
pub mod rule_file;
mod server;
mod start_error;
mod status_board;
mod supervise;
mod unit_logs;

pub use config::{Config, ConfigError, ConfigErrors, Overrides, RawConfig};
pub use http::api_description;
pub use rule_document::{CheckedRule, read_rule};
pub use server::Server;
pub use start_error::StartError;

/// Serves a configuration until `shutdown` resolves.
///
/// # Errors
/// The service cannot start.
pub async fn run(config: Config, shutdown: impl Future<Output = ()>) -> Result<(), StartError> {
    Server::bind(config).await?.run(shutdown).await;
    Ok(())
}
