//! The running meter: its port, its one connection, its faults.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::io::DuplexStream;
use tokio::sync::{Notify, mpsc, watch};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::config::MeterConfig;
use crate::fault::{Fault, FaultSet, FileFault, Line};
use crate::instrument::{Instrument, Reach};
use crate::journal::{Event, Journal};
use crate::meter::port::Port;
pub use card::Card;
pub use handle::FaultHandle;

mod card;
mod connection;
mod dialogue;
mod files;
mod handle;
mod outbox;
mod port;
mod random;
mod supervisor;
mod wire;

/// Bytes that an in-memory connection holds in either direction.
const PIPE: usize = 64 * 1024;
/// Connections waiting to be taken up in memory.
const DIALS: usize = 16;

/// A simulated meter that runs until it is stopped or dropped.
///
/// ```
/// # async fn example() -> std::io::Result<()> {
/// use std::time::Duration;
/// use nl43_sim::{Fault, MeterConfig, SimMeter};
///
/// let meter = SimMeter::start(MeterConfig::immediate().measuring()).await?;
/// let client = tokio::net::TcpStream::connect(meter.addr()).await?;
/// meter.set_level(86.0);
/// meter.faults().delay_replies(Duration::from_millis(10)..=Duration::from_millis(50));
/// meter.faults().apply(&"garble=0.1".parse::<Fault>().unwrap());
/// meter.faults().heal();
/// assert!(meter.journal().spacing_violations().is_empty());
/// meter.stop().await;
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug)]
pub struct SimMeter {
    shared: Arc<Shared>,
    dials: mpsc::Sender<DuplexStream>,
    tasks: TaskTracker,
    _cancel_when_dropped: DropGuard,
}

impl SimMeter {
    /// Binds the control port and switches the meter on.
    ///
    /// # Errors
    /// What the operating system says when an address cannot be had.
    #[expect(clippy::unused_async, reason = "needs a runtime, and may come to wait for more ports")]
    pub async fn start(config: MeterConfig) -> io::Result<Self> {
        let port = Port::open(config.listen)?;
        let file_port = config.ftp_listen.map(Port::open).transpose()?;
        let (addr, ftp_addr) = (port.addr(), file_port.as_ref().map(Port::addr));
        let shared = Arc::new(Shared::new(config, addr, ftp_addr));
        let (dials, dialled) = mpsc::channel(DIALS);
        let tasks = TaskTracker::new();
        tasks.spawn(supervisor::Supervisor::new(Arc::clone(&shared), port, dialled).run());
        if let Some(port) = file_port {
            tasks.spawn(files::run(Arc::clone(&shared), port));
        }
        tasks.close();
        let guard = shared.cancel.clone().drop_guard();
        Ok(Self { shared, dials, tasks, _cancel_when_dropped: guard })
    }

    /// Address of the control port. It stays the same through all faults.
    pub fn addr(&self) -> SocketAddr {
        self.shared.addr
    }

    /// Address of the file port, where one was configured.
    pub fn ftp_addr(&self) -> Option<SocketAddr> {
        self.shared.ftp_addr
    }

    /// How it was set up.
    pub fn config(&self) -> &MeterConfig {
        &self.shared.config
    }

    /// Lets things go wrong.
    pub fn faults(&self) -> FaultHandle {
        FaultHandle::new(Arc::clone(&self.shared))
    }

    /// What is on its card.
    pub fn card(&self) -> Card {
        Card::new(Arc::clone(&self.shared))
    }

    /// What it experienced.
    pub fn journal(&self) -> Journal {
        self.shared.journal.clone()
    }

    /// Sets the sound to one level from now on; the next reading shows it.
    pub fn set_level(&self, level: f64) {
        self.shared.instrument().set_level(Some(level), now());
    }

    /// Returns from a set level to the sound field.
    pub fn clear_level(&self) {
        self.shared.instrument().set_level(None, now());
    }

    /// Whether a measurement is running.
    pub fn is_measuring(&self) -> bool {
        let mut instrument = self.shared.instrument();
        instrument.advance(now());
        instrument.is_measuring()
    }

    /// Lp of the main channel, unrounded.
    pub fn lp(&self) -> f64 {
        let mut instrument = self.shared.instrument();
        instrument.advance(now());
        instrument.lp()
    }

