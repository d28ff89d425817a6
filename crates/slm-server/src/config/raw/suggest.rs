//! What somebody who wrote an unknown name may have meant.

use super::super::{Config, SECTIONS};

/// Edits that still count as a slip of the fingers.
const MOST_EDITS: usize = 3;

/// The sentence about a key that does not exist.
pub(super) fn unknown_key(name: &str) -> String {
    // Somebody who knows the environment may well write its names.
    if let Some(key) = Config::keys().find(|key| key.variable.eq_ignore_ascii_case(last_part(name))) {
        return format!("unknown key; {} is called {} here", key.variable, key.name);
    }
    let same_last = Config::keys().find(|key| last_part(key.name) == last_part(name)).map(|key| key.name);
    match closest(name, Config::keys().map(|key| key.name)).or(same_last) {
        Some(meant) => format!("unknown key; did you mean {meant}?"),
        None => "unknown key; `slmm config reference` lists all".to_owned(),
    }
}

/// The sentence about a table that does not exist.
pub(super) fn unknown_section(name: &str) -> String {
    let names = || SECTIONS.iter().map(|section| section.name);
    closest(name, names()).map_or_else(
        || format!("unknown section; there are {}", names().collect::<Vec<_>>().join(", ")),
        |meant| format!("unknown section; did you mean [{meant}]?"),
    )
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn closest(name: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&name, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= MOST_EDITS.min(candidate.len() / 2))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}
