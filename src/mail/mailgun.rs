//! Letters by Mailgun's HTTP API. The message goes as it is, `messages.mime`, so that it is the same as by any other way.

use std::{sync::OnceLock, time::Duration};

use reqwest::{
    Client, Response,
    multipart::{Form, Part},
    redirect::Policy,
};
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::{
    dialogue::without,
    transport::{Failure, Rehearsal, words},
};
use crate::model::mail_url::MailgunAccount;

/// How long to wait for a connection.
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(8);
/// The most that is read of an answer.
const LONGEST_ANSWER: usize = 4096;

/// An account at Mailgun and the connections to it.
pub struct Mailgun {
    account: MailgunAccount,
    client: OnceLock<Client>,
}

/// What Mailgun answers; sometimes, only words.
#[derive(Deserialize)]
struct Answer {
    message: String,
    id: Option<String>,
}

impl Mailgun {
    /// Prepares connections without making one.
    #[must_use]
    pub fn new(account: MailgunAccount) -> Self {
        Self { account, client: OnceLock::new() }
    }

    /// Hands over a message; says what was sent and answered, and what that means. `patience` is for all of it.
    pub async fn send(&self, to: &str, message: Vec<u8>, patience: Duration) -> Rehearsal {
        let address = self.account.address();
        let mut dialogue = vec![
            format!("POST {address}"),
            "Authorization: Basic ••••".to_owned(),
            format!("(the letter to {to}, {} bytes)", message.len()),
        ];
        let outcome = match self.post(&address, to, message, patience).await {
            Ok((status, said)) => {
                // A server may repeat what it was told.
                let said = without(&[self.account.key.expose_secret().to_owned()], said);
                dialogue.push(format!("<< {status} {said}"));
                verdict(status, &said)
            }
            Err(error) => {
                let said = words(&causes(&error));
                dialogue.push(format!("-- {said}"));
                Err(Failure::Closed(said))
            }
        };
        Rehearsal { dialogue, outcome }
    }

    async fn post(&self, address: &str, to: &str, message: Vec<u8>, patience: Duration) -> Result<(u16, String), reqwest::Error> {
        let letter = Part::bytes(message).file_name("letter.eml").mime_str("message/rfc2822")?;
        let mut form = Form::new().text("to", to.to_owned()).part("message", letter);
        // Links are secrets here, and nobody is to count who opens a letter.
        for tracking in ["o:tracking", "o:tracking-clicks", "o:tracking-opens"] {
            form = form.text(tracking, "no");
        }
        let request = self.client()?.post(address).basic_auth("api", Some(self.account.key.expose_secret()));
        let response = request.multipart(form).timeout(patience).send().await?;
        let status = response.status().as_u16();
        Ok((status, said(response).await?))
    }

    fn client(&self) -> Result<&Client, reqwest::Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // A redirect would carry key and letter to wherever it says.
        let client =
            Client::builder().redirect(Policy::none()).connect_timeout(PATIENCE_TO_CONNECT).pool_max_idle_per_host(4).build()?;
        Ok(self.client.get_or_init(|| client))
    }
}

/// As much of an answer as is worth keeping.
async fn said(mut response: Response) -> Result<String, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() >= LONGEST_ANSWER {
            body.truncate(LONGEST_ANSWER);
            break;
        }
    }
    Ok(match serde_json::from_slice(&body) {
        Ok(Answer { message, id: Some(id) }) => words(&format!("{message} {id}")),
        Ok(Answer { message, id: None }) => words(&message),
        Err(_) => words(&String::from_utf8_lossy(&body)),
    })
}

fn verdict(status: u16, said: &str) -> Result<String, Failure> {
    let said = format!("{status} {said}");
    match status {
        200..=299 => Ok(said),
        408 | 429 | 500.. => Err(Failure::ForNow(said)),
        // Mailgun does not read such a letter, and will not tomorrow.
        400 | 406 | 413 | 422 => Err(Failure::ForGood(said)),
        // The key, the domain or the account will not do, whatever the letter.
        _ => Err(Failure::Closed(said)),
    }
}

/// An error with what lies behind it, but without the address, which stands in the dialogue already.
fn causes(error: &reqwest::Error) -> String {
    let mut cause = std::error::Error::source(error);
    let mut said = if error.is_timeout() { "no answer in time".to_owned() } else { "no connection".to_owned() };
    while let Some(next) = cause {
        said = format!("{said}: {next}");
        cause = next.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_means_follows_from_its_status() {
        let means = |status| match verdict(status, "") {
            Ok(_) => "taken",
            Err(Failure::ForNow(_)) => "for now",
            Err(Failure::ForGood(_)) => "for good",
            Err(Failure::Closed(_)) => "closed",
        };
        assert_eq!(means(200), "taken");
        assert!([408, 429, 500, 502, 503].into_iter().all(|status| means(status) == "for now"));
        assert!([400, 413].into_iter().all(|status| means(status) == "for good"));
        assert!([301, 302, 307, 401, 402, 403, 404].into_iter().all(|status| means(status) == "closed"));
    }
}
