//! What happened to an account, or was tried.

use std::net::IpAddr;

use time::OffsetDateTime;
use uuid::Uuid;

use super::vocabulary::described;

/// What was done or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The address was proven, and with it the account made.
    AddressProven,
    /// Somebody logged in.
    LoggedIn,
    /// Somebody logged in with a browser and from a network that the account had not seen.
    NewDevice,
    /// Somebody tried to log in, in vain.
    LoginRefused,
    /// Somebody logged out.
    LoggedOut,
    /// A refresh token came twice, so its login was ended: one of the two was a thief's.
    TokenReused,
    /// Somebody who was logged in gave the password once more.
    IdentityConfirmed,
    /// A login was ended from another device.
    DeviceEnded,
    /// All logins but one were ended.
    OtherDevicesEnded,
    /// The password was changed.
    PasswordChanged,
    /// Somebody who was logged in gave a wrong present password.
    PasswordRefused,
    /// A forgotten password was replaced.
    PasswordReset,
    /// Name, username, language or time zone were changed.
    ProfileChanged,
    /// A letter went to a new address.
    EmailChangeAsked,
    /// The new address will not do after all.
    EmailChangeCancelled,
    /// The new address was proven and counts.
    EmailChanged,
    /// The old address took the account back.
    EmailChangeUndone,
    /// Everything stored was handed out.
    DataExported,
    /// The account is to be deleted.
    DeletionAsked,
    /// The account stays after all.
    DeletionUndone,
    /// The account went for good.
    Deleted,
    /// The operator made the account and vouched for its address.
    UserCreated,
    /// Somebody was invited.
    UserInvited,
    /// An invitation was sent once more.
    InvitationSent,
    /// An invitation was accepted, and with it the address proven.
    InvitationAccepted,
    /// An admin changed a name, a username or the protection.
    UserChanged,
    /// The role was changed.
    RoleChanged,
    /// The account was disabled.
    UserDisabled,
    /// The account may log in again.
    UserEnabled,
    /// The account was deleted by an admin.
    UserDeleted,
    /// A person let an app know who they are.
    AppAllowed,
    /// A person allowed that to an app on a device that had shown a code.
    DeviceAllowed,
    /// A person took that back.
    AppRevoked,
    /// An app's code came twice, so what it gave was ended: one of the two was a thief's.
    AppCodeReused,
    /// An app's refresh token came twice, so what it kept going was ended.
    AppTokenReused,
    /// An admin had a letter sent that lets its reader choose a new password.
    ResetSent,
    /// An admin ended all logins.
    LoginsEnded,
    /// An admin had a temporary password made.
    TemporaryPasswordMade,
    /// Somebody gave the temporary password, to choose another one.
    TemporaryPasswordUsed,
    /// An admin ended one login.
    LoginEnded,
    /// An admin took an invitation back.
    InvitationWithdrawn,
    /// An admin downloaded a list of accounts.
    UsersExported,
    /// An admin downloaded a part of the record.
    RecordExported,
    /// The site's look was changed for everybody.
    LookPublished,
    /// An older look of the site was brought back.
    LookRestored,
    /// A client was registered.
    ClientCreated,
    /// A client was changed.
    ClientChanged,
    /// A client was removed.
    ClientDeleted,
    /// A client got another secret.
    ClientSecretAdded,
    /// One of a client's secrets was taken away.
    ClientSecretRevoked,
    /// The operator added a site.
    SiteCreated,
    /// A site's particulars or rules were changed.
    SiteChanged,
    /// A site answers nobody any more.
    SiteDisabled,
    /// A site answers again.
    SiteEnabled,
    /// A site was deleted.
    SiteDeleted,
    /// A site got a new signing key.
    KeyRotated,
    /// Somebody entered the dashboard with the master key.
    OperatorLoggedIn,
    /// Somebody left it.
    OperatorLoggedOut,
    /// Somebody who was in the dashboard gave the master key once more.
    OperatorConfirmed,
    /// Somebody sent a wrong master key.
    OperatorRefused,
    /// Too many wrong master keys came from one network.
    OperatorLimited,
    /// A link was made that lets one person into the dashboard.
    EntryLinkMade,
    /// Such a link was used.
    EntryLinkUsed,
    /// Letters that had been given up are tried again.
    LettersRetried,
    /// A letter was sent to see whether mail arrives.
    MailTested,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody at a site's pages or API; who, if that was proven.
    Person(Option<Uuid>),
    /// An admin of the site.
    Admin(Uuid),
    /// Whoever holds the master key.
    Operator,
    /// The portal itself.
    System,
}

/// One thing that happened, as its account's owner sees it.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// What, in the word that is stored. A later version may know more words than this one.
    pub action: String,
    /// When.
    pub at: OffsetDateTime,
    /// From where, unless the portal did it by itself.
    pub address: Option<IpAddr>,
    /// The browser's own description.
    pub agent: String,
}

