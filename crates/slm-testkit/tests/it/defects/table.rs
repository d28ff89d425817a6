//! Whether the table of defects is complete and true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Defects by number: what stands in the table's last column.
fn table() -> BTreeMap<u32, String> {
    let page = fs::read_to_string(workspace().join("docs/development.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| D"));
    let rows = rows.map(|row| row.trim_end_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    rows.filter_map(|row| Some((row.first()?.parse().ok()?, (*row.last()?).to_owned()))).collect()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of all our sources.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_defect_has_a_test_of_its_number() {
    let table = table();
    assert_eq!(table.keys().copied().collect::<Vec<_>>(), (1..=47).collect::<Vec<_>>());
    let mut text = String::new();
    sources(&workspace().join("crates"), &mut text);
    let mut wrong = Vec::new();
    for (number, cell) in table {
        let names = cell.split('`').filter(|name| name.starts_with('d') && name.contains('_'));
        let names: Vec<_> = names.collect();
        let number_is_right = names.iter().all(|name| name.starts_with(&format!("d{number:02}_")));
        if !number_is_right || names.is_empty() {
            wrong.push(format!("D{number}: {cell}"));
        }
        wrong.extend(
            names
                .iter()
                .filter(|name| !text.contains(&format!("fn {name}(")))
                .map(|name| format!("D{number}: there is no test {name}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
