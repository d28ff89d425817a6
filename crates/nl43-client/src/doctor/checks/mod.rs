//! Judgement of answers: pure functions from what the meter said to findings.

use std::time::Duration;

use jiff::{SignedDuration, civil::DateTime, tz::TimeZone};
use nl43_proto::{Dod, Flag, Layout, Quantity};

use super::{
    Depth,
    answers::{Answers, Silence},
    finding::Finding,
};

#[cfg(test)]
mod tests;

/// What the judgement needs beside the answers.
pub struct Context {
    /// The zone the meter's clock should show.
    pub zone: TimeZone,
}

/// A group of questions judged together.
pub(crate) struct Section {
    pub(crate) questions: &'static [&'static str],
    /// Whether it is asked also where little time is.
    is_brief: bool,
    judge: fn(&Answers, &Context) -> Vec<Finding>,
}

/// The whole examination in the order asked.
const SECTIONS: &[Section] = &[
    Section { questions: &["Type", "Serial Number", "System Version"], is_brief: true, judge: identity },
    Section { questions: &["Clock"], is_brief: true, judge: clock },
    Section { questions: &["Measure", "DOD"], is_brief: false, judge: reading },
    Section {
        questions: &["Frequency Weighting (Main)", "Time Weighting (Main)"],
        is_brief: false,
        judge: weighting,
    },
    Section { questions: PERCENTILES, is_brief: false, judge: percentiles },
    Section { questions: &["Store Mode", "Store Name"], is_brief: false, judge: store },
    Section { questions: &["Battery Level"], is_brief: true, judge: battery },
    Section {
        questions: &["SD Card Total Size", "SD Card Free Size", "SD Card Percentage"],
        is_brief: false,
        judge: card,
    },
    Section { questions: &["Sleep Mode"], is_brief: true, judge: sleep },
    Section { questions: &["FTP"], is_brief: true, judge: ftp },
];

const PERCENTILES: &[&str] =
    &["Percentile 1", "Percentile 2", "Percentile 3", "Percentile 4", "Percentile 5"];

/// Clock offsets up to here are no matter: the meter shows whole seconds and the way there takes its time.
const CLOCK_FINE: SignedDuration = SignedDuration::from_secs(5);

/// Beyond this, times of readings and files mislead.
const CLOCK_WRONG: SignedDuration = SignedDuration::from_mins(1);

/// Free space of the card, in percent, below which it is a problem or worth a look.
const CARD_FULL: f64 = 5.0;
const CARD_FILLING: f64 = 15.0;

/// A meter on a mobile link answers within 0.1 to 0.6 s.
const SLOW: Duration = Duration::from_secs(1);

/// The groups that are asked.
pub(crate) fn sections(depth: Depth) -> impl Iterator<Item = &'static Section> {
    SECTIONS.iter().filter(move |section| section.is_brief || depth == Depth::Whole)
}

/// Every finding that the answers allow.
pub(crate) fn judge(answers: &Answers, depth: Depth, context: &Context) -> Vec<Finding> {
    let mut findings: Vec<_> =
        sections(depth).flat_map(|section| (section.judge)(answers, context)).collect();
    findings.extend(turnaround(answers));
    findings
}

/// Type, serial number, firmware.
fn identity(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "Identity";
    let serial = match answers.text("Serial Number") {
        Ok(number) => format!("serial number {number}"),
        Err(silence) => format!("serial number unknown ({})", silence.words()),
    };
    let version = answers.text("System Version").map_or_else(|_| "unknown".to_owned(), str::to_owned);
    let kind = match answers.text("Type") {
        Ok(kind) => kind,
        Err(silence) => {
            let found = format!("no type: {}; {serial}", silence.words());
            return vec![Finding::problem(CHECK, found, "Is this a sound level meter of the NL-43 family?")];
        }
    };
    let found = format!("{kind}, {serial}, system version {version}");
    let current = ["NL-43", "NL-53", "NL-63"].iter().any(|known| kind.starts_with(known));
    let older = ["NL-42", "NL-52"].iter().any(|known| kind.starts_with(known));
    vec![match (current, older) {
        (true, _) => Finding::ok(CHECK, found),
        (_, true) => Finding::ok(CHECK, format!("{found} (previous generation: shorter records)")),
        _ => Finding::warning(
            CHECK,
            found,
            "This type is not known here; its answers may mean something else.",
        ),
    }]
}

