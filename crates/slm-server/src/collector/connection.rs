//! A meter's FTP server, with a session that is opened when needed and again when it broke.

use std::time::Duration;

use nl43_client::ftp::{CardPath, DataMode, FtpOptions, FtpServer, FtpSession, Listing};
use slm_domain::UnitConfig;

use super::error::CollectError;
use super::spool::PartWriter;
use crate::config::{FtpConfig, FtpMode};

/// The factory's credentials, for units that have none of their own.
const USER: &str = "USER";
const PASSWORD: &str = "0000";

/// Before something is tried again; longer each time. A meter's server frees its session a moment after the connection.
const RETRY_PAUSE: Duration = Duration::from_millis(500);

/// Bytes by which a file may be longer than listed: one that is being written grows while it is fetched.
const GROWTH_BYTES: u64 = 64 << 20;

/// How long a session may take to say goodbye.
const QUIT_WITHIN: Duration = Duration::from_secs(2);

/// The server and what is open to it.
pub(super) struct Connection {
    server: FtpServer,
    options: FtpOptions,
    retries: u32,
    session: Option<FtpSession>,
}

/// A file that came.
pub(super) struct Fetched {
    pub(super) attempts: u32,
    pub(super) bytes: u64,
}

/// Why one file failed, and whether there is any use in trying the next.
pub(super) struct FileFailure {
    pub(super) error: CollectError,
    pub(super) attempts: u32,
    /// There is no session to be had.
    pub(super) is_final: bool,
}

impl Connection {
    pub(super) fn new(unit: &UnitConfig, config: &FtpConfig) -> Self {
        let given = |text: &Option<String>, default: &str| {
            text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| default.to_owned())
        };
        let server = FtpServer {
            host: unit.host.clone(),
            port: unit.ftp_port,
            user: given(&unit.ftp_username, USER),
            password: given(&unit.ftp_password, PASSWORD),
        };
        Self { server, options: options(config), retries: config.retries, session: None }
    }

    /// What lies in a folder.
    pub(super) async fn list(&mut self, folder: &CardPath) -> Result<Listing, CollectError> {
        let mut attempt = 0;
        loop {
            let error = match self.session().await {
                Ok(session) => match session.list(folder).await {
                    Ok(listing) => return understood(folder, listing),
                    Err(error) => error.into(),
                },
                Err(error) => error,
            };
            if !self.recover(&error, attempt).await {
                return Err(error);
            }
            attempt += 1;
        }
    }

    /// Fetches a file whole: at least the bytes that were listed. `came` hears of every piece.
    pub(super) async fn fetch(
        &mut self,
        path: &CardPath,
        listed: u64,
        writer: &mut PartWriter,
        came: impl Fn(u64),
    ) -> Result<Fetched, FileFailure> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let error = match self.attempt(path, listed, writer, &came).await {
                Ok(bytes) => return Ok(Fetched { attempts, bytes }),
                Err(error) => error,
            };
            // Where no session is to be had the next file would fail the same way: after all the attempts, or at once
            // where the meter does not know the user, or will not have our connections.
            let is_last = attempts > self.retries || !error.is_retryable();
            let is_final = self.session.is_none() && is_last;
            if !self.recover(&error, attempts - 1).await {
                return Err(FileFailure { error, attempts, is_final });
            }
            if let Err(error) = writer.rewind().await {
                return Err(FileFailure { error: error.into(), attempts, is_final: true });
            }
        }
    }

    async fn attempt(
        &mut self,
        path: &CardPath,
        listed: u64,
        writer: &mut PartWriter,
        came: &impl Fn(u64),
    ) -> Result<u64, CollectError> {
        let mut retrieval = self.session().await?.retrieve(path).await?;
        let mut got = 0;
        while let Some(bytes) = retrieval.chunk().await? {
            got += bytes.len() as u64;
            came(got);
            if got > listed.saturating_mul(2).saturating_add(GROWTH_BYTES) {
                return Err(CollectError::Endless { path: path.to_string(), got, listed });
            }
            writer.push(bytes).await?;
        }
        writer.settle().await?;
        if got < listed {
            return Err(CollectError::Incomplete { path: path.to_string(), got, listed });
        }
        Ok(got)
    }

    async fn session(&mut self) -> Result<&mut FtpSession, CollectError> {
        if self.session.is_none() {
            self.session = Some(FtpSession::open(&self.server, &self.options).await?);
        }
        self.session.as_mut().ok_or(CollectError::Stopped)
    }

    /// Prepares another attempt after a pause; `false`: there is to be none.
    async fn recover(&mut self, error: &CollectError, attempt: u32) -> bool {
        // One that was merely refused something goes on.
        self.session.take_if(|session| !session.is_open() || !is_answer(error));
        if !error.is_retryable() || attempt >= self.retries {
            return false;
        }
        tracing::debug!(host = self.server.host, %error, attempt, "trying an FTP step again");
        tokio::time::sleep(RETRY_PAUSE * 3u32.saturating_pow(attempt)).await;
        true
    }

    /// Says goodbye; a server that does not answer is left.
    pub(super) async fn quit(mut self) {
        if let Some(session) = self.session.take() {
            // Nothing depends on it.
            let _ = tokio::time::timeout(QUIT_WITHIN, session.quit()).await;
        }
    }
}

/// A listing of which nothing makes sense is no empty folder.
fn understood(folder: &CardPath, listing: Listing) -> Result<Listing, CollectError> {
    match listing.skipped.first() {
        Some(skipped) if listing.entries.is_empty() => {
            let (folder, line, reason) =
                (folder.to_string(), skipped.line.clone(), skipped.reason.to_string());
            Err(CollectError::NoListing { folder, line, reason })
        }
        _ => Ok(listing),
    }
}

/// Whether the server has answered with a refusal, after which the session is as good as before.
fn is_answer(error: &CollectError) -> bool {
    matches!(error, CollectError::Ftp(error) if error.is_not_found())
}

fn options(config: &FtpConfig) -> FtpOptions {
    FtpOptions {
        mode: match config.mode {
            FtpMode::Auto => DataMode::Auto,
            FtpMode::Active => DataMode::Active,
            FtpMode::Passive => DataMode::Passive,
        },
        announced: config.announced,
        ports: config.ports.clone(),
        connect_timeout: config.control_timeout,
        reply_timeout: config.control_timeout,
        data_connect_timeout: config.data_connect_timeout,
        stall_timeout: config.stall_timeout,
        ..FtpOptions::default()
    }
}
