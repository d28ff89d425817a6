//! How often Lp is stored.

/// `Lp Store Interval`. The simulated sound has steps of 100 ms: shorter intervals repeat a step's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LpInterval {
    /// 1 unless the interval is shorter than a step.
    pub(super) rows_per_step: u64,
    /// 1 unless the interval is longer than a step.
    pub(super) steps_per_row: u64,
    /// Only Leq and what goes with it, as for `Leq1s`.
    pub(super) only_leq: bool,
}

impl LpInterval {
    /// As the setting writes it; `None` for `Off`, and for what is no interval.
    pub(crate) fn of_setting(text: &str) -> Option<Self> {
        let (rows_per_step, steps_per_row) = match text {
            "10ms" => (10, 1),
            "25ms" => (4, 1),
            "100ms" => (1, 1),
            "200ms" => (1, 2),
            "1s" | "Leq1s" => (1, 10),
            _ => return None,
        };
        Some(Self { rows_per_step, steps_per_row, only_leq: text == "Leq1s" })
    }

    /// Rows of so many measured steps.
    pub(super) fn rows(self, steps: u64) -> u64 {
        steps / self.steps_per_row * self.rows_per_step
    }

    /// Measured steps of so many rows.
    pub(super) fn steps(self, rows: u64) -> u64 {
        rows.div_ceil(self.rows_per_step) * self.steps_per_row
    }

    /// One file an hour.
    pub(super) fn rows_per_file(self) -> u64 {
        self.rows(36_000)
    }

    /// Time from one row to the next within a step.
    pub(super) fn part_ms(self) -> i64 {
        100 / i64::try_from(self.rows_per_step).unwrap_or(1)
    }
}
