//! Links by which clients see the levels of one unit or group, and nothing else.

use jiff::Timestamp;

use crate::UnitId;
use crate::profile::{ProfileProblem, plain};

/// A link that was given out. Whoever has its token may look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientLink {
    /// Its number.
    pub id: i64,
    /// What the address ends with; nobody can guess it.
    pub token: String,
    /// What those who gave it out call it. Those who follow it see it, too.
    pub name: String,
    /// What it shows.
    pub target: LinkTarget,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// One unit.
    Unit(UnitId),
    /// The units that are in a group when somebody looks.
    Group(String),
}

/// A link as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientLinkDraft {
    /// What it is called.
    pub name: String,
    /// A unit's name; either this or a group.
    pub unit: Option<String>,
    /// A group's name.
    pub group: Option<String>,
}

impl LinkTarget {
    /// Whether a unit that is in these groups is shown.
    pub fn includes(&self, unit: &UnitId, groups: &[String]) -> bool {
        match self {
            Self::Unit(other) => other == unit,
            Self::Group(group) => groups.contains(group),
        }
    }
}

impl ClientLinkDraft {
    /// The name and what is to be shown.
    ///
    /// # Errors
    /// Every field that cannot be taken.
    pub fn check(self) -> Result<(String, LinkTarget), Vec<ProfileProblem>> {
        let mut problems = Vec::new();
        let mut wrong = |field, reason: String| problems.push(ProfileProblem { field, reason });
        let name = plain(&self.name).map_err(|reason| wrong("name", reason)).ok();
        let target = match (self.unit, self.group) {
            (Some(unit), None) => {
                let unit = UnitId::new(&unit).map_err(|error| wrong("unit_id", error.to_string()));
                unit.map(LinkTarget::Unit).ok()
            }
            (None, Some(group)) => {
                plain(&group).map(LinkTarget::Group).map_err(|reason| wrong("group", reason)).ok()
            }
            (given, _) => {
                let field = if given.is_some() { "group" } else { "unit_id" };
                wrong(field, "expected either a unit or a group".to_owned());
                None
            }
        };
        match (name, target) {
            (Some(name), Some(target)) => Ok((name, target)),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, unit: Option<&str>, group: Option<&str>) -> ClientLinkDraft {
        ClientLinkDraft {
            name: name.to_owned(),
            unit: unit.map(str::to_owned),
            group: group.map(str::to_owned),
        }
    }

    #[test]
    fn a_link_shows_either_a_unit_or_a_group() {
        let (name, target) = draft(" Neighbours ", Some("gate"), None).check().unwrap();
        assert_eq!((name.as_str(), target), ("Neighbours", LinkTarget::Unit(UnitId::new("gate").unwrap())));
        let (_, target) = draft("N", None, Some("Site A ")).check().unwrap();
        assert_eq!(target, LinkTarget::Group("Site A".to_owned()));
        let wrong = |draft: ClientLinkDraft| {
            draft.check().unwrap_err().into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(wrong(draft("N", Some("gate"), Some("Site A"))), ["group"]);
        assert_eq!(wrong(draft("", None, None)), ["name", "unit_id"]);
        assert_eq!(wrong(draft("N", Some("a/b"), None)), ["unit_id"]);
        assert_eq!(wrong(draft("N", None, Some(" "))), ["group"]);
    }

    #[test]
    fn a_group_is_who_is_in_it() {
        let gate = UnitId::new("gate").unwrap();
        let groups = ["A".to_owned()];
        assert!(LinkTarget::Group("A".to_owned()).includes(&gate, &groups));
        assert!(!LinkTarget::Group("B".to_owned()).includes(&gate, &groups));
        assert!(!LinkTarget::Unit(UnitId::new("yard").unwrap()).includes(&gate, &groups));
    }
}
