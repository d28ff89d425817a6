//! `DLC?`: the final calculation of a measurement.

use super::{ChannelLevels, Dod, Layout, Quantity, RecordError};

/// Final results, as answered to `DLC?`: laid out like a snapshot, with Lp as a rule without a value.
///
/// Source: NL-43/NL-53 communication guide, "DLC", p. 94; layout confirmed on recorded answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dlc(Dod);

impl Dlc {
    /// Final results in the layout of NL-43.
    pub fn new(main: ChannelLevels, subs: [ChannelLevels; 3]) -> Self {
        Self(Dod::new(main, subs))
    }

    /// Reads a data line; the rules are those of [`Dod::decode`].
    ///
    /// # Errors
    /// [`RecordError`] for a line that is no such record.
    pub fn decode(line: &str) -> Result<Self, RecordError> {
        Dod::decode(line).map(Self)
    }

    /// The whole line, outer blanks trimmed.
    pub fn raw(&self) -> &str {
        self.0.raw()
    }

    /// Which record this is.
    pub fn layout(&self) -> Layout {
        self.0.layout()
    }

    /// The main channel.
    pub fn main(&self) -> &ChannelLevels {
        self.0.main()
    }

    /// The sub channels; see [`Dod::subs`].
    pub fn subs(&self) -> &[ChannelLevels] {
        self.0.subs()
    }

    /// The main channel's value exactly as printed; see [`Dod::text`].
    pub fn text(&self, quantity: Quantity) -> Option<&str> {
        self.0.text(quantity)
    }

    /// The line as the instrument prints it, without its end.
    pub fn encode(&self) -> String {
        self.0.encode()
    }
}