const WORDS: &[(Action, &str)] = &[
    (Action::AddressProven, "address_proven"),
    (Action::LoggedIn, "logged_in"),
    (Action::NewDevice, "new_device"),
    (Action::LoginRefused, "login_refused"),
    (Action::LoggedOut, "logged_out"),
    (Action::TokenReused, "token_reused"),
    (Action::IdentityConfirmed, "identity_confirmed"),
    (Action::DeviceEnded, "device_ended"),
    (Action::OtherDevicesEnded, "other_devices_ended"),
    (Action::PasswordChanged, "password_changed"),
    (Action::PasswordRefused, "password_refused"),
    (Action::PasswordReset, "password_reset"),
    (Action::ProfileChanged, "profile_changed"),
    (Action::EmailChangeAsked, "email_change_asked"),
    (Action::EmailChangeCancelled, "email_change_cancelled"),
    (Action::EmailChanged, "email_changed"),
    (Action::EmailChangeUndone, "email_change_undone"),
    (Action::DataExported, "data_exported"),
    (Action::DeletionAsked, "deletion_asked"),
    (Action::DeletionUndone, "deletion_undone"),
    (Action::Deleted, "deleted"),
    (Action::UserCreated, "user_created"),
    (Action::UserInvited, "user_invited"),
    (Action::InvitationSent, "invitation_sent"),
    (Action::InvitationAccepted, "invitation_accepted"),
    (Action::UserChanged, "user_changed"),
    (Action::RoleChanged, "role_changed"),
    (Action::UserDisabled, "user_disabled"),
    (Action::UserEnabled, "user_enabled"),
    (Action::UserDeleted, "user_deleted"),
    (Action::AppAllowed, "app_allowed"),
    (Action::DeviceAllowed, "device_allowed"),
    (Action::AppRevoked, "app_revoked"),
    (Action::AppCodeReused, "app_code_reused"),
    (Action::AppTokenReused, "app_token_reused"),
    (Action::ResetSent, "reset_sent"),
    (Action::LoginsEnded, "logins_ended"),
    (Action::TemporaryPasswordMade, "temporary_password_made"),
    (Action::TemporaryPasswordUsed, "temporary_password_used"),
    (Action::LoginEnded, "login_ended"),
    (Action::InvitationWithdrawn, "invitation_withdrawn"),
    (Action::UsersExported, "users_exported"),
    (Action::RecordExported, "record_exported"),
    (Action::LookPublished, "look_published"),
    (Action::LookRestored, "look_restored"),
    (Action::ClientCreated, "client_created"),
    (Action::ClientChanged, "client_changed"),
    (Action::ClientDeleted, "client_deleted"),
    (Action::ClientSecretAdded, "client_secret_added"),
    (Action::ClientSecretRevoked, "client_secret_revoked"),
    (Action::SiteCreated, "site_created"),
    (Action::SiteChanged, "site_changed"),
    (Action::SiteDisabled, "site_disabled"),
    (Action::SiteEnabled, "site_enabled"),
    (Action::SiteDeleted, "site_deleted"),
    (Action::KeyRotated, "key_rotated"),
    (Action::OperatorLoggedIn, "operator_logged_in"),
    (Action::OperatorLoggedOut, "operator_logged_out"),
    (Action::OperatorConfirmed, "operator_confirmed"),
    (Action::OperatorRefused, "operator_refused"),
    (Action::OperatorLimited, "operator_limited"),
    (Action::EntryLinkMade, "entry_link_made"),
    (Action::EntryLinkUsed, "entry_link_used"),
    (Action::LettersRetried, "letters_retried"),
    (Action::MailTested, "mail_tested"),
];

impl Action {
    /// The word that is stored; with hyphens, the key of its sentence.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(action, _)| *action == self).map_or("", |(_, word)| word)
    }

    /// Whether it came off.
    #[must_use]
    pub fn result(self) -> &'static str {
        match self {
            Self::LoginRefused | Self::PasswordRefused | Self::OperatorRefused | Self::OperatorLimited => "refused",
            _ => "done",
        }
    }

    /// Every action that there is.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|(action, _)| *action)
    }

    /// Whether `word` is one of those that there are sentences for.
    #[must_use]
    pub fn is_known(word: &str) -> bool {
        WORDS.iter().any(|(_, known)| *known == word)
    }
}

described!(Action, "Action", Action::all().map(Action::word));
described!(Actor, "ActorKind", ["person", "admin", "operator", "system"]);

impl Actor {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Admin(_) => "admin",
            Self::Operator => "operator",
            Self::System => "system",
        }
    }

    /// Whose account acted.
    #[must_use]
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::Person(id) => id,
            Self::Admin(id) => Some(id),
            Self::Operator | Self::System => None,
        }
    }
}
