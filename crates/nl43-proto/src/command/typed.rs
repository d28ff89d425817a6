use super::{Command, GenericCommand};
use crate::{Channel, PercentileSlot, StartStop};

/// The variant that says the same on the wire, letter for letter; `None` where there is none.
pub(super) fn setting(generic: &GenericCommand) -> Option<Command> {
    let value = generic.value()?;
    let typed = match generic.name() {
        "Measure" => Command::Measure(value.parse().ok()?),
        "Pause" => Command::Pause(value.parse().ok()?),
        "Manual Store" => {
            value.parse::<StartStop>().ok().filter(|value| *value == StartStop::Start)?;
            Command::ManualStore
        }
        "Clock" => Command::Clock(value.parse().ok()?),
        "Store Mode" => Command::StoreMode(value.parse().ok()?),
        "Store Name" => Command::StoreName(value.parse().ok()?),
        "Index Number" => Command::IndexNumber(value.parse().ok()?),
        "Sleep Mode" => Command::SleepMode(value.parse().ok()?),
        "FTP" => Command::Ftp(value.parse().ok()?),
        "Echo" => Command::Echo(value.parse().ok()?),
        name => of_several(name, value)?,
    };
    (typed.name() == generic.name() && typed.value().as_deref() == Some(value)).then_some(typed)
}

/// Settings that each channel or percentile slot has.
fn of_several(name: &str, value: &str) -> Option<Command> {
    let channels = Channel::ALL.iter().copied();
    if let Ok(weighting) = value.parse() {
        return channels
            .map(|channel| Command::FrequencyWeighting(channel, weighting))
            .find(|command| command.name() == name);
    }
    if let Ok(weighting) = value.parse() {
        return channels
            .map(|channel| Command::TimeWeighting(channel, weighting))
            .find(|command| command.name() == name);
    }
    let percent = value.parse().ok()?;
    let slots = PercentileSlot::ALL.into_iter();
    slots.map(|slot| Command::Percentile(slot, percent)).find(|command| command.name() == name)
}
