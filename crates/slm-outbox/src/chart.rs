//! A small picture of the last minutes, for e-mails.

use png::{BitDepth, ColorType, Encoder};
use slm_domain::delivery::Series;

const WIDTH: usize = 560;
const HEIGHT: usize = 160;

/// Colours: paper, grid, line, limit.
const PALETTE: [u8; 12] = [255, 255, 255, 224, 224, 224, 26, 82, 148, 190, 0, 32];
const GRID: u8 = 1;
const LINE: u8 = 2;
const LIMIT: u8 = 3;

/// Height of the grid's lines, in the series' unit.
const GRID_STEP: f64 = 10.0;

/// The series as a PNG with the limit as a dashed line; `None` when fewer than two values are known.
pub(crate) fn chart(series: &Series, limit: Option<f64>) -> Option<Vec<u8>> {
    let plot = Plot::new(series, limit.filter(|limit| limit.is_finite()))?;
    let pixels = plot.draw();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, u32::try_from(WIDTH).ok()?, u32::try_from(HEIGHT).ok()?);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(PALETTE.as_slice());
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(file)
}

/// Where values are on the picture.
struct Plot {
    /// Moments and values: parts of the picture's width, values; `None` where the line is broken.
    points: Vec<Option<(f64, f64)>>,
    limit: Option<f64>,
    low: f64,
    high: f64,
}

impl Plot {
    fn new(series: &Series, limit: Option<f64>) -> Option<Self> {
        let (first, last) = (series.samples.first()?.at, series.samples.last()?.at);
        let span = last.duration_since(first).as_secs_f64();
        if span <= 0.0 {
            return None;
        }
        let points: Vec<Option<(f64, f64)>> = series
            .samples
            .iter()
            .map(|sample| {
                let part = sample.at.duration_since(first).as_secs_f64() / span;
                sample.value.filter(|value| value.is_finite()).map(|value| (part.clamp(0.0, 1.0), value))
            })
            .collect();
        let values = points.iter().flatten().map(|(_, value)| *value);
        if values.clone().count() < 2 {
            return None;
        }
        let (low, high) = values
            .chain(limit)
            .fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        // Whole steps of the grid, and never a line along the edge.
        let (low, high) = ((low / GRID_STEP).floor() * GRID_STEP, (high / GRID_STEP).ceil() * GRID_STEP);
        let high = if high > low { high } else { low + GRID_STEP };
        Some(Self { points, limit, low, high })
    }

    fn draw(&self) -> Vec<u8> {
        let mut picture = Picture { pixels: vec![0; WIDTH * HEIGHT] };
        // Of a range that no level has, the grid would be a grey area.
        let steps = ((self.high - self.low) / GRID_STEP).min(30.0);
        let mut step = 0.0;
        while step <= steps {
            picture.across(self.row(self.low + step * GRID_STEP), GRID, usize::MAX);
            step += 1.0;
        }
        if let Some(limit) = self.limit {
            picture.across(self.row(limit), LIMIT, 6);
        }
        for pair in self.points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                picture.line(self.place(*from), self.place(*to));
            }
        }
        picture.pixels
    }

    fn place(&self, (part, value): (f64, f64)) -> (f64, f64) {
        (part * (WIDTH - 1) as f64, self.row(value))
    }

    fn row(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        (1.0 - part.clamp(0.0, 1.0)) * (HEIGHT - 2) as f64
    }
}

struct Picture {
    pixels: Vec<u8>,
}

impl Picture {
    fn set(&mut self, x: f64, y: f64, colour: u8) {
        let place = index(x, WIDTH) + index(y, HEIGHT) * WIDTH;
        self.pixels[place] = colour;
    }

    /// A line from edge to edge, in dashes of this length.
    fn across(&mut self, row: f64, colour: u8, dash: usize) {
        for column in (0..WIDTH).filter(|column| (column / dash).is_multiple_of(2)) {
            self.set(column as f64, row, colour);
        }
    }

    /// Two pixels thick.
    fn line(&mut self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
        let steps = (x1 - x0).abs().max((y1 - y0).abs()).ceil().max(1.0);
        let mut step = 0.0;
        while step <= steps {
            let part = step / steps;
            let (x, y) = (x0 + (x1 - x0) * part, y0 + (y1 - y0) * part);
            self.set(x, y, LINE);
            self.set(x, y + 1.0, LINE);
            step += 1.0;
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
fn index(place: f64, size: usize) -> usize {
    place.round().clamp(0.0, (size - 1) as f64) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use slm_domain::delivery::Sample;

    use super::*;
    use crate::examples;

    fn pixels(file: &[u8]) -> Vec<u8> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width as usize, info.height as usize), (WIDTH, HEIGHT));
        pixels
    }

    #[test]
    fn a_chart_shows_line_and_limit() {
        let series = examples::raised().series.unwrap();
        let file = chart(&series, Some(55.0)).unwrap();
        assert!(file.len() < 8_000, "{} bytes are small enough for any mailbox", file.len());
        let pixels = pixels(&file);
        for colour in [GRID, LINE, LIMIT] {
            let painted: usize = pixels.iter().map(|pixel| usize::from(*pixel == colour)).sum();
            assert!(painted > 100, "colour {colour}");
        }
    }

    #[test]
    fn of_nothing_there_is_no_chart() {
        let mut series = examples::raised().series.unwrap();
        series.samples.truncate(1);
        assert_eq!(chart(&series, None), None);
        series.samples.clear();
        assert_eq!(chart(&series, Some(1.0)), None);
    }

    proptest! {
        #[test]
        fn any_values_make_a_chart_or_none(
            values in proptest::collection::vec(proptest::option::of(any::<f64>()), 0..50),
            limit in proptest::option::of(any::<f64>()),
        ) {
            let start = jiff::Timestamp::UNIX_EPOCH;
            let sample = |(number, value)| Sample { at: start + std::time::Duration::from_secs(number), value };
            let samples = (0..).zip(values).map(sample).collect();
            let series = Series { name: "Lp".to_owned(), unit: "dB".to_owned(), samples };
            if let Some(file) = chart(&series, limit) {
                pixels(&file);
            }
        }
    }
}
