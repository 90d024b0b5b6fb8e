//! `/oauth2/authorize` (RFC 6749 §3.1, OpenID Connect Core §3.1.2)

use axum::response::Response;

use crate::{
    flows::{Visit, oidc::authorize},
    http::{
        answer::{Arrived, respond},
        browser::Browser,
        error::Fault,
        parameters::{Asked, Sent},
    },
};

/// A request that has just come, or that comes back from one of the pages on the way.
pub async fn show(visit: Visit, browser: Browser, Asked(parameters): Asked) -> Result<Response, Fault> {
    let login = browser.login().await?;
    let (outcome, arrived) = match parameters.single("flow") {
        Some(flow) if parameters.single("anew").is_some() => (authorize::begin_anew(&visit, flow).await?, Arrived::ByForm),
        Some(flow) => (authorize::go_on(&visit, flow, login.as_ref()).await?, Arrived::ByForm),
        None => (authorize::begin(&visit, &parameters, login.as_ref()).await?, Arrived::Straight),
    };
    Ok(respond(&visit, outcome, arrived))
}

/// A request that comes as a form from the client's page: browsers send no cookies along with it.
pub async fn submit(visit: Visit, Sent(parameters): Sent) -> Result<Response, Fault> {
    Ok(respond(&visit, authorize::hold(&visit, &parameters).await?, Arrived::Straight))
}
