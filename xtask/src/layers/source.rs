//! Just enough reading of Rust source to see what a crate mentions outside its tests.

/// The source without comments and without `#[cfg(test)]` items, each left-out line kept as an empty one, so that
/// line numbers stay true. Doc examples are comments, hence tests.
pub(super) fn outside_tests(source: &str) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let code = line.trim_start();
        if code.starts_with("#[cfg(test)]") {
            kept.push("");
            skip_item(line, &mut lines, &mut kept);
        } else if code.starts_with("//") {
            kept.push("");
        } else {
            kept.push(line.split(" // ").next().unwrap_or_default());
        }
    }
    kept
}

/// Skips the item after `#[cfg(test)]`: to its `;`, or to the brace that closes it at the attribute's own indent
/// (the source is formatted, so that is where it stands).
fn skip_item<'a>(attribute: &str, lines: &mut impl Iterator<Item = &'a str>, kept: &mut Vec<&'a str>) {
    let indent = attribute.len() - attribute.trim_start().len();
    let mut opened = false;
    for line in lines.by_ref() {
        kept.push("");
        let code = line.trim();
        let depth = line.len() - line.trim_start().len();
        if opened && depth == indent && code.starts_with('}') {
            return;
        }
        if !opened && (code.ends_with(';') || code.ends_with("{}") || code.ends_with(',')) {
            return;
        }
        opened = opened || code.ends_with('{');
    }
}

/// Modules of `std` that are imported in a group (`use std::{fs, net::IpAddr};`), written out as paths.
pub(super) fn grouped_std_imports(lines: &[&str]) -> Vec<String> {
    let text = lines.join("\n");
    text.match_indices("std::{")
        .flat_map(|(start, opening)| members(&text[start + opening.len()..]))
        .map(|member| format!("std::{member}"))
        .collect()
}

/// The first path segment of every member of a `{…}` group whose opening brace was just passed.
fn members(group: &str) -> Vec<String> {
    let mut members = vec![String::new()];
    let mut depth = 0_usize;
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ if depth == 0 => {
                if let Some(member) = members.last_mut() {
                    member.push(character);
                }
            }
            _ => {}
        }
    }
    members
        .iter()
        .map(|member| member.trim().split("::").next().unwrap_or_default().to_owned())
        .filter(|member| !member.is_empty())
        .collect()
}

/// Whether `line` mentions `path` as a path of its own, not as the end or start of a longer name.
pub(super) fn mentions(line: &str, path: &str) -> bool {
    let in_name = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(path).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + path.len()..].chars().next();
        let ends_open = path.ends_with(|last: char| !in_name(last));
        !before.is_some_and(in_name) && (ends_open || !after.is_some_and(in_name))
    })
}
