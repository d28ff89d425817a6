//! Timelines: a rule and a series of readings, and what happened by them.

mod life;
mod model;
mod scene;
mod telling;
mod unit;
mod windows;

use scene::{Scene, rule};
