//! A client as the dashboard's forms have it: lines of text.

use serde::Deserialize;
use serde_json::Value;

use super::kind_key;
use crate::{
    admin::frame::Frame,
    flows::{
        clients::{changes::ClientChanges, create::NewClient},
        site_changes::Change,
    },
    http::error::Refusal,
    model::{
        client_record::ClientRecord,
        oauth_client::{Authentication, Kind},
    },
};

/// What was typed, or what there is to be changed. A box that is not ticked is not there.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ClientForm {
    /// The mark of the form, where a client is made by it.
    pub form: String,
    /// Where it runs.
    pub kind: String,
    /// Its name for people.
    pub name: String,
    /// One address in each line.
    pub redirect_uris: String,
    /// One address in each line.
    pub post_logout_redirect_uris: String,
    /// Where it hears of logouts.
    pub backchannel_logout_uri: String,
    /// Words.
    pub scopes: String,
    /// How it proves who it is.
    pub auth: String,
    /// Its public keys.
    pub jwks: String,
    /// Whether its codes need a proof.
    pub require_pkce: Option<String>,
    /// Whether it is the site's own.
    pub first_party: Option<String>,
    /// Its own home page.
    pub home_url: String,
    /// Its terms of use.
    pub terms_url: String,
    /// Its privacy notice.
    pub privacy_url: String,
}

/// Something to choose.
pub struct Choice {
    /// As it is sent.
    pub value: &'static str,
    /// The words.
    pub label: String,
    /// More words.
    pub hint: String,
    /// Whether it is chosen.
    pub selected: bool,
}

impl ClientForm {
    /// An empty one, under the mark of a new form.
    #[must_use]
    pub fn blank(form: String) -> Self {
        Self { form, kind: Kind::Web.word().to_owned(), ..Self::default() }
    }

    /// What there is to be changed.
    #[must_use]
    pub fn of(client: &ClientRecord) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let ticked = |is: bool| is.then(|| "on".to_owned());
        Self {
            form: String::new(),
            kind: client.kind.word().to_owned(),
            name: client.name.clone(),
            redirect_uris: client.redirect_uris.join("\n"),
            post_logout_redirect_uris: client.post_logout_redirect_uris.join("\n"),
            backchannel_logout_uri: text(&client.backchannel_logout_uri),
            scopes: client.scopes.join(" "),
            auth: client.auth.word().to_owned(),
            jwks: client.jwks.as_ref().map(|keys| format!("{keys:#}")).unwrap_or_default(),
            require_pkce: ticked(client.require_pkce),
            first_party: ticked(client.first_party),
            home_url: text(&client.home_url),
            terms_url: text(&client.terms_url),
            privacy_url: text(&client.privacy_url),
        }
    }

    /// A new client, of which the form asks little: the rest is as safe as its kind can be.
    pub fn new_client(&self) -> Result<NewClient, Refusal> {
        let kind: Kind = self.kind.parse().map_err(|_| Refusal::BadRequest)?;
        Ok(NewClient {
            name: self.name.clone(),
            kind,
            redirect_uris: lines(&self.redirect_uris),
            post_logout_redirect_uris: lines(&self.post_logout_redirect_uris),
            backchannel_logout_uri: None,
            scopes: None,
            auth: None,
            jwks: None,
            require_pkce: None,
            first_party: self.first_party.is_some(),
            home_url: Some(self.home_url.clone()),
            terms_url: None,
            privacy_url: None,
        })
    }

    /// Everything as it was typed.
    pub fn changes(&self, kind: Kind) -> Result<ClientChanges, Refusal> {
        let set = |typed: &String| Some(Change::Set(typed.clone()));
        let keeps_secrets = kind.keeps_secrets();
        // The form has these fields only where somebody comes back to the client.
        let asked = kind.is_come_back_to();
        let auth = if keeps_secrets { self.auth.parse().map_err(|_| Refusal::BadRequest)? } else { Authentication::None };
        let jwks = match self.jwks.trim() {
            "" => Change::Clear,
            // What cannot be read is no key set either.
            typed => Change::Set(serde_json::from_str(typed).unwrap_or(Value::Null)),
        };
        Ok(ClientChanges {
            name: Some(self.name.clone()),
            redirect_uris: asked.then(|| lines(&self.redirect_uris)),
            post_logout_redirect_uris: asked.then(|| lines(&self.post_logout_redirect_uris)),
            backchannel_logout_uri: set(&self.backchannel_logout_uri),
            scopes: Some(self.scopes.split_whitespace().map(str::to_owned).collect()),
            auth: Some(auth),
            jwks: Some(jwks),
            require_pkce: Some(!keeps_secrets || self.require_pkce.is_some()),
            first_party: asked.then(|| self.first_party.is_some()),
            home_url: set(&self.home_url),
            terms_url: set(&self.terms_url),
            privacy_url: set(&self.privacy_url),
            status: None,
        })
    }

    /// Where it may run, to choose from.
    #[must_use]
    pub fn kinds(&self, page: &Frame<'_>) -> Vec<Choice> {
        let choice = |kind: Kind| Choice {
            value: kind.word(),
            label: page.text(kind_key(kind)),
            hint: page.text(&format!("{}-text", kind_key(kind))),
            selected: self.kind == kind.word(),
        };
        Kind::ALL.map(choice).into()
    }

    /// How it may prove who it is, to choose from.
    #[must_use]
    pub fn proofs(&self, page: &Frame<'_>) -> Vec<Choice> {
        let choice = |(auth, key): (Authentication, &str)| Choice {
            value: auth.word(),
            label: page.text(key),
            hint: String::new(),
            selected: self.auth == auth.word(),
        };
        [(Authentication::Secret, "clients-auth-secret"), (Authentication::PrivateKeyJwt, "clients-auth-key")].map(choice).into()
    }
}

/// Every line, empty ones too, so that a problem's number is the line's.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
