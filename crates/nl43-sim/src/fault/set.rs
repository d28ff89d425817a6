//! The faults that are in force.

use std::time::Duration;

use super::{CommandFault, Fault, FileFault};

/// Lasting faults in force, and one-time faults that still wait for their occasion. At most one of each name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct FaultSet(Vec<Fault>);

/// How the line to the meter behaves, seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Open,
    /// Accepts, but nothing passes.
    Mute,
    /// Not even connection attempts are answered.
    Deaf,
    /// Nothing listens.
    Refusing,
}

impl FaultSet {
    pub(crate) fn insert(&mut self, fault: Fault) {
        self.remove(fault.name());
        self.0.push(fault);
    }

    pub(crate) fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|fault| fault.name() != name);
        self.0.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    pub(crate) fn has(&self, fault: &Fault) -> bool {
        self.0.contains(fault)
    }

    pub(crate) fn line(&self) -> Line {
        let refusing =
            |fault: &Fault| matches!(fault, Fault::Refuse | Fault::Wedge | Fault::PowerLoss { .. });
        if self.0.iter().any(refusing) {
            Line::Refusing
        } else if self.has(&Fault::Deaf) || self.has(&Fault::Sleep) {
            Line::Deaf
        } else if self.has(&Fault::BlackHole) {
            Line::Mute
        } else {
            Line::Open
        }
    }

    /// How the file port behaves: a wedge leaves it alone.
    pub(crate) fn file_line(&self) -> Line {
        let mut others = self.clone();
        others.remove("wedge");
        others.line()
    }

    pub(crate) fn delay(&self) -> Option<(Duration, Duration, f64)> {
        self.find(|fault| match fault {
            Fault::DelayReplies { from, to, share } => Some((*from, *to, *share)),
            _ => None,
        })
    }

    pub(crate) fn split(&self) -> Option<(usize, usize)> {
        self.find(|fault| match fault {
            Fault::SplitPackets { from, to } => Some((*from, *to)),
            _ => None,
        })
    }

    pub(crate) fn garble_share(&self) -> f64 {
        let share = self.find(|fault| match fault {
            Fault::Garble { share } => Some(*share),
            _ => None,
        });
        share.unwrap_or(0.0)
    }

    /// How many fields a record of `present` fields gets instead.
    pub(crate) fn wrong_fields(&self, present: usize) -> Option<usize> {
        self.find(|fault| match fault {
            Fault::WrongFieldCount { fields } => Some(fields.map_or(present - 1, usize::from)),
            _ => None,
        })
    }

    pub(crate) fn wrong_code(&self) -> Option<u16> {
        self.find(|fault| match fault {
            Fault::WrongResultCode(code) => Some(*code),
            _ => None,
        })
    }

    /// What becomes of a command line.
    pub(crate) fn command(&self, line: &str) -> Option<CommandFault> {
        self.find(|fault| match fault {
            Fault::Command { line: begins, fault } => {
                let begin = line.get(..begins.len());
                begin.is_some_and(|begin| begin.eq_ignore_ascii_case(begins)).then_some(*fault)
            }
            _ => None,
        })
    }

    pub(crate) fn drop_link(&self) -> Option<u64> {
        self.find(|fault| match fault {
            Fault::DropLinkAfter(bytes) => Some(*bytes),
            _ => None,
        })
    }

    pub(crate) fn stray_record(&self) -> Option<Duration> {
        self.find(|fault| match fault {
            Fault::StrayRecordAfterSub(after) => Some(*after),
            _ => None,
        })
    }

    /// What `pick` finds among the faults of the file server.
    pub(crate) fn files<T>(&self, pick: impl Fn(&FileFault) -> Option<T>) -> Option<T> {
        self.find(|fault| if let Fault::Files { fault, .. } = fault { pick(fault) } else { None })
    }

    /// Whether a fault of this name waits for one occasion only.
    pub(crate) fn is_once(&self, name: &str) -> bool {
        self.0.iter().any(|fault| fault.name() == name && matches!(fault, Fault::Files { once: true, .. }))
    }

    fn find<T>(&self, wanted: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(wanted)
    }
}
