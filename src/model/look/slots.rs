//! Small texts of a site in places that are empty otherwise. They know paragraphs, lists, bold and links; everything else
//! in them is letters.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::theme::{Fault, Reason, leads_somewhere_safe};

/// The most characters of one text.
const LONGEST: usize = 2000;

macro_rules! slots {
    ($($(#[$meaning:meta])* $name:ident,)+) => {
        /// Texts by place.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct Slots {
            $($(#[$meaning])* #[serde(skip_serializing_if = "Option::is_none")] pub $name: Option<String>,)+
        }

        impl Slots {
            /// The names of the places.
            pub const NAMES: &[&str] = &[$(stringify!($name),)+];

            pub(super) fn over(self, below: Self) -> Self {
                Self { $($name: self.$name.or(below.$name),)+ }
            }

            /// The same texts as HTML.
            pub(super) fn marked_up(self) -> Self {
                Self { $($name: self.$name.map(|text| markup(&text)).filter(|html| !html.is_empty()),)+ }
            }

            /// The text for a place.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<&str> {
                match name { $(stringify!($name) => self.$name.as_deref(),)+ _ => None }
            }

            /// What is wrong with them.
            pub fn check(&self, faults: &mut Vec<Fault>) {
                $(check(stringify!($name), self.$name.as_deref(), faults);)+
            }
        }
    };
}

slots! {
    /// Above everything else.
    header,
    /// At the end of the page, before the links.
    footer,
    /// Between the title and the form.
    before_form,
    /// Below the form.
    after_form,
    /// On the panel, under the name.
    split_panel,
}

fn check(name: &str, text: Option<&str>, faults: &mut Vec<Fault>) {
    let Some(text) = text else { return };
    if text.chars().count() > LONGEST {
        faults.push(Fault::new(format!("slots.{name}"), Reason::TooLong(LONGEST)));
    }
    for (_, link) in text.lines().flat_map(links) {
        if !leads_somewhere_safe(link) {
            faults.push(Fault::new(format!("slots.{name}"), Reason::NotALink(link.to_owned())));
        }
    }
}

/// The links of a line: words and target.
fn links(line: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, words, target, after)) = next_link(rest) {
        found.push((words, target));
        rest = after;
    }
    found
}

/// What stands before the next `[words](target)`, the two, and what follows.
fn next_link(line: &str) -> Option<(&str, &str, &str, &str)> {
    let mut from = 0;
    loop {
        let middle = from + line[from..].find("](")?;
        let end = middle + line[middle..].find(')')?;
        if let Some(begin) = line[..middle].rfind('[').filter(|begin| *begin >= from) {
            return Some((&line[..begin], &line[begin + 1..middle], &line[middle + 2..end], &line[end + 1..]));
        }
        from = middle + 2;
    }
}

/// Small Markdown as HTML: paragraphs, `- lists`, `**bold**` and `[links](https://…)`.
#[must_use]
pub fn markup(text: &str) -> String {
    let mut html = String::new();
    for block in text.replace("\r\n", "\n").split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let lines: Vec<&str> = block.lines().map(str::trim).collect();
        if lines.iter().all(|line| line.starts_with("- ")) {
            let items: String = lines.iter().map(|line| format!("<li>{}</li>", inline(&line[2..]))).collect();
            html.extend(["<ul>", &items, "</ul>"]);
        } else {
            let lines: Vec<String> = lines.into_iter().map(inline).collect();
            html.extend(["<p>", &lines.join("<br>"), "</p>"]);
        }
    }
    html
}

fn inline(line: &str) -> String {
    let mut html = String::new();
    let mut rest = line;
    while let Some((before, words, target, after)) = next_link(rest) {
        html += &bold(before);
        let leads = leads_somewhere_safe(target);
        if leads {
            html.extend(["<a href=\"", &escape(target), "\" rel=\"noopener\">"]);
        }
        html += &bold(words);
        html += if leads { "</a>" } else { "" };
        rest = after;
    }
    html + &bold(rest)
}

fn bold(text: &str) -> String {
    let parts: Vec<&str> = text.split("**").collect();
    let pairs = (parts.len() - 1) / 2 * 2;
    let mut html = String::new();
    for (at, part) in parts.iter().enumerate() {
        html += match at {
            0 => "",
            at if at > pairs => "**",
            at if at % 2 == 1 => "<strong>",
            _ => "</strong>",
        };
        html += &escape(part);
    }
    html
}

fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => html += "&amp;",
            '<' => html += "&lt;",
            '>' => html += "&gt;",
            '"' => html += "&quot;",
            '\'' => html += "&#39;",
            sign if sign.is_control() => {}
            sign => html.push(sign),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_knows_paragraphs_lists_bold_and_links_and_nothing_else() {
        for (text, html) in [
            ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
            ("- a\n- **b**", "<ul><li>a</li><li><strong>b</strong></li></ul>"),
            ("**a** b ** c", "<p><strong>a</strong> b ** c</p>"),
            (
                "a [**b**](https://c.example/?d=1&e=2) f",
                "<p>a <a href=\"https://c.example/?d=1&amp;e=2\" rel=\"noopener\"><strong>b</strong></a> f</p>",
            ),
            ("[a](javascript:alert(1))", "<p>a)</p>"),
            ("[a](//evil.example) [b]( https://x)", "<p>a b</p>"),
            ("<script>alert('x')</script>&amp;", "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</p>"),
            ("[a\"onload=b](https://a\"onclick=b)", "<p>a&quot;onload=b</p>"),
            ("](x) [y](https://z.example)", "<p>](x) <a href=\"https://z.example\" rel=\"noopener\">y</a></p>"),
            ("![x](https://a.example/x.png)", "<p>!<a href=\"https://a.example/x.png\" rel=\"noopener\">x</a></p>"),
            (" \n\n ", ""),
        ] {
            assert_eq!(markup(text), html, "{text}");
        }
    }

    #[test]
    fn what_is_too_long_or_leads_astray_is_told() {
        let slots =
            Slots { header: Some("x".repeat(2001)), footer: Some("[a](http://b.example)".to_owned()), ..Slots::default() };
        let mut faults = Vec::new();
        slots.check(&mut faults);
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "slots.header: longer than 2000 characters",
                "slots.footer: \"http://b.example\" is not an https: or mailto: address"
            ]
        );
    }
}
