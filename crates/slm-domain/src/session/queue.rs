//! Requests that wait for the line.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_proto::{Command, Reply};

use super::{CallerId, Class, Order, Request, RequestId};
use crate::meter_clock_at;

/// Waiting requests: two classes, callers take turns inside a class, identical reads wait together.
#[derive(Debug, Default)]
pub(super) struct RequestQueue {
    control: Turns,
    read: Turns,
}

/// One command and everybody who waits for its answer.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) command: Command,
    pub(super) class: Class,
    pub(super) waiters: Vec<Waiter>,
    /// Sent once already, on a connection that proved dead.
    pub(super) retried: bool,
    /// The site's time is put in when it is sent.
    is_site_clock: bool,
    caller: CallerId,
}

impl Waiting {
    /// Brings a value that depends on the moment up to it.
    pub(super) fn update(&mut self, now: Timestamp, zone: &TimeZone) {
        if self.is_site_clock
            && let Some(clock) = meter_clock_at(zone, now)
        {
            self.command = Command::Clock(clock);
        }
    }

    /// What its callers hear when the instrument has accepted it.
    pub(super) fn accepted(&self, reply: &Reply) -> Reply {
        match self.command {
            Command::Clock(set) if self.is_site_clock => Reply::Clock(set),
            _ => reply.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Waiter {
    pub(super) id: RequestId,
    pub(super) deadline: Instant,
}

/// Callers in the order of their turns, each with its requests in order.
type Turns = VecDeque<(CallerId, VecDeque<Waiting>)>;

impl RequestQueue {
    /// Everybody who waits, joined readers included.
    pub(super) fn waiters(&self) -> usize {
        self.entries().map(|waiting| waiting.waiters.len()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.control.is_empty() && self.read.is_empty()
    }

    /// Commands that would be sent before a new one of this class, if every caller had its turn.
    pub(super) fn ahead_of(&self, class: Class) -> usize {
        let count = |turns: &Turns| turns.iter().map(|(_, requests)| requests.len()).sum::<usize>();
        match class {
            Class::Control => count(&self.control),
            Class::Read => count(&self.control) + count(&self.read),
        }
    }

    /// Joins an identical waiting read, or takes its place in the turns.
    ///
    /// # Errors
    /// The request, when it is for the site's time and `now` cannot be told to an instrument.
    pub(super) fn push(
        &mut self,
        request: Request,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<(), RequestId> {
        let waiter = Waiter { id: request.id, deadline: request.deadline };
        let is_site_clock = request.order == Order::SiteClock;
        let command = match request.order {
            Order::Command(command) => command,
            Order::SiteClock => Command::Clock(meter_clock_at(zone, now).ok_or(request.id)?),
        };
        if !command.is_setting()
            && let Some(same) = self
                .entries_mut()
                .find(|waiting| waiting.command == command && waiting.class <= request.class)
        {
            same.waiters.push(waiter);
            return Ok(());
        }
        let waiting = Waiting {
            command,
            class: request.class,
            waiters: vec![waiter],
            retried: false,
            is_site_clock,
            caller: request.caller,
        };
        let turns = self.turns(request.class);
        match turns.iter_mut().find(|(caller, _)| *caller == request.caller) {
            Some((_, requests)) => requests.push_back(waiting),
            None => turns.push_back((request.caller, VecDeque::from([waiting]))),
        }
        Ok(())
    }

    /// Puts a command back in front of everything of its class.
    pub(super) fn push_front(&mut self, waiting: Waiting) {
        let caller = waiting.caller;
        self.turns(waiting.class).push_front((caller, VecDeque::from([waiting])));
    }

    /// Takes the next command: operators' commands first, callers in turn.
    pub(super) fn pop(&mut self) -> Option<Waiting> {
        let turns = if self.control.is_empty() { &mut self.read } else { &mut self.control };
        let (caller, mut requests) = turns.pop_front()?;
        let waiting = requests.pop_front();
        if !requests.is_empty() {
            turns.push_back((caller, requests));
        }
        waiting
    }

    /// Takes out everybody whose deadline has passed.
    pub(super) fn expire(&mut self, now: Instant) -> Vec<RequestId> {
        let mut expired = Vec::new();
        for turns in [&mut self.control, &mut self.read] {
            for (_, requests) in turns.iter_mut() {
                for waiting in requests.iter_mut() {
                    waiting.waiters.retain(|waiter| {
                        let late = waiter.deadline <= now;
                        if late {
                            expired.push(waiter.id);
                        }
                        !late
                    });
                }
                requests.retain(|waiting| !waiting.waiters.is_empty());
            }
            turns.retain(|(_, requests)| !requests.is_empty());
        }
        expired
    }

    /// Takes out everything.
    pub(super) fn drain(&mut self) -> Vec<Waiting> {
        std::iter::from_fn(|| self.pop()).collect()
    }

    /// The earliest deadline of anybody who waits.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.entries().flat_map(|waiting| &waiting.waiters).map(|waiter| waiter.deadline).min()
    }

    fn turns(&mut self, class: Class) -> &mut Turns {
        match class {
            Class::Control => &mut self.control,
            Class::Read => &mut self.read,
        }
    }

    fn entries(&self) -> impl Iterator<Item = &Waiting> {
        self.control.iter().chain(&self.read).flat_map(|(_, requests)| requests)
    }

    fn entries_mut(&mut self) -> impl Iterator<Item = &mut Waiting> {
        self.control.iter_mut().chain(&mut self.read).flat_map(|(_, requests)| requests)
    }
}

/// What a command costs on the line when nothing is known yet: the gap and a mobile link's turnaround.
pub(super) const COMMAND_COST: Duration = Duration::from_millis(1300);

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a timeline starts somewhere")]

    use nl43_proto::{Command, OnOff};

    use super::*;

    fn request(id: u64, caller: u64, class: Class, command: Command) -> Request {
        let deadline = Instant::now() + Duration::from_mins(1);
        Request { id: RequestId(id), caller: CallerId(caller), class, order: command.into(), deadline }
    }

    fn setting(name: &str) -> Command {
        Command::setting_from_text("Store Name", name).unwrap()
    }

    fn push(queue: &mut RequestQueue, request: Request) {
        queue.push(request, Timestamp::UNIX_EPOCH, &TimeZone::UTC).unwrap();
    }

    fn order(queue: &mut RequestQueue) -> Vec<u64> {
        std::iter::from_fn(|| queue.pop()).map(|waiting| waiting.waiters[0].id.0).collect()
    }

    #[test]
    fn commands_go_before_reads_and_callers_take_turns() {
        let mut queue = RequestQueue::default();
        push(&mut queue, request(1, 7, Class::Read, Command::BatteryLevelQuery));
        push(&mut queue, request(2, 7, Class::Control, setting("0001")));
        push(&mut queue, request(3, 7, Class::Control, setting("0002")));
        push(&mut queue, request(4, 8, Class::Control, setting("0003")));
        assert_eq!(order(&mut queue), [2, 4, 3, 1]);
    }

    #[test]
    fn identical_reads_share_one_answer_and_settings_never_do() {
        let mut queue = RequestQueue::default();
        push(&mut queue, request(1, 1, Class::Read, Command::DodQuery));
        push(&mut queue, request(2, 2, Class::Read, Command::DodQuery));
        push(&mut queue, request(3, 3, Class::Control, Command::SleepMode(OnOff::Off)));
        push(&mut queue, request(4, 4, Class::Control, Command::SleepMode(OnOff::Off)));
        assert_eq!(queue.ahead_of(Class::Read), 3);
        assert_eq!(queue.waiters(), 4);
    }

    #[test]
    fn expiry_takes_out_only_the_late() {
        let now = Instant::now();
        let mut queue = RequestQueue::default();
        let mut early = request(1, 1, Class::Read, Command::DodQuery);
        early.deadline = now;
        push(&mut queue, early);
        push(&mut queue, request(2, 2, Class::Read, Command::DodQuery));
        assert_eq!(queue.expire(now), [RequestId(1)]);
        assert_eq!(order(&mut queue), [2]);
    }
}
