//! The interactive screen: draws on every update and four times a second, and listens to the keyboard.

use std::{io, time::Duration};

use ratatui::{
    DefaultTerminal,
    crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers},
};
use tokio::{sync::mpsc, time::MissedTickBehavior};

use super::{connection::Report, model::WatchModel, now, view};
use crate::signal::Stop;

/// Ages on the screen change at least this often.
const REDRAW: Duration = Duration::from_millis(250);

/// How often the keyboard's thread looks whether it is still needed.
const KEY_POLL: Duration = Duration::from_millis(200);

/// Keys wait here while a picture is drawn; nobody types more ahead.
const KEY_QUEUE: usize = 16;

/// Shows the units until `q` is pressed or a signal says to stop.
pub(crate) async fn run(
    model: WatchModel,
    reports: mpsc::Receiver<Report>,
    stop: &Stop,
) -> anyhow::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let outcome = show(&mut terminal, model, reports, stop).await;
    ratatui::restore();
    outcome
}

async fn show(
    terminal: &mut DefaultTerminal,
    mut model: WatchModel,
    mut reports: mpsc::Receiver<Report>,
    stop: &Stop,
) -> anyhow::Result<()> {
    let mut keys = keyboard();
    let mut redraw = tokio::time::interval(REDRAW);
    redraw.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            report = reports.recv() => {
                let Some(report) = report else { return Ok(()) };
                model.apply(report.unit, report.update, now());
                while let Ok(report) = reports.try_recv() {
                    model.apply(report.unit, report.update, now());
                }
            }
            event = keys.recv() => match event {
                Some(event) if is_quit(&event) => return Ok(()),
                Some(_) => {}
                None => return Ok(()),
            },
            _ = redraw.tick() => {}
            () = stop.requested() => return Ok(()),
        }
        terminal.draw(|frame| view::render(frame, &model, now()))?;
    }
}

fn is_quit(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    let interrupt = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    key.kind == KeyEventKind::Press && (interrupt || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc))
}

/// Reads the keyboard on a thread of its own, since that blocks. The thread ends with the receiver.
fn keyboard() -> mpsc::Receiver<Event> {
    let (sender, receiver) = mpsc::channel(KEY_QUEUE);
    std::thread::spawn(move || -> io::Result<()> {
        while !sender.is_closed() {
            if event::poll(KEY_POLL)? && sender.blocking_send(event::read()?).is_err() {
                break;
            }
        }
        Ok(())
    });
    receiver
}
