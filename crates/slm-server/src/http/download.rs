//! Files as answers: streamed from the disk piece by piece, and cut off where they fail.
//!
//! A body that is cut has no clean end, which every client notices: by the announced length, or by the missing last
//! chunk.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, try_unfold};
use hyper::body::Frame;

use super::live::percent_encoded;
use super::operation::OPERATION_HEADER;
use crate::collector::{CollectError, FileDownload, FolderDownload, Packed};
use crate::progress::Progress;

/// How many files an archive lacks: as a header where it is known when the answer begins, else as a trailer for clients
/// that take trailers.
pub(crate) const INCOMPLETE_HEADER: HeaderName = HeaderName::from_static("x-slmm-incomplete");

/// Before a body is cut: what was written until then can leave.
const BEFORE_CUT: Duration = Duration::from_millis(100);

/// A file as an answer.
pub(crate) fn file(name: &str, download: FileDownload, progress: Progress) -> Response {
    let length = download.bytes();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, attachment(name)),
        (OPERATION_HEADER, operation(&progress)),
    ];
    if length == 0 {
        progress.finish(Ok(()));
    }
    let state = FileBody { download, progress, done: 0 };
    answer(headers, try_unfold(state, FileBody::next).boxed())
}

/// A folder's archive as an answer.
pub(crate) fn archive(name: &str, download: FolderDownload, partial: bool, progress: Progress) -> Response {
    let mut headers = vec![
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, attachment(&format!("{name}.zip"))),
        (OPERATION_HEADER, operation(&progress)),
    ];
    let (is_fetched, missing) = {
        let progress = download.progress();
        let progress = progress.borrow();
        (progress.is_fetched, progress.failures.len())
    };
    if is_fetched && missing > 0 {
        headers.push((INCOMPLETE_HEADER, HeaderValue::from(missing)));
    } else if !is_fetched && partial {
        headers.push((header::TRAILER, HeaderValue::from_static("x-slmm-incomplete")));
    }
    let state = ArchiveBody { download, progress: Some(progress), partial };
    answer(headers, try_unfold(state, ArchiveBody::next).boxed())
}

struct FileBody {
    download: FileDownload,
    progress: Progress,
    done: u64,
}

impl FileBody {
    async fn next(mut self) -> Result<Option<(Frame<Bytes>, Self)>, BoxError> {
        let piece = tokio::select! {
            piece = self.download.piece() => piece,
            () = self.progress.cancelled().cancelled() => {
                self.progress.finish_cancelled();
                return Err(CollectError::Stopped.into());
            }
        };
        match piece {
            Ok(Some(piece)) => {
                self.done += piece.len() as u64;
                self.progress.advance(self.done, Some(self.download.bytes()));
                if self.done == self.download.bytes() {
                    // Nobody asks for more than was announced.
                    self.finish().await?;
                }
                Ok(Some((Frame::data(piece), self)))
            }
            Ok(None) => self.finish().await.map(|()| None),
            Err(error) => Err(cut(&self.progress, error).await),
        }
    }

    /// Waits until the file is known to be whole and its copy is kept.
    async fn finish(&mut self) -> Result<(), BoxError> {
        match self.download.piece().await {
            Ok(_) => {
                self.progress.finish(Ok(()));
                Ok(())
            }
            Err(error) => Err(cut(&self.progress, error).await),
        }
    }
}

struct ArchiveBody {
    download: FolderDownload,
    /// `None` once the archive has ended.
    progress: Option<Progress>,
    partial: bool,
}

impl ArchiveBody {
    async fn next(mut self) -> Result<Option<(Frame<Bytes>, Self)>, BoxError> {
        let Some(progress) = self.progress.take() else { return Ok(None) };
        let piece = tokio::select! {
            piece = self.download.piece() => piece,
            () = progress.cancelled().cancelled() => {
                progress.finish_cancelled();
                return Err(CollectError::Stopped.into());
            }
        };
        let standing = self.download.progress();
        let (bytes_done, bytes) = (standing.borrow().bytes_done, standing.borrow().bytes);
        progress.advance(bytes_done, Some(bytes));
        if let Some(piece) = piece {
            self.progress = Some(progress);
            return Ok(Some((Frame::data(piece), self)));
        }
        match self.download.finish().await {
            Ok(Packed { missing: 0, files, .. }) => {
                progress.note(format!("{files} files"));
                progress.finish(Ok(()));
                Ok(None)
            }
            Ok(Packed { missing, files, .. }) if self.partial => {
                progress.note(format!("{files} files; {missing} could not be fetched"));
                progress.finish(Ok(()));
                let trailers = HeaderMap::from_iter([(INCOMPLETE_HEADER, HeaderValue::from(missing))]);
                Ok(Some((Frame::trailers(trailers), self)))
            }
            Ok(_) => {
                let standing = standing.borrow().clone();
                let (failures, total) = (standing.failures, standing.files);
                Err(cut(&progress, CollectError::Files { failures, total }).await)
            }
            Err(error) => Err(cut(&progress, error).await),
        }
    }
}

/// Ends an answer that has begun as a success and is none.
async fn cut(progress: &Progress, error: CollectError) -> BoxError {
    progress.finish(Err(error.to_string()));
    tokio::time::sleep(BEFORE_CUT).await;
    error.into()
}

/// A body of frames.
struct Frames(BoxStream<'static, Result<Frame<Bytes>, BoxError>>);

impl hyper::body::Body for Frames {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.poll_next_unpin(context)
    }
}

fn answer(
    headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
    frames: BoxStream<'static, Result<Frame<Bytes>, BoxError>>,
) -> Response {
    let mut response = Response::new(Body::new(Frames(frames)));
    response.headers_mut().extend(headers);
    response
}

fn operation(progress: &Progress) -> HeaderValue {
    HeaderValue::from_str(progress.id().as_str()).unwrap_or(HeaderValue::from_static(""))
}

/// `attachment; filename="…"`, with the exact name beside it where that has other characters than the quoted form.
fn attachment(name: &str) -> HeaderValue {
    let is_plain = |c: char| (' '..='~').contains(&c) && !matches!(c, '"' | '\\');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut value = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        value.push_str("; filename*=UTF-8''");
        value.push_str(&percent_encoded(name));
    }
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_encoded() {
        let check = |name: &str, expected: &str| assert_eq!(attachment(name), expected);
        check("NL_0001_SLM_Lp _0019_0001.rnd", r#"attachment; filename="NL_0001_SLM_Lp _0019_0001.rnd""#);
        check("a\"b.txt", r#"attachment; filename="a_b.txt"; filename*=UTF-8''a%22b.txt"#);
        check("é\r\n.txt", r#"attachment; filename="___.txt"; filename*=UTF-8''%C3%A9%0D%0A.txt"#);
    }
}
