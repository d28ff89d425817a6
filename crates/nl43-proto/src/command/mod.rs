//! Commands: what can be said to the instrument.

mod generic;
mod shape;
mod typed;

use std::fmt;

pub use generic::{CommandError, GenericCommand};
pub(crate) use shape::Shape;

use crate::{
    Channel, FrequencyWeighting, MeterClock, OnOff, Percent, PercentileSlot, Reply, StartStop, StoreMode,
    StoreName, TimeWeighting,
};

/// A command to the instrument.
///
/// A query carries `Query` in its name; a variant without it is a setting. What has no variant of its own is reached
/// through [`Command::setting_from_text`] and [`Command::query_by_name`].
///
/// ```
/// use nl43_proto::{Command, StartStop};
///
/// assert_eq!(Command::Measure(StartStop::Start).wire(), "Measure,Start");
/// assert_eq!(Command::MeasureQuery.wire(), "Measure?");
/// assert_eq!(Command::setting_from_text("Backlight", "On")?.wire(), "Backlight,On");
/// # Ok::<(), nl43_proto::CommandError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command {
    /// `DOD?`: the displayed values.
    DodQuery,
    /// `DRD?`: a record every 100 ms until it is stopped.
    DrdQuery,
    /// `DRD?status`: as `DRD?`, with the instrument's state.
    DrdStatusQuery,
    /// `DLC?`: the final results.
    DlcQuery,
    /// `Measure,…`: starts or ends a measurement.
    Measure(StartStop),
    /// `Measure?`: whether one runs.
    MeasureQuery,
    /// `Pause,…`: interrupts a measurement.
    Pause(OnOff),
    /// `Pause?`
    PauseQuery,
    /// `Manual Store,Start`: puts the last measurement on the card.
    ManualStore,
    /// `Reset`: not in the instrument's list, but in the service's interface; a meter is expected to refuse it.
    Reset,
    /// `Clock,…`
    Clock(MeterClock),
    /// `Clock?`
    ClockQuery,
    /// `Battery Level?`: a word such as `Full`.
    BatteryLevelQuery,
    /// `SD Card Total Size?`, MB.
    SdCardTotalSizeQuery,
    /// `SD Card Free Size?`, MB.
    SdCardFreeSizeQuery,
    /// `SD Card Percentage?`: the free share.
    SdCardPercentageQuery,
    /// `Type?`: the model.
    TypeQuery,
    /// `Serial Number?`
    SerialNumberQuery,
    /// `System Version?`
    SystemVersionQuery,
    /// `Frequency Weighting (…),…`
    FrequencyWeighting(Channel, FrequencyWeighting),
    /// `Frequency Weighting (…)?`
    FrequencyWeightingQuery(Channel),
    /// `Time Weighting (…),…`
    TimeWeighting(Channel, TimeWeighting),
    /// `Time Weighting (…)?`
    TimeWeightingQuery(Channel),
    /// `Store Mode,…`
    StoreMode(StoreMode),
    /// `Store Mode?`
    StoreModeQuery,
    /// `Store Name,…`: number of the folder that is written next.
    StoreName(StoreName),
    /// `Store Name?`
    StoreNameQuery,
    /// `Index Number,…`: number of the instrument.
    IndexNumber(StoreName),
    /// `Index Number?`
    IndexNumberQuery,
    /// `Overwrite?`: whether data exist where the next would be stored.
    OverwriteQuery,
    /// `Percentile n,…`
    Percentile(PercentileSlot, Percent),
    /// `Percentile n?`
    PercentileQuery(PercentileSlot),
    /// `Measurement Time Preset Manual?`
    MeasurementTimeQuery,
    /// `Leq Calculation Interval Preset?`
    LeqIntervalQuery,
    /// `Lp Store Interval?`
    LpIntervalQuery,
    /// `Sleep Mode,…`: the policy; the unit drops off the network some time later.
    SleepMode(OnOff),
    /// `Sleep Mode?`
    SleepModeQuery,
    /// `FTP,…`
    Ftp(OnOff),
    /// `FTP?`
    FtpQuery,
    /// `Echo,…`: whether commands are repeated ahead of their answer.
    Echo(OnOff),
    /// `Echo?`
    EchoQuery,
    /// Any other command of the catalogue.
    Generic(GenericCommand),
}

