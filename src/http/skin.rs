//! Which skin an address belongs to: pages for people, the dashboard for those who run things, or the API for programs. Whatever
//! goes wrong at an address of the API is told as a problem and never as a page.

/// Who is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skin {
    /// A person with a browser.
    Pages,
    /// Whoever runs a site, or all of them.
    Dashboard,
    /// A program.
    Api,
}

/// What programs ask for outside of `/api/`.
const FOR_PROGRAMS: [&str; 3] = ["/metrics", "/openapi.json", "/version"];

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
    }
}
