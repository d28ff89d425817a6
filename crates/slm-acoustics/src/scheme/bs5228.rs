//! United Kingdom, BS 5228-1 Annex E: the ABC method for building sites.

/// When work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// 07–19 on weekdays, 07–13 on Saturdays.
    Day,
    /// 19–23 on weekdays, 13–23 on Saturdays, 07–23 on Sundays.
    Evening,
    /// 23–07.
    Night,
}

/// Which threshold the ambient sound leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Below the values of A.
    A,
    /// At the values of A.
    B,
    /// Above the values of A.
    C,
}

impl Period {
    fn of_a(self) -> i32 {
        match self {
            Self::Day => 65,
            Self::Evening => 55,
            Self::Night => 45,
        }
    }
}

/// Category and threshold of the total level, dB, for an ambient level without the site.
pub fn threshold(period: Period, ambient: f64) -> (Category, i32) {
    let a = period.of_a();
    let category = match to_five(ambient).cmp(&a) {
        std::cmp::Ordering::Less => Category::A,
        std::cmp::Ordering::Equal => Category::B,
        std::cmp::Ordering::Greater => Category::C,
    };
    let above = match category {
        Category::A => 0,
        Category::B => 5,
        Category::C => 10,
    };
    (category, a + above)
}

/// The nearest 5 dB, halves up.
#[expect(clippy::cast_possible_truncation, reason = "saturates far outside any level")]
fn to_five(level: f64) -> i32 {
    (level / 5.0 + 0.5 + 1e-9).floor() as i32 * 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambient_levels_choose_the_threshold() {
        let check = |period, ambient, category, level| {
            assert_eq!(threshold(period, ambient), (category, level), "{ambient}");
        };
        check(Period::Day, 62.4, Category::A, 65);
        check(Period::Day, 62.5, Category::B, 70);
        check(Period::Day, 67.4, Category::B, 70);
        check(Period::Day, 67.5, Category::C, 75);
        check(Period::Evening, 57.4, Category::B, 60);
        check(Period::Evening, 57.5, Category::C, 65);
        check(Period::Night, 42.4, Category::A, 45);
        check(Period::Night, 42.5, Category::B, 50);
        check(Period::Night, 47.5, Category::C, 55);
    }
}
