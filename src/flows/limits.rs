//! How often something may be tried: counted per account and per client address, before the try, in a transaction of its
//! own, so that neither a rollback nor a restart forgets it.

use std::net::IpAddr;

use anyhow::Result;
use sha2::{Digest, Sha256};
use time::Duration;

use super::Visit;
use crate::{
    config::Rate,
    metrics,
    model::email::Email,
    store::{self, SiteTx, attempts::Charge},
};

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// Logins to one account.
    LoginAccount,
    /// Logins from one client address.
    LoginAddress,
    /// Signups from one client address.
    SignupAddress,
    /// Mails to one recipient.
    MailRecipient,
    /// Mails asked for from one client address.
    ResendAddress,
    /// Codes tried for one address.
    ProofAccount,
    /// Codes and links tried from one client address.
    ProofAddress,
}

/// Whom it is counted for, in one form for all of a person's spellings.
enum Whom<'a> {
    /// An account, or an address that might have one.
    Account(&'a Email),
    /// A client's network.
    Network(IpAddr),
}

impl Limit {
    fn name(self) -> &'static str {
        match self {
            Self::LoginAccount => "login_account",
            Self::LoginAddress => "login_address",
            Self::SignupAddress => "signup_address",
            Self::MailRecipient => "mail_recipient",
            Self::ResendAddress => "resend_address",
            Self::ProofAccount => "proof_account",
            Self::ProofAddress => "proof_address",
        }
    }

    fn rate(self, visit: &Visit) -> Rate {
        let limits = &visit.app.config.limits;
        match self {
            Self::LoginAccount => limits.login_account,
            Self::LoginAddress => limits.login_address,
            Self::SignupAddress => limits.signup_address,
            Self::MailRecipient => limits.mail_recipient,
            Self::ResendAddress => limits.resend_address,
            Self::ProofAccount => limits.proof_account,
            Self::ProofAddress => limits.proof_address,
        }
    }
}

impl Whom<'_> {
    fn key(&self) -> [u8; 32] {
        match self {
            Self::Account(email) => Sha256::digest(email.as_str()),
            Self::Network(network) => Sha256::digest(network.to_string()),
        }
        .into()
    }
}

/// Counts a try from the visit's network, and then for an account if one is named; says how long to wait when either limit is
/// used up. A network past its own limit uses up nobody's account.
pub async fn charge(visit: &Visit, network: Limit, account: Option<(Limit, &Email)>) -> Result<Option<Duration>> {
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
    account: Option<(Limit, &Email)>,
) -> Result<Option<Duration>> {
    let by_network = new_charge(visit, network, &Whom::Network(visit.client.network()));
    let by_account = account.map(|(limit, email)| new_charge(visit, limit, &Whom::Account(email)));
    let until = store::attempts::charge(tx, &by_network, by_account.as_ref(), visit.now).await?;
    if until.is_some() {
        let account = by_account.map(|charge| charge.limit);
        visit.app.metrics.event(metrics::Event::Limit, by_network.limit);
        tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), network = by_network.limit, account, "a limit is used up");
    }
    Ok(until.map(|until| (until - visit.now).max(Duration::seconds(1))))
}

fn new_charge(visit: &Visit, limit: Limit, whom: &Whom<'_>) -> Charge {
    let Rate { most, per } = limit.rate(visit);
    Charge { limit: limit.name(), key: whom.key(), most, window_ends: visit.now + per }
}

/// Counts a letter to an address, whatever it is about, in the transaction that puts it into the outbox; says whether it may
/// be put there.
pub async fn may_mail(visit: &Visit, tx: &mut SiteTx, email: &Email) -> Result<bool> {
    let charge = new_charge(visit, Limit::MailRecipient, &Whom::Account(email));
    Ok(store::attempts::charge(tx, &charge, None, visit.now).await?.is_none())
}

/// Forgets the tries counted for an account, because the last one was right.
pub async fn forgive(tx: &mut SiteTx, limit: Limit, email: &Email) -> Result<()> {
    store::attempts::forgive(tx, limit.name(), &Whom::Account(email).key()).await
}
