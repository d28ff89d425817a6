//! The headers of a ZIP archive (APPNOTE.TXT 6.3, sections 4.3 to 4.5). Numbers are little-endian.

use std::io;

use jiff::civil;

/// What fits into the fields of the plain form.
const PLAIN_MAX: u64 = 0xFFFF_FFFE;
const PLAIN_ENTRIES_MAX: u64 = 0xFFFE;
/// What stands in them where a ZIP64 field tells.
const ELSEWHERE: u32 = 0xFFFF_FFFF;
const ELSEWHERE_16: u16 = 0xFFFF;
/// A file that was listed with at least this gets the large form: it may grow while it is fetched.
const LARGE_FROM: u64 = 2 << 30;

const VERSION_PLAIN: u16 = 20;
const VERSION_ZIP64: u16 = 45;
/// The upper byte: modes are those of Unix.
const MADE_BY_UNIX: u16 = 3 << 8;
const FLAG_DESCRIPTOR: u16 = 1 << 3;
const FLAG_UTF8: u16 = 1 << 11;
const ZIP64_FIELD: u16 = 1;

/// How content is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored = 0,
    Deflated = 8,
}

/// One file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    name: String,
    method: Method,
    /// Date and time as MS-DOS has them.
    date: u16,
    time: u16,
    mode: u32,
    offset: u64,
    crc32: u32,
    bytes: u64,
    packed: u64,
    /// Size and checksum stand behind the content.
    has_descriptor: bool,
    /// Sizes have eight bytes.
    is_large: bool,
    /// What was said of the size in front.
    known: Option<u64>,
}

impl Entry {
    /// A file that begins at `offset`; [`know`](Self::know) or [`expect`](Self::expect) is next.
    pub(super) fn file(
        name: &str,
        modified: Option<civil::DateTime>,
        method: Method,
        offset: u64,
    ) -> io::Result<Self> {
        Self::new(name.to_owned(), modified, method, 0o100_644, offset)
    }

    pub(super) fn folder(name: &str, modified: Option<civil::DateTime>, offset: u64) -> io::Result<Self> {
        Self::new(format!("{name}/"), modified, Method::Stored, 0o040_755, offset)
    }

    fn new(
        name: String,
        modified: Option<civil::DateTime>,
        method: Method,
        mode: u32,
        offset: u64,
    ) -> io::Result<Self> {
        if name.len() >= usize::from(u16::MAX) {
            return Err(io::Error::other("the name is too long for an archive"));
        }
        let (date, time) = dos(modified);
        let entry = Self {
            name,
            method,
            date,
            time,
            mode,
            offset,
            crc32: 0,
            bytes: 0,
            packed: 0,
            has_descriptor: false,
            is_large: false,
            known: None,
        };
        Ok(entry)
    }

    /// Size and checksum are known in front.
    pub(super) fn know(&mut self, bytes: u64, crc32: u32) {
        self.known = Some(bytes);
        self.crc32 = crc32;
        self.is_large = bytes > PLAIN_MAX;
    }

    /// Size and checksum come behind.
    pub(super) fn expect(&mut self, about: u64) {
        self.has_descriptor = true;
        self.is_large = about >= LARGE_FROM;
    }

    /// Content was added.
    pub(super) fn count(&mut self, bytes: u64) {
        self.bytes += bytes;
    }

    /// The content has ended; what stands behind it, if anything does.
    ///
    /// # Errors
    /// It is not what was said in front.
    pub(super) fn end(&mut self, packed: u64, crc32: Option<u32>) -> io::Result<Option<Vec<u8>>> {
        self.packed = packed;
        self.crc32 = crc32.unwrap_or(self.crc32);
        let is_too_long = !self.is_large && self.bytes.max(packed) > PLAIN_MAX;
        if is_too_long || self.known.is_some_and(|known| known != self.bytes) {
            return Err(io::Error::other("the file's size is not the one that was announced"));
        }
        Ok(self.has_descriptor.then(|| self.descriptor()))
    }

    /// What stands in front of the content.
    pub(super) fn local_header(&self) -> Vec<u8> {
        let size = self.known.unwrap_or_default();
        let mut extra = Vec::new();
        if self.is_large {
            put_16(&mut extra, &[ZIP64_FIELD, 16]);
            put_64(&mut extra, &[size, size]);
        }
        let size = if self.is_large { ELSEWHERE } else { plain(size) };
        let mut header = Vec::with_capacity(64 + self.name.len());
        put_32(&mut header, &[0x0403_4B50]);
        put_16(&mut header, &[self.version(), self.flags(), self.method as u16, self.time, self.date]);
        put_32(&mut header, &[self.crc32, size, size]);
        put_16(&mut header, &[length(self.name.as_bytes()), length(&extra)]);
        header.extend_from_slice(self.name.as_bytes());
        header.extend_from_slice(&extra);
        header
    }

