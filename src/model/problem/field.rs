//! Where something can be wrong.

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
    /// The host of a mail server.
    MailHost,
    /// The port of a mail server.
    MailPort,
    /// The key of an account at Mailgun.
    MailKey,
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
    /// From where something was done.
    Address,
    /// The first day.
    From,
    /// The last day.
    To,
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
            Self::MailHost => "host",
            Self::MailPort => "port",
            Self::MailKey => "key",
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
            Self::Address => "address",
            Self::From => "from",
            Self::To => "to",
            Self::Page => "page",
            Self::PerPage => "per_page",
            Self::Limit => "limit",
        }
    }
}
