//! An app that a site's people log in to, as its developer would write it.

use std::{collections::HashMap, sync::Arc};

use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde_json::{Value, json};
use url::form_urlencoded;
use vestibule::model::site::Site;

use crate::support::{Browser, Client, Portal, Reply};

/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[derive(Clone)]
pub struct App {
    pub program: Client,
    pub id: String,
    pub secret: Option<String>,
    pub callback: String,
    pub issuer: String,
}

impl App {
    /// The site's own web application.
    pub async fn own(portal: &Portal, site: &Site) -> Self {
        Self::like(portal, site, json!({ "first_party": true })).await
    }

    /// Somebody else's.
    pub async fn foreign(portal: &Portal, site: &Site) -> Self {
        Self::like(portal, site, json!({})).await
    }

    /// A web application with other particulars.
    pub async fn like(portal: &Portal, site: &Site, changes: Value) -> Self {
        let mut about = json!({
            "name": "Shop", "kind": "web", "redirect_uris": ["https://shop.example/callback"],
            "post_logout_redirect_uris": ["https://shop.example/bye"], "home_url": "https://shop.example/",
            "scopes": ["openid", "profile", "email", "address", "phone", "offline_access"],
        });
        about.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let client = portal.operator().post(&format!("/api/sites/{}/clients", site.id), about).await.ok(StatusCode::CREATED);
        Self {
            program: portal.client(site),
            id: client["client_id"].as_str().unwrap().to_owned(),
            secret: client["client_secret"].as_str().map(str::to_owned),
            callback: client["redirect_uris"][0].as_str().unwrap_or_default().to_owned(),
            issuer: site.base.url(""),
        }
    }

    /// What it sends people with. A parameter without a value is left out.
    pub fn request(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let usual = [
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", &self.callback),
            ("scope", "openid"),
            ("state", "af0ifjsldkj"),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let replaced = |name: &str| changes.iter().any(|(other, _)| *other == name);
        let kept = usual.into_iter().filter(|(name, _)| !replaced(name));
        let all = kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty()));
        all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Where it sends people.
    pub fn link(&self, changes: &[(&str, &str)]) -> String {
        format!("/oauth2/authorize?{}", encoded(&self.request(changes)))
    }

    /// What it is answered in the address where the browser has arrived.
    pub fn answer(&self, browser: &Browser) -> HashMap<String, String> {
        let place = browser.location();
        let query = place.strip_prefix(&self.callback).unwrap_or_else(|| panic!("still at {place}: {}", browser.body));
        form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect()
    }

    /// The code that it gets for a browser whose person need not be asked anything.
    pub async fn code(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> String {
        browser.visit(&self.link(changes)).await;
        let answer = self.answer(browser);
        answer.get("code").unwrap_or_else(|| panic!("no code: {answer:?}")).clone()
    }

    /// The tokens that it gets for such a browser.
    pub async fn tokens(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> Value {
        let code = self.code(browser, changes).await;
        self.exchange(&code).await.ok(StatusCode::OK)
    }

    /// Trades a code.
    pub async fn exchange(&self, code: &str) -> Reply {
        let grant = [("grant_type", "authorization_code"), ("code", code)];
        self.token(&[&grant[..], &[("redirect_uri", &self.callback), ("code_verifier", VERIFIER)]].concat()).await
    }

    /// Trades a refresh token.
    pub async fn refresh(&self, tokens: &Value) -> Reply {
        let token = tokens["refresh_token"].as_str().unwrap();
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// Asks for tokens, proving who it is as usual.
    pub async fn token(&self, fields: &[(&str, &str)]) -> Reply {
        match &self.secret {
            Some(secret) => {
                let basic = format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id)));
                self.token_with(&[("authorization", &basic)], fields).await
            }
            None => self.token_with(&[], &[fields, &[("client_id", &self.id)]].concat()).await,
        }
    }

    /// Asks for tokens in any way.
    pub async fn token_with(&self, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Reply {
        self.post("/oauth2/token", headers, fields).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Reply {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [headers, &[("content-type", "application/x-www-form-urlencoded")]].concat();
        self.program.send(Method::POST, path, &headers, Some(body.as_bytes())).await
    }

    pub async fn userinfo(&self, tokens: &Value) -> Reply {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        self.program.with("authorization", &bearer).get("/oauth2/userinfo").await
    }

    /// What an ID token says, as a client believes it.
    pub async fn believe(&self, tokens: &Value) -> Value {
        let token = tokens["id_token"].as_str().unwrap();
        let keys: JwkSet = serde_json::from_value(self.program.get("/.well-known/jwks.json").await.body).unwrap();
        let header = decode_header(token).unwrap();
        let key = keys.find(&header.kid.unwrap()).unwrap();
        let mut rules = Validation::new(header.alg);
        rules.set_audience(&[&self.id]);
        rules.set_issuer(&[&self.issuer]);
        // The stage's clock may be ahead.
        rules.validate_exp = false;
        decode::<Value>(token, &DecodingKey::from_jwk(key).unwrap(), &rules).unwrap().claims
    }
}

/// A person of the site who is logged in, an app, and the site.
pub async fn encounter(portal: &Portal) -> (Arc<Site>, App, Browser) {
    let site = portal.site().await;
    let app = App::own(portal, &site).await;
    let ada = portal.member(&site, "ada@example.com").await;
    portal.wait(time::Duration::seconds(10));
    (site, app, ada)
}

pub fn encoded(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The code of what is wrong.
pub fn error(reply: &Reply) -> (u16, &str) {
    assert_eq!(reply.header("content-type"), "application/json", "{}", reply.text);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(reply.body["error_description"].is_string());
    (reply.status.as_u16(), reply.body["error"].as_str().unwrap())
}
