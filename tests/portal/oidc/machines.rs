//! Programs that act for themselves, and clients that prove who they are by a signature.

use axum::http::StatusCode;
use futures_util::future::join_all;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::signing_key::{Algorithm as Kind, SigningKey};

use super::app::{App, encounter, error};
use crate::support::Portal;

#[tokio::test]
async fn a_machine_gets_a_token_for_what_it_may_do_and_nothing_else() {
    let portal = Portal::open();
    let site = portal.site().await;
    let about = json!({ "kind": "machine", "redirect_uris": [], "scopes": ["orders:read", "orders:write"] });
    let machine = App::like(&portal, &site, about).await;
    let grant = [("grant_type", "client_credentials")];
    let tokens = machine.token(&grant).await.ok(StatusCode::OK);
    assert_eq!(tokens["scope"], "orders:read orders:write");
    assert!(tokens.get("refresh_token").is_none() && tokens.get("id_token").is_none());
    let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(tokens["access_token"].as_str().unwrap()).unwrap().claims;
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(machine.id), &json!(machine.id)));
    assert!(claims.get("role").is_none() && claims.get("sid").is_none());
    let less = machine.token(&[grant[0], ("scope", "orders:read")]).await.ok(StatusCode::OK);
    assert_eq!(less["scope"], "orders:read");
    for more in ["orders:read openid", "admin", "orders:read  orders:delete"] {
        assert_eq!(error(&machine.token(&[grant[0], ("scope", more)]).await), (400, "invalid_scope"), "{more}");
    }
    for other in ["authorization_code", "refresh_token"] {
        assert_eq!(error(&machine.token(&[("grant_type", other), ("code", "x")]).await), (400, "unauthorized_client"));
    }
    assert_eq!(error(&machine.userinfo(&tokens).await), (403, "insufficient_scope"));
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let program = portal.client(&site).with("authorization", &bearer);
    assert_eq!(program.get("/api/admin/users").await.problem().0, 401);
}

struct Signer {
    app: App,
    bytes: Vec<u8>,
    kid: String,
}

impl Signer {
    fn proof(&self, kid: Option<&str>, claims: &Value) -> String {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::EdDSA) };
        encode(&header, claims, &EncodingKey::from_ed_der(&self.bytes)).unwrap()
    }

    async fn ask(&self, proof: &str) -> crate::support::Reply {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let fields = [("grant_type", "client_credentials"), ("client_assertion_type", kind), ("client_assertion", proof)];
        self.app.token_with(&[], &fields).await
    }
}

async fn signer(portal: &Portal) -> Signer {
    let site = portal.site().await;
    let bytes = Kind::EdDsa.generate().unwrap().to_vec();
    let key = SigningKey::read(Kind::EdDsa, &bytes).unwrap();
    let about = json!({
        "kind": "machine", "redirect_uris": [], "scopes": ["x"], "auth": "private_key_jwt", "jwks": { "keys": [key.public()] },
    });
    Signer { app: App::like(portal, &site, about).await, bytes, kid: key.kid().to_owned() }
}

#[tokio::test]
async fn a_signed_proof_counts_once_and_only_when_every_word_is_right() {
    let portal = Portal::open();
    let signer = signer(&portal).await;
    let stranger = self::signer(&portal).await;
    let now = portal.app.clock.now().unix_timestamp();
    let right = json!({
        "iss": signer.app.id, "sub": signer.app.id, "aud": signer.app.issuer, "exp": now + 60, "iat": now, "jti": "first",
    });
    let with = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims["jti"] = json!(format!("{name} {value}"));
        claims[name] = value;
        claims
    };
    let kid = Some(signer.kid.as_str());
    signer.ask(&signer.proof(kid, &right)).await.ok(StatusCode::OK);
    assert_eq!(error(&signer.ask(&signer.proof(kid, &right)).await), (401, "invalid_client"), "the second time");
    let token_endpoint = json!(format!("{}/oauth2/token", signer.app.issuer));
    for (claims, kid) in [
        (with("aud", token_endpoint.clone()), kid),
        (with("aud", json!([token_endpoint])), kid),
        (with("exp", json!(now + 3600)), None),
    ] {
        signer.ask(&signer.proof(kid, &claims)).await.ok(StatusCode::OK);
    }
    for claims in [
        with("aud", json!("https://elsewhere.example")),
        with("aud", json!([signer.app.issuer, "https://elsewhere.example"])),
        with("aud", json!([])),
        with("aud", json!(stranger.app.issuer)),
        with("iss", json!(stranger.app.id)),
        with("exp", json!(now - 61)),
        with("exp", json!(now + 3700)),
        with("exp", Value::Null),
        with("nbf", json!(now + 120)),
        with("jti", json!("")),
        with("jti", Value::Null),
    ] {
        assert_eq!(error(&signer.ask(&signer.proof(kid, &claims)).await), (401, "invalid_client"), "{claims}");
    }
    let forged = stranger.proof(kid, &with("sub", json!(signer.app.id)));
    assert_eq!(error(&signer.ask(&forged).await), (401, "invalid_client"), "another's key");
    assert_eq!(error(&signer.ask(&signer.proof(Some("other"), &with("n", json!(1)))).await), (401, "invalid_client"));
    let unsigned = format!("{}.{}.", "eyJhbGciOiJub25lIn0", signer.proof(kid, &with("n", json!(2))).split('.').nth(1).unwrap());
    assert_eq!(error(&signer.ask(&unsigned).await), (401, "invalid_client"));
    let public = serde_json::to_vec(SigningKey::read(Kind::EdDsa, &signer.bytes).unwrap().public()).unwrap();
    let hashed = encode(&Header::new(Algorithm::HS256), &with("n", json!(3)), &EncodingKey::from_secret(&public)).unwrap();
    assert_eq!(error(&signer.ask(&hashed).await), (401, "invalid_client"), "the public key is no secret");
}

#[tokio::test]
async fn of_twenty_who_use_a_proof_at_once_one_is_believed() {
    let portal = Portal::open();
    let signer = signer(&portal).await;
    let now = portal.app.clock.now().unix_timestamp();
    let claims = json!({ "iss": signer.app.id, "sub": signer.app.id, "aud": signer.app.issuer, "exp": now + 60, "jti": "only" });
    let proof = signer.proof(None, &claims);
    let replies = join_all((0..20).map(|_| signer.ask(&proof))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status.is_success()).count(), 1);
}

#[tokio::test]
async fn a_secret_ends_when_it_expires_and_another_takes_over() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let until = portal.app.clock.now() + Duration::hours(1);
    let until = until.format(&time::format_description::well_known::Rfc3339).unwrap();
    let path = format!("/api/sites/{}/clients/{}/secrets", site.id, app.id);
    let made = portal.operator().post(&path, json!({ "expires_at": until })).await.ok(StatusCode::CREATED);
    let second = App { secret: made["client_secret"].as_str().map(str::to_owned), ..app.clone() };
    assert!(second.secret.is_some(), "{made}");
    for holder in [&app, &second] {
        let code = app.code(&mut ada, &[]).await;
        holder.exchange(&code).await.ok(StatusCode::OK);
    }
    let code = app.code(&mut ada, &[]).await;
    portal.wait(Duration::hours(1));
    assert_eq!(error(&second.exchange(&code).await), (401, "invalid_client"));
    app.tokens(&mut ada, &[]).await;
}
