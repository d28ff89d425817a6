//! Turning frames into bytes: once per encoding, shared by every subscriber.

use std::sync::{Mutex, OnceLock};

use bytes::Bytes;
use slm_domain::{LiveEvent, UnitId};

use crate::wire::header;
use crate::{Gap, Stamp, lock};

/// Which form of a frame a subscriber reads. The feed only compares it; the server's encoder gives it meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Encoding(pub u32);

/// Gives frames their bytes, normally one JSON object each. Called at most once per frame and encoding.
pub trait FrameEncoder: Send + Sync + 'static {
    /// A numbered frame; `None` when this encoding does not carry such frames.
    fn encode(&self, unit: &UnitId, stamp: &Stamp, event: &LiveEvent, encoding: Encoding) -> Option<Bytes>;

    /// A sign of life on a silent feed.
    fn heartbeat(&self, unit: &UnitId, stamp: &Stamp, reachable: bool, encoding: Encoding) -> Bytes;

    /// The one marker that stands for frames which cannot be replayed.
    fn gap(&self, unit: &UnitId, stamp: &Stamp, gap: &Gap, encoding: Encoding) -> Bytes;
}

/// One payload, and the same bytes behind a WebSocket header in one piece, so that one write sends both.
#[derive(Debug, Clone)]
pub(crate) struct Encoded {
    framed: Bytes,
    header_len: usize,
}

impl Encoded {
    pub(crate) fn new(payload: &[u8]) -> Self {
        let framed = header::text_message(payload);
        let header_len = framed.len() - payload.len();
        Self { framed, header_len }
    }

    pub(crate) fn payload(&self) -> Bytes {
        self.framed.slice(self.header_len..)
    }

    pub(crate) fn websocket(&self) -> &Bytes {
        &self.framed
    }
}

/// What one frame looks like in each encoding asked for so far.
///
/// The first encoding asked for, nearly always the only one, is found without a lock.
#[derive(Debug, Default)]
pub(crate) struct EncodedCache {
    first: OnceLock<(Encoding, Option<Encoded>)>,
    others: Mutex<Vec<(Encoding, Option<Encoded>)>>,
}

impl EncodedCache {
    /// Encodings kept per frame. Clients choose encodings, so there must be a limit; beyond it nothing is kept.
    pub(crate) const MAX_KEPT: usize = 32;

    pub(crate) fn get(&self, encoding: Encoding, encode: impl FnOnce() -> Option<Bytes>) -> Option<Encoded> {
        let make = || encode().map(|payload| Encoded::new(&payload));
        if let Some((kept, encoded)) = self.first.get()
            && *kept == encoding
        {
            return encoded.clone();
        }
        let mut others = lock(&self.others);
        // Seen again under the lock: another thread may have been first.
        match self.first.get() {
            None => return self.first.get_or_init(|| (encoding, make())).1.clone(),
            Some((kept, encoded)) if *kept == encoding => return encoded.clone(),
            Some(_) => {}
        }
        if let Some((_, encoded)) = others.iter().find(|(kept, _)| *kept == encoding) {
            return encoded.clone();
        }
        let encoded = make();
        if others.len() + 1 < Self::MAX_KEPT {
            others.push((encoding, encoded.clone()));
        }
        encoded
    }
}

/// Adds `"dropped":k` to a JSON object, as its last key. Anything else is returned unchanged.
pub(crate) fn with_dropped(payload: &Bytes, dropped: u64) -> Bytes {
    let Some(body) = payload.strip_suffix(b"}") else { return payload.clone() };
    let comma = if body.trim_ascii_end().ends_with(b"{") { "" } else { "," };
    let mut text = Vec::with_capacity(body.len() + 32);
    text.extend_from_slice(body);
    text.extend_from_slice(format!("{comma}\"dropped\":{dropped}}}").as_bytes());
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_made_once() {
        let cache = EncodedCache::default();
        let mut made = 0;
        for round in 0..3 {
            for encoding in 0..5 {
                let encoded = cache.get(Encoding(encoding), || {
                    made += 1;
                    (encoding != 3).then(|| format!("{encoding}").into())
                });
                let payload = encoded.map(|encoded| encoded.payload());
                assert_eq!(payload, (encoding != 3).then(|| format!("{encoding}").into()), "round {round}");
            }
        }
        assert_eq!(made, 5);
    }

    #[test]
    fn encodings_beyond_the_limit_are_made_but_not_kept() {
        let cache = EncodedCache::default();
        for encoding in 0..1000 {
            assert!(cache.get(Encoding(encoding), || Some(Bytes::from_static(b"{}"))).is_some());
        }
        assert_eq!(lock(&cache.others).len() + 1, EncodedCache::MAX_KEPT);
    }

    #[test]
    fn dropped_becomes_a_key_of_the_object() {
        let check = |payload: &'static str, expected: &str| {
            assert_eq!(with_dropped(&Bytes::from_static(payload.as_bytes()), 3), expected.as_bytes());
        };
        check(r#"{"seq":9}"#, r#"{"seq":9,"dropped":3}"#);
        check("{}", r#"{"dropped":3}"#);
        check("{ }", r#"{ "dropped":3}"#);
        check("pong", "pong");
    }
}
