//! What the dashboard holds for a few minutes between two pages, sealed, in the table of browsers' sessions: under a place that
//! nobody can name who was not told of it, and never in an address or a cookie, which are too small for it and seen by too many.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use super::{browser::away, error::Fault};
use crate::app::App;

const CONTENT: &str = "drawer";

/// Where something lies.
#[derive(Clone, Copy)]
pub struct Place(i128);

#[derive(Serialize, Deserialize)]
struct Content<T> {
    value: T,
    /// Until when it lies there, in Unix seconds.
    until: i64,
}

impl Place {
    /// The one that belongs to all of these. `use_` keeps two uses apart.
    #[must_use]
    pub fn of(app: &App, use_: &str, parts: &[&[u8]]) -> Self {
        let hash = app.seal.keyed_hash(use_, parts);
        Self(hash.iter().take(16).fold(0, |place, byte| place << 8 | i128::from(*byte)))
    }

    fn context(self) -> String {
        format!("{CONTENT} {}", self.0)
    }

    /// Puts something there in place of what there was.
    pub async fn put<T: Serialize + Sync>(self, app: &App, value: &T, lifetime: Duration) -> Result<(), Fault> {
        let until: OffsetDateTime = app.clock.now() + lifetime;
        let content = serde_json::to_vec(&Content { value, until: until.unix_timestamp() })?;
        let sealed = STANDARD.encode(app.seal.seal(&app.random, &self.context(), &content)?);
        let data = HashMap::from([(CONTENT.to_owned(), Value::String(sealed))]);
        let mut record = Record { id: Id(self.0), data, expiry_date: until };
        app.database.browsers()?.create(&mut record).await.map_err(|error| away(&error))
    }

    /// What lies there, if its time is not over. It stays.
    pub async fn look<T: DeserializeOwned>(self, app: &App) -> Result<Option<T>, Fault> {
        let record = app.database.browsers()?.load(&Id(self.0)).await.map_err(|error| away(&error))?;
        let sealed = record.and_then(|record| STANDARD.decode(record.data.get(CONTENT)?.as_str()?).ok());
        let json = sealed.and_then(|sealed| app.seal.open(&self.context(), &sealed));
        let content = json.and_then(|json| serde_json::from_slice::<Content<T>>(&json).ok());
        Ok(content.filter(|content| content.until > app.clock.now().unix_timestamp()).map(|content| content.value))
    }

    /// Takes away what lies there.
    pub async fn clear(self, app: &App) -> Result<(), Fault> {
        app.database.browsers()?.delete(&Id(self.0)).await.map_err(|error| away(&error))
    }
}
