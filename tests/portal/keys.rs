use std::{collections::BTreeSet, net::Ipv4Addr, sync::Arc};

use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::future::join_all;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;
use vestibule::{
    flows::{
        Visit, access_token,
        keys::{self, Rotation},
    },
    model::{
        access_token::{AccessToken, Grant},
        author::Author,
        client::{Agent, ClientAddress},
        keyring::{AFTERLIFE, CACHE_TIME, Description, LEAD, LONGEST_TOKEN, State},
        signing_key::Algorithm,
        site::Site,
    },
    store::sweep,
    words::Locale,
};

use crate::support::{Portal, fresh_database, sql};

const JWKS: &str = "/.well-known/jwks.json";
const USER: Uuid = Uuid::from_u128(7);
const SESSION: Uuid = Uuid::from_u128(8);

fn visit(portal: &Portal, site: &Arc<Site>) -> Visit {
    Visit {
        app: Arc::clone(&portal.app),
        site: Arc::clone(site),
        client: ClientAddress::new(Ipv4Addr::LOCALHOST.into()),
        agent: Agent::default(),
        locale: Locale::ENGLISH,
        now: portal.app.clock.now(),
        request_id: String::new(),
    }
}

async fn mint(portal: &Portal, site: &Arc<Site>) -> String {
    let grant = Grant::own(USER, SESSION, "user");
    access_token::mint(&visit(portal, site), &grant).await.unwrap().token.expose_secret().to_owned()
}

async fn verify(portal: &Portal, site: &Arc<Site>, token: &str) -> Option<AccessToken> {
    access_token::verify(&visit(portal, site), token).await.unwrap()
}

async fn jwks(portal: &Portal, site: &Site) -> Vec<Value> {
    let answer = portal.browser(site).send(Method::GET, JWKS, &[], None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let mut set: Value = serde_json::from_str(&answer.body).unwrap();
    serde_json::from_value(set["keys"].take()).unwrap()
}

async fn kids(portal: &Portal, site: &Site) -> BTreeSet<String> {
    jwks(portal, site).await.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

async fn begin_rotation(portal: &Portal, site: &Site) -> Description {
    match keys::rotate(&portal.app, &Author::console(), site).await.unwrap() {
        Rotation::Begun(key) => key,
        Rotation::Waiting(_) | Rotation::Unreadable => panic!("no rotation"),
    }
}

async fn rows(site: &Site) -> i64 {
    let count = "select count(*) from signing_keys where site_id = $1";
    sqlx::query_scalar(count).bind(site.id).fetch_one(&sql().await).await.unwrap()
}

/// Header or claims.
fn part(token: &str, number: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(number).unwrap()).unwrap()).unwrap()
}

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

/// As a site's own backend would: the key set, and a library that knows nothing of us.
fn believed_by_a_backend(keys: &[Value], token: &str, issuer: &str) -> bool {
    let Some(key) = keys.iter().find(|key| key["kid"] == part(token, 0)["kid"]) else { return false };
    let key: jsonwebtoken::jwk::Jwk = serde_json::from_value(key.clone()).unwrap();
    let mut rules = jsonwebtoken::Validation::new(key.common.key_algorithm.unwrap().try_into().unwrap());
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[issuer]);
    rules.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    // Its clock is the system's, ours may have been moved.
    rules.validate_exp = false;
    jsonwebtoken::decode::<Value>(token, &jsonwebtoken::DecodingKey::from_jwk(&key).unwrap(), &rules).is_ok()
}

#[tokio::test]
async fn a_token_says_whose_it_is_and_anybody_can_check_it_with_the_key_set() {
    let portal = Portal::open();
    let site = portal.site().await;
    let token = mint(&portal, &site).await;
    let (header, claims, issuer) = (part(&token, 0), part(&token, 1), site.base.url(""));
    let keys = jwks(&portal, &site).await;
    assert_eq!(header, json!({"typ": "at+jwt", "alg": "RS256", "kid": keys[0]["kid"]}));
    let iat = claims["iat"].as_i64().unwrap();
    let expected = json!({
        "iss": issuer, "aud": issuer, "client_id": issuer, "sub": USER, "sid": SESSION, "role": "user",
        "iat": iat, "exp": iat + 600, "jti": claims["jti"],
    });
    assert_eq!(claims, expected);
    assert!(believed_by_a_backend(&keys, &token, &issuer));
    let believed = verify(&portal, &site, &token).await.unwrap();
    assert_eq!((believed.subject, believed.session, believed.role.as_deref()), (USER, Some(SESSION), Some("user")));
    assert_ne!(part(&mint(&portal, &site).await, 1)["jti"], claims["jti"]);
}

