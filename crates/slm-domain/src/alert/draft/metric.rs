//! What is looked at, in words.

use std::time::Duration;

use nl43_proto::Quantity;

use super::{RuleDraft, within};
use crate::alert::check::{Checking, given};
use crate::alert::{ClockTime, Figure, Metric, Span, WindowMetric};

/// What a word asks for.
enum Wanted {
    Whole(Metric),
    Figure(Figure),
    Change(Quantity),
}

impl RuleDraft {
    pub(super) fn check_metric(&self, checking: &mut Checking) -> Option<Metric> {
        let wanted = checking.take("metric", wanted(&self.metric))?;
        let is_window = matches!(wanted, Wanted::Figure(_));
        let reason = "expected none: only figures of windows have one";
        let with_window: [(&'static str, bool); 5] = [
            ("window", self.window.is_some()),
            ("window_from", self.window_from.is_some()),
            ("window_to", self.window_to.is_some()),
            ("required_coverage", self.required_coverage.is_some()),
            ("ceiling_db", self.ceiling_db.is_some()),
        ];
        for (field, is_given) in with_window {
            checking.require(field, is_window || !is_given, reason);
        }
        match wanted {
            Wanted::Whole(metric) => {
                checking.require("window_s", self.window_s.is_none(), reason);
                Some(metric)
            }
            Wanted::Change(quantity) => {
                let over = checking.take("window_s", length(self.window_s, 3_600))?;
                Some(Metric::Change { quantity, over })
            }
            Wanted::Figure(figure) => self.check_window(checking, figure).map(Metric::Window),
        }
    }

    fn check_window(&self, checking: &mut Checking, figure: Figure) -> Option<WindowMetric> {
        let usual = WindowMetric::USUAL_COVERAGE;
        let required_coverage = self.required_coverage.unwrap_or(usual);
        checking.take("required_coverage", within(required_coverage, 0.01, 1.0));
        if let Some(ceiling) = self.ceiling_db {
            checking.take("ceiling_db", within(ceiling, -100.0, 300.0));
        }
        let span = match self.window.as_deref() {
            Some("rolling") => checking.take("window_s", rolling(self.window_s, figure)),
            Some("aligned") => checking.take("window_s", aligned(self.window_s)),
            Some("daily") => self.check_daily(checking),
            _ => checking.take("window", Err("expected rolling, aligned or daily".to_owned())),
        };
        let is_daily = self.window.as_deref() == Some("daily");
        checking.require(
            "window_s",
            !is_daily || self.window_s.is_none(),
            "expected none: it has a begin and an end",
        );
        let has_times = self.window_from.is_some() || self.window_to.is_some();
        checking.require("window_from", is_daily || !has_times, "expected none: only a daily window has one");
        let is_short = span.is_some_and(|span| span.length() < SHORTEST_OF_PERCENTILE);
        let is_percentile = matches!(figure, Figure::Percentile(_));
        let reason = "expected 150 seconds or more: a percentile takes 100 samples, and a meter is asked once a second";
        checking.require(
            if is_daily { "window_to" } else { "window_s" },
            !(is_percentile && is_short),
            reason,
        );
        Some(WindowMetric { figure, span: span?, required_coverage, ceiling_db: self.ceiling_db })
    }

    fn check_daily(&self, checking: &mut Checking) -> Option<Span> {
        let mut time = |field, text: Option<&str>| {
            let time = given::<ClockTime>(text);
            checking.take(field, time.and_then(|time| time.ok_or_else(|| "expected HH:MM".to_owned())))
        };
        let from = time("window_from", self.window_from.as_deref());
        let to = time("window_to", self.window_to.as_deref());
        Some(Span::Daily { from: from?, to: to? })
    }
}

fn wanted(word: &str) -> Result<Wanted, String> {
    let whole = match word {
        "battery" => Some(Metric::Battery),
        "card_free_mb" => Some(Metric::CardFreeMegabytes),
        "card_free_percent" => Some(Metric::CardFreePercent),
        "clock_offset_s" => Some(Metric::ClockOffset),
        "connectivity" => Some(Metric::Connectivity),
        "no_data_s" => Some(Metric::NoData),
        _ => Quantity::from_key(word).map(Metric::Level),
    };
    let change = || word.strip_suffix("_change").and_then(Quantity::from_key).map(Wanted::Change);
    let figure = || word.strip_suffix("_t").and_then(figure).map(Wanted::Figure);
    whole.map(Wanted::Whole).or_else(change).or_else(figure).ok_or_else(|| {
        "expected a level (lp, leq…), leq_t, lmax_t, lmin_t, lpeak_t, l1_t to l99_t, a change (lp_change…), battery, \
         card_free_mb, card_free_percent, clock_offset_s, connectivity or no_data_s"
            .to_owned()
    })
}

fn figure(word: &str) -> Option<Figure> {
    match word {
        "leq" => Some(Figure::Leq),
        "lmax" => Some(Figure::Max),
        "lmin" => Some(Figure::Min),
        "lpeak" => Some(Figure::Peak),
        _ => {
            let digits = word.strip_prefix('l').filter(|digits| !digits.starts_with(['0', '+']))?;
            digits.parse().ok().filter(|percent| (1..=99).contains(percent)).map(Figure::Percentile)
        }
    }
}

fn length(seconds: Option<i64>, most: i64) -> Result<Duration, String> {
    let seconds = seconds.filter(|seconds| (1..=most).contains(seconds));
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
    seconds.map(Duration::from_secs).ok_or_else(|| format!("expected 1 to {most} seconds"))
}

fn rolling(seconds: Option<i64>, figure: Figure) -> Result<Span, String> {
    let is_percentile = matches!(figure, Figure::Percentile(_));
    let length = length(seconds, if is_percentile { 3_600 } else { 86_400 })?;
    match length.as_secs() {
        long @ 901.. if !long.is_multiple_of(60) => {
            Err("expected whole minutes for more than 900 seconds".to_owned())
        }
        _ => Ok(Span::Rolling(length)),
    }
}

fn aligned(seconds: Option<i64>) -> Result<Span, String> {
    let reason = || "expected whole minutes that divide an hour or, beyond it, a day".to_owned();
    let length = length(seconds, 86_400).map_err(|_| reason())?;
    let minutes = u32::try_from(length.as_secs() / 60).map_err(|_| reason())?;
    let fits = length.as_secs().is_multiple_of(60) && minutes > 0;
    let divides = |whole: u32| whole.is_multiple_of(minutes.max(1));
    let tiles = if minutes <= 60 { divides(60) } else { divides(24 * 60) };
    if fits && tiles { Ok(Span::Aligned { minutes }) } else { Err(reason()) }
}

impl Metric {
    /// The name in JSON and database, as in [`RuleDraft::metric`].
    pub fn key(&self) -> String {
        match self {
            Self::Level(quantity) => quantity.key().to_owned(),
            Self::Window(window) => match window.figure {
                Figure::Percentile(percent) => format!("l{percent}_t"),
                figure => format!("{}_t", figure.to_string().to_lowercase()),
            },
            Self::Change { quantity, .. } => format!("{}_change", quantity.key()),
            Self::Battery => "battery".to_owned(),
            Self::CardFreeMegabytes => "card_free_mb".to_owned(),
            Self::CardFreePercent => "card_free_percent".to_owned(),
            Self::ClockOffset => "clock_offset_s".to_owned(),
            Self::Connectivity => "connectivity".to_owned(),
            Self::NoData => "no_data_s".to_owned(),
        }
    }
}

const SHORTEST_OF_PERCENTILE: Duration = Duration::from_secs(150);
