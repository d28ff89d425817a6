//! The fleet on simulated meters.

mod faults;
mod lines;
mod support;
