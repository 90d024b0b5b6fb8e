//! What all skins need of axum: which site a request is for, who asks, what the browser carries, and what every answer
//! has to say about itself.

pub mod answer;
pub mod assets;
pub mod bearer;
pub mod browser;
pub mod client_address;
pub mod cookies;
pub mod cors;
pub mod deadline;
pub mod door;
pub mod drawer;
pub mod error;
pub mod form;
pub mod headers;
pub mod input;
pub mod json;
pub mod log;
pub mod operator_browser;
pub mod parameters;
pub mod path;
pub mod problems;
pub mod query;
pub mod same_origin;
pub mod samples;
pub mod serve;
pub mod skin;
pub mod visit;
