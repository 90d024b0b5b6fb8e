//! What can be wrong, as the words that programs rely on: they are part of the contract and never change. `/docs` lists them.

use axum::http::StatusCode;

use crate::{http::error::Refusal, model::vocabulary::described};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is at this address, or nothing that the caller may know of.
    NotFound,
    /// The address does not take this method.
    MethodNotAllowed,
    /// The request cannot be read.
    BadRequest,
    /// The body is no JSON object.
    MalformedJson,
    /// The body is not of `application/json`.
    UnsupportedMediaType,
    /// The body is too large.
    PayloadTooLarge,
    /// A browser says that another site's page sent it.
    CrossSite,
    /// Fields have to be put right; `errors` names them.
    ValidationFailed,
    /// A limit is used up.
    TooManyAttempts,
    /// The master key is missing or wrong.
    ApiKeyInvalid,
    /// A token is missing, wrong, used or expired.
    TokenInvalid,
    /// A refresh token came twice, so its login was ended.
    TokenReused,
    /// Unknown account or wrong password.
    InvalidCredentials,
    /// The address has to be proven first.
    EmailUnverified,
    /// The account may not log in.
    AccountInactive,
    /// The password is a temporary one, which is only good for choosing another.
    PasswordChangeRequired,
    /// The caller is no admin of the site.
    Forbidden,
    /// The site would be left without an admin who can log in.
    LastAdmin,
    /// The account is protected.
    UserProtected,
    /// The account's status does not allow this.
    WrongStatus,
    /// The site has not turned temporary passwords on.
    TemporaryPasswordsOff,
    /// The letter has gone, is due anyway, or what it said is not kept any more.
    LetterSettled,
    /// The site takes no signups of this kind.
    SignupClosed,
    /// The site is protected from being deleted.
    SiteProtected,
    /// Somebody else has changed the look meanwhile.
    LookChanged,
    /// There is no draft of the look.
    NothingToPublish,
    /// Too many people are logging in at once.
    Busy,
    /// The database is away.
    Unavailable,
    /// It took us too long.
    Timeout,
    /// The body came too slowly.
    RequestTimeout,
    /// A fault.
    Internal,
}

const KINDS: [(Kind, &str, StatusCode); 31] = [
    (Kind::NotFound, "not_found", StatusCode::NOT_FOUND),
    (Kind::MethodNotAllowed, "method_not_allowed", StatusCode::METHOD_NOT_ALLOWED),
    (Kind::BadRequest, "bad_request", StatusCode::BAD_REQUEST),
    (Kind::MalformedJson, "malformed_json", StatusCode::BAD_REQUEST),
    (Kind::UnsupportedMediaType, "unsupported_media_type", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    (Kind::PayloadTooLarge, "payload_too_large", StatusCode::PAYLOAD_TOO_LARGE),
    (Kind::CrossSite, "cross_site", StatusCode::FORBIDDEN),
    (Kind::ValidationFailed, "validation_failed", StatusCode::UNPROCESSABLE_ENTITY),
    (Kind::TooManyAttempts, "too_many_attempts", StatusCode::TOO_MANY_REQUESTS),
    (Kind::ApiKeyInvalid, "api_key_invalid", StatusCode::UNAUTHORIZED),
    (Kind::TokenInvalid, "token_invalid", StatusCode::UNAUTHORIZED),
    (Kind::TokenReused, "token_reused", StatusCode::UNAUTHORIZED),
    (Kind::InvalidCredentials, "invalid_credentials", StatusCode::UNAUTHORIZED),
    (Kind::EmailUnverified, "email_unverified", StatusCode::FORBIDDEN),
    (Kind::AccountInactive, "account_inactive", StatusCode::FORBIDDEN),
    (Kind::PasswordChangeRequired, "password_change_required", StatusCode::FORBIDDEN),
    (Kind::Forbidden, "forbidden", StatusCode::FORBIDDEN),
    (Kind::LastAdmin, "last_admin", StatusCode::CONFLICT),
    (Kind::UserProtected, "user_protected", StatusCode::CONFLICT),
    (Kind::WrongStatus, "wrong_status", StatusCode::CONFLICT),
    (Kind::TemporaryPasswordsOff, "temporary_passwords_off", StatusCode::CONFLICT),
    (Kind::LetterSettled, "letter_settled", StatusCode::CONFLICT),
    (Kind::SignupClosed, "signup_closed", StatusCode::FORBIDDEN),
    (Kind::SiteProtected, "site_protected", StatusCode::CONFLICT),
    (Kind::LookChanged, "look_changed", StatusCode::CONFLICT),
    (Kind::NothingToPublish, "nothing_to_publish", StatusCode::CONFLICT),
    (Kind::Busy, "busy", StatusCode::SERVICE_UNAVAILABLE),
    (Kind::Unavailable, "unavailable", StatusCode::SERVICE_UNAVAILABLE),
    (Kind::Timeout, "timeout", StatusCode::SERVICE_UNAVAILABLE),
    (Kind::RequestTimeout, "request_timeout", StatusCode::REQUEST_TIMEOUT),
    (Kind::Internal, "internal", StatusCode::INTERNAL_SERVER_ERROR),
];

impl Kind {
    /// All there are.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.into_iter().map(|(kind, ..)| kind)
    }

    /// The word in `code`.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// The status it is answered with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.row().2
    }

    /// The word, spelt for people.
    #[must_use]
    pub fn title(self) -> String {
        let mut letters = self.word().replace('_', " ").replace("json", "JSON").replace("api", "API");
        letters[..1].make_ascii_uppercase();
        letters
    }

    /// The key of the sentence that explains it.
    #[must_use]
    pub fn message_key(self) -> String {
        format!("api-{}", self.word().replace('_', "-"))
    }

    /// How a caller could prove who it is (RFC 9110 §11.6.1).
    #[must_use]
    pub fn challenge(self) -> Option<&'static str> {
        match self {
            Self::ApiKeyInvalid => Some("ApiKey header=\"X-API-Key\""),
            Self::InvalidCredentials => Some("Password"),
            Self::TokenInvalid | Self::TokenReused => Some("Bearer error=\"invalid_token\""),
            _ => None,
        }
    }

    fn row(self) -> (Self, &'static str, StatusCode) {
        KINDS.into_iter().find(|(kind, ..)| *kind == self).unwrap_or((self, "internal", StatusCode::INTERNAL_SERVER_ERROR))
    }
}

described!(Kind, "ProblemCode", Kind::all().map(Kind::word));

impl From<Refusal> for Kind {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound | Refusal::Nowhere => Self::NotFound,
            Refusal::Method => Self::MethodNotAllowed,
            Refusal::BadRequest | Refusal::UnknownApp | Refusal::UnknownAddress | Refusal::UnknownRequest => Self::BadRequest,
            Refusal::TooLarge => Self::PayloadTooLarge,
            Refusal::MediaType => Self::UnsupportedMediaType,
            Refusal::MalformedJson => Self::MalformedJson,
            Refusal::Field => Self::ValidationFailed,
            Refusal::CrossSite => Self::CrossSite,
            Refusal::Busy => Self::Busy,
            Refusal::Unavailable => Self::Unavailable,
            Refusal::Timeout => Self::Timeout,
            Refusal::SlowBody => Self::RequestTimeout,
            Refusal::Internal => Self::Internal,
        }
    }
}