#[tokio::test]
async fn forged_and_borrowed_tokens_are_worth_nothing() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (token, foreign) = (mint(&portal, &site).await, mint(&portal, &other).await);
    assert!(verify(&portal, &site, &token).await.is_some());
    let (header, claims) = (part(&token, 0), part(&token, 1));
    let (first, rest) = token.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let with_header = |name: &str, value: Value| {
        let mut altered = header.clone();
        altered[name] = value;
        format!("{}.{payload}.{signature}", encode(&altered))
    };
    let with_claim = |name: &str, value: &str| {
        let mut altered = claims.clone();
        altered[name] = value.into();
        format!("{first}.{}.{signature}", encode(&altered))
    };
    let unsigned = format!("{}.{payload}.", encode(&json!({"typ": "at+jwt", "alg": "none", "kid": header["kid"]})));
    let mut forged = vec![
        foreign.clone(),
        with_claim("role", "admin"),
        with_claim("sub", &Uuid::nil().to_string()),
        with_header("kid", part(&foreign, 0)["kid"].clone()),
        with_header("kid", Value::Null),
        with_header("alg", "none".into()),
        with_header("crit", json!(["exp"])),
        unsigned.clone(),
        unsigned.trim_end_matches('.').to_owned(),
        format!("{first}.{payload}"),
        format!("{first}.{payload}.{}", foreign.rsplit('.').next().unwrap()),
        format!("{token}."),
        format!("{token}="),
        format!(" {token}"),
        String::new(),
        "..".to_owned(),
        "a.b.c".to_owned(),
        "ü.ü.ü".to_owned(),
    ];
    // The public key is known to all: it must not do as a secret.
    let published = jwks(&portal, &site).await;
    let public = published.iter().find(|key| key["kid"] == header["kid"]).unwrap();
    let modulus = public["n"].as_str().unwrap();
    for secret in [&URL_SAFE_NO_PAD.decode(modulus).unwrap()[..], modulus.as_bytes(), public.to_string().as_bytes()] {
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        (header.typ, header.kid) = (Some("at+jwt".into()), Some(public["kid"].as_str().unwrap().into()));
        forged.push(jsonwebtoken::encode(&header, &claims, &jsonwebtoken::EncodingKey::from_secret(secret)).unwrap());
    }
    // A key that the token brings along is nobody's key.
    let mine = vestibule::model::signing_key::SigningKey::read(Algorithm::EdDsa, &Algorithm::EdDsa.generate().unwrap()).unwrap();
    let (own, jwk) = (mine.sign("at+jwt", &claims).unwrap(), serde_json::to_value(mine.public()).unwrap());
    let (_, rest) = own.expose_secret().split_once('.').unwrap();
    forged.push(format!("{}.{rest}", encode(&json!({"typ": "at+jwt", "alg": "EdDSA", "kid": header["kid"], "jwk": jwk}))));
    forged.push(own.expose_secret().to_owned());
    for token in forged {
        assert_eq!(verify(&portal, &site, &token).await, None, "{token}");
    }
}

/// The same key signs ID tokens: only the type keeps one from passing for the other.
#[tokio::test]
async fn a_token_of_another_type_issuer_or_audience_is_no_access_token() {
    let portal = Portal::open();
    let site = portal.site().await;
    let claims = part(&mint(&portal, &site).await, 1);
    let signer = keys::signer(&visit(&portal, &site)).await.unwrap();
    let sign = |kind: &str, claims: &Value| signer.sign(kind, claims).unwrap().expose_secret().to_owned();
    assert!(verify(&portal, &site, &sign("at+jwt", &claims)).await.is_some());
    for kind in ["JWT", "", "at+jwt ", "AT+JWT", "application/at+jwt", "logout+jwt"] {
        assert_eq!(verify(&portal, &site, &sign(kind, &claims)).await, None, "{kind}");
    }
    for claim in ["iss", "aud"] {
        let mut altered = claims.clone();
        altered[claim] = "https://evil.example".into();
        assert_eq!(verify(&portal, &site, &sign("at+jwt", &altered)).await, None, "{claim}");
    }
}

