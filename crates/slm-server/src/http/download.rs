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
use nl43_client::ftp::CardPath;
use slm_domain::UnitId;
use slm_store::{LogCategory, LogLevel};

use super::live::percent_encoded;
use super::operation::OPERATION_HEADER;
use super::problem::{ApiError, FilesWords};
use crate::collector::{CollectError, FileDownload, FolderDownload, Packed};
use crate::progress::Progress;
use crate::recorder::Recorder;

/// How many files an archive lacks: as a header where it is known when the answer begins, else as a trailer for clients
/// that take trailers.
pub(crate) const INCOMPLETE_HEADER: HeaderName = HeaderName::from_static("x-slmm-incomplete");

/// Before a body is cut: what was written until then can leave.
const BEFORE_CUT: Duration = Duration::from_millis(100);

/// Who is told how a download ended: its operation, and the unit's log.
pub(crate) struct Told {
    pub(crate) progress: Progress,
    pub(crate) recorder: Recorder,
    pub(crate) unit: UnitId,
    /// What is downloaded.
    pub(crate) path: CardPath,
}

impl Told {
    /// It is whole, or as whole as was asked for.
    fn finish(&self, what: &str) {
        self.progress.note(what);
        self.progress.finish(Ok(()));
        self.log(LogLevel::Info, format!("Downloaded {}: {what}", self.path));
    }

    /// What comes before the answer, unless an operator ends it.
    ///
    /// # Errors
    /// It failed, which is noted, or was ended.
    pub(crate) async fn prepare<T>(
        &self,
        work: impl Future<Output = Result<T, CollectError>>,
    ) -> Result<T, ApiError> {
        let done = self.progress.cancelled().run_until_cancelled(work).await;
        done.unwrap_or(Err(CollectError::Cancelled)).map_err(|error| {
            self.fail(&error);
            ApiError::Files { error, words: FilesWords::Fixed }
        })
    }

    /// It failed before its answer began, or while it was sent.
    fn fail(&self, error: &CollectError) {
        if matches!(error, CollectError::Cancelled) {
            self.progress.finish_cancelled();
        } else {
            self.progress.finish(Err(error.to_string()));
        }
        self.log(LogLevel::Error, format!("Download of {} failed: {error}", self.path));
    }

    /// Ends an answer that has begun as a success and is none.
    async fn cut(&self, error: CollectError) -> BoxError {
        self.fail(&error);
        tokio::time::sleep(BEFORE_CUT).await;
        error.into()
    }

    fn log(&self, level: LogLevel, message: String) {
        self.recorder.log(&self.unit, level, LogCategory::Ftp, message);
    }

    fn operation(&self) -> HeaderValue {
        HeaderValue::from_str(self.progress.id().as_str()).unwrap_or(HeaderValue::from_static(""))
    }
}

/// A file as an answer.
pub(crate) fn file(download: FileDownload, told: Told) -> Response {
    let length = download.bytes();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, attachment(told.path.name())),
        (OPERATION_HEADER, told.operation()),
    ];
    if length == 0 {
        told.finish("0 bytes");
    }
    let state = FileBody { download, told, done: 0 };
    answer(headers, try_unfold(state, FileBody::next).boxed())
}

/// A folder's archive as an answer.
pub(crate) fn archive(download: FolderDownload, partial: bool, told: Told) -> Response {
    let mut headers = vec![
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, attachment(&format!("{}.zip", told.path.name()))),
        (OPERATION_HEADER, told.operation()),
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
    let state = ArchiveBody { download, told: Some(told), partial };
    answer(headers, try_unfold(state, ArchiveBody::next).boxed())
}

struct FileBody {
    download: FileDownload,
    told: Told,
    done: u64,
}

impl FileBody {
    async fn next(mut self) -> Result<Option<(Frame<Bytes>, Self)>, BoxError> {
        let piece = tokio::select! {
            piece = self.download.piece() => piece,
            () = self.told.progress.cancelled().cancelled() => Err(CollectError::Cancelled),
        };
        match piece {
            Ok(Some(piece)) => {
                self.done += piece.len() as u64;
                self.told.progress.advance(self.done, Some(self.download.bytes()));
                if self.done == self.download.bytes() {
                    // Nobody asks for more than was announced.
                    self.finish().await?;
                }
                Ok(Some((Frame::data(piece), self)))
            }
            Ok(None) => self.finish().await.map(|()| None),
            Err(error) => Err(self.told.cut(error).await),
        }
    }

    /// Waits until the file is known to be whole and its copy is kept.
    async fn finish(&mut self) -> Result<(), BoxError> {
        match self.download.piece().await {
            Ok(_) => {
                self.told.finish(&format!("{} bytes", self.done));
                Ok(())
            }
            Err(error) => Err(self.told.cut(error).await),
        }
    }
}

struct ArchiveBody {
    download: FolderDownload,
    /// `None` once the archive has ended.
    told: Option<Told>,
    partial: bool,
}

impl ArchiveBody {
    async fn next(mut self) -> Result<Option<(Frame<Bytes>, Self)>, BoxError> {
        let Some(told) = self.told.take() else { return Ok(None) };
        let piece = tokio::select! {
            piece = self.download.piece() => piece,
            () = told.progress.cancelled().cancelled() => return Err(told.cut(CollectError::Cancelled).await),
        };
        let standing = self.download.progress();
        let (bytes_done, bytes) = (standing.borrow().bytes_done, standing.borrow().bytes);
        told.progress.advance(bytes_done, Some(bytes));
        if let Some(piece) = piece {
            self.told = Some(told);
            return Ok(Some((Frame::data(piece), self)));
        }
        match self.download.finish().await {
            Ok(Packed { missing: 0, files, .. }) => {
                told.finish(&format!("{files} files"));
                Ok(None)
            }
            Ok(Packed { missing, files, .. }) if self.partial => {
                told.finish(&format!("{files} files; {missing} could not be fetched"));
                let trailers = HeaderMap::from_iter([(INCOMPLETE_HEADER, HeaderValue::from(missing))]);
                Ok(Some((Frame::trailers(trailers), self)))
            }
            Ok(_) => {
                let standing = standing.borrow().clone();
                let (failures, total) = (standing.failures, standing.files);
                Err(told.cut(CollectError::Files { failures, total }).await)
            }
            Err(error) => Err(told.cut(error).await),
        }
    }
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

/// `attachment; filename="…"`, with the exact name beside it where that has other characters than the quoted form.
pub(crate) fn attachment(name: &str) -> HeaderValue {
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