/// The meter's clock against this computer's.
fn clock(answers: &Answers, context: &Context) -> Vec<Finding> {
    const CHECK: &str = "Clock";
    let (text, answer) = match (answers.text("Clock"), answers.get("Clock")) {
        (Ok(text), Some(answer)) => (text, answer),
        (Err(silence), _) => return vec![untold(CHECK, &silence)],
        (Ok(_), None) => return Vec::new(),
    };
    let Ok(meter) = DateTime::strptime("%Y/%m/%d %H:%M:%S", text) else {
        let advice = "Set it: Clock,YYYY/MM/DD hh:mm:ss";
        return vec![Finding::problem(CHECK, format!("`{text}` is no date and time"), advice)];
    };
    // The answer was made about half a turnaround before it was complete.
    let half = answer.turnaround.unwrap_or_default() / 2;
    let host = context.zone.to_datetime(answer.at - half);
    let offset = meter.duration_since(host);
    let found = format!("{text}, {}", describe_offset(offset));
    vec![if offset.abs() <= CLOCK_FINE {
        Finding::ok(CHECK, found)
    } else if offset.abs() <= CLOCK_WRONG {
        Finding::warning(CHECK, found, "Set the clock before the next measurement.")
    } else if is_zone_like(offset) {
        let advice = "A whole number of half hours: a time zone or summer time rather than a bad clock? \
                      The meter knows neither; name its zone (--timezone, TIMEZONE_OFFSET), or set the clock between measurements.";
        Finding::problem(CHECK, found, advice)
    } else {
        Finding::problem(
            CHECK,
            found,
            "Times of readings and files mislead. Set the clock between measurements.",
        )
    }]
}

fn describe_offset(offset: SignedDuration) -> String {
    let seconds = offset.abs().as_millis() as f64 / 1000.0;
    let size = match seconds {
        0.0..=1.0 => return "right to the second".to_owned(),
        ..120.0 => format!("{seconds:.0} s"),
        ..7200.0 => format!("{:.0} min", seconds / 60.0),
        ..129_600.0 => format!("{:.1} h", seconds / 3600.0),
        _ => format!("{:.0} days", seconds / 86_400.0),
    };
    format!("{size} {}", if offset.is_negative() { "slow" } else { "fast" })
}

/// Within two minutes of a multiple of half an hour, up to a day.
fn is_zone_like(offset: SignedDuration) -> bool {
    let seconds = offset.abs().as_secs();
    let beyond = seconds % 1800;
    (1600..=86_400).contains(&seconds) && (beyond <= 120 || beyond >= 1800 - 120)
}

/// Run state and displayed values.
fn reading(answers: &Answers, _: &Context) -> Vec<Finding> {
    vec![run_state(answers), displayed(answers)]
}

fn run_state(answers: &Answers) -> Finding {
    const CHECK: &str = "Measurement";
    match answers.text("Measure") {
        Ok("Start" | "Measure") => Finding::ok(CHECK, "measuring"),
        Ok("Stop") => Finding::ok(CHECK, "not measuring: Lp moves, all other values stand still"),
        Ok(other) => {
            let advice =
                "Expected Start or Stop. If this stays so, another program may be talking on the line.";
            Finding::warning(CHECK, format!("unknown state `{other}`"), advice)
        }
        Err(silence) => untold(CHECK, &silence),
    }
}

