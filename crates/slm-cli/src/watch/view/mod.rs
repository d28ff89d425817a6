//! The terminal picture: a pure function of the model and the time.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::{Alignment, Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
    widgets::{Block, Paragraph, Sparkline},
};

use super::{
    digits,
    frame::Levels,
    model::{Now, Presence, TREND_SPAN, UnitWatch, WatchModel},
};

#[cfg(test)]
mod tests;

/// Ends of the level bar, in dB: the span a class 1 meter shows.
const BAR: (f64, f64) = (20.0, 140.0);

/// Smallest panel that carries the large figures.
const LARGE: (u16, u16) = (60, 13);

/// Smallest panel with a frame around it.
const MEDIUM: (u16, u16) = (40, 5);

/// Rows of a unit's shortest form.
const SHORTEST: u16 = 1;

/// Draws every unit and the line of keys.
pub(crate) fn render(frame: &mut Frame, model: &WatchModel, now: Now) {
    let [body, footer] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(frame.area());
    let units = model.units();
    let fitting = usize::from(body.height / SHORTEST).max(1);
    let shown = units.len().min(fitting);
    let areas = Layout::vertical(vec![Constraint::Fill(1); shown]).split(body);
    for (unit, area) in units.iter().zip(areas.iter()) {
        render_unit(frame, *area, unit, now);
    }
    let hidden = units.len() - shown;
    let more = if hidden > 0 { format!("   {hidden} more below: enlarge the window") } else { String::new() };
    frame.render_widget(Paragraph::new(format!("q quit{more}")).style(dim()), footer);
}

fn render_unit(frame: &mut Frame, area: Rect, unit: &UnitWatch, now: Now) {
    let fits = |(width, height): (u16, u16)| area.width >= width && area.height >= height;
    if fits(LARGE) {
        render_large(frame, area, unit, now);
    } else if fits(MEDIUM) {
        render_medium(frame, area, unit, now);
    } else {
        frame.render_widget(Paragraph::new(short_line(unit, now)), area);
    }
}

/// Large figures, values, bar, sparkline, state.
fn render_large(frame: &mut Frame, area: Rect, unit: &UnitWatch, now: Now) {
    let presence = unit.presence(now.instant);
    let inner = framed(frame, area, unit, &presence);
    let figures = u16::try_from(digits::HEIGHT).unwrap_or(u16::MAX);
    let rows = [
        Constraint::Length(figures),
        Constraint::Length(1),
        Constraint::Min(2),
        Constraint::Length(1),
        Constraint::Length(1),
    ];
    let [top, bar, trend, caption, state] = Layout::vertical(rows).spacing(0).areas(inner);
    let [big, rest] = Layout::horizontal([Constraint::Length(34), Constraint::Min(0)]).areas(top);

    let level = shown_level(unit, &presence);
    let mut lines: Vec<Line> = digits::big(level.as_deref().unwrap_or("--.-")).map(Line::from).into();
    if let Some(last) = lines.last_mut() {
        last.push_span(" dB");
    }
    frame.render_widget(Paragraph::new(lines).style(colour(&presence)), big);
    frame.render_widget(Paragraph::new(value_table(unit, &presence)), rest);
    frame.render_widget(Paragraph::new(level_bar(level.as_deref(), bar.width, &presence)), bar);
    render_trend(frame, trend, caption, unit, now);
    frame.render_widget(Paragraph::new(state_line(unit, now)), state);
}

/// The level as text, bar, values and state.
fn render_medium(frame: &mut Frame, area: Rect, unit: &UnitWatch, now: Now) {
    let presence = unit.presence(now.instant);
    let inner = framed(frame, area, unit, &presence);
    let level = shown_level(unit, &presence);
    let mut head = vec![Span::styled(
        format!("{} dB  ", level.as_deref().unwrap_or("--.-")),
        colour(&presence).add_modifier(Modifier::BOLD),
    )];
    head.extend(level_bar(level.as_deref(), inner.width.saturating_sub(12), &presence));
    let mut lines = vec![Line::from(head)];
    lines.extend(value_lines(unit, &presence, usize::from(inner.width)));
    lines.push(state_line(unit, now));
    frame.render_widget(Paragraph::new(lines), inner);
}

/// A unit in one line.
fn short_line(unit: &UnitWatch, now: Now) -> Line<'static> {
    let presence = unit.presence(now.instant);
    let level = shown_level(unit, &presence);
    let style = colour(&presence);
    let mut line = Line::from(vec![
        Span::raw(format!("{} ", unit.id)),
        Span::styled(
            format!("{} dB ", level.as_deref().unwrap_or("--.-")),
            style.add_modifier(Modifier::BOLD),
        ),
        Span::styled(verdict(&presence), style),
    ]);
    if let Some(levels) = shown_levels(unit, &presence) {
        line.push_span(format!("  Leq {}  Lmax {}", text(levels.leq.as_ref()), text(levels.lmax.as_ref())));
    }
    line
}

