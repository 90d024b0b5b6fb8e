//! The sign of a client, which people see beside its name. A picture goes the way of a look's: told by its content, read within
//! limits, and written anew.

use anyhow::Result;
use uuid::Uuid;

use super::{changes_of, note};
use crate::{
    flows::{
        administration::Admin,
        look::picture::{LINGER, MOST, file_of},
    },
    model::{
        client_record::ClientRecord,
        event::Action,
        look::{Asset, Place},
        theme::Reason,
    },
    store::{self, SiteTx},
};

/// What came of it.
pub enum Outcome {
    /// It is as wanted now.
    Updated(Box<ClientRecord>),
    /// The picture cannot be taken.
    Refused(Reason),
    /// There is no such client.
    Missing,
}

/// Takes an uploaded file.
pub async fn upload(admin: &Admin, id: Uuid, file: Vec<u8>) -> Result<Outcome> {
    let visit = &admin.visit;
    let pictures = match visit.app.files.read_picture(Place::Icon, file).await? {
        Ok(pictures) => pictures,
        Err(reason) => return Ok(Outcome::Refused(reason)),
    };
    let Some((_, picture)) = pictures.first() else { return Ok(Outcome::Refused(Reason::NotAPicture)) };
    let asset = picture.asset();
    let mut tx = visit.begin().await?;
    store::look_files::forget_unused_pictures(&mut tx, visit.now - LINGER).await?;
    // Those that were taken away again, and have not gone yet.
    if store::look_files::count_pictures(&mut tx).await? >= MOST {
        return Ok(Outcome::Refused(Reason::TooManyFiles(MOST)));
    }
    store::look_files::keep(&mut tx, &file_of(picture, &asset)?, visit.now).await?;
    put(admin, tx, id, Some(asset)).await
}

/// Takes the sign away.
pub async fn remove(admin: &Admin, id: Uuid) -> Result<Outcome> {
    let tx = admin.visit.begin().await?;
    put(admin, tx, id, None).await
}

async fn put(admin: &Admin, mut tx: SiteTx, id: Uuid, logo: Option<Asset>) -> Result<Outcome> {
    let Some(before) = store::client_records::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if before.logo != logo {
        let mut client = before.clone();
        client.logo = logo;
        client.updated_at = admin.visit.now;
        store::client_records::save(&mut tx, &client).await?;
        note(admin, &mut tx, id, Action::ClientChanged, changes_of(&before, &client)?).await?;
    }
    let record = store::client_records::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(record.map_or(Outcome::Missing, |record| Outcome::Updated(Box::new(record))))
}
