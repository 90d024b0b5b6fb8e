//! What clients ask of a site by the standards of OpenID Connect, and what people decide about it.

pub mod answer;
pub mod authorize;
pub mod client_authentication;
pub mod connected_apps;
pub mod consent;
pub mod device;
pub mod device_authorization;
pub mod introspect;
pub mod logout;
pub mod metadata;
pub mod origins;
pub mod push;
pub mod request;
pub mod revoke;
pub mod token;
pub mod token_exchange;
pub mod token_issue;
pub mod trial;
pub mod userinfo;
