//! Apache Parquet, for whoever goes on computing.

use std::fmt::Write as _;
use std::mem::take;
use std::sync::Arc;

use axum::BoxError;
use bytes::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::{Form, Row, SeriesRequest};

/// Rows that are packed together: more pack better, fewer take less memory.
const GROUP: usize = 50_000;

pub(super) struct ParquetForm {
    writer: SerializedFileWriter<Vec<u8>>,
    /// Number of level columns.
    levels: usize,
    rows: Vec<Row>,
}

impl ParquetForm {
    pub(super) fn new(request: &SeriesRequest) -> Result<Self, BoxError> {
        let mut schema = "message series { REQUIRED INT64 time (TIMESTAMP(MILLIS,true));".to_owned();
        for metric in &request.metrics {
            write!(schema, " OPTIONAL DOUBLE {metric}_db;")?;
        }
        schema += " REQUIRED DOUBLE coverage; REQUIRED DOUBLE over; REQUIRED DOUBLE under; OPTIONAL BOOLEAN sampled; \
                   OPTIONAL DOUBLE uncertainty_db; }";
        let properties =
            WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let writer = SerializedFileWriter::new(
            Vec::new(),
            Arc::new(parse_message_type(&schema)?),
            Arc::new(properties),
        )?;
        Ok(Self { writer, levels: request.metrics.len(), rows: Vec::new() })
    }

    fn write_group(&mut self) -> Result<(), BoxError> {
        let rows = take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        let times: Vec<i64> = rows.iter().map(|row| row.start.as_millisecond()).collect();
        column::<Int64Type>(&mut group, &times, None)?;
        for number in 0..self.levels {
            optional::<DoubleType>(&mut group, rows.iter().map(|row| row.levels[number]))?;
        }
        for share in [|row: &Row| row.coverage, |row: &Row| row.over, |row: &Row| row.under] {
            column::<DoubleType>(&mut group, &rows.iter().map(share).collect::<Vec<_>>(), None)?;
        }
        optional::<BoolType>(&mut group, rows.iter().map(|row| row.sampled))?;
        optional::<DoubleType>(&mut group, rows.iter().map(|row| row.uncertainty))?;
        group.close()?;
        Ok(())
    }
}

fn optional<T: parquet::data_type::DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<(), BoxError> {
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    column::<T>(group, &present, Some(&levels))
}

fn column<T: parquet::data_type::DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), BoxError> {
    let mut column = group.next_column()?.ok_or("the schema has fewer columns")?;
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()?;
    Ok(())
}

impl Form for ParquetForm {
    fn page(&mut self, rows: Vec<Row>) -> Result<Bytes, BoxError> {
        self.rows.extend(rows);
        if self.rows.len() >= GROUP {
            self.write_group()?;
        }
        Ok(take(self.writer.inner_mut()).into())
    }

    fn end(mut self: Box<Self>) -> Result<Bytes, BoxError> {
        self.write_group()?;
        Ok(self.writer.into_inner()?.into())
    }
}
