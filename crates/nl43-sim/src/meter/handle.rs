//! Faults as verbs.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use super::Shared;
use crate::fault::{Fault, FileFault};

/// Lets things go wrong with one meter, while it runs. Cheap to clone.
///
/// Lasting faults add up until [`FaultHandle::heal`]; each replaces its like.
#[derive(Debug, Clone)]
pub struct FaultHandle {
    shared: Arc<Shared>,
}

impl FaultHandle {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Applies any fault.
    pub fn apply(&self, fault: &Fault) {
        self.shared.apply(fault);
    }

    /// Ends all faults, wakes the meter, boots it if it is off, and undoes settings that cut the link.
    pub fn heal(&self) {
        self.shared.heal();
    }

    /// Waits until the ports have followed: without it, a connection attempt right after a fault may still find the
    /// port as it was.
    ///
    /// # Cancel safety
    /// Dropping the future changes nothing.
    pub async fn settled(&self) {
        self.shared.settled().await;
    }

    /// The faults in force, and one-time faults that wait for their occasion.
    pub fn active(&self) -> Vec<Fault> {
        self.shared.condition.borrow().faults.list().to_vec()
    }

    /// Nothing listens any more; an open connection is reset.
    pub fn refuse_connections(&self) {
        self.apply(&Fault::Refuse);
    }

    /// Connections are accepted and never answered; an open one falls silent.
    pub fn black_hole(&self) {
        self.apply(&Fault::BlackHole);
    }

    /// Connection attempts get no answer at all; an open connection falls silent.
    pub fn deafen(&self) {
        self.apply(&Fault::Deaf);
    }

    /// Resets the open connection.
    pub fn reset(&self) {
        self.apply(&Fault::Reset);
    }

    /// Holds back every answer and record until healed.
    pub fn hold_replies(&self) {
        self.apply(&Fault::HoldReplies);
    }

    /// Delays every answer and record by a random time from the range.
    pub fn delay_replies(&self, by: RangeInclusive<Duration>) {
        self.delay_some_replies(1.0, by);
    }

    /// Delays a share of the answers and records by a random time from the range.
    pub fn delay_some_replies(&self, share: f64, by: RangeInclusive<Duration>) {
        self.apply(&Fault::DelayReplies { from: *by.start(), to: *by.end(), share });
    }

    /// Cuts what is sent into packets of so many bytes.
    pub fn split_packets(&self, bytes: RangeInclusive<usize>) {
        self.apply(&Fault::SplitPackets { from: *bytes.start(), to: *bytes.end() });
    }

    /// Glues the prompt to the next answer, and records to each other.
    pub fn merge_packets(&self) {
        self.apply(&Fault::MergePackets);
    }

    /// Garbles the next line.
    pub fn garble_next_line(&self) {
        self.apply(&Fault::GarbleNextLine);
    }

    /// Garbles a share of all lines.
    pub fn garble(&self, share: f64) {
        self.apply(&Fault::Garble { share });
    }

    /// Leaves out the CR LF of an answer's last line, and of records.
    pub fn drop_crlf(&self) {
        self.apply(&Fault::DropCrlf);
    }

    /// Gives records one field too few.
    pub fn wrong_field_count(&self) {
        self.apply(&Fault::WrongFieldCount { fields: None });
    }

    /// Answers every command with this result code.
    pub fn wrong_result_code(&self, code: u16) {
        self.apply(&Fault::WrongResultCode(code));
    }

    /// Streams on in spite of SUB.
    pub fn ignore_sub(&self) {
        self.apply(&Fault::IgnoreSub);
    }

    /// Lets the open connection fall silent for good; new ones work.
    pub fn half_open(&self) {
        self.apply(&Fault::HalfOpen);
    }

    /// Lets the control port refuse while file port and measurement live on.
    pub fn wedge_control_port(&self) {
        self.apply(&Fault::Wedge);
    }

    /// Puts the meter to sleep.
    pub fn sleep(&self) {
        self.apply(&Fault::Sleep);
    }

    /// Lets the meter's clock jump.
    pub fn clock_jump(&self, seconds: i64) {
        self.apply(&Fault::ClockJump(seconds));
    }

    /// Switches the meter off; it boots after the time given.
    pub fn power_loss(&self, reboot_after: Duration) {
        self.apply(&Fault::PowerLoss { reboot_after });
    }

    /// Resets the connection after so many more bytes.
    pub fn drop_link_after(&self, bytes: u64) {
        self.apply(&Fault::DropLinkAfter(bytes));
    }

    /// Lets a stray record follow so long after the end of every stream.
    pub fn stray_record_after_sub(&self, after: Duration) {
        self.apply(&Fault::StrayRecordAfterSub(after));
    }

    /// Lets something go wrong with the file server until healed.
    pub fn files(&self, fault: FileFault) {
        self.apply(&Fault::Files { fault, once: false });
    }

    /// Lets something go wrong with the file server at the next occasion only.
    pub fn files_once(&self, fault: FileFault) {
        self.apply(&Fault::Files { fault, once: true });
    }
}
