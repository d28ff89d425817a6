//! Child processes of the benchmark, and what a process costs.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

/// This program again, with a line of talk in each direction.
pub(crate) struct Child {
    process: std::process::Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Child {
    pub(crate) fn start(arguments: &[&str]) -> anyhow::Result<Self> {
        Self::run(Command::new(std::env::current_exe()?).args(arguments))
    }

    /// The same on one processor, where that can be had: so that load and server never take time from each other.
    pub(crate) fn start_on(processor: usize, arguments: &[&str]) -> anyhow::Result<Self> {
        if !can_pin() {
            return Self::start(arguments);
        }
        let mut command = Command::new("taskset");
        // It becomes the program it starts, whose number its own therefore is.
        command.args(["--cpu-list", &processor.to_string()]).arg(std::env::current_exe()?).args(arguments);
        Self::run(&mut command)
    }

    fn run(command: &mut Command) -> anyhow::Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting a part of the benchmark")?;
        let stdin = process.stdin.take();
        let stdout = process.stdout.take().context("the child's output is piped")?;
        Ok(Self { process, stdin, stdout: BufReader::new(stdout) })
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn say(&mut self, word: &str) -> anyhow::Result<()> {
        let stdin = self.stdin.as_mut().context("the child's input is piped")?;
        writeln!(stdin, "{word}").context("a part of the benchmark ended early")
    }

    pub(crate) fn answer(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        ensure!(self.stdout.read_line(&mut line)? > 0, "a part of the benchmark ended early");
        Ok(line.trim_end().to_owned())
    }

    pub(crate) fn ask(&mut self, word: &str) -> anyhow::Result<String> {
        self.say(word)?;
        self.answer()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // The child ends with its input.
        self.stdin = None;
        let _ = self.process.wait();
    }
}

/// Whether processes can be kept on one processor: there are two, and the means.
pub(crate) fn can_pin() -> bool {
    let several = std::thread::available_parallelism().is_ok_and(|count| count.get() > 1);
    several
        && Command::new("taskset").arg("--version").stdout(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// Reads words from the standard input until it ends.
pub(crate) fn words() -> impl Iterator<Item = String> {
    std::io::stdin().lines().map_while(Result::ok)
}

/// Processor time of all threads of a process so far.
pub(crate) fn cpu(pid: u32) -> anyhow::Result<Duration> {
    let mut total = 0;
    for thread in fs::read_dir(format!("/proc/{pid}/task")).context("the measured process ended early")? {
        let path = thread?.path().join("schedstat");
        let line = fs::read_to_string(&path).context("this kernel counts no processor time per thread")?;
        let nanoseconds = line.split_whitespace().next().and_then(|word| word.parse::<u64>().ok());
        total += nanoseconds.context("the first number is the time on a processor")?;
    }
    Ok(Duration::from_nanos(total))
}

/// Resident memory of a process in bytes.
pub(crate) fn memory(pid: u32) -> anyhow::Result<u64> {
    status(pid, "VmRSS:")
}

/// The most resident memory a process ever had, in bytes.
pub(crate) fn peak_memory(pid: u32) -> anyhow::Result<u64> {
    status(pid, "VmHWM:")
}

fn status(pid: u32, name: &str) -> anyhow::Result<u64> {
    let status =
        fs::read_to_string(format!("/proc/{pid}/status")).context("the measured process ended early")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib =
        line.and_then(|line| line.trim().strip_suffix("kB")).and_then(|kib| kib.trim().parse::<u64>().ok());
    Ok(kib.context("a process has resident memory")? * 1024)
}

/// Allows as many open files as this user may have.
pub(crate) fn raise_file_limit() {
    // Where that is too few, connecting says so.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}
