//! What a meter experienced: connections, commands and breaches of the line's rules.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// On which connection, counted from 1; 0 where it concerns none.
    pub connection: u32,
    /// What.
    pub event: Event,
}

/// What can happen to a meter.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A connection was accepted; `served` says whether it holds the control slot.
    Opened {
        /// `false` for one that is ignored because another is open.
        served: bool,
    },
    /// A connection ended.
    Closed {
        /// Who ended it.
        by: ClosedBy,
    },
    /// A line arrived.
    Command {
        /// The line, without CR LF.
        line: Arc<str>,
        /// What was wrong about its time.
        breach: Option<Breach>,
    },
    /// SUB arrived.
    Sub,
    /// A line arrived at the file server.
    FileCommand {
        /// Which of its clients sent it, counted from 1.
        session: u32,
        /// The line, without CR LF; a password is left out.
        line: Arc<str>,
    },
    /// A fault was applied; its text is what `FromStr` reads.
    Fault(Arc<str>),
    /// All faults were healed.
    Healed,
}

/// Who ended a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// The client.
    Client,
    /// The meter, by a reset.
    Meter,
}

/// How a command broke the rules of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breach {
    /// It came only so long after the last byte of the previous answer.
    TooSoon(Duration),
    /// The previous command was not answered yet.
    WhileAnswering,
    /// A stream was running, in which only SUB may be sent.
    WhileStreaming,
}

/// A command, as [`Journal::commands`] lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// When its CR LF arrived.
    pub at: Instant,
    /// On which connection, counted from 1.
    pub connection: u32,
    /// The line, without CR LF.
    pub line: Arc<str>,
    /// What was wrong about its time.
    pub breach: Option<Breach>,
}

/// The journal of one meter; clones see the same entries.
///
/// It keeps a bounded number of entries (`MeterConfig::journal_entries`); totals cover everything since power-on.
#[derive(Debug, Clone)]
pub struct Journal {
    kept: Arc<Mutex<Kept>>,
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Entry>,
    limit: usize,
    totals: Totals,
    open: usize,
}

/// Counts since power-on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Connections accepted.
    pub connections: u64,
    /// Most connections that were open at the same time.
    pub max_connections: usize,
    /// Commands received.
    pub commands: u64,
    /// Commands that came too soon.
    pub spacing_violations: u64,
    /// Commands sent before the previous answer was complete, or into a stream.
    pub overlaps: u64,
    /// Entries that were forgotten because the journal was full.
    pub forgotten: u64,
}

impl Journal {
    pub(crate) fn new(limit: usize) -> Self {
        let kept = Kept { limit, ..Kept::default() };
        Self { kept: Arc::new(Mutex::new(kept)), changes: watch::Sender::new(0) }
    }

    /// All entries kept, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.kept().entries.iter().cloned().collect()
    }

    /// The commands kept, oldest first.
    pub fn commands(&self) -> Vec<Command> {
        self.kept().entries.iter().filter_map(command).collect()
    }

    /// The lines of the commands kept, oldest first.
    pub fn lines(&self) -> Vec<Arc<str>> {
        self.commands().into_iter().map(|command| command.line).collect()
    }

    /// The lines that the file server received, with the numbers of its clients, oldest first.
    pub fn file_commands(&self) -> Vec<(u32, Arc<str>)> {
        let line = |entry: &Entry| match &entry.event {
            Event::FileCommand { session, line } => Some((*session, Arc::clone(line))),
            _ => None,
        };
        self.kept().entries.iter().filter_map(line).collect()
    }

    /// How often `line` is among the commands kept.
    pub fn count(&self, line: &str) -> usize {
        let is_it =
            |entry: &&Entry| matches!(&entry.event, Event::Command { line: sent, .. } if **sent == *line);
        self.kept().entries.iter().filter(is_it).count()
    }

    /// Commands kept that came sooner after the previous answer than the instrument allows.
    pub fn spacing_violations(&self) -> Vec<Command> {
        let too_soon = |command: &Command| matches!(command.breach, Some(Breach::TooSoon(_)));
        self.commands().into_iter().filter(too_soon).collect()
    }

    /// Most connections that were ever open at the same time, ignored ones included.
    pub fn max_connections(&self) -> usize {
        self.totals().max_connections
    }

    /// Connections that are open now.
    pub fn open_connections(&self) -> usize {
        self.kept().open
    }

    /// Counts since power-on.
    pub fn totals(&self) -> Totals {
        self.kept().totals
    }

    /// Waits until `line` was received `times` times in all; `false` when `within` passes first.
    ///
    /// # Cancel safety
    /// Dropping the future loses nothing.
    pub async fn wait_for(&self, line: &str, times: usize, within: Duration) -> bool {
        self.wait_until(within, |journal| journal.count(line) >= times).await
    }

    /// Waits until `condition` holds, asked anew after every entry; `false` when `within` passes first.
    ///
    /// # Cancel safety
    /// Dropping the future loses nothing.
    pub async fn wait_until(&self, within: Duration, mut condition: impl FnMut(&Self) -> bool) -> bool {
        let mut changes = self.changes.subscribe();
        let holds = async {
            while !condition(self) {
                // The sender lives as long as `self`.
                let _ = changes.changed().await;
            }
        };
        tokio::time::timeout(within, holds).await.is_ok()
    }

    pub(crate) fn note(&self, at: Instant, connection: u32, event: Event) {
        self.kept().note(Entry { at, connection, event });
        self.changes.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn note(&mut self, mut entry: Entry) {
        match &mut entry.event {
            Event::Opened { .. } => {
                self.totals.connections += 1;
                self.open += 1;
                self.totals.max_connections = self.totals.max_connections.max(self.open);
            }
            Event::Closed { .. } => self.open = self.open.saturating_sub(1),
            Event::Command { line, breach } => {
                self.totals.commands += 1;
                match breach {
                    Some(Breach::TooSoon(_)) => self.totals.spacing_violations += 1,
                    Some(Breach::WhileAnswering | Breach::WhileStreaming) => self.totals.overlaps += 1,
                    None => {}
                }
                self.share(line);
            }
            Event::Sub | Event::FileCommand { .. } | Event::Fault(_) | Event::Healed => {}
        }
        if self.limit == 0 {
            self.totals.forgotten += 1;
            return;
        }
        if self.entries.len() == self.limit {
            self.entries.pop_front();
            self.totals.forgotten += 1;
        }
        self.entries.push_back(entry);
    }

    /// A poller repeats itself: equal lines near each other share their text.
    fn share(&self, line: &mut Arc<str>) {
        let recent = self.entries.iter().rev().take(8).filter_map(|entry| match &entry.event {
            Event::Command { line, .. } => Some(line),
            _ => None,
        });
        if let Some(same) = recent.into_iter().find(|recent| *recent == line) {
            *line = Arc::clone(same);
        }
    }
}

fn command(entry: &Entry) -> Option<Command> {
    match &entry.event {
        Event::Command { line, breach } => Some(Command {
            at: entry.at,
            connection: entry.connection,
            line: Arc::clone(line),
            breach: *breach,
        }),
        _ => None,
    }
}
