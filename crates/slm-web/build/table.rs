//! The table of files, as Rust source beside their compressed forms.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::fs;
use std::hash::Hasher;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use flate2::{Compression, GzBuilder};

/// Hidden files are the tools' own.
const HIDDEN: char = '.';

/// Where the tools put files whose names change with their contents.
const HASHED: &str = "/assets/";

/// Writes `assets.rs` for the files of a folder.
pub(crate) fn write(folder: &Path, is_placeholder: bool, out: &Path) -> anyhow::Result<()> {
    let compressed = out.join("compressed");
    fs::create_dir_all(&compressed)?;
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut page = None;
    let mut assets = String::new();
    for (number, path) in paths.iter().enumerate() {
        let address = address(folder, path)?;
        let entry = entry(&address, path, &compressed.join(format!("{number}.gz")))?;
        if address == "/index.html" {
            page = Some(entry);
        } else {
            writeln!(assets, "    {entry},")?;
        }
    }
    let page = page.context("the dashboard has no index.html")?;
    let source = format!(
        "pub(crate) static PAGE: Asset = {page};\n\
         pub(crate) static ASSETS: &[Asset] = &[\n{assets}];\n\
         pub(crate) const IS_PLACEHOLDER: bool = {is_placeholder};\n"
    );
    fs::write(out.join("assets.rs"), source).context("writing the table of the dashboard's files")
}

/// The files below a folder, in order of their names.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut entries = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    for path in entries {
        let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(HIDDEN));
        if is_hidden {
            continue;
        }
        if path.is_dir() {
            collect(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}

/// The address of a file; its name is to need no encoding.
fn address(folder: &Path, path: &Path) -> anyhow::Result<String> {
    let relative = path.strip_prefix(folder)?;
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    let address = format!("/{}", parts.join("/"));
    let is_plain =
        address.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_'));
    ensure!(is_plain, "the name of {} cannot stand in an address as it is", path.display());
    Ok(address)
}

/// One row of the table, as source.
fn entry(address: &str, path: &Path, compressed: &Path) -> anyhow::Result<String> {
    let (content_type, is_text) = content_type(path)?;
    let body = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut gzip = "None".to_owned();
    if is_text {
        let smaller = deflated(&body)?;
        if smaller.len() < body.len() {
            fs::write(compressed, smaller)?;
            gzip = format!("Some(include_bytes!({}))", literal(compressed));
        }
    }
    // The same for the same contents, whoever builds them.
    let mut hasher = DefaultHasher::new();
    hasher.write(&body);
    let tag = hasher.finish();
    Ok(format!(
        "Asset {{ path: {address:?}, content_type: {content_type:?}, tag: \"{tag:016x}\", is_hashed: {}, \
         body: include_bytes!({}), gzip: {gzip} }}",
        address.starts_with(HASHED),
        literal(path)
    ))
}

/// A path as a text in Rust source.
fn literal(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

fn deflated(body: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(body)?;
    Ok(encoder.finish()?)
}

/// The content type of a file, and whether it is worth compressing.
fn content_type(path: &Path) -> anyhow::Result<(&'static str, bool)> {
    Ok(match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => ("text/html; charset=utf-8", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "json" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "svg" => ("image/svg+xml", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "png" => ("image/png", false),
        "webp" => ("image/webp", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        other => bail!("{}: no content type is known for `.{other}`", path.display()),
    })
}
