//! Domain values in the shapes of the API.

use nl43_proto::Quantity;
use slm_api_types::{
    AlertEvent, CachedStatus, CreatedUnit, HistoryReading, LiveReading, MergedStatus, PolledUnit,
    PollingSettings, RosterStatus, RosterUnit, UnitLogEntry, UnitLogStats, UnitSettings, UnitSettingsSummary,
};
use slm_domain::{UnitConfig, UnitId, UnitStatus};
use slm_store::{LogEntry, LogStats, StoredEvent, TrailRow};

use super::time::{iso_utc, iso_utc_of, iso_zulu_of};

pub(crate) fn settings(unit: &UnitConfig) -> UnitSettings {
    UnitSettings {
        unit_id: unit.id.to_string(),
        host: unit.host.clone(),
        tcp_port: unit.tcp_port,
        ftp_port: unit.ftp_port,
        tcp_enabled: unit.tcp_enabled,
        ftp_enabled: unit.ftp_enabled,
        ftp_username: unit.ftp_username.clone(),
        ftp_password: unit.ftp_password.clone(),
        web_enabled: unit.web_enabled,
    }
}

pub(crate) fn settings_summary(unit: &UnitConfig) -> UnitSettingsSummary {
    UnitSettingsSummary {
        unit_id: unit.id.to_string(),
        host: unit.host.clone(),
        tcp_port: unit.tcp_port,
        tcp_enabled: unit.tcp_enabled,
        ftp_enabled: unit.ftp_enabled,
        web_enabled: unit.web_enabled,
        poll_enabled: unit.poll_enabled,
        poll_interval_seconds: unit.poll_interval.as_secs(),
    }
}

pub(crate) fn created(unit: &UnitConfig) -> CreatedUnit {
    CreatedUnit {
        unit_id: unit.id.to_string(),
        host: unit.host.clone(),
        tcp_port: unit.tcp_port,
        tcp_enabled: unit.tcp_enabled,
        ftp_enabled: unit.ftp_enabled,
        poll_enabled: unit.poll_enabled,
        poll_interval_seconds: unit.poll_interval.as_secs(),
    }
}

pub(crate) fn polling_settings(unit: &UnitConfig) -> PollingSettings {
    PollingSettings {
        unit_id: unit.id.to_string(),
        poll_interval_seconds: unit.poll_interval.as_secs(),
        poll_enabled: unit.poll_enabled,
    }
}

pub(crate) fn roster_unit(unit: &UnitConfig, status: Option<&UnitStatus>) -> RosterUnit {
    RosterUnit {
        unit_id: unit.id.to_string(),
        host: unit.host.clone(),
        tcp_port: unit.tcp_port,
        ftp_port: unit.ftp_port,
        tcp_enabled: unit.tcp_enabled,
        ftp_enabled: unit.ftp_enabled,
        ftp_username: unit.ftp_username.clone(),
        ftp_password: unit.ftp_password.clone(),
        web_enabled: unit.web_enabled,
        poll_enabled: unit.poll_enabled,
        poll_interval_seconds: unit.poll_interval.as_secs(),
        monitor_enabled: unit.monitor_enabled,
        status: status.map(roster_status),
    }
}

fn roster_status(status: &UnitStatus) -> RosterStatus {
    RosterStatus {
        last_seen: iso_utc_of(status.last_seen),
        measurement_state: Some(measurement_state(status)),
        is_reachable: is_reachable(status),
        consecutive_failures: status.consecutive_failures,
        last_success: iso_utc_of(status.last_success),
        last_error: status.last_error.clone(),
    }
}

fn measurement_state(status: &UnitStatus) -> String {
    status.measurement_state.clone().unwrap_or_else(|| "unknown".to_owned())
}

/// The compatible API has no word for "never tried": it counts as reachable.
fn is_reachable(status: &UnitStatus) -> bool {
    status.is_reachable.unwrap_or(true)
}

