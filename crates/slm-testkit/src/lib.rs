//! A whole server on simulated instruments, for tests.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use slm_testkit::{Scene, quick_meter};
//!
//! let scene = Scene::start().await?;
//! let meter = quick_meter().await?;
//! scene.add_unit("gate", &meter).await?;
//! let mut viewer = scene.monitor("gate").await?;
//! assert_eq!(viewer.next_data().await?["feed_status"], "ok");
//! # Ok(()) }
//! ```
//!
//! Left to others: the meters themselves (`nl43-sim`) and the server (`slm-server`).

mod events;
mod scene;
mod socket;

pub use events::{Event, Events};
pub use scene::{Scene, quick_meter};
pub use socket::Socket;

use std::time::Duration;

/// No wait of a test is longer than this.
pub const PATIENCE: Duration = Duration::from_secs(20);
