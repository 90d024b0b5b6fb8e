//! What can be wrong with what a person sent, as codes. They are the API's contract and the keys of the translated
//! sentences, so they never change; prose lives in `locales/`.

/// The form field a problem stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The form as a whole: the problem stands in the summary only.
    Form,
    /// The e-mail address.
    Email,
    /// The password.
    Password,
    /// The present password, asked for once more.
    CurrentPassword,
    /// The password wanted from now on.
    NewPassword,
    /// The address wanted from now on.
    NewEmail,
    /// The person's name.
    Name,
    /// The name to log in by.
    Username,
    /// A time zone.
    TimeZone,
    /// Consent to the site's terms.
    Terms,
    /// The six-digit code from a mail.
    Code,
    /// The code that a device shows.
    UserCode,
    /// A site's short name.
    Slug,
    /// A site's domain.
    Domain,
    /// A site's own web application.
    FrontendUrl,
    /// A site's own host for the hosted pages.
    LoginHost,
    /// The address a site's mail comes from.
    EmailFrom,
    /// The name a site's mail comes from.
    EmailFromName,
    /// Where answers to a site's mail go.
    ReplyTo,
    /// A site's own way for mail to leave.
    MailUrl,
    /// The name of a letter.
    Letter,
    /// A site's theme.
    Theme,
    /// A language.
    Locale,
    /// Who may sign up at a site.
    Signup,
    /// A site's least number of characters in a password.
    PasswordMinimum,
    /// The languages that a site offers.
    Languages,
    /// A site's further origins.
    AllowedOrigins,
    /// Where a site's people find help.
    SupportUrl,
    /// A site's privacy notice.
    PrivacyUrl,
    /// A site's terms of use.
    TermsUrl,
    /// The version of a site's terms.
    TermsVersion,
    /// The operator's master key.
    MasterKey,
    /// Where people come back to from logging in to a client.
    RedirectUris,
    /// Where people go after logging out of a client.
    PostLogoutRedirectUris,
    /// Where a client is told that somebody has logged out.
    BackchannelLogoutUri,
    /// What a client may ask for.
    Scopes,
    /// How a client proves who it is.
    Auth,
    /// A client's public keys.
    Jwks,
    /// Whether a client's codes need a proof of who asked for them.
    RequirePkce,
    /// A client's own home page.
    HomeUrl,
    /// A client's terms of use.
    ClientTermsUrl,
    /// A client's privacy notice.
    ClientPrivacyUrl,
    /// When a secret ends.
    ExpiresAt,
    /// Which page of a list.
    Page,
    /// How many entries a page of a list has.
    PerPage,
    /// How many entries of the record.
    Limit,
}

