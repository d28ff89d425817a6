//! When a rule applies, in words.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{BlockDraft, RuleDraft};
use crate::alert::check::Checking;
use crate::alert::scope::overlap;
use crate::alert::{Block, ClockTime, Days, Holidays, Leaving, TimeScope};

impl RuleDraft {
    pub(super) fn check_times(&self, checking: &mut Checking) -> Option<TimeScope> {
        let holidays = self.check_holidays(checking);
        let blocks = self.check_blocks(checking, !holidays.is_empty());
        let zone = self.zone.as_deref().map(|name| checking.take("zone", zone(name)));
        let leaving = checking.take("leaving", leaving(&self.leaving));
        Some(TimeScope { blocks, holidays, zone: zone.flatten(), leaving: leaving? })
    }

    fn check_holidays(&self, checking: &mut Checking) -> Vec<Date> {
        checking.require("holidays", self.holidays.len() <= MOST_HOLIDAYS, "expected at most 1000");
        let mut dates = Vec::new();
        for (place, text) in self.holidays.iter().take(MOST_HOLIDAYS).enumerate() {
            let date = text.trim().parse::<Date>().map_err(|_| "expected a date as YYYY-MM-DD".to_owned());
            dates.extend(checking.take(format!("holidays.{place}"), date));
        }
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    fn check_blocks(&self, checking: &mut Checking, has_holidays: bool) -> Vec<Block> {
        checking.require("blocks", self.blocks.len() <= MOST_BLOCKS, "expected at most 50");
        let read = self.blocks.iter().take(MOST_BLOCKS).enumerate();
        let blocks: Vec<Block> =
            read.filter_map(|(place, draft)| block(checking, place, draft, has_holidays)).collect();
        if let Some((first, second)) =
            overlap(&blocks, has_holidays).filter(|_| blocks.len() == self.blocks.len())
        {
            let reason = format!("overlaps blocks.{first}");
            checking.take(format!("blocks.{second}"), Err::<(), _>(reason));
        }
        blocks
    }
}

fn block(checking: &mut Checking, place: usize, draft: &BlockDraft, has_holidays: bool) -> Option<Block> {
    let field = |name: &str| format!("blocks.{place}.{name}");
    let start = checking.take(field("start"), clock(&draft.start));
    let end = checking.take(field("end"), clock(&draft.end));
    let days = match draft.days.trim() {
        "" => Some(Days::NONE),
        days => checking.take(field("days"), days.parse::<Days>().map_err(|error| error.to_string())),
    };
    let holidays = checking.take(field("holidays"), holidays(&draft.holidays));
    let block = Block { start: start?, end: end?, days: days?, holidays: holidays? };
    let on_holidays = block.holidays == Holidays::Included && has_holidays;
    checking.require(
        field("days"),
        block.days != Days::NONE || on_holidays,
        "expected a day: it never begins",
    );
    Some(block)
}

fn clock(text: &str) -> Result<ClockTime, String> {
    text.parse::<ClockTime>().map_err(|error| error.to_string())
}

fn holidays(word: &str) -> Result<Holidays, String> {
    match word {
        "as_weekday" => Ok(Holidays::AsWeekday),
        "excluded" => Ok(Holidays::Excluded),
        "included" => Ok(Holidays::Included),
        _ => Err("expected as_weekday, excluded or included".to_owned()),
    }
}

fn leaving(word: &str) -> Result<Leaving, String> {
    match word {
        "close" => Ok(Leaving::Close),
        "keep" => Ok(Leaving::Keep),
        _ => Err("expected close or keep".to_owned()),
    }
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "expected the IANA name of a time zone, as Europe/Berlin".to_owned())
}

const MOST_BLOCKS: usize = 50;
const MOST_HOLIDAYS: usize = 1_000;
