//! Names from elsewhere as names of files: whatever they say, each is one name in one folder.

use std::fmt::Write as _;

use slm_domain::UnitId;

/// Longest name of a file in bytes, with room for what we append; most file systems take 255.
const MAX_BYTES: usize = 200;

/// The folder of a unit under `downloads`. Ids without special characters stay as they are.
pub(crate) fn unit_folder(unit: &UnitId) -> String {
    file_name(unit.as_str())
}

/// A text as the name of a file: never empty, `.`, `..`, hidden or with a separator in it; different texts give
/// different names.
///
/// ASCII characters that some file system cannot have, `%`, and a dot or blank at either end are written as `%XX`.
pub(crate) fn file_name(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut name = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        let at_an_end = index == 0 || index == last;
        let is_special = character.is_control()
            || matches!(character, '/' | '\\' | '%' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || (at_an_end && matches!(character, '.' | ' '));
        if is_special {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(name, "%{byte:02X}");
            }
        } else {
            name.push(character);
        }
    }
    if name.is_empty() {
        // No other text gives this: a lone `%` is written `%25`.
        return "%".to_owned();
    }
    shortened(name)
}

/// A long name keeps its beginning and is told apart by a digest of the whole.
fn shortened(name: String) -> String {
    use sha2::Digest as _;

    if name.len() <= MAX_BYTES {
        return name;
    }
    let digest = hex(&sha2::Sha256::digest(name.as_bytes()));
    let mut cut = MAX_BYTES - 18;
    while !name.is_char_boundary(cut) {
        cut -= 1;
    }
    format!("{}%~{}", &name[..cut], &digest[..16])
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_names_stay_and_paths_become_names() {
        let check = |given: &str, expected: &str| assert_eq!(file_name(given), expected);
        check("nl43-1", "nl43-1");
        check("north gate – 2", "north gate – 2");
        check("NL_0001_SLM_Lp _0019_0001.rnd", "NL_0001_SLM_Lp _0019_0001.rnd");
        check("..", "%2E%2E");
        check("../../etc", "%2E.%2F..%2Fetc");
        check(".spool", "%2Espool");
        check("192.0.2.7:2255", "192.0.2.7%3A2255");
        check("a%2Fb", "a%252Fb");
        check("", "%");
    }

    proptest! {
        #[test]
        fn every_text_is_one_visible_name(text in any::<String>()) {
            let name = file_name(&text);
            let parts: Vec<_> = Path::new(&name).components().collect();
            prop_assert_eq!(parts.len(), 1);
            prop_assert!(matches!(parts[0], Component::Normal(_)));
            prop_assert!(!name.starts_with('.') && name.len() <= MAX_BYTES && !name.contains(['\\', '\0']));
        }

        #[test]
        fn different_texts_have_different_names(one in "[.%/a ]{0,4}", other in "[.%/a ]{0,4}") {
            prop_assert_eq!(one == other, file_name(&one) == file_name(&other));
        }
    }
}
