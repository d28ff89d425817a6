//! One file as an answer: compressed for whom that suits, and not at all for whom has it.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use slm_web::Asset;

/// A year, the longest that is kept anywhere.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked for whether it still holds.
const ASK_AGAIN: &str = "no-cache";

/// The file, as the request would like it.
pub(super) fn with(asset: &'static Asset, asked: &HeaderMap) -> Response {
    let gzip = asset.gzip.filter(|_| takes_gzip(asked));
    let tag = if gzip.is_some() { format!("\"{}-gzip\"", asset.tag) } else { format!("\"{}\"", asset.tag) };
    let mut answer = if has(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Bytes::from_static(gzip.unwrap_or(asset.body)).into_response()
    };
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_TYPE, asset.content_type);
    set(header::CACHE_CONTROL, if asset.is_hashed { FOR_EVER } else { ASK_AGAIN });
    if asset.gzip.is_some() {
        set(header::VARY, "accept-encoding");
    }
    if gzip.is_some() {
        set(header::CONTENT_ENCODING, "gzip");
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    answer
}

/// Whether the client said that it takes gzip.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let texts = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = texts.flat_map(|text| text.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map(str::parse::<f32>);
        is_gzip && weight.is_none_or(|weight| weight.is_ok_and(|weight| weight > 0.0))
    })
}

/// Whether the client has this already.
fn has(asked: &HeaderMap, tag: &str) -> bool {
    let texts = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = texts.flat_map(|text| text.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    static SCRIPT: Asset = Asset {
        path: "/assets/index-Bx2k.js",
        content_type: "text/javascript; charset=utf-8",
        tag: "0123",
        is_hashed: true,
        body: b"long",
        gzip: Some(b"gz"),
    };
    static ICON: Asset =
        Asset { path: "/icon.png", content_type: "image/png", is_hashed: false, gzip: None, ..SCRIPT };

    fn asked(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn shown(answer: &Response) -> (u16, &str, Option<&str>) {
        let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap());
        (answer.status().as_u16(), header(header::ETAG).unwrap_or_default(), header(header::CONTENT_ENCODING))
    }

    #[test]
    fn each_gets_the_form_it_takes() {
        let check = |value, expected| {
            assert_eq!(shown(&with(&SCRIPT, &asked(header::ACCEPT_ENCODING, value))), expected, "{value}");
        };
        check("gzip, deflate, br", (200, "\"0123-gzip\"", Some("gzip")));
        check("br;q=1.0, GZIP ; q=0.5", (200, "\"0123-gzip\"", Some("gzip")));
        check("gzip;q=0, br", (200, "\"0123\"", None));
        check("identity", (200, "\"0123\"", None));
        assert_eq!(shown(&with(&SCRIPT, &HeaderMap::new())), (200, "\"0123\"", None));
        assert_eq!(shown(&with(&ICON, &asked(header::ACCEPT_ENCODING, "gzip"))), (200, "\"0123\"", None));
    }

    #[test]
    fn who_has_it_is_sent_nothing() {
        let check = |value, status| {
            assert_eq!(shown(&with(&ICON, &asked(header::IF_NONE_MATCH, value))).0, status, "{value}");
        };
        check("\"0123\"", 304);
        check("W/\"0123\"", 304);
        check("\"other\", \"0123\"", 304);
        check("*", 304);
        check("\"0123-gzip\"", 200);
        check("\"012\"", 200);
    }

    #[test]
    fn only_names_that_change_are_kept_for_ever() {
        let kept = |asset| with(asset, &HeaderMap::new()).headers()[header::CACHE_CONTROL].clone();
        assert_eq!(kept(&SCRIPT), FOR_EVER);
        assert_eq!(kept(&ICON), ASK_AGAIN);
    }
}