fn framed(frame: &mut Frame, area: Rect, unit: &UnitWatch, presence: &Presence) -> Rect {
    let verdict =
        Line::styled(format!(" {} ", verdict(presence)), colour(presence).add_modifier(Modifier::BOLD));
    let block = Block::bordered()
        .title(format!(" {} ", unit.id))
        .title(verdict.alignment(Alignment::Right))
        .border_style(dim());
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// What the value is worth, in words: colour is never the only sign.
pub(crate) fn verdict(presence: &Presence) -> String {
    let last = |age: &Option<Duration>| {
        age.map_or_else(String::new, |age| format!(", last value {} old", span(age)))
    };
    match presence {
        Presence::Waiting => "WAITING for the first value".to_owned(),
        Presence::Live { age } => format!("LIVE {}", span(*age)),
        Presence::Stale { age } => format!("STALE, {} old", span(*age)),
        Presence::Offline { reason, age } => format!("OFFLINE: {reason}{}", last(age)),
        Presence::NoServer { reason, retry_in, age } => {
            let next = match retry_in.as_secs_f64().ceil() {
                0.0 => "trying again".to_owned(),
                seconds => format!("next try in {seconds} s"),
            };
            format!("NO SERVER: {reason}, {next}{}", last(age))
        }
        Presence::Refused { reason } => format!("NOT AVAILABLE: {reason}"),
    }
}

/// The level to show large: none while the meter or the server is out of reach.
fn shown_level(unit: &UnitWatch, presence: &Presence) -> Option<String> {
    shown_levels(unit, presence)?.lp.clone()
}

/// The levels to show, under the same condition.
fn shown_levels<'a>(unit: &'a UnitWatch, presence: &Presence) -> Option<&'a Levels> {
    match presence {
        Presence::Live { .. } | Presence::Stale { .. } => unit.latest.as_ref().map(|latest| &latest.levels),
        Presence::NoServer { .. }
        | Presence::Waiting
        | Presence::Offline { .. }
        | Presence::Refused { .. } => None,
    }
}

/// Name and value of everything but Lp, in reading order.
pub(crate) fn values(levels: &Levels) -> Vec<(String, Option<String>)> {
    let mut values = vec![
        ("Leq".to_owned(), levels.leq.clone()),
        ("Lmax".to_owned(), levels.lmax.clone()),
        ("Lmin".to_owned(), levels.lmin.clone()),
        ("Lpeak".to_owned(), levels.lpeak.clone()),
    ];
    values.extend((0..5).map(|slot| (levels.slot_name(slot), levels.slots.get(slot).cloned().flatten())));
    values
}

/// Two columns beside the large figures: levels left, percentiles right.
fn value_table(unit: &UnitWatch, presence: &Presence) -> Vec<Line<'static>> {
    let empty = Levels::default();
    let levels = shown_levels(unit, presence).unwrap_or(&empty);
    let values = values(levels);
    let (left, right) = values.split_at(4);
    let cell = |(name, value): &(String, Option<String>)| format!("{name:<6}{:>5}", text(value.as_ref()));
    (0..5)
        .map(|row| {
            let left = match left.get(row) {
                Some(value) => cell(value),
                None => range_note(levels).to_owned(),
            };
            let right = right.get(row).map_or_else(String::new, cell);
            Line::styled(format!("{left:<14}{right}"), value_style(presence))
        })
        .collect()
}

/// The same values as running text, wrapped to `width`.
fn value_lines(unit: &UnitWatch, presence: &Presence, width: usize) -> Vec<Line<'static>> {
    let Some(levels) = shown_levels(unit, presence) else { return Vec::new() };
    let mut lines = vec![String::new()];
    for (name, value) in values(levels) {
        let item = format!("{name} {}", text(value.as_ref()));
        let room = lines.last().is_some_and(|line| line.is_empty() || line.len() + item.len() + 2 <= width);
        if !room {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push_str("  ");
            }
            line.push_str(&item);
        }
    }
    lines.into_iter().take(2).map(|line| Line::styled(line, value_style(presence))).collect()
}

fn range_note(levels: &Levels) -> &'static str {
    match (levels.over, levels.under) {
        (true, _) => "OVERLOAD",
        (false, true) => "UNDER RANGE",
        (false, false) => "",
    }
}

