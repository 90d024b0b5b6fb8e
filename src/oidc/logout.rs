//! `/oauth2/logout` (OpenID Connect RP-Initiated Logout 1.0)

use axum::{
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use url::form_urlencoded::Serializer;

use crate::{
    flows::{
        Visit,
        oidc::logout::{self, Outcome},
    },
    http::{
        browser::Browser,
        error::Fault,
        parameters::{Asked, Sent},
    },
};

/// Logs out and goes back to the client, or asks first.
pub async fn show(visit: Visit, browser: Browser, Asked(parameters): Asked) -> Result<Response, Fault> {
    let login = browser.login().await?;
    match logout::submit(&visit, &parameters, login.as_ref()).await? {
        Outcome::Left { href } => {
            browser.log_out().await?;
            let mut response = Redirect::to(&href).into_response();
            // Nothing private is left for the back button.
            let clear = HeaderValue::from_static(r#""cache", "storage""#);
            response.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
            Ok(response)
        }
        Outcome::Ask { client } => {
            let query = client.map(|client| format!("?client_id={client}")).unwrap_or_default();
            Ok(Redirect::to(&format!("{}/logout{query}", visit.site.base.path)).into_response())
        }
    }
}

/// The same wish as a form from the client's page, which browsers send no cookies along with: made once more by the browser itself.
pub async fn submit(visit: Visit, Sent(parameters): Sent) -> Redirect {
    let query = Serializer::new(String::new()).extend_pairs(parameters.pairs()).finish();
    Redirect::to(&format!("{}/oauth2/logout?{query}", visit.site.base.path))
}
