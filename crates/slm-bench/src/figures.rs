//! Many measured times, and what to say about them.

use std::fmt;
use std::time::Duration;

/// Times, in the order in which they were taken.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn summary(mut self) -> Summary {
        self.0.sort_unstable();
        Summary {
            count: self.0.len(),
            p50: self.at(0.50),
            p99: self.at(0.99),
            max: self.0.last().copied().unwrap_or_default(),
        }
    }

    fn at(&self, share: f64) -> Duration {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
        let index = (self.0.len().saturating_sub(1) as f64 * share).round() as usize;
        self.0.get(index).copied().unwrap_or_default()
    }
}

impl Extend<Duration> for Times {
    fn extend<I: IntoIterator<Item = Duration>>(&mut self, times: I) {
        self.0.extend(times);
    }
}

/// Median, 99th percentile and maximum.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    pub(crate) count: usize,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    pub(crate) max: Duration,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        write!(
            f,
            "p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms over {}",
            millis(self.p50),
            millis(self.p99),
            millis(self.max),
            self.count
        )
    }
}

impl Summary {
    /// One line for another process: count and microseconds.
    pub(crate) fn to_line(self) -> String {
        format!("{} {} {} {}", self.count, self.p50.as_micros(), self.p99.as_micros(), self.max.as_micros())
    }

    /// Reads [`to_line`](Self::to_line) back.
    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let mut numbers = line.split_whitespace().map(str::parse::<u64>);
        let count = usize::try_from(numbers.next()?.ok()?).ok()?;
        let mut time = || numbers.next()?.ok().map(Duration::from_micros);
        Some(Self { count, p50: time()?, p99: time()?, max: time()? })
    }
}

/// The middle one, or the mean of the middle two.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}
