//! HTML as mail programs show it: tables and a few inline styles; everything foreign escaped.

use std::fmt::Write;

use slm_domain::delivery::{Message, Severity};

use super::{caption, escalated, facts};

/// The message as a page; `chart` is the address of its picture.
pub(crate) fn html(message: &Message, chart: Option<&str>) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head>\
         <body style=\"font-family:sans-serif;color:#1a1a1a\">\n",
    );
    // The colour is never the only sign: the title names the severity.
    let colour = match message.severity {
        Severity::Info => "#2a6fb0",
        Severity::Warning => "#b26a00",
        Severity::Critical => "#b00020",
    };
    let _ = writeln!(page, "<h2 style=\"color:{colour};margin:0 0 8px\">{}</h2>", escape(&message.title));
    if let Some(words) = escalated(message) {
        let _ = writeln!(page, "<p><b>{}</b></p>", escape(&words));
    }
    if !message.text.is_empty() {
        let _ = writeln!(page, "<p>{}</p>", escape(&message.text).replace('\n', "<br>\n"));
    }
    page.push_str("<table cellpadding=\"2\" cellspacing=\"0\">\n");
    for (name, value) in facts(message) {
        let _ = writeln!(
            page,
            "<tr><td style=\"color:#555;padding-right:12px\">{name}</td><td>{}</td></tr>",
            escape(&value)
        );
    }
    page.push_str("</table>\n");
    let words = message.series.as_ref().and_then(|series| caption(series, &message.zone));
    if let (Some(chart), Some(words)) = (chart, words) {
        let words = escape(&words);
        let _ = writeln!(
            page,
            "<p><img src=\"{}\" width=\"560\" height=\"160\" alt=\"{words}\"><br>",
            escape(chart)
        );
        let _ = writeln!(page, "<small>{words}</small></p>");
    }
    // Only addresses of the web: a link is foreign text like everything else.
    if let Some(link) =
        message.link.as_deref().filter(|link| link.starts_with("https://") || link.starts_with("http://"))
    {
        let _ = writeln!(page, "<p><a href=\"{0}\">{0}</a></p>", escape(link));
    }
    page.push_str("</body></html>\n");
    page
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples;

    #[test]
    fn a_page_says_everything() {
        insta::assert_snapshot!(html(&examples::raised(), Some("cid:chart")));
    }

    #[test]
    fn nothing_foreign_becomes_markup() {
        let mut message = examples::bare();
        message.title = "<script>".to_owned();
        message.text = "a\"><img src=x>".to_owned();
        message.link = Some("javascript:alert(1)".to_owned());
        let page = html(&message, None);
        assert!(
            !page.contains("<script") && !page.contains("<img") && !page.contains("javascript"),
            "{page}"
        );
    }
}
