//! How often something may be tried: counted per account and per client address, before the try, in a transaction of its
//! own, so that neither a rollback nor a restart forgets it. Passwords of one account are not counted in a window: each wrong
//! one makes the next wait longer, and a right one forgives them all, so that nobody is locked out for good. What cannot be
//! guessed, such as the secret of an app or of a mailed link, is counted only when it was wrong, and never kept waiting when it is
//! right: whoever shares a network with a guesser would be shut out for nothing.

use anyhow::Result;
use ipnet::IpNet;
use sha2::{Digest, Sha256};
use time::Duration;
use uuid::Uuid;

use super::Visit;
use crate::{
    config::{Rate, Waits},
    metrics,
    model::{email::Email, token::TokenHash, user::User, username::LoginName},
    store::{
        self, SiteTx,
        attempts::{Charge, UsedUp},
    },
};

/// How long wrong passwords are remembered at least.
const MEMORY: Duration = Duration::days(2);

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// Logins to one account, from browsers that it does not know.
    LoginAccount,
    /// Logins to one account from a browser that it knows: strangers cannot use these up.
    LoginDevice,
    /// Passwords given once more in a login to an account.
    ConfirmAccount,
    /// Logins from one client address.
    LoginAddress,
    /// Signups from one client address.
    SignupAddress,
    /// Changes of one account's address.
    ChangeAccount,
    /// Mails to one recipient.
    MailRecipient,
    /// Mails to one recipient that an admin asked for: strangers cannot use these up.
    AdminMail,
    /// Letters to one recipient that let a new password be chosen. Apart from the others, or whoever has somebody sent other
    /// letters could keep this one away.
    ResetRecipient,
    /// Mails asked for from one client address.
    ResendAddress,
    /// Letters sent to see whether mail arrives, from one client address and for one site.
    MailTest,
    /// Codes tried for one address.
    ProofAccount,
    /// Codes and links tried from one client address.
    ProofAddress,
    /// Devices that ask to be logged in, from one client address.
    DeviceAddress,
    /// Codes of devices that one account entered.
    UserCodeAccount,
    /// Codes of devices that were entered from one client address.
    UserCodeAddress,
    /// Links that count for nothing, shown at one site.
    ProofSite,
    /// Codes and refresh tokens of programs that count for nothing, from one client address.
    TokenAddress,
    /// Apps that did not prove who they are, from one client address.
    AppAddress,
    /// Wrong proofs of being one app.
    App,
}

/// Whom it is counted for, in one form for all of a person's spellings.
#[derive(Clone, Copy)]
pub enum Whom<'a> {
    /// An account, or an address that might have one.
    Account(&'a Email),
    /// What was given at a login. An account with a username has two names and so two counts: one count would tell which names
    /// belong together.
    Name(&'a LoginName),
    /// A browser that the account of a name knows.
    Device(&'a LoginName, &'a TokenHash),
    /// An account, one login to it, an app or a site.
    Id(Uuid),
    /// A client's network.
    Network(IpNet),
}

enum Rule<'a> {
    Window(Rate),
    Waits(&'a Waits),
}

impl Limit {
    fn name(self) -> &'static str {
        match self {
            Self::LoginAccount => "login_account",
            Self::LoginDevice => "login_device",
            Self::ConfirmAccount => "confirm_account",
            Self::LoginAddress => "login_address",
            Self::SignupAddress => "signup_address",
            Self::ChangeAccount => "change_account",
            Self::MailRecipient => "mail_recipient",
            Self::AdminMail => "admin_mail",
            Self::ResetRecipient => "reset_recipient",
            Self::ResendAddress => "resend_address",
            Self::MailTest => "mail_test",
            Self::ProofAccount => "proof_account",
            Self::ProofAddress => "proof_address",
            Self::DeviceAddress => "device_address",
            Self::UserCodeAccount => "user_code_account",
            Self::UserCodeAddress => "user_code_address",
            Self::ProofSite => "proof_site",
            Self::TokenAddress => "token_address",
            Self::AppAddress => "app_address",
            Self::App => "app",
        }
    }

    fn rule(self, visit: &Visit) -> Rule<'_> {
        let limits = &visit.app.config.limits;
        match self {
            Self::LoginAccount | Self::LoginDevice | Self::ConfirmAccount => Rule::Waits(&limits.login_account),
            Self::LoginAddress => Rule::Window(limits.login_address),
            Self::SignupAddress => Rule::Window(limits.signup_address),
            Self::ChangeAccount => Rule::Window(limits.change_account),
            Self::MailRecipient | Self::ResetRecipient | Self::AdminMail => Rule::Window(limits.mail_recipient),
            Self::ResendAddress => Rule::Window(limits.resend_address),
            Self::MailTest => Rule::Window(limits.mail_test),
            Self::ProofAccount | Self::UserCodeAccount => Rule::Window(limits.proof_account),
            Self::ProofAddress | Self::UserCodeAddress => Rule::Window(limits.proof_address),
            Self::DeviceAddress => Rule::Window(limits.device_address),
            Self::ProofSite => Rule::Window(limits.proof_site),
            Self::TokenAddress => Rule::Window(limits.token_address),
            Self::AppAddress => Rule::Window(limits.app_address),
            Self::App => Rule::Window(limits.app),
        }
    }
}

