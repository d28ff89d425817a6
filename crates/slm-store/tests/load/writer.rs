//! Writes batch after batch until it is killed, and says the number of each batch once it is committed.
//!
//! Started by `tests/it/durability.rs` with the path of the database; goes on where the one before was killed.

use std::error::Error;
use std::io::Write;

use jiff::Timestamp;
use slm_domain::{UnitConfig, UnitId, UnitStatus};
use slm_store::{Batch, DeviceLog, LogCategory, LogLevel, ReadingRow, ReadingSource, Store, TrailRow};

const ROWS: i64 = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("the path of the database is missing")?;
    let store = Store::open(path).await?;
    let unit = UnitId::new("north")?;
    let said = store.status(&unit).await?.and_then(|status| status.counter);
    let mut number: i64 = said.map_or(Ok(0), |counter| counter.parse())?;
    loop {
        number += 1;
        store.put_unit(&UnitConfig::new(unit.clone(), format!("host-{number}"))).await?;
        store.record(&batch(&unit, number)?).await?;
        writeln!(std::io::stdout(), "{number}")?;
    }
}

fn batch(unit: &UnitId, number: i64) -> Result<Batch, jiff::Error> {
    let at = |row: i64| Timestamp::from_microsecond(1_781_000_000_000_000 + number * 1_000_000 + row);
    let reading = |row| -> Result<ReadingRow, jiff::Error> {
        Ok(ReadingRow { lp: Some(50.0), ..ReadingRow::new(unit.clone(), at(row)?, ReadingSource::Dod) })
    };
    let sample =
        TrailRow { unit: unit.clone(), at: at(0)?, lp: None, leq: None, lmax: None, ln1: None, ln2: None };
    let status = UnitStatus { counter: Some(number.to_string()), ..UnitStatus::default() };
    let log = DeviceLog {
        unit: unit.clone(),
        at: at(0)?,
        level: LogLevel::Info,
        category: LogCategory::General,
        message: number.to_string(),
    };
    Ok(Batch {
        readings: (0..ROWS).map(reading).collect::<Result<_, _>>()?,
        trail: vec![sample],
        statuses: vec![(unit.clone(), status)],
        logs: vec![log],
        ..Batch::default()
    })
}