#[tokio::test]
async fn a_token_lasts_its_time_and_a_minute_for_clocks_that_differ() {
    let portal = Portal::open_with(&["--access-token-lifetime", "5m"]);
    let site = portal.site().await;
    let token = mint(&portal, &site).await;
    let claims = part(&token, 1);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
    portal.wait(Duration::seconds(359));
    assert!(verify(&portal, &site, &token).await.is_some());
    portal.wait(Duration::SECOND);
    assert_eq!(verify(&portal, &site, &token).await, None);

    let fresh = mint(&portal, &site).await;
    portal.wait(Duration::seconds(-59));
    assert!(verify(&portal, &site, &fresh).await.is_some(), "made by an instance whose clock is ahead");
    portal.wait(Duration::seconds(-120));
    assert_eq!(verify(&portal, &site, &fresh).await, None, "a clock that was set back revives nothing");
}

#[tokio::test]
async fn the_key_set_is_public_and_holds_nothing_private() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let rsa = portal.site_with(|settings| settings.signing_algorithm = Algorithm::Rs256).await;
    let mut seen = BTreeSet::new();
    for site in [&site, &other, &rsa] {
        let mut browser = portal.browser(site);
        let answer = browser.send(Method::GET, JWKS, &[], None).await;
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), format!("public, max-age={}", CACHE_TIME.whole_seconds()));
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("set-cookie").is_empty() && answer.header("access-control-allow-credentials").is_empty());
        for private in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
            assert!(!answer.body.contains(&format!("\"{private}\"")), "{private}");
        }
        let head = browser.send(Method::HEAD, JWKS, &[], None).await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
        assert_eq!(head.header("cache-control"), answer.header("cache-control"));
        assert_eq!(browser.send(Method::POST, JWKS, &[], Some(b"")).await.status, StatusCode::METHOD_NOT_ALLOWED);
        let kids = kids(&portal, site).await;
        assert_eq!(kids.len(), 1, "asking makes the first key");
        seen.extend(kids);
    }
    assert_eq!(seen.len(), 3, "no two sites share a key");
}

#[tokio::test]
async fn a_site_chooses_how_it_signs_and_a_change_comes_with_the_next_key() {
    let portal = Portal::open();
    for algorithm in [Algorithm::Es256, Algorithm::Rs256] {
        let site = portal.site_with(|settings| settings.signing_algorithm = algorithm).await;
        let token = mint(&portal, &site).await;
        assert_eq!(part(&token, 0)["alg"], algorithm.name());
        assert!(verify(&portal, &site, &token).await.is_some());
        assert!(believed_by_a_backend(&jwks(&portal, &site).await, &token, &site.base.url("")));
        let altered = format!("{}A", &token[..token.len() - 1]);
        assert!(altered == token || verify(&portal, &site, &altered).await.is_none());

        let mut changed = (*site).clone();
        changed.settings.signing_algorithm = Algorithm::EdDsa;
        let changed = Arc::new(changed);
        assert_eq!(part(&mint(&portal, &changed).await, 0)["alg"], algorithm.name());
        assert_eq!(begin_rotation(&portal, &changed).await.algorithm, Algorithm::EdDsa);
        portal.wait(LEAD);
        assert_eq!(part(&mint(&portal, &changed).await, 0)["alg"], "EdDSA");
        assert!(verify(&portal, &changed, &token).await.is_some(), "what the old key signed still counts");
    }
}

