//! The meter's clock: plain local time without a zone.

use std::time::Instant;

use jiff::SignedDuration;
use jiff::civil::DateTime;

/// A running civil clock, set by hand and never synchronised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    set_to: DateTime,
    set_at: Instant,
}

impl Clock {
    pub(super) fn new(set_to: DateTime, set_at: Instant) -> Self {
        Self { set_to, set_at }
    }

    pub(super) fn now(&self, now: Instant) -> DateTime {
        let running = now.saturating_duration_since(self.set_at);
        self.set_to.saturating_add(running)
    }

    /// Moves the clock by whole seconds either way.
    pub(super) fn jump(&mut self, seconds: i64, now: Instant) {
        let set_to = self.now(now).saturating_add(SignedDuration::from_secs(seconds));
        *self = Self::new(set_to, now);
    }
}

/// `YYYY/MM/DD hh:mm:ss`.
pub(super) fn print(at: DateTime) -> String {
    at.strftime("%Y/%m/%d %H:%M:%S").to_string()
}

/// Reads `YYYY/MM/DD hh:mm:ss`, digits and separators exactly so; `None` for anything else.
pub(super) fn parse(text: &str) -> Option<DateTime> {
    let pattern = "dddd/dd/dd dd:dd:dd";
    let fits = |(byte, pattern)| if pattern == b'd' { u8::is_ascii_digit(&byte) } else { byte == pattern };
    if text.len() != pattern.len() || !text.bytes().zip(pattern.bytes()).all(fits) {
        return None;
    }
    DateTime::strptime("%Y/%m/%d %H:%M:%S", text).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_the_exact_form_is_a_time() {
        let clock = parse("2025/12/24 20:34:05").unwrap();
        assert_eq!(print(clock), "2025/12/24 20:34:05");
        for text in [
            "2025/12/24,20:34:05",
            "2025-12-24 20:34:05",
            "2025/12/24 20:34",
            "2025/13/24 20:34:05",
            "2025/02/30 00:00:00",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn it_runs_and_jumps() {
        let start = Instant::now();
        let mut clock = Clock::new(parse("2025/12/31 23:59:58").unwrap(), start);
        let later = start + Duration::from_millis(2500);
        assert_eq!(print(clock.now(later)), "2026/01/01 00:00:00");
        clock.jump(-3600, later);
        assert_eq!(print(clock.now(later)), "2025/12/31 23:00:00");
    }
}
