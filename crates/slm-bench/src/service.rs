//! The whole service as a child process, on a roster made for the benchmark.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use slm_domain::{UnitConfig, UnitId};
use slm_server::{Config, RawConfig, Server};
use slm_store::Store;

use crate::process::{Child, words};

/// The measured process of every benchmark but `fanout`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServiceArgs {
    /// Data folder.
    folder: PathBuf,
    /// Further settings, as in the environment.
    settings: Vec<String>,
}

/// Serves until the input ends; says where.
pub(crate) fn serve(args: &ServiceArgs) -> anyhow::Result<()> {
    crate::process::raise_file_limit();
    runtime()?.block_on(async {
        let mut raw = RawConfig::default();
        raw.set("PORT", 0).set("SLMM_DATA_DIR", args.folder.display());
        for setting in &args.settings {
            let (key, value) = setting.split_once('=').context("a setting has a value")?;
            raw.set(key, value);
        }
        let server = Server::bind(Config::check(&raw)?).await?;
        println!("{}", server.local_addr());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        std::thread::spawn(move || {
            words().for_each(drop);
            drop(stop);
        });
        server.run(async { drop(stopped.await) }).await;
        Ok(())
    })
}

/// The service in a process of its own, and the folder it works in.
pub(crate) struct Service {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Service {
    /// Starts it with one unit a meter, `unit-0` and so on, kept alive from the beginning.
    pub(crate) fn start(meters: &[SocketAddr]) -> anyhow::Result<Self> {
        Self::start_with(meters, &[], Child::start)
    }

    /// The same with further settings, as a process that `start` begins.
    pub(crate) fn start_with(
        meters: &[SocketAddr],
        settings: &[&str],
        start: impl FnOnce(&[&str]) -> anyhow::Result<Child>,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        runtime()?.block_on(write_roster(folder.path(), meters))?;
        Self::start_in(folder, settings, start)
    }

    /// The same in a folder whose database has been written.
    pub(crate) fn start_in(
        folder: tempfile::TempDir,
        settings: &[&str],
        start: impl FnOnce(&[&str]) -> anyhow::Result<Child>,
    ) -> anyhow::Result<Self> {
        let path = folder.path().to_str().context("the temporary folder has a plain name")?;
        let mut child = start(&[&["service", path], settings].concat())?;
        let address = child.answer()?.parse()?;
        Ok(Self { child, address, _folder: folder })
    }
}

/// Writes the roster that `start` begins with.
pub(crate) async fn write_roster(folder: &Path, meters: &[SocketAddr]) -> anyhow::Result<()> {
    let store = Store::open(&folder.join("slmm.db")).await?;
    for (number, meter) in meters.iter().enumerate() {
        let mut unit = UnitConfig::new(UnitId::new(&format!("unit-{number}"))?, meter.ip().to_string());
        unit.tcp_port = meter.port();
        unit.poll_interval = Duration::from_hours(6);
        store.put_unit(&unit).await?;
    }
    store.close().await;
    Ok(())
}

pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