fn displayed(answers: &Answers) -> Finding {
    const CHECK: &str = "Displayed values";
    let line = match answers.text("DOD") {
        Ok(line) => line,
        Err(silence) => return untold(CHECK, &silence),
    };
    let fields = line.split(',').count();
    let dod = match Dod::decode(line) {
        Ok(dod) => dod,
        Err(error) => {
            let advice =
                "The values cannot be trusted. Look whether the line is disturbed and run this again.";
            return Finding::problem(CHECK, format!("{fields} fields that make no sense: {error}"), advice);
        }
    };
    if dod.layout() == Layout::Extended {
        let found = format!("{fields} fields: the octave option lengthens the records");
        let advice =
            "Values are recorded as printed but not interpreted. Leave the octave mode for live levels.";
        return Finding::warning(CHECK, found, advice);
    }
    let generation = if dod.layout() == Layout::Nl42 { "NL-42/NL-52" } else { "NL-43" };
    let Some(lp) = dod.main().level(Quantity::Lp) else {
        let advice = "Is the meter still starting, or its main channel switched off?";
        return Finding::warning(CHECK, format!("{fields} fields ({generation}), but no level"), advice);
    };
    let found = format!("Lp {lp} dB, {fields} fields ({generation})");
    match (dod.main().over, dod.main().under) {
        (Flag::Yes, _) => Finding::warning(
            CHECK,
            format!("{found}, overload"),
            "Too loud for the range, or the microphone is damaged.",
        ),
        (_, Flag::Yes) => Finding::warning(
            CHECK,
            format!("{found}, under range"),
            "Too quiet for the range: is the microphone connected?",
        ),
        _ => Finding::ok(CHECK, found),
    }
}

fn weighting(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "Weighting";
    vec![match (answers.text("Frequency Weighting (Main)"), answers.text("Time Weighting (Main)")) {
        (Ok(frequency), Ok(time)) => {
            Finding::ok(CHECK, format!("L{frequency}{time}: frequency {frequency}, time {time}"))
        }
        (Err(silence), _) | (_, Err(silence)) => untold(CHECK, &silence),
    }]
}

/// Which percentage each slot shows.
fn percentiles(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "Percentiles";
    let mut settings = Vec::new();
    for question in PERCENTILES {
        match answers.text(question) {
            Ok(text) => settings.push(text.trim_end_matches('%').trim()),
            Err(Silence::Refused(code)) => {
                let found = format!("not available ({code})");
                return vec![Finding::warning(
                    CHECK,
                    found,
                    "Percentile settings need the extended function option NX-43EX.",
                )];
            }
            Err(silence) => return vec![untold(CHECK, &silence)],
        }
    }
    let found = settings
        .iter()
        .zip(1..)
        .map(|(percent, slot)| format!("LN{slot} = L{percent}"))
        .collect::<Vec<_>>()
        .join(", ");
    if settings.iter().any(|text| !text.parse::<f64>().is_ok_and(|percent| percent > 0.0 && percent < 100.0))
    {
        return vec![Finding::problem(
            CHECK,
            found,
            "A percentage lies between 1 and 99. Set the slots on the meter.",
        )];
    }
    let repeated = (1..settings.len()).any(|place| settings[..place].contains(&settings[place]));
    vec![if repeated {
        Finding::warning(CHECK, found, "Two slots show the same percentile.")
    } else {
        Finding::ok(CHECK, found)
    }]
}

fn store(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "Store";
    let name = answers.text("Store Name").map_or_else(|_| "unknown".to_owned(), str::to_owned);
    vec![match answers.text("Store Mode") {
        Ok("Manual") => {
            Finding::ok(CHECK, format!("Manual, name {name}: results are kept only by `Manual Store,Start`"))
        }
        Ok(mode) => Finding::ok(CHECK, format!("{mode}, name {name}")),
        Err(silence) => untold(CHECK, &silence),
    }]
}

fn battery(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "Battery";
    let word = match answers.text("Battery Level") {
        Ok(word) => word,
        Err(silence) => return vec![untold(CHECK, &silence)],
    };
    vec![match word.to_ascii_lowercase().as_str() {
        "full" | "middle" => Finding::ok(CHECK, word),
        "low" => Finding::warning(CHECK, word, "Change the batteries soon or connect a supply."),
        "dead" | "empty" => Finding::problem(
            CHECK,
            word,
            "The meter may switch off any moment. Change the batteries or connect a supply.",
        ),
        _ => Finding::warning(
            CHECK,
            format!("`{word}`"),
            "This word is not known here; look at the meter's display.",
        ),
    }]
}

