//! The samples that a client's page shows, filled in.

use crate::{
    flows::clients::samples::SAMPLES,
    model::{client_record::ClientRecord, oauth_client::Kind},
};

/// What stands for a secret that is not shown.
const NO_SECRET: &str = "…";

/// A sample.
pub struct Sample {
    /// What it is made of.
    pub name: &'static str,
    /// The name of its file; nothing for what is pasted into a shell.
    pub file: &'static str,
    /// What it says.
    pub text: String,
    /// What installs what it needs and runs it; with the secret, if there is one to be shown.
    pub run: String,
    /// Whether it is unfolded.
    pub open: bool,
}

/// Those for a client of this kind. The one that was chosen, or is the only one, is unfolded.
#[must_use]
pub fn of(client: &ClientRecord, issuer: &str, secret: Option<&str>, chosen: Option<&str>) -> Vec<Sample> {
    let redirect_uri = client.redirect_uris.first().map(String::as_str).unwrap_or_default();
    let fit: Vec<_> = SAMPLES.iter().filter(|sample| sample.kind == client.kind).collect();
    let is_only = fit.len() < 2;
    let filled = fit.into_iter().map(|sample| Sample {
        name: sample.name,
        file: sample.file,
        text: sample.filled_in(issuer, client.client_id, redirect_uri),
        run: sample.run.replace(NO_SECRET, secret.unwrap_or(NO_SECRET)),
        open: is_only || chosen == Some(sample.folder),
    });
    filled.chain((client.kind == Kind::Machine).then(|| by_itself(client, issuer))).collect()
}

fn by_itself(client: &ClientRecord, issuer: &str) -> Sample {
    let text =
        format!("curl {issuer}/oauth2/token \\\n  -u {}:$CLIENT_SECRET \\\n  -d grant_type=client_credentials", client.client_id);
    Sample { name: "curl", file: "", text, run: String::new(), open: true }
}
