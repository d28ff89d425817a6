//! The natural fields as functions of seed and 100 ms step.

use slm_acoustics::{from_energy, to_energy};

use super::Emission;
use super::noise::{below, smooth, uniform};

/// Lanes keep the random numbers of a field's parts apart.
mod lane {
    pub(super) const BED: u64 = 1;
    pub(super) const DRIFT: u64 = 2;
    pub(super) const FLUTTER: u64 = 3;
    pub(super) const CREST: u64 = 4;
    pub(super) const EVENT: u64 = 5;
    pub(super) const EVENT_LEVEL: u64 = 6;
    pub(super) const EVENT_PLACE: u64 = 7;
    pub(super) const EVENT_WIDTH: u64 = 8;
    pub(super) const STRIKE: u64 = 9;
}

pub(super) fn traffic(seed: u64, step: u64) -> Emission {
    let bed = 50.0 + 2.0 * smooth(seed, lane::DRIFT, step, 300) + flutter(seed, step, 0.8);
    let vehicles = Passages { every: 55, chance: 0.75, quietest: 58.0, spread: 16.0, width: 11.0 };
    natural(seed, step, plus(bed, vehicles.level(seed, step)), 10.0, 7.0)
}

pub(super) fn piling(seed: u64, step: u64) -> Emission {
    let engine = 62.0 + 1.5 * smooth(seed, lane::DRIFT, step, 120) + flutter(seed, step, 0.7);
    // Bouts of 40 s, then the crew moves the leader for 20 s; seeds start at different places.
    let place = step + below(seed, lane::BED, 600);
    let since_strike = place % 15;
    if place % 600 >= 400 {
        return natural(seed, step, engine, 11.0, 9.0);
    }
    let strike = 98.0 + 3.0 * smooth(seed, lane::STRIKE, place / 15, 3) - 11.0 * since_strike as f64;
    let crest = if since_strike == 0 { 19.0 } else { 11.0 };
    natural(seed, step, plus(engine, strike), crest, 9.0)
}

pub(super) fn concert(seed: u64, step: u64) -> Emission {
    let place = step + below(seed, lane::BED, 2700);
    if place % 2700 >= 2400 {
        let cheering = 84.0 + 4.0 * smooth(seed, lane::DRIFT, step, 25) + flutter(seed, step, 1.0);
        return natural(seed, step, cheering, 13.0, 3.0);
    }
    // About 120 beats a minute: five steps a beat, the drum on the first.
    let beat = if place.is_multiple_of(5) { 4.0 } else { 0.0 };
    let song = 92.5 + 3.0 * smooth(seed, lane::DRIFT, step, 200) + beat + flutter(seed, step, 1.2);
    natural(seed, step, song, 14.0, 12.0)
}

pub(super) fn night(seed: u64, step: u64) -> Emission {
    let bed = 33.0 + 2.5 * smooth(seed, lane::DRIFT, step, 900) + flutter(seed, step, 0.6);
    let cars = Passages { every: 700, chance: 0.6, quietest: 42.0, spread: 12.0, width: 25.0 };
    let dog = Passages { every: 900, chance: 0.4, quietest: 48.0, spread: 8.0, width: 2.0 };
    natural(seed, step, plus(plus(bed, cars.level(seed, step)), dog.level(seed ^ 0xD09, step)), 9.0, 11.0)
}

pub(super) fn rain(seed: u64, step: u64) -> Emission {
    let gusts = 4.0 * smooth(seed, lane::DRIFT, step, 150) + 1.5 * smooth(seed, lane::EVENT, step, 20);
    natural(seed, step, 55.0 + gusts + flutter(seed, step, 0.4), 9.0, 2.0)
}

/// Things that pass: at most one in every `every` steps, each a bell-shaped rise and fall.
struct Passages {
    every: u64,
    chance: f64,
    quietest: f64,
    spread: f64,
    width: f64,
}

impl Passages {
    /// What is heard of the passages around `step`.
    fn level(&self, seed: u64, step: u64) -> f64 {
        let slot = step / self.every;
        (slot.saturating_sub(1)..=slot + 1).map(|slot| self.one(seed, step, slot)).fold(0.0, plus)
    }

    fn one(&self, seed: u64, step: u64, slot: u64) -> f64 {
        if uniform(seed, lane::EVENT, slot) >= self.chance {
            return 0.0;
        }
        let centre = (slot * self.every) as f64 + uniform(seed, lane::EVENT_PLACE, slot) * self.every as f64;
        let width = self.width * (0.6 + 0.8 * uniform(seed, lane::EVENT_WIDTH, slot));
        let loudest = self.quietest + self.spread * uniform(seed, lane::EVENT_LEVEL, slot);
        // A moving source falls off by distance: 20 lg of it, floored where the bed covers it anyway.
        let distance = (step as f64 - centre) / width;
        (loudest - 10.0 * (1.0 + distance * distance).log10() * 1.6).max(0.0)
    }
}

fn natural(seed: u64, step: u64, leq: f64, crest: f64, low_frequency: f64) -> Emission {
    let crest = crest + 2.0 * uniform(seed, lane::CREST, step);
    Emission { leq, crest, low_frequency, settled: false }
}

/// Variation from step to step, up to `depth` dB either way.
fn flutter(seed: u64, step: u64, depth: f64) -> f64 {
    depth * (2.0 * uniform(seed, lane::FLUTTER, step) - 1.0)
}

/// Two sounds together.
fn plus(a: f64, b: f64) -> f64 {
    from_energy(to_energy(a) + to_energy(b)).unwrap_or(0.0)
}