impl Whom<'_> {
    fn key(self) -> [u8; 32] {
        match self {
            Self::Account(email) | Self::Name(LoginName::Email(email)) => Sha256::digest(email.as_str()),
            Self::Name(LoginName::Username(username)) => Sha256::digest(format!("username {}", username.as_str())),
            Self::Device(name, device) => Sha256::new_with_prefix(device).chain_update(Self::Name(name).key()).finalize(),
            Self::Id(id) => Sha256::digest(id),
            Self::Network(network) => Sha256::digest(network.to_string()),
        }
        .into()
    }
}

/// Counts a try from the visit's network, and then for an account if one is named; says how long to wait when either limit is
/// used up. A network past its own limit uses up nobody's account.
pub async fn charge(visit: &Visit, network: Limit, account: Option<(Limit, Whom<'_>)>) -> Result<Option<Duration>> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let wait = charge_in(visit, &mut tx, network, account).await?;
    tx.commit().await?;
    Ok(wait)
}

/// As `charge`, in a transaction that must be committed before the try itself, whatever comes of it.
pub async fn charge_in(
    visit: &Visit,
    tx: &mut SiteTx,
    network: Limit,
    account: Option<(Limit, Whom<'_>)>,
) -> Result<Option<Duration>> {
    let by_network = new_charge(visit, network, Whom::Network(visit.client.network()));
    let by_account = account.map(|(limit, whom)| new_charge(visit, limit, whom));
    Ok(told(visit, store::attempts::charge(tx, &by_network, by_account.as_ref(), visit.now).await?))
}

/// How long to wait for a limit that is used up, which whoever watches hears of.
fn told(visit: &Visit, used_up: Option<UsedUp>) -> Option<Duration> {
    let UsedUp { limit, until } = used_up?;
    visit.app.metrics.event(metrics::Event::Limit, limit);
    let agent = visit.agent.as_str();
    tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), agent, reason = limit, "a limit is used up");
    Some((until - visit.now).max(Duration::seconds(1)))
}

fn new_charge(visit: &Visit, limit: Limit, whom: Whom<'_>) -> Charge {
    let (most, memory, waits) = match limit.rule(visit) {
        Rule::Window(Rate { most, per }) => (Some(most), per, Vec::new()),
        Rule::Waits(Waits(steps)) => {
            (None, memory(steps), steps.iter().map(|(from, wait)| (*from, wait.as_seconds_f64())).collect())
        }
    };
    Charge { limit: limit.name(), key: whom.key(), most, forgotten_at: visit.now + memory, waits }
}

/// For long enough that the longest wait does not end in being forgotten.
fn memory(waits: &[(u32, Duration)]) -> Duration {
    waits.iter().map(|(_, wait)| *wait * 2).fold(MEMORY, Duration::max)
}

/// Counts a letter to an address in the transaction that puts it into the outbox; says whether it may be put there.
pub async fn may_mail(visit: &Visit, tx: &mut SiteTx, email: &Email) -> Result<bool> {
    may_send(visit, tx, Limit::MailRecipient, email).await
}

/// As `may_mail`, by a count of its own.
pub async fn may_send(visit: &Visit, tx: &mut SiteTx, limit: Limit, email: &Email) -> Result<bool> {
    let charge = new_charge(visit, limit, Whom::Account(email));
    Ok(told(visit, store::attempts::charge(tx, &charge, None, visit.now).await?).is_none())
}

/// As `may_mail`, for a letter that an admin asks for; says how long to wait when there were too many.
pub async fn may_admin_mail(visit: &Visit, tx: &mut SiteTx, email: &Email) -> Result<Option<Duration>> {
    let charge = new_charge(visit, Limit::AdminMail, Whom::Account(email));
    Ok(told(visit, store::attempts::charge(tx, &charge, None, visit.now).await?))
}

/// Forgets the tries counted for both names of an account, because the last one was right.
pub async fn forgive_logins(tx: &mut SiteTx, user: &User) -> Result<()> {
    for name in [Some(&user.email), user.username.as_ref()].into_iter().flatten() {
        if let Ok(name) = LoginName::parse(name, true) {
            forgive(tx, Limit::LoginAccount, Whom::Name(&name)).await?;
        }
    }
    Ok(())
}

/// Forgets the tries counted, because the last one was right.
pub async fn forgive(tx: &mut SiteTx, limit: Limit, whom: Whom<'_>) -> Result<()> {
    store::attempts::forgive(tx, limit.name(), &whom.key()).await
}
