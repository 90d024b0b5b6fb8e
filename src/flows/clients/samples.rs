//! The programs in `examples/`: what the dashboard shows filled in for a site's own client, and what a developer's own portal has
//! registered already.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::changes::blank;
use crate::{
    app::App,
    model::{
        oauth_client::{Authentication, Client, Kind, Secret},
        token::Token,
    },
    store,
};

/// A program.
pub struct Sample {
    /// Its folder.
    pub folder: &'static str,
    /// What it is made of.
    pub name: &'static str,
    /// Where such a client runs.
    pub kind: Kind,
    /// Its client id, where it is registered already.
    pub id: &'static str,
    /// Where people come back to there, if they do.
    pub redirect_uri: Option<&'static str>,
    /// Where they go when they log out there.
    pub home: Option<&'static str>,
    /// The name of its file.
    pub file: &'static str,
    /// What installs what it needs beside that file, and runs it.
    pub run: &'static str,
    /// What it says.
    pub source: &'static str,
}

/// The secret of each that keeps one, on a developer's own machine and nowhere else.
pub const SECRET: &str = "only-for-samples-that-run-on-your-machine-4";
/// The portal that they ask unless they are told otherwise.
pub const ISSUER: &str = "http://localhost:8080/s/acme";

/// All of them.
pub const SAMPLES: [Sample; 7] = [
    Sample {
        folder: "axum",
        name: "Rust: axum, openidconnect",
        kind: Kind::Web,
        id: "00000000-0000-4000-8000-000000004001",
        redirect_uri: Some("http://localhost:4001/callback"),
        home: Some("http://localhost:4001/"),
        file: "src/main.rs",
        run: "cargo init --name shop\n\
              cargo add anyhow axum openidconnect tower-sessions@0.14\n\
              cargo add serde --features derive\n\
              cargo add tokio --features macros,net,rt-multi-thread\n\
              CLIENT_SECRET=… cargo run",
        source: include_str!("../../../examples/axum/src/main.rs"),
    },
    Sample {
        folder: "express",
        name: "Node: Express, openid-client",
        kind: Kind::Web,
        id: "00000000-0000-4000-8000-000000004002",
        redirect_uri: Some("http://localhost:4002/callback"),
        home: Some("http://localhost:4002/"),
        file: "server.mjs",
        run: "npm install express express-session openid-client\n\
              CLIENT_SECRET=… node server.mjs",
        source: include_str!("../../../examples/express/server.mjs"),
    },
    Sample {
        folder: "flask",
        name: "Python: Flask, Authlib",
        kind: Kind::Web,
        id: "00000000-0000-4000-8000-000000004003",
        redirect_uri: Some("http://localhost:4003/callback"),
        home: Some("http://localhost:4003/"),
        file: "app.py",
        run: "python3 -m venv .venv\n\
              .venv/bin/pip install Authlib Flask requests\n\
              CLIENT_SECRET=… .venv/bin/python app.py",
        source: include_str!("../../../examples/flask/app.py"),
    },
    Sample {
        folder: "spa",
        name: "TypeScript: oauth4webapi",
        kind: Kind::Spa,
        id: "00000000-0000-4000-8000-000000004004",
        redirect_uri: Some("http://localhost:4004/"),
        home: Some("http://localhost:4004/"),
        file: "main.ts",
        run: "npm install oauth4webapi esbuild\n\
              echo '<!doctype html><div id=app></div><script type=module src=main.js></script>' > index.html\n\
              npx esbuild main.ts --bundle --format=esm --outdir=. --servedir=. --serve=127.0.0.1:4004",
        source: include_str!("../../../examples/spa/main.ts"),
    },
    Sample {
        folder: "apache",
        name: "Apache: mod_auth_openidc",
        kind: Kind::Web,
        id: "00000000-0000-4000-8000-000000004005",
        redirect_uri: Some("http://localhost:4005/members/callback"),
        home: Some("http://localhost:4005/"),
        file: "site.conf",
        run: "# In the source of Vestibule, on Debian or Ubuntu:\n\
              sudo apt-get install apache2 libapache2-mod-auth-openidc\n\
              CLIENT_SECRET=… SITE=$PWD/site.conf examples/apache/start",
        source: include_str!("../../../examples/apache/site.conf"),
    },
    Sample {
        folder: "native",
        name: "Node: openid-client",
        kind: Kind::Native,
        id: "00000000-0000-4000-8000-000000004006",
        redirect_uri: Some("http://127.0.0.1/callback"),
        home: Some("http://127.0.0.1/"),
        file: "login.mjs",
        run: "npm install openid-client\n\
              node login.mjs",
        source: include_str!("../../../examples/native/login.mjs"),
    },
    Sample {
        folder: "device",
        name: "Node, on a device: openid-client",
        kind: Kind::Device,
        id: "00000000-0000-4000-8000-000000004007",
        redirect_uri: None,
        home: None,
        file: "login.mjs",
        run: "npm install openid-client\n\
              node login.mjs",
        source: include_str!("../../../examples/device/login.mjs"),
    },
];

impl Sample {
    /// What it says for a client of a site's own. Addresses that were registered hold nothing that ends a text in quotation marks.
    #[must_use]
    pub fn filled_in(&self, issuer: &str, client: Uuid, redirect_uri: &str) -> String {
        let filled = self.source.replace(ISSUER, issuer).replace(self.id, &client.to_string());
        match self.redirect_uri {
            Some(own) => filled.replace(own, redirect_uri),
            None => filled,
        }
    }
}

/// Registers all of them at a site of a developer's own portal. Nowhere else: their secret is no secret.
pub async fn register(app: &App, site: Uuid) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.database.site(site).await?;
    for sample in &SAMPLES {
        let client = client(sample, now)?;
        store::oauth_clients::insert(&mut tx, &client).await?;
        if client.auth == Authentication::Secret {
            store::oauth_clients::add_secret(&mut tx, client.id, &secret(app, now)?).await?;
        }
    }
    tx.commit().await
}

fn client(sample: &Sample, now: OffsetDateTime) -> Result<Client> {
    Ok(Client {
        name: sample.name.to_owned(),
        redirect_uris: sample.redirect_uri.map(str::to_owned).into_iter().collect(),
        post_logout_redirect_uris: sample.home.map(str::to_owned).into_iter().collect(),
        ..blank(sample.id.parse()?, sample.kind, now)
    })
}

fn secret(app: &App, now: OffsetDateTime) -> Result<Secret> {
    let Some(token) = Token::parse(SECRET) else { anyhow::bail!("the samples' secret is none") };
    let hint = SECRET[SECRET.len() - 4..].to_owned();
    Ok(Secret { id: app.random.id(now), hash: token.hash(), hint, created_at: now, expires_at: None, last_used_at: None })
}