fn level_bar(level: Option<&str>, width: u16, presence: &Presence) -> Line<'static> {
    let (low, high) = BAR;
    let ends = (format!("{low:.0} "), format!(" {high:.0}"));
    let width = usize::from(width).saturating_sub(ends.0.len() + ends.1.len());
    let share = level
        .and_then(|level| level.parse::<f64>().ok())
        .map_or(0.0, |level| ((level - low) / (high - low)).clamp(0.0, 1.0));
    let full = usize::try_from(whole(width as f64 * share)).unwrap_or(width).min(width);
    Line::from(vec![
        Span::styled(ends.0, dim()),
        Span::styled("█".repeat(full), colour(presence)),
        Span::styled("░".repeat(width - full), dim()),
        Span::styled(ends.1, dim()),
    ])
}

fn render_trend(frame: &mut Frame, area: Rect, caption: Rect, unit: &UnitWatch, now: Now) {
    let steps = unit.trend(usize::from(area.width), now.instant);
    let known = || steps.iter().flatten().copied();
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    let minutes = TREND_SPAN.as_secs() / 60;
    if low > high {
        let text = format!("Lp of the last {minutes} min: nothing yet");
        frame.render_widget(Paragraph::new(text).style(dim()), caption);
        return;
    }
    // The curve stands on the next lower 10 dB, so that small changes of a steady level stay small.
    let floor = (low / 10.0).floor() * 10.0;
    let ceiling = ((high / 10.0).ceil() * 10.0).max(floor + 10.0);
    // In tenths of a decibel, and never 0: that would be drawn as nothing.
    let height = |level: f64| whole((level - floor) * 10.0) + 1;
    let data: Vec<Option<u64>> = steps.iter().map(|step| step.map(height)).collect();
    let curve = Sparkline::default()
        .data(data)
        .max(height(ceiling))
        .absent_value_symbol(" ")
        .style(Style::new().fg(Color::Cyan));
    frame.render_widget(curve, area);
    let ground = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    mark_absent(frame, ground, &steps);
    let text = format!(
        "Lp of the last {minutes} min: {low:.1} to {high:.1} dB (curve {floor:.0} to {ceiling:.0} dB)"
    );
    frame.render_widget(Paragraph::new(text).style(dim()), caption);
}

/// Dots where nothing was measured: a gap is no silence.
fn mark_absent(frame: &mut Frame, ground: Rect, steps: &[Option<f64>]) {
    for (position, step) in ground.positions().zip(steps) {
        if let (None, Some(cell)) = (step, frame.buffer_mut().cell_mut(position)) {
            cell.set_symbol("·").set_style(dim());
        }
    }
}

fn state_line(unit: &UnitWatch, now: Now) -> Line<'static> {
    let mut parts = vec![measuring(unit, now)];
    parts.push(format!("frames {}", unit.frames));
    if unit.dropped > 0 {
        parts.push(format!("dropped {}", unit.dropped));
    }
    if unit.gaps > 0 {
        parts.push(format!("gaps {}", unit.gaps));
    }
    if let Some(notice) = &unit.notice {
        parts.push(notice.clone());
    }
    Line::styled(parts.join(" · "), dim())
}

fn measuring(unit: &UnitWatch, now: Now) -> String {
    let Some(latest) = &unit.latest else { return "state unknown".to_owned() };
    let state = match (latest.meter.measuring, latest.meter.started) {
        (Some(true), Some(started)) => {
            let since = Duration::try_from(now.wall.duration_since(started)).unwrap_or_default();
            format!("measuring for {}", span(since))
        }
        (Some(true), None) => "measuring".to_owned(),
        (Some(false), _) => "not measuring".to_owned(),
        (None, _) => "state unknown".to_owned(),
    };
    match unit.presence(now.instant) {
        Presence::Live { .. } => state,
        _ => format!("last known: {state}"),
    }
}

/// The nearest whole number; 0 for what is below.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a screen can show"
)]
fn whole(value: f64) -> u64 {
    value.round().clamp(0.0, 1e6) as u64
}

fn text(level: Option<&String>) -> &str {
    level.map_or("-.-", String::as_str)
}

/// A length of time, as short as it stays meaningful.
pub(crate) fn span(length: Duration) -> String {
    let seconds = length.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", length.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

fn colour(presence: &Presence) -> Style {
    match presence {
        Presence::Live { .. } => Style::new().fg(Color::Green),
        Presence::Stale { .. } | Presence::Waiting => {
            Style::new().fg(Color::Yellow).add_modifier(Modifier::DIM)
        }
        Presence::Offline { .. } | Presence::NoServer { .. } | Presence::Refused { .. } => {
            Style::new().fg(Color::Red)
        }
    }
}

fn value_style(presence: &Presence) -> Style {
    if matches!(presence, Presence::Live { .. }) { Style::new() } else { dim() }
}

fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}