impl Field {
    /// The field's name in forms and JSON; empty for the whole form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "",
            Self::Email => "email",
            Self::Password => "password",
            Self::CurrentPassword => "current_password",
            Self::NewPassword => "new_password",
            Self::NewEmail => "new_email",
            Self::Name => "name",
            Self::Username => "username",
            Self::TimeZone => "time_zone",
            Self::Terms => "terms",
            Self::Code => "code",
            Self::UserCode => "user_code",
            Self::Slug => "slug",
            Self::Domain => "domain",
            Self::FrontendUrl => "frontend_url",
            Self::LoginHost => "login_host",
            Self::EmailFrom => "email_from",
            Self::EmailFromName => "email_from_name",
            Self::ReplyTo => "reply_to",
            Self::MailUrl => "mail_url",
            Self::Letter => "letter",
            Self::Theme => "theme",
            Self::Locale => "locale",
            Self::Signup => "settings.signup",
            Self::PasswordMinimum => "settings.password_minimum",
            Self::Languages => "settings.languages",
            Self::AllowedOrigins => "settings.allowed_origins",
            Self::SupportUrl => "settings.support_url",
            Self::PrivacyUrl => "settings.privacy_url",
            Self::TermsUrl => "settings.terms_url",
            Self::TermsVersion => "settings.terms_version",
            Self::MasterKey => "master_key",
            Self::RedirectUris => "redirect_uris",
            Self::PostLogoutRedirectUris => "post_logout_redirect_uris",
            Self::BackchannelLogoutUri => "backchannel_logout_uri",
            Self::Scopes => "scopes",
            Self::Auth => "auth",
            Self::Jwks => "jwks",
            Self::RequirePkce => "require_pkce",
            Self::HomeUrl => "home_url",
            Self::ClientTermsUrl => "terms_url",
            Self::ClientPrivacyUrl => "privacy_url",
            Self::ExpiresAt => "expires_at",
            Self::Page => "page",
            Self::PerPage => "per_page",
            Self::Limit => "limit",
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Nothing was given.
    Missing,
    /// Probably mistyped; sending it again overrides.
    Misspelt,
    /// It is not of the required form.
    Malformed,
    /// Shorter than the number of characters given in the problem.
    TooShort,
    /// Longer than the number given in the problem.
    TooLong,
    /// An address whose part before the `@` is longer than the number given in the problem.
    LongLocalPart,
    /// A number that is too small or too large.
    OutOfRange,
    /// A password that many people use.
    Common,
    /// A password made of the site's name or the person's own address.
    Context,
    /// It holds characters that cannot be stored or shown.
    Unusable,
    /// The site does not accept this address.
    NotAllowed,
    /// A web address that others on its way could read: it must be https.
    Insecure,
    /// An address with something after `#`.
    Fragment,
    /// An address with a name or a password before its host.
    Userinfo,
    /// An address with a `*`, which would stand for nothing but itself.
    Wildcard,
    /// A client has as many secrets as it may have; the number says how many.
    TooManySecrets,
    /// A site that has as many clients as it may.
    TooManyClients,
    /// What it is already.
    Same,
    /// Somebody else has it.
    Taken,
    /// It belongs to somebody else, and only the own will do.
    NotYours,
    /// There is none of this name.
    Unknown,
    /// It was given twice.
    Repeated,
    /// The code does not match.
    Wrong,
    /// The code does not match, or has run out of time or of tries; which one is not told, because that would tell whether
    /// there is an account.
    WrongOrExpired,
    /// The code has run out of time or of tries.
    Expired,
    /// The site would be left without an admin.
    LastAdmin,
    /// The operator protects the account.
    Protected,
    /// Unknown account, wrong password, or an account that may not log in: never told apart.
    WrongCredentials,
    /// A limit was reached; the number is the minutes to wait.
    TooManyAttempts,
    /// Another letter may be asked for later; the number is the seconds to wait.
    ResendTooSoon,
    /// This address has been sent enough letters for now.
    MailLimit,
}

impl Code {
    /// The stable word, in kebab-case as message keys are written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Misspelt => "misspelt",
            Self::Malformed => "malformed",
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::LongLocalPart => "long-local-part",
            Self::OutOfRange => "out-of-range",
            Self::Common => "common",
            Self::Context => "context",
            Self::Unusable => "unusable",
            Self::NotAllowed => "not-allowed",
            Self::Insecure => "insecure",
            Self::Fragment => "fragment",
            Self::Userinfo => "userinfo",
            Self::Wildcard => "wildcard",
            Self::TooManySecrets => "too-many-secrets",
            Self::TooManyClients => "too-many-clients",
            Self::Same => "same",
            Self::Taken => "taken",
            Self::NotYours => "not-yours",
            Self::Unknown => "unknown",
            Self::Repeated => "repeated",
            Self::Wrong => "wrong",
            Self::WrongOrExpired => "wrong-or-expired",
            Self::Expired => "expired",
            Self::LastAdmin => "last-admin",
            Self::Protected => "protected",
            Self::WrongCredentials => "wrong-credentials",
            Self::TooManyAttempts => "too-many-attempts",
            Self::ResendTooSoon => "resend-too-soon",
            Self::MailLimit => "mail-limit",
        }
    }
}

/// One thing wrong: where, what, and the number its sentence needs (0 when it needs none).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub code: Code,
    /// A limit or a wait, in the unit that `code` states.
    pub number: u64,
}

impl Problem {
    /// A problem whose sentence needs no number.
    #[must_use]
    pub fn new(field: Field, code: Code) -> Self {
        Self { field, code, number: 0 }
    }

    /// A problem whose sentence names a number.
    #[must_use]
    pub fn numbered(field: Field, code: Code, number: u64) -> Self {
        Self { field, code, number }
    }

    /// The key of its sentence.
    #[must_use]
    pub fn message_key(&self) -> String {
        match self.field.name() {
            "" => format!("problem-{}", self.code.word()),
            field => format!("problem-{}-{}", field.replace(['_', '.'], "-"), self.code.word()),
        }
    }
}
