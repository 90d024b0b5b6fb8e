//! Which skin an address belongs to: pages for people, or the API for programs. Whatever goes wrong at an address of the
//! API is told as a problem and never as a page.

/// Who is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skin {
    /// A person with a browser.
    Pages,
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
        match path == "/api" || path.starts_with("/api/") || FOR_PROGRAMS.contains(&path) {
            true => Self::Api,
            false => Self::Pages,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_of_a_path_make_it_the_api_s() {
        for path in ["/api", "/api/", "/api/config", "/s/acme/api/config", "/s/acme/api", "/version", "/openapi.json"] {
            assert_eq!(Skin::of(path), Skin::Api, "{path}");
        }
        for path in ["/", "/s/api/login", "/s/api", "/apiary", "/login/api/", "/docs", "//api/config", "/s/acme/login"] {
            assert_eq!(Skin::of(path), Skin::Pages, "{path}");
        }
    }
}
