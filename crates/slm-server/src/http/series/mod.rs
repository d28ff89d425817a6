//! Steps of a unit's history as answers of several forms, streamed page by page.

mod csv;
mod json;
mod parquet;
mod request;
mod row;

use axum::BoxError;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{StreamExt as _, try_unfold};
use slm_domain::series::Step;
use slm_store::Store;

use super::problem::ApiError;
use crate::history::SeriesReader;
use csv::CsvForm;
use json::JsonForm;
use parquet::ParquetForm;
pub(crate) use request::{Format, SeriesRequest};
use row::Row;
pub(crate) use row::hundredths;

/// A form of answers. What it returns is sent in that order.
trait Form: Send {
    /// Rows, oldest first.
    fn page(&mut self, rows: Vec<Row>) -> Result<Bytes, BoxError>;
    /// After the last row.
    fn end(self: Box<Self>) -> Result<Bytes, BoxError>;
}

/// Answers with the steps that are asked for.
///
/// # Errors
/// The database failed before the answer began. When it fails later, the body is cut.
pub(crate) async fn answer(store: &Store, request: SeriesRequest) -> Result<Response, ApiError> {
    let mut reader = SeriesReader::new(store.clone(), request.query.clone());
    let first = reader.next().await?;
    let (kind, ending) = match request.format {
        Format::Json => ("application/json", None),
        Format::Csv => ("text/csv; charset=utf-8", Some("csv")),
        Format::Parquet => ("application/vnd.apache.parquet", Some("parquet")),
    };
    let form: Box<dyn Form> = match request.format {
        Format::Json => Box::new(JsonForm::new(&request)),
        Format::Csv => Box::new(CsvForm::new(&request)),
        Format::Parquet => Box::new(ParquetForm::new(&request).map_err(|_| ApiError::Panicked)?),
    };
    let name = ending.map(|ending| super::download::attachment(&request.file_name(ending)));
    let writer = Writer { reader, request, form: Some(form), ready: Some(first) };
    let mut answer = Response::new(Body::from_stream(try_unfold(writer, Writer::next).boxed()));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(name) = name {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(answer)
}

struct Writer {
    reader: SeriesReader,
    request: SeriesRequest,
    /// `None` when the end was sent.
    form: Option<Box<dyn Form>>,
    /// Steps that were read and not yet sent.
    ready: Option<Vec<Step>>,
}

impl Writer {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, BoxError> {
        let Some(form) = &mut self.form else { return Ok(None) };
        let steps = match self.ready.take() {
            Some(first) => first,
            None => self.reader.next().await?,
        };
        if steps.is_empty() {
            let end = self.form.take().map_or(Ok(Bytes::new()), Form::end)?;
            return Ok(Some((end, self)));
        }
        let rows = steps.iter().map(|step| Row::new(step, &self.request)).collect();
        let piece = form.page(rows)?;
        Ok(Some((piece, self)))
    }
}
