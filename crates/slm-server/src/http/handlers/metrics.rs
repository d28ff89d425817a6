//! Figures for Prometheus, taken from snapshots when they are asked for.

use std::fmt::{Display, Write};
use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use slm_fleet::{UnitHandle, UnitSnapshot};
use slm_outbox::Tally;
use slm_store::OutboxCounts;

use crate::app::App;

/// Figures of the service and of every unit, in Prometheus text form.
#[utoipa::path(
    get,
    path = "/metrics",
    extensions(("x-slmm" = json!(true))),
    tag = "system",
    responses((status = 200, content_type = "text/plain", body = String)),
)]
pub(crate) async fn metrics(State(app): State<App>) -> impl IntoResponse {
    let mut page = Page::default();
    service(&app, &mut page);
    units(&app, &mut page);
    messages(&app, &mut page).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page.text)
}

fn service(app: &App, page: &mut Page) {
    let recorder = app.recorder.figures();
    let (alert_edges, alerts_lost) = app.observer.alerting.figures();
    let hub = app.hub.counters();
    page.gauge("slmm_uptime_seconds", "Seconds since the start", app.started.elapsed().as_secs());
    page.gauge("slmm_standby", "1 while nothing is polled", u8::from(app.fleet.is_standby()));
    page.gauge("slmm_writer_queue_entries", "Entries that wait for the database", app.recorder.waiting());
    let load = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    page.counter("slmm_writer_written_total", "Entries written to the database", load(&recorder.written));
    page.counter("slmm_writer_lost_total", "Entries lost to a full queue", load(&recorder.lost));
    let lost = load(&app.recorder.unit_log_figures().lost);
    page.counter("slmm_unit_log_lost_total", "Lines that are missing in the units' log files", lost);
    page.counter("slmm_writer_failures_total", "Attempts to write that failed", load(&recorder.failures));
    page.counter("slmm_alert_edges_total", "Onsets, reminders and clears", alert_edges);
    page.counter("slmm_alert_notices_lost_total", "Edges that could not be told", alerts_lost);
    let rules = app.observer.rules.figures();
    page.counter(
        "slmm_alarm_transitions_total",
        "What happened to events of rules",
        load(&rules.transitions),
    );
    page.gauge("slmm_alarm_open_events", "Open events of rules", load(&rules.open));
    page.gauge("slmm_alarm_queue_entries", "Facts that wait to be evaluated", app.observer.rules.waiting());
    page.counter("slmm_alarm_facts_lost_total", "Facts lost to a full queue", load(&rules.lost));
    page.counter("slmm_alarm_write_failures_total", "Attempts to write that failed", load(&rules.failures));
    page.counter(
        "slmm_alarm_writes_refused_total",
        "Writes that the database refused, left out so that the others go on",
        load(&rules.refused),
    );
    page.head("slmm_task_failures_total", "counter", "Failures of a task that was started again, or went on");
    for (task, failures) in app.supervisor.failures() {
        page.sample_of("slmm_task_failures_total", "task", task, failures);
    }
    page.sample_of("slmm_task_failures_total", "task", "outbox", app.delivery.failures());
    page.gauge("slmm_websockets", "Open WebSocket connections", hub.outlets);
    page.counter("slmm_websockets_served_total", "WebSocket connections so far", hub.served);
    page.counter("slmm_websockets_too_slow_total", "Closed because they were too slow", hub.too_slow);
    page.counter("slmm_websockets_unresponsive_total", "Closed without an answer to pings", hub.unresponsive);
    page.counter("slmm_websockets_refused_total", "Turned away for want of room", hub.refused);
}

/// How one figure of a channel is read.
type ReadChannel = fn(&OutboxCounts, &Tally) -> u64;

/// Name, kind, help and source of each figure of a channel.
const CHANNEL_FIGURES: &[(&str, &str, &str, ReadChannel)] = &[
    ("slmm_outbox_open_messages", "gauge", "Messages that wait for their time, or are being sent", |c, _| {
        c.open
    }),
    (
        "slmm_outbox_overdue_messages",
        "gauge",
        "Of these, messages that were tried and did not arrive yet",
        |c, _| c.overdue,
    ),
    (
        "slmm_outbox_dead_messages",
        "gauge",
        "Messages that did not arrive and are not tried any more",
        |c, _| c.dead,
    ),
    ("slmm_outbox_attempts_total", "counter", "Attempts to deliver", |_, t| t.attempts),
    ("slmm_outbox_delivered_total", "counter", "Attempts after which a message had arrived", |_, t| {
        t.delivered
    }),
    ("slmm_outbox_given_up_total", "counter", "Attempts after which a message was given up", |_, t| {
        t.given_up
    }),
];

