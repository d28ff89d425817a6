//! Plain text: the whole message, for it may be all that is shown.

use std::fmt::Write;

use slm_domain::delivery::Message;

use super::{caption, escalated, facts};

/// The message in lines.
pub(crate) fn text(message: &Message) -> String {
    let mut text = String::new();
    let mut line = |words: &str| {
        let _ = writeln!(text, "{words}");
    };
    if let Some(words) = escalated(message) {
        line(&words);
        line("");
    }
    line(if message.text.is_empty() { &message.title } else { &message.text });
    line("");
    for (name, value) in facts(message) {
        line(&format!("{name}: {value}"));
    }
    if let Some(words) = message.series.as_ref().and_then(|series| caption(series, &message.zone)) {
        line(&words);
    }
    if let Some(link) = &message.link {
        line("");
        line(link);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples;

    #[test]
    fn text_says_everything() {
        let message = Message { escalation: 2, by: Some("Anna".to_owned()), ..examples::raised() };
        insta::assert_snapshot!(text(&message));
    }

    #[test]
    fn text_of_little_is_short() {
        insta::assert_snapshot!(text(&examples::bare()));
    }
}
