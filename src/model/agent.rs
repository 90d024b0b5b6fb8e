//! What a browser's description of itself means to people: "Firefox on Linux".

/// The browser and the system; either may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// The browser.
    pub browser: Option<&'static str>,
    /// The system.
    pub system: Option<&'static str>,
}

/// What to look for and what it is called. The first that is found counts, because browsers also name those they descend from.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("BSD", "BSD"),
];

impl Program {
    /// Reads a `User-Agent` header (RFC 9110 §10.1.5).
    #[must_use]
    pub fn of(agent: &str) -> Self {
        let find = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
        Self { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_not_taken_for_its_ancestors() {
        let of = |agent| {
            let Program { browser, system } = Program::of(agent);
            (browser.unwrap_or("?"), system.unwrap_or("?"))
        };
        assert_eq!(
            of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0"
            ),
            ("Edge", "Windows")
        );
        assert_eq!(
            of("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"),
            ("Chrome", "Android")
        );
        assert_eq!(
            of(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
            ),
            ("Safari", "iPhone")
        );
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), ("Firefox", "Linux"));
        assert_eq!(of("something else"), ("?", "?"));
    }
}
