//! HTTP: routes, what surrounds them, and the mapping of everything to JSON.

mod alarm;
mod campaign;
mod client_link;
mod command;
mod delivery;
mod description;
mod download;
mod edge;
mod handlers;
mod line_words;
mod live;
mod operation;
mod problem;
mod profile;
mod request;
mod responses;
mod results;
mod router;
mod series;
mod settings;
mod shape;
mod time;
mod unit;
mod web;

pub(crate) use edge::Edge;
pub(crate) use live::Frames;
pub(crate) use problem::ApiError;
pub use router::api_description;
pub(crate) use router::router;
pub(crate) use time::{iso_utc, iso_zulu, zone_text};
