//! What can be wrong with what a person sent, as codes. They are the API's contract and the keys of the translated
//! sentences, so they never change; prose lives in `locales/`.

mod field;

pub use field::Field;

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
