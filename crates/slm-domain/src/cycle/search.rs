//! Looking for a store name that is free.

use nl43_proto::{Overwrite, StoreName};

/// The search for the next free store name after the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexSearch {
    old: StoreName,
    candidate: StoreName,
    attempts: u32,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try this name.
    Try(StoreName),
    /// This name is free.
    Found(StoreName),
    /// As many were tried as there may be.
    Exhausted,
}

impl IndexSearch {
    /// Names that are tried at most.
    pub const MAX_ATTEMPTS: u32 = 100;

    /// A search that begins after the name in use.
    pub fn after(old: StoreName) -> Self {
        Self { old, candidate: old, attempts: 0 }
    }

    /// The first name to try.
    pub fn first(&mut self) -> Next {
        self.advance()
    }

    /// Takes what the meter says of the name tried.
    pub fn take(&mut self, answer: Overwrite) -> Next {
        match answer {
            Overwrite::None => Next::Found(self.candidate),
            Overwrite::Exist => self.advance(),
        }
    }

    /// Names tried so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The name in use before.
    pub fn old(&self) -> StoreName {
        self.old
    }

    fn advance(&mut self) -> Next {
        if self.attempts >= Self::MAX_ATTEMPTS {
            return Next::Exhausted;
        }
        self.attempts += 1;
        self.candidate = self.candidate.next();
        Next::Try(self.candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(number: u16) -> StoreName {
        StoreName::new(number).unwrap()
    }

    #[test]
    fn taken_names_are_passed_over_the_end_of_the_range() {
        let mut search = IndexSearch::after(name(9998));
        assert_eq!(search.first(), Next::Try(name(9999)));
        assert_eq!(search.take(Overwrite::Exist), Next::Try(name(0)));
        assert_eq!(search.take(Overwrite::None), Next::Found(name(0)));
        assert_eq!((search.attempts(), search.old()), (2, name(9998)));
    }

    #[test]
    fn a_hundred_names_are_tried_and_no_more() {
        let mut search = IndexSearch::after(name(7));
        let mut next = search.first();
        let mut tried = Vec::new();
        while let Next::Try(candidate) = next {
            tried.push(candidate);
            next = search.take(Overwrite::Exist);
        }
        assert_eq!(next, Next::Exhausted);
        assert_eq!((tried.len(), tried[0], tried[99]), (100, name(8), name(107)));
        assert_eq!(search.attempts(), 100);
    }
}
