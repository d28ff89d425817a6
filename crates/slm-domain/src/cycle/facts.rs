//! What state a meter was left in, as far as its answers tell.

use nl43_proto::StoreName;

use super::CycleStep;

/// A switch of the meter as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    /// Nothing was asked or told.
    #[default]
    Unasked,
    /// The meter said so, or accepted it.
    Yes,
    /// The meter said so, or accepted it.
    No,
    /// It was told, and whether it heard is not known.
    Doubtful,
}

impl From<bool> for Known {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

/// What a cycle has learned of its meter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeterFacts {
    /// Whether it measures.
    pub measuring: Known,
    /// Whether its clock was set.
    pub clock_set: Known,
    /// The store name before the cycle.
    pub old_name: Option<StoreName>,
    /// The store name the meter accepted last.
    pub store_name: Option<StoreName>,
    /// Whether that name's folder is free.
    pub is_free: Known,
    /// Whether its FTP server is on.
    pub ftp: Known,
}

impl MeterFacts {
    /// Another cycle has used the meter since: what it changes is in doubt.
    pub fn left_to_others(&mut self) {
        self.measuring = Known::Doubtful;
        (self.old_name, self.store_name, self.is_free) = (None, None, Known::Unasked);
    }

    /// A step was under way when nobody could look any more: what it changes is in doubt.
    pub fn interrupted_in(&mut self, step: &str) {
        if step == CycleStep::Clock.name() {
            self.clock_set = Known::Doubtful;
        } else if step == CycleStep::StoreName.name() {
            self.is_free = Known::Doubtful;
        } else if step == CycleStep::Start.name() || step == CycleStep::Stop.name() {
            self.measuring = Known::Doubtful;
        } else if step == CycleStep::FtpOff.name() || step == CycleStep::FtpOn.name() {
            self.ftp = Known::Doubtful;
        }
    }

    /// The state in plain words.
    pub fn words(&self) -> String {
        let parts = [self.measuring_words(), self.name_words(), self.clock_words(), self.ftp_words()];
        let known: Vec<String> = parts.into_iter().flatten().collect();
        if known.is_empty() {
            return "Nothing was changed at the meter.".to_owned();
        }
        known.join(" ")
    }

    fn measuring_words(&self) -> Option<String> {
        let words = match self.measuring {
            Known::Unasked => return None,
            Known::Yes => "The meter measures.",
            Known::No => "The meter does not measure.",
            Known::Doubtful => "Whether the meter measures is not known.",
        };
        Some(words.to_owned())
    }

    fn name_words(&self) -> Option<String> {
        let name = self.store_name?;
        let free = match self.is_free {
            Known::Yes => ", which is free",
            Known::No => ", which holds data already",
            Known::Unasked => "",
            Known::Doubtful => ", as far as known",
        };
        let before = match self.old_name.filter(|old| *old != name) {
            Some(old) => format!(" (it was {old})"),
            None => String::new(),
        };
        Some(format!("Its store name is {name}{free}{before}."))
    }

    fn clock_words(&self) -> Option<String> {
        let words = match self.clock_set {
            Known::Unasked => return None,
            Known::Yes => "Its clock was set.",
            Known::No => "Its clock was not set.",
            Known::Doubtful => "Whether its clock was set is not known.",
        };
        Some(words.to_owned())
    }

    fn ftp_words(&self) -> Option<String> {
        let words = match self.ftp {
            Known::Unasked => return None,
            Known::Yes => "Its FTP server is on.",
            Known::No => "Its FTP server is off.",
            Known::Doubtful => "Whether its FTP server is on is not known.",
        };
        Some(words.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_told() {
        assert_eq!(MeterFacts::default().words(), "Nothing was changed at the meter.");
        let facts = MeterFacts {
            measuring: Known::Doubtful,
            clock_set: Known::Yes,
            old_name: StoreName::new(41),
            store_name: StoreName::new(42),
            is_free: Known::Yes,
            ftp: Known::Unasked,
        };
        assert_eq!(
            facts.words(),
            "Whether the meter measures is not known. \
             Its store name is 0042, which is free (it was 0041). Its clock was set."
        );
        let facts = MeterFacts { measuring: Known::No, ftp: Known::No, ..MeterFacts::default() };
        assert_eq!(facts.words(), "The meter does not measure. Its FTP server is off.");
        let mut facts = MeterFacts { store_name: StoreName::new(42), ..MeterFacts::default() };
        facts.interrupted_in("start");
        facts.interrupted_in("store_name");
        assert_eq!(
            facts.words(),
            "Whether the meter measures is not known. Its store name is 0042, as far as known."
        );
    }
}
