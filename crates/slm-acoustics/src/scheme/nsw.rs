//! New South Wales: the rating background level (RBL).

/// The lowest tenth percentile of LA90,15min values of one period of one day: ABL. `None` without values.
///
/// The *k*-th lowest with k = N/10: a *k* that is not whole is rounded up, a whole one averages with the next.
pub fn assessment_background(levels: &[f64]) -> Option<f64> {
    let sorted = sorted(levels);
    let count = sorted.len();
    match (count / 10, count % 10) {
        (whole, 0) if whole > 0 => Some(f64::midpoint(sorted[whole - 1], sorted[whole])),
        (whole, _) => sorted.get(whole).copied(),
    }
}

/// The median of the ABLs of several days. `None` without values.
pub fn rating_background(assessment_levels: &[f64]) -> Option<f64> {
    let sorted = sorted(assessment_levels);
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        1 => sorted.get(middle).copied(),
        _ if middle > 0 => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
        _ => None,
    }
}

fn sorted(levels: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = levels.iter().copied().filter(|level| level.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(first: f64, step: f64, count: u32) -> Vec<f64> {
        (0..count).map(|index| first + step * f64::from(index)).collect()
    }

    #[track_caller]
    fn check(is: Option<f64>, expected: f64) {
        assert!((is.unwrap() - expected).abs() < 1e-9, "{is:?} instead of {expected}");
    }

    #[test]
    fn the_lowest_tenth_of_a_day() {
        check(assessment_background(&series(38.0, 0.25, 44)), 39.0);
        check(assessment_background(&series(36.0, 0.5, 16)), 36.5);
        check(assessment_background(&series(40.0, 0.1, 40)), 40.35);
        assert_eq!(assessment_background(&[]), None);
        check(assessment_background(&[41.0]), 41.0);
    }

    #[test]
    fn the_median_of_many_days() {
        check(rating_background(&[41.0, 39.5, 40.2, 43.1, 38.9, 40.0, 42.3]), 40.2);
        check(rating_background(&[40.0, 41.0]), 40.5);
        assert_eq!(rating_background(&[]), None);
    }
}