pub(crate) fn polled_unit(unit: &UnitConfig, status: Option<&UnitStatus>) -> PolledUnit {
    PolledUnit {
        unit_id: unit.id.to_string(),
        poll_interval_seconds: unit.poll_interval.as_secs(),
        poll_enabled: unit.poll_enabled,
        is_reachable: status.map(is_reachable),
        consecutive_failures: status.map_or(0, |status| status.consecutive_failures),
        last_poll_attempt: iso_utc_of(status.and_then(|status| status.last_poll_attempt)),
        last_success: iso_utc_of(status.and_then(|status| status.last_success)),
        last_error: status.and_then(|status| status.last_error.clone()),
    }
}

pub(crate) fn cached_status(unit: &UnitId, mut status: UnitStatus) -> CachedStatus {
    CachedStatus {
        is_reachable: is_reachable(&status),
        consecutive_failures: status.consecutive_failures,
        last_poll_attempt: iso_utc_of(status.last_poll_attempt),
        last_success: iso_utc_of(status.last_success),
        last_error: status.last_error.take(),
        merged: merged_status(unit, status),
    }
}

pub(crate) fn merged_status(unit: &UnitId, status: UnitStatus) -> MergedStatus {
    MergedStatus {
        unit_id: unit.to_string(),
        last_seen: iso_utc_of(status.last_seen),
        measurement_state: Some(measurement_state(&status)),
        measurement_start_time: iso_utc_of(status.measurement_start_time),
        lp: status.lp,
        leq: status.leq,
        lmax: status.lmax,
        lmin: status.lmin,
        lpeak: status.lpeak,
        ln1: status.ln1,
        ln2: status.ln2,
        battery_level: status.battery_level,
        power_source: status.power_source,
        sd_remaining_mb: status.sd_remaining_mb,
        sd_free_ratio: status.sd_free_ratio,
        raw_payload: status.raw_payload,
    }
}

/// A snapshot just taken, beside what is known of the unit anyway.
pub(crate) fn live_reading(unit: &UnitId, dod: &nl43_proto::Dod, status: &UnitStatus) -> LiveReading {
    let text = |quantity| dod.text(quantity).map(str::to_owned);
    LiveReading {
        unit_id: unit.to_string(),
        measurement_state: measurement_state(status),
        measurement_start_time: iso_utc_of(status.measurement_start_time),
        counter: None,
        lp: text(Quantity::Lp),
        leq: text(Quantity::Leq),
        lmax: text(Quantity::Lmax),
        lmin: text(Quantity::Lmin),
        lpeak: text(Quantity::Lpeak),
        ln1: text(Quantity::Ln1),
        ln2: text(Quantity::Ln2),
        battery_level: status.battery_level.clone(),
        power_source: status.power_source.clone(),
        sd_remaining_mb: status.sd_remaining_mb.clone(),
        sd_free_ratio: status.sd_free_ratio.clone(),
        raw_payload: dod.raw().to_owned(),
    }
}

pub(crate) fn history_reading(row: TrailRow) -> HistoryReading {
    HistoryReading {
        timestamp: iso_utc(row.at),
        lp: row.lp,
        leq: row.leq,
        lmax: row.lmax,
        ln1: row.ln1,
        ln2: row.ln2,
    }
}

pub(crate) fn log_entry(entry: LogEntry) -> UnitLogEntry {
    UnitLogEntry {
        id: entry.id,
        timestamp: iso_zulu_of(entry.at),
        level: entry.level,
        category: entry.category,
        message: entry.message,
    }
}

pub(crate) fn log_stats(stats: LogStats) -> UnitLogStats {
    UnitLogStats {
        total: stats.total,
        by_level: stats.by_level,
        by_category: stats.by_category,
        oldest: iso_zulu_of(stats.oldest),
        newest: iso_zulu_of(stats.newest),
    }
}

pub(crate) fn alert_event(event: StoredEvent) -> AlertEvent {
    AlertEvent {
        id: event.id,
        rule_id: event.rule_id,
        unit_id: event.unit.to_string(),
        rule_name: event.rule_name,
        metric: event.metric,
        threshold_db: event.threshold_db,
        onset_at: iso_utc_of(event.onset_at),
        onset_value: event.onset_value,
        peak_value: event.peak_value,
        clear_at: iso_utc_of(event.clear_at),
        status: event.status,
        acknowledged_at: iso_utc_of(event.acknowledged_at),
        acknowledged_by: event.acknowledged_by,
        notes: event.notes,
    }
}
