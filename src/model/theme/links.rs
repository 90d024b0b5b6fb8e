//! Where the footer of a site leads.

use serde::{Deserialize, Serialize};

use super::tokens::group;
use super::{Fault, Reason};

group! {
    /// `[links]`, each `https:` or `mailto:`
    Links {
        /// The site itself.
        home: String,
        /// Help.
        support: String,
        /// Privacy policy.
        privacy: String,
        /// Terms of use.
        terms: String,
        /// Whether everything is up.
        status: String,
    }
}

impl Links {
    /// Those that lead somewhere safe; the others are told and left out.
    pub(super) fn checked(mut self, faults: &mut Vec<Fault>) -> Self {
        let links = [
            ("links.home", &mut self.home),
            ("links.support", &mut self.support),
            ("links.privacy", &mut self.privacy),
            ("links.terms", &mut self.terms),
            ("links.status", &mut self.status),
        ];
        for (key, link) in links {
            if let Some(unsafe_link) = link.take_if(|link| !leads_somewhere_safe(link)) {
                faults.push(Fault::new(key, Reason::NotALink(unsafe_link)));
            }
        }
        self
    }
}

// Anything else, `javascript:` above all, would run or lead where nobody expects it.
pub(crate) fn leads_somewhere_safe(link: &str) -> bool {
    let plain = link.chars().all(|sign| sign.is_ascii_graphic() && !"\"'<>\\`".contains(sign));
    let site = link.strip_prefix("https://").is_some_and(|rest| rest.starts_with(|first: char| first.is_alphanumeric()));
    let mailbox = link.strip_prefix("mailto:").is_some_and(|rest| rest.contains('@'));
    plain && (site || mailbox)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_sites_and_mailboxes_only() {
        for link in ["https://a.example/x?y=1#z", "mailto:help@a.example"] {
            assert!(leads_somewhere_safe(link), "{link}");
        }
        for link in
            ["http://a.example", "javascript:alert(1)", "https:a", "https:///a", "mailto:", "/terms", "https://a.example/\n"]
        {
            assert!(!leads_somewhere_safe(link), "{link}");
        }
    }
}
