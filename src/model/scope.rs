//! Scopes: what a client may know of a person, or do in somebody's name.

/// Who the person is, as an ID token.
pub const OPENID: &str = "openid";
/// The name and its like.
pub const PROFILE: &str = "profile";
/// The address for mail.
pub const EMAIL: &str = "email";
/// To go on while the person is logged out.
pub const OFFLINE: &str = "offline_access";

/// The scopes of OpenID Connect Core §5.4 and §11. There is nothing to tell of a postal address or a telephone.
pub const STANDARD: [&str; 6] = [OPENID, PROFILE, EMAIL, "address", "phone", OFFLINE];

/// The scopes in `asked` that are also in `allowed`, each once, in the order of the asking.
#[must_use]
pub fn within(asked: &str, allowed: &[String]) -> Vec<String> {
    let mut granted: Vec<String> = Vec::new();
    for scope in asked.split(' ').filter(|scope| allowed.iter().any(|allowed| allowed == scope)) {
        if !granted.iter().any(|known| known == scope) {
            granted.push(scope.to_owned());
        }
    }
    granted
}

/// Whether a scope is among them.
#[must_use]
pub fn has(scopes: &[String], wanted: &str) -> bool {
    scopes.iter().any(|scope| scope == wanted)
}

/// The end of the message keys of a scope's words; nothing for a scope that is an app's own.
#[must_use]
pub fn words_key(scope: &str) -> Option<String> {
    STANDARD.contains(&scope).then(|| scope.replace('_', "-"))
}

/// Whether a word may be a scope at all (RFC 6749 §3.3).
#[must_use]
pub fn is_scope(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}
