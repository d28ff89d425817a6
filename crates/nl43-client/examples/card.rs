//! Walks a folder on a meter's card, or any FTP server, and reads every file in it:
//! `card HOST PORT USER PASSWORD FOLDER [auto|active|passive [FIRST-LAST]]`
//!
//! The ports after the mode are those that the server may dial back to.

#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::{error::Error, process::ExitCode, time::Instant};

use jiff::{Timestamp, tz::TimeZone};
use nl43_client::ftp::{CardPath, DataMode, FtpOptions, FtpServer, FtpSession};

const USAGE: &str = "usage: card HOST PORT USER PASSWORD FOLDER [auto|active|passive [FIRST-LAST]]";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [host, port, user, password, folder, rest @ ..] = &arguments[..] else { return Err(USAGE.into()) };
    let mode = match rest.first().map(String::as_str) {
        Some("active") => DataMode::Active,
        Some("passive") => DataMode::Passive,
        _ => DataMode::Auto,
    };
    let ports = match rest.get(1).and_then(|ports| ports.split_once('-')) {
        Some((first, last)) => Some(first.parse()?..=last.parse()?),
        None => None,
    };
    let server =
        FtpServer { host: host.clone(), port: port.parse()?, user: user.clone(), password: password.clone() };
    let mut session = FtpSession::open(&server, &FtpOptions { mode, ports, ..FtpOptions::default() }).await?;

    let mut folders = vec![CardPath::parse(folder)?];
    while let Some(folder) = folders.pop() {
        let listing = session.list(&folder).await?;
        for skipped in &listing.skipped {
            println!("{folder}: not taken, {}: {}", skipped.reason, skipped.line);
        }
        for entry in listing {
            let path = folder.join(&entry.name)?;
            let modified = entry.modified.resolve(&TimeZone::system(), Timestamp::now());
            let modified = modified.map_or_else(|| entry.modified.text().to_owned(), |time| time.to_string());
            if entry.is_dir {
                println!("{modified}  {path}/");
                folders.push(path);
                continue;
            }
            let begun = Instant::now();
            let mut file = session.retrieve(&path).await?;
            while file.chunk().await?.is_some() {}
            file.expect_size(entry.size_bytes)?;
            let megabytes_per_s = entry.size_bytes as f64 / 1e6 / begun.elapsed().as_secs_f64();
            println!("{modified}  {path}  {} bytes, {megabytes_per_s:.0} MB/s", entry.size_bytes);
        }
    }
    println!("{:?} mode", session.mode());
    session.quit().await;
    Ok(())
}
