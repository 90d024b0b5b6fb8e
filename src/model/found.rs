//! What the operator's search has found.

use uuid::Uuid;

/// Whatever goes by the words that were looked for.
#[derive(Debug, Default)]
pub struct Found {
    /// Sites, by id, short name, name, domain or login host.
    pub sites: Vec<FoundSite>,
    /// Whether there are more sites than these.
    pub more_sites: bool,
    /// Accounts, by exactly this address or id.
    pub users: Vec<FoundUser>,
    /// Whether there are more accounts than these.
    pub more_users: bool,
    /// Apps, by exactly this client id.
    pub clients: Vec<FoundClient>,
}

/// A site.
#[derive(Debug)]
pub struct FoundSite {
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The domain its front end is known by.
    pub domain: String,
}

/// An account.
#[derive(Debug)]
pub struct FoundUser {
    /// Its id.
    pub id: Uuid,
    /// Its address.
    pub email: String,
    /// The short name of its site.
    pub slug: String,
    /// The name of its site.
    pub site: String,
}

/// An app.
#[derive(Debug)]
pub struct FoundClient {
    /// Its client id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The short name of its site.
    pub slug: String,
    /// The name of its site.
    pub site: String,
}
