//! Messages as they may stand in a unit's log.

use std::fmt::Write as _;

/// Longest message in characters; a meter's answer or a file's name may be part of it.
pub(super) const MAX_CHARS: usize = 1_000;

/// One line of bounded length: what could end a line, move a cursor or turn the direction of writing is spelled out.
pub(super) fn clean(message: String) -> String {
    let is_plain = message.len() <= MAX_CHARS && !message.chars().any(is_trouble);
    if is_plain {
        return message;
    }
    let mut cleaned = String::with_capacity(message.len().min(4 * MAX_CHARS));
    for (index, character) in message.chars().enumerate() {
        if index == MAX_CHARS {
            cleaned.push('…');
            break;
        }
        if is_trouble(character) {
            // Writing into a string cannot fail.
            let _ = write!(cleaned, "{}", character.escape_default());
        } else {
            cleaned.push(character);
        }
    }
    cleaned
}

fn is_trouble(character: char) -> bool {
    let is_separator = matches!(character, '\u{2028}' | '\u{2029}');
    let turns_direction =
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || is_separator || turns_direction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expected: &str) {
        assert_eq!(clean(given.into()), expected);
    }

    #[test]
    fn what_moves_the_cursor_is_spelled_out() {
        check("fine – 65.2 dB", "fine – 65.2 dB");
        check("a\r\nINFO forged", "a\\r\\nINFO forged");
        check("\u{1b}[2J\u{0}\u{85}\u{202e}", "\\u{1b}[2J\\u{0}\\u{85}\\u{202e}");
    }

    #[test]
    fn a_message_has_a_thousand_characters() {
        check(&"ä".repeat(1_000), &"ä".repeat(1_000));
        check(&"ä".repeat(1_001), &format!("{}…", "ä".repeat(1_000)));
        assert!(clean("\n".repeat(100_000)).len() < 3_000);
    }
}
