//! What one channel shows.

use crate::{Flag, Level};

/// A quantity of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quantity {
    /// Instantaneous level, time-weighted.
    Lp,
    /// Equivalent continuous level.
    Leq,
    /// Sound exposure level.
    Le,
    /// Maximum.
    Lmax,
    /// Minimum.
    Lmin,
    /// Percentile slot 1.
    Ln1,
    /// Percentile slot 2.
    Ln2,
    /// Percentile slot 3.
    Ln3,
    /// Percentile slot 4.
    Ln4,
    /// Percentile slot 5.
    Ln5,
    /// Peak.
    Lpeak,
    /// Impulse-weighted equivalent level.
    Lieq,
    /// Moving equivalent level.
    LeqMov,
    /// Takt-maximum level over 5 s.
    Ltm5,
}

impl Quantity {
    /// Every quantity, in the order of a `DOD?` channel.
    pub const ALL: [Self; 14] = [
        Self::Lp,
        Self::Leq,
        Self::Le,
        Self::Lmax,
        Self::Lmin,
        Self::Ln1,
        Self::Ln2,
        Self::Ln3,
        Self::Ln4,
        Self::Ln5,
        Self::Lpeak,
        Self::Lieq,
        Self::LeqMov,
        Self::Ltm5,
    ];

    /// The quantity's name in JSON, configuration and code: `lp`, `leq_mov`…
    pub const fn key(self) -> &'static str {
        match self {
            Self::Lp => "lp",
            Self::Leq => "leq",
            Self::Le => "le",
            Self::Lmax => "lmax",
            Self::Lmin => "lmin",
            Self::Ln1 => "ln1",
            Self::Ln2 => "ln2",
            Self::Ln3 => "ln3",
            Self::Ln4 => "ln4",
            Self::Ln5 => "ln5",
            Self::Lpeak => "lpeak",
            Self::Lieq => "lieq",
            Self::LeqMov => "leq_mov",
            Self::Ltm5 => "ltm5",
        }
    }

    /// The quantity with this [key](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.key() == key)
    }
}

/// Levels and flags of one channel. `None` where the instrument has no value or the record has no such field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ChannelLevels {
    /// Instantaneous level.
    pub lp: Option<Level>,
    /// Equivalent continuous level.
    pub leq: Option<Level>,
    /// Sound exposure level.
    pub le: Option<Level>,
    /// Maximum.
    pub lmax: Option<Level>,
    /// Minimum.
    pub lmin: Option<Level>,
    /// Percentile slot 1.
    pub ln1: Option<Level>,
    /// Percentile slot 2.
    pub ln2: Option<Level>,
    /// Percentile slot 3.
    pub ln3: Option<Level>,
    /// Percentile slot 4.
    pub ln4: Option<Level>,
    /// Percentile slot 5.
    pub ln5: Option<Level>,
    /// Peak.
    pub lpeak: Option<Level>,
    /// Impulse-weighted equivalent level.
    pub lieq: Option<Level>,
    /// Moving equivalent level.
    pub leq_mov: Option<Level>,
    /// Takt-maximum level over 5 s.
    pub ltm5: Option<Level>,
    /// Overload: levels are lower bounds.
    pub over: Flag,
    /// Under-range: levels are upper bounds.
    pub under: Flag,
}

impl ChannelLevels {
    /// The value of one quantity.
    pub const fn level(&self, quantity: Quantity) -> Option<Level> {
        match quantity {
            Quantity::Lp => self.lp,
            Quantity::Leq => self.leq,
            Quantity::Le => self.le,
            Quantity::Lmax => self.lmax,
            Quantity::Lmin => self.lmin,
            Quantity::Ln1 => self.ln1,
            Quantity::Ln2 => self.ln2,
            Quantity::Ln3 => self.ln3,
            Quantity::Ln4 => self.ln4,
            Quantity::Ln5 => self.ln5,
            Quantity::Lpeak => self.lpeak,
            Quantity::Lieq => self.lieq,
            Quantity::LeqMov => self.leq_mov,
            Quantity::Ltm5 => self.ltm5,
        }
    }

    /// The place of one quantity's value.
    pub const fn level_mut(&mut self, quantity: Quantity) -> &mut Option<Level> {
        match quantity {
            Quantity::Lp => &mut self.lp,
            Quantity::Leq => &mut self.leq,
            Quantity::Le => &mut self.le,
            Quantity::Lmax => &mut self.lmax,
            Quantity::Lmin => &mut self.lmin,
            Quantity::Ln1 => &mut self.ln1,
            Quantity::Ln2 => &mut self.ln2,
            Quantity::Ln3 => &mut self.ln3,
            Quantity::Ln4 => &mut self.ln4,
            Quantity::Ln5 => &mut self.ln5,
            Quantity::Lpeak => &mut self.lpeak,
            Quantity::Lieq => &mut self.lieq,
            Quantity::LeqMov => &mut self.leq_mov,
            Quantity::Ltm5 => &mut self.ltm5,
        }
    }
}
