//! The task that evaluates: facts, requests and the time go in, jobs for the writer come out.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{Fact, Frame};
use slm_fleet::Fleet;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use super::book::Book;
use super::unit::UnitRules;
use super::writer::Job;
use super::{Flush, Inlets, Order, Request, Shared, Telling, Told};
use crate::alerting::connections::Connections;
use crate::config::Config;
use crate::delivery::{Display, Herald};

/// Facts taken from the queue at once.
const AT_ONCE: usize = 256;
/// What it is called where failures are told.
pub(super) const TASK: &str = "alarms";
/// How often the engine is told of nothing but the time.
const TICK: Duration = Duration::from_secs(1);

/// How far apart readings may lie without a gap between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cadence {
    /// While somebody watches.
    pub(super) watched: Duration,
    /// While the feed is only kept alive.
    pub(super) kept: Duration,
    /// The pause between polls then, unless rules need a shorter one.
    pause: Duration,
    /// What comes to a pause until the next reading is there.
    rest: Duration,
}

impl Cadence {
    /// Twice the time between polls, and something for the meter's turnaround.
    pub(super) fn of(config: &Config) -> Self {
        const TURNAROUND: Duration = Duration::from_millis(500);
        let rest = config.line.command_pause + TURNAROUND;
        let pause = config.monitor.idle_poll_interval;
        let gap = |pause: Duration| pause.saturating_add(rest).saturating_mul(2);
        Self { watched: gap(config.monitor.poll_interval), kept: gap(pause), pause, rest }
    }

    /// The gap of a unit that is only kept alive, by rules that need readings at least this often.
    fn kept_at(&self, pause: Option<Duration>) -> Duration {
        let pause = pause.map_or(self.pause, |pause| pause.min(self.pause));
        pause.saturating_add(self.rest).saturating_mul(2).max(self.watched)
    }
}

/// The alarms of all units.
pub(super) struct Engine {
    pub(super) units: HashMap<UnitId, UnitRules>,
    pub(super) herald: Herald,
    pub(super) display: Arc<Display>,
    cadence: Cadence,
    pub(super) fleet: Fleet,
    pub(super) connections: Arc<Connections>,
    jobs: mpsc::Sender<Job>,
    pub(super) shared: Arc<Shared>,
}

impl Engine {
    pub(super) fn new(
        units: HashMap<UnitId, UnitRules>,
        telling: Telling,
        cadence: Cadence,
        fleet: Fleet,
        jobs: mpsc::Sender<Job>,
        shared: Arc<Shared>,
    ) -> Self {
        let Telling { herald, display, connections, .. } = telling;
        let engine = Self { units, herald, display, cadence, fleet, connections, jobs, shared };
        engine.units.keys().for_each(|unit| engine.tell_of(unit));
        engine
    }

    /// Evaluates until nobody can tell it anything.
    pub(super) async fn run(&mut self, inlets: &mut Inlets) {
        let Inlets { facts, orders, flushes, questions } = inlets;
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut inbox = Vec::with_capacity(AT_ONCE);
        loop {
            tokio::select! {
                // The time last: facts that wait are older than now.
                biased;
                request = orders.recv() => {
                    let Some(request) = request else { return };
                    // What was told before it comes before it.
                    while let Ok(told) = facts.try_recv() {
                        self.take(told).await;
                    }
                    self.obey(request).await;
                }
                Some(Flush { is_last, done }) = flushes.recv() => {
                    while let Ok(told) = facts.try_recv() {
                        self.take(told).await;
                    }
                    self.obey(Request { order: Order::Save(is_last), done }).await;
                }
                count = facts.recv_many(&mut inbox, AT_ONCE) => {
                    if count == 0 {
                        return;
                    }
                    for told in inbox.drain(..) {
                        self.take(told).await;
                    }
                }
                Some(question) = questions.recv() => {
                    question.answer(&self.units, Timestamp::now());
                }
                _ = ticks.tick() => self.pass_time(Timestamp::now()).await,
            }
        }
    }

    async fn take(&mut self, Told { unit, mut frame }: Told) {
        let lost = self.shared.lost.load(Ordering::Relaxed);
        let cadence = self.cadence;
        let Some(rules) = self.units.get_mut(&unit) else { return };
        if matches!(frame.fact, Fact::Levels(_)) {
            frame.max_gap = rules.max_gap(cadence.watched, cadence.kept_at(rules.longest_pause()));
        }
        // Nobody knows whose facts were lost.
        if std::mem::replace(&mut rules.lost, lost) != lost {
            frame.max_gap = Duration::ZERO;
        }
        let job = self.shared.supervisor.for_unit(TASK, &unit, || rules.observe(&frame)).flatten();
        if let Some(job) = job {
            self.shared.note(&unit, Some(rules));
            self.hand_over(job).await;
        }
    }

    pub(super) async fn pass_time(&mut self, at: Timestamp) {
        for job in self.look_around(at) {
            self.hand_over(job).await;
        }
    }

    /// What the time brings to every unit.
    fn look_around(&mut self, at: Timestamp) -> Vec<Job> {
        let (mut jobs, mut open) = (Vec::new(), 0);
        let (book, supervisor) = (self.shared.book(), &self.shared.supervisor);
        for (unit, rules) in &mut self.units {
            let running = self.fleet.unit(unit);
            let watched =
                running.as_ref().map(|unit| unit.monitor().subscribers() + unit.stream().subscribers());
            rules.is_watched = watched.is_some_and(|watched| watched > 0);
            // Also of one that was added meanwhile.
            running.inspect(|unit| unit.set_kept_pause(rules.longest_pause()));
            // Of a fact of before the change, or one that was lost, nothing is left after a tick.
            let fact = rules.fact_of(rests(&self.fleet, &book, unit));
            let frame = Frame { fact, ..Frame::time(at) };
            let brought = supervisor.for_unit(TASK, unit, || (rules.observe(&frame), rules.save(at, false)));
            let (happened, saved) = brought.unwrap_or_default();
            if happened.is_some() {
                self.shared.note(unit, Some(rules));
            }
            jobs.extend(happened.into_iter().chain(saved));
            // Of an outage that no rule tells of, as out of the times of those that would, there is an event all the same.
            self.connections.set_ruled(unit, rules.tells_contact(at));
            self.display.set_alarm(unit, rules.open() > 0);
            open += rules.open();
        }
        self.shared.open.store(u64::try_from(open).unwrap_or(u64::MAX), Ordering::Relaxed);
        jobs
    }

    async fn obey(&mut self, Request { order, done }: Request) {
        let supervisor = self.shared.supervisor.clone();
        // Whoever asked hears that it was not done when this fails.
        let Some((jobs, outcome)) = supervisor.attempt(TASK, || self.follow(order, Timestamp::now())) else {
            return;
        };
        for job in jobs {
            self.hand_over(job).await;
        }
        self.hand_over(Job::nothing().told_to(done, outcome)).await;
    }

    /// Waits while too much is to be written: then facts wait, too, and in the end are lost.
    pub(super) async fn hand_over(&self, job: Job) {
        // The writer ends with the service only.
        let _ = self.jobs.send(job).await;
    }
}

/// Whether nobody asks a unit; `None`: it is configured, but not running yet.
pub(super) fn rests(fleet: &Fleet, book: &Book, unit: &UnitId) -> Option<bool> {
    if !book.is_enrolled(unit) {
        return Some(true);
    }
    let config = fleet.unit(unit)?.config();
    Some(fleet.is_standby() || config.deactivated || !config.tcp_enabled)
}
