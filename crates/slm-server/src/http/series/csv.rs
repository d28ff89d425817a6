//! CSV: a line for each step, with its time on the zone's clock.

use std::io::Write;

use axum::BoxError;
use bytes::Bytes;

use super::row::OTHERS;
use super::{Form, Row, SeriesRequest};

pub(super) struct CsvForm {
    request: SeriesRequest,
    /// The names of the columns, until they are sent.
    head: String,
}

impl CsvForm {
    pub(super) fn new(request: &SeriesRequest) -> Self {
        let metrics = request.metrics.iter().map(|metric| format!("{metric}_db"));
        let others =
            OTHERS.map(|name| if name == "uncertainty" { "uncertainty_db" } else { name }.to_owned());
        let names: Vec<_> = std::iter::once("time".to_owned()).chain(metrics).chain(others).collect();
        Self { request: request.clone(), head: names.join(",") + "\r\n" }
    }
}

impl Form for CsvForm {
    // No value holds a comma, a quote or a line's end, so none is quoted.
    fn page(&mut self, rows: Vec<Row>) -> Result<Bytes, BoxError> {
        let mut text = std::mem::take(&mut self.head).into_bytes();
        for row in rows {
            write!(text, "{}", self.request.local(row.start))?;
            for level in &row.levels {
                number(&mut text, *level)?;
            }
            write!(text, ",{},{},{}", row.coverage, row.over, row.under)?;
            write!(text, ",{}", row.sampled.map_or("", |sampled| if sampled { "true" } else { "false" }))?;
            number(&mut text, row.uncertainty)?;
            text.extend_from_slice(b"\r\n");
        }
        Ok(text.into())
    }

    fn end(self: Box<Self>) -> Result<Bytes, BoxError> {
        Ok(self.head.into())
    }
}

fn number(text: &mut Vec<u8>, number: Option<f64>) -> std::io::Result<()> {
    match number {
        Some(number) => write!(text, ",{number}"),
        None => write!(text, ","),
    }
}
