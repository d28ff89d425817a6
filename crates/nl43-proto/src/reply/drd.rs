//! `DRD?`: a record every 100 ms.

use super::{
    ChannelLevels, Layout, Quantity, RecordError, StatusTail,
    record::{self, Fields, Line},
};
use crate::Level;

/// Why a line is no stream record.
pub type DrdError = RecordError;

/// One record of the stream that `DRD?` starts. Its levels are those of 100 ms; it has no LE and no percentiles.
///
/// Source: NL-43/NL-53 communication guide, "DRD", p. 90; order of the main channel confirmed on recorded answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrdFrame {
    raw: Box<str>,
    layout: Layout,
    counter: u16,
    main: ChannelLevels,
    subs: [ChannelLevels; 3],
    ly: Option<Level>,
    tail: Option<StatusTail>,
    /// Fields in front of the record number.
    lead: u8,
}

impl DrdFrame {
    /// A record in the layout of NL-43. Quantities that a stream record lacks are left out.
    pub fn new(counter: u16, main: ChannelLevels, subs: [ChannelLevels; 3]) -> Self {
        let mut frame = Self::empty(Layout::Nl43, counter);
        frame.main = only_streamed(&main);
        frame.subs = subs.map(|sub| only_streamed(&sub));
        frame.raw = frame.encode().trim().into();
        frame
    }

    /// A record in the layout of NL-42: Lp, Leq, Lmax, Lmin of `main`, the additional quantity `ly`, the sub channel's Lp.
    pub fn new_nl42(counter: u16, main: ChannelLevels, ly: Option<Level>, sub_lp: Option<Level>) -> Self {
        let mut frame = Self::empty(Layout::Nl42, counter);
        frame.main = ChannelLevels { lpeak: None, lieq: None, ..only_streamed(&main) };
        frame.ly = ly;
        frame.subs[0].lp = sub_lp;
        frame.raw = frame.encode().trim().into();
        frame
    }

    /// Reads a data line.
    ///
    /// 33 fields are an NL-43, 9 an NL-42, more than 33 an [extended](Layout::Extended) one.
    ///
    /// # Errors
    /// [`RecordError`] for every other line.
    pub fn decode(line: &str) -> Result<Self, DrdError> {
        let line = record::clean(line)?;
        let mut frame = match record::count_fields(line) {
            33 => Self::decode_nl43(line)?,
            9 => Self::decode_nl42(line)?,
            count @ 34.. => Self::decode_extended(line, count)?,
            count => return Err(RecordError::FieldCount(count)),
        };
        frame.raw = line.into();
        Ok(frame)
    }

    /// The whole line, outer blanks trimmed.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Which record this is.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Number of the record since the stream began, 1 to 600 and then from 1 again.
    pub fn counter(&self) -> u16 {
        self.counter
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

    /// The additional quantity of an NL-42, when it is a peak.
    pub fn ly(&self) -> Option<Level> {
        self.ly
    }

    /// The instrument's state, in a record of `DRD?status`.
    pub fn tail(&self) -> Option<&StatusTail> {
        self.tail.as_ref()
    }

    /// The main channel's value exactly as printed, without padding; `None` where the record has no such field.
    pub fn text(&self, quantity: Quantity) -> Option<&str> {
        let order: &[Quantity] = match self.layout {
            Layout::Nl43 => &NL43_ORDER,
            Layout::Nl42 => &NL43_ORDER[..NL42_LEVELS],
            Layout::Extended => return None,
        };
        let index = order.iter().position(|&candidate| candidate == quantity)?;
        self.raw.split(',').nth(usize::from(self.lead) + 1 + index).map(str::trim)
    }

    /// The line as the instrument prints it, padding included, without its end. The tail of `DRD?status` is included.
    pub fn encode(&self) -> String {
        let mut text = match self.layout {
            Layout::Nl43 => {
                let mut line = Line::new(record::NO_DATA);
                line.counter(self.counter);
                for channel in [&self.main].into_iter().chain(&self.subs) {
                    line.channel(&NL43_ORDER, channel);
                }
                line.finish()
            }
            Layout::Nl42 => {
                let mut line = Line::new(record::NO_DATA_NL42);
                line.counter(self.counter);
                for &quantity in &NL43_ORDER[..NL42_LEVELS] {
                    line.level(self.main.level(quantity));
                }
                line.level(self.ly);
                line.level(self.subs[0].lp);
                line.flag(self.main.over);
                line.flag(self.main.under);
                line.finish()
            }
            Layout::Extended => return self.raw.to_string(),
        };
        if let Some(tail) = &self.tail {
            text.push(',');
            text.push_str(&tail.to_string());
        }
        text
    }

    /// Makes this a record of `DRD?status` that was printed as `raw`, with so many fields in front of the record.
    pub(super) fn with_status(mut self, tail: Option<StatusTail>, raw: &str, lead: u8) -> Self {
        self.tail = tail;
        self.raw = raw.into();
        self.lead = lead;
        self
    }

    fn empty(layout: Layout, counter: u16) -> Self {
        let nothing = ChannelLevels::default();
        let (raw, main, subs) = (Box::default(), nothing, [nothing; 3]);
        Self { raw, layout, counter, main, subs, ly: None, tail: None, lead: 0 }
    }

    fn decode_nl43(line: &str) -> Result<Self, DrdError> {
        let mut fields = Fields::new(line);
        let mut frame = Self::empty(Layout::Nl43, fields.counter()?);
        let lp = fields.main_lp()?;
        frame.main = ChannelLevels { lp, ..fields.channel(&NL43_ORDER[1..])? };
        for sub in &mut frame.subs {
            *sub = fields.channel(&NL43_ORDER)?;
        }
        Ok(frame)
    }

    fn decode_nl42(line: &str) -> Result<Self, DrdError> {
        let mut fields = Fields::new(line);
        let mut frame = Self::empty(Layout::Nl42, fields.counter()?);
        frame.main.lp = fields.main_lp()?;
        for &quantity in &NL43_ORDER[1..NL42_LEVELS] {
            *frame.main.level_mut(quantity) = fields.level()?;
        }
        frame.ly = fields.level()?;
        frame.subs[0].lp = fields.level()?;
        frame.main.over = fields.flag()?;
        frame.main.under = fields.flag()?;
        Ok(frame)
    }

    fn decode_extended(line: &str, count: usize) -> Result<Self, DrdError> {
        let mut fields = Fields::new(line);
        let frame = Self::empty(Layout::Extended, fields.counter()?);
        fields.main_lp()?;
        fields.plausible_rest(count)?;
        Ok(frame)
    }
}

fn only_streamed(levels: &ChannelLevels) -> ChannelLevels {
    let mut kept = ChannelLevels { over: levels.over, under: levels.under, ..ChannelLevels::default() };
    for quantity in NL43_ORDER {
        *kept.level_mut(quantity) = levels.level(quantity);
    }
    kept
}

/// The quantities of a channel, in order.
const NL43_ORDER: [Quantity; 6] =
    [Quantity::Lp, Quantity::Leq, Quantity::Lmax, Quantity::Lmin, Quantity::Lpeak, Quantity::Lieq];

/// How many of them an NL-42 record has.
const NL42_LEVELS: usize = 4;
