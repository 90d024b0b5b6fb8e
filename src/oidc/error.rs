//! What programs are told when something is wrong, in the form of RFC 6749 §5.2; also what the plumbing refused, and faults.

use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;
use time::Duration;

use crate::{
    http::error::Refusal,
    model::oauth_error::{ErrorCode, OAuthError},
};

/// Refuses a client's request. Who did not prove who it is hears how it might; who tried too often, how long to wait.
#[must_use]
pub fn refuse(error: OAuthError) -> Response {
    if let Some(wait) = error.wait {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait.whole_seconds())], body(error)).into_response();
    }
    let status = match error.code {
        ErrorCode::InvalidClient => StatusCode::UNAUTHORIZED,
        ErrorCode::TemporarilyUnavailable => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = (status, body(error)).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"clients\""));
    }
    response
}

/// Refuses because there was too much of it, until some time has passed.
#[must_use]
pub fn refuse_for(wait: Duration) -> Response {
    let mut response = refuse(ErrorCode::TemporarilyUnavailable.because("That was asked for too often. Try again later."));
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.whole_seconds().max(1)));
    response
}

/// Refuses an access token (RFC 6750 §3.1).
#[must_use]
pub fn refuse_bearer(error: OAuthError) -> Response {
    let status = match error.code {
        ErrorCode::InvalidRequest => StatusCode::BAD_REQUEST,
        ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
        _ => StatusCode::UNAUTHORIZED,
    };
    let told = format!("Bearer error=\"{}\", error_description=\"{}\"", error.code.word(), error.description);
    let mut response = (status, body(error)).into_response();
    if let Ok(told) = HeaderValue::try_from(told) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, told);
    }
    response
}

/// Asks for an access token where there is none.
#[must_use]
pub fn challenge() -> Response {
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))]).into_response()
}

/// Gives a refusal or a fault its body. Status and headers stay as they are.
pub async fn dress(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(refusal) = Refusal::of(&response) else { return response };
    if response.headers().contains_key(header::WWW_AUTHENTICATE) {
        return response;
    }
    let error = match refusal.status() {
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::TemporarilyUnavailable.because("Try again in a moment."),
        status if status.is_server_error() => ErrorCode::ServerError.because("This did not work."),
        StatusCode::NOT_FOUND => ErrorCode::InvalidRequest.because("There is no such endpoint."),
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::InvalidRequest.because("The endpoint is there, but not for this method."),
        StatusCode::REQUEST_TIMEOUT => ErrorCode::InvalidRequest.because("The body came too slowly."),
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::InvalidRequest.because("That is too much."),
        _ => ErrorCode::InvalidRequest.because("Parameters are sent as application/x-www-form-urlencoded, in UTF-8."),
    };
    let (mut head, _) = response.into_parts();
    head.extensions.remove::<Refusal>();
    head.status = refusal.status();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(head, Body::from(text(error).to_string()))
}

fn body(error: OAuthError) -> Json<serde_json::Value> {
    Json(text(error))
}

fn text(error: OAuthError) -> serde_json::Value {
    json!({ "error": error.code.word(), "error_description": error.description })
}
