//! What a client is told when something is wrong: a word from the specifications, and a sentence for whoever wrote the client.

use time::Duration;

/// The words (RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, OpenID Connect Core §3.1.2.6, RFC 8628 §3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// A parameter is missing, repeated or not understood.
    InvalidRequest,
    /// The client did not prove who it is.
    InvalidClient,
    /// The code, refresh token or proof counts no more, or never did for this client.
    InvalidGrant,
    /// The client may not do this.
    UnauthorizedClient,
    /// There is no such grant here.
    UnsupportedGrantType,
    /// The token cannot be given back (RFC 7009 §2.2.1).
    UnsupportedTokenType,
    /// There is no such response here.
    UnsupportedResponseType,
    /// A scope that the client may not have.
    InvalidScope,
    /// The person said no.
    AccessDenied,
    /// The person has not answered yet.
    AuthorizationPending,
    /// Nor that, and the device asks too often.
    SlowDown,
    /// The person did not answer in time.
    ExpiredToken,
    /// Nobody is logged in, and nobody may be asked.
    LoginRequired,
    /// The person has not agreed, and may not be asked.
    ConsentRequired,
    /// Request objects are not read.
    RequestNotSupported,
    /// Nor are they fetched.
    RequestUriNotSupported,
    /// Clients are not registered on the way.
    RegistrationNotSupported,
    /// The access token counts no more, or never did.
    InvalidToken,
    /// The access token is for something else.
    InsufficientScope,
    /// A fault.
    ServerError,
    /// Worth trying again in a moment.
    TemporarilyUnavailable,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthError {
    /// In one word.
    pub code: ErrorCode,
    /// In a sentence, in ASCII without quotation marks, as the specifications want it.
    pub description: &'static str,
    /// How long to wait before the next try, if there were too many.
    pub wait: Option<Duration>,
}

impl ErrorCode {
    /// With the sentence.
    #[must_use]
    pub fn because(self, description: &'static str) -> OAuthError {
        OAuthError { code: self, description, wait: None }
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}
