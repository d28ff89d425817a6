//! `DOD?`: a snapshot of the displayed values.

use super::{
    ChannelLevels, Layout, Quantity, RecordError,
    record::{self, Fields, Line},
};
use crate::Level;

/// Why a line is no snapshot.
pub type DodError = RecordError;

/// Displayed values, as answered to `DOD?`.
///
/// ```
/// use nl43_proto::{Dod, Level, Quantity};
///
/// let off = " -.-,".repeat(14) + "-,-";
/// let line = format!("46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0,{off},{off},{off}");
/// let dod = Dod::decode(&line)?;
/// assert_eq!(dod.main().leq, Some(Level::from_tenths(437)));
/// assert_eq!(dod.text(Quantity::Lpeak), Some("59.0"));
/// assert_eq!(dod.text(Quantity::Lieq), Some("-.-"));
/// # Ok::<(), nl43_proto::DodError>(())
/// ```
///
/// Source: NL-43/NL-53 communication guide, "DOD", p. 88; order of the main channel confirmed on recorded answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dod {
    raw: Box<str>,
    layout: Layout,
    main: ChannelLevels,
    subs: [ChannelLevels; 3],
    ly: Option<Level>,
}

impl Dod {
    /// A snapshot in the layout of NL-43.
    pub fn new(main: ChannelLevels, subs: [ChannelLevels; 3]) -> Self {
        Self { raw: Box::default(), layout: Layout::Nl43, main, subs, ly: None }.with_raw()
    }

    /// A snapshot in the layout of NL-42: `main` without the quantities that it lacks, the additional quantity `ly`,
    /// and the sub channel's Lp.
    pub fn new_nl42(main: ChannelLevels, ly: Option<Level>, sub_lp: Option<Level>) -> Self {
        let main = ChannelLevels { lpeak: None, lieq: None, leq_mov: None, ltm5: None, ..main };
        let sub = ChannelLevels { lp: sub_lp, ..ChannelLevels::default() };
        let subs = [sub, ChannelLevels::default(), ChannelLevels::default()];
        Self { raw: Box::default(), layout: Layout::Nl42, main, subs, ly }.with_raw()
    }

    /// Reads a data line.
    ///
    /// 64 fields are an NL-43, 14 an NL-42, more than 64 an [extended](Layout::Extended) one. An empty field is no
    /// value, but the main channel's Lp must be a number or the no-data mark.
    ///
    /// # Errors
    /// [`RecordError`] for every other line.
    pub fn decode(line: &str) -> Result<Self, DodError> {
        let line = record::clean(line)?;
        let mut dod = match record::count_fields(line) {
            64 => Self::decode_nl43(line)?,
            14 => Self::decode_nl42(line)?,
            count @ 65.. => Self::decode_extended(line, count)?,
            count => return Err(RecordError::FieldCount(count)),
        };
        dod.raw = line.into();
        Ok(dod)
    }

    /// The whole line, outer blanks trimmed.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Which record this is.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The main channel.
    pub fn main(&self) -> &ChannelLevels {
        &self.main
    }

    /// The sub channels: three, for [`Layout::Nl42`] one with nothing but its Lp, for [`Layout::Extended`] none.
    pub fn subs(&self) -> &[ChannelLevels] {
        match self.layout {
            Layout::Nl43 => &self.subs,
            Layout::Nl42 => &self.subs[..1],
            Layout::Extended => &[],
        }
    }

    /// The additional quantity of an NL-42; which one it is, is the instrument's setting `Ly Type`.
    pub fn ly(&self) -> Option<Level> {
        self.ly
    }

    /// The main channel's value exactly as printed, without padding; `None` where the layout has no such field.
    pub fn text(&self, quantity: Quantity) -> Option<&str> {
        let order: &[Quantity] = match self.layout {
            Layout::Nl43 => &Quantity::ALL,
            Layout::Nl42 => &NL42_ORDER,
            Layout::Extended => return None,
        };
        let index = order.iter().position(|&candidate| candidate == quantity)?;
        // Ly stands between Lmin and LN1, and is none of our quantities.
        let index = if self.layout == Layout::Nl42 && index >= NL42_LY { index + 1 } else { index };
        self.raw.split(',').nth(index).map(str::trim)
    }

    /// The line as the instrument prints it, padding included, without its end.
    pub fn encode(&self) -> String {
        match self.layout {
            Layout::Nl43 => {
                let mut line = Line::new(record::NO_DATA);
                for channel in [&self.main].into_iter().chain(&self.subs) {
                    line.channel(&Quantity::ALL, channel);
                }
                line.finish()
            }
            Layout::Nl42 => {
                let mut line = Line::new(record::NO_DATA_NL42);
                for (index, quantity) in NL42_ORDER.into_iter().enumerate() {
                    if index == NL42_LY {
                        line.level(self.ly);
                    }
                    line.level(self.main.level(quantity));
                }
                line.level(self.subs[0].lp);
                line.flag(self.main.over);
                line.flag(self.main.under);
                line.finish()
            }
            Layout::Extended => self.raw.to_string(),
        }
    }

    fn with_raw(mut self) -> Self {
        self.raw = self.encode().trim().into();
        self
    }

    fn decode_nl43(line: &str) -> Result<Self, DodError> {
        let mut fields = Fields::new(line);
        let lp = fields.main_lp()?;
        let main = ChannelLevels { lp, ..fields.channel(&Quantity::ALL[1..])? };
        let mut subs = [ChannelLevels::default(); 3];
        for sub in &mut subs {
            *sub = fields.channel(&Quantity::ALL)?;
        }
        Ok(Self { raw: Box::default(), layout: Layout::Nl43, main, subs, ly: None })
    }

    fn decode_nl42(line: &str) -> Result<Self, DodError> {
        let mut fields = Fields::new(line);
        let mut main = ChannelLevels { lp: fields.main_lp()?, ..ChannelLevels::default() };
        let mut ly = None;
        for (index, quantity) in NL42_ORDER.into_iter().enumerate().skip(1) {
            if index == NL42_LY {
                ly = fields.level()?;
            }
            *main.level_mut(quantity) = fields.level()?;
        }
        let mut subs = [ChannelLevels::default(); 3];
        subs[0].lp = fields.level()?;
        main.over = fields.flag()?;
        main.under = fields.flag()?;
        Ok(Self { raw: Box::default(), layout: Layout::Nl42, main, subs, ly })
    }

    fn decode_extended(line: &str, count: usize) -> Result<Self, DodError> {
        let mut fields = Fields::new(line);
        fields.main_lp()?;
        fields.plausible_rest(count)?;
        let nothing = ChannelLevels::default();
        Ok(Self {
            raw: Box::default(),
            layout: Layout::Extended,
            main: nothing,
            subs: [nothing; 3],
            ly: None,
        })
    }
}

/// Our quantities in an NL-42 snapshot.
const NL42_ORDER: [Quantity; 10] = [
    Quantity::Lp,
    Quantity::Leq,
    Quantity::Le,
    Quantity::Lmax,
    Quantity::Lmin,
    Quantity::Ln1,
    Quantity::Ln2,
    Quantity::Ln3,
    Quantity::Ln4,
    Quantity::Ln5,
];

/// In front of which of these the additional quantity stands.
const NL42_LY: usize = 5;
