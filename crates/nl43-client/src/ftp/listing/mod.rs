//! What a folder holds, read from the meter's `LIST`.

use super::{CardPathError, ListedTime, check_name};

/// Columns in front of the name.
const COLUMNS: usize = 8;

/// How much of a line that was not understood is kept.
const KEPT: usize = 200;

/// The entries of one folder, and what in the listing could not be taken for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files and folders, as ordered by the meter.
    pub entries: Vec<ListEntry>,
    /// Lines that are no entry, or one whose name is not taken. Not empty means: this folder may hold more than is shown.
    pub skipped: Vec<SkippedLine>,
}

/// One file or folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListEntry {
    /// May contain blanks; never a slash, backslash or control character, nor is it `..`.
    pub name: String,
    /// Whether it is a folder.
    pub is_dir: bool,
    /// 0 for folders.
    pub size_bytes: u64,
    /// When it was last changed, by the meter's clock.
    pub modified: ListedTime,
}

/// A line of a listing that gave no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedLine {
    /// Its beginning, printable.
    pub line: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why a line of a listing gave no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SkipReason {
    /// Not nine columns.
    #[error("fewer than nine columns")]
    TooFewColumns,
    /// The first column is no set of permissions.
    #[error("the first column does not tell files from folders")]
    UnknownKind,
    /// A link, device, pipe or socket.
    #[error("neither a file nor a folder")]
    Special,
    /// The fifth column is no number.
    #[error("the size is no number")]
    Size,
    /// Bytes that are no UTF-8, so that the name could not be sent back.
    #[error("the name is not UTF-8")]
    NotUtf8,
    /// A name that would lead elsewhere, or could not be asked for.
    #[error(transparent)]
    Name(#[from] CardPathError),
}

/// More lines than were allowed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {limit} entries")]
pub struct TooManyEntries {
    /// The limit.
    pub limit: usize,
}

impl Listing {
    /// Reads Unix style lines of nine columns, the name last and possibly with blanks:
    ///
    /// ```
    /// use nl43_client::ftp::Listing;
    ///
    /// let text = b"-rw-r--r--   1 user     group       48213 Dec 23 19:40 NL_0001_SLM_Lp _0019_0001.rnd\r\n";
    /// let listing = Listing::parse(text, 100)?;
    /// assert_eq!(listing.entries[0].name, "NL_0001_SLM_Lp _0019_0001.rnd");
    /// assert_eq!(listing.entries[0].modified.text(), "Dec 23 19:40");
    /// # Ok::<(), nl43_client::ftp::TooManyEntries>(())
    /// ```
    ///
    /// Left out without a word are empty lines, `total n`, and the entries `.` and `..`; whatever else is no entry is
    /// among [`Self::skipped`].
    ///
    /// # Errors
    /// [`TooManyEntries`] when entries and skipped lines together are more than `limit`.
    pub fn parse(bytes: &[u8], limit: usize) -> Result<Self, TooManyEntries> {
        let mut listing = Self::default();
        for line in bytes.split(|&byte| byte == b'\n') {
            let line = line.trim_ascii_start().strip_suffix(b"\r").unwrap_or(line.trim_ascii_start());
            match entry(line) {
                Ok(None) => continue,
                Ok(Some(entry)) => listing.entries.push(entry),
                Err(reason) => listing.skipped.push(SkippedLine { line: printable(line), reason }),
            }
            if listing.entries.len() + listing.skipped.len() > limit {
                return Err(TooManyEntries { limit });
            }
        }
        Ok(listing)
    }
}

impl IntoIterator for Listing {
    type Item = ListEntry;
    type IntoIter = std::vec::IntoIter<ListEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// `None` for what a listing shows besides its entries.
fn entry(line: &[u8]) -> Result<Option<ListEntry>, SkipReason> {
    if line.trim_ascii().is_empty() || is_total(line) {
        return Ok(None);
    }
    let mut rest = line;
    let mut columns = [&line[..0]; COLUMNS];
    for column in &mut columns {
        let end = rest.iter().position(u8::is_ascii_whitespace).ok_or(SkipReason::TooFewColumns)?;
        (*column, rest) = (&rest[..end], rest[end..].trim_ascii_start());
    }
    let [kind, _links, _owner, _group, size, month, day, clock] = columns;
    let is_dir = match kind[0] {
        b'd' => true,
        b'-' => false,
        b'l' | b'b' | b'c' | b'p' | b's' => return Err(SkipReason::Special),
        _ => return Err(SkipReason::UnknownKind),
    };
    if rest == b"." || rest == b".." {
        return Ok(None);
    }
    let text = |bytes| std::str::from_utf8(bytes).map_err(|_error| SkipReason::NotUtf8);
    let name = text(rest)?;
    check_name(name)?;
    let size = if is_dir { 0 } else { number(size).ok_or(SkipReason::Size)? };
    let modified = ListedTime::new(format!("{} {} {}", text(month)?, text(day)?, text(clock)?));
    Ok(Some(ListEntry { name: name.to_owned(), is_dir, size_bytes: size, modified }))
}

/// The first line of some servers: `total 12`.
fn is_total(line: &[u8]) -> bool {
    line.strip_prefix(b"total").is_some_and(|rest| {
        rest.first().is_some_and(u8::is_ascii_whitespace) && number(rest.trim_ascii()).is_some()
    })
}

/// Digits only; `parse` alone would take a sign.
fn number(bytes: &[u8]) -> Option<u64> {
    if !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// The beginning of what came, fit for a log or an answer.
pub(super) fn printable(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(KEPT)];
    let show = |character: char| if character.is_control() { char::REPLACEMENT_CHARACTER } else { character };
    String::from_utf8_lossy(bytes).trim().chars().map(show).collect()
}

#[cfg(test)]
mod tests;
