use super::Command;

/// What an accepted command is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Done,
    Stream,
    StatusStream,
    Dod,
    Dlc,
    RunState,
    Clock,
    OnOff,
    FrequencyWeighting,
    TimeWeighting,
    StoreMode,
    StoreName,
    Overwrite,
    Percent,
    Number,
    Text,
}

impl Shape {
    /// Whether a value of this shape cannot be the beginning of a longer one.
    pub(crate) fn shows_its_end(self) -> bool {
        match self {
            Self::Dod | Self::Dlc | Self::Stream | Self::StatusStream => true,
            Self::RunState | Self::Clock | Self::OnOff | Self::Overwrite => true,
            Self::FrequencyWeighting | Self::TimeWeighting => true,
            Self::Done | Self::StoreMode | Self::StoreName | Self::Percent | Self::Number | Self::Text => {
                false
            }
        }
    }
}

impl Command {
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::DodQuery => Shape::Dod,
            Self::DlcQuery => Shape::Dlc,
            Self::DrdQuery => Shape::Stream,
            Self::DrdStatusQuery => Shape::StatusStream,
            Self::Measure(_)
            | Self::Pause(_)
            | Self::ManualStore
            | Self::Reset
            | Self::Clock(_)
            | Self::FrequencyWeighting(..)
            | Self::TimeWeighting(..)
            | Self::StoreMode(_)
            | Self::StoreName(_)
            | Self::IndexNumber(_)
            | Self::Percentile(..)
            | Self::SleepMode(_)
            | Self::Ftp(_)
            | Self::Echo(_) => Shape::Done,
            Self::MeasureQuery => Shape::RunState,
            Self::ClockQuery => Shape::Clock,
            Self::PauseQuery | Self::SleepModeQuery | Self::FtpQuery | Self::EchoQuery => Shape::OnOff,
            Self::FrequencyWeightingQuery(_) => Shape::FrequencyWeighting,
            Self::TimeWeightingQuery(_) => Shape::TimeWeighting,
            Self::StoreModeQuery => Shape::StoreMode,
            Self::StoreNameQuery | Self::IndexNumberQuery => Shape::StoreName,
            Self::OverwriteQuery => Shape::Overwrite,
            Self::PercentileQuery(_) => Shape::Percent,
            Self::SdCardTotalSizeQuery | Self::SdCardFreeSizeQuery | Self::SdCardPercentageQuery => {
                Shape::Number
            }
            Self::BatteryLevelQuery
            | Self::TypeQuery
            | Self::SerialNumberQuery
            | Self::SystemVersionQuery
            | Self::MeasurementTimeQuery
            | Self::LeqIntervalQuery
            | Self::LpIntervalQuery => Shape::Text,
            Self::Generic(generic) if generic.value().is_some() => Shape::Done,
            Self::Generic(_) => Shape::Text,
        }
    }
}
