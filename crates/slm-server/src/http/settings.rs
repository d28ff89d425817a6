//! The fields of a unit's configuration as requests give them.

use std::time::Duration;

use slm_domain::UnitConfig;

use crate::fields::Fields;

/// What a request wants changed; what it does not give stays.
#[derive(Debug, Default)]
pub(crate) struct SettingsChange {
    host: Option<String>,
    tcp_port: Option<u16>,
    tcp_enabled: Option<bool>,
    ftp_enabled: Option<bool>,
    ftp_port: Option<u16>,
    ftp_username: Option<String>,
    ftp_password: Option<String>,
    web_enabled: Option<bool>,
    poll_enabled: Option<bool>,
    poll_interval: Option<Duration>,
}

impl SettingsChange {
    /// Reads everything but the host.
    pub(crate) fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            host: None,
            tcp_port: fields.port("tcp_port"),
            tcp_enabled: fields.boolean("tcp_enabled"),
            ftp_enabled: fields.boolean("ftp_enabled"),
            ftp_port: fields.port("ftp_port"),
            ftp_username: fields.credential("ftp_username"),
            ftp_password: fields.credential("ftp_password"),
            web_enabled: fields.boolean("web_enabled"),
            poll_enabled: fields.boolean("poll_enabled"),
            poll_interval: fields.interval("poll_interval_seconds").map(Duration::from_secs),
        }
    }

    /// Reads everything; the host may be missing.
    pub(crate) fn read_with_host(fields: &mut Fields<'_>) -> Self {
        let host = fields.host("host");
        Self { host, ..Self::read(fields) }
    }

    /// Makes the changes.
    pub(crate) fn apply(self, unit: &mut UnitConfig) {
        set(&mut unit.host, self.host);
        set(&mut unit.tcp_port, self.tcp_port);
        set(&mut unit.tcp_enabled, self.tcp_enabled);
        set(&mut unit.ftp_enabled, self.ftp_enabled);
        set(&mut unit.ftp_port, self.ftp_port);
        set(&mut unit.web_enabled, self.web_enabled);
        set(&mut unit.poll_interval, self.poll_interval);
        if self.ftp_username.is_some() {
            unit.ftp_username = self.ftp_username;
        }
        if self.ftp_password.is_some() {
            unit.ftp_password = self.ftp_password;
        }
        if let Some(poll_enabled) = self.poll_enabled {
            switch_polling(unit, poll_enabled);
        }
    }
}

/// Switches background polling. On, it also ends a deactivation: existing clients know only this switch for both.
pub(crate) fn switch_polling(unit: &mut UnitConfig, poll_enabled: bool) {
    unit.poll_enabled = poll_enabled;
    if poll_enabled {
        unit.deactivated = false;
    }
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
