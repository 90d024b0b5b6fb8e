//! Style sheets, scripts and icons, under names that hold their hash: a browser never asks twice, and never mixes two
//! versions. The same for every host, since they say nothing about any site.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use tower_http::compression::{
    CompressionLayer,
    predicate::{DefaultPredicate, NotForContentType, Predicate},
};
use url::Url;

use super::error::{Fault, Refusal};
use crate::{
    app::App,
    model::{
        look::{Asset, AssetKind},
        site::Site,
    },
    store::look_files::File,
};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

const FOREVER: &str = "public, max-age=31536000, immutable";

/// From `app.css` to `/assets/{hash}/app.css`.
static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let address = |name: &str| {
        let content = Files::get(name)?;
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(&content.data)[..9]);
        Some((name.to_owned(), format!("/assets/{hash}/{name}")))
    };
    Files::iter().filter_map(|name| address(&name)).collect()
});

/// Where a file of `static/` is served.
#[must_use]
pub fn address(file: &str) -> &'static str {
    ADDRESSES.get(file).map_or("/assets/missing", String::as_str)
}

/// `/assets/…`
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/assets/t/{sheet}", get(theme))
        .route("/assets/f/{picture}", get(picture))
        .route("/assets/{hash}/{file}", get(file))
        // Fonts are packed already.
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/woff2"))))
}

/// A style sheet of a theme or of a site's look. Its address means the same for ever, also on an instance that has not yet
/// heard of it. When nobody knows it any more, for a moment while a new version is rolled out, the site's present one does.
async fn theme(State(app): State<Arc<App>>, Path(sheet): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let Some(hash) = sheet.strip_suffix(".css").filter(|hash| Asset::is_hash(hash)) else {
        return Ok(Refusal::NotFound.into_response());
    };
    let css = |css: Vec<u8>, kept| {
        let head = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, kept)];
        (head, css).into_response()
    };
    if let Some(look) = app.themes.by_hash(hash) {
        return Ok(css(look.theme.stylesheet().into(), FOREVER));
    }
    if let Some(file) = find(&app, hash).await?.filter(|file| file.kind == "text/css") {
        return Ok(css(file.content.clone(), FOREVER));
    }
    Ok(match asking_site(&app, &headers) {
        Some(site) => css(app.themes.look(&site).theme.stylesheet().into(), "no-store"),
        None => Refusal::NotFound.into_response(),
    })
}

/// A picture or a font of a site's look. Letters and the site's own front end show pictures as well, so it may be fetched from anywhere. Whoever
/// opens a drawing by its address gets a document without any rights.
async fn picture(State(app): State<Arc<App>>, Path(name): Path<String>) -> Result<Response, Fault> {
    let found = match name.split_once('.') {
        Some((hash, ending)) => {
            let is_kind = |kind: &AssetKind, file: &File| kind.ending() == ending && kind.media_type() == file.kind;
            let file = find(&app, hash).await?;
            file.and_then(|file| Some((AssetKind::ALL.into_iter().find(|kind| is_kind(kind, &file))?, file)))
        }
        None => None,
    };
    let Some((kind, file)) = found else { return Ok(Refusal::NotFound.into_response()) };
    let head = [
        (header::CONTENT_TYPE, kind.media_type()),
        (header::CACHE_CONTROL, FOREVER),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    Ok((head, file.content.clone()).into_response())
}

/// A file of a theme or of a site's look.
async fn find(app: &App, hash: &str) -> Result<Option<Arc<File>>, Fault> {
    match app.themes.file(hash) {
        Some(file) => Ok(Some(file)),
        None => Ok(app.files.get(&app.database, hash).await?),
    }
}

/// The site whose page asks for something, by the page's own address.
fn asking_site(app: &App, headers: &HeaderMap) -> Option<Arc<Site>> {
    let page = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let by_path = || app.sites.by_slug(page.path().strip_prefix("/s/")?.split('/').next()?);
    app.sites.by_host(page.authority()).or_else(by_path)
}

async fn file(Path((hash, name)): Path<(String, String)>) -> Response {
    // An older name may still be asked for during an upgrade: it gets the present file, but may not keep it.
    let kept = if address(&name) == format!("/assets/{hash}/{name}") { FOREVER } else { "no-store" };
    match Files::get(&name) {
        Some(content) => {
            let kind = content.metadata.mimetype().to_owned();
            let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept.to_owned())], content.data).into_response()
        }
        None => Refusal::NotFound.into_response(),
    }
}
