//! Raw commands as requests give them, and the instrument's list as the API shows it.

use nl43_proto::catalogue::{self, Category, Entry, Kind, Module, Params};
use nl43_proto::{ChannelLevels, Command, Expect, OnOff, Reply};
use serde_json::{Map, Value, json};
use slm_api_types::{CommandInfo, CommandKind, CommandParams, CommandWarning};

use super::problem::ApiError;
use super::results;
use crate::fields::Fields;

/// A command that may be sent.
#[derive(Debug)]
pub(crate) struct RawCommand {
    pub(crate) entry: &'static Entry,
    pub(crate) command: Command,
    /// Why it wants a confirmation that was not given.
    pub(crate) unconfirmed: Option<&'static str>,
}

impl RawCommand {
    /// Reads `name`, `value` and `confirm`; what is known to be wrong is refused here.
    pub(crate) fn read(body: &Map<String, Value>) -> Result<Self, ApiError> {
        let mut fields = Fields::new("body", body);
        let entry = fields.required_parsed("name", find);
        let value = match entry {
            Some(entry) => fields.parsed("value", |text| setting(entry, text)),
            None => fields.text("value").and(None),
        };
        let confirm = fields.boolean("confirm").unwrap_or(false);
        let is_question = body.get("value").is_none_or(Value::is_null);
        let command = match entry {
            Some(entry) if is_question => match Command::query_by_name(entry.name) {
                Ok(query) => Some(query),
                Err(error) => {
                    fields.wrong("value", &error.to_string());
                    None
                }
            },
            _ => value,
        };
        let (entry, command) = fields.finish_with(entry.zip(command))?;
        let warning = command_value(&command).and_then(|value| entry.warning(&value));
        Ok(Self { entry, command, unconfirmed: warning.filter(|_| !confirm) })
    }
}

fn find(name: &str) -> Result<&'static Entry, String> {
    let entry = catalogue::find(name).ok_or("no command of this name; GET /api/nl43/_commands lists them")?;
    if is_stream(entry) {
        return Err("a stream cannot be asked for here; follow the unit's stream instead".to_owned());
    }
    Ok(entry)
}

/// The setting, unless its value is known to be wrong.
fn setting(entry: &Entry, text: &str) -> Result<Command, String> {
    let given = Command::setting_from_text(entry.name, text).map_err(|error| error.to_string())?;
    if entry.params.accepts(text) == Some(false) {
        return Err(format!("expected {}", entry.params));
    }
    Ok(Command::setting_from_text(entry.name, &entry.canonical(text)).unwrap_or(given))
}

fn command_value(command: &Command) -> Option<String> {
    let line = command.wire();
    line.split_once(',').map(|(_, value)| value.to_owned())
}

fn is_stream(entry: &Entry) -> bool {
    Command::query_by_name(entry.name).is_ok_and(|query| query.expects() == Expect::Stream)
}

/// The answer as JSON, as far as it is known what it means.
pub(crate) fn value(entry: &Entry, reply: &Reply) -> Value {
    match reply {
        Reply::Done => Value::Null,
        Reply::Dod(dod) => channels(dod.main(), dod.subs()),
        Reply::Dlc(dlc) => channels(dlc.main(), dlc.subs()),
        Reply::OnOff(switch) => json!(switch.is_on()),
        Reply::StoreName(number) => json!(number.number()),
        Reply::Percent(percent) => {
            percent.whole().map_or_else(|| json!(f64::from(percent.tenths()) / 10.0), Value::from)
        }
        Reply::Number(number) => json!(number),
        Reply::Text(text) => typed(entry, text),
        Reply::RunState(_)
        | Reply::Clock(_)
        | Reply::FrequencyWeighting(_)
        | Reply::TimeWeighting(_)
        | Reply::StoreMode(_)
        | Reply::Overwrite(_) => json!(reply.text()),
    }
}

/// A word of which the list tells more.
fn typed(entry: &Entry, text: &str) -> Value {
    match entry.params {
        Params::Words(["Off", "On"]) => {
            text.parse::<OnOff>().map_or_else(|_| json!(text), |switch| json!(switch.is_on()))
        }
        Params::Integer(..) | Params::FourDigits => {
            text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
        }
        _ => json!(text),
    }
}

fn channels(main: &ChannelLevels, subs: &[ChannelLevels]) -> Value {
    let mut channels = Map::new();
    channels.insert("main".to_owned(), json!(results::channel(main)));
    for (number, sub) in (1..).zip(subs) {
        channels.insert(format!("sub{number}"), json!(results::channel(sub)));
    }
    Value::Object(channels)
}

/// A command of the list.
pub(crate) fn info(entry: &Entry) -> CommandInfo {
    CommandInfo {
        name: entry.name.to_owned(),
        kind: match entry.kind {
            Kind::Set => CommandKind::Set,
            Kind::Request => CommandKind::Request,
            Kind::SetRequest => CommandKind::SetRequest,
        },
        category: category(entry.category).to_owned(),
        option: option(entry.option).to_owned(),
        params: params(&entry.params),
        cuts_link: entry.cuts_link,
        nl42_only: entry.nl42_only,
        is_stream: is_stream(entry),
        note: entry.note().map(str::to_owned),
        warnings: warnings(entry),
    }
}

fn warnings(entry: &Entry) -> Vec<CommandWarning> {
    if !entry.kind.can_set() {
        return Vec::new();
    }
    if entry.cuts_link {
        let reason = entry.warning("").unwrap_or_default().to_owned();
        return vec![CommandWarning { value: None, reason }];
    }
    let (Params::Words(words) | Params::SomeWords(words)) = entry.params else { return Vec::new() };
    let warned = words.iter().filter_map(|word| Some((*word, entry.warning(word)?)));
    warned
        .map(|(word, reason)| CommandWarning { value: Some(word.to_owned()), reason: reason.to_owned() })
        .collect()
}

fn category(category: Category) -> &'static str {
    match category {
        Category::System => "system",
        Category::Display => "display",
        Category::Power => "power",
        Category::SdCard => "sd_card",
        Category::Measure => "measure",
        Category::Store => "store",
        Category::Wave => "wave",
        Category::Io => "io",
        Category::Lan => "lan",
        Category::Output => "output",
    }
}

fn option(option: Module) -> &'static str {
    match option {
        Module::Base => "base",
        Module::Ex => "ex",
        Module::Rt => "rt",
        Module::Wr => "wr",
    }
}

fn params(params: &Params) -> CommandParams {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match *params {
        Params::Words(words) => CommandParams::Words { words: owned(words), complete: true },
        Params::SomeWords(words) => CommandParams::Words { words: owned(words), complete: false },
        Params::Integer(least, most) => CommandParams::Integer {
            min: (least != i32::MIN).then_some(least),
            max: (most != i32::MAX).then_some(most),
        },
        Params::FourDigits => CommandParams::FourDigits,
        Params::Clock => CommandParams::Clock,
        Params::Ipv4 => CommandParams::Ipv4,
        Params::Record => CommandParams::Record,
        Params::Text => CommandParams::Text,
        Params::Unknown => CommandParams::Unknown,
    }
}
