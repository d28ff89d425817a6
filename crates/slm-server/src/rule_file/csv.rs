//! Readings from a CSV file: one of the operator's own, or what `…/series` exports.

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use nl43_proto::Quantity;
use slm_domain::alert::Levels;

use super::series::{MOST_READINGS, duration, later, time};
use super::text::CsvTimes;

/// A line with levels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Its number in the file, from 1.
    pub(super) line: usize,
    pub(super) at: At,
    pub(super) levels: Levels,
}

/// When a reading was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Time(Timestamp),
    /// Since the begin of the case.
    After(SignedDuration),
}

impl At {
    pub(super) fn resolve(self, begin: Timestamp) -> Result<Timestamp, String> {
        match self {
            Self::Time(at) => Ok(at),
            Self::After(offset) => later(begin, offset),
        }
    }
}

/// What a column holds.
enum Column {
    Time,
    Seconds,
    Level(Quantity),
    Over,
    Under,
    /// Nothing that a rule looks at.
    Other,
}

/// Reads a file. Its first line names the columns: `time` or `seconds`, and levels such as `lp` or `leq_db`. A level that
/// is empty or `-` is none.
pub(super) fn read(
    path: &Path,
    zone: &TimeZone,
    times: CsvTimes,
    every: SignedDuration,
) -> Result<Vec<Row>, String> {
    let text = super::read_text(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let shift = if times == CsvTimes::Begin { every } else { SignedDuration::ZERO };
    parse(&text, zone, shift).map_err(|error| format!("{}: {error}", path.display()))
}

fn parse(text: &str, zone: &TimeZone, shift: SignedDuration) -> Result<Vec<Row>, String> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let (_, head) = lines.next().ok_or("the file is empty")?;
    let separator = if head.contains(';') { ';' } else { ',' };
    let columns: Vec<Column> = head.trim_start_matches('\u{feff}').split(separator).map(column).collect();
    let has = |wanted: fn(&Column) -> bool| columns.iter().any(wanted);
    if !has(|column| matches!(column, Column::Time | Column::Seconds)) {
        return Err("line 1: expected a column `time` or `seconds`".to_owned());
    }
    if !has(|column| matches!(column, Column::Level(_))) {
        return Err("line 1: expected a column of levels, such as `lp`".to_owned());
    }
    let mut rows = Vec::new();
    for (line, text) in lines {
        let row = row(line, text, separator, &columns, zone, shift);
        rows.push(row.map_err(|reason| format!("line {line}: {reason}"))?);
        if rows.len() > MOST_READINGS {
            return Err(format!("more than {MOST_READINGS} readings"));
        }
    }
    Ok(rows)
}

fn column(name: &str) -> Column {
    let name = name.trim().trim_matches('"').to_ascii_lowercase();
    match name.as_str() {
        "time" | "at" | "timestamp" => Column::Time,
        "seconds" | "s" => Column::Seconds,
        "over" => Column::Over,
        "under" => Column::Under,
        name => {
            Quantity::from_key(name.strip_suffix("_db").unwrap_or(name)).map_or(Column::Other, Column::Level)
        }
    }
}

fn row(
    line: usize,
    text: &str,
    separator: char,
    columns: &[Column],
    zone: &TimeZone,
    shift: SignedDuration,
) -> Result<Row, String> {
    let cells: Vec<&str> = text.split(separator).map(|cell| cell.trim().trim_matches('"')).collect();
    if cells.len() != columns.len() {
        return Err(format!("{} columns instead of {}", cells.len(), columns.len()));
    }
    let (mut at, mut levels) = (None, Levels::NONE);
    for (column, cell) in columns.iter().zip(cells) {
        match column {
            Column::Time => at = Some(At::Time(later(time(cell, zone)?, shift)?)),
            Column::Seconds => {
                let seconds = cell.parse().map_err(|_| format!("{cell:?} is no number of seconds"))?;
                at = Some(At::After(duration(seconds)? + shift));
            }
            Column::Level(quantity) => levels = levels.with(*quantity, level(cell)?),
            // A share, as series have it: a step with any overload is a bound.
            Column::Over => levels.over = level(cell)?.is_some_and(|share| share > 0.0),
            Column::Under => levels.under = level(cell)?.is_some_and(|share| share > 0.0),
            Column::Other => {}
        }
    }
    Ok(Row { line, at: at.ok_or("no time")?, levels })
}

fn level(cell: &str) -> Result<Option<f64>, String> {
    match cell {
        "" | "-" | "-.-" | "--.-" | "false" => Ok(None),
        "true" => Ok(Some(1.0)),
        cell => cell.parse().map(Some).map_err(|_| format!("{cell:?} is no level")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<(String, Option<f64>)>, String> {
        let begin: Timestamp = "2026-06-09T00:00:00Z".parse().unwrap();
        let rows = parse(text, &TimeZone::get("Europe/Berlin").unwrap(), SignedDuration::ZERO)?;
        rows.into_iter()
            .map(|row| Ok((row.at.resolve(begin)?.to_string(), row.levels.level(Quantity::Leq))))
            .collect()
    }

    #[test]
    fn exports_and_own_files_are_read() {
        let expected = Ok(vec![
            ("2026-06-09T10:00:00Z".to_owned(), Some(60.5)),
            ("2026-06-09T10:15:00Z".to_owned(), None),
        ]);
        let series = "time,leq_db,coverage,over\r\n2026-06-09T12:00:00+02:00,60.5,1,0\r\n2026-06-09T12:15:00+02:00,,0,0\r\n";
        assert_eq!(rows(series), expected);
        assert_eq!(rows("at;LEQ\n2026-06-09T12:00;60.5\n2026-06-09T12:15;-.-\n"), expected);
        assert_eq!(rows("\u{feff}seconds,leq\n36000,60.5\n36900,-\n"), expected);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = |text: &str| rows(text).unwrap_err();
        assert_eq!(wrong(""), "the file is empty");
        assert_eq!(wrong("lp\n60\n"), "line 1: expected a column `time` or `seconds`");
        assert_eq!(wrong("time,loudness\n"), "line 1: expected a column of levels, such as `lp`");
        assert_eq!(wrong("seconds,lp\n1,60\n2\n"), "line 3: 1 columns instead of 2");
        assert_eq!(wrong("seconds,lp\n1,loud\n"), "line 2: \"loud\" is no level");
        assert_eq!(wrong("seconds,lp\nnoon,60\n"), "line 2: \"noon\" is no number of seconds");
    }
}
