//! A real SMTP server, aiosmtpd, on a port of its own, ended with the test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use slm_domain::delivery::{ChannelDraft, ChannelKind};

use crate::Authority;
use crate::until;

/// Who may log in.
pub const USER: &str = "slm";
/// With this password.
pub const PASSWORD: &str = "hunter2 & more";

/// A running mail server.
pub struct Smtp {
    /// Where it listens.
    pub port: u16,
    folder: tempfile::TempDir,
    child: Child,
}

impl Smtp {
    /// `mode`: `plain`, `starttls` or `tls`; the last two want a login.
    pub fn start(mode: &str, authority: &Authority) -> Self {
        let folder = tempfile::tempdir().unwrap();
        authority.write_to(folder.path());
        let script = folder.path().join("smtp_server.py");
        fs::write(&script, include_str!("smtp_server.py")).unwrap();
        let mut child = Command::new(python())
            .args(["-W", "ignore"])
            .arg(script)
            .arg(folder.path())
            .args([mode, USER, PASSWORD])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { port: port.trim().parse().unwrap(), folder, child }
    }

    /// A channel to it.
    pub fn channel(&self, security: &str) -> ChannelDraft {
        let draft = ChannelDraft::new("mail", ChannelKind::Email)
            .with("host", "localhost")
            .with("port", self.port.to_string())
            .with("security", security)
            .with("sender", "slm@example.org");
        if security == "none" { draft } else { draft.with("username", USER).with("password", PASSWORD) }
    }

    /// The e-mails it has kept, once there are so many.
    pub async fn kept(&self, count: usize) -> Vec<String> {
        until(("e-mails", count), || async {
            let kept = self.now();
            (kept.len() >= count).then_some(kept)
        })
        .await
    }

    /// The e-mails it has kept by now.
    pub fn now(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> =
            files.filter(|path| path.extension().is_some_and(|extension| extension == "eml")).collect();
        files.sort();
        files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A Python that has aiosmtpd: the system's, for which Debian packages it, or the first on the path.
pub fn python() -> &'static str {
    let has = |python: &&str| {
        let mut command = Command::new(python);
        command.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = ["/usr/bin/python3", "python3"].into_iter().find(has);
    found.expect("aiosmtpd is not installed; on Debian: apt-get install python3-aiosmtpd")
}
