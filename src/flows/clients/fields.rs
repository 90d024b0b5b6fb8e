//! What may be said of a client, field by field. A list's problems name the entry, counted from 1: it is the line in a form.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    flows::site_fields,
    model::{
        keyring::JwkSet,
        oauth_client::{Authentication, Client, Kind},
        problem::{Code, Field, Problem},
        redirect_uri,
    },
};

/// The most that a list may hold.
const LONGEST_LIST: usize = 50;
const LONGEST_SCOPE: usize = 100;
const MOST_KEYS: usize = 10;

/// Addresses that a browser may be sent to. They are kept letter by letter, because that is how they are compared (RFC 9700
/// §4.1.3); entries without a letter are left out.
pub fn addresses(typed: &[String], kind: Kind, field: Field) -> Result<Vec<String>, Vec<Problem>> {
    let (mut kept, mut wrong, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (number, typed) in (1..).zip(typed) {
        let typed = typed.trim();
        match redirect_uri::check(typed, kind) {
            Ok(()) if seen.insert(typed) => kept.push(typed.to_owned()),
            Ok(()) => wrong.push(Problem::numbered(field, Code::Repeated, number)),
            Err(_) if typed.is_empty() => {}
            Err(code) => wrong.push(Problem::numbered(field, code, number)),
        }
    }
    if kept.len() > LONGEST_LIST {
        wrong.push(Problem::numbered(field, Code::TooLong, LONGEST_LIST as u64));
    }
    if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
}

/// Where the portal itself sends logout tokens; nothing from now on when it is empty.
pub fn backchannel(typed: &str) -> Result<Option<String>, Problem> {
    let typed = typed.trim();
    match redirect_uri::check(typed, Kind::Web) {
        Ok(()) => Ok(Some(typed.to_owned())),
        Err(_) if typed.is_empty() => Ok(None),
        Err(code) => Err(Problem::new(Field::BackchannelLogoutUri, code)),
    }
}

/// Scopes that a client may ask for (RFC 6749 §3.3).
pub fn scopes(typed: &[String]) -> Result<Vec<String>, Problem> {
    let mut seen = HashSet::new();
    let scopes = typed.iter().map(|scope| scope.trim()).filter(|scope| !scope.is_empty() && seen.insert(*scope));
    let scopes: Vec<String> = scopes.map(str::to_owned).collect();
    let fits = |scope: &String| {
        scope.len() <= LONGEST_SCOPE && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    if let Some(wrong) = scopes.iter().position(|scope| !fits(scope)) {
        return Err(Problem::numbered(Field::Scopes, Code::Malformed, wrong as u64 + 1));
    }
    if scopes.len() > LONGEST_LIST {
        return Err(Problem::numbered(Field::Scopes, Code::TooLong, LONGEST_LIST as u64));
    }
    Ok(scopes)
}

/// The address of a page that people are led to; none when it is empty.
pub fn link(typed: &str, field: Field) -> Result<Option<String>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => site_fields::link(typed, field).map(|url| Some(url.into())),
    }
}

/// Public keys by which a client proves itself. A private one does not belong here, nor does a secret that both would share.
pub fn jwks(given: Value) -> Result<Option<Value>, Problem> {
    let malformed = Problem::new(Field::Jwks, Code::Malformed);
    let keys = given["keys"].as_array().ok_or(malformed)?;
    let is_public = |key: &Value| {
        let asymmetric = matches!(key["kty"].as_str(), Some("RSA" | "EC" | "OKP"));
        asymmetric && ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().all(|part| key.get(part).is_none())
    };
    if !(1..=MOST_KEYS).contains(&keys.len()) || !keys.iter().all(is_public) {
        return Err(malformed);
    }
    JwkSet::deserialize(&given).map_err(|_| malformed)?;
    Ok(Some(given))
}

/// What fits no client of its kind, though each part for itself would do.
pub fn contradictions(client: &Client) -> Vec<Problem> {
    let mut wrong = Vec::new();
    let is_public = client.auth == Authentication::None;
    if is_public == client.kind.keeps_secrets() {
        wrong.push(Problem::new(Field::Auth, Code::NotAllowed));
    }
    if client.auth == Authentication::PrivateKeyJwt && client.jwks.is_none() {
        wrong.push(Problem::new(Field::Jwks, Code::Missing));
    }
    if is_public && !client.require_pkce {
        wrong.push(Problem::new(Field::RequirePkce, Code::NotAllowed));
    }
    if !client.kind.is_come_back_to() && !client.redirect_uris.is_empty() {
        wrong.push(Problem::new(Field::RedirectUris, Code::NotAllowed));
    }
    if client.kind.is_come_back_to() && client.redirect_uris.is_empty() {
        wrong.push(Problem::new(Field::RedirectUris, Code::Missing));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_the_line() {
        let lines = ["", " https://a.example ", "http://a.example", "", "https://a.example", "x"].map(str::to_owned);
        let wrong = addresses(&lines, Kind::Web, Field::RedirectUris).unwrap_err();
        let told: Vec<_> = wrong.iter().map(|problem| (problem.number, problem.code)).collect();
        assert_eq!(told, [(3, Code::Insecure), (5, Code::Repeated), (6, Code::Malformed)]);
        assert_eq!(addresses(&lines[..2], Kind::Web, Field::RedirectUris).unwrap(), ["https://a.example"]);
    }

    #[test]
    fn scopes_are_words() {
        let read = |list: &[&str]| scopes(&list.iter().map(|&scope| scope.to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&["openid", "", " orders:read ", "openid"]).unwrap(), ["openid", "orders:read"]);
        for bad in ["a b", "\"", "a\\b", "é", "\u{7f}"] {
            assert!(read(&[bad]).is_err(), "{bad}");
        }
    }
}
