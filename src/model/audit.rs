//! An entry of the record of what happened, the place of one in it, and which of them somebody wants to see.

use std::{convert::Infallible, fmt, net::IpAddr, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::{ToSchema, openapi::ObjectBuilder};
use uuid::Uuid;

use super::{
    event::{Action, Actor},
    vocabulary::one_of,
};

/// One thing that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who did it.
    pub actor: By,
    /// What, in a word that never changes.
    #[schema(value_type = Action, example = "user_disabled")]
    pub action: String,
    /// Whether it came off.
    #[schema(schema_with = results)]
    pub result: String,
    /// Whose account it is about.
    pub user_id: Option<Uuid>,
    /// What it was done to besides the account, such as a login or an app.
    pub target: Option<Uuid>,
    /// From where, unless the portal did it by itself.
    #[schema(value_type = Option<String>, example = "192.0.2.7")]
    pub ip: Option<IpAddr>,
    /// What the browser or program calls itself.
    pub user_agent: String,
    /// What only this kind of entry has to tell. Never a secret.
    #[schema(value_type = Option<Object>)]
    pub details: Option<Value>,
}

/// An entry of the operator's record, or of any site's as the operator sees it.
#[derive(Debug, Clone)]
pub struct PlatformEntry {
    /// The entry. In the operator's record its target is the site.
    pub entry: Entry,
    /// The short name that the site had.
    pub slug: Option<String>,
}

fn results() -> ObjectBuilder {
    one_of(["done", "refused"]).description(Some("Whether it came off.")).examples(["done"])
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct By {
    /// As what.
    #[schema(value_type = Actor, example = "admin")]
    pub kind: String,
    /// The account that acted, if it is known to have been its owner.
    pub id: Option<Uuid>,
}

/// Where an entry stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its time, which is stored in microseconds.
    pub at: OffsetDateTime,
    /// Its id.
    pub id: Uuid,
}

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Who did it.
    pub actor: Option<Acting>,
    /// Whose account they are about.
    pub user: Option<Uuid>,
    /// Which app they are about.
    pub client: Option<Uuid>,
    /// What happened.
    pub action: Option<String>,
    /// Whether it came off: `done` or `refused`.
    pub result: Option<String>,
    /// From where.
    pub address: Option<IpAddr>,
    /// Not before.
    pub from: Option<OffsetDateTime>,
    /// Before.
    pub to: Option<OffsetDateTime>,
    /// About the site of this short name; only where entries of several stand side by side.
    pub site: Option<String>,
    /// After this place, going back in time.
    pub after: Option<Place>,
}

/// Somebody, by account or by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acting {
    /// The account that acted.
    Id(Uuid),
    /// `person`, `admin`, `operator` or `system`.
    Kind(String),
}

impl FromStr for Acting {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(word.parse().map_or_else(|_| Self::Kind(word.to_owned()), Self::Id))
    }
}

impl fmt::Display for Acting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(out),
            Self::Kind(kind) => out.write_str(kind),
        }
    }
}

impl<'de> Deserialize<'de> for Acting {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(Error::custom)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(input)?).ok_or_else(|| Error::custom("no cursor"))
    }
}

impl Entry {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { at: self.at, id: self.id }
    }

    /// The app that it is about.
    #[must_use]
    pub fn app(&self) -> Option<Uuid> {
        let kinds = ["app_", "client_", "device_allowed"];
        self.target.filter(|_| kinds.iter().any(|kind| self.action.starts_with(kind)))
    }
}

impl Place {
    /// Before everything that there is, where reading begins.
    pub const NEWEST: Self = Self { at: time::macros::datetime!(9999-12-31 23:59 UTC), id: Uuid::max() };

    /// As programs hand it back. What it is made of is nobody's business.
    #[must_use]
    pub fn to_cursor(self) -> String {
        let micros = self.at.unix_timestamp_nanos() / 1000;
        URL_SAFE_NO_PAD.encode([&micros.to_be_bytes()[8..], self.id.as_bytes()].concat())
    }

    /// Reads it back; `None` for anything that is no place.
    #[must_use]
    pub fn parse(cursor: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (micros, id) = bytes.split_first_chunk::<8>()?;
        // Nothing happened before 1970, and Postgres knows no year as far back as a cursor could name.
        let micros = u64::try_from(i64::from_be_bytes(*micros)).ok()?;
        let nanos = i128::from(micros) * 1000;
        Some(Self { at: OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?, id: Uuid::from_slice(id).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_place_survives_the_journey_and_nothing_else_does() {
        let place = Place { at: datetime!(2026-11-21 10:13:27.123456 UTC), id: Uuid::from_u128(7) };
        let cursor = place.to_cursor();
        assert_eq!(Place::parse(&cursor), Some(place));
        for broken in ["", "x", &cursor[1..], &format!("{cursor}A"), &"_".repeat(32)] {
            assert_eq!(Place::parse(broken), None, "{broken}");
        }
    }
}
