//! What every answer of the portal says about itself, whatever it was an answer to, and what none may ever say. Each answer that
//! any story gets is held against this.

use axum::http::{HeaderMap, StatusCode};

/// What may be kept by whoever fetched it: it is the same for everybody.
const PUBLIC: [&str; 6] = [
    "/api/sites/by-domain",
    "/assets/",
    "/.well-known/jwks.json",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
    "/openapi.json",
];
/// What stands in every answer just so.
const ALWAYS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("strict-transport-security", "max-age=31536000"),
];

/// Holds an answer against the rule.
pub fn check(path: &str, status: StatusCode, headers: &HeaderMap, body: &str) {
    let path = path.split('?').next().unwrap_or_default();
    let place = format!("{path} {status}");
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
    for (name, value) in ALWAYS {
        assert_eq!(header(name), value, "{place}: {name}");
    }
    assert!(!header("permissions-policy").is_empty() && header("x-request-id").len() == 36, "{place}");
    let is_public = PUBLIC.iter().any(|public| path.contains(public)) && status == StatusCode::OK;
    assert!(header("cache-control") == "no-store" || is_public, "{place}: {}", header("cache-control"));
    let shared = header("cross-origin-resource-policy");
    assert!(shared == "same-origin" || (shared == "cross-origin" && path.starts_with("/assets/f/")), "{place}: {shared}");
    check_policy(&place, header("content-security-policy"), header("x-frame-options"));
    let may_show_another = header("content-security-policy").contains("frame-src");
    assert!(may_show_another || !body.contains("<iframe"), "{place}: a frame that stays empty");
    let kind = header("content-type");
    assert!(body.is_empty() || !kind.is_empty(), "{place} does not say what it is");
    assert!(!kind.starts_with("text/") || kind.contains("charset=utf-8"), "{place}: {kind}");
    // A caller who names the field is told its name again, and no more.
    for secret in ["$argon2", "\"password_hash\":"] {
        assert!(!body.contains(secret), "{place} tells of a hash");
    }
}

/// Nothing inline, nothing from elsewhere and in nobody's frame; or, where the portal frames it itself, without any rights.
fn check_policy(place: &str, policy: &str, frames: &str) {
    assert!(policy.contains("default-src 'none'") && !policy.contains('*'), "{place}: {policy}");
    let is_powerless = policy.contains("sandbox") || policy.contains("form-action 'none'");
    if is_powerless {
        assert!(!policy.contains("script-src"), "{place}: {policy}");
    } else {
        for part in ["base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(policy.contains(part) && !policy.contains("unsafe"), "{place}: {policy}");
        }
    }
    let is_framed = policy.contains("frame-ancestors 'self'");
    assert_eq!(frames, if is_framed { "SAMEORIGIN" } else { "DENY" }, "{place}: {policy}");
}
