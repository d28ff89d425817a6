//! The reference page and the sample file, both from the keys.

use std::fmt::Write as _;

use super::{DEFAULT_FILE, FILE_VARIABLE, Key, Kind, SECTIONS};

/// The reference of everything that can be set, Markdown. `docs/configuration.md` is this.
pub fn reference() -> String {
    let mut page = INTRODUCTION.replace("{file}", DEFAULT_FILE).replace("{variable}", FILE_VARIABLE);
    for section in SECTIONS {
        let _ = write!(page, "\n## {}\n\n`[{}]`\n\n", section.title, section.name);
        page.push_str(
            "| In the file, and after `--set` | Variable | Default | Takes | |\n|---|---|---|---|---|\n",
        );
        for key in section.keys {
            page.push_str(&row(key));
        }
    }
    page.push_str(COMMANDS);
    page
}

/// A configuration file with everything in it, commented out.
pub fn sample() -> String {
    let mut file = SAMPLE_HEAD.replace("{file}", DEFAULT_FILE);
    for section in SECTIONS {
        let _ = write!(file, "\n# {}\n[{}]\n", section.title, section.name);
        for key in section.keys {
            file.push_str(&entry(key));
        }
    }
    file
}

const INTRODUCTION: &str = "\
<!-- Made by `slmm config reference`; change the keys in the source instead. -->

# Configuration

A value is taken from the command line (`--set key=value`, or an option of its own), else from the environment, else from the
file, else it is the default. The file is TOML: the one named with `--config`, or by `{variable}`, or `{file}` in the working
directory if there is one.

```toml
[http]
port = 9000

[site]
timezone = \"Europe/Berlin\"
```

is the same as `PORT=9000 TIMEZONE_OFFSET=Europe/Berlin slmm serve`, and as `slmm serve --set http.port=9000 --set
site.timezone=Europe/Berlin`.

| Command | |
|---|---|
| `slmm config check` | says whether the configuration can be used, or everything that is wrong with it |
| `slmm config show` | what holds, and where it was written |
| `slmm config sample` | a file to begin with, everything in it and commented out |
| `slmm config reference` | this page |

Variables marked *ours* are new; the others are those of the service that this one replaces, with its defaults. Durations are
in the unit that the name in the file ends with, and may have a fraction. Booleans are `true` and `false`; in variables of
the service before, anything but `true` is false, as it was there. An empty variable counts as not set.
";

const COMMANDS: &str = "
## Variables of single commands

| Variable | |
|---|---|
| `SLMM_CONFIG` *ours* | the configuration file, instead of `slmm.toml`; also `--config` |
| `SLMM_SERVER` *ours* | the server that `slmm watch` follows, `http://127.0.0.1:8100` unless set; also `--server` |
";

const SAMPLE_HEAD: &str = "\
# Configuration of slmm. Save it as {file} in the working directory, or name it with --config.
# Commented values are the defaults. The environment and the command line win over this file.
";

fn row(key: &Key) -> String {
    let ours = if key.compatible { "" } else { " *ours*" };
    let default = if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
    format!("| `{}` | `{}`{ours} | {default} | {} | {} |\n", key.name, key.variable, takes(key.kind), key.doc)
}

/// What a key takes, in the few words of a table.
fn takes(kind: Kind) -> String {
    match kind {
        Kind::Whole { least, most } => format!("{least} to {most}"),
        Kind::Number { least, most } => format!("{least} to {most}"),
        Kind::Duration { unit, least, or_never } => {
            let never = if or_never { "; -1: never" } else { "" };
            format!("{unit}, at least {least}{never}")
        }
        Kind::Boolean | Kind::Text { .. } | Kind::List { .. } | Kind::NumberOrText { .. } => kind.to_string(),
    }
}

fn entry(key: &Key) -> String {
    let name = key.name.rsplit('.').next().unwrap_or_default();
    let mut text = String::from("\n");
    for line in wrapped(&format!("{} Takes {}. ({})", key.doc, key.kind, key.variable)) {
        let _ = writeln!(text, "# {line}");
    }
    let value = match key.kind {
        Kind::Boolean | Kind::Whole { .. } | Kind::Number { .. } | Kind::Duration { .. } => {
            key.default.to_owned()
        }
        Kind::NumberOrText { .. } if key.default.parse::<f64>().is_ok() => key.default.to_owned(),
        Kind::Text { .. } | Kind::List { .. } | Kind::NumberOrText { .. } => format!("{:?}", key.default),
    };
    let _ = writeln!(text, "#{name} = {value}");
    text
}

/// Lines that fit beside each other on a screen.
fn wrapped(text: &str) -> Vec<String> {
    const WIDTH: usize = 98;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests;