/// What follows a command when it is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expect {
    /// A result line and nothing more.
    Result,
    /// A result line, then one data line.
    Data,
    /// A result line, then records until the stream is stopped.
    Stream,
}

impl Command {
    /// The setting `name,value` from texts, as an interface gets them. The value goes out exactly as given; where there
    /// is a type for it, it is typed.
    ///
    /// # Errors
    /// [`CommandError`] when the name is no setting of the catalogue, or the value cannot stand on a command line.
    pub fn setting_from_text(name: &str, value: &str) -> Result<Self, CommandError> {
        let generic = GenericCommand::setting(name, value)?;
        Ok(typed::setting(&generic).unwrap_or(Self::Generic(generic)))
    }

    /// The query for `name`, typed where there is a type for it.
    ///
    /// # Errors
    /// [`CommandError`] when the name is no query of the catalogue.
    pub fn query_by_name(name: &str) -> Result<Self, CommandError> {
        let generic = GenericCommand::query(name)?;
        let typed = typed_queries().find(|query| query.name() == generic.name());
        Ok(typed.unwrap_or(Self::Generic(generic)))
    }

    /// The name as in the instrument's list, such as `Store Name`.
    pub fn name(&self) -> &str {
        match self {
            Self::DodQuery => "DOD",
            Self::DrdQuery => "DRD",
            Self::DrdStatusQuery => "DRD?status",
            Self::DlcQuery => "DLC",
            Self::Measure(_) | Self::MeasureQuery => "Measure",
            Self::Pause(_) | Self::PauseQuery => "Pause",
            Self::ManualStore => "Manual Store",
            Self::Reset => "Reset",
            Self::Clock(_) | Self::ClockQuery => "Clock",
            Self::BatteryLevelQuery => "Battery Level",
            Self::SdCardTotalSizeQuery => "SD Card Total Size",
            Self::SdCardFreeSizeQuery => "SD Card Free Size",
            Self::SdCardPercentageQuery => "SD Card Percentage",
            Self::TypeQuery => "Type",
            Self::SerialNumberQuery => "Serial Number",
            Self::SystemVersionQuery => "System Version",
            Self::FrequencyWeighting(channel, _) | Self::FrequencyWeightingQuery(channel) => match channel {
                Channel::Main => "Frequency Weighting (Main)",
                Channel::Sub1 => "Frequency Weighting (Sub1)",
                Channel::Sub2 => "Frequency Weighting (Sub2)",
                Channel::Sub3 => "Frequency Weighting (Sub3)",
            },
            Self::TimeWeighting(channel, _) | Self::TimeWeightingQuery(channel) => match channel {
                Channel::Main => "Time Weighting (Main)",
                Channel::Sub1 => "Time Weighting (Sub1)",
                Channel::Sub2 => "Time Weighting (Sub2)",
                Channel::Sub3 => "Time Weighting (Sub3)",
            },
            Self::StoreMode(_) | Self::StoreModeQuery => "Store Mode",
            Self::StoreName(_) | Self::StoreNameQuery => "Store Name",
            Self::IndexNumber(_) | Self::IndexNumberQuery => "Index Number",
            Self::OverwriteQuery => "Overwrite",
            Self::Percentile(slot, _) | Self::PercentileQuery(slot) => match slot.number() {
                1 => "Percentile 1",
                2 => "Percentile 2",
                3 => "Percentile 3",
                4 => "Percentile 4",
                _ => "Percentile 5",
            },
            Self::MeasurementTimeQuery => "Measurement Time Preset Manual",
            Self::LeqIntervalQuery => "Leq Calculation Interval Preset",
            Self::LpIntervalQuery => "Lp Store Interval",
            Self::SleepMode(_) | Self::SleepModeQuery => "Sleep Mode",
            Self::Ftp(_) | Self::FtpQuery => "FTP",
            Self::Echo(_) | Self::EchoQuery => "Echo",
            Self::Generic(generic) => generic.name(),
        }
    }

