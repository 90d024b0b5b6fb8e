//! Logging in to apps: what clients ask, what people decide, and what must never happen.

pub mod app;
mod conformance;
mod connected_apps;
mod device;
mod exchange;
mod journeys;
mod logout;
mod machines;
mod redirect_addresses;
mod refresh;
mod requests;
mod tokens;
mod trial;

pub use self::app::VERIFIER;
