//! Links for clients in HTTP: reading and showing them.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::{Map, Value};
use slm_api_types::ClientLinkDetails;
use slm_domain::{ClientLink, ClientLinkDraft, LinkTarget, UnitId};

use super::problem::ApiError;
use super::request::PathObject;
use super::time::iso_zulu;
use crate::app::App;
use crate::client_links::{ClientLinks, LinkRefusal};
use crate::fields::{Fields, refused};

/// The number in `{link_id}`.
pub(crate) struct LinkNumber(pub(crate) i64);

impl<S: Send + Sync> FromRequestParts<S> for LinkNumber {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let PathObject(path) = PathObject::from_request_parts(parts, state).await?;
        let mut fields = Fields::new("path", &path);
        let number = fields.required_integer("link_id");
        Ok(Self(fields.finish_with(number)?))
    }
}

/// The links, where they are switched on; elsewhere their routes do not exist.
pub(crate) fn links(app: &App) -> Result<&ClientLinks, ApiError> {
    app.client_links.as_ref().ok_or(ApiError::UnknownPath)
}

/// The name and what is to be shown, of a body.
///
/// # Errors
/// Every field that cannot be taken; a unit that is not there, a group that nothing is in.
pub(crate) async fn read(app: &App, body: &Map<String, Value>) -> Result<(String, LinkTarget), ApiError> {
    let mut fields = Fields::new("body", body);
    let name = fields.required_parsed("name", |text| Ok(text.to_owned()));
    let (unit, group) = (fields.text("unit_id"), fields.text("group"));
    let is_readable = fields.is_clean();
    let draft = ClientLinkDraft { name: name.unwrap_or_default(), unit, group };
    let checked = match draft.check() {
        Ok(checked) => Some(checked),
        Err(problems) => {
            for problem in problems.iter().filter(|_| is_readable) {
                fields.refuse(problem.field, &problem.reason);
            }
            None
        }
    };
    let (name, target) = fields.finish_with(checked)?;
    match &target {
        LinkTarget::Unit(unit) if app.fleet.unit(unit).is_none() => {
            Err(refused(body, "unit_id", "there is no such unit").into())
        }
        LinkTarget::Group(group) if !is_group(app, group).await? => {
            Err(refused(body, "group", "no unit is in such a group").into())
        }
        LinkTarget::Unit(_) | LinkTarget::Group(_) => Ok((name, target)),
    }
}

async fn is_group(app: &App, group: &String) -> Result<bool, ApiError> {
    Ok(app.store.unit_groups().await?.values().any(|groups| groups.contains(group)))
}

/// A link as its routes show it.
pub(crate) fn details(link: &ClientLink) -> ClientLinkDetails {
    let (unit, group) = match &link.target {
        LinkTarget::Unit(unit) => (Some(unit), None),
        LinkTarget::Group(group) => (None, Some(group)),
    };
    ClientLinkDetails {
        id: link.id,
        token: link.token.clone(),
        name: link.name.clone(),
        unit_id: unit.map(UnitId::to_string),
        group: group.cloned(),
        created_at: iso_zulu(link.created_at),
        path: format!("/view/{}", link.token),
    }
}

/// Why a link was not made.
pub(crate) fn refusal(error: LinkRefusal) -> ApiError {
    match error {
        LinkRefusal::TooMany => ApiError::Conflict("There are 500 links, and may not be more"),
        LinkRefusal::Random(reason) => {
            tracing::error!(reason, "no token for a link could be made");
            ApiError::Panicked
        }
        LinkRefusal::Store(error) => error.into(),
    }
}
