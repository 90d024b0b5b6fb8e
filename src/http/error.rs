//! Answers that no handler chose: refusals by the plumbing, and faults. They travel as a status and a mark; the skin that
//! the request was for gives them a body (`pages::error`, `api::problem`).

use axum::{
    http::{HeaderValue, Response as HttpResponse, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{hasher::Busy, store};

/// Why a request gets no proper answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such page.
    NotFound,
    /// The page exists, but not for this method.
    Method,
    /// The request cannot be understood.
    BadRequest,
    /// The body is too large.
    TooLarge,
    /// The body is not of the kind that is read here.
    MediaType,
    /// The body is no JSON object.
    MalformedJson,
    /// A field is missing, repeated, unknown or of the wrong type; a `WrongField` beside this mark says which.
    Field,
    /// The form was sent from another site's page.
    CrossSite,
    /// Too many people are logging in at once.
    Busy,
    /// The database is away.
    Unavailable,
    /// It took us too long.
    Timeout,
    /// The body came too slowly.
    SlowBody,
    /// A fault.
    Internal,
    /// No site answers at this host or slug.
    Nowhere,
    /// A client that the site does not know sent the browser here.
    UnknownApp,
    /// A client sent the browser here and wants it back at an address that it has not registered.
    UnknownAddress,
    /// A client's request that the site has not kept.
    UnknownRequest,
}

/// How long to wait before trying again when nothing better is known, in seconds.
const SHORT_WAIT: i64 = 5;

/// The types of answers that say already what is wrong.
const SPOKEN: [&[u8]; 3] = [b"text/html", b"application/problem+json", b"application/json"];

impl Refusal {
    /// Its name in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Method => "method",
            // The pages' router reads no JSON: these three have no page of their own.
            Self::BadRequest | Self::MediaType | Self::MalformedJson | Self::Field => "bad-request",
            Self::TooLarge => "too-large",
            Self::CrossSite => "cross-site",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::SlowBody => "slow",
            Self::Internal => "internal",
            Self::Nowhere => "nowhere",
            Self::UnknownApp => "unknown-app",
            Self::UnknownAddress => "unknown-address",
            Self::UnknownRequest => "unknown-request",
        }
    }

    /// The status it answers with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotFound | Self::Nowhere => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest | Self::MalformedJson | Self::UnknownApp | Self::UnknownAddress | Self::UnknownRequest => {
                StatusCode::BAD_REQUEST
            }
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Field => StatusCode::UNPROCESSABLE_ENTITY,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::Busy | Self::Unavailable | Self::Timeout => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What to wait before trying again, in seconds.
    #[must_use]
    pub fn retry_after(self) -> Option<i64> {
        match self {
            Self::Busy | Self::Unavailable | Self::Timeout => Some(SHORT_WAIT),
            _ => None,
        }
    }

    /// What an answer made elsewhere amounts to: the mark it carries, or what its status says.
    #[must_use]
    pub fn of<B>(response: &HttpResponse<B>) -> Option<Self> {
        if let Some(refusal) = response.extensions().get() {
            return Some(*refusal);
        }
        let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        match response.status() {
            _ if SPOKEN.iter().any(|spoken| kind.starts_with(spoken)) => None,
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::Method),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::SERVICE_UNAVAILABLE => Some(Self::Timeout),
            status if status.is_client_error() => Some(Self::BadRequest),
            status if status.is_server_error() => Some(Self::Internal),
            _ => None,
        }
    }

    /// The answer with a page for a body. Its other headers stay as they are.
    #[must_use]
    pub fn dressed(self, response: Response, page: Response) -> Response {
        let (mut head, _) = response.into_parts();
        head.extensions.remove::<Self>();
        head.status = self.status();
        head.headers.remove(header::CONTENT_LENGTH);
        if let Some(kind) = page.headers().get(header::CONTENT_TYPE) {
            head.headers.insert(header::CONTENT_TYPE, kind.clone());
        }
        Response::from_parts(head, page.into_body())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What was not expected. Logged here, once; the person sees a page with the request's id.
pub struct Fault(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Fault {
    /// Logs it, and says what is told of it.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        let Self(fault) = self;
        if fault.is::<Busy>() {
            tracing::warn!("the hashing queue is full");
            return Refusal::Busy;
        }
        if store::is_away(&fault) {
            tracing::error!(fault = format!("{fault:#}"), "the database is away");
            return Refusal::Unavailable;
        }
        tracing::error!(fault = format!("{fault:#}"), "fault");
        Refusal::Internal
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        self.refusal().into_response()
    }
}
