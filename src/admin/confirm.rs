//! `/admin/confirm`: the master key once more, before what an unattended browser must not do

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    frame::Frame,
    login::{ReturnQuery, own_page, target},
    nav::Section,
    office::{Office, led_to},
    respond, respond_later,
};
use crate::{
    flows::operator_session::{self, Confirmed, MasterKey, Refused},
    http::{
        error::Fault,
        form::Form,
        problems::{Problems, question},
        query::PageQuery,
    },
    model::return_to::ReturnTo,
};

#[derive(Template)]
#[template(path = "admin/confirm.html")]
struct ConfirmPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    action: String,
}

/// The form.
pub async fn show(office: Office, PageQuery(query): PageQuery<ReturnQuery>) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(&office, &query, Problems::default()))
}

/// Makes the login fresh, and goes back to where that was needed.
pub async fn submit(
    office: Office,
    PageQuery(query): PageQuery<ReturnQuery>,
    Form(typed): Form<MasterKey>,
) -> Result<Response, Fault> {
    let page = |problems| page(&office, &query, problems);
    match operator_session::confirm(&office.call, &office.session, &typed).await? {
        Confirmed::Fresh(token) => {
            office.browser.log_in(Some(&token));
            Ok(Redirect::to(&target(&office.call, &query)).into_response())
        }
        Confirmed::Ended => Ok(led_to("/admin/login", &target(&office.call, &query))),
        Confirmed::Refused(Refused::Problem(problem)) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(vec![problem].into())),
        Confirmed::Refused(Refused::TooMany(wait)) => respond_later(wait, &page(Problems::too_many_keys(wait))),
    }
}

fn page<'a>(office: &'a Office, query: &ReturnQuery, problems: Problems) -> ConfirmPage<'a> {
    let back = own_page(&office.call, query);
    let action = format!("/admin/confirm{}", question(&[("return_to", back.as_ref().map_or("", ReturnTo::href))]));
    let frame = office.frame(Section::Overview);
    let title = frame.text("admin-confirm-title");
    ConfirmPage { page: frame.titled(title), problems, action }
}
