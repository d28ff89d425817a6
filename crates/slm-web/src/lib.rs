//! The dashboard's files, in the program.
//!
//! ```
//! let page = slm_web::page();
//! assert!(page.content_type.starts_with("text/html"));
//! assert!(slm_web::assets().iter().all(|asset| asset.path.starts_with('/')));
//! ```
//!
//! Where they come from is decided by the build script (see the README). How they are served, under which addresses and with
//! which headers, is `slm-server`'s.

use embedded::{ASSETS, IS_PLACEHOLDER, PAGE};

/// One file.
#[derive(Debug)]
pub struct Asset {
    /// Its address, as in `/assets/index-Bx2k.js`.
    pub path: &'static str,
    /// What it is.
    pub content_type: &'static str,
    /// The same for the same contents: what an entity tag is made of.
    pub tag: &'static str,
    /// Whether the address changes with the contents, so that whoever has it never needs to ask again.
    pub is_hashed: bool,
    /// Its contents.
    pub body: &'static [u8],
    /// Its contents compressed, where that makes them smaller.
    pub gzip: Option<&'static [u8]>,
}

/// All files but the page.
pub fn assets() -> &'static [Asset] {
    ASSETS
}

/// The one page, which shows what its address asks for.
pub fn page() -> &'static Asset {
    &PAGE
}

/// Whether the page only says that there is no dashboard.
pub fn is_placeholder() -> bool {
    IS_PLACEHOLDER
}

/// What the build script wrote.
mod embedded {
    use super::Asset;

    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn all() -> impl Iterator<Item = &'static Asset> {
        assets().iter().chain([page()])
    }

    #[test]
    fn every_address_is_there_once() {
        let addresses: HashSet<_> = all().map(|asset| asset.path).collect();
        assert_eq!(addresses.len(), assets().len() + 1);
        assert_eq!(page().path, "/index.html");
    }

    #[test]
    fn what_is_compressed_is_smaller() {
        for asset in all() {
            let Some(gzip) = asset.gzip else { continue };
            assert!(gzip.len() < asset.body.len(), "{}", asset.path);
            assert_eq!(gzip[..2], [0x1f, 0x8b], "{}", asset.path);
        }
    }

    #[test]
    fn files_whose_names_stay_are_asked_for_again() {
        assert!(!page().is_hashed);
        for asset in assets().iter().filter(|asset| asset.is_hashed) {
            assert!(asset.path.starts_with("/assets/") && asset.path.contains('-'), "{}", asset.path);
        }
    }

    #[test]
    fn a_page_leads_only_to_files_that_are_there() {
        let text = std::str::from_utf8(page().body).unwrap_or_default();
        let addresses = text.split(['"', '\'']).filter(|part| part.starts_with("/assets/"));
        let mut count = 0;
        for address in addresses {
            count += 1;
            assert!(assets().iter().any(|asset| asset.path == address), "{address}");
        }
        assert_eq!(count == 0, is_placeholder(), "a built dashboard has scripts");
    }
}
