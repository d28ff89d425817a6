//! Templates of requests: values put into their places, escaped as the place needs it.

use std::fmt::Write;

/// Where a value is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Path or query of an address, or a form.
    Url,
    /// Inside the quotes of a JSON string.
    Json,
    /// Text or attribute of XML.
    Xml,
    /// Anywhere.
    Plain,
}

impl Place {
    /// The place that a body of this type is.
    pub(super) fn of(content_type: &str) -> Self {
        match content_type {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Url,
            "text/xml" | "application/xml" => Self::Xml,
            _ => Self::Plain,
        }
    }

    fn escape(self, value: &str) -> String {
        match self {
            Self::Plain => value.to_owned(),
            Self::Url => percent(value),
            Self::Xml => xml(value),
            Self::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
        }
    }
}

/// The template with its marks replaced. What a value says is never taken for a mark.
pub(super) fn fill(template: &str, place: Place, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((mark, value)) = values.iter().find(|(mark, _)| rest.starts_with(mark)) {
            filled.push_str(&place.escape(value));
            rest = &rest[mark.len()..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// RFC 3986: all but unreserved characters.
fn percent(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Characters that XML does not allow at all are left out.
fn xml(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&apos;"),
            '\n' | '\t' => text.push(letter),
            _ if letter.is_control() => {}
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(template: &str, place: Place, expected: &str) {
        let values = [("{to}", "+49170"), ("{text}", "5 > 3 & \"{to}\"\nä")];
        assert_eq!(fill(template, place, &values), expected);
    }

    #[test]
    fn values_are_escaped_as_their_place_needs_it() {
        check(
            "/send?to={to}&m={text}",
            Place::Url,
            "/send?to=%2B49170&m=5%20%3E%203%20%26%20%22%7Bto%7D%22%0A%C3%A4",
        );
        check(r#"{"to":"{to}","m":"{text}"}"#, Place::Json, r#"{"to":"+49170","m":"5 > 3 & \"{to}\"\nä"}"#);
        check("<m to='{to}'>{text}</m>", Place::Xml, "<m to='+49170'>5 &gt; 3 &amp; &quot;{to}&quot;\nä</m>");
        check("{to}: {text} {other}", Place::Plain, "+49170: 5 > 3 & \"{to}\"\nä {other}");
    }

    proptest! {
        #[test]
        fn any_text_leaves_json_whole(text in ".*") {
            let filled = fill(r#"{"m":"{text}"}"#, Place::Json, &[("{text}", &text)]);
            let read: serde_json::Value = serde_json::from_str(&filled).unwrap();
            prop_assert_eq!(read["m"].as_str(), Some(text.as_str()));
        }

        #[test]
        fn any_text_leaves_a_target_whole(text in ".*") {
            let filled = fill("/?a={text}", Place::Url, &[("{text}", &text)]);
            prop_assert!(filled.parse::<hyper::Uri>().is_ok());
            prop_assert_eq!(filled.matches(['&', '=', '?', '#']).count(), 2);
        }
    }
}
