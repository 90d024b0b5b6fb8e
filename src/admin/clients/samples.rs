//! The samples that a client's page shows, filled in.

use crate::{
    flows::clients::samples::SAMPLES,
    model::{client_record::ClientRecord, oauth_client::Kind},
};

/// A sample.
pub struct Sample {
    /// What it is made of.
    pub name: &'static str,
    /// What it says.
    pub text: String,
}

/// Those for a client of this kind.
#[must_use]
pub fn of(client: &ClientRecord, issuer: &str) -> Vec<Sample> {
    let redirect_uri = client.redirect_uris.first().map(String::as_str).unwrap_or_default();
    let fit = SAMPLES.iter().filter(|sample| sample.kind == client.kind);
    let filled = fit.map(|sample| Sample { name: sample.name, text: sample.filled_in(issuer, client.client_id, redirect_uri) });
    filled.chain((client.kind == Kind::Machine).then(|| by_itself(client, issuer))).collect()
}

fn by_itself(client: &ClientRecord, issuer: &str) -> Sample {
    let text =
        format!("curl {issuer}/oauth2/token \\\n  -u {}:$CLIENT_SECRET \\\n  -d grant_type=client_credentials", client.client_id);
    Sample { name: "curl", text }
}
