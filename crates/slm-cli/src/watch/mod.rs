//! `slmm watch`: units in a terminal, or one line a frame.

mod connection;
mod digits;
mod frame;
mod model;
mod plain;
#[cfg(test)]
mod scene;
mod terminal;
mod view;

use std::{
    io::IsTerminal as _,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use tokio::{sync::mpsc, time::MissedTickBehavior};

pub(crate) use self::connection::Server;
use self::{
    connection::{Follower, Report},
    frame::Body,
    model::{Now, Update, WatchModel},
    plain::Plain,
};
use crate::{Exit, cli::WatchArgs, output, signal::Stop};

/// Reports on their way to the screen. A connection waits when it is full, and the server then sends us the newest.
const REPORT_QUEUE: usize = 256;

/// How often the plain output looks whether a value has gone stale.
const STALE_CHECK: Duration = Duration::from_millis(500);

/// Runs the command.
pub(crate) async fn run(args: WatchArgs) -> anyhow::Result<Exit> {
    let stop = Stop::listen()?;
    let (sender, reports) = mpsc::channel(REPORT_QUEUE);
    for (index, unit) in args.units.iter().enumerate() {
        let (server, reports) = (args.server.clone(), sender.clone());
        let follower = Follower { server, index, unit: unit.clone(), hello: !args.json, reports };
        tokio::spawn(follower.run());
    }
    drop(sender);
    let model = WatchModel::new(args.units);
    if args.json {
        json(reports, &stop).await?;
    } else if args.plain || !std::io::stdout().is_terminal() {
        plain(model, reports, &stop).await?;
    } else {
        terminal::run(model, reports, &stop).await?;
    }
    Ok(Exit::Done)
}

/// Passes every frame on as it came.
async fn json(mut reports: mpsc::Receiver<Report>, stop: &Stop) -> anyhow::Result<()> {
    loop {
        tokio::select! {
            report = reports.recv() => match report {
                Some(Report { text: Some(text), .. }) => output::line(text)?,
                Some(Report { update: Update::Down { reason, retry_in }, .. }) => {
                    output::note(format!("{reason}; next try in {}", view::span(retry_in)));
                }
                Some(_) => {}
                None => return Ok(()),
            },
            () = stop.requested() => return Ok(()),
        }
    }
}

/// Prints a line for every reading and every change.
async fn plain(
    mut model: WatchModel,
    mut reports: mpsc::Receiver<Report>,
    stop: &Stop,
) -> anyhow::Result<()> {
    let mut lines = Plain::default();
    let mut check = tokio::time::interval(STALE_CHECK);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            report = reports.recv() => {
                let Some(Report { unit, update, .. }) = report else { return Ok(()) };
                let body = if let Update::Frame(frame) = &update { Some(frame.body.clone()) } else { None };
                model.apply(unit, update, now());
                match body {
                    Some(Body::Reading { .. }) => print(lines.reading(&model, unit, now()))?,
                    Some(_) => print(lines.change(&model, unit, now()))?,
                    None => {}
                }
            }
            _ = check.tick() => {
                for unit in 0..model.units().len() {
                    print(lines.change(&model, unit, now()))?;
                }
            }
            () = stop.requested() => return Ok(()),
        }
    }
}

fn print(line: Option<String>) -> std::io::Result<()> {
    line.map_or(Ok(()), output::line)
}

fn now() -> Now {
    Now { instant: Instant::now(), wall: Timestamp::now() }
}