    /// The command line without its end.
    pub fn wire(&self) -> String {
        let name = self.name();
        match (self.value(), self) {
            (Some(value), _) => format!("{name},{value}"),
            (None, Self::DrdStatusQuery | Self::Reset) => name.to_owned(),
            (None, _) => format!("{name}?"),
        }
    }

    /// Whether it changes something.
    pub fn is_setting(&self) -> bool {
        self.expects() == Expect::Result
    }

    /// What follows when it is accepted.
    pub fn expects(&self) -> Expect {
        match self.shape() {
            Shape::Done => Expect::Result,
            Shape::Stream | Shape::StatusStream => Expect::Stream,
            _ => Expect::Data,
        }
    }

    /// The query that tells whether this setting took effect; `None` for a query and where there is none.
    pub fn read_back(&self) -> Option<Self> {
        if !self.is_setting() {
            return None;
        }
        Self::query_by_name(self.name()).ok()
    }

    /// Whether a reply to [`Command::read_back`] shows that this setting took effect; `None` when it cannot tell.
    pub fn confirmed_by(&self, reply: &Reply) -> Option<bool> {
        let value = self.value()?;
        match reply {
            Reply::Done | Reply::Dod(_) | Reply::Dlc(_) => None,
            Reply::RunState(state) => {
                let wanted: StartStop = value.parse().ok()?;
                Some(state.is_measuring() == (wanted == StartStop::Start))
            }
            // It has been going since.
            Reply::Clock(shown) => {
                value.parse().ok().map(|wanted: MeterClock| wanted.is_shortly_before(*shown))
            }
            Reply::StoreName(shown) => value.parse().ok().map(|wanted: StoreName| wanted == *shown),
            Reply::Percent(shown) => value.parse().ok().map(|wanted: Percent| wanted == *shown),
            Reply::Number(shown) => value.trim().parse().ok().map(|wanted: i64| wanted == *shown),
            other => Some(value.trim().eq_ignore_ascii_case(&other.text())),
        }
    }

    /// The value of a setting.
    fn value(&self) -> Option<String> {
        Some(match self {
            Self::Measure(value) => value.to_string(),
            Self::Pause(value) | Self::SleepMode(value) | Self::Ftp(value) | Self::Echo(value) => {
                value.to_string()
            }
            Self::ManualStore => StartStop::Start.to_string(),
            Self::Clock(value) => value.to_string(),
            Self::FrequencyWeighting(_, value) => value.to_string(),
            Self::TimeWeighting(_, value) => value.to_string(),
            Self::StoreMode(value) => value.to_string(),
            Self::StoreName(value) | Self::IndexNumber(value) => value.to_string(),
            Self::Percentile(_, value) => value.to_string(),
            Self::Generic(generic) => generic.value()?.to_owned(),
            _ => return None,
        })
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wire())
    }
}

/// Every query that has a variant of its own.
fn typed_queries() -> impl Iterator<Item = Command> {
    let plain = [
        Command::DodQuery,
        Command::DrdQuery,
        Command::DrdStatusQuery,
        Command::DlcQuery,
        Command::MeasureQuery,
        Command::PauseQuery,
        Command::ClockQuery,
        Command::BatteryLevelQuery,
        Command::SdCardTotalSizeQuery,
        Command::SdCardFreeSizeQuery,
        Command::SdCardPercentageQuery,
        Command::TypeQuery,
        Command::SerialNumberQuery,
        Command::SystemVersionQuery,
        Command::StoreModeQuery,
        Command::StoreNameQuery,
        Command::IndexNumberQuery,
        Command::OverwriteQuery,
        Command::MeasurementTimeQuery,
        Command::LeqIntervalQuery,
        Command::LpIntervalQuery,
        Command::SleepModeQuery,
        Command::FtpQuery,
        Command::EchoQuery,
    ];
    let channels = Channel::ALL.iter().flat_map(|&channel| {
        [Command::FrequencyWeightingQuery(channel), Command::TimeWeightingQuery(channel)]
    });
    plain.into_iter().chain(channels).chain(PercentileSlot::ALL.map(Command::PercentileQuery))
}

#[cfg(test)]
mod tests;
