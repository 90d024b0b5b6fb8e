//! What is made by a form and shown once: it waits for the page of its own that the form leads to, so that a reload makes nothing,
//! and a second press of the button finds what the first one made.

use axum::response::Response;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::Duration;
use uuid::Uuid;

use super::desk::Desk;
use crate::{
    http::{drawer::Place, error::Fault},
    model::token::Token,
};

/// How long a page that shows something once can be loaded again.
const LIFETIME: Duration = Duration::minutes(10);

#[derive(Serialize, Deserialize)]
struct Shown<T> {
    page: String,
    what: T,
}

impl Desk {
    /// To the page that shows `what`, to this login alone and for a few minutes, in place of what the last such page showed.
    pub async fn show_once<T: Serialize + Sync>(&self, page: &str, what: &T) -> Result<Response, Fault> {
        let shown = Shown { page: self.path(page), what };
        self.drawer().put(self.app(), &shown, LIFETIME).await?;
        self.see_other(page, None).await
    }

    /// What this page is to show, if its time is not over.
    pub async fn shown_once<T: DeserializeOwned>(&self, page: &str) -> Result<Option<T>, Fault> {
        let shown: Option<Shown<T>> = self.drawer().look(self.app()).await?;
        Ok(shown.filter(|shown| shown.page == self.path(page)).map(|shown| shown.what))
    }

    /// The mark of a new form, by which its second sending is known.
    #[must_use]
    pub fn new_form(&self) -> String {
        Token::new(&self.app().random).reveal()
    }

    /// The id of what a form makes: the same for the same form, whoever else may know its mark. A form without one makes something
    /// new each time.
    #[must_use]
    pub fn made_by(&self, form: &str) -> Uuid {
        let visit = self.visit();
        if form.is_empty() {
            return visit.app.random.id(visit.now);
        }
        let who = self.member().map(|session| session.user.id).unwrap_or_default();
        let hash = visit.app.seal.keyed_hash("form", &[visit.site.id.as_bytes(), who.as_bytes(), form.as_bytes()]);
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        uuid::Builder::from_custom_bytes(id).into_uuid()
    }

    fn drawer(&self) -> Place {
        Place::of(self.app(), "shown once", &[self.login().as_bytes()])
    }
}
