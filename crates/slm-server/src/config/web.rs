//! The dashboard.

use super::reader::{Reader, expected};
use super::{Key, Section};

const TILE_URL: Key = Key::ours("web.map_tile_url", "MAP_TILE_URL")
    .text("an address with {z}, {x} and {y}, such as https://tiles.example.org/{z}/{x}/{y}.png")
    .doc(
        "Where the map takes its background from; `{z}`, `{x}` and `{y}` stand for zoom level, column and row of a tile. The \
         browsers of all viewers ask there. Unless set, the map shows positions on a plain ground and nothing is asked of others.",
    );

const TILE_ATTRIBUTION: Key = Key::ours("web.map_tile_attribution", "MAP_TILE_ATTRIBUTION")
    .text("text")
    .doc("Whom the map names as the source of its background, as most of those who offer one ask for.");

const CLIENT_LINKS: Key = Key::ours("web.client_links", "CLIENT_LINKS").boolean().default("false").doc(
    "Whether links for clients work: whoever has one sees the levels of one unit or group, without signing in. While this is \
     off there are none, and those made before lead nowhere.",
);

pub(super) const SECTION: Section =
    Section { name: "web", title: "The dashboard", keys: &[TILE_URL, TILE_ATTRIBUTION, CLIENT_LINKS] };

/// What the dashboard is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebConfig {
    /// Where the map's background comes from.
    pub tiles: Option<TileServer>,
    /// Whom the map names as the source of its background.
    pub tile_attribution: Option<String>,
    /// Whether links for clients work.
    pub client_links: bool,
}

/// Where the background of a map comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileServer {
    /// Address of a tile, with `{z}`, `{x}` and `{y}`.
    pub url: String,
    /// Scheme, host and port of it: what a page has to be allowed.
    pub origin: String,
}

impl Default for WebConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl WebConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            tiles: reader.parsed_or_none(&TILE_URL, parse_tiles),
            tile_attribution: reader.parsed_or_none(&TILE_ATTRIBUTION, |text| Ok(text.to_owned())),
            client_links: reader.boolean(&CLIENT_LINKS),
        }
    }
}

fn parse_tiles(text: &str) -> Result<TileServer, String> {
    let wrong = || expected(&TILE_URL);
    let has_places = ["{z}", "{x}", "{y}"].iter().all(|place| text.contains(place));
    let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
    let host = rest.split('/').next().unwrap_or_default();
    // It becomes part of a header that browsers go by: nothing but a host and a port may stand there.
    let is_host = !host.is_empty()
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if !has_places || !is_host || !is_plain || !matches!(scheme, "http" | "https") {
        return Err(wrong());
    }
    Ok(TileServer { url: text.to_owned(), origin: format!("{scheme}://{host}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_server_is_an_address_with_three_places() {
        let tiles = parse_tiles("https://tiles.example.org:8443/osm/{z}/{x}/{y}.png").unwrap();
        assert_eq!(tiles.origin, "https://tiles.example.org:8443");
        for wrong in [
            "tiles.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}.png",
            "https://{s}.example.org/{z}/{x}/{y}.png",
            "ftp://tiles.example.org/{z}/{x}/{y}",
            "https://a b/{z}/{x}/{y}",
            "https://a;script-src *;/{z}/{x}/{y}",
            "https:///{z}/{x}/{y}",
        ] {
            assert!(parse_tiles(wrong).is_err(), "{wrong}");
        }
    }
}
