//! JSON: the shape [`Series`], whose rows are written as they come.

use std::io::Write;

use axum::BoxError;
use bytes::Bytes;
use slm_api_types::{Ok as OkWord, Series, SeriesValue};

use super::row::OTHERS;
use super::{Form, Row, SeriesRequest};

pub(super) struct JsonForm {
    /// What comes before the next row.
    before: Vec<u8>,
}

impl JsonForm {
    pub(super) fn new(request: &SeriesRequest) -> Self {
        let query = &request.query;
        let metrics = request.metrics.iter().map(ToString::to_string);
        let columns = std::iter::once("time".to_owned()).chain(metrics);
        let empty = Series {
            status: OkWord::Ok,
            unit_id: query.unit.to_string(),
            from: request.local(query.period.window(&query.zone, query.start).start),
            to: request.local(query.end),
            zone: request.zone_name.clone(),
            period: query.period.to_string(),
            unit: "dB".to_owned(),
            columns: columns.chain(OTHERS.map(str::to_owned)).collect(),
            rows: Vec::new(),
        };
        // All but the end of the empty rows and of the object.
        let mut before = serde_json::to_vec(&empty).unwrap_or_default();
        before.truncate(before.len().saturating_sub(END.len()));
        Self { before }
    }
}

const END: &[u8] = b"]}";

impl Form for JsonForm {
    fn page(&mut self, rows: Vec<Row>) -> Result<Bytes, BoxError> {
        let mut text = std::mem::take(&mut self.before);
        for (number, row) in rows.into_iter().enumerate() {
            if number > 0 {
                text.push(b',');
            }
            write!(text, "[{}", row.start.as_second())?;
            for value in values(&row) {
                text.push(b',');
                serde_json::to_writer(&mut text, &value)?;
            }
            text.push(b']');
        }
        self.before = b",".to_vec();
        Ok(text.into())
    }

    fn end(mut self: Box<Self>) -> Result<Bytes, BoxError> {
        if self.before == b"," {
            self.before.clear();
        }
        self.before.extend_from_slice(END);
        Ok(self.before.into())
    }
}

fn values(row: &Row) -> impl Iterator<Item = Option<SeriesValue>> {
    let shares = [row.coverage, row.over, row.under].map(Some);
    let numbers = row.levels.iter().copied().chain(shares).map(|number| number.map(SeriesValue::Number));
    numbers.chain([row.sampled.map(SeriesValue::Flag), row.uncertainty.map(SeriesValue::Number)])
}
