//! What keeps the crates apart, checked on their manifests and sources.
//!
//! The dependency direction is the architecture's first invariant; the compiler enforces only that it has no cycle.
//! Each check is a function from the workspace to the breaches it found, so a change that breaks several rules
//! hears about all of them at once.

mod rules;
mod source;
#[cfg(test)]
mod tests;

use std::{fmt, path::Path};

use self::rules::{CONNECTS, IMPURE, LAYERS, MACHINE_PATHS, MAY_PROBE, NEVER_CONNECT, PURE};
use crate::workspace::{File, Package, Workspace};

/// One breach: where, and what is wrong in a sentence that says what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    place: String,
    what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Every breach in the workspace, in a stable order.
pub(crate) fn check(workspace: &Workspace) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for package in &workspace.packages {
        direction(package, &mut breaches);
        purity(package, &mut breaches);
        connections(package, &mut breaches);
        house_rules(package, &mut breaches);
    }
    for pure in PURE {
        if let Some(package) = workspace.packages.iter().find(|package| package.name == pure.name) {
            clock_is_disallowed(package, &workspace.clippy, &mut breaches);
        }
    }
    for file in &workspace.files {
        machine_paths(file, &mut breaches);
    }
    breaches
}

/// Only the crates of its row, and every crate has a row. Dev-dependencies are free: they build no product.
fn direction(package: &Package, breaches: &mut Vec<Breach>) {
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == package.name) else {
        breach(
            breaches,
            &package.name,
            "has no row in xtask/src/layers/rules.rs; say what it may depend on".into(),
        );
        return;
    };
    for dependency in package.dependencies.iter().filter(|dependency| dependency.ours && !dependency.dev) {
        if !layer.may_use.contains(&dependency.name.as_str()) {
            breach(breaches, &package.name, format!("must not depend on {}", dependency.name));
        }
    }
}

/// A pure crate's dependencies are all named, its tests' too, and its source mentions no input, output or clock.
fn purity(package: &Package, breaches: &mut Vec<Breach>) {
    let Some(pure) = PURE.iter().find(|pure| pure.name == package.name) else { return };
    for dependency in package.dependencies.iter().filter(|dependency| !dependency.ours) {
        let name = dependency.name.as_str();
        let allowed = pure.may_use.contains(&name) || (dependency.dev && pure.tests_may_use.contains(&name));
        if !allowed {
            breach(breaches, &package.name, format!("is pure and must not depend on {name}"));
        }
    }
    for dependency in package.dependencies.iter().filter(|dependency| dependency.ours && dependency.dev) {
        if PURE.iter().all(|pure| pure.name != dependency.name) {
            breach(
                breaches,
                &package.name,
                format!("is pure and its tests must not depend on {}", dependency.name),
            );
        }
    }
    for file in product_sources(package) {
        let lines = source::outside_tests(&file.text);
        for (number, line) in lines.iter().enumerate() {
            for path in IMPURE.iter().filter(|path| source::mentions(line, path)) {
                breach(
                    breaches,
                    &place(file, number),
                    format!("{} is pure and must not use {path}", package.name),
                );
            }
        }
        for import in
            source::grouped_std_imports(&lines).iter().filter(|import| IMPURE.contains(&import.as_str()))
        {
            let what = format!("{} is pure and must not use {import}", package.name);
            breach(breaches, &file.path.display().to_string(), what);
        }
    }
}

/// One task owns a meter's connection, so one crate opens it.
fn connections(package: &Package, breaches: &mut Vec<Breach>) {
    if !NEVER_CONNECT.contains(&package.name.as_str()) {
        return;
    }
    for file in product_sources(package).filter(|file| file.path != Path::new(MAY_PROBE)) {
        for (number, line) in source::outside_tests(&file.text).iter().enumerate() {
            for call in CONNECTS.iter().filter(|call| source::mentions(line, call)) {
                breach(breaches, &place(file, number), format!("{call} belongs to nl43-client alone"));
            }
        }
    }
}

/// Every crate explains itself, inherits the lints, and takes its versions from the workspace.
fn house_rules(package: &Package, breaches: &mut Vec<Breach>) {
    if package.readme.as_ref().is_none_or(|text| text.trim().is_empty()) {
        breach(breaches, &package.name, "has no README.md".into());
    }
    if !inherits_lints(&package.manifest) {
        breach(
            breaches,
            &package.name,
            "must inherit the workspace's lints (`[lints] workspace = true`)".into(),
        );
    }
    for line in own_versions(&package.manifest) {
        breach(breaches, &package.name, format!("`{line}` must take its version from the workspace"));
    }
}

/// The lint that catches a clock where the text search cannot; its file replaces the root's, so it repeats it.
fn clock_is_disallowed(package: &Package, root: &str, breaches: &mut Vec<Breach>) {
    let Some(own) = &package.clippy else {
        breach(breaches, &package.name, "is pure and needs a clippy.toml that disallows the clock".into());
        return;
    };
    for path in ["std::time::Instant::now", "std::time::SystemTime::now"] {
        if !own.contains(path) {
            breach(breaches, &package.name, format!("is pure and its clippy.toml must disallow {path}"));
        }
    }
    for line in root.lines().filter(|line| !line.trim().is_empty()) {
        if !own.lines().any(|own| own == line) {
            breach(breaches, &package.name, format!("its clippy.toml must repeat the root's `{line}`"));
        }
    }
}

/// Nothing in the repository may name a folder of one machine.
fn machine_paths(file: &File, breaches: &mut Vec<Breach>) {
    for (number, line) in file.text.lines().enumerate() {
        for path in MACHINE_PATHS.iter().filter(|path| source::mentions(line, path)) {
            breach(breaches, &place(file, number), format!("names a path of one machine ({path})"));
        }
    }
}

/// The files under `src/` that end up in the product.
fn product_sources(package: &Package) -> impl Iterator<Item = &File> {
    package.sources.iter().filter(|file| {
        file.path.file_name().is_none_or(|name| name != "tests.rs")
            && !file.path.components().any(|part| part.as_os_str() == "tests")
    })
}

fn inherits_lints(manifest: &str) -> bool {
    section(manifest, |name| name == "lints").any(|line| line == "workspace = true")
}

/// Dependency lines that do not say `workspace = true`.
fn own_versions(manifest: &str) -> impl Iterator<Item = &str> {
    section(manifest, |name| name.ends_with("dependencies"))
        .filter(|line| line.contains('=') && !line.contains("workspace = true"))
}

/// The trimmed, non-empty lines of the sections whose names fit, comments left out.
fn section(manifest: &str, fits: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
    let mut inside = false;
    manifest.lines().map(str::trim).filter(move |line| {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = fits(name);
            return false;
        }
        inside && !line.is_empty() && !line.starts_with('#')
    })
}

fn place(file: &File, line: usize) -> String {
    format!("{}:{}", file.path.display(), line + 1)
}

fn breach(breaches: &mut Vec<Breach>, place: &str, what: String) {
    breaches.push(Breach { place: place.to_owned(), what });
}
