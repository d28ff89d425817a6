//! What tests talk to: a message broker, a mail server and a browser, from Debian's packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;

/// A server or a browser, and where it comes from.
struct Server {
    name: &'static str,
    /// Debian's package.
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDED: [Server; 3] = [
    Server { name: "Mosquitto", package: "mosquitto", is_there: has_mosquitto },
    Server { name: "aiosmtpd", package: "python3-aiosmtpd", is_there: has_aiosmtpd },
    Server { name: "Chromium", package: "chromium", is_there: || browser().is_some() },
];

/// Installs what is missing; `false` when that cannot be done, with what to do on standard error.
pub(crate) fn provide() -> anyhow::Result<bool> {
    let missing: Vec<&Server> = NEEDED.iter().filter(|server| !(server.is_there)()).collect();
    if missing.is_empty() {
        return Ok(true);
    }
    let packages: Vec<&str> = missing.iter().map(|server| server.package).collect();
    eprintln!("servers: installing {}", packages.join(", "));
    let installed = apt(&["update", "-qq"])?
        && apt(&[&["install", "-y", "-qq", "--no-install-recommends"], packages.as_slice()].concat())?;
    if installed && missing.iter().all(|server| (server.is_there)()) {
        return Ok(true);
    }
    for Server { name, package, .. } in missing {
        eprintln!("servers: {name} is needed by tests and not there; on Debian: apt-get install {package}");
    }
    Ok(false)
}

/// Runs `apt-get`, by `sudo` for whoever is not root and may do so without a password; `false` where that fails.
fn apt(arguments: &[&str]) -> anyhow::Result<bool> {
    if !works(Command::new("apt-get").arg("--version")) {
        return Ok(false);
    }
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if is_root { Command::new("apt-get") } else { Command::new("sudo") };
    if !is_root {
        command.args(["-n", "apt-get"]);
    }
    // Nobody is there to answer; and the package's own broker is not to begin, for each test has one of its own.
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("RUNLEVEL", "1")
        .args(arguments)
        .stdout(Stdio::null());
    let status = command.status().with_context(|| format!("starting {}", command.get_program().display()))?;
    Ok(status.success())
}

/// The browser that shows the dashboard to tests.
pub(crate) fn browser() -> Option<PathBuf> {
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    places.into_iter().map(PathBuf::from).find(|path| path.is_file())
}

fn has_mosquitto() -> bool {
    // It stands where only administrators look.
    ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/usr/bin", "/usr/local/bin"]
        .iter()
        .any(|folder| Path::new(folder).join("mosquitto").is_file())
}

fn has_aiosmtpd() -> bool {
    ["/usr/bin/python3", "python3"]
        .iter()
        .any(|python| works(Command::new(python).args(["-c", "import aiosmtpd"])))
}

fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
