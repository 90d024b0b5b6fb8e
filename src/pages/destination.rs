//! Where a login or a signup leads to, for the pages on the way to say. An app is the one whose request the site has sealed, under
//! the name that it is registered by: nobody can make up another in an address.

use crate::{
    flows::{Visit, oidc::authorize},
    http::error::Fault,
    model::{oauth_client::Client, return_to::ReturnTo},
};

/// Where it leads.
pub enum Destination {
    /// Nowhere that would have to be said.
    Here,
    /// To the page where a device's code is compared.
    Device,
    /// To an app.
    App(Box<Client>),
}

impl Destination {
    /// Where `return_to` leads.
    pub async fn of(visit: &Visit, return_to: Option<&ReturnTo>) -> Result<Self, Fault> {
        let Some(target) = return_to else { return Ok(Self::Here) };
        Ok(match target.flow(&visit.site) {
            Some(flow) => authorize::app(visit, &flow).await?.map_or(Self::Here, |app| Self::App(Box::new(app))),
            None if target.is_page(&visit.site, "/device") => Self::Device,
            None => Self::Here,
        })
    }

    /// The app.
    #[must_use]
    pub fn app(&self) -> Option<&Client> {
        match self {
            Self::App(app) => Some(app),
            Self::Here | Self::Device => None,
        }
    }

    /// Whether it is where a device's code is compared.
    #[must_use]
    pub fn is_device(&self) -> bool {
        matches!(self, Self::Device)
    }
}
