//! Whoever administers one site: the operator, or one of its own admins. A handler of a site's pages takes a `Desk` and cannot
//! tell the two apart except by asking it.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    frame::Frame,
    go_on::Asked,
    nav::Section,
    office::{Office, here},
};
use crate::{
    app::App,
    flows::{Visit, administration, administration::Admin, confirm_identity, find_sites, session},
    http::{
        browser::Browser,
        error::{Fault, Refusal},
        path::Path,
        visit::{locale, visit},
    },
    model::{event::Actor, session::Session, time_zone::TimeZone},
    words::Locale,
};

/// Everything that a handler of one site's pages needs. Nobody else gets one: a stranger is led to the login page, and for
/// everybody else there is no such page.
pub struct Desk {
    /// Who acts, for the flows. Its visit is the request to this site.
    pub admin: Admin,
    /// Whether the site answers at all.
    pub disabled: bool,
    /// The language of the dashboard, which the site has no say in.
    pub locale: Locale,
    seat: Seat,
    here: String,
}

/// As `Desk`, and who sits there proved a short while ago who it is. A handler that takes this cannot be reached otherwise:
/// whoever comes too late is asked for the password or the master key, and led back to the same address, which has to answer a
/// GET as well.
pub struct FreshDesk(pub Desk);

/// As `Desk`, for what the operator alone decides: to a site's own admins there is no such page.
pub struct OperatorDesk(pub Desk);

/// As `OperatorDesk`, and as `FreshDesk`. Nobody is asked for a proof of what is not theirs.
pub struct FreshOperatorDesk(pub Desk);

enum Seat {
    Operator(Box<Office>),
    Member(Box<Session>, Browser),
}

#[derive(Deserialize)]
struct SitePath {
    site: String,
}

impl Desk {
    /// The request to this site.
    #[must_use]
    pub fn visit(&self) -> &Visit {
        &self.admin.visit
    }

