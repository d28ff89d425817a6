//! What the microphone hears: seeded sound fields, one value every 100 ms.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

mod fields;
mod noise;

pub(crate) use noise::mix;

/// A sound around the meter. Every field but the last two varies, deterministically per seed.
#[derive(Debug, Clone, PartialEq)]
pub enum SoundField {
    /// A main road: a steady bed and single vehicles passing.
    Traffic,
    /// Impact piling: a strike about every 1.5 s in bouts, an engine in between.
    Piling,
    /// An open-air concert: loud songs with a beat, cheering in the breaks.
    Concert,
    /// A quiet night with the odd car and a dog.
    Night,
    /// Rain on leaves, in gusts.
    Rain,
    /// One level without any variation, in dB.
    Steady(f64),
    /// Levels by time since power-on, each lasting until the next; the first holds from the beginning.
    Script(Arc<[(Duration, f64)]>),
}

impl SoundField {
    /// The natural fields, in the order in which a demonstration hands them out.
    pub const NATURAL: [Self; 5] = [Self::Traffic, Self::Piling, Self::Concert, Self::Night, Self::Rain];

    /// A field of one level, in dB.
    pub const fn steady(level: f64) -> Self {
        Self::Steady(level)
    }

    /// A field that changes at set times since power-on: `[(Duration::ZERO, 60.0), (Duration::from_secs(5), 86.0)]`.
    pub fn script(steps: impl IntoIterator<Item = (Duration, f64)>) -> Self {
        let mut steps: Vec<_> = steps.into_iter().collect();
        steps.sort_by_key(|(at, _)| *at);
        Self::Script(steps.into())
    }

    /// The A-weighted sound of the 100 ms step `step` after power-on.
    pub(crate) fn emission(&self, seed: u64, step: u64) -> Emission {
        match self {
            Self::Traffic => fields::traffic(seed, step),
            Self::Piling => fields::piling(seed, step),
            Self::Concert => fields::concert(seed, step),
            Self::Night => fields::night(seed, step),
            Self::Rain => fields::rain(seed, step),
            Self::Steady(level) => Emission::by_hand(*level),
            Self::Script(steps) => Emission::by_hand(scripted(steps, step)),
        }
    }
}

/// One 100 ms step of sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Emission {
    /// A-weighted energy mean of the step in dB.
    pub(crate) leq: f64,
    /// How far the peak lies above it, in dB.
    pub(crate) crest: f64,
    /// How far the C-weighted level lies above the A-weighted one, in dB.
    pub(crate) low_frequency: f64,
    /// Levels set by hand show at once, as though they had lasted for a while: the time weighting is settled.
    pub(crate) settled: bool,
}

impl Emission {
    /// A level set by hand: no variation, all weightings alike.
    pub(crate) fn by_hand(level: f64) -> Self {
        Self { leq: level, crest: 12.0, low_frequency: 0.0, settled: true }
    }
}

/// Length of a step: the meter's statistics and its stream run on it.
pub(crate) const STEP: Duration = Duration::from_millis(100);

fn scripted(steps: &[(Duration, f64)], step: u64) -> f64 {
    let now = u64_millis(step);
    let begun = steps.partition_point(|(at, _)| *at <= now);
    steps.get(begun.saturating_sub(1)).map_or(50.0, |(_, level)| *level)
}

fn u64_millis(step: u64) -> Duration {
    Duration::from_millis(step.saturating_mul(100))
}

impl fmt::Display for SoundField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Traffic => f.write_str("traffic"),
            Self::Piling => f.write_str("piling"),
            Self::Concert => f.write_str("concert"),
            Self::Night => f.write_str("night"),
            Self::Rain => f.write_str("rain"),
            Self::Steady(level) => write!(f, "steady={level}"),
            Self::Script(steps) => {
                f.write_str("script=")?;
                for (i, (at, level)) in steps.iter().enumerate() {
                    let comma = if i == 0 { "" } else { "," };
                    write!(f, "{comma}{}s:{level}", at.as_secs_f64())?;
                }
                Ok(())
            }
        }
    }
}

/// A text that names no sound field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no sound field `{0}`; there are traffic, piling, concert, night, rain, steady=LEVEL and script=0s:LEVEL,5s:LEVEL"
)]
pub struct UnknownSoundField(String);

impl FromStr for SoundField {
    type Err = UnknownSoundField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownSoundField(text.to_owned());
        let level = |text: &str| text.parse().ok().filter(|level: &f64| (-20.0..=200.0).contains(level));
        if let Some(value) = text.strip_prefix("steady=") {
            return level(value).map(Self::Steady).ok_or_else(unknown);
        }
        if let Some(steps) = text.strip_prefix("script=") {
            let step = |step: &str| {
                let (at, value) = step.split_once(':')?;
                let at = at.strip_suffix('s').unwrap_or(at).parse().ok()?;
                Some((Duration::try_from_secs_f64(at).ok()?, level(value)?))
            };
            let steps: Option<Vec<_>> = steps.split(',').map(step).collect();
            return steps.map(Self::script).ok_or_else(unknown);
        }
        let natural = Self::NATURAL.into_iter().find(|field| field.to_string() == text);
        natural.ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_as_they_are_read() {
        for text in ["traffic", "piling", "concert", "night", "rain", "steady=61.5", "script=0s:60,5.5s:86"] {
            assert_eq!(text.parse::<SoundField>().unwrap().to_string(), text);
        }
        for text in ["", "steady", "steady=x", "steady=1e9", "script=", "script=-1s:50", "noise"] {
            assert!(text.parse::<SoundField>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_script_holds_each_level_until_the_next() {
        let field: SoundField = "script=0s:60,1s:86,2s:55".parse().unwrap();
        let levels: Vec<f64> = [0, 9, 10, 19, 20, 999].map(|step| field.emission(0, step).leq).into();
        assert_eq!(levels, [60.0, 60.0, 86.0, 86.0, 55.0, 55.0]);
    }

    #[test]
    fn equal_seeds_sound_alike_and_others_do_not() {
        for field in SoundField::NATURAL {
            let series = |seed| (0..2000).map(|step| field.emission(seed, step)).collect::<Vec<_>>();
            assert_eq!(series(7), series(7), "{field}");
            assert_ne!(series(7), series(8), "{field}");
        }
    }

    #[test]
    fn natural_fields_stay_in_the_range_of_the_meter() {
        for field in SoundField::NATURAL {
            for seed in 0..5 {
                let levels = (0..6000).map(|step| field.emission(seed, step).leq);
                assert!(levels.clone().all(|level| (27.0..118.0).contains(&level)), "{field} {seed}");
                let (low, high) =
                    levels.fold((999.0_f64, 0.0_f64), |(l, h), level| (l.min(level), h.max(level)));
                assert!(high - low > 3.0, "{field} varies");
            }
        }
    }
}