    /// Connects within the process, without a socket: for tests on paused time. Counts as a connection like any other.
    ///
    /// # Errors
    /// When the meter was stopped, or too many such connections wait.
    pub fn dial(&self) -> io::Result<DuplexStream> {
        let (ours, theirs) = tokio::io::duplex(PIPE);
        let refused = |_| io::Error::from(io::ErrorKind::ConnectionRefused);
        self.dials.try_send(theirs).map_err(|full| refused(full.to_string()))?;
        Ok(ours)
    }

    /// Switches it off and waits until all its tasks have ended. Its connections see an ordinary end.
    pub async fn stop(&self) {
        self.shared.cancel.cancel();
        self.tasks.wait().await;
    }
}

/// What supervisor, connection and handles share.
#[derive(Debug)]
struct Shared {
    config: MeterConfig,
    addr: SocketAddr,
    ftp_addr: Option<SocketAddr>,
    instrument: Mutex<Instrument>,
    condition: watch::Sender<Condition>,
    orders: watch::Sender<Order>,
    slot: Mutex<Slot>,
    slot_changed: Notify,
    /// Generation that the control port and the file port have followed.
    followed: [watch::Sender<u64>; 2],
    journal: Journal,
    cancel: CancellationToken,
}

/// How meter and line are at present.
#[derive(Debug, Clone, PartialEq)]
struct Condition {
    faults: FaultSet,
    line: Line,
    file_line: Line,
    /// When a meter that was switched off listens again.
    reboot_at: Option<Instant>,
    /// Counts the changes, so that one can wait until the ports have followed.
    generation: u64,
}

/// Something to be done at once by every connection up to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    None,
    Reset { up_to: u32 },
    Silence { up_to: u32 },
}

/// The one control connection.
#[derive(Debug, Default)]
struct Slot {
    holder: Option<u32>,
    /// Until then the meter has not noticed that its client left.
    free_at: Option<Instant>,
    /// Connections accepted so far.
    accepted: u32,
    last_answer: Option<Instant>,
}

/// Whether a connection could be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occupancy {
    Free,
    Held,
    /// The client left, which the meter notices only then.
    Lingering {
        until: Instant,
    },
}

impl Shared {
    fn new(config: MeterConfig, addr: SocketAddr, ftp_addr: Option<SocketAddr>) -> Self {
        let utc = Timestamp::now().to_zoned(TimeZone::UTC).datetime();
        let clock = utc.saturating_add(jiff::SignedDuration::from_secs(config.clock_offset_s));
        let instrument = Instrument::new(&config, clock, now());
        let condition = Condition {
            faults: FaultSet::default(),
            line: Line::Open,
            file_line: Line::Refusing,
            reboot_at: None,
            generation: 0,
        };
        let shared = Self {
            journal: Journal::new(config.journal_entries),
            config,
            addr,
            ftp_addr,
            instrument: Mutex::new(instrument),
            condition: watch::Sender::new(condition),
            orders: watch::Sender::new(Order::None),
            slot: Mutex::default(),
            slot_changed: Notify::new(),
            followed: [watch::Sender::new(0), watch::Sender::new(0)],
            cancel: CancellationToken::new(),
        };
        shared.refresh();
        shared
    }

    fn instrument(&self) -> MutexGuard<'_, Instrument> {
        self.instrument.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the faults in force, and brings the line in accordance with them.
    fn change(&self, change: impl FnOnce(&mut Condition)) {
        self.condition.send_if_modified(|condition| {
            let before = condition.clone();
            change(condition);
            self.settle(condition);
            let changed = *condition != before;
            condition.generation += u64::from(changed);
            changed
        });
    }

    /// Brings the line in accordance with the settings.
    fn refresh(&self) {
        self.condition.send_if_modified(|condition| {
            let (line, file_line) = (condition.line, condition.file_line);
            self.settle(condition);
            let changed = (line, file_line) != (condition.line, condition.file_line);
            condition.generation += u64::from(changed);
            changed
        });
    }

    /// Waits until the ports have followed the present condition.
    async fn settled(&self) {
        let generation = self.condition.borrow().generation;
        for followed in self.followed.iter().take(1 + usize::from(self.ftp_addr.is_some())) {
            let mut followed = followed.subscribe();
            tokio::select! {
                _ = followed.wait_for(|followed| *followed >= generation) => {}
                // A stopped meter follows nothing any more.
                () = self.cancel.cancelled() => return,
            }
        }
    }

