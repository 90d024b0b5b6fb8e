//! A browser without scripts: it reads labels, fills in fields, presses buttons, keeps cookies and follows redirects.

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;
use vestibule::model::site::Site;

use super::guarded;

/// A password that every rule allows.
pub const PASSWORD: &str = "correct horse battery staple";

#[derive(Clone)]
pub struct Browser {
    router: Router,
    origin: String,
    base: String,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
    pub peer: SocketAddr,
    location: String,
    typed: HashMap<String, String>,
    pub status: StatusCode,
    pub answer_headers: HeaderMap,
    pub body: String,
}

/// One answer, redirects not followed.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// A form as it is sent. A file is as good as its content.
struct Sent {
    method: Method,
    action: String,
    fields: Vec<(String, String)>,
    in_parts: bool,
}

impl Answer {
    /// What the answer says of the cookie that holds the login.
    pub fn session_cookie(&self) -> &str {
        let cookies = self.headers.get_all("set-cookie").into_iter().map(|cookie| cookie.to_str().unwrap());
        cookies.into_iter().find(|cookie| cookie.starts_with("__Host-session-")).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Browser {
    pub fn new(router: Router, site: &Site) -> Self {
        Self::at(router, &site.base.origin, &site.base.path)
    }

    /// At any place of the portal's.
    pub fn at(router: Router, origin: &str, base: &str) -> Self {
        Self {
            router,
            origin: origin.to_owned(),
            base: base.to_owned(),
            cookies: BTreeMap::new(),
            headers: vec![("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".to_owned())],
            peer: "192.0.2.10:40000".parse().unwrap(),
            location: String::new(),
            typed: HashMap::new(),
            status: StatusCode::OK,
            answer_headers: HeaderMap::new(),
            body: String::new(),
        }
    }

    /// From now on another instance answers.
    pub fn visit_at(&mut self, router: &Router) {
        self.router = router.clone();
    }

    /// Where the browser is, within its site.
    pub fn path(&self) -> &str {
        let path = self.location.split(['?', '#']).next().unwrap_or_default();
        path.strip_prefix(&self.base).unwrap_or(path)
    }

    /// Where the browser is, with everything after the path.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// Opens a page: an address within the site, or a whole one.
    pub async fn visit(&mut self, page: &str) {
        let target = if page.starts_with("https://") || page.starts_with("http://") {
            page.to_owned()
        } else {
            format!("{}{}{page}", self.origin, self.base)
        };
        self.go(Method::GET, &target, None).await;
    }

    /// Types into the field with this label.
    pub fn fill(&mut self, label: &str, value: &str) -> &mut Self {
        let name = self.field(label).value().attr("name").expect("the field has a name").to_owned();
        self.typed.insert(name, value.to_owned());
        self
    }

    /// Ticks the box with this label.
    pub fn tick(&mut self, label: &str) -> &mut Self {
        self.fill(label, "on")
    }

    /// What stands in the field with this label.
    pub fn value(&self, label: &str) -> String {
        self.field(label).value().attr("value").unwrap_or_default().to_owned()
    }

    /// Presses the button with these words, which sends its form.
    pub async fn press(&mut self, words: &str) {
        let Sent { method, action, fields, in_parts } = self.form(words);
        if in_parts {
            let part = |(name, value): &(String, String)| {
                format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let body: String = fields.iter().map(part).collect();
            return self.go(method, &action, Some(("multipart/form-data; boundary=part", body + "--part--\r\n"))).await;
        }
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        if method == Method::GET {
            self.go(Method::GET, &format!("{action}?{body}"), None).await;
        } else {
            self.go(Method::POST, &action, Some(("application/x-www-form-urlencoded", body))).await;
        }
    }

    /// Follows the link with these words.
    pub async fn follow(&mut self, words: &str) {
        let href = self
            .all("a[href]")
            .into_iter()
            .find(|link| text(*link) == words)
            .and_then(|link| link.value().attr("href").map(str::to_owned));
        let href = href.unwrap_or_else(|| panic!("no link {words:?} in {}", self.body));
        self.go(Method::GET, &href, None).await;
    }

    /// Whether the page says this.
    pub fn sees(&self, words: &str) -> bool {
        let html = Html::parse_document(&self.body);
        let all: String = html.root_element().text().collect();
        all.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
    }

    /// The problems listed at the top of the page.
    pub fn problems(&self) -> Vec<String> {
        self.all("[data-part=error-summary] li").into_iter().map(text).collect()
    }

    /// The text of the page's heading.
    pub fn heading(&self) -> String {
        self.all("h1").into_iter().map(text).collect()
    }

    pub async fn sign_up(&mut self, email: &str) {
        self.visit("/signup").await;
        self.fill("Email", email).fill("Create a password", PASSWORD);
        self.press("Sign up").await;
        assert_eq!(self.path(), "/check-mail", "{}", self.body);
    }

    pub async fn log_in(&mut self, email: &str, password: &str) {
        self.visit("/login?prompt=login").await;
        self.fill("Email", email).fill("Password", password);
        self.press("Log in").await;
    }

    pub async fn is_logged_in(&self) -> bool {
        let answer = self.clone().send(Method::GET, "/account", &[], None).await;
        answer.status == StatusCode::OK
    }

    /// Sends one request within the site, with these further headers, and follows nothing.
    pub async fn send(&mut self, method: Method, page: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let path =
            if page.starts_with("//") || page.starts_with("/s/") { page.to_owned() } else { format!("{}{page}", self.base) };
        self.request(method, &path, headers, body.map(<[u8]>::to_vec)).await
    }

    /// Sends a form as the site's own page would.
    pub async fn post(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, page, &headers, Some(body.as_bytes())).await
    }

    /// What is sent has a type and a text.
    async fn go(&mut self, method: Method, target: &str, body: Option<(&str, String)>) {
        let (mut method, mut target, mut body) = (method, target.to_owned(), body);
        for _ in 0..6 {
            let path = self.resolve(&target);
            if let Some(elsewhere) = path.strip_prefix("elsewhere ") {
                elsewhere.clone_into(&mut self.location);
                self.body.clear();
                return;
            }
            let (kind, sent) = body.take().unzip();
            let headers = [("content-type", kind.unwrap_or_default()), ("sec-fetch-site", "same-origin")];
            let headers = if kind.is_none() { &headers[1..] } else { &headers[..] };
            let answer = self.request(method, &path, headers, sent.map(String::into_bytes)).await;
            self.typed.clear();
            self.location = path;
            self.status = answer.status;
            self.body = answer.body;
            self.answer_headers = answer.headers;
            if !answer.status.is_redirection() {
                return;
            }
            target = self.answer_headers[header::LOCATION].to_str().unwrap().to_owned();
            method = Method::GET;
        }
        panic!("too many redirects, the last to {target}");
    }

    fn resolve(&self, target: &str) -> String {
        let here = url::Url::parse(&self.origin).unwrap().join(&self.location).unwrap();
        let there = here.join(target).unwrap();
        if there.origin().ascii_serialization() == self.origin {
            there[url::Position::BeforePath..].to_owned()
        } else {
            format!("elsewhere {there}")
        }
    }

    async fn request(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answer {
        let host = self.origin.trim_start_matches("https://").to_owned();
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", host);
        }
        for (name, value) in self.headers.iter().map(|(name, value)| (*name, value.as_str())).chain(headers.iter().copied()) {
            request = request.header(name, value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        let mut request = request.body(body.map_or_else(Body::empty, Body::from)).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        for cookie in head.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let body = String::from_utf8_lossy(&to_bytes(body, 1 << 22).await.unwrap()).into_owned();
        guarded::check(path, head.status, &head.headers, &body);
        Answer { status: head.status, headers: head.headers, body }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn html(&self) -> &'static Html {
        // Elements borrow their document; a test's documents are few and small.
        Box::leak(Box::new(Html::parse_document(&self.body)))
    }

    pub fn all(&self, selector: &str) -> Vec<ElementRef<'static>> {
        let selector = Selector::parse(selector).unwrap();
        self.html().select(&selector).collect()
    }

    fn field(&self, label: &str) -> ElementRef<'static> {
        let labels = self.all("label[for]");
        let id = labels.into_iter().find(|found| text(*found) == label).and_then(|found| found.value().attr("for"));
        let id = id.unwrap_or_else(|| panic!("no label {label:?} in {}", self.body));
        self.all(&format!("[id='{id}']")).into_iter().next().expect("the label's field exists")
    }

    fn form(&self, words: &str) -> Sent {
        let button = self.all("button").into_iter().find(|button| text(*button) == words);
        let button = button.unwrap_or_else(|| panic!("no button {words:?} in {}", self.body));
        let form = button
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")
            .expect("the button has a form");
        let method = if form.value().attr("method") == Some("post") { Method::POST } else { Method::GET };
        let action = form.value().attr("action").unwrap_or(&self.location).to_owned();
        let inputs = Selector::parse("input[name], select[name], textarea[name]").unwrap();
        let selected = Selector::parse("option[selected]").unwrap();
        let value = |element: ElementRef<'_>| {
            let input = element.value();
            let name = input.attr("name")?.to_owned();
            if input.name() == "select" && !self.typed.contains_key(&name) {
                let option = element.select(&selected).next()?;
                return Some((name, option.value().attr("value")?.to_owned()));
            }
            if input.name() == "textarea" && !self.typed.contains_key(&name) {
                return Some((name, element.text().collect()));
            }
            let is_box = matches!(input.attr("type"), Some("checkbox" | "radio"));
            match self.typed.get(&name) {
                Some(typed) if input.attr("type") == Some("radio") => {
                    (input.attr("value") == Some(typed)).then(|| (name, typed.clone()))
                }
                Some(typed) => Some((name, typed.clone())),
                None if is_box && input.attr("checked").is_none() => None,
                None => Some((name, input.attr("value").unwrap_or(if is_box { "on" } else { "" }).to_owned())),
            }
        };
        let pressed = || Some((button.value().attr("name")?.to_owned(), button.value().attr("value")?.to_owned()));
        let in_parts = form.value().attr("enctype") == Some("multipart/form-data");
        Sent { method, action, fields: form.select(&inputs).filter_map(value).chain(pressed()).collect(), in_parts }
    }
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
