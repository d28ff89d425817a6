//! What it costs in truth to sample a level instead of integrating it.

/// How an energy mean that was rebuilt from samples of the level may be off, dB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SamplingError {
    /// Standard deviation.
    pub standard_db: f64,
    /// The worst that was seen.
    pub worst_db: f64,
}

/// How much a sound changes between two samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Character {
    /// Plant, ventilation.
    Steady,
    /// Road traffic.
    Fluctuating,
    /// Impact piling.
    Impulsive,
    /// A few loud events of less than a second.
    RareEvents,
}

/// The error of LAeq,15min from F-weighted levels sampled every `seconds`; `None` beyond 10 s, where it is a trend only.
///
/// Simulated, 40 runs each; between the simulated periods the longer one counts.
pub fn sampling_error(seconds: f64, character: Character) -> Option<SamplingError> {
    let column = PERIODS.iter().position(|period| seconds <= period + 1e-9)?;
    let row = match character {
        Character::Steady => 0,
        Character::Fluctuating => 1,
        Character::Impulsive => 2,
        Character::RareEvents => 3,
    };
    let (standard_db, worst_db) = ERRORS[row][column];
    Some(SamplingError { standard_db, worst_db })
}

/// Sampling periods that were simulated, seconds.
const PERIODS: [f64; 4] = [0.1, 1.0, 1.3, 10.0];

const ERRORS: [[(f64, f64); 4]; 4] = [
    [(0.00, 0.00), (0.01, 0.02), (0.01, 0.02), (0.02, 0.06)],
    [(0.00, 0.00), (0.01, 0.03), (0.01, 0.03), (0.15, 0.44)],
    [(0.01, 0.02), (0.22, 0.51), (0.12, 0.30), (0.48, 1.18)],
    [(0.03, 0.07), (2.82, 9.5), (3.03, 7.8), (9.33, 15.9)],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slower_sampling_is_worse_and_beyond_ten_seconds_worthless() {
        let worst = |seconds, character| sampling_error(seconds, character).map(|error| error.worst_db);
        assert_eq!(worst(0.1, Character::Steady), Some(0.0));
        assert_eq!(worst(1.2, Character::Fluctuating), Some(0.03));
        assert_eq!(worst(10.0, Character::RareEvents), Some(15.9));
        assert_eq!(worst(10.5, Character::Steady), None);
    }
}