    fn settle(&self, condition: &mut Condition) {
        let (reach, serves_files) = {
            let instrument = self.instrument();
            (instrument.reach(), instrument.serves_files())
        };
        let by_settings = match reach {
            Reach::Open => Line::Open,
            Reach::PortClosed => Line::Refusing,
            Reach::Gone => Line::Deaf,
        };
        let worse =
            |by_fault: Line, by_settings: Line| if by_fault == Line::Open { by_settings } else { by_fault };
        condition.line = worse(condition.faults.line(), by_settings);
        let files = match reach {
            Reach::Gone => Line::Deaf,
            _ if serves_files => Line::Open,
            _ => Line::Refusing,
        };
        condition.file_line = worse(condition.faults.file_line(), files);
    }

    /// Takes a one-time fault out of force that has now happened.
    fn use_up(&self, fault: &Fault) {
        self.use_up_by_name(fault.name());
    }

    fn use_up_by_name(&self, name: &str) {
        self.change(|condition| {
            condition.faults.remove(name);
        });
    }

    /// What `pick` finds among the faults of the file server that are in force.
    fn file_fault<T>(&self, pick: impl Fn(&FileFault) -> Option<T>) -> Option<T> {
        self.condition.borrow().faults.files(pick)
    }

    /// Ends a fault of the file server that was to happen once, now that it did.
    fn file_fault_happened(&self, fault: &FileFault) {
        if self.condition.borrow().faults.is_once(fault.name()) {
            self.use_up_by_name(fault.name());
        }
    }

    fn answered(&self, at: Instant) {
        self.slot().last_answer = Some(at);
    }

    fn since_answer(&self, now: Instant) -> Option<Duration> {
        self.slot().last_answer.map(|at| now.saturating_duration_since(at))
    }

    /// Numbers a new connection.
    fn number(&self) -> u32 {
        let mut slot = self.slot();
        slot.accepted += 1;
        slot.accepted
    }

    /// Gives the slot to a connection, unless another one holds it.
    fn take_slot(&self, number: u32, now: Instant) -> bool {
        let mut slot = self.slot();
        let free = slot.holder.is_none() && slot.free_at.is_none_or(|at| at <= now);
        if free {
            slot.holder = Some(number);
            self.slot_changed.notify_one();
        }
        free
    }

    /// Gives the slot to a connection whoever holds it.
    fn evict_for(&self, number: u32) -> bool {
        let mut slot = self.slot();
        slot.holder = Some(number);
        slot.free_at = None;
        true
    }

    /// Frees the slot where this connection held it.
    fn leave_slot(&self, number: u32) {
        let mut slot = self.slot();
        if slot.holder == Some(number) {
            slot.holder = None;
            slot.free_at = Some(now() + self.config.timing.slot_release);
            self.slot_changed.notify_one();
        }
    }

    fn occupancy(&self, now: Instant) -> Occupancy {
        let slot = self.slot();
        match slot.free_at {
            _ if slot.holder.is_some() => Occupancy::Held,
            Some(until) if until > now => Occupancy::Lingering { until },
            _ => Occupancy::Free,
        }
    }

    fn apply(&self, fault: &Fault) {
        let now = now();
        let up_to = self.slot().accepted;
        self.journal.note(now, 0, Event::Fault(fault.to_string().into()));
        match fault {
            Fault::Reset => drop(self.orders.send_replace(Order::Reset { up_to })),
            Fault::HalfOpen => drop(self.orders.send_replace(Order::Silence { up_to })),
            Fault::ClockJump(seconds) => self.instrument().jump_clock(*seconds, now),
            Fault::PowerLoss { reboot_after } => {
                self.instrument().power_cycle(now);
                self.change(|condition| {
                    // Switching off and on is what ends these two.
                    condition.faults.remove(Fault::Wedge.name());
                    condition.faults.remove(Fault::Sleep.name());
                    condition.faults.insert(fault.clone());
                    condition.reboot_at = Some(now + *reboot_after);
                });
            }
            lasting => self.change(|condition| condition.faults.insert(lasting.clone())),
        }
    }

    fn heal(&self) {
        self.journal.note(now(), 0, Event::Healed);
        self.instrument().restore_link();
        self.change(|condition| {
            condition.faults.clear();
            condition.reboot_at = None;
        });
    }
}

/// The runtime's time, which tests may pause.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Sleeps until `deadline`; forever without one.
async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
