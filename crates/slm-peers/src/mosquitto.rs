//! A real Mosquitto on a port of its own, ended with the test.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use crate::Authority;
use crate::until;

/// A running broker.
pub struct Mosquitto {
    /// Where it listens.
    pub port: u16,
    folder: tempfile::TempDir,
    child: Option<Child>,
}

impl Mosquitto {
    /// A broker that lets everybody in, without TLS.
    pub async fn open() -> Self {
        Self::start("allow_anonymous true\n", None).await
    }

    /// A broker that wants a password, over TLS only.
    pub async fn guarded(authority: &Authority, user: &str, password: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        authority.write_to(folder.path());
        let passwords = folder.path().join("passwords");
        fs::write(&passwords, "").unwrap();
        let made = Command::new(program("mosquitto_passwd"))
            .arg("-b")
            .arg(&passwords)
            .args([user, password])
            .status();
        assert!(made.unwrap().success());
        let settings =
            "allow_anonymous false\npassword_file passwords\ncertfile server.pem\nkeyfile server.key\n";
        Self::start(settings, Some(folder)).await
    }

    async fn start(settings: &str, folder: Option<tempfile::TempDir>) -> Self {
        let folder = folder.unwrap_or_else(|| tempfile::tempdir().unwrap());
        let user = if cfg!(target_os = "linux") { "user root\n" } else { "" };
        let mut broker = Self { port: 0, folder, child: None };
        for _ in 0..5 {
            // Free a moment ago; where somebody else was given it since, the broker ends, and has another.
            broker.port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let text = format!("{user}listener {} 127.0.0.1\n{settings}persistence false\n", broker.port);
            fs::write(broker.folder.path().join("mosquitto.conf"), text).unwrap();
            if broker.begin().await {
                return broker;
            }
        }
        panic!("mosquitto does not begin: {}", fs::read_to_string(broker.folder.path().join("log")).unwrap());
    }

    /// Starts it again.
    pub async fn resume(&mut self) {
        assert!(self.begin().await, "mosquitto does not begin again");
    }

    /// Starts it; `false` when it ended at once.
    async fn begin(&mut self) -> bool {
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        let child = Command::new(program("mosquitto"))
            .args(["-c", "mosquitto.conf"])
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let child = Mutex::new(child);
        let port = self.port;
        let begun = until("mosquitto listens", || async {
            if child.lock().unwrap().try_wait().unwrap().is_some() {
                return Some(false);
            }
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok().map(|_| true)
        })
        .await;
        self.child = Some(child.into_inner().unwrap());
        begun
    }

    /// Ends it as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A program of the package; it stands where only administrators look.
fn program(name: &str) -> PathBuf {
    let known = [
        "/usr/sbin",
        "/usr/bin",
        "/usr/local/sbin",
        "/usr/local/bin",
        "/opt/homebrew/sbin",
        "/opt/homebrew/bin",
    ];
    let found = known.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not installed; on Debian: apt-get install mosquitto"))
}
