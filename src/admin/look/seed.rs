//! `…/setup/look`: the last step of a new site: a theme, a colour and a logo, from which everything else of its look follows.

use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    super::{
        clash::Clash,
        desk::{Desk, OperatorDesk},
        frame::Frame,
        nav::Section,
        respond,
    },
    Typed,
    fields::{self, Kind},
    form_of,
    making::Making,
    pictures::refusal,
    view::{FieldView, ReadingView, Sentence},
};
use crate::{
    flows::{
        Visit,
        administration::Admin,
        find_sites,
        look::{
            self,
            draft::{self, Rewritten},
            picture, publish,
        },
        site_changes::SiteChanges,
        update_site,
    },
    http::{
        error::{Fault, Refusal},
        headers::framing,
    },
    model::{
        look::{Asset, Look, Place, merge},
        theme::{ColorName, Fault as Wrong, Reason, Scheme},
    },
};

/// What follows from the colour, as far as people see it first.
const SHOWN: [ColorName; 4] = [ColorName::Primary, ColorName::OnPrimary, ColorName::Link, ColorName::Focus];

/// Where the look has the logo.
const LOGO: &str = "assets.logo_light";

#[derive(Template)]
#[template(path = "admin/setup_look.html")]
struct SeedPage<'a> {
    page: Frame<'a>,
    /// Which open form this is, and the draft that it shows.
    form: String,
    seen: String,
    /// What somebody else saved meanwhile.
    clashes: Vec<Clash>,
    problems: Vec<Sentence>,
    /// What is wrong with the logo.
    wrong_logo: Option<String>,
    fields: Vec<FieldView>,
    /// Where the logo is served, if there is one.
    logo: Option<String>,
    parts: Vec<Part>,
    /// What had to become another colour than the brand's, and why.
    moved: Vec<String>,
}

/// What stands in the form.
enum Shown<'a> {
    /// What is saved.
    AsItIs,
    /// What was typed, and something is wrong with it.
    Refused(&'a Typed, &'a [Wrong]),
    /// What was typed while somebody else saved something different.
    Clashing(&'a Typed),
}

/// What a colour is for, and how it comes out by day and by night.
struct Part {
    label: String,
    day: ReadingView,
    night: ReadingView,
}

/// The form, with what there is so far.
pub async fn show(OperatorDesk(desk): OperatorDesk) -> Result<Response, Fault> {
    page(&desk, StatusCode::OK, Shown::AsItIs).await
}

