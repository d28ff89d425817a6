//! The unit a path names, and the gates before its meter.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use slm_domain::UnitId;
use slm_fleet::UnitHandle;

use super::problem::ApiError;
use crate::app::App;
use crate::fields::is_reserved;

/// The text of `{unit_id}`, percent-decoded, as it came. Reserved segments are paths of ours, never units.
pub(crate) struct RawUnit(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for RawUnit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| ApiError::UnknownPath)?;
        let name = params.iter().find(|(key, _)| *key == "unit_id").map(|(_, value)| value.to_owned());
        name.filter(|name| !name.is_empty() && !is_reserved(name)).map(Self).ok_or(ApiError::UnknownPath)
    }
}

impl RawUnit {
    /// A unit that may exist; `None` for a name that no unit can have.
    pub(crate) fn lookup(&self) -> Option<UnitId> {
        UnitId::new(&self.0).ok()
    }

    /// The configured unit of that name.
    pub(crate) fn configured(&self, app: &App) -> Result<UnitHandle, ApiError> {
        self.lookup().and_then(|unit| app.fleet.unit(&unit)).ok_or(ApiError::NotConfigured)
    }

    /// The unit whose meter may be asked, where a request's fields are read before the gates.
    pub(crate) fn askable(&self, app: &App) -> Result<UnitHandle, ApiError> {
        let unit = self.configured(app)?;
        if unit.config().tcp_enabled { Ok(unit) } else { Err(ApiError::TcpDisabled) }
    }
}

/// A unit of the roster: the first gate.
pub(crate) struct Configured(pub(crate) UnitHandle);

impl FromRequestParts<App> for Configured {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        RawUnit::from_request_parts(parts, app).await?.configured(app).map(Self)
    }
}

/// A unit whose meter may be asked: both gates.
pub(crate) struct Askable(pub(crate) UnitHandle);

impl FromRequestParts<App> for Askable {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        RawUnit::from_request_parts(parts, app).await?.askable(app).map(Self)
    }
}
