//! What an admin wants to be different about a client. Only what is given changes; a new one has the safe ways of its kind.

use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::fields;
use crate::{
    flows::{
        site_changes::{Change, given},
        site_fields,
    },
    model::{
        oauth_client::{Authentication, Client, Kind, Status},
        problem::{Field, Problem},
    },
};

/// What a client of each kind may ask for unless it is told otherwise.
const USUAL_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Changes of a client. What is left out stays as it is; `null` takes away what need not be there. Its kind stays.
#[derive(Debug, Default, Deserialize, ToSchema, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct ClientChanges {
    /// Its name for people.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "Acme Shop")]
    pub name: Option<String>,
    /// Where people come back to after logging in, letter by letter; once for each address.
    #[arg(long = "redirect-uri")]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>, example = json!(["https://shop.acme.example/callback"]))]
    pub redirect_uris: Option<Vec<String>>,
    /// Where people may go after logging out, letter by letter; once for each address.
    #[arg(long = "post-logout-redirect-uri")]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>, example = json!(["https://shop.acme.example/"]))]
    pub post_logout_redirect_uris: Option<Vec<String>>,
    /// Where it is told that somebody has logged out; nothing takes it away.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://shop.acme.example/logged-out")]
    pub backchannel_logout_uri: Option<Change<String>>,
    /// The scopes that it may ask for; once for each.
    #[arg(long = "scope")]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>, example = json!(["openid", "profile", "email", "offline_access"]))]
    pub scopes: Option<Vec<String>>,
    /// How it proves who it is: secret or private_key_jwt; of kinds that can keep no secret, none.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Authentication)]
    pub auth: Option<Authentication>,
    /// Its public keys, if it proves itself by a signature, as a JSON Web Key Set.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Object>)]
    pub jwks: Option<Change<Value>>,
    /// Whether its codes need a proof of who asked for them (PKCE). Without a secret they always do.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    pub require_pkce: Option<bool>,
    /// Whether it is the site's own, so that nobody is asked whether it may know them.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    pub first_party: Option<bool>,
    /// Its own home page.
    // `--home-url` is a setting of the portal.
    #[arg(id = "home", long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://shop.acme.example/")]
    pub home_url: Option<Change<String>>,
    /// Its terms of use.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://shop.acme.example/terms")]
    pub terms_url: Option<Change<String>>,
    /// Its privacy notice.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://shop.acme.example/privacy")]
    pub privacy_url: Option<Change<String>>,
    /// Whether it may do anything at all: active or disabled. Disabling ends whatever it holds.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Status)]
    pub status: Option<Status>,
}

/// A client about which nothing has been said but where it runs: as safe as its kind can be.
#[must_use]
pub fn blank(id: Uuid, kind: Kind, now: OffsetDateTime) -> Client {
    let usual = if kind == Kind::Machine { &[][..] } else { &USUAL_SCOPES[..] };
    Client {
        id,
        kind,
        name: String::new(),
        logo: None,
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        backchannel_logout_uri: None,
        scopes: usual.iter().map(|&scope| scope.to_owned()).collect(),
        auth: if kind.keeps_secrets() { Authentication::Secret } else { Authentication::None },
        jwks: None,
        require_pkce: true,
        first_party: false,
        home_url: None,
        terms_url: None,
        privacy_url: None,
        status: Status::Active,
        created_at: now,
        updated_at: now,
    }
}

impl ClientChanges {
    /// Makes them, and says which of them will not do.
    pub fn apply(self, client: &mut Client) -> Vec<Problem> {
        let mut wrong = Vec::new();
        let kind = client.kind;
        set(&mut client.name, self.name.map(|typed| site_fields::line(&typed, Field::Name)), &mut wrong);
        for (place, typed, field) in [
            (&mut client.redirect_uris, self.redirect_uris, Field::RedirectUris),
            (&mut client.post_logout_redirect_uris, self.post_logout_redirect_uris, Field::PostLogoutRedirectUris),
        ] {
            match typed.map(|typed| fields::addresses(&typed, kind, field)) {
                Some(Ok(addresses)) => *place = addresses,
                Some(Err(problems)) => wrong.extend(problems),
                None => {}
            }
        }
        let backchannel = optional(self.backchannel_logout_uri, |typed| fields::backchannel(&typed));
        set(&mut client.backchannel_logout_uri, backchannel, &mut wrong);
        set(&mut client.scopes, self.scopes.map(|typed| fields::scopes(&typed)), &mut wrong);
        set(&mut client.jwks, optional(self.jwks, fields::jwks), &mut wrong);
        for (place, typed, field) in [
            (&mut client.home_url, self.home_url, Field::HomeUrl),
            (&mut client.terms_url, self.terms_url, Field::ClientTermsUrl),
            (&mut client.privacy_url, self.privacy_url, Field::ClientPrivacyUrl),
        ] {
            set(place, optional(typed, |typed| fields::link(&typed, field)), &mut wrong);
        }
        set(&mut client.auth, self.auth.map(Ok), &mut wrong);
        set(&mut client.require_pkce, self.require_pkce.map(Ok), &mut wrong);
        set(&mut client.first_party, self.first_party.map(Ok), &mut wrong);
        set(&mut client.status, self.status.map(Ok), &mut wrong);
        // The parts also have to fit each other. Of one that cannot be read, enough is said.
        let mut misfits = fields::contradictions(client);
        misfits.retain(|misfit| wrong.iter().all(|problem| problem.field != misfit.field));
        wrong.extend(misfits);
        wrong
    }
}

fn set<T>(place: &mut T, read: Option<Result<T, Problem>>, wrong: &mut Vec<Problem>) {
    match read {
        Some(Ok(value)) => *place = value,
        Some(Err(problem)) => wrong.push(problem),
        None => {}
    }
}

type Read<T> = Option<Result<Option<T>, Problem>>;

fn optional<T, U>(change: Option<Change<T>>, read: impl FnOnce(T) -> Result<Option<U>, Problem>) -> Read<U> {
    change.map(|change| match change {
        Change::Clear => Ok(None),
        Change::Set(typed) => read(typed),
    })
}
