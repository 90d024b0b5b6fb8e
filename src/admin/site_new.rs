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
    /// Whether there is something to see among what need not be given.
    open: bool,
}

/// What is made from another field if it is left empty, so that of the two only the other one is asked for.
const FOLLOWS: [(Field, Field); 4] = [
    (Field::Slug, Field::Name),
    (Field::EmailFromName, Field::Name),
    (Field::FrontendUrl, Field::Domain),
    (Field::EmailFrom, Field::Domain),
];

/// The form.
pub async fn show(office: Office) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(&office, SiteForm::default(), Vec::new(), Vec::new()))
}

/// Makes the site, and goes on to how people get in.
pub async fn submit(office: Office, Form(form): Form<SiteForm>) -> Result<Response, Fault> {
    let app = &office.call.app;
    match create_site::submit(app, &office.call.operator(), form.clone().into_new()).await? {
        Outcome::Created(site) => Ok(Redirect::to(&format!("/admin/sites/{}/setup/access", site.slug)).into_response()),
        Outcome::Problems(problems) => {
            let problems = asked_for(&form, &problems);
            let is_taken = |problem: &Problem| problem.field == Field::Slug && problem.code == Code::Taken;
            let form = shown(form, &problems);
            let free = match problems.iter().any(is_taken) {
                true => find_sites::free_slugs(app, form.get("slug").trim()).await?,
                false => Vec::new(),
            };
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&office, form, problems, free))
        }
    }
}

/// Without what will follow once another field is put right.
fn asked_for(form: &SiteForm, problems: &[Problem]) -> Vec<Problem> {
    let is_wrong = |field: Field| problems.iter().any(|problem| problem.field == field);
    let follows = |problem: &Problem| {
        let source = FOLLOWS.iter().find(|(field, _)| *field == problem.field).map(|(_, source)| *source);
        form.get(problem.field.name()).trim().is_empty() && source.is_some_and(is_wrong)
    };
    problems.iter().filter(|problem| !follows(problem)).copied().collect()
}

/// With what was made for a field that was left empty, where that will not do: a problem stands beside what it is about.
fn shown(form: SiteForm, problems: &[Problem]) -> SiteForm {
    let made = form.clone().into_new();
    let made = [
        (Field::Slug, slug_of(&made.name)),
        (Field::EmailFromName, made.email_from_name),
        (Field::FrontendUrl, made.frontend_url),
        (Field::EmailFrom, made.email_from),
    ];
    let is_wrong = |field: Field| problems.iter().any(|problem| problem.field == field);
    let is_missing = |field: Field| form.get(field.name()).trim().is_empty();
    let missing: Vec<_> = made.into_iter().filter(|(field, _)| is_wrong(*field) && is_missing(*field)).collect();
    missing.into_iter().fold(form, |form, (field, value)| form.with(field.name(), value))
}

fn page(office: &Office, form: SiteForm, problems: Vec<Problem>, free: Vec<String>) -> NewPage<'_> {
    let page = office.frame(Section::Sites);
    let (title, lead) = (page.text("admin-site-new"), page.text("admin-site-new-text"));
    let others = [Field::Slug, Field::FrontendUrl, Field::LoginHost, Field::EmailFrom, Field::EmailFromName];
    let open = others
        .iter()
        .any(|field| !form.get(field.name()).trim().is_empty() || problems.iter().any(|problem| problem.field == *field));
    NewPage { page: page.below(Section::Sites, title).led_by(lead), problems: problems.into(), form, free, open }
}
