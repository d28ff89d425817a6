//! Single events in a series of levels: passages, flights, bangs.

use crate::energy::{from_energy, to_energy};

#[cfg(test)]
mod tests;

/// What makes a stretch of a series an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventRule {
    /// It begins at or above this level, dB.
    pub on: f64,
    /// It ends at the first sample below this level, dB.
    pub off: f64,
    /// Shorter ones are discarded, seconds.
    pub min_seconds: f64,
    /// Events less than this apart are one, seconds. They are joined before the short ones are discarded.
    pub join_within: f64,
}

impl Default for EventRule {
    /// As a large airport network does: from 65 dB while at least 63 dB, from 8 s on.
    fn default() -> Self {
        Self { on: 65.0, off: 63.0, min_seconds: 8.0, join_within: 0.0 }
    }
}

/// One event. Times in seconds since the series began; the end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Its begin.
    pub start: f64,
    /// Its end.
    pub end: f64,
    /// Highest sample, dB.
    pub max: f64,
    /// Sound exposure level, dB.
    pub le: f64,
}

/// Finds the events of an unbroken series of levels, one every `step` seconds.
pub fn events(levels: &[f64], step: f64, rule: &EventRule) -> Vec<Event> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut began = None;
    for (index, level) in levels.iter().enumerate() {
        match began {
            None if *level >= rule.on => began = Some(index),
            Some(start) if level.is_nan() || *level < rule.off => {
                found.push((start, index));
                began = None;
            }
            _ => {}
        }
    }
    found.extend(began.map(|start| (start, levels.len())));
    let joined = join(found, step, rule.join_within);
    joined
        .into_iter()
        .filter(|(start, end)| (end - start) as f64 * step + 1e-9 >= rule.min_seconds)
        .filter_map(|(start, end)| figures(levels, step, start, end))
        .collect()
}

fn join(found: Vec<(usize, usize)>, step: f64, within: f64) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (start, end) in found {
        match joined.last_mut() {
            Some(last) if ((start - last.1) as f64) * step < within => last.1 = end,
            _ => joined.push((start, end)),
        }
    }
    joined
}

fn figures(levels: &[f64], step: f64, start: usize, end: usize) -> Option<Event> {
    let samples = levels.get(start..end)?.iter().copied().filter(|level| level.is_finite());
    let (energy, max) = samples.fold((0.0, f64::NEG_INFINITY), |(energy, max), level| {
        (energy + step * to_energy(level), max.max(level))
    });
    let le = from_energy(energy)?;
    Some(Event { start: start as f64 * step, end: end as f64 * step, max, le })
}
