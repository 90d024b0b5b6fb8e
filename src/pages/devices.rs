//! `/account/sessions/…`: the devices on the account page

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use super::{page::Page, require_login, see_other};
use crate::{
    flows::{Visit, devices},
    http::{
        browser::Browser,
        error::{Fault, Refusal},
    },
    model::{agent::Program, session::Device},
};

/// A device as the account page shows it.
pub struct DeviceLine {
    /// The login's id.
    pub id: Uuid,
    /// The browser and the system.
    pub name: String,
    /// Where it came from.
    pub address: String,
    /// When it began.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// Whether it is this one.
    pub current: bool,
}

impl DeviceLine {
    /// A device, for somebody whose own login is `current`.
    #[must_use]
    pub fn new(visit: &Visit, page: &Page<'_>, device: &Device, current: Uuid) -> Self {
        let moment = |at| visit.app.words.moment(visit.locale, at);
        Self {
            id: device.id,
            name: program(page, &device.agent),
            address: device.address.to_string(),
            since: moment(device.created_at),
            seen: moment(device.seen_at),
            current: device.id == current,
        }
    }
}

/// Ends one.
pub async fn end(visit: Visit, browser: Browser, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !devices::end(&visit, &session, id).await? {
        return Ok(Refusal::NotFound.into_response());
    }
    browser.leave_notice("notice-device-ended").await?;
    Ok(see_other(&visit, "/account").into_response())
}

/// Ends all but this one.
pub async fn end_others(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    devices::end_others(&visit, &session).await?;
    browser.leave_notice("notice-devices-ended").await?;
    Ok(see_other(&visit, "/account").into_response())
}

/// What a browser's description of itself means, in the reader's language.
#[must_use]
pub fn program(page: &Page<'_>, agent: &str) -> String {
    match Program::of(agent) {
        Program { browser: Some(browser), system: Some(system) } => {
            page.text_with_two("account-device-known", "browser", browser, "system", system)
        }
        Program { browser: Some(name), .. } | Program { system: Some(name), .. } => name.to_owned(),
        Program { browser: None, system: None } => page.text("account-device-unknown"),
    }
}
