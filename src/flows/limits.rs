//! How often something may be tried: counted per account and per client address, before the try, in a transaction of its
//! own, so that neither a rollback nor a restart forgets it.

use std::net::IpAddr;

use anyhow::Result;
use sha2::{Digest, Sha256};
use time::Duration;

use super::Visit;
use crate::{
    config::Rate,
    model::email::Email,
    store::{self, attempts::Charge},
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
    /// Codes and links tried from one client address.
    ProofAddress,
}

/// Whom it is counted for, in one form for all of a person's spellings.
pub enum Whom<'a> {
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

/// Counts a try, and says how long to wait when any of the limits is used up.
pub async fn charge(visit: &Visit, tries: &[(Limit, Whom<'_>)]) -> Result<Option<Duration>> {
    let charges: Vec<Charge> = tries
        .iter()
        .map(|(limit, whom)| {
            let Rate { most, per } = limit.rate(visit);
            Charge { limit: limit.name(), key: whom.key(), most, window_ends: visit.now + per }
        })
        .collect();
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let until = store::attempts::charge(&mut tx, &charges, visit.now).await?;
    tx.commit().await?;
    if until.is_some() {
        let limits: Vec<&str> = charges.iter().map(|charge| charge.limit).collect();
        tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), ?limits, "a limit is used up");
    }
    Ok(until.map(|until| (until - visit.now).max(Duration::seconds(1))))
}

/// Forgets the tries counted for an account, because the last one was right.
pub async fn forgive(visit: &Visit, tx: &mut store::SiteTx, limit: Limit, whom: &Whom<'_>) -> Result<()> {
    tracing::trace!(site = %visit.site.slug, limit = limit.name(), "tries forgiven");
    store::attempts::forgive(tx, limit.name(), &whom.key()).await
}
