use super::words;

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnOff {
    /// `Off`.
    Off,
    /// `On`.
    On,
}

words!(OnOff { Off = "Off", On = "On" });

impl OnOff {
    /// Whether it is on.
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }
}

impl From<bool> for OnOff {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// What `Measure,…` is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StartStop {
    /// Begin a measurement.
    Start,
    /// End it.
    Stop,
}

words!(StartStop { Start = "Start", Stop = "Stop" });

/// What `Measure?` answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunState {
    /// A measurement runs.
    Start,
    /// None runs.
    Stop,
    /// A measurement runs; a word of older notes, kept because clients know it.
    Measure,
}

words!(RunState { Start = "Start", Stop = "Stop", Measure = "Measure" });

impl RunState {
    /// Whether a measurement runs.
    pub const fn is_measuring(self) -> bool {
        matches!(self, Self::Start | Self::Measure)
    }
}