/// Keeps what was given as the draft; shows it, or publishes it and goes on.
pub async fn submit(OperatorDesk(desk): OperatorDesk, form: Result<Multipart, MultipartRejection>) -> Result<Response, Fault> {
    let Ok(form) = form else { return Ok(Refusal::BadRequest.into_response()) };
    let (typed, logo) = match read(form).await {
        Ok(read) => read,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let Some(faults) = keep(&desk, &typed, logo).await? else {
        return page(&desk, StatusCode::CONFLICT, Shown::Clashing(&typed)).await;
    };
    if !faults.is_empty() {
        return refuse(&desk, &typed, &faults).await;
    }
    if typed.get("then").is_none_or(|then| then != "publish") {
        return desk.see_other("/setup/look", None).await;
    }
    go_on(&desk, &typed).await
}

/// The fields, and the file if one was chosen.
async fn read(mut form: Multipart) -> Result<(Typed, Option<Vec<u8>>), Refusal> {
    let (mut typed, mut logo) = (Typed::new(), None);
    while let Some(field) = form.next_field().await.map_err(refusal)? {
        match field.name().map(str::to_owned) {
            Some(name) if name == "logo" => logo = Some(field.bytes().await.map_err(refusal)?.into()),
            Some(name) => drop(typed.insert(name, field.text().await.map_err(refusal)?)),
            None => return Err(Refusal::BadRequest),
        }
    }
    Ok((typed, logo.filter(|file: &Vec<u8>| !file.is_empty())))
}

/// Makes it part of the draft. What else the draft says stays. Tells what is wrong with it; nothing if somebody else has changed the
/// draft meanwhile, and then none of it is kept.
async fn keep(desk: &Desk, typed: &Typed, logo: Option<Vec<u8>>) -> Result<Option<Vec<Wrong>>, Fault> {
    let layer = fields::layer(typed);
    let given = |path: &str| layer.pointer(path).cloned().unwrap_or_default();
    let seed = json!({
        "extends": given("/extends"), "tokens": { "color": { "brand": given("/tokens/color/brand") } },
        // No business of this form.
        "texts": null, "assets": null,
    });
    let mut says = serde_json::to_value(look::show(&desk.admin).await?.layer())?;
    merge(&mut says, seed);
    let mut faults = match draft::rewrite(&desk.admin, says, form_of(typed).as_ref(), draft::Wrong::Refuses).await? {
        Rewritten::Saved(_) => Vec::new(),
        Rewritten::Faults(faults) => faults,
        Rewritten::Changed(_) => return Ok(None),
    };
    if let Some(logo) = logo {
        match picture::upload(&desk.admin, Place::LogoLight, logo).await? {
            picture::Outcome::Saved(_) => {}
            picture::Outcome::Faults(more) => faults.extend(more),
        }
    }
    Ok(Some(faults))
}

/// The theme becomes the site's own, its look what differs from it, and both count from now on.
async fn go_on(desk: &Desk, typed: &Typed) -> Result<Response, Fault> {
    let (app, id) = (desk.app(), desk.visit().site.id);
    if let Some(theme) = typed.get("extends").filter(|theme| !theme.is_empty()) {
        let changes = SiteChanges { theme: Some(theme.clone()), ..SiteChanges::default() };
        match update_site::submit(app, &desk.admin.author(), id, changes).await? {
            update_site::Outcome::Updated(_) => {}
            update_site::Outcome::Problems(_) => {
                let fault = Wrong { key: "extends".to_owned(), reason: Reason::Unknown };
                return refuse(desk, typed, &[fault]).await;
            }
            update_site::Outcome::Missing => return Ok(Refusal::NotFound.into_response()),
        }
    }
    // The site as it is with that theme: what is published is worked out over it.
    let Some(site) = find_sites::to_administer(app, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let admin = Admin { visit: Visit { site, ..desk.visit().clone() }, actor: desk.admin.actor };
    let state = match draft::save(&admin, json!({ "extends": null })).await? {
        draft::Outcome::Saved(state) => state,
        draft::Outcome::Faults(faults) => return refuse(desk, typed, &faults).await,
    };
    match publish::submit(&admin, Some(&state.seen())).await? {
        publish::Outcome::Published(_) | publish::Outcome::Nothing | publish::Outcome::Missing => {
            desk.see_other("/setup/done", None).await
        }
        publish::Outcome::Faults(faults) => refuse(desk, typed, &faults).await,
        publish::Outcome::Changed => desk.see_other("/setup/look", Some("notice-look-changed")).await,
    }
}

async fn refuse(desk: &Desk, typed: &Typed, faults: &[Wrong]) -> Result<Response, Fault> {
    page(desk, StatusCode::UNPROCESSABLE_ENTITY, Shown::Refused(typed, faults)).await
}

async fn page(desk: &Desk, status: StatusCode, shown: Shown<'_>) -> Result<Response, Fault> {
    let state = look::show(&desk.admin).await?;
    let layer = state.layer();
    let stored = serde_json::to_value(&layer).unwrap_or_default();
    let (look, _) = desk.app().themes.settle(&desk.visit().site, layer);
    let frame = desk.frame(Section::Look).await?;
    let title = frame.text("admin-setup-look");
    let page = frame.titled(title).led_by_text("seed-lead");
    let (typed, wrong): (_, &[Wrong]) = match shown {
        Shown::AsItIs => (None, &[]),
        Shown::Refused(typed, faults) => (Some(typed), faults),
        Shown::Clashing(typed) => (Some(typed), &[]),
    };
    let making = Making { desk, page: &page, look: &look, stored: &stored, typed, wrong, state: &state };
    // On this page there is one picture, and its field has a name of its own.
    let mut problems: Vec<Sentence> = wrong.iter().map(|fault| making.sentence(fault)).collect();
    for problem in problems.iter_mut().filter(|problem| problem.field == LOGO) {
        "logo".clone_into(&mut problem.field);
        problem.label = making.page.text("seed-logo");
    }
    let fields = making.some(|field| matches!(field.kind, Kind::Theme | Kind::Color(ColorName::Brand, false)));
    let is_here = |clash: &Clash| fields.iter().any(|field| field.name == clash.field);
    let visit = desk.visit();
    let template = SeedPage {
        form: visit.app.random.id(visit.now).to_string(),
        seen: state.seen_in_form(),
        clashes: match shown {
            Shown::Clashing(_) => making.clashes().into_iter().filter(is_here).collect(),
            Shown::AsItIs | Shown::Refused(..) => Vec::new(),
        },
        wrong_logo: problems.iter().find(|problem| problem.field == "logo").map(|problem| problem.text.clone()),
        problems,
        fields,
        logo: look.assets.logo_light.as_ref().map(Asset::path),
        parts: SHOWN.map(|name| part(&making, name)).into(),
        moved: moved(&page, &look),
        page,
    };
    respond(status, &template).map(framing)
}

fn part(making: &Making<'_>, name: ColorName) -> Part {
    let field = fields::color(name, false);
    let (day, night) = (making.comes_out(name, false), making.comes_out(name, true));
    Part { label: making.page.text(&field.label()), day, night }
}

/// Where links could not simply be of the brand's colour.
fn moved(page: &Frame<'_>, look: &Look) -> Vec<String> {
    let link = |scheme: &Scheme, key: &str| {
        let palette = &scheme.palette;
        let (brand, link) = (palette[ColorName::Brand], palette[ColorName::Link]);
        let grounds = [ColorName::Page, ColorName::Surface];
        let needs = scheme.reading(ColorName::Link)?.needs;
        let cannot_be_read = grounds.iter().any(|ground| brand.contrast(palette[*ground]) < needs);
        cannot_be_read.then(|| page.text_with_two(key, "brand", brand.to_string(), "color", link.to_string()))
    };
    let by_day = link(&look.theme.light, "seed-moved-day");
    by_day.into_iter().chain(link(&look.theme.dark, "seed-moved-night")).collect()
}
