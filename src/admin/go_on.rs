//! `…/go-on`: a form that was sent when the login, or the proof that it takes, was too old. What was typed waits here while its
//! owner proves who it is, and is sent by a button: never by itself, for nobody is to be made to send what somebody else typed.

use askama::Template;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use uuid::Uuid;

use super::{
    desk::Desk,
    frame::Frame,
    nav::Section,
    office::{Office, here, led_to},
    respond,
};
use crate::{
    app::App,
    flows::{Call, Visit},
    http::{
        browser::{Browser, FORM_LIFETIME},
        drawer::Place,
        error::Fault,
        operator_browser::OperatorBrowser,
    },
    model::token::Token,
};

/// Where the operator goes on.
pub const GO_ON: &str = "/admin/go-on";
/// Fields that are asked for once more: a secret is kept nowhere.
const SECRETS: [&str; 4] = ["password", "key", "master_key", "mail_url"];

/// What was asked for something first.
pub struct Asked<'a> {
    /// What stands for the login, or for the one that has ended. Without one nothing is kept: a stranger could fill the table.
    pub login: Option<Vec<u8>>,
    /// Whose form it is, if that is known.
    pub owner: Option<Uuid>,
    /// The address that was asked.
    pub here: &'a str,
}

/// The mark on such an answer, which the form's content is not known to.
#[derive(Clone)]
struct Interrupted {
    login: Vec<u8>,
    owner: Option<Uuid>,
    here: String,
    page: String,
    back: String,
}

/// A form that waits.
#[derive(Serialize, Deserialize)]
struct Kept {
    owner: Option<Uuid>,
    address: String,
    fields: Vec<(String, String)>,
    secrets: Vec<String>,
}

/// Whichever browser it is.
enum Holder {
    Operator(Call, OperatorBrowser),
    Member(Visit, Browser),
}

#[derive(Template)]
#[template(path = "admin/go_on.html")]
struct GoOnPage<'a> {
    page: Frame<'a>,
    kept: Kept,
}

impl Asked<'_> {
    /// To `page`, which asks for the proof, and from there back; a form to the page at `back`.
    #[must_use]
    pub fn at(self, page: &str, back: String) -> Response {
        let mut response = led_to(page, self.here);
        if let Some(login) = self.login {
            let (here, page) = (self.here.to_owned(), page.to_owned());
            response.extensions_mut().insert(Interrupted { login, owner: self.owner, here, page, back });
        }
        response
    }
}

/// Keeps the form that an answer asks for a proof in place of taking, and lets go of one that was taken.
pub async fn keep(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = request.method() == Method::POST && kind.starts_with("application/x-www-form-urlencoded");
    let (parts, body) = request.into_parts();
    let Some(holder) = Holder::of(&parts).filter(|_| is_form) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let address = here(&parts);
    let body = match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(),
    };
    let mut response = next.run(Request::from_parts(parts, body.clone().into())).await;
    let kept = match response.extensions_mut().remove::<Interrupted>() {
        Some(interrupted) => holder.keep(interrupted, &body).await,
        None if response.status().is_server_error() => Ok(None),
        None => holder.let_go(&address).await.map(|()| None),
    };
    match kept {
        Ok(elsewhere) => elsewhere.unwrap_or(response),
        // What was asked for has its answer; without its form there is more to type, and that is all.
        Err(fault) => {
            let _ = fault.refusal();
            response
        }
    }
}

/// The operator's.
pub async fn of_operator(office: Office) -> Result<Response, Fault> {
    let holder = Holder::Operator(office.call.clone(), office.browser.clone());
    match holder.look(None).await? {
        Some(kept) => answer(office.frame(Section::Overview), kept),
        None => Ok(Redirect::to("/admin").into_response()),
    }
}

/// A site's admin's.
pub async fn of_member(desk: Desk, browser: Browser) -> Result<Response, Fault> {
    let holder = Holder::Member(desk.visit().clone(), browser);
    match holder.look(desk.member().map(|session| session.user.id)).await? {
        Some(kept) => answer(desk.frame(Section::Home).await?, kept),
        None => Ok(Redirect::to(&desk.path("")).into_response()),
    }
}

fn answer(page: Frame<'_>, kept: Kept) -> Result<Response, Fault> {
    let title = page.text("admin-go-on-title");
    respond(StatusCode::OK, &GoOnPage { page: page.titled(title).led_by_text("admin-go-on-text"), kept })
}

impl Holder {
    fn of(parts: &Parts) -> Option<Self> {
        let known = &parts.extensions;
        let operator = || Some(Self::Operator(known.get::<Call>()?.clone(), known.get::<OperatorBrowser>()?.clone()));
        let member = || Some(Self::Member(known.get::<Visit>()?.clone(), known.get::<Browser>()?.clone()));
        member().or_else(operator)
    }

    fn app(&self) -> &App {
        match self {
            Self::Operator(call, _) => &call.app,
            Self::Member(visit, _) => &visit.app,
        }
    }

    fn form(&self) -> Option<Token> {
        match self {
            Self::Operator(_, browser) => browser.form(),
            Self::Member(_, browser) => browser.form(),
        }
    }

    fn hold(&self, form: Option<&Token>) {
        match self {
            Self::Operator(_, browser) => browser.hold_form(form),
            Self::Member(_, browser) => browser.hold_form(form),
        }
    }

    fn place(&self, form: &Token) -> Place {
        Place::of(self.app(), "kept form", &[form.hash().as_ref()])
    }

    /// One form for each login, so that nobody fills the table with them.
    async fn keep(&self, interrupted: Interrupted, body: &[u8]) -> Result<Option<Response>, Fault> {
        let Interrupted { login, owner, here, page, back } = interrupted;
        let (secret, plain): (Vec<_>, Vec<_>) = form_urlencoded::parse(body)
            .into_owned()
            .partition(|(name, value)| SECRETS.contains(&name.as_str()) && !value.is_empty());
        // A page that asks for nothing but a secret, or for nothing at all, is as well opened anew.
        if plain.iter().all(|(_, value)| value.is_empty()) {
            return Ok(None);
        }
        let secrets = secret.into_iter().map(|(name, _)| name).collect();
        let form = Token::of(self.app().seal.keyed_hash("form that waits", &[&login]));
        let kept = Kept { owner, address: here, fields: plain, secrets };
        self.place(&form).put(self.app(), &kept, FORM_LIFETIME).await?;
        self.hold(Some(&form));
        Ok(Some(led_to(&page, &back)))
    }

    /// What waits, if it is this owner's. The operator is one.
    async fn look(&self, owner: Option<Uuid>) -> Result<Option<Kept>, Fault> {
        let Some(form) = self.form() else { return Ok(None) };
        let kept: Option<Kept> = self.place(&form).look(self.app()).await?;
        Ok(kept.filter(|kept| kept.owner.is_none() || kept.owner == owner))
    }

    async fn let_go(&self, address: &str) -> Result<(), Fault> {
        let Some(form) = self.form() else { return Ok(()) };
        let kept: Option<Kept> = self.place(&form).look(self.app()).await?;
        if kept.is_none_or(|kept| kept.address == address) {
            self.place(&form).clear(self.app()).await?;
            self.hold(None);
        }
        Ok(())
    }
}
