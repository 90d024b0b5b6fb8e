//! Which skin an address belongs to: pages for people, the dashboard for those who run things, the API for programs, or what
//! clients ask by OpenID Connect. Whatever goes wrong at an address for programs is told in their way and never as a page.

/// Who is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skin {
    /// A person with a browser.
    Pages,
    /// Whoever runs a site, or all of them.
    Dashboard,
    /// A program.
    Api,
    /// A client that logs people in.
    Client,
}

/// What programs ask for outside of `/api/`.
const FOR_PROGRAMS: [&str; 3] = ["/metrics", "/openapi.json", "/version"];
/// Where clients send browsers; at all other addresses below `/oauth2/` they come themselves.
const FOR_BROWSERS: [&str; 2] = ["/oauth2/authorize", "/oauth2/logout"];
/// What clients ask for elsewhere.
const FOR_CLIENTS: [&str; 3] =
    ["/.well-known/jwks.json", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"];

impl Skin {
    /// By the path, with or without a `/s/{slug}` in front.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let in_site = path.strip_prefix("/s/").and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
        let path = in_site.unwrap_or(path);
        let below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if below("/api") || FOR_PROGRAMS.contains(&path) {
            Self::Api
        } else if below("/admin") {
            Self::Dashboard
        } else if FOR_CLIENTS.into_iter().any(below) || (path.starts_with("/oauth2/") && !FOR_BROWSERS.contains(&path)) {
            Self::Client
        } else {
            Self::Pages
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_of_a_path_decide() {
        for path in
            ["/api", "/api/", "/api/config", "/s/acme/api/config", "/s/acme/api", "/version", "/openapi.json", "/api/admin/users"]
        {
            assert_eq!(Skin::of(path), Skin::Api, "{path}");
        }
        for path in ["/admin", "/admin/", "/admin/sites/acme", "/s/acme/admin", "/s/acme/admin/users", "/admin/api"] {
            assert_eq!(Skin::of(path), Skin::Dashboard, "{path}");
        }
        for path in [
            "/",
            "/s/api/login",
            "/s/api",
            "/s/admin",
            "/apiary",
            "/administer",
            "/login/api/",
            "/docs",
            "//api/config",
            "//admin",
            "/s/acme/login",
        ] {
            assert_eq!(Skin::of(path), Skin::Pages, "{path}");
        }
        for path in ["/oauth2/authorize", "/s/acme/oauth2/logout", "/oauth2", "/.well-known/change-password"] {
            assert_eq!(Skin::of(path), Skin::Pages, "{path}");
        }
        for path in ["/oauth2/token", "/s/acme/oauth2/userinfo", "/.well-known/openid-configuration/s/acme", "/oauth2/authorize/"]
        {
            assert_eq!(Skin::of(path), Skin::Client, "{path}");
        }
    }
}