#[tokio::test]
async fn a_rotation_is_announced_before_it_happens_and_costs_nobody_a_token() {
    let portal = Portal::open_with(&["--access-token-lifetime", "1h"]);
    let site = portal.site().await;
    let issuer = site.base.url("");
    let old = mint(&portal, &site).await;
    let old_kid = part(&old, 0)["kid"].as_str().unwrap().to_owned();
    // A backend that asked a moment before the rotation, and keeps the keys for as long as it may.
    let mut kept = jwks(&portal, &site).await;
    let next = begin_rotation(&portal, &site).await;
    assert_eq!((next.state, next.active_at), (State::Next, portal.app.clock.now() + LEAD));
    let mut since = Duration::ZERO;
    let (mut last_of_old, mut first_of_new) = (old, None);
    for _ in 0..22 {
        let token = mint(&portal, &site).await;
        assert!(believed_by_a_backend(&kept, &token, &issuer), "{since}");
        match part(&token, 0)["kid"] == next.kid {
            true => drop(first_of_new.get_or_insert((since, token))),
            false => last_of_old = token,
        }
        portal.wait(Duration::seconds(30));
        since += Duration::seconds(30);
        if since.whole_seconds() % CACHE_TIME.whole_seconds() == 0 {
            kept = jwks(&portal, &site).await;
        }
    }
    let (turn, _) = first_of_new.unwrap();
    assert_eq!(turn, LEAD);
    // The last token of the old key was made half a minute before the turn, and ends an hour and a minute's leeway later.
    portal.wait(LEAD + LONGEST_TOKEN + Duration::seconds(29) - since);
    assert!(verify(&portal, &site, &last_of_old).await.is_some());
    assert_eq!(kids(&portal, &site).await, BTreeSet::from([old_kid, next.kid.clone()]));
    portal.wait(AFTERLIFE - LONGEST_TOKEN - Duration::seconds(30));
    assert_eq!(kids(&portal, &site).await.len(), 2);
    portal.wait(Duration::SECOND);
    assert_eq!(kids(&portal, &site).await, BTreeSet::from([next.kid]));
}

#[tokio::test]
async fn of_many_rotations_at_once_one_begins() {
    let portal = Portal::open();
    let others = [Portal::open(), Portal::open(), Portal::open()];
    let site = portal.site().await;
    let first = mint(&portal, &site).await;
    let rotations = others.iter().cycle().take(12).map(|portal| {
        let (app, site) = (Arc::clone(&portal.app), Arc::clone(&site));
        tokio::spawn(async move { keys::rotate(&app, &Author::console(), &site).await.unwrap() })
    });
    let outcomes: Vec<_> = join_all(rotations).await.into_iter().map(Result::unwrap).collect();
    let begun = outcomes.iter().filter(|outcome| matches!(outcome, Rotation::Begun(_))).count();
    let waiting = outcomes.iter().filter(|outcome| matches!(outcome, Rotation::Waiting(_))).count();
    assert_eq!((begun, waiting), (1, 11));
    assert_eq!(rows(&site).await, 2);
    assert!(matches!(keys::rotate(&portal.app, &Author::console(), &site).await.unwrap(), Rotation::Waiting(_)));
    let states: Vec<_> = keys::list(&portal.app, &site).await.unwrap().into_iter().map(|key| key.state).collect();
    assert_eq!(states, [State::Next, State::Active]);
    assert_eq!(part(&mint(&portal, &site).await, 0), part(&first, 0));
}

#[tokio::test]
async fn a_crowd_that_comes_first_gets_one_key() {
    let instances = [Portal::open(), Portal::open(), Portal::open(), Portal::open()];
    let site = instances[0].site().await;
    let tokens = instances.iter().cycle().take(40).map(|portal| {
        let visit = visit(portal, &site);
        tokio::spawn(async move {
            let minted = access_token::mint(&visit, &Grant::own(USER, SESSION, "user")).await.unwrap();
            minted.token.expose_secret().to_owned()
        })
    });
    let tokens: Vec<_> = join_all(tokens).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(rows(&site).await, 1);
    let kids: BTreeSet<_> = tokens.iter().map(|token| part(token, 0)["kid"].to_string()).collect();
    assert_eq!(kids.len(), 1);
    for token in &tokens[..4] {
        for portal in &instances {
            assert!(verify(portal, &site, token).await.is_some());
        }
    }
}

