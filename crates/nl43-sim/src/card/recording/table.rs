//! Which files a store consists of.

use super::rows::{leq_header, leq_width, lp_header, lp_width};
use super::{LpInterval, Present, Recording, entry};
use crate::card::CardEntry;

/// Rows of one Leq file.
const LEQ_ROWS_PER_FILE: u64 = 60_000;
/// Files in one folder.
const FILES_PER_FOLDER: u64 = 1000;

/// A file or folder of a store's own making.
#[derive(Debug)]
pub(in crate::card) struct Made {
    pub(in crate::card) entry: CardEntry,
    pub(in crate::card) kind: MadeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::card) enum MadeKind {
    Settings,
    /// The `number`th folder of one table.
    Folder {
        table: Table,
        number: u64,
    },
    /// The `number`th file of one table, over all its folders.
    File {
        table: Table,
        number: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::card) enum Table {
    Leq { steps_per_row: u64 },
    Lp(LpInterval),
}

impl Table {
    /// As in the folder's name.
    fn folder_name(self) -> &'static str {
        match self {
            Self::Leq { .. } => "Auto_Leq",
            Self::Lp(_) => "Auto_Lp",
        }
    }

    /// As in file names: with a blank behind `Lp`.
    fn file_name(self) -> &'static str {
        match self {
            Self::Leq { .. } => "Leq",
            Self::Lp(_) => "Lp ",
        }
    }

    pub(super) fn rows_per_file(self) -> u64 {
        match self {
            Self::Leq { .. } => LEQ_ROWS_PER_FILE,
            Self::Lp(interval) => interval.rows_per_file(),
        }
    }

    /// Measured steps of so many full rows.
    pub(super) fn steps(self, rows: u64) -> u64 {
        match self {
            Self::Leq { steps_per_row } => rows * steps_per_row,
            Self::Lp(interval) => interval.steps(rows),
        }
    }

    /// Rows of so many measured steps. An interval that the end of the measurement cut short has a row too.
    pub(super) fn rows(self, steps: u64, ended: bool) -> u64 {
        match self {
            Self::Leq { steps_per_row } if ended => steps.div_ceil(steps_per_row),
            Self::Leq { steps_per_row } => steps / steps_per_row,
            Self::Lp(interval) => interval.rows(steps),
        }
    }

    fn width(self, channels: usize) -> u64 {
        match self {
            Self::Leq { .. } => leq_width(channels),
            Self::Lp(interval) => lp_width(channels, interval),
        }
    }
}

impl Recording {
    fn tables(&self) -> impl Iterator<Item = Table> {
        let leq = self.plan.leq_steps.map(|steps_per_row| Table::Leq { steps_per_row });
        leq.into_iter().chain(self.plan.lp.map(Table::Lp))
    }

    /// What the store's folder, or one of its sub-folders, holds at present; `None` where there is no such folder.
    pub(in crate::card) fn list(&self, names: &[Box<str>], present: Present) -> Option<Vec<Made>> {
        match names {
            [] => Some(self.top(present)),
            [folder] => {
                let folder = self.top(present).into_iter().find(|made| *made.entry.name == **folder)?;
                let MadeKind::Folder { table, number } = folder.kind else { return None };
                let first = number * FILES_PER_FOLDER;
                let files = first..self.files(table, present.step).min(first + FILES_PER_FOLDER);
                Some(files.map(|number| self.file(table, number, present.step)).collect())
            }
            _ => None,
        }
    }

    /// The file or folder of this path within the store.
    pub(in crate::card) fn find(&self, names: &[Box<str>], present: Present) -> Option<Made> {
        let (name, folders) = names.split_last()?;
        self.list(folders, present)?.into_iter().find(|made| *made.entry.name == **name)
    }

    fn top(&self, present: Present) -> Vec<Made> {
        let plan = &self.plan;
        let name = format!("NL_{}_SLM_Leq_{:04}_0000.rnh", plan.index, plan.store);
        let size = plan.settings.len() as u64;
        let mut all = vec![Made { entry: entry(name, Some(size), self.begun), kind: MadeKind::Settings }];
        for table in self.tables() {
            let folders = self.files(table, present.step).div_ceil(FILES_PER_FOLDER);
            all.extend((0..folders).map(|number| Made {
                entry: entry(format!("{}_{:02}", table.folder_name(), number + 1), None, self.begun),
                kind: MadeKind::Folder { table, number },
            }));
        }
        all
    }

    /// There is always one, if only with its header.
    fn files(&self, table: Table, step: u64) -> u64 {
        table.rows(self.measured(step), self.ended).div_ceil(table.rows_per_file()).max(1)
    }

    /// Which rows a file holds.
    pub(super) fn rows_of(&self, table: Table, number: u64, step: u64) -> std::ops::Range<u64> {
        let first = number * table.rows_per_file();
        let end = table.rows(self.measured(step), self.ended).min(first + table.rows_per_file());
        first..end.max(first)
    }

    fn file(&self, table: Table, number: u64, step: u64) -> Made {
        let plan = &self.plan;
        let rows = self.rows_of(table, number, step);
        let header = self.header(table).len() as u64;
        let size = header + (rows.end - rows.start) * table.width(plan.channels.len());
        let measured = table.steps(rows.end).min(self.measured(step));
        let name =
            format!("NL_{}_SLM_{}_{:04}_{:04}.rnd", plan.index, table.file_name(), plan.store, number + 1);
        let entry = entry(name, Some(size), self.clock_after(measured));
        Made { entry, kind: MadeKind::File { table, number } }
    }

    pub(super) fn header(&self, table: Table) -> String {
        match table {
            Table::Leq { .. } => leq_header(&self.plan.channels),
            Table::Lp(interval) => lp_header(&self.plan.channels, interval),
        }
    }
}