    fn descriptor(&self) -> Vec<u8> {
        let mut descriptor = Vec::new();
        put_32(&mut descriptor, &[0x0807_4B50, self.crc32]);
        if self.is_large {
            put_64(&mut descriptor, &[self.packed, self.bytes]);
        } else {
            put_32(&mut descriptor, &[plain(self.packed), plain(self.bytes)]);
        }
        descriptor
    }

    /// What stands in the directory at the end.
    pub(super) fn directory_header(&self) -> Vec<u8> {
        let mut values = Vec::new();
        let mut field = |value: u64, is_large: bool| {
            if is_large || value > PLAIN_MAX {
                values.push(value);
                ELSEWHERE
            } else {
                plain(value)
            }
        };
        // In the order of the ZIP64 field.
        let bytes = field(self.bytes, self.is_large);
        let packed = field(self.packed, self.is_large);
        let offset = field(self.offset, false);
        let mut extra = Vec::new();
        if !values.is_empty() {
            put_16(&mut extra, &[ZIP64_FIELD, u16::try_from(values.len() * 8).unwrap_or_default()]);
            put_64(&mut extra, &values);
        }
        let version = if values.is_empty() { self.version() } else { VERSION_ZIP64 };
        let mut header = Vec::with_capacity(80 + self.name.len());
        put_32(&mut header, &[0x0201_4B50]);
        put_16(&mut header, &[MADE_BY_UNIX | version, version, self.flags(), self.method as u16]);
        put_16(&mut header, &[self.time, self.date]);
        put_32(&mut header, &[self.crc32, packed, bytes]);
        // No comment, first disk, no internal attributes.
        put_16(&mut header, &[length(self.name.as_bytes()), length(&extra), 0, 0, 0]);
        put_32(&mut header, &[self.mode << 16, offset]);
        header.extend_from_slice(self.name.as_bytes());
        header.extend_from_slice(&extra);
        header
    }

    fn version(&self) -> u16 {
        if self.is_large { VERSION_ZIP64 } else { VERSION_PLAIN }
    }

    fn flags(&self) -> u16 {
        FLAG_UTF8 | if self.has_descriptor { FLAG_DESCRIPTOR } else { 0 }
    }
}

/// What stands behind the directory.
pub(super) fn end(entries: u64, directory_at: u64, directory_bytes: u64) -> Vec<u8> {
    let mut end = Vec::new();
    let is_large = entries > PLAIN_ENTRIES_MAX || directory_at.max(directory_bytes) > PLAIN_MAX;
    if is_large {
        put_32(&mut end, &[0x0606_4B50]);
        // Bytes that follow in this record.
        put_64(&mut end, &[44]);
        put_16(&mut end, &[MADE_BY_UNIX | VERSION_ZIP64, VERSION_ZIP64]);
        put_32(&mut end, &[0, 0]);
        put_64(&mut end, &[entries, entries, directory_bytes, directory_at]);
        put_32(&mut end, &[0x0706_4B50, 0]);
        put_64(&mut end, &[directory_at + directory_bytes]);
        put_32(&mut end, &[1]);
    }
    let entries = if is_large { ELSEWHERE_16 } else { u16::try_from(entries).unwrap_or(ELSEWHERE_16) };
    let [bytes, at] =
        [directory_bytes, directory_at].map(|value| if is_large { ELSEWHERE } else { plain(value) });
    put_32(&mut end, &[0x0605_4B50]);
    put_16(&mut end, &[0, 0, entries, entries]);
    put_32(&mut end, &[bytes, at]);
    put_16(&mut end, &[0]);
    end
}

/// MS-DOS knows the years 1980 to 2107, and every other second.
fn dos(at: Option<civil::DateTime>) -> (u16, u16) {
    let earliest = civil::datetime(1980, 1, 1, 0, 0, 0, 0);
    let latest = civil::datetime(2107, 12, 31, 23, 59, 58, 0);
    let at = at.unwrap_or(earliest).clamp(earliest, latest);
    let part = |value: i8| u16::from(value.unsigned_abs());
    let date = ((at.year() - 1980).unsigned_abs() << 9) | (part(at.month()) << 5) | part(at.day());
    let time = (part(at.hour()) << 11) | (part(at.minute()) << 5) | (part(at.second()) / 2);
    (date, time)
}

/// A value that was found to fit.
fn plain(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(ELSEWHERE)
}

/// A length that was found to fit.
fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or_default()
}

fn put_16(to: &mut Vec<u8>, values: &[u16]) {
    for value in values {
        to.extend_from_slice(&value.to_le_bytes());
    }
}

fn put_32(to: &mut Vec<u8>, values: &[u32]) {
    for value in values {
        to.extend_from_slice(&value.to_le_bytes());
    }
}

fn put_64(to: &mut Vec<u8>, values: &[u64]) {
    for value in values {
        to.extend_from_slice(&value.to_le_bytes());
    }
}
