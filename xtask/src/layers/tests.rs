use super::check;
use crate::workspace::{Dependency, File, Package, Workspace};

const LINTS: &str = "[lints]\nworkspace = true\n";
const ROOT_CLIPPY: &str = "allow-unwrap-in-tests = true\n";
const PURE_CLIPPY: &str = "allow-unwrap-in-tests = true
disallowed-methods = [{ path = \"std::time::Instant::now\" }, { path = \"std::time::SystemTime::now\" }]
";

#[test]
fn this_workspace_may_be_read() {
    let workspace = Workspace::read().unwrap();
    assert!(workspace.packages.iter().any(|package| package.name == "slm-domain"));
    assert!(workspace.packages.iter().all(|package| !package.sources.is_empty()));
}

#[test]
fn a_tidy_workspace_has_no_breach() {
    finds(
        &[tidy("nl43-proto"), uses(tidy("slm-domain"), "nl43-proto"), uses(tidy("slm-store"), "slm-domain")],
        &[],
    );
}

#[test]
fn a_dependency_against_the_direction_is_found() {
    finds(&[uses(tidy("slm-feed"), "slm-store")], &["slm-feed: must not depend on slm-store"]);
    finds(&[uses(tidy("slm-domain"), "slm-feed")], &["slm-domain: must not depend on slm-feed"]);
}

#[test]
fn nothing_may_depend_on_the_development_leaves() {
    finds(&[uses(tidy("slm-server"), "slm-testkit")], &["slm-server: must not depend on slm-testkit"]);
}

#[test]
fn development_dependencies_are_free_except_in_pure_crates() {
    finds(&[tests_use(tidy("slm-fleet"), "nl43-sim", true)], &[]);
    finds(
        &[tests_use(tidy("slm-domain"), "nl43-sim", true)],
        &["slm-domain: is pure and its tests must not depend on nl43-sim"],
    );
    finds(&[tests_use(tidy("slm-domain"), "proptest", false)], &[]);
}

#[test]
fn a_crate_without_a_row_is_found() {
    finds(
        &[tidy("slm-new")],
        &["slm-new: has no row in xtask/src/layers/rules.rs; say what it may depend on"],
    );
}

#[test]
fn a_runtime_in_a_pure_crate_is_found() {
    finds(&[external(tidy("nl43-proto"), "tokio")], &["nl43-proto: is pure and must not depend on tokio"]);
    finds(&[external(tidy("slm-domain"), "serde")], &["slm-domain: is pure and must not depend on serde"]);
    finds(&[external(tidy("slm-server"), "tokio")], &[]);
}

#[test]
fn a_clock_in_a_pure_crate_is_found_with_its_line() {
    finds(
        &[source(tidy("slm-domain"), "fn due() -> bool {\n    Instant::now() > deadline\n}\n")],
        &["crates/slm-domain/src/lib.rs:2: slm-domain is pure and must not use Instant::now"],
    );
}

#[test]
fn files_and_sockets_in_a_pure_crate_are_found_in_grouped_imports_too() {
    finds(
        &[source(tidy("nl43-proto"), "use std::net::IpAddr;\n")],
        &["crates/nl43-proto/src/lib.rs:1: nl43-proto is pure and must not use std::net"],
    );
    finds(
        &[source(tidy("nl43-proto"), "use std::{\n    collections::{BTreeMap, net},\n    fs::File,\n};\n")],
        &["crates/nl43-proto/src/lib.rs: nl43-proto is pure and must not use std::fs"],
    );
}

#[test]
fn tests_and_comments_may_mention_the_clock() {
    let text = "\
//! let now = Instant::now();
/// See [`std::net`].
fn pure() {} // not Instant::now
#[cfg(test)]
mod tests {
    fn start() -> Instant {
        Instant::now()
    }
}
";
    finds(&[source(tidy("nl43-proto"), text)], &[]);
    finds(
        &[source(tidy("nl43-proto"), &format!("{text}fn after() {{ Instant::now() }}\n"))],
        &["crates/nl43-proto/src/lib.rs:10: nl43-proto is pure and must not use Instant::now"],
    );
    finds(
        &[source(tidy("nl43-proto"), "#[cfg(test)]\nmod tests;\nfn f() { let x = myInstant::nowhere(); }\n")],
        &[],
    );
}

#[test]
fn only_the_client_connects() {
    finds(
        &[source(tidy("slm-server"), "let probe = TcpStream::connect(address).await;\n")],
        &["crates/slm-server/src/lib.rs:1: TcpStream::connect belongs to nl43-client alone"],
    );
    finds(&[source(tidy("nl43-client"), "let link = TcpStream::connect(address).await;\n")], &[]);
}

#[test]
fn house_rules_are_checked() {
    let bare = Package {
        manifest: "[dependencies]\nbytes = \"1\"\ntokio.workspace = true\n".into(),
        ..named("slm-feed")
    };
    finds(
        &[bare],
        &[
            "slm-feed: has no README.md",
            "slm-feed: must inherit the workspace's lints (`[lints] workspace = true`)",
            "slm-feed: `bytes = \"1\"` must take its version from the workspace",
        ],
    );
}

#[test]
fn a_pure_crate_disallows_the_clock_and_repeats_the_root() {
    let without = Package { clippy: None, ..tidy("slm-domain") };
    finds(&[without], &["slm-domain: is pure and needs a clippy.toml that disallows the clock"]);
    let other = Package { clippy: Some("x = \"std::time::Instant::now\"\n".into()), ..tidy("slm-domain") };
    finds(
        &[other],
        &[
            "slm-domain: is pure and its clippy.toml must disallow std::time::SystemTime::now",
            "slm-domain: its clippy.toml must repeat the root's `allow-unwrap-in-tests = true`",
        ],
    );
}

#[test]
fn a_path_of_one_machine_is_found() {
    let line = concat!("see /ho", "me/someone/notes.md\n");
    let workspace = Workspace {
        files: vec![
            File { path: "docs/a.md".into(), text: line.into() },
            File { path: "docs/b.md".into(), text: "net/work/home-page".into() },
        ],
        ..Workspace::default()
    };
    let found: Vec<String> = check(&workspace).iter().map(ToString::to_string).collect();
    assert_eq!(found, [concat!("docs/a.md:1: names a path of one machine (/ho", "me/)")]);
}

#[track_caller]
fn finds(packages: &[Package], expected: &[&str]) {
    let packages = packages.to_vec();
    let workspace = Workspace { packages, clippy: ROOT_CLIPPY.into(), ..Workspace::default() };
    let found: Vec<String> = check(&workspace).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

fn named(name: &str) -> Package {
    Package { name: name.into(), ..Package::default() }
}

fn tidy(name: &str) -> Package {
    Package {
        manifest: LINTS.into(),
        readme: Some("What it is for.".into()),
        clippy: Some(PURE_CLIPPY.into()),
        ..named(name)
    }
}

fn uses(package: Package, name: &str) -> Package {
    depends(package, Dependency { name: name.into(), dev: false, ours: true })
}

fn tests_use(package: Package, name: &str, ours: bool) -> Package {
    depends(package, Dependency { name: name.into(), dev: true, ours })
}

fn external(package: Package, name: &str) -> Package {
    depends(package, Dependency { name: name.into(), dev: false, ours: false })
}

fn depends(mut package: Package, dependency: Dependency) -> Package {
    package.dependencies.push(dependency);
    package
}

fn source(mut package: Package, text: &str) -> Package {
    let path = format!("crates/{}/src/lib.rs", package.name).into();
    package.sources.push(File { path, text: text.into() });
    package
}
