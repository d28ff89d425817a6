//! What is in a file, handed out in pieces.

use std::ops::Range;

use bytes::Bytes;

use super::recording::Reader;
use crate::sound::mix;

/// Length of one generated block.
const BLOCK: usize = 64 * 1024;
/// Largest piece of a file.
const PIECE: usize = 4 * BLOCK;

/// The content of one file from its beginning to its end, in pieces: however large it is, a piece is all that memory
/// holds.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let meter = nl43_sim::SimMeter::start(nl43_sim::MeterConfig::immediate()).await?;
/// meter.card().put_sized("/NL-43/long.wav", 3_000_000_000)?;
/// let mut content = meter.card().content("/NL-43/long.wav")?;
/// let first = content.piece().map(<[u8]>::len);
/// assert_eq!((content.size_bytes(), first), (3_000_000_000, Some(262_144)));
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new()?.block_on(example())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Content {
    size_bytes: u64,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Bytes { bytes: Bytes, given: usize },
    Generated(Generated),
    Recorded { reader: Box<Reader>, buffer: Vec<u8> },
}

impl Content {
    pub(super) fn bytes(bytes: Bytes) -> Self {
        Self { size_bytes: bytes.len() as u64, source: Source::Bytes { bytes, given: 0 } }
    }

    pub(super) fn generated(size_bytes: u64, seed: u64) -> Self {
        Self { size_bytes, source: Source::Generated(Generated::new(size_bytes, seed)) }
    }

    pub(super) fn recorded(size_bytes: u64, reader: Reader) -> Self {
        Self { size_bytes, source: Source::Recorded { reader: Box::new(reader), buffer: Vec::new() } }
    }

    /// Length of the whole content in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// The next piece, `None` at the end. An empty piece is no end: there was work to do, ask again.
    pub fn piece(&mut self) -> Option<&[u8]> {
        match &mut self.source {
            Source::Bytes { bytes, given } => {
                let range = next_range(*given, bytes.len())?;
                *given = range.end;
                bytes.get(range)
            }
            Source::Generated(generated) => generated.piece(),
            Source::Recorded { reader, buffer } => reader.piece(buffer).then_some(buffer.as_slice()),
        }
    }

    /// All that is left of it, in memory.
    pub fn to_vec(mut self) -> Vec<u8> {
        let mut all = Vec::new();
        while let Some(piece) = self.piece() {
            all.extend_from_slice(piece);
        }
        all
    }
}

fn next_range(given: usize, len: usize) -> Option<Range<usize>> {
    (given < len).then(|| given..len.min(given.saturating_add(PIECE)))
}

/// Noise of any length. Every block of it begins with its own number, the rest is the same in all: so pieces that are
/// lost, doubled or exchanged show, and no byte has to be computed on the way.
#[derive(Debug)]
struct Generated {
    left: u64,
    next_block: u64,
    blocks: Vec<u8>,
}

impl Generated {
    fn new(size_bytes: u64, seed: u64) -> Self {
        let bytes = usize::try_from(size_bytes).map_or(PIECE, |size| size.min(PIECE));
        let blocks = bytes.div_ceil(BLOCK);
        let noise =
            (0..bytes.min(BLOCK).div_ceil(8) as u64).flat_map(|place| mix(seed ^ mix(place)).to_le_bytes());
        let mut block: Vec<u8> = noise.collect();
        block.resize(bytes.min(BLOCK), 0);
        Self { left: size_bytes, next_block: 0, blocks: block.repeat(blocks) }
    }

    fn piece(&mut self) -> Option<&[u8]> {
        if self.left == 0 {
            return None;
        }
        for block in self.blocks.chunks_mut(BLOCK) {
            let stamp = self.next_block.to_le_bytes();
            for (byte, stamp) in block.iter_mut().zip(stamp) {
                *byte = stamp;
            }
            self.next_block += 1;
        }
        let len = usize::try_from(self.left).map_or(self.blocks.len(), |left| left.min(self.blocks.len()));
        self.left -= len as u64;
        self.blocks.get(..len)
    }
}

/// Seed of what is generated for the file at `path`, so that no two files are alike.
pub(super) fn seed_for(path: &str, seed: u64) -> u64 {
    path.bytes().fold(mix(seed), |seed, byte| mix(seed ^ u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(size_bytes: u64, seed: u64) -> Vec<u8> {
        Content::generated(size_bytes, seed).to_vec()
    }

    #[test]
    fn generated_content_has_its_size_and_repeats_by_seed() {
        for size in [0, 1, 7, 9, BLOCK as u64 - 1, BLOCK as u64 + 1, PIECE as u64, 3 * PIECE as u64 + 12_345]
        {
            let content = all(size, 5);
            assert_eq!(content.len() as u64, size);
            assert_eq!(content, all(size, 5), "{size}");
        }
        assert_ne!(all(1000, 5), all(1000, 6));
        assert_ne!(seed_for("/a", 1), seed_for("/b", 1));
    }

    #[test]
    fn every_block_differs() {
        let content = all(6 * BLOCK as u64, 1);
        let mut blocks: Vec<_> = content.chunks(BLOCK).collect();
        blocks.sort_unstable();
        blocks.dedup();
        assert_eq!(blocks.len(), 6);
    }

    #[test]
    fn given_bytes_come_in_pieces() {
        let bytes = Bytes::from(vec![7; 2 * PIECE + 3]);
        let mut content = Content::bytes(bytes.clone());
        let mut pieces = Vec::new();
        while let Some(piece) = content.piece() {
            pieces.push(piece.len());
        }
        assert_eq!(pieces, [PIECE, PIECE, 3]);
        assert_eq!(Content::bytes(bytes.clone()).to_vec(), bytes);
    }
}
