//! The units one connection follows.

use serde_json::{Map, Value, json};
use slm_domain::UnitId;
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::time::iso_utc;

/// Units that can be followed, and names that cannot, each with the reason.
pub(super) struct Chosen {
    pub(super) units: Vec<UnitHandle>,
    pub(super) missing: Vec<(String, ApiError)>,
}

/// A unit whose feed can be followed.
///
/// # Errors
/// It is not configured, or its line is switched off.
pub(super) fn followable(app: &App, name: &str) -> Result<UnitHandle, ApiError> {
    let unit =
        UnitId::new(name).ok().and_then(|unit| app.fleet.unit(&unit)).ok_or(ApiError::NotConfigured)?;
    if unit.config().tcp_enabled { Ok(unit) } else { Err(ApiError::TcpDisabled) }
}

impl Chosen {
    /// Reads `units`: names separated by commas, or `all` (also when it is not given).
    ///
    /// # Errors
    /// The parameter is no text.
    pub(super) fn read(app: &App, query: &Map<String, Value>) -> Result<Self, ApiError> {
        let mut fields = Fields::new("query", query);
        let names = fields.text("units");
        fields.finish()?;
        let names = names.unwrap_or_else(|| "all".to_owned());
        if names.trim() == "all" {
            let units = app.fleet.units().into_iter().filter(|unit| unit.config().tcp_enabled).collect();
            return Ok(Self { units, missing: Vec::new() });
        }
        let mut chosen = Self { units: Vec::new(), missing: Vec::new() };
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match followable(app, name) {
                Ok(unit) if chosen.units.iter().all(|known| known.id() != unit.id()) => {
                    chosen.units.push(unit);
                }
                Ok(_) => {}
                Err(error) => chosen.missing.push((name.to_owned(), error)),
            }
        }
        Ok(chosen)
    }

    /// The first message: where the feeds stand, for clients that asked; else what cannot be followed, if anything.
    pub(super) fn greeting(&self, hello: bool) -> Option<Value> {
        if hello {
            return Some(hello_frame(&self.units, &self.missing));
        }
        let (name, error) = self.missing.first()?;
        let names: Vec<&str> = self.missing.iter().map(|(name, _)| name.as_str()).collect();
        Some(json!({"error": error.to_string(), "unit_id": name, "missing": names}))
    }
}

/// Where feeds stand.
pub(super) fn hello_frame(units: &[UnitHandle], missing: &[(String, ApiError)]) -> Value {
    let units: Vec<Value> = units
        .iter()
        .map(|unit| {
            let feed = unit.monitor();
            json!({"unit_id": unit.id().as_str(), "epoch": feed.epoch().as_str(), "seq": feed.seq()})
        })
        .collect();
    let missing: Vec<&str> = missing.iter().map(|(name, _)| name.as_str()).collect();
    json!({
        "event": "hello",
        "version": env!("CARGO_PKG_VERSION"),
        "timestamp": iso_utc(jiff::Timestamp::now()),
        "units": units,
        "missing": missing,
    })
}
