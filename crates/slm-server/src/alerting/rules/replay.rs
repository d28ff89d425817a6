//! Recorded readings as the facts that they were.

use std::time::Duration;

use nl43_proto::Quantity;
use slm_domain::alert::{Fact, Frame, Levels, Stretch};
use slm_store::{ReadingRow, ReadingSource};

const LN: [Quantity; 5] = [Quantity::Ln1, Quantity::Ln2, Quantity::Ln3, Quantity::Ln4, Quantity::Ln5];
/// Length of one record of the stream.
const RECORD: Duration = Duration::from_millis(100);

/// What a reading told the alarms when it came.
pub(in crate::alerting) fn frame(row: &ReadingRow, max_gap: Duration) -> Frame {
    Frame { at: row.at, max_gap, fact: Fact::Levels(levels(row)) }
}

fn levels(row: &ReadingRow) -> Levels {
    let flags = Levels::NONE.flagged(row.over == Some(true), row.under == Some(true));
    match row.source {
        ReadingSource::Dod => {
            let shown = [
                (Quantity::Lp, row.lp),
                (Quantity::Leq, row.leq),
                (Quantity::Le, row.le),
                (Quantity::Lmax, row.lmax),
                (Quantity::Lmin, row.lmin),
                (Quantity::Lpeak, row.lpeak),
            ];
            let shown = shown.into_iter().chain(LN.into_iter().zip(row.ln));
            shown.fold(flags, |levels, (quantity, level)| levels.with(quantity, level))
        }
        ReadingSource::Drd => {
            let stretch = row.leq.or(row.lp).map(|leq| Stretch {
                length: RECORD,
                leq,
                max: row.lmax,
                min: row.lmin,
                peak: row.lpeak,
            });
            flags.integrated(stretch).with(Quantity::Lp, row.lp)
        }
    }
}
