//! The store behind tower-sessions, wrapped for two reasons: the database must not hold ids that open a session, and a
//! save that arrives after a session's end must not bring it back.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};
use tower_sessions_sqlx_store::PostgresStore;

/// Browser sessions in Postgres, under the hash of their id.
#[derive(Debug, Clone)]
pub struct Browsers {
    store: PostgresStore,
    pool: PgPool,
    gone: Arc<AtomicBool>,
}

impl Browsers {
    pub(super) fn new(pool: PgPool) -> anyhow::Result<Self> {
        let store = PostgresStore::new(pool.clone())
            .with_schema_name("public")
            .and_then(|store| store.with_table_name("browser_sessions"))
            .map_err(anyhow::Error::msg)?;
        Ok(Self { store, pool, gone: Arc::default() })
    }

    /// Whether a save found its session ended meanwhile.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}

fn hashed(id: &Id) -> Id {
    let digest: [u8; 32] = Sha256::digest(id.0.to_be_bytes()).into();
    let (start, _) = digest.split_at(16);
    Id(i128::from_be_bytes(start.try_into().unwrap_or_default()))
}

fn under_hash(record: &Record) -> Record {
    Record { id: hashed(&record.id), ..record.clone() }
}

#[async_trait]
impl SessionStore for Browsers {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide, so the library's loop over existing ids has nothing to add.
        self.store.save(&under_hash(record)).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let record = under_hash(record);
        let data = rmp_serde::to_vec(&record).map_err(|error| Error::Encode(error.to_string()))?;
        // The library would insert the row again; a session that has ended stays ended.
        let saved = sqlx::query!(
            "update browser_sessions set data = $2, expiry_date = $3 where id = $1",
            record.id.to_string(),
            data,
            record.expiry_date
        )
        .execute(&self.pool)
        .await
        .map_err(|error| Error::Backend(error.to_string()))?;
        self.gone.store(saved.rows_affected() == 0, Ordering::Relaxed);
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let record = self.store.load(&hashed(id)).await?;
        Ok(record.map(|record| Record { id: *id, ..record }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete(&hashed(id)).await
    }
}
