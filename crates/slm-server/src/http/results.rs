//! Final results in the shape of the API.

use nl43_proto::{ChannelLevels, Dlc, Flag, Layout, Level};
use slm_api_types::{ChannelResults, Results};
use slm_domain::UnitConfig;

/// A line of results, whole and taken apart.
pub(crate) fn results(unit: &UnitConfig, dlc: &Dlc) -> Results {
    let layout = match dlc.layout() {
        Layout::Nl43 => "nl43",
        Layout::Nl42 => "nl42",
        Layout::Extended => "extended",
    };
    let sub = |index: usize| dlc.subs().get(index).map(channel);
    Results {
        raw_data: dlc.raw().to_owned(),
        device_key: format!("{}:{}", unit.host, unit.tcp_port),
        layout: layout.to_owned(),
        main: (dlc.layout() != Layout::Extended).then(|| channel(dlc.main())),
        sub1: sub(0),
        sub2: sub(1),
        sub3: sub(2),
    }
}

/// Levels of one channel as numbers.
pub(crate) fn channel(levels: &ChannelLevels) -> ChannelResults {
    let decibels = |level: Option<Level>| level.map(Level::decibels);
    ChannelResults {
        lp: decibels(levels.lp),
        leq: decibels(levels.leq),
        le: decibels(levels.le),
        lmax: decibels(levels.lmax),
        lmin: decibels(levels.lmin),
        ln1: decibels(levels.ln1),
        ln2: decibels(levels.ln2),
        ln3: decibels(levels.ln3),
        ln4: decibels(levels.ln4),
        ln5: decibels(levels.ln5),
        lpeak: decibels(levels.lpeak),
        lieq: decibels(levels.lieq),
        leq_mov: decibels(levels.leq_mov),
        ltm5: decibels(levels.ltm5),
        over: flag(levels.over),
        under: flag(levels.under),
    }
}

fn flag(flag: Flag) -> Option<bool> {
    match flag {
        Flag::No => Some(false),
        Flag::Yes => Some(true),
        Flag::Off => None,
    }
}
