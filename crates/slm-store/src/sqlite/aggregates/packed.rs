//! Histograms as bytes: most classes of a minute are empty or hold little.
//!
//! Layout: version 1; the lowest class as a zigzag number; then counts upwards, each a number in groups of seven bits, the
//! lowest first. A count of 0 is followed by how many further classes are empty.

use slm_acoustics::LevelHistogram;

const VERSION: u8 = 1;

/// Classes of a histogram at most; more is no histogram of ours.
const MOST: usize = LevelHistogram::CLASSES;

pub(super) fn pack(histogram: &LevelHistogram) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    let mut classes = histogram.classes().peekable();
    let Some((lowest, _)) = classes.peek().copied() else { return bytes };
    put(&mut bytes, zigzag(lowest));
    while let Some((_, count)) = classes.next() {
        put(&mut bytes, count);
        if count == 0 {
            let mut more = 0;
            while classes.next_if(|(_, count)| *count == 0).is_some() {
                more += 1;
            }
            put(&mut bytes, more);
        }
    }
    bytes
}

/// `None` for bytes that [`pack`] does not make.
pub(super) fn unpack(bytes: &[u8]) -> Option<LevelHistogram> {
    let (version, mut rest) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    if rest.is_empty() {
        return Some(LevelHistogram::new());
    }
    let mut class = i32::from(unzigzag(take(&mut rest)?)?);
    let mut classes = Vec::new();
    while !rest.is_empty() {
        let count = take(&mut rest)?;
        if count == 0 {
            class = class.checked_add(i32::try_from(take(&mut rest)?).ok()?)?;
        } else {
            classes.push((i16::try_from(class).ok()?, count));
        }
        class += 1;
        if classes.len() > MOST {
            return None;
        }
    }
    Some(LevelHistogram::from_classes(classes))
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..32).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn zigzag(number: i16) -> u32 {
    let wide = i32::from(number);
    ((wide << 1) ^ (wide >> 31)).cast_unsigned()
}

fn unzigzag(number: u32) -> Option<i16> {
    i16::try_from((number >> 1).cast_signed() ^ -(number & 1).cast_signed()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(levels: &[(f64, u32)]) -> LevelHistogram {
        let mut histogram = LevelHistogram::new();
        for (level, times) in levels {
            histogram.record_times(*level, *times);
        }
        histogram
    }

    #[test]
    fn packed_and_unpacked_it_is_the_same() {
        for levels in [
            &[][..],
            &[(60.0, 10)],
            &[(-12.3, 1), (130.9, u32::MAX)],
            &[(50.0, 10), (50.1, 128), (50.3, 300), (50.4, 1), (70.0, 864_000)],
        ] {
            let whole = histogram(levels);
            assert_eq!(unpack(&pack(&whole)), Some(whole), "{levels:?}");
        }
    }

    #[test]
    fn a_minute_is_small() {
        let minute: Vec<_> = (0..60).map(|second| (55.0 + f64::from(second % 17) * 0.4, 10)).collect();
        assert!(pack(&histogram(&minute)).len() < 60);
    }

    #[test]
    fn other_bytes_are_no_histogram() {
        for bytes in [
            &[][..],
            &[2],
            &[1, 0x80],
            &[1, 0, 0],
            &[1, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            &[1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
        ] {
            assert_eq!(unpack(bytes), None, "{bytes:?}");
        }
    }
}