#[tokio::test]
async fn another_instance_hears_of_a_rotation_or_looks_again_within_a_minute() {
    let (portal, listening, deaf) = (Portal::open(), Portal::open(), Portal::open());
    let site = portal.site().await;
    let following = tokio::spawn(listening.app.keys.clone().follow(listening.app.database.clone()));
    let before = kids(&listening, &site).await;
    assert_eq!(kids(&deaf, &site).await, before);
    let next = begin_rotation(&portal, &site).await.kid;
    while !kids(&listening, &site).await.contains(&next) {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    following.abort();
    assert_eq!(kids(&deaf, &site).await, before);
    deaf.wait(Duration::MINUTE);
    assert!(kids(&deaf, &site).await.contains(&next));
}

#[tokio::test]
async fn tokens_and_the_key_set_do_without_the_database() {
    let portal = Portal::open();
    let site = portal.site().await;
    let token = mint(&portal, &site).await;
    let known = kids(&portal, &site).await;
    portal.app.database.close().await;
    assert!(verify(&portal, &site, &token).await.is_some(), "no query for a key that is in memory");
    portal.wait(Duration::minutes(5));
    assert!(verify(&portal, &site, &token).await.is_some());
    assert_eq!(kids(&portal, &site).await, known);
    // What may have changed unseen must not be kept until the change counts.
    let answer = portal.browser(&site).send(Method::GET, JWKS, &[], None).await;
    assert_eq!(answer.header("cache-control"), "public, max-age=240");
}

#[tokio::test]
async fn a_new_secret_key_reads_what_the_old_one_sealed() {
    const OLD: &str = "0123456789-test-only-secret-ABCDEFGHIJ";
    const NEW: &str = "another-test-only-value-9876543210-ZYX";
    let portal = Portal::open();
    let site = portal.site().await;
    let token = mint(&portal, &site).await;
    let changing = Portal::open_with(&["--secret-key", &format!("{NEW},{OLD}")]);
    assert_eq!(part(&mint(&changing, &site).await, 0), part(&token, 0));

    // The old one was dropped too early: what it signed still counts, and a new key takes over.
    let changed = Portal::open_with(&["--secret-key", NEW]);
    assert!(matches!(keys::rotate(&changed.app, &Author::console(), &site).await.unwrap(), Rotation::Unreadable));
    assert!(verify(&changed, &site, &token).await.is_some());
    let fresh = mint(&changed, &site).await;
    assert_ne!(part(&fresh, 0), part(&token, 0));
    assert_eq!(rows(&site).await, 2);
    assert!(believed_by_a_backend(&jwks(&changed, &site).await, &token, &site.base.url("")));
    assert_eq!(part(&mint(&changing, &site).await, 0), part(&token, 0), "from memory");
    changing.wait(Duration::MINUTE);
    assert_eq!(part(&mint(&changing, &site).await, 0), part(&fresh, 0));
}

#[tokio::test]
async fn a_private_key_is_sealed_for_its_place() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (token, foreign) = (mint(&portal, &site).await, mint(&portal, &other).await);
    let swap =
        "update signing_keys set private_key = (select private_key from signing_keys where site_id = $2) where site_id = $1";
    sqlx::query(swap).bind(site.id).bind(other.id).execute(&sql().await).await.unwrap();
    let thief = Portal::open();
    let next = mint(&thief, &site).await;
    assert!(![&token, &foreign].iter().any(|known| part(known, 0)["kid"] == part(&next, 0)["kid"]));
    assert_eq!(verify(&thief, &other, &next).await, None);
}

#[tokio::test]
async fn keys_that_have_served_are_swept() {
    let portal = Portal::open_on(fresh_database("swept_keys").await, &[]);
    let site = portal.site().await;
    mint(&portal, &site).await;
    let next = begin_rotation(&portal, &site).await;
    let count = async || {
        let mut tx = portal.app.database.site(site.id).await.unwrap();
        vestibule::store::signing_keys::all(&mut tx).await.unwrap().into_iter().map(|row| row.kid).collect::<Vec<_>>()
    };
    portal.wait(LEAD + AFTERLIFE);
    sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
    assert_eq!(count().await.len(), 2, "not a moment early");
    portal.wait(Duration::SECOND);
    assert_eq!(sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap(), 1);
    assert_eq!(count().await, [next.kid]);
}
