//! `slmm demo`: four simulated meters and the server on them, in one process.

use std::{
    fs::{File, TryLockError},
    io,
    net::SocketAddr,
    path::Path,
};

use anyhow::{Context as _, bail, ensure};
use nl43_sim::{MeterConfig, SimFleet, SimMeter, SoundField};
use serde_json::json;
use slm_server::{Config, Overrides, RawConfig, Server, StartError, logging};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{Exit, cli::DemoArgs, output, signal};

/// Each unit is called after what it hears.
const UNITS: [(&str, SoundField); 4] = [
    ("traffic", SoundField::Traffic),
    ("piling", SoundField::Piling),
    ("concert", SoundField::Concert),
    ("night", SoundField::Night),
];

/// Only what needs a look: readings are to be seen in the browser, not here.
const LOG_FILTER: &str = "warn";

/// More than the server answers to a request of ours.
const ANSWER_LIMIT: u64 = 64 * 1024;

/// Runs the command.
pub(crate) async fn run(args: DemoArgs) -> anyhow::Result<Exit> {
    let stop = signal::Stop::listen()?;
    let _own = take_folder(&args.data_dir)?;
    start_afresh(&args.data_dir).with_context(|| {
        format!("cannot empty {}; choose another with --data-dir", args.data_dir.display())
    })?;
    let fleet = SimFleet::start(meters()).await.context("cannot start the simulated meters")?;
    let config = config(&args, args.port)?;
    let _log = logging::init(&config.data.log(), Some(args.log.as_deref().unwrap_or(LOG_FILTER)))?;
    let server = match Server::bind(config).await {
        Err(StartError::Listen { reason, .. }) if reason.kind() == io::ErrorKind::AddrInUse => {
            output::note(format!("Port {} is in use, so a free one is taken.", args.port));
            Server::bind(self::config(&args, 0)?).await?
        }
        server => server?,
    };
    let address = server.local_addr();
    let serving = server.run(stop.requested());
    let showing = async {
        configure(address, fleet.meters()).await?;
        let program = std::env::args().next().unwrap_or_else(|| "slmm".to_owned());
        output::line(welcome(&program, address, fleet.meters(), &args.data_dir))?;
        anyhow::Ok(())
    };
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => {}
        shown = showing => {
            shown?;
            serving.await;
        }
    }
    fleet.stop().await;
    Ok(Exit::Done)
}

/// Meters that have been measuring since they were switched on, each in its own sound and onto a card of its own.
fn meters() -> impl Iterator<Item = MeterConfig> {
    (1..).zip(UNITS).map(|(seed, (_, sound))| {
        let meter = MeterConfig::default().seed(seed).sound(sound).measuring().with_files();
        meter.setting("Store Mode", "Auto")
    })
}

fn config(args: &DemoArgs, port: u16) -> anyhow::Result<Config> {
    let mut written = RawConfig::from_environment();
    // The simulated meters' clocks show UTC.
    written.set("TIMEZONE_OFFSET", 0).set("TIMEZONE_NAME", "UTC");
    written.overlay(&Overrides {
        host: Some("127.0.0.1".to_owned()),
        port: Some(port),
        data_dir: Some(args.data_dir.clone()),
        ..Overrides::default()
    });
    Ok(Config::check(&written)?)
}

/// Makes the folder this demonstration's own for as long as the file lives: another one must not lose its database.
fn take_folder(folder: &Path) -> anyhow::Result<File> {
    let path = folder.join("demo.lock");
    // A demo empties its folder: one that a server works in, or ever worked in, is not for it.
    if folder.join("slmm.db").exists() && !path.exists() {
        bail!("{} holds the database of a server; choose another folder with --data-dir", folder.display());
    }
    let file = std::fs::create_dir_all(folder)
        .and_then(|()| File::create(&path))
        .with_context(|| format!("cannot use {}; choose another folder with --data-dir", folder.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!(
                "another demo runs in {}; end it, or choose another folder with --data-dir",
                folder.display()
            )
        }
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", path.display()))
        }
    }
}

/// Removes the database of the last demonstration, and nothing else that may lie in the folder.
fn start_afresh(folder: &Path) -> io::Result<()> {
    for name in ["slmm.db", "slmm.db-wal", "slmm.db-shm"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Enters the meters into the roster and has their feeds kept running.
async fn configure(server: SocketAddr, meters: &[SimMeter]) -> anyhow::Result<()> {
    for ((name, _), meter) in UNITS.iter().zip(meters) {
        let (address, files) = (meter.addr(), meter.ftp_addr());
        let unit = json!({
            "unit_id": name,
            "host": address.ip(),
            "tcp_port": address.port(),
            "ftp_enabled": files.is_some(),
            "ftp_port": files.map_or(21, |files| files.port()),
        });
        post(server, "/api/nl43/roster", &unit.to_string()).await?;
        post(server, &format!("/api/nl43/{name}/monitor/start"), "").await?;
    }
    Ok(())
}

/// Sends one request to our own server.
async fn post(server: SocketAddr, path: &str, body: &str) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {server}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(ANSWER_LIMIT).read_to_string(&mut answer).await?;
    let status = answer.split_whitespace().nth(1).unwrap_or("nothing");
    ensure!(status == "200", "the server answered {status} to {path}: {answer}");
    Ok(())
}

/// `program` is what the user typed to start us, so that the commands shown work as they stand.
fn welcome(program: &str, server: SocketAddr, meters: &[SimMeter], folder: &Path) -> String {
    let base = format!("http://{server}");
    let flag = if server.port() == 8100 { String::new() } else { format!(" --server {base}") };
    let listed = UNITS
        .iter()
        .zip(meters)
        .map(|((name, sound), meter)| format!("  {name:<9} {:<9} tcp://{}", sound.to_string(), meter.addr()));
    let units: Vec<_> = listed.collect();
    let (first, second) = (UNITS[0].0, UNITS[1].0);
    format!(
        "\
Four simulated meters and the server are running:

{}

Open
  {base}/          the units
  {base}/docs      the API, to try out

Try in another terminal
  {program} watch {first} {second}{flag}
  curl {base}/api/nl43/{first}/status
  curl '{base}/api/nl43/{first}/ftp/files?path=/NL-43'

Data are in {}. Ctrl-C ends all of it.",
        units.join("\n"),
        folder.display(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_welcome_names_what_to_open() {
        let fleet = SimFleet::start(
            meters().map(|meter| MeterConfig { timing: nl43_sim::Timing::immediate(), ..meter }),
        )
        .await
        .unwrap();
        let mut text =
            welcome("slmm", "127.0.0.1:9000".parse().unwrap(), fleet.meters(), Path::new("data/demo"));
        for (meter, number) in fleet.meters().iter().zip(1..) {
            text = text.replace(&meter.addr().port().to_string(), &format!("<port {number}>"));
        }
        insta::assert_snapshot!(text);
        fleet.stop().await;
    }

    #[test]
    fn the_database_of_a_server_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("slmm.db"), "precious").unwrap();
        assert!(take_folder(folder.path()).unwrap_err().to_string().contains("of a server"));
        assert!(!folder.path().join("demo.lock").exists());
    }

    #[test]
    fn two_demonstrations_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = take_folder(folder.path()).unwrap();
        assert!(take_folder(folder.path()).unwrap_err().to_string().contains("another demo"));
        drop(first);
        take_folder(folder.path()).unwrap();
    }

    #[test]
    fn only_the_database_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["slmm.db", "slmm.db-wal", "mine.txt"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        start_afresh(folder.path()).unwrap();
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["mine.txt"]);
        start_afresh(&folder.path().join("missing")).unwrap();
    }
}