    /// The portal's parts.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.admin.visit.app
    }

    /// Whether it is the operator, who decides more than a site's own admins do.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        matches!(self.seat, Seat::Operator(_))
    }

    /// Whose account it is, if it is a site's admin.
    #[must_use]
    pub fn member(&self) -> Option<&Session> {
        match &self.seat {
            Seat::Operator(_) => None,
            Seat::Member(session, _) => Some(session),
        }
    }

    /// The id of the login of whoever sits here.
    #[must_use]
    pub fn login(&self) -> Uuid {
        match &self.seat {
            Seat::Operator(office) => office.session.id,
            Seat::Member(session, _) => session.id,
        }
    }

    /// The clock that times are told by; without one, UTC.
    #[must_use]
    pub fn zone(&self) -> Option<TimeZone> {
        self.member().and_then(|session| TimeZone::find(session.user.time_zone.as_deref()?))
    }

    /// The address of one of this site's pages in the dashboard, such as `/users`.
    #[must_use]
    pub fn path(&self, page: &str) -> String {
        let site = &self.visit().site;
        match &self.seat {
            Seat::Operator(_) => format!("/admin/sites/{}{page}", site.slug),
            Seat::Member(..) => format!("{}/admin{page}", site.base.path),
        }
    }

    /// Where the browser is, with the query.
    #[must_use]
    pub fn here(&self) -> &str {
        &self.here
    }

    /// The page's frame, with the message that the last page left.
    pub async fn frame(&self, section: Section) -> Result<Frame<'_>, Fault> {
        let notice = match &self.seat {
            Seat::Operator(office) => office.browser.take_notice(),
            Seat::Member(_, browser) => browser.take_notice().await?,
        };
        Ok(Frame::of_site(self, section).with_notice(notice))
    }

    /// Leaves a message for the next page.
    pub async fn leave_notice(&self, key: &str) -> Result<(), Fault> {
        match &self.seat {
            Seat::Operator(office) => office.browser.leave_notice(key),
            Seat::Member(_, browser) => browser.leave_notice(key).await?,
        }
        Ok(())
    }

    /// To another of this site's pages, by GET, with a message if there is something to say.
    pub async fn see_other(&self, page: &str, notice: Option<&str>) -> Result<Response, Fault> {
        if let Some(key) = notice {
            self.leave_notice(key).await?;
        }
        Ok(Redirect::to(&self.path(page)).into_response())
    }

    /// As `see_other`, after a change that may have given the site another short name.
    #[must_use]
    pub fn see_other_site(&self, slug: &str, page: &str) -> Response {
        match &self.seat {
            Seat::Operator(_) => Redirect::to(&format!("/admin/sites/{slug}{page}")).into_response(),
            Seat::Member(..) => Redirect::to(&self.path(page)).into_response(),
        }
    }

    /// The operator's own desk, if it is the operator.
    #[must_use]
    pub fn office(&self) -> Option<&Office> {
        match &self.seat {
            Seat::Operator(office) => Some(office),
            Seat::Member(..) => None,
        }
    }

    /// Whether who sits here proved a short while ago who it is.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        match &self.seat {
            Seat::Operator(office) => office.is_fresh(),
            Seat::Member(session, _) => confirm_identity::is_fresh(self.visit(), session),
        }
    }

    /// To the page that asks for that proof, and from there back to here.
    #[must_use]
    pub fn confirm_first(&self) -> Response {
        match &self.seat {
            Seat::Operator(office) => office.confirm_first(),
            Seat::Member(session, _) => {
                let page = format!("{}/confirm-identity", self.visit().site.base.path);
                let asked = Asked { login: Some(session.id.into()), owner: Some(session.user.id), here: &self.here };
                asked.at(&page, self.path("/go-on"))
            }
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match parts.extensions.get::<Visit>().cloned() {
            Some(visit) => of_site(parts, state, visit).await,
            None => of_portal(parts, state).await,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FreshDesk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let desk = Desk::from_request_parts(parts, state).await?;
        if desk.is_fresh() { Ok(Self(desk)) } else { Err(desk.confirm_first()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OperatorDesk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let desk = Desk::from_request_parts(parts, state).await?;
        if desk.is_operator() { Ok(Self(desk)) } else { Err(Refusal::NotFound.into_response()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FreshOperatorDesk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let OperatorDesk(desk) = OperatorDesk::from_request_parts(parts, state).await?;
        if desk.is_fresh() { Ok(Self(desk)) } else { Err(desk.confirm_first()) }
    }
}

/// Within a site: one of its admins.
async fn of_site<S: Send + Sync>(parts: &mut Parts, state: &S, visit: Visit) -> Result<Desk, Response> {
    let browser = Browser::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
    let here = here(parts);
    let locale = locale(&visit.app, None, &parts.uri, &parts.headers);
    let token = browser.login().await.map_err(IntoResponse::into_response)?;
    let session = match &token {
        Some(token) => session::find(&visit, token).await.map_err(away)?,
        None => None,
    };
    let Some(session) = session else {
        let (base, asked) =
            (&visit.site.base.path, Asked { login: token.map(|token| token.hash().0.into()), owner: None, here: &here });
        return Err(asked.at(&format!("{base}/login"), format!("{base}/admin/go-on")));
    };
    // To a member without the role there is nothing here, and nothing to be learnt.
    if !administration::by_login(&visit, &session).await.map_err(away)? {
        return Err(Refusal::NotFound.into_response());
    }
    let admin = Admin { visit, actor: Actor::Admin(session.user.id) };
    Ok(Desk { admin, disabled: false, locale, seat: Seat::Member(Box::new(session), browser), here })
}

/// At the portal: the operator, before anything is said of the site.
async fn of_portal<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Desk, Response> {
    let office = Office::from_request_parts(parts, state).await?;
    let Path(SitePath { site }) = Path::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
    let app = &office.call.app;
    let found = find_sites::named(app, &site).await.map_err(away)?;
    let site = found.ok_or_else(|| Refusal::NotFound.into_response())?;
    let disabled = app.sites.by_id(site.id).is_none();
    let admin = Admin { visit: visit(app, site, parts), actor: Actor::Operator };
    let (locale, here) = (office.call.locale, office.here().to_owned());
    Ok(Desk { admin, disabled, locale, seat: Seat::Operator(Box::new(office)), here })
}

fn away(fault: anyhow::Error) -> Response {
    Fault::from(fault).into_response()
}
