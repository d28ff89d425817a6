use super::words;

/// Frequency weighting of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FrequencyWeighting {
    /// A: like the ear at low levels; the usual one.
    A,
    /// C: nearly flat; for peaks.
    C,
    /// Z: none.
    Z,
}

words!(FrequencyWeighting { A = "A", C = "C", Z = "Z" });

/// Time weighting of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeWeighting {
    /// Fast, 125 ms.
    F,
    /// Slow, 1 s.
    S,
    /// Impulse.
    I,
}

words!(TimeWeighting { F = "F", S = "S", I = "I" });

/// A measuring channel of NL-43, NL-53 and NL-63.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Channel {
    /// The main channel.
    #[default]
    Main,
    /// First sub channel.
    Sub1,
    /// Second sub channel.
    Sub2,
    /// Third sub channel.
    Sub3,
}

words!(Channel { Main = "Main", Sub1 = "Sub1", Sub2 = "Sub2", Sub3 = "Sub3" });
