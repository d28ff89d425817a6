//! The binary as a child process.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

/// Longest wait for a line, and for the end.
const PATIENCE: Duration = Duration::from_secs(20);

/// `slmm` with these arguments, unaffected by the environment's settings.
pub(crate) fn command(line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slmm"));
    command.args(line.split_whitespace());
    let settings = slm_server::Config::keys().map(|key| key.variable);
    for variable in settings.chain(["SLMM_CONFIG", "SLMM_SERVER"]) {
        command.env_remove(variable);
    }
    command
}

pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
}

/// Runs to the end.
pub(crate) fn finished(line: &str) -> Finished {
    let output = command(line).output().unwrap();
    Finished { code: output.status.code(), stdout: String::from_utf8(output.stdout).unwrap() }
}

/// A process that runs until told to end; killed when dropped.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    pub(crate) fn start(line: &str) -> Self {
        Self::start_with(line, &[])
    }

    /// A server on a folder and a port of its own, as soon as it listens.
    pub(crate) fn serve(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let line = format!("serve --port 0 --data-dir {}", folder.display());
        let mut server = Self::start_with(&line, settings);
        server.line_with("listening on");
        server
    }

    /// The same with some settings in the environment.
    pub(crate) fn start_with(line: &str, settings: &[(&str, &str)]) -> Self {
        let mut child = command(line)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            stdout.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok())
        });
        Self { child, lines }
    }

    /// The next line of its output.
    pub(crate) fn line(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line in time")
    }

    /// The next line that contains `words`.
    pub(crate) fn line_with(&mut self, words: &str) -> String {
        let mut seen = Vec::new();
        let until = Instant::now() + PATIENCE;
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if line.contains(words) {
                return line;
            }
            seen.push(line);
        }
        panic!("no line with {words:?} among {seen:#?}");
    }

    /// What it has written that nobody has read yet, once it has ended.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        self.lines.iter().collect()
    }

    /// Kills it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end as an operator would, and returns its exit code.
    pub(crate) fn end(&mut self) -> Option<i32> {
        let told = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("still running after {PATIENCE:?}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
