//! `/admin/new-site`: a new site, which works as soon as this first step is done

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::{frame::Frame, nav::Section, office::Office, respond, site_form::SiteForm};
use crate::{
    flows::{
        create_site::{self, Outcome},
        find_sites,
        site_fields::slug_of,
    },
    http::{error::Fault, form::Form, problems::Problems},
    model::problem::{Code, Field, Problem},
};

#[derive(Template)]
#[template(path = "admin/site_new.html")]
struct NewPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    form: SiteForm,
    /// Short names that are free, when the one that was wanted is not.
    free: Vec<String>,
}

/// The form.
pub async fn show(office: Office) -> Result<Response, Fault> {
    let page = NewPage { page: frame(&office), problems: Problems::default(), form: SiteForm::default(), free: Vec::new() };
    respond(StatusCode::OK, &page)
}

/// Makes the site, and goes on to how people get in.
pub async fn submit(office: Office, Form(form): Form<SiteForm>) -> Result<Response, Fault> {
    let app = &office.call.app;
    match create_site::submit(app, &office.call.operator(), form.clone().into_new()).await? {
        Outcome::Created(site) => Ok(Redirect::to(&format!("/admin/sites/{}/setup/access", site.slug)).into_response()),
        Outcome::Problems(problems) => {
            let is_taken = |problem: &Problem| problem.field == Field::Slug && problem.code == Code::Taken;
            let wanted = Some(form.get("slug").trim()).filter(|slug| !slug.is_empty());
            let wanted = wanted.map_or_else(|| slug_of(form.get("name")), str::to_owned);
            let free = match problems.iter().any(is_taken) {
                true => find_sites::free_slugs(app, &wanted).await?,
                false => Vec::new(),
            };
            let page = NewPage { page: frame(&office), problems: problems.into(), form, free };
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn frame(office: &Office) -> Frame<'_> {
    let page = office.frame(Section::Sites);
    let (title, lead) = (page.text("admin-site-new"), page.text("admin-site-new-text"));
    page.below(Section::Sites, title).led_by(lead)
}
