//! What tests of several modules share.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bytes::Bytes;
use jiff::Timestamp;
use nl43_proto::Dod;
use slm_domain::{KnownSettings, LiveEvent, Reading, RunView, Sample, UnitId};

use crate::{Encoding, Feed, FeedOptions, FrameEncoder, Gap, Stamp};

/// Carries everything.
pub(crate) const ALL: Encoding = Encoding(0);
/// Carries no notices.
pub(crate) const STATES: Encoding = Encoding(1);

/// Writes small JSON objects and counts how often it was asked.
#[derive(Debug, Default)]
pub(crate) struct PlainEncoder {
    pub(crate) calls: AtomicUsize,
}

impl FrameEncoder for PlainEncoder {
    fn encode(&self, unit: &UnitId, stamp: &Stamp, event: &LiveEvent, encoding: Encoding) -> Option<Bytes> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let status = match event {
            LiveEvent::Reading { .. } => "ok",
            LiveEvent::Unreachable { .. } => "unreachable",
            _ if encoding == STATES => return None,
            _ => "notice",
        };
        Some(format!(r#"{{"unit":"{unit}","seq":{},"status":"{status}"}}"#, stamp.seq).into())
    }

    fn heartbeat(&self, unit: &UnitId, stamp: &Stamp, reachable: bool, _: Encoding) -> Bytes {
        format!(r#"{{"unit":"{unit}","heartbeat":{},"reachable":{reachable}}}"#, stamp.seq).into()
    }

    fn gap(&self, unit: &UnitId, stamp: &Stamp, gap: &Gap, _: Encoding) -> Bytes {
        format!(r#"{{"unit":"{unit}","gap":"{}","upto":{}}}"#, gap.reason.as_str(), stamp.seq).into()
    }
}

pub(crate) fn unit() -> UnitId {
    UnitId::new("north").unwrap()
}

pub(crate) fn feed(options: FeedOptions) -> Arc<Feed> {
    Feed::new(unit(), options, Arc::new(PlainEncoder::default()))
}

/// An event that is the state.
pub(crate) fn reading() -> LiveEvent {
    let off = " -.-,".repeat(14) + "-,-";
    let main = "46.2,43.7,53.7,44.1,43.4,44.2,44.2,43.7,43.4,43.3,59.0,-.-,-.-,-.-,0,0";
    let dod = Dod::decode(&format!("{main},{off},{off},{off}")).unwrap();
    let reading = Reading {
        at: Timestamp::UNIX_EPOCH,
        seen: Instant::now(),
        sample: Sample::Dod(Arc::new(dod)),
        run: RunView::default(),
        settings: KnownSettings::default(),
    };
    LiveEvent::Reading { reading: Arc::new(reading), recovered: false }
}

/// The other event that is the state.
pub(crate) fn unreachable() -> LiveEvent {
    LiveEvent::Unreachable { at: Timestamp::UNIX_EPOCH, reason: "refused".into() }
}

/// An event that is not.
pub(crate) fn notice() -> LiveEvent {
    LiveEvent::StreamGap { at: Timestamp::UNIX_EPOCH, reason: "command" }
}
