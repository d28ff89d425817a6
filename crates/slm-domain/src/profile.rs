//! What people call a unit, and where it stands.

/// A unit as people know it: its name, the groups it is in, and where it stands. A unit without one has an empty one.
///
/// Every text of it is plain, trimmed and of a length that fits a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitProfile {
    name: Option<String>,
    groups: Vec<String>,
    position: Option<Position>,
}

/// A place on the earth, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    latitude: f64,
    longitude: f64,
}

/// A profile as it is given: nobody has looked at it yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProfileDraft {
    /// What people call the unit.
    pub name: Option<String>,
    /// Names of groups; one that is given twice counts once.
    pub groups: Vec<String>,
    /// Degrees north, -90 to 90.
    pub latitude: Option<f64>,
    /// Degrees east, -180 to 180.
    pub longitude: Option<f64>,
}

/// A field of a profile that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct ProfileProblem {
    /// Its name.
    pub field: &'static str,
    /// What was expected.
    pub reason: String,
}

impl UnitProfile {
    /// Longest name of a unit or group, characters.
    pub const NAME_CHARS: usize = 100;
    /// Groups of one unit at most.
    pub const MAX_GROUPS: usize = 20;

    /// What people call the unit; `None`: its id has to do.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The groups it is in, each once, in the order in which they were given.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Where it stands, if that is known.
    pub fn position(&self) -> Option<Position> {
        self.position
    }
}

impl Position {
    /// A place by its degrees north and east; `None` when there is no such place.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let is_place = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        is_place.then_some(Self { latitude, longitude })
    }

    /// Degrees north.
    pub const fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub const fn longitude(self) -> f64 {
        self.longitude
    }
}

impl ProfileDraft {
    /// The profile.
    ///
    /// # Errors
    /// Every field that cannot be taken.
    pub fn check(self) -> Result<UnitProfile, Vec<ProfileProblem>> {
        let mut problems = Vec::new();
        let mut wrong = |field, reason: String| problems.push(ProfileProblem { field, reason });
        let name = self.name.and_then(|name| plain(&name).map_err(|reason| wrong("name", reason)).ok());
        let mut groups: Vec<String> = Vec::new();
        if self.groups.len() > UnitProfile::MAX_GROUPS {
            wrong("groups", format!("expected at most {} groups", UnitProfile::MAX_GROUPS));
        } else {
            for group in &self.groups {
                match plain(group) {
                    Ok(group) if groups.contains(&group) => {}
                    Ok(group) => groups.push(group),
                    Err(reason) => wrong("groups", reason),
                }
            }
        }
        let position = position(self.latitude, self.longitude, wrong);
        if problems.is_empty() { Ok(UnitProfile { name, groups, position }) } else { Err(problems) }
    }
}

/// The place, when both its numbers are given and right.
fn position(
    latitude: Option<f64>,
    longitude: Option<f64>,
    mut wrong: impl FnMut(&'static str, String),
) -> Option<Position> {
    const BOTH: &str = "expected a latitude and a longitude, or neither";
    match (latitude, longitude) {
        (None, None) => return None,
        (Some(_), None) => wrong("longitude", BOTH.to_owned()),
        (None, Some(_)) => wrong("latitude", BOTH.to_owned()),
        (Some(_), Some(_)) => {}
    }
    for (field, degrees, most) in [("latitude", latitude, 90.0), ("longitude", longitude, 180.0)] {
        if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
            wrong(field, format!("expected -{most} to {most} degrees"));
        }
    }
    Position::new(latitude?, longitude?)
}

/// A name without space around it.
pub(crate) fn plain(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("expected a name that is not empty".to_owned());
    }
    if text.chars().count() > UnitProfile::NAME_CHARS {
        return Err(format!("expected at most {} characters", UnitProfile::NAME_CHARS));
    }
    if text.chars().any(char::is_control) {
        return Err("expected a name without control characters".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(draft: ProfileDraft) -> Vec<&'static str> {
        draft.check().unwrap_err().into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn names_are_trimmed_and_groups_stand_once() {
        let profile = ProfileDraft {
            name: Some("  North gate ".to_owned()),
            groups: ["Site A", " Site A", "Nights"].map(str::to_owned).into(),
            latitude: Some(-90.0),
            longitude: Some(180.0),
        };
        let profile = profile.check().unwrap();
        assert_eq!(profile.name(), Some("North gate"));
        assert_eq!(profile.groups(), ["Site A", "Nights"]);
        assert_eq!(profile.position(), Position::new(-90.0, 180.0));
        assert_eq!(ProfileDraft::default().check().unwrap(), UnitProfile::default());
    }

    #[test]
    fn every_field_that_cannot_be_taken_is_told() {
        let all = ProfileDraft {
            name: Some(" ".to_owned()),
            groups: vec!["a\nb".to_owned(), "x".repeat(101)],
            latitude: Some(90.1),
            longitude: Some(f64::NAN),
        };
        assert_eq!(wrong(all), ["name", "groups", "groups", "latitude", "longitude"]);
        let many = ProfileDraft {
            groups: (0..=UnitProfile::MAX_GROUPS).map(|number| number.to_string()).collect(),
            ..ProfileDraft::default()
        };
        assert_eq!(wrong(many), ["groups"]);
    }

    #[test]
    fn half_a_place_is_none() {
        assert_eq!(wrong(ProfileDraft { latitude: Some(1.0), ..ProfileDraft::default() }), ["longitude"]);
        assert_eq!(wrong(ProfileDraft { longitude: Some(1.0), ..ProfileDraft::default() }), ["latitude"]);
    }
}
