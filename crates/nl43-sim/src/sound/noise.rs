//! Deterministic randomness: every value is a function of seed, lane and place, so nothing has to be remembered.

/// A number in `0.0..1.0` that belongs to (`seed`, `lane`, `place`).
pub(super) fn uniform(seed: u64, lane: u64, place: u64) -> f64 {
    // 53 bits, the precision of f64.
    (mix(seed ^ mix(lane ^ mix(place))) >> 11) as f64 / (1u64 << 53) as f64
}

/// A whole number below `bound` that belongs to (`seed`, `lane`).
pub(super) fn below(seed: u64, lane: u64, bound: u64) -> u64 {
    mix(seed ^ mix(lane)) % bound
}

/// Smooth noise in `-1.0..1.0`: random values every `period` steps, joined without corners.
pub(super) fn smooth(seed: u64, lane: u64, step: u64, period: u64) -> f64 {
    let (place, t) = (step / period, (step % period) as f64 / period as f64);
    let (a, b) = (uniform(seed, lane, place), uniform(seed, lane, place + 1));
    let ease = t * t * (3.0 - 2.0 * t);
    2.0 * (a + (b - a) * ease) - 1.0
}

/// The finaliser of `SplitMix64`: every bit of the input stirs every bit of the output.
pub(crate) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}
