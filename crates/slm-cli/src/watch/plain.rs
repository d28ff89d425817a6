//! One line a frame, for pipes and logs.

use super::{
    model::{Now, Presence, WatchModel},
    view,
};

/// Turns what happens to units into lines; says that a value went stale once, and that a unit is offline once.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// Word last printed for each unit.
    said: Vec<&'static str>,
}

impl Plain {
    /// The line for a reading that has just come to the unit at `index`.
    pub(crate) fn reading(&mut self, model: &WatchModel, index: usize, now: Now) -> Option<String> {
        let unit = model.units().get(index)?;
        let latest = unit.latest.as_ref()?;
        let word = word(&unit.presence(now.instant));
        self.remember(index, word);
        let levels = &latest.levels;
        let level = |value: &Option<String>| value.clone().unwrap_or_else(|| "-.-".to_owned());
        let mut words = vec![format!("{:.3} {} {word} Lp={}", now.wall, unit.id, level(&levels.lp))];
        words.extend(view::values(levels).iter().map(|(name, value)| format!("{name}={}", level(value))));
        words.extend(levels.over.then(|| "overload".to_owned()));
        words.extend((levels.under && !levels.over).then(|| "under-range".to_owned()));
        words.extend(latest.meter.measuring.map(|yes| if yes { "measuring" } else { "stopped" }.to_owned()));
        Some(words.join(" "))
    }

    /// A line when the unit's presence has become worse than live since the last line.
    pub(crate) fn change(&mut self, model: &WatchModel, index: usize, now: Now) -> Option<String> {
        let unit = model.units().get(index)?;
        let presence = unit.presence(now.instant);
        let word = word(&presence);
        let unremarkable = matches!(presence, Presence::Live { .. } | Presence::Waiting);
        if unremarkable || self.said.get(index) == Some(&word) {
            return None;
        }
        self.remember(index, word);
        Some(format!("{:.3} {} {}", now.wall, unit.id, view::verdict(&presence)))
    }

    fn remember(&mut self, index: usize, word: &'static str) {
        if self.said.len() <= index {
            self.said.resize(index + 1, "");
        }
        if let Some(said) = self.said.get_mut(index) {
            *said = word;
        }
    }
}

fn word(presence: &Presence) -> &'static str {
    match presence {
        Presence::Waiting => "WAITING",
        Presence::Live { .. } => "LIVE",
        Presence::Stale { .. } => "STALE",
        Presence::Offline { .. } => "OFFLINE",
        Presence::NoServer { .. } => "NO SERVER",
        Presence::Refused { .. } => "NOT AVAILABLE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::{
        frame::Body,
        scene::{Scene, reading},
    };

    #[test]
    fn a_reading_is_a_line() {
        let mut scene = Scene::new(&["site-7"]);
        scene.level(0, 62.3);
        insta::assert_snapshot!(Plain::default().reading(&scene.model, 0, scene.now()).unwrap(), @"2026-06-09T17:00:00.000Z site-7 LIVE Lp=62.3 Leq=61.1 Lmax=71.7 Lmin=50.2 Lpeak=83.3 L5=68.3 L10=66.4 L50=60.3 L90=53.5 L95=52.0 measuring");
    }

    #[test]
    fn missing_values_and_overload_show() {
        let mut scene = Scene::new(&["site-7"]);
        let Body::Reading { mut levels, mut meter } = reading(112.0) else { panic!("a reading") };
        (levels.over, levels.percentages, levels.leq, meter.measuring) = (true, None, None, Some(false));
        scene.body(0, Body::Reading { levels, meter });
        insta::assert_snapshot!(Plain::default().reading(&scene.model, 0, scene.now()).unwrap(), @"2026-06-09T17:00:00.000Z site-7 LIVE Lp=112.0 Leq=-.- Lmax=121.4 Lmin=99.9 Lpeak=133.0 LN1=118.0 LN2=116.1 LN3=110.0 LN4=103.2 LN5=101.7 overload stopped");
    }

    #[test]
    fn a_change_for_the_worse_is_said_once() {
        let (mut scene, mut plain) = (Scene::new(&["site-7"]), Plain::default());
        scene.level(0, 62.3);
        plain.reading(&scene.model, 0, scene.now());
        assert_eq!(plain.change(&scene.model, 0, scene.now()), None);
        scene.wait(10.0);
        let stale = plain.change(&scene.model, 0, scene.now()).unwrap();
        assert!(stale.ends_with("site-7 STALE, 10 s old"), "{stale}");
        assert_eq!(plain.change(&scene.model, 0, scene.now()), None);
        scene.body(0, Body::Unreachable { reason: Some("refused".into()) });
        let offline = plain.change(&scene.model, 0, scene.now()).unwrap();
        assert!(offline.ends_with("site-7 OFFLINE: refused, last value 10 s old"), "{offline}");
        assert_eq!(plain.change(&scene.model, 0, scene.now()), None);
    }
}