async fn messages(app: &App, page: &mut Page) {
    // A page without them says enough about the database; the log says more.
    let Ok(channels) = app.store.outbox_counts_by_channel(Timestamp::now()).await else { return };
    let tallies = app.delivery.tallies();
    for (name, kind, help, read) in CHANNEL_FIGURES {
        page.head(name, kind, help);
        for (channel, counts) in &channels {
            let tally = tallies.get(&channel.id).copied().unwrap_or_default();
            let label = format!("{} {}", channel.id, channel.draft.name);
            page.sample_of(name, "channel", &label, read(counts, &tally));
        }
    }
}

/// How one figure of a unit is read.
type Read = fn(&UnitHandle, &UnitSnapshot) -> Option<f64>;

/// Name, kind, help and source of each figure of a unit.
const UNIT_FIGURES: &[(&str, &str, &str, Read)] = &[
    (
        "slmm_unit_reachable",
        "gauge",
        "1 when the meter answers, 0 when not, absent before the first poll",
        |_, s| s.reachable.map(|reachable| f64::from(u8::from(reachable))),
    ),
    ("slmm_unit_connected", "gauge", "1 while the connection is open", |_, s| {
        Some(f64::from(u8::from(s.connected)))
    }),
    ("slmm_unit_wedged", "gauge", "1 while the control port counts as wedged", |_, s| {
        Some(f64::from(u8::from(s.wedged)))
    }),
    ("slmm_unit_poll_period_seconds", "gauge", "Time between the last two snapshots", |_, s| {
        s.poll_period.map(|period| period.as_secs_f64())
    }),
    ("slmm_unit_turnaround_seconds", "gauge", "Time the meter took for its last answer", |_, s| {
        s.turnaround.map(|turnaround| turnaround.as_secs_f64())
    }),
    ("slmm_unit_consecutive_failures", "gauge", "Failed polls in a row", |_, s| {
        Some(f64::from(s.consecutive_failures))
    }),
    ("slmm_unit_requests_waiting", "gauge", "Requests that wait for the line", |_, s| Some(s.waiting as f64)),
    ("slmm_unit_polls_total", "counter", "Snapshots asked for by polling", |_, s| Some(s.polls as f64)),
    ("slmm_unit_poll_failures_total", "counter", "Polls without a good answer", |_, s| {
        Some(s.poll_failures as f64)
    }),
    ("slmm_unit_taints_total", "counter", "Late or unfit answers", |_, s| Some(s.taints as f64)),
    ("slmm_unit_connects_total", "counter", "Connections opened", |_, s| Some(s.connects as f64)),
    ("slmm_unit_busy_total", "counter", "Requests refused by a busy line", |_, s| Some(s.busy as f64)),
    ("slmm_unit_restarts_total", "counter", "Times the unit's task was restarted", |_, s| {
        Some(s.restarts as f64)
    }),
    ("slmm_unit_subscribers", "gauge", "Viewers of the monitor feed", |u, _| {
        Some(u.monitor().subscribers() as f64)
    }),
    ("slmm_unit_stream_subscribers", "gauge", "Viewers of the 10 Hz feed", |u, _| {
        Some(u.stream().subscribers() as f64)
    }),
    ("slmm_unit_frames_published_total", "counter", "Frames of the monitor feed", |u, _| {
        Some(u.monitor().counters().published as f64)
    }),
    ("slmm_unit_frames_delivered_total", "counter", "Frames sent, over all viewers", |u, _| {
        Some(u.monitor().counters().delivered as f64)
    }),
    ("slmm_unit_frames_dropped_total", "counter", "Frames passed over for slow viewers", |u, _| {
        Some(u.monitor().counters().dropped as f64)
    }),
];

fn units(app: &App, page: &mut Page) {
    let units: Vec<_> = app.fleet.units().into_iter().map(|unit| (unit.snapshot(), unit)).collect();
    for (name, kind, help, read) in UNIT_FIGURES {
        page.head(name, kind, help);
        for (snapshot, unit) in &units {
            if let Some(value) = read(unit, snapshot) {
                page.sample(name, unit.id().as_str(), value);
            }
        }
    }
}

/// A page in the text format of Prometheus.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.single(name, "gauge", help, value);
    }

    fn counter(&mut self, name: &str, help: &str, value: impl Display) {
        self.single(name, "counter", help, value);
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.head(name, kind, help);
        self.line(format_args!("{name} {value}"));
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    fn sample(&mut self, name: &str, unit: &str, value: f64) {
        self.sample_of(name, "unit", unit, value);
    }

    fn sample_of(&mut self, name: &str, label: &str, of: &str, value: impl Display) {
        let of = of.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        self.line(format_args!("{name}{{{label}=\"{of}\"}} {value}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing into a text cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}