/// Size and free space of the SD card. The meter's percentage is of *free* space.
fn card(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "SD card";
    let number = |question| answers.text(question).ok().and_then(|text| text.parse::<f64>().ok());
    let total = match answers.text("SD Card Total Size") {
        Ok(_) => number("SD Card Total Size"),
        Err(Silence::Refused(code)) => {
            let advice = "Is a card inserted? Without one nothing is stored in the meter.";
            return vec![Finding::problem(CHECK, format!("no size ({code})"), advice)];
        }
        Err(silence) => return vec![untold(CHECK, &silence)],
    };
    let free = number("SD Card Free Size");
    let share = match (free, total) {
        (Some(free), Some(total)) if total > 0.0 => Some(free / total * 100.0),
        (_, Some(0.0)) => None,
        _ => number("SD Card Percentage"),
    };
    let Some(share) = share else {
        return vec![Finding::problem(
            CHECK,
            "no card, or one that cannot be read",
            "Insert a card formatted in the meter.",
        )];
    };
    let megabytes = |size: Option<f64>| size.map_or_else(|| "?".to_owned(), |size| format!("{size:.0} MB"));
    let found = format!("{} of {} free ({share:.0} %)", megabytes(free), megabytes(total));
    vec![if share < CARD_FULL {
        Finding::problem(
            CHECK,
            found,
            "The card is nearly full and storing will stop: fetch the files and make room.",
        )
    } else if share < CARD_FILLING {
        Finding::warning(CHECK, found, "The card is filling up: fetch the files and make room.")
    } else {
        Finding::ok(CHECK, found)
    }]
}

fn sleep(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "Sleep mode";
    vec![match answers.text("Sleep Mode") {
        Ok("Off") => Finding::ok(CHECK, "off"),
        Ok("On") => {
            let advice = "The meter will drop off the network when it sleeps and cannot be woken from afar. \
                          Switch it off on the meter; the server does so whenever a unit is configured.";
            Finding::problem(CHECK, "on", advice)
        }
        Ok(other) => Finding::warning(CHECK, format!("`{other}`"), "Expected On or Off."),
        Err(Silence::Refused(code)) => Finding::ok(CHECK, format!("not available ({code})")),
        Err(silence) => untold(CHECK, &silence),
    }]
}

fn ftp(answers: &Answers, _: &Context) -> Vec<Finding> {
    const CHECK: &str = "File transfer";
    vec![match answers.text("FTP") {
        Ok("On") => Finding::ok(CHECK, "FTP is on"),
        Ok("Off") => Finding::ok(CHECK, "FTP is off; switch it on to fetch files"),
        Ok(other) => Finding::warning(CHECK, format!("FTP `{other}`"), "Expected On or Off."),
        Err(Silence::Refused(code)) => Finding::warning(
            CHECK,
            format!("no FTP ({code})"),
            "File transfer needs the extended function option NX-43EX.",
        ),
        Err(silence) => untold(CHECK, &silence),
    }]
}

/// How fast and how surely the meter answers.
fn turnaround(answers: &Answers) -> Vec<Finding> {
    const CHECK: &str = "Turnaround";
    let all = answers.turnarounds();
    let (Some(shortest), Some(median), Some(longest)) = (all.first(), all.get(all.len() / 2), all.last())
    else {
        return vec![Finding::problem(CHECK, "no answer at all", "See above.")];
    };
    let ms = Duration::as_millis;
    let found = format!(
        "{} ms at least, {} ms typically, {} ms at most, of {} answers",
        ms(shortest),
        ms(median),
        ms(longest),
        all.len()
    );
    let failures = answers.failures();
    vec![if failures > 0 {
        let advice =
            "The link loses or disturbs answers: check reception, and that no other program uses the meter.";
        Finding::problem(CHECK, format!("{found}; {failures} questions went wrong"), advice)
    } else if *median > SLOW {
        Finding::warning(CHECK, found, "A slow link: readings come every turnaround plus one second.")
    } else {
        Finding::ok(CHECK, found)
    }]
}

/// A finding for a question without an answer.
fn untold(check: &'static str, silence: &Silence) -> Finding {
    let advice = match silence {
        Silence::Refused(_) => "This meter or its options do not know this question.",
        Silence::Failed(_) => "Run this again; if it stays so, look at the link.",
        Silence::NotAsked => "The examination ended before.",
    };
    Finding::warning(check, silence.words(), advice)
}
