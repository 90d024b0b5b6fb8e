//! What is counted and measured, for whoever holds `METRICS_TOKEN`.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::status::expect_token;
use crate::{api::problem::Refused, app::App, mail};

const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is counted and measured.
///
/// In the text format of Prometheus, for whoever holds `METRICS_TOKEN`; without that setting there is nothing here.
#[utoipa::path(get, path = "/metrics", tag = "Portal", operation_id = "metrics", security(("bearer" = [])), responses(
    (status = 200, body = String, content_type = "text/plain"), (status = 401, description = "`token_invalid`"),
    (status = 404, description = "`not_found`")))]
pub async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Refused> {
    expect_token(app.config.metrics_token.as_ref(), &headers)?;
    let (connections, idle) = app.database.connections();
    let mut now = vec![
        ("hashing_waiting", as_number(app.hasher.waiting())),
        ("hashes_total", as_number(app.hasher.asked())),
        ("database_connections", f64::from(connections)),
        ("database_connections_idle", as_number(idle)),
    ];
    // While the database is away, everything else is all the more worth knowing.
    if let Ok(letters) = mail::outbox::waiting(&app).await {
        now.push(("mail_waiting", as_number(usize::try_from(letters).unwrap_or_default())));
    }
    Ok(([(header::CONTENT_TYPE, KIND)], app.metrics.text(&now)).into_response())
}

fn as_number(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "nothing here comes near")]
    let number = count as f64;
    number
}
