//! `/account/sessions/…`: the devices on the account page

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use super::{require_fresh, see_other};
use crate::{
    flows::{Visit, devices},
    http::{
        browser::Browser,
        error::{Fault, Refusal},
    },
    model::{session::Device, time_zone::TimeZone},
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
    pub fn new(visit: &Visit, clock: Option<&TimeZone>, device: &Device, current: Uuid) -> Self {
        let moment = |at| visit.app.words.moment(visit.locale, at, clock);
        Self {
            id: device.id,
            name: visit.app.words.program(visit.locale, &device.agent),
            address: device.address.to_string(),
            since: moment(device.created_at),
            seen: moment(device.seen_at),
            current: device.id == current,
        }
    }
}

/// Ends one.
pub async fn end(visit: Visit, browser: Browser, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let fresh = match require_fresh(&visit, &browser, "/account").await? {
        Ok(fresh) => fresh,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !devices::end(&visit, fresh.session(), id).await? {
        return Ok(Refusal::NotFound.into_response());
    }
    browser.leave_notice("notice-device-ended").await?;
    Ok(see_other(&visit, "/account").into_response())
}

/// Ends all but this one.
pub async fn end_others(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let fresh = match require_fresh(&visit, &browser, "/account").await? {
        Ok(fresh) => fresh,
        Err(elsewhere) => return Ok(elsewhere),
    };
    devices::end_others(&visit, fresh.session()).await?;
    browser.leave_notice("notice-devices-ended").await?;
    Ok(see_other(&visit, "/account").into_response())
}
